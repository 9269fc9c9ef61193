"""对照: how the clauses of a superior's document are answered by our plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.base.ids import uuid7
from luodi.documents.models import Document, DocumentVersion, Finding
from luodi.people.models import Person

from ..vocabularies import AnswerState
from .plans import Plan, PlanRow


class Correspondence(models.Model):
    """A superior's document set against one of our plans."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="correspondences")
    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="correspondences")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="correspondences")
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="correspondences"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "plan"], name="correspondence_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} / {self.plan}"


class Answer(models.Model):
    """How one clause, a finding of the superior's document, is answered."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    correspondence = models.ForeignKey(Correspondence, models.CASCADE, related_name="answers")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="answers")
    state = models.CharField(
        _("Answered"), max_length=15, choices=AnswerState, default=AnswerState.OPEN
    )
    rows = models.ManyToManyField(PlanRow, blank=True, related_name="answers")
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="decided_answers"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["correspondence", "finding__start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["correspondence", "finding"], name="answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.state}"
