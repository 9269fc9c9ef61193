"""主要经济指标月报: what the indicators of a place or unit stand at in a month, and those of its
counties. What a bulletin said of growth and rank stands as it was said, beside what follows from
the values; neither takes the other's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from luodi.base.actors import Actor
from luodi.base.figures import EXACT
from luodi.base.permissions import ask
from luodi.places.codes import is_total
from luodi.places.models import Division

from .. import permissions
from ..access import not_found
from ..aims import asked_value
from ..arithmetic import growth
from ..judging import Judgement
from ..models import Indicator, PeerSet, Target
from ..periods import Period, period, year_before
from ..points import Point, Series, SeriesKey, Subject, fits
from ..units import is_percent
from ..vocabularies import FigureKind, IndicatorState
from . import recent
from .computed import breaks_of, series_of
from .judgements import judgements_of
from .profile import peers_with
from .sides import Side, find_side, heirs_of, members_of, parts_of
from .standing import LEAST_PEERS, better_of, in_period, rank_in

# Ranks among more than this are no matter of a page that is made while somebody waits.
MOST_RANKED = 400
BESIDE = 2  # a month with at least so many indicators is one to report on


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth that a bulletin gave, and the one that the values give (of shares their change in
    points), against the same period a year before. `differs`: official less computed."""

    official: Point | None
    computed: Decimal | None
    in_points: bool

    @property
    def differs(self) -> Decimal | None:
        """Return by how many points the official growth differs from that of the values."""
        if self.official is None or self.computed is None:
            return None
        return EXACT.subtract(self.official.value, self.computed)


@dataclass(frozen=True, slots=True)
class Place:
    """A rank, 1 is best, `of` how many; `up` by how many places it rose since a period. `point`
    where a bulletin gave it."""

    rank: int
    of: int | None
    up: int | None = None
    since: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Aimed:
    """What is aimed at: the target with its judgement of today and the share reached by then."""

    target: Target
    asked: Decimal | None
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county in one indicator; `among` is its rank among the counties."""

    side: Side
    point: Point | None
    growth: Growth
    official: Place | None
    among: Place | None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """An indicator in the month: `official` is the rank in the province that a bulletin gave,
    `province` and `group` those that follow from the values."""

    indicator: Indicator
    period: str
    point: Point | None
    growth: Growth
    aimed: Aimed | None
    official: Place | None
    province: Place | None
    group: Place | None
    counties: tuple[CountyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Monthly:
    """The report of a month: `month` is its last day, `months` those that could be asked for."""

    side: Side
    month: date
    months: tuple[date, ...]
    lines: tuple[MonthLine, ...]
    counties: tuple[Side, ...]
    group: PeerSet | None
    groups: tuple[PeerSet, ...]


def monthly(actor: Actor, key: str, month: str = "", group: str = "") -> Monthly:
    """Return the report of a place (by code) or body (by public id) for a month such as 2026-03,
    the newest with more than one indicator unless another is asked for; refuses one that is not
    there."""
    ask(actor, permissions.VIEW_INDICATORS)
    side = find_side(key)
    if side is None:
        raise not_found()
    indicators = list(Indicator.objects.exclude(state=IndicatorState.RETIRED))
    every, ranked = recent.codes_of({side.subject, *heirs_of([side.subject])})
    every = recent.with_computed(every, indicators)
    months = _months(every, indicators)
    end = _asked(month, months)
    groups = peers_with(side)
    chosen = next((one for one in groups if str(one.uuid) == group), None)
    chosen = chosen or (groups[0] if groups else None)
    found = [
        (one, code) for one in indicators if (code := _period_at(every.get(one.pk, ()), one, end))
    ]
    counties = parts_of(side)
    read = _Reading(found, ranked, side, counties, chosen)
    aims = _aims(actor, side, [one for one, _period in found], end)
    lines = tuple(read.line(one, code, aims.get(one.pk)) for one, code in found)
    lines = tuple(line for line in lines if line.point or line.growth.official or line.official)
    return Monthly(side, end, tuple(months), lines, counties, chosen, groups)


def _months(every: Mapping[int, set[str]], indicators: Iterable[Indicator]) -> dict[date, int]:
    """The last days of months that figures end at, the newest first, each with the number of
    indicators in force."""
    counted: Counter[date] = Counter()
    for one in indicators:
        spans = (_period(code) for code in every.get(one.pk, ()))
        ends = {span.ends for span in spans if span.begins != span.ends}
        counted.update(end for end in ends if (end + timedelta(1)).day == 1)
    return dict(sorted(counted.items(), reverse=True))


def _asked(month: str, months: Mapping[date, int]) -> date:
    """The month asked for, else the newest with more than one indicator, else the newest."""
    for end in months:
        if f"{end:%Y-%m}" == month:
            return end
    many = [end for end, count in months.items() if count >= BESIDE]
    return max(many or months, default=date.min)


def _period_at(codes: Iterable[str], indicator: Indicator, end: date) -> str:
    """The period of the indicator's own frequency that ends with the month, else another one that
    does; empty without one."""
    ending = sorted(code for code in codes if _period(code).ends == end)
    own = [code for code in ending if fits(code, indicator.frequency)]
    return (own or ending or [""])[-1]


@cache
def _period(code: str) -> Period:
    """The same few codes come again and again."""
    return period(code)


def _aims(actor: Actor, side: Side, indicators: Sequence[Indicator], end: date) -> dict[int, Aimed]:
    """The next target of each indicator due at the end of the month or later, with its
    judgement as of that day's knowledge today."""
    place, body = side.subject
    rows = Target.objects.filter(
        indicator__in=[one.pk for one in indicators], place=place, body=body, due__gte=end
    )
    targets = list(rows.select_related("indicator", "place", "body", "peers").order_by("due"))
    first: dict[int, Target] = {}
    for target in targets:
        first.setdefault(target.indicator_id, target)
    judged = judgements_of(actor, list(first.values()), with_control=False) if first else {}
    return {
        key: Aimed(target, asked_value(target, judged[target.pk].median), judged[target.pk])
        for key, target in first.items()
    }


