"""What was observed: one row for each figure as it was reported, never overwritten."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.base.figures import ExactDecimalField
from luodi.base.ids import uuid7
from luodi.people.models import Person, Unit
from luodi.places.models import Division

from ..arithmetic import percent
from ..vocabularies import FigureKind, ObservationState
from .definitions import Indicator


class Observation(models.Model):
    """A figure of a place or a body in a period, as reported on a day (its vintage).

    Either `value` stands, or `k` of `n`: a count of cases, or for an official rank the place among
    so many. A revision is a new row that supersedes the old one; `is_latest` marks the newest.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    place = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    body = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    period = models.CharField(max_length=10)
    begins = models.DateField()
    ends = models.DateField()
    kind = models.CharField(max_length=10, choices=FigureKind, default=FigureKind.LEVEL)
    value = ExactDecimalField(null=True, blank=True)
    k = models.BigIntegerField(null=True, blank=True)
    n = models.BigIntegerField(null=True, blank=True)
    error = ExactDecimalField(null=True, blank=True)
    reported_on = models.DateField()
    recorded_at = models.DateTimeField()
    reporter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="figures_reported"
    )
    evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    issuer = models.CharField(_("Bulletin"), max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=ObservationState, default=ObservationState.REPORTED
    )
    state_reason = models.CharField(max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_latest = models.BooleanField(default=True)

    class Meta:
        ordering = ["ends", "id"]
        indexes = [
            models.Index(fields=["indicator", "place", "ends"], name="figure_of_place"),
            models.Index(fields=["indicator", "body", "ends"], name="figure_of_body"),
            models.Index(fields=["indicator", "period"], name="figure_of_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(place=None, body__isnull=False) | Q(place__isnull=False, body=None),
                name="figure_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, k=None, n=None)
                | Q(value=None, k__isnull=False, n__isnull=False),
                name="figure_is_value_or_count",
            ),
            models.UniqueConstraint(
                fields=["indicator", "place", "period", "kind"],
                condition=Q(is_latest=True, place__isnull=False),
                name="figure_of_place_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "body", "period", "kind"],
                condition=Q(is_latest=True, body__isnull=False),
                name="figure_of_body_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.figure}"

    @cached_property
    def figure(self) -> Decimal:
        """Return the value; of k of n the percentage, of a rank the rank."""
        if self.value is not None:
            return self.value
        assert self.k is not None
        assert self.n is not None
        return Decimal(self.k) if self.kind == FigureKind.RANK else percent(self.k, self.n)
