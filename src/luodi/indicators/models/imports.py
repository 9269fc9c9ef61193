"""Tables of figures on their way in, and how each sender's tables are read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.base.ids import uuid7
from luodi.base.models import StoredFile
from luodi.people.models import Person, Unit

from ..vocabularies import ImportState


class FigureImport(models.Model):
    """A table that somebody gave: how it is read, what each row would do, how far it is written.

    `answers` are the rows that people should see first, `answers_file` has all of them;
    `written_to` counts the figures that are through, so that work broken off is taken up there.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="figure_imports")
    filename = models.CharField(max_length=200)
    sender = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="figure_imports"
    )
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.MAPPING)
    reported_on = models.DateField(_("Reported on"))
    rows = models.PositiveIntegerField(default=0)
    head = models.JSONField(default=list)
    layout = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    answers = models.JSONField(default=list)
    answers_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="figure_answers"
    )
    good_only = models.BooleanField(default=False)
    written_to = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="figure_imports"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.filename


class SenderLayout(models.Model):
    """How a sender's tables with these titles were read the last time."""

    sender = models.ForeignKey(Unit, models.CASCADE, related_name="figure_layouts")
    titles = models.CharField(max_length=64)
    layout = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["sender", "titles"], name="layout_of_sender_once")
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} {self.titles[:8]}"
