"""Where a place or body stands among declared peers, indicator by indicator.

A rank is of values of one period. Where all values have known errors its interval is the confidence
set of Mogstad et al. (`measuring.ranks`); elsewhere it is a bootstrap that draws the peers again
(`measuring.peers`), and `basis` says which of the two it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from luodi.base.figures import EXACT
from luodi.measuring.figures import NotAssessable
from luodi.measuring.peers import Better
from luodi.measuring.peers import standing as measured
from luodi.measuring.ranks import rank_bounds

from ..aims import median_of
from ..models import Indicator
from ..periods import year_before
from ..points import Point, Series, SeriesKey, Subject, levels
from ..vocabularies import Direction, Formula
from .computed import series_of
from .sides import heirs_of

LEAST_PEERS = 3
DRAWS = 2_000
# What a request draws itself: sets of at most so many, and at most so many values in all.
MOST_UNITS, MOST_VALUES = 100, 2_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank among `of` peers that have the figure (of `declared`), 1 is best, equals share it.

    `distance` is the figure less the median in units; `ahead` is 1 where the figure is better than
    the median, -1 where it is worse; `up` by how many places the rank rose since `since`, among
    `both` peers that have figures of both periods.
    """

    indicator: int
    period: str
    declared: int
    of: int
    rank: int
    best: int
    worst: int
    basis: str
    percentile: float
    percentile_low: float
    percentile_high: float
    median: Decimal
    distance: Decimal
    ranges: float | None
    ahead: int
    since: str = ""
    up: int | None = None
    both: int = 0

    def packed(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        return {**asdict(self), "median": str(self.median), "distance": str(self.distance)}


@dataclass(frozen=True, slots=True)
class NotRanked:
    """No rank, and why: `few` peers have the figure, or `band`: no way is better."""

    indicator: int
    period: str
    declared: int
    of: int
    why: str

    def packed(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An indicator with the period to be ranked and an earlier one to compare with, if any."""

    indicator: Indicator
    period: str
    before: str = ""


def unpacked(kept: Mapping[str, Any]) -> Standing | NotRanked:
    """Return what `packed` gave."""
    if "why" in kept:
        return NotRanked(**kept)
    exact = {name: Decimal(kept[name]) for name in ("median", "distance")}
    return Standing(**{**kept, **exact})


def is_small(units: int, indicators: int) -> bool:
    """Return whether a request may draw the ranks itself; else the job process does."""
    return units <= MOST_UNITS and units * indicators <= MOST_VALUES


def standings(
    wanted: Sequence[Wanted], members: Sequence[Subject], subject: Subject
) -> tuple[Standing | NotRanked, ...]:
    """Return where one of the members stands in each indicator, in the order given; an indicator of
    which it has no figure in the period is left out."""
    known = values_of(wanted, members)
    found = []
    for one in wanted:
        now = in_period(known, one.indicator.pk, members, one.period)
        if subject in now:
            before = in_period(known, one.indicator.pk, members, one.before) if one.before else {}
            found.append(_stand(one, now, before, subject, len(members)))
    return tuple(found)


def values_of(wanted: Iterable[Wanted], members: Sequence[Subject]) -> dict[SeriesKey, Series]:
    """Return the series of all members, only of the periods that are needed."""
    wanted = list(wanted)
    heirs = heirs_of(members)
    return series_of(
        [one.indicator for one in wanted],
        {*members, *heirs},
        periods=_periods(wanted),
        heirs=heirs,
    )


def _periods(wanted: Iterable[Wanted]) -> set[str]:
    """The periods asked for; where a formula looks back also those it refers to."""
    found: set[str] = set()
    for one in wanted:
        codes = {code for code in (one.period, one.before) if code}
        found |= codes
        if one.indicator.formula:
            found |= {year_before(code) for code in codes}
        if one.indicator.formula == Formula.INDEX:
            found.add(one.indicator.base_period)
    return found


def in_period(
    known: Mapping[SeriesKey, Series], indicator: int, members: Iterable[Subject], period: str
) -> dict[Subject, Point]:
    """Return the value of each member that has one in the period."""
    found = {}
    for member in members:
        for point in levels(known.get((indicator, member), ())):
            if point.period == period:
                found[member] = point
    return found


def better_of(indicator: Indicator) -> Better | None:
    """Return which way is better; None where the best lies within a range."""
    if indicator.direction == Direction.BAND:
        return None
    return "down" if indicator.direction == Direction.DOWN else "up"


def place_among(
    indicator: Indicator, own: Decimal, others: Sequence[Decimal]
) -> tuple[int, int] | None:
    """Return the rank of a value and of how many, itself among them; None of too few and where the
    best lies within a range."""
    better = better_of(indicator)
    if better is None or len(others) + 1 < LEAST_PEERS:
        return None
    return _rank(own, others, better), len(others) + 1


def _rank(own: Decimal, others: Iterable[Decimal], better: Better) -> int:
    if better == "up":
        return 1 + sum(value > own for value in others)
    return 1 + sum(value < own for value in others)


def rank_in(values: Mapping[Subject, Point], subject: Subject, better: Better) -> int:
    """Return the rank of one among the values, 1 is best, equals share the better rank."""
    return _rank(values[subject].value, (point.value for point in values.values()), better)


def _stand(
    one: Wanted,
    now: dict[Subject, Point],
    before: dict[Subject, Point],
    subject: Subject,
    declared: int,
) -> Standing | NotRanked:
    better = better_of(one.indicator)
    if better is None or len(now) < LEAST_PEERS:
        why = "band" if better is None else "few"
        return NotRanked(one.indicator.pk, one.period, declared, len(now), why)
    middle = median_of([point.value for point in now.values()])
    assert middle is not None
    distance = EXACT.subtract(now[subject].value, middle)
    up, both = _risen(now, before, subject, better)
    return Standing(
        indicator=one.indicator.pk, period=one.period, declared=declared, of=len(now),
        median=middle, distance=distance,
        ahead=_sign(distance) * (1 if better == "up" else -1),
        since=one.before if up is not None else "", up=up, both=both,
        **_drawn(now, subject, better),
    )  # fmt: skip


def _sign(figure: Decimal) -> int:
    return (figure > 0) - (figure < 0)


def _drawn(values: dict[Subject, Point], subject: Subject, better: Better) -> dict[str, Any]:
    """Rank and percentile with their intervals."""
    names = [str(key) for key in values]
    figures = [float(point.value) for point in values.values()]
    errors = [point.error for point in values.values()]
    known = [error for error in errors if error is not None]
    spread = known if len(known) == len(errors) else None
    unit = str(subject)
    seen = measured(names, figures, unit, better, spread, draws=DRAWS)
    bounds = rank_bounds(names, figures, spread, better, draws=DRAWS, unit=unit)
    if isinstance(bounds, NotAssessable):
        best, worst, basis = math.floor(seen.rank.low), math.ceil(seen.rank.high), "peers"
    else:
        best, worst, basis = bounds[0].best, bounds[0].worst, "errors"
    return {
        "rank": int(seen.rank.value), "best": best, "worst": worst, "basis": basis,
        "percentile": seen.percentile.value, "percentile_low": seen.percentile.low,
        "percentile_high": seen.percentile.high, "ranges": seen.in_ranges,
    }  # fmt: skip


def _risen(
    now: dict[Subject, Point], before: dict[Subject, Point], subject: Subject, better: Better
) -> tuple[int | None, int]:
    """By how many places the rank rose among those with figures of both periods, and how many
    these are; None where the rank itself or its forerunner would be of too few."""
    both = now.keys() & before.keys()
    if subject not in both or len(both) < LEAST_PEERS:
        return None, 0
    was = rank_in({key: before[key] for key in both}, subject, better)
    is_now = rank_in({key: now[key] for key in both}, subject, better)
    return was - is_now, len(both)
