"""征求意见: who is asked about a plan, what they say, and the changes their tables propose."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.base.ids import uuid7
from luodi.people.models import Person, Unit

from ..vocabularies import ChangeState, OpinionState, ReplyState
from .plans import Plan, PlanRow


class Consultation(models.Model):
    """One round of asking units about a plan."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="consultations")
    n = models.PositiveIntegerField()
    due = models.DateField(_("Replies by"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "-n"]
        constraints = [models.UniqueConstraint(fields=["plan", "n"], name="consultation_once")]

    def __str__(self) -> str:
        return f"{self.plan} {self.n}"


class Consulted(models.Model):
    """A unit that is asked, and how it replied."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="consulted")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consultations")
    state = models.CharField(max_length=10, choices=ReplyState, default=ReplyState.WAITING)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "unit"], name="consulted_once")
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.unit}"


class Opinion(models.Model):
    """What a unit says, about one row or about the whole, and whether it is adopted."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    consulted = models.ForeignKey(Consulted, models.CASCADE, related_name="opinions")
    row = models.ForeignKey(
        PlanRow, models.SET_NULL, null=True, blank=True, related_name="opinions"
    )
    about = models.CharField(max_length=200, blank=True)
    words = models.TextField(_("Opinion"))
    state = models.CharField(max_length=10, choices=OpinionState, default=OpinionState.PENDING)
    why = models.CharField(_("Why"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="decided_opinions"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["consulted", "order", "id"]

    def __str__(self) -> str:
        return self.words[:40]


class ProposedChange(models.Model):
    """One difference between a table that came back and the rows as they stood.

    `part` is a part of a row (see `content`), or "row" for a row that is new or was struck out.
    `said` is what stood in the cell; `before` and `after` are in the types of the part.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    consulted = models.ForeignKey(Consulted, models.CASCADE, related_name="changes")
    row = models.ForeignKey(
        PlanRow, models.SET_NULL, null=True, blank=True, related_name="proposed_changes"
    )
    part = models.CharField(max_length=20)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    said = models.TextField(blank=True)
    place = models.CharField(max_length=60)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.PROPOSED)
    why = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="decided_changes"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["consulted", "order", "id"]
        indexes = [models.Index(fields=["consulted", "state"], name="change_open")]

    def __str__(self) -> str:
        return f"{self.part} {self.place}"
