"""Plans, their rows with measures and milestones, and the versions that were approved."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.base.figures import ExactDecimalField
from luodi.base.ids import uuid7
from luodi.documents.models import DocumentVersion, Finding
from luodi.documents.vocabularies import Comparator
from luodi.people.models import Person, Post, Unit

from ..vocabularies import PlanState, Rhythm, RowMode, RowState


class Plan(models.Model):
    """A plan of one year: rows that stem from one or several documents."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    title = models.CharField(_("Title"), max_length=200)
    year = models.PositiveIntegerField(_("Year"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    state = models.CharField(max_length=15, choices=PlanState, default=PlanState.DRAFT)
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="plans"
    )
    created_at = models.DateTimeField()
    last_number = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "-id"]

    def __str__(self) -> str:
        return self.title


class PlanRow(models.Model):
    """A row of a plan: what one measure of policy asks, who leads, by when, how it is measured.

    `number` runs while the plan is a draft that nobody was asked about; from then on it is given
    once within the plan and never again. `revision` counts every change, so that a stale page
    overwrites nothing. `due_words` keeps what the text or a person said of the date.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    order = models.PositiveIntegerField(default=0)
    heading = models.CharField(_("Group"), max_length=200, blank=True)
    words = models.TextField(_("What is to be done"))
    mode = models.CharField(
        _("How it is followed up"), max_length=10, choices=RowMode, default=RowMode.GOAL
    )
    goal = models.TextField(_("The year's goal"), blank=True)
    rhythm = models.CharField(_("Rhythm"), max_length=10, choices=Rhythm, blank=True)
    least = models.PositiveIntegerField(_("At least, per period"), null=True, blank=True)
    theme = models.CharField(_("Theme"), max_length=100, blank=True)
    is_key = models.BooleanField(_("Key item of the year"), default=False)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="rows_led")
    leader = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="rows_answered_for"
    )
    due = models.DateField(_("Deadline"), null=True, blank=True)
    due_words = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=RowState, default=RowState.LIVE)
    state_reason = models.CharField(max_length=300, blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["plan", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="row_number_once")]
        indexes = [
            models.Index(fields=["plan", "state", "order"], name="row_of_plan"),
            models.Index(fields=["lead", "state"], name="row_of_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.words[:40]}"


class RowPartner(models.Model):
    """A unit that helps with a row."""

    row = models.ForeignKey(PlanRow, models.CASCADE, related_name="partners")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rows_helped")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["row", "unit"], name="partner_once")]

    def __str__(self) -> str:
        return str(self.unit)


class RowFinding(models.Model):
    """A finding that a row answers to, with its anchor."""

    row = models.ForeignKey(PlanRow, models.CASCADE, related_name="bundled")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="in_rows")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["row", "finding"], name="bundled_once")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.finding_id}"


class Measure(models.Model):
    """How a row is measured: words, comparator, figure, unit; no figure where others set the level.

    `start` and `end` are characters of `version`, where they stay when the finding moves to a newer
    one; a measure that was typed by a person has no finding and none of them.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    row = models.ForeignKey(PlanRow, models.CASCADE, related_name="measures")
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    version = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    words = models.CharField(_("Measure"), max_length=200)
    comparator = models.CharField(max_length=10, choices=Comparator, default=Comparator.EQUAL)
    value = ExactDecimalField(null=True, blank=True)
    value2 = ExactDecimalField(null=True, blank=True)
    unit = models.CharField(_("Unit of measure"), max_length=30, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.words


class Milestone(models.Model):
    """A step of a row with its day."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    row = models.ForeignKey(PlanRow, models.CASCADE, related_name="milestones")
    words = models.CharField(_("Milestone"), max_length=200)
    due = models.DateField(_("Day"), null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.words


class PlanVersion(models.Model):
    """What was approved: the rows as JSON, never changed, with their digest."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    rows = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="approved_plans"
    )
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "-n"]
        constraints = [models.UniqueConstraint(fields=["plan", "n"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan} v{self.n}"
