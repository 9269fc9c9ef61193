"""How the probabilities of the past came true: pages show them only while they were worth it."""

from __future__ import annotations

from django.db import models

from ..vocabularies import Frequency


class OutlookTest(models.Model):
    """A rolling backtest over all series of one frequency; `base` is the Brier score of always
    saying the share that came true. Nothing to score: `forecasts` is 0."""

    frequency = models.CharField(max_length=10, choices=Frequency)
    tested_at = models.DateTimeField()
    series = models.PositiveIntegerField()
    forecasts = models.PositiveIntegerField()
    share = models.FloatField(default=0.0)
    brier = models.FloatField(default=0.0)
    base = models.FloatField(default=0.0)
    gain_low = models.FloatField(default=0.0)
    gain_high = models.FloatField(default=0.0)
    may_be_shown = models.BooleanField(default=False)
    reliability = models.JSONField(default=list)

    class Meta:
        ordering = ["-tested_at", "-id"]

    def __str__(self) -> str:
        return f"{self.frequency} {self.tested_at:%Y-%m-%d}"
