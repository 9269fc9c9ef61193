"""Series of indicators, reported or computed from others on read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from ..arithmetic import growth, percent, quotient
from ..models import Indicator, SeriesBreak
from ..periods import year_before
from ..points import Point, Series, SeriesKey, Subject, levels
from ..units import scale_of
from ..vocabularies import FigureKind, Formula, ObservationState
from .reported import reported

Read = Callable[[Indicator], Series]


def series_of(
    indicators: Iterable[Indicator],
    subjects: Collection[Subject] | None = None,
    on: date | None = None,
    periods: Collection[str] | None = None,
    heirs: Mapping[Subject, Subject] | None = None,
    *,
    bare: bool = False,
) -> dict[SeriesKey, Series]:
    """Return the series of indicators for these places and bodies, as known on a day: what is
    computed by formula is computed from what was known then; official figures stay beside it.

    With `periods` only these are read (a growth or an index needs the one it refers to too); what
    stands under a key of `heirs` counts for its heir. `bare` is for judging many: see `reported`.
    """
    wanted = {indicator.pk: indicator for indicator in indicators}
    family = with_parts(wanted.values())
    known = reported(family, subjects, on, periods, heirs, bare=bare)
    breaks = breaks_of(family) if any(one.formula for one in family.values()) else {}
    found = {key: series for key, series in known.items() if not family[key[0]].formula}
    of = {key[1] for key in known}
    for indicator in family.values():
        if indicator.formula:
            for subject in of:
                computed = _Computing(family, known, breaks, subject).series(indicator)
                if computed:
                    found[indicator.pk, subject] = computed
    return {key: series for key, series in found.items() if key[0] in wanted}


def with_parts(indicators: Iterable[Indicator]) -> dict[int, Indicator]:
    """Return the indicators with all that they are computed from, one query a level."""
    found: dict[int, Indicator] = {}
    level = {indicator.pk: indicator for indicator in indicators}
    while level:
        found |= level
        below = {key for one in level.values() for key in (one.part_id, one.whole_id) if key}
        level = Indicator.objects.in_bulk(below - set(found))
    return found


def breaks_of(indicators: Iterable[int]) -> dict[int, list[date]]:
    """Return the days from which figures of the indicators mean something else."""
    found: dict[int, list[date]] = {}
    rows = SeriesBreak.objects.filter(indicator__in=list(indicators))
    for indicator, begins in rows.values_list("indicator", "begins").order_by("begins"):
        found.setdefault(indicator, []).append(begins)
    return found


class _Computing:
    """The formulas of one place or body; what was computed once is kept."""

    def __init__(
        self,
        family: dict[int, Indicator],
        known: dict[SeriesKey, Series],
        breaks: dict[int, list[date]],
        subject: Subject,
    ) -> None:
        self._family, self._known, self._breaks = family, known, breaks
        self._subject = subject
        self._done: dict[int, Series] = {}

    def series(self, indicator: Indicator) -> Series:
        """Return the series with official figures of the same periods beside the computed ones."""
        if indicator.pk not in self._done:
            known = self._known.get((indicator.pk, self._subject), ())
            if indicator.formula:
                official = tuple(point for point in known if point.kind != FigureKind.LEVEL)
                known = tuple(sorted((*self._compute(indicator), *official), key=_end))
            self._done[indicator.pk] = known
        return self._done[indicator.pk]

    def _compute(self, indicator: Indicator) -> Series:
        part = self._levels(indicator.part_id)
        if indicator.formula == Formula.GROWTH:
            return self._growth(part, indicator)
        if indicator.formula == Formula.INDEX:
            return _index(part, indicator.base_period)
        whole = self._levels(indicator.whole_id)
        scales = scale_of(
            indicator.formula, self._unit(indicator.part_id), self._unit(indicator.whole_id)
        )
        scale = 100 if indicator.formula == Formula.SHARE else 1
        return tuple(
            _together(point, whole[code], _divided(point, whole[code], scales, scale))
            for code, point in part.items()
            if code in whole and whole[code].value
        )

    def _levels(self, key: int | None) -> dict[str, Point]:
        if key is None:
            return {}
        return {point.period: point for point in levels(self.series(self._family[key]))}

    def _unit(self, key: int | None) -> str:
        return self._family[key].unit if key is not None else ""

    def _growth(self, part: dict[str, Point], indicator: Indicator) -> Series:
        breaks = self._breaks.get(indicator.part_id or 0, [])
        found = []
        for code, point in part.items():
            before = part.get(year_before(code))
            if before is None or any(before.begins < day <= point.begins for day in breaks):
                continue
            rate = growth(point.value, before.value)
            if rate is not None:
                found.append(_together(point, before, rate))
        return tuple(found)


def _index(part: dict[str, Point], base: str) -> Series:
    first = part.get(base)
    if first is None or first.value <= 0:
        return ()
    return tuple(
        _together(point, first, percent(point.value, first.value)) for point in part.values()
    )


def _divided(part: Point, whole: Point, scales: tuple[int, int], scale: int) -> Decimal:
    return quotient(part.value * scales[0], whole.value * scales[1], scale)


def _together(point: Point, other: Point, value: Decimal) -> Point:
    """A computed point: as new as its newest part, and as doubtful as its most doubtful."""
    states = {point.state, other.state}
    state = next(
        state
        for state in (
            ObservationState.DISPUTED, ObservationState.REPORTED, ObservationState.CHECKED,
        )
        if state in states
    )  # fmt: skip
    days = [day for day in (point.reported_on, other.reported_on) if day is not None]
    return Point(
        point.period, point.begins, point.ends, value, state=state,
        reported_on=max(days, default=None),
    )  # fmt: skip


def _end(point: Point) -> date:
    return point.ends