class _Reading:
    """The figures of the counties, of the group and of the province, in the periods needed."""

    def __init__(
        self,
        found: Sequence[tuple[Indicator, str]],
        ranked: Mapping[int, set[str]],
        side: Side,
        counties: Sequence[Side],
        group: PeerSet | None,
    ) -> None:
        self._side, self._counties = side, counties
        self._group = [one.subject for one in members_of(group.pk)] if group else []
        self._province = _siblings(side)
        indicators = [one for one, _period in found]
        subjects = {
            side.subject, *(one.subject for one in counties), *self._group, *self._province,
        }  # fmt: skip
        heirs = heirs_of(subjects)
        self._known: dict[SeriesKey, Series] = (
            series_of(indicators, {*subjects, *heirs}, periods=_needed(found, ranked), heirs=heirs)
            if found
            else {}
        )
        self._breaks = breaks_of(one.pk for one in indicators)

    def line(self, indicator: Indicator, period: str, aimed: Aimed | None) -> MonthLine:
        """Return the indicator in the month, with its counties."""
        own = self._known.get((indicator.pk, self._side.subject), ())
        counties = [one.subject for one in self._counties]
        lines = tuple(self._county(indicator, period, side, counties) for side in self._counties)
        return MonthLine(
            indicator,
            period,
            _of(own, period, FigureKind.LEVEL),
            self._growth(indicator, own, period),
            aimed,
            official_place(own, period),
            self._place(indicator, period, self._province, self._side.subject),
            self._place(indicator, period, self._group, self._side.subject),
            lines if any(one.point or one.growth.official for one in lines) else (),
        )

    def _county(
        self, indicator: Indicator, period: str, side: Side, counties: Sequence[Subject]
    ) -> CountyLine:
        series = self._known.get((indicator.pk, side.subject), ())
        return CountyLine(
            side,
            _of(series, period, FigureKind.LEVEL),
            self._growth(indicator, series, period),
            official_place(series, period),
            self._place(indicator, period, counties, side.subject),
        )

    def _growth(self, indicator: Indicator, series: Series, period: str) -> Growth:
        now = _of(series, period, FigureKind.LEVEL)
        before = _of(series, year_before(period), FigureKind.LEVEL)
        in_points = is_percent(indicator.unit)
        computed = None
        if now is not None and before is not None and not self._broken(indicator, before, now):
            if in_points:
                computed = EXACT.subtract(now.value, before.value)
            else:
                computed = growth(now.value, before.value)
        return Growth(_of(series, period, FigureKind.GROWTH), computed, in_points)

    def _broken(self, indicator: Indicator, before: Point, now: Point) -> bool:
        days = self._breaks.get(indicator.pk, ())
        return any(before.begins < day <= now.begins for day in days)

    def _place(
        self, indicator: Indicator, period: str, members: Sequence[Subject], subject: Subject
    ) -> Place | None:
        """A rank by the values of the period, and by how many places it rose since a year before
        among those with both figures."""
        better = better_of(indicator)
        now = in_period(self._known, indicator.pk, members, period)
        if better is None or subject not in now or len(now) < LEAST_PEERS:
            return None
        rank = Place(rank_in(now, subject, better), len(now))
        earlier = year_before(period)
        before = in_period(self._known, indicator.pk, members, earlier)
        both = now.keys() & before.keys()
        if subject not in both or len(both) < LEAST_PEERS:
            return rank
        if self._broken(indicator, before[subject], now[subject]):
            return rank
        was = rank_in({key: before[key] for key in both}, subject, better)
        is_now = rank_in({key: now[key] for key in both}, subject, better)
        return Place(rank.rank, rank.of, was - is_now, earlier)


