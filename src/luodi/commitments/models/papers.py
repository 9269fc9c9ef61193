"""Papers that go out: drafted, signed out with a number, the stamped copy kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.base.ids import uuid7
from luodi.base.models import StoredFile
from luodi.people.models import Person, Unit

from ..vocabularies import PaperKind, PaperState
from .plans import Plan


class PaperSeries(models.Model):
    """The numbers of one mark 机关代字 in one year; `last` is the last one given out."""

    mark = models.CharField(max_length=30)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year", "mark"]
        constraints = [models.UniqueConstraint(fields=["mark", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.mark}〔{self.year}〕{self.last}"


class IssuedPaper(models.Model):
    """A 交办通知单 to one unit. Nothing counts as sent before it is signed out: only then it has a
    number, and its file is fixed. A withdrawn paper keeps its number, so the series has no gap."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="papers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="papers")
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.DRAFT)
    series = models.ForeignKey(
        PaperSeries, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(_("Number"), max_length=60, blank=True)
    signer = models.CharField(_("Signed out by"), max_length=50, blank=True)
    contact = models.CharField(_("Handled by, telephone"), max_length=100, blank=True)
    copies = models.CharField(_("Copies to"), max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="issued_papers"
    )
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="stamped_papers"
    )
    scan_name = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="drafted_papers"
    )
    created_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signed_papers"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    why_withdrawn = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["series", "serial"], name="serial_once")]

    def __str__(self) -> str:
        return self.number or f"{self.plan} {self.unit}"


class PaperTemplate(models.Model):
    """A city's own Word template for a kind of paper; the newest active one is used."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=15, choices=PaperKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="paper_templates")
    filename = models.CharField(max_length=200)
    active = models.BooleanField(default=True)
    uploaded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="paper_templates"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-uploaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.filename}"
