"""Reported figures in order of time, as they are known today or were known on any day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q, QuerySet

from ..arithmetic import binomial_error, percent
from ..models import Observation
from ..periods import period
from ..points import Point, Series, SeriesKey, Subject
from ..vocabularies import FigureKind
from .trust import AS_REPORTED, Trust, trust_on

_FIELDS = (
    "indicator_id", "place_id", "body_id", "period", "begins", "ends", "value", "k", "n", "kind",
    "error", "state", "reported_on", "uuid", "issuer",
)  # fmt: skip
_BARE = tuple(name for name in _FIELDS if name not in ("begins", "ends", "reported_on", "uuid"))


def as_known_on(day: date) -> QuerySet[Observation]:
    """Return the figures that were the newest known at the end of a day, as rows to filter."""
    known = Observation.objects.filter(reported_on__lte=day)
    return known.exclude(superseded_by__reported_on__lte=day)


def reported(
    indicators: Iterable[int],
    subjects: Collection[Subject] | None = None,
    on: date | None = None,
    periods: Collection[str] | None = None,
    heirs: Mapping[Subject, Subject] | None = None,
    *,
    bare: bool = False,
) -> dict[SeriesKey, Series]:
    """Return the reported figures of all kinds, in order of time, for these indicators, these
    places and bodies and these periods (all of them when not given), in one query.

    What stands under a key of `heirs` (a place under its former code) counts for its heir. `bare`
    points lack their id and the day of their report: half the time for the many that are only
    judged; they have the state of today, all others that of the day.
    """
    rows = Observation.objects.filter(is_latest=True) if on is None else as_known_on(on)
    rows = rows.filter(indicator__in=list(indicators)).order_by("ends", "pk")
    if periods is not None:
        rows = rows.filter(period__in=list(periods))
    if subjects is not None:
        places = [place for place, _ in subjects if place is not None]
        bodies = [body for _, body in subjects if body is not None]
        rows = rows.filter(Q(place__in=places) | Q(body__in=bodies))
    found: dict[SeriesKey, list[Point]] = {}
    heir = heirs or {}
    point = _bare_point if bare else _point
    for row in rows.values_list(*(_BARE if bare else _FIELDS)):
        subject = row[1], row[2]
        found.setdefault((row[0], heir.get(subject, subject)), []).append(point(*row[3:]))
    if on is not None and not bare:
        trusted = trust_on(on, {key[0] for key in found})
        found = {key: [_then(one, trusted) for one in points] for key, points in found.items()}
    return {key: tuple(points) for key, points in found.items()}


def _then(point: Point, trusted: Mapping[str, Trust]) -> Point:
    """The figure in the state that it had on the day asked for."""
    return point._replace(state=trusted.get(point.uuid, AS_REPORTED).state)


def _bare_point(
    code: str, value: Decimal | None, k: int | None, n: int | None, kind: str,
    error: Decimal | None, state: str, issuer: str,
) -> Point:  # fmt: skip
    days = _days_of(code)
    value, spread = _figure(value, k, n, kind, error)
    return Point(code, days[0], days[1], value, kind, spread, n, state, issuer=issuer)


@lru_cache(4096)
def _days_of(code: str) -> tuple[date, date]:
    found = period(code)
    return found.begins, found.ends


def _point(
    code: str, begins: date, ends: date, value: Decimal | None, k: int | None, n: int | None,
    kind: str, error: Decimal | None, state: str, reported_on: date, uuid: object, issuer: str,
) -> Point:  # fmt: skip
    value, spread = _figure(value, k, n, kind, error)
    return Point(code, begins, ends, value, kind, spread, n, state, reported_on, str(uuid), issuer)


def _figure(
    value: Decimal | None, k: int | None, n: int | None, kind: str, error: Decimal | None
) -> tuple[Decimal, float | None]:
    """The value of a figure, or what k of n makes, with its standard error."""
    spread = float(error) if error is not None else None
    if value is not None:
        return value, spread
    assert k is not None
    assert n is not None
    if kind == FigureKind.RANK:
        return Decimal(k), spread
    return percent(k, n), spread if spread is not None else binomial_error(k, n)