def official_place(series: Series, period: str) -> Place | None:
    """Return the rank that a bulletin gave for the period, and by how many places it rose since the
    one that was given before, as given then."""
    given = [point for point in series if point.kind == FigureKind.RANK]
    now = next((point for point in given if point.period == period), None)
    if now is None:
        return None
    alike = [one for one in given if one.ends < now.ends and len(one.period) == len(now.period)]
    if not alike:
        return Place(int(now.value), now.n, point=now)
    before = max(alike, key=lambda one: one.ends)
    up = int(before.value - now.value)
    return Place(int(now.value), now.n, up, before.period, now)


def _of(series: Series, period: str, kind: str) -> Point | None:
    return next((one for one in series if one.period == period and one.kind == kind), None)


def _needed(found: Sequence[tuple[Indicator, str]], ranked: Mapping[int, set[str]]) -> set[str]:
    """The periods of the month with the years before, those of the ranks given before (the last of
    the side, and the period just before for its counties), and what formulas refer to."""
    codes = recent.needed({code for _one, code in found}, [one for one, _code in found])
    codes |= {recent.before(code, ranked, one.pk) for one, code in found}
    codes |= {before(code) for _one, code in found}
    return codes - {""}


def before(period: str) -> str:
    """Return the code of the period just before one: 2025-Q4 before 2026-Q1."""
    year, part = int(period[:4]), period[5:]
    if not part:
        return str(year - 1)
    kind, count = {"H": ("H", 2), "Q": ("Q", 4)}.get(part[0], ("", 12))
    if not kind and len(part) > 2:
        return ""
    number = int(part[1:] if kind else part) - 1
    year, number = (year, number) if number else (year - 1, count)
    return f"{year}-{kind}{number}" if kind else f"{year}-{number:02d}"


def _siblings(side: Side) -> list[Subject]:
    """The places of one level in the same province; of a body none are known."""
    if not side.level or side.level == "province":
        return []
    rows = Division.objects.filter(
        code__startswith=side.key[:2], level=side.level, valid_to=None
    ).order_by("code")
    named = rows.values_list("pk", "name")
    found: list[Subject] = [(key, None) for key, name in named if not is_total(name)]
    return found if len(found) <= MOST_RANKED else []
