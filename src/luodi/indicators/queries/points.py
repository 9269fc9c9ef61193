"""Figures as they are known today or were known on any day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ..models import Observation


def as_known_on(day: date) -> QuerySet[Observation]:
    """Return the figures that were the newest known at the end of a day, as rows to filter."""
    known = Observation.objects.filter(reported_on__lte=day)
    return known.exclude(superseded_by__reported_on__lte=day)
