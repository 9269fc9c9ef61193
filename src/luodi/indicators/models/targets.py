"""What is aimed at: one target for a measure of a plan row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.base.figures import ExactDecimalField
from luodi.base.ids import uuid7
from luodi.people.models import Person, Unit
from luodi.places.models import Division

from ..vocabularies import Aim, Shape
from .definitions import Indicator, PeerSet


class Target(models.Model):
    """A measure's aim as an indicator with baseline, date, comparator and path.

    `measure` is the public id of the measure in `commitments`: a plan put back as approved writes
    its measures anew under their ids, and the target must outlive that. `value` and `value2` are
    what the comparator asks for: the threshold, the two ends of the range, the number of first
    places, the multiple, the increase (in per cent of the baseline when `relative`).
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    measure = models.UUIDField(unique=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    place = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="targets"
    )
    body = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="targets")
    aim = models.CharField(_("What is asked for"), max_length=10, choices=Aim)
    value = ExactDecimalField(null=True, blank=True)
    value2 = ExactDecimalField(null=True, blank=True)
    relative = models.BooleanField(_("in per cent of the baseline"), default=False)
    baseline = ExactDecimalField(null=True, blank=True)
    baseline_on = models.DateField(_("Day of the baseline"), null=True, blank=True)
    due = models.DateField(_("To be reached by"), db_index=True)
    peers = models.ForeignKey(
        PeerSet, models.PROTECT, null=True, blank=True, related_name="targets"
    )
    shape = models.CharField(_("Path"), max_length=10, choices=Shape, default=Shape.STRAIGHT)
    steps = models.JSONField(default=list, blank=True)
    quarters = models.JSONField(default=list, blank=True)
    set_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="targets_set"
    )
    set_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place=None, body__isnull=False) | Q(place__isnull=False, body=None),
                name="target_is_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.aim} {self.due}"
