"""Ranks that the job process drew: they follow from the figures and may be thrown away."""

from __future__ import annotations

from django.db import models

from luodi.people.models import Unit
from luodi.places.models import Division

from .definitions import PeerSet


class DrawnStandings(models.Model):
    """Where a place or body stood among peers, as drawn from the figures named by `digest`."""

    peers = models.ForeignKey(PeerSet, models.CASCADE, related_name="+")
    place = models.ForeignKey(Division, models.CASCADE, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["peers", "place"],
                condition=models.Q(place__isnull=False),
                name="standings_of_place_once",
            ),
            models.UniqueConstraint(
                fields=["peers", "body"],
                condition=models.Q(body__isnull=False),
                name="standings_of_body_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.peers_id} {self.place_id or self.body_id} {self.drawn_at:%Y-%m-%d}"
