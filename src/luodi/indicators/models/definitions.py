"""What an indicator means, where its meaning changed, and who is compared with whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.base.ids import uuid7
from luodi.documents.models import Document
from luodi.people.models import Person, Post, Unit
from luodi.places.models import Division

from ..vocabularies import Direction, Formula, Frequency, IndicatorState, PriceBasis


class Indicator(models.Model):
    """A figure with a meaning. Until that is settled, variants of one idea stand side by side.

    `variant_of` leads to the head of the variants (the head itself leads nowhere); `code` is for
    data sets and exchange, empty where nobody needs one; `measure` is the public id of the measure
    of a plan row when the indicator was made for it alone.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("Code"), max_length=60, blank=True)
    name = models.CharField(_("Name of the indicator"), max_length=100)
    definition = models.TextField(_("Definition"), blank=True)
    numerator = models.CharField(_("Numerator"), max_length=200, blank=True)
    denominator = models.CharField(_("Denominator"), max_length=200, blank=True)
    unit = models.CharField(_("Unit of measure"), max_length=30)
    direction = models.CharField(
        _("Direction"), max_length=10, choices=Direction, default=Direction.UP
    )
    cumulative = models.BooleanField(_("Adds up over the year"), default=False)
    price_basis = models.CharField(_("Prices"), max_length=10, choices=PriceBasis, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    licence = models.CharField(_("Licence"), max_length=100, blank=True)
    frequency = models.CharField(
        _("Frequency"), max_length=10, choices=Frequency, default=Frequency.YEAR
    )
    owner = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="indicators_owned"
    )
    variant_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="variants"
    )
    variant = models.CharField(_("What this variant counts"), max_length=100, blank=True)
    measure = models.UUIDField(null=True, blank=True, unique=True)
    formula = models.CharField(_("Formula"), max_length=10, choices=Formula, blank=True)
    part = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="computed_from_part"
    )
    whole = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="computed_from_whole"
    )
    base_period = models.CharField(_("Base period"), max_length=10, blank=True)
    state = models.CharField(
        max_length=10, choices=IndicatorState, default=IndicatorState.DRAFT, db_index=True
    )
    state_reason = models.CharField(max_length=300, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="indicators_settled"
    )
    settled_words = models.CharField(max_length=200, blank=True)
    settled_document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="indicators_settled"
    )
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="indicator_code_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.variant}）" if self.variant else self.name


class SeriesBreak(models.Model):
    """From this period on the figures mean something else: no growth is computed across it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="breaks")
    period = models.CharField(max_length=10)
    begins = models.DateField()
    reason = models.CharField(_("What changed"), max_length=300)

    class Meta:
        ordering = ["begins", "id"]
        constraints = [models.UniqueConstraint(fields=["indicator", "period"], name="break_once")]

    def __str__(self) -> str:
        return f"{self.period} {self.reason}"


class PeerSet(models.Model):
    """Places or units that are declared comparable before figures are looked at."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("Name of the peers"), max_length=100, unique=True)
    reason = models.CharField(_("Why these"), max_length=300, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class PeerMember(models.Model):
    """One of the peers: a place or a unit."""

    peers = models.ForeignKey(PeerSet, models.CASCADE, related_name="members")
    place = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place=None, body__isnull=False) | Q(place__isnull=False, body=None),
                name="peer_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.place or self.body)
