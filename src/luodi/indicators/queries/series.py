"""A series as a table: every period with its vintages, growth, and what officials said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luodi.base.actors import Actor
from luodi.base.permissions import may

from .. import permissions
from ..arithmetic import growth
from ..models import Indicator, Observation
from ..periods import year_before
from ..points import Point, Series, Subject, levels
from ..states import OBSERVATION_MOVES, moves_from
from ..units import is_percent
from ..vocabularies import ROLES, FigureKind, ObservationState
from .standing import place_among
from .trust import AS_REPORTED, trust_on


@dataclass(frozen=True, slots=True)
class Vintage:
    """A figure as it was reported on a day."""

    value: Decimal
    reported_on: date
    reporter: str


@dataclass(frozen=True, slots=True)
class Official:
    """An official growth rate or rank beside the computed one; `differs` is official less
    computed, None where nothing was computed."""

    uuid: str
    value: Decimal
    n: int | None
    issuer: str
    computed: Decimal | None
    computed_of: int | None
    differs: Decimal | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A period: its value, how it changed on the period a year before, older vintages, and what
    officials said. State, reporter and moves are those of the value, without one of the official
    figure; of a computed indicator there is no `uuid`."""

    period: str
    point: Point | None
    n: int | None
    k: int | None
    error: float | None
    uuid: str
    state: str
    state_words: str
    state_role: str
    state_reason: str
    reported_on: date | None
    reporter: str
    evidence: str
    change: Decimal | None
    broken: bool
    vintages: tuple[Vintage, ...]
    growth: Official | None
    rank: Official | None
    moves: tuple[str, ...]


def figure_rows(
    actor: Actor,
    indicator: Indicator,
    subject: Subject,
    series: Series,
    peers: Iterable[Series],
    breaks: Sequence[date],
    on: date | None,
) -> list[FigureRow]:
    """Return the rows of one place or body, the newest period first, as known on a day; a figure of
    a past day is read, not moved."""
    known = _rows(indicator, subject, on)
    by_period = {point.period: point for point in levels(series)}
    others = [{point.period: point for point in levels(one)} for one in peers]
    told = _Told(indicator, by_period, others, breaks)
    mover = actor if on is None else None
    official = {(row.period, row.kind): row for row in known if row.kind != FigureKind.LEVEL}
    ends = {row.period: row.ends for row in known} | {p.period: p.ends for p in by_period.values()}
    older = _older(known)
    standing = {row.period: row for row in known if row.kind == FigureKind.LEVEL}
    return [
        _row(
            mover,
            code,
            by_period.get(code),
            standing.get(code),
            older.get(code, ()),
            told,
            official.get((code, FigureKind.GROWTH)),
            official.get((code, FigureKind.RANK)),
        )
        for code in sorted(ends, key=lambda code: (ends[code], code), reverse=True)
    ]


def _rows(indicator: Indicator, subject: Subject, on: date | None) -> list[Observation]:
    """Every figure that was known, those that stand last of a period last, as trusted that day."""
    rows = Observation.objects.filter(indicator=indicator, place=subject[0], body=subject[1])
    if on is not None:
        rows = rows.filter(reported_on__lte=on)
    found = list(rows.select_related("reporter", "indicator").order_by("reported_on", "pk"))
    if on is not None and found:
        trusted = trust_on(on, [indicator.pk])
        for row in found:
            row.state, row.state_reason = trusted.get(str(row.uuid), AS_REPORTED)
    return found


def _older(known: Sequence[Observation]) -> dict[str, tuple[Vintage, ...]]:
    """What stood before the newest, of each period, the newest first."""
    found: dict[str, list[Vintage]] = {}
    for row in known:
        if row.kind == FigureKind.LEVEL:
            found.setdefault(row.period, []).insert(0, _vintage(row))
    return {code: tuple(vintages[1:]) for code, vintages in found.items()}


def _vintage(row: Observation) -> Vintage:
    return Vintage(row.figure, row.reported_on, row.reporter.name if row.reporter else "")


@dataclass(frozen=True, slots=True)
class _Told:
    """What the levels say themselves."""

    indicator: Indicator
    levels: dict[str, Point]
    peers: list[dict[str, Point]]
    breaks: Sequence[date]

    def before(self, code: str) -> Point | None:
        """The figure a year before, None where the meaning changed between."""
        point, before = self.levels.get(code), self.levels.get(year_before(code))
        if point is None or before is None or self.is_broken(code):
            return None
        return before

    def is_broken(self, code: str) -> bool:
        """Whether the meaning changed since the same period a year before."""
        point, before = self.levels.get(code), self.levels.get(year_before(code))
        if point is None or before is None:
            return False
        return any(before.begins < day <= point.begins for day in self.breaks)

    def change(self, code: str) -> Decimal | None:
        """Growth in per cent; of percentages the difference in points."""
        before = self.before(code)
        if before is None:
            return None
        value = self.levels[code].value
        if is_percent(self.indicator.unit):
            return value - before.value
        return growth(value, before.value)

    def rank(self, code: str) -> tuple[int, int] | None:
        """The place among the peers that have a figure."""
        own = self.levels.get(code)
        others = [one[code].value for one in self.peers if code in one]
        return place_among(self.indicator, own.value, others) if own is not None else None


def _row(
    actor: Actor | None,
    code: str,
    point: Point | None,
    row: Observation | None,
    older: tuple[Vintage, ...],
    told: _Told,
    grown: Observation | None,
    ranked: Observation | None,
) -> FigureRow:
    told_by = row or ranked or grown
    state = point.state if point else told_by.state if told_by else ""
    reported_on = point.reported_on if point else told_by.reported_on if told_by else None
    return FigureRow(
        period=code,
        point=point,
        k=row.k if row is not None else None,
        n=row.n if row is not None else None,
        error=point.error if point else None,
        uuid=str(told_by.uuid) if told_by else "",
        state=state,
        state_words=str(ObservationState(state).label) if state else "",
        state_role=ROLES[ObservationState(state)] if state else "quiet",
        state_reason=told_by.state_reason if told_by else "",
        reported_on=reported_on,
        reporter=told_by.reporter.name if told_by and told_by.reporter else "",
        evidence=told_by.evidence if told_by else "",
        change=told.change(code),
        broken=told.is_broken(code),
        vintages=older,
        growth=_growth(grown, told, code),
        rank=_rank(ranked, told, code),
        moves=_moves(actor, told_by),
    )


def _moves(actor: Actor | None, row: Observation | None) -> tuple[str, ...]:
    """What the actor may do with a figure."""
    if (
        actor is None
        or row is None
        or not row.is_latest
        or not may(actor, permissions.CHECK_FIGURE, row)
    ):
        return ()
    return moves_from(OBSERVATION_MOVES, row.state)


def _growth(row: Observation | None, told: _Told, code: str) -> Official | None:
    if row is None:
        return None
    before = told.before(code)
    computed = growth(told.levels[code].value, before.value) if before is not None else None
    differs = row.figure - computed if computed is not None else None
    return Official(str(row.uuid), row.figure, None, row.issuer, computed, None, differs)


def _rank(row: Observation | None, told: _Told, code: str) -> Official | None:
    if row is None:
        return None
    found = told.rank(code)
    computed, of = (Decimal(found[0]), found[1]) if found else (None, None)
    differs = row.figure - computed if computed is not None else None
    return Official(str(row.uuid), row.figure, row.n, row.issuer, computed, of, differs)
