"""Places or bodies side by side in one indicator, or in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.measuring.association import Association, association
from luodi.measuring.figures import NotAssessable
from luodi.places.queries import Outlines, names_of, outlines_of

from .. import permissions
from ..access import get_indicator, get_peers, not_found
from ..aims import median_of
from ..models import Indicator, Observation, PeerSet, SeriesBreak
from ..points import Point, Series, SeriesKey, levels, regular
from ..vocabularies import FigureKind, IndicatorState
from .computed import breaks_of, series_of
from .profile import Moved, moved
from .sides import Side, find_side, heirs_of, members_of, parts_of
from .standing import better_of

# Of more places than this a page draws how their values lie, not each of them.
MOST_DRAWN = 400
MOST_MEMBERS = 4_000
WITHIN = "in:"
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Compared:
    """One of those compared: its series, its value of the period, its rank (1 is best; 0 without a
    value, or where no way is better), and what moved up to that period."""

    side: Side
    series: Series
    point: Point | None
    rank: int
    moved: Moved | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Those compared in one indicator, the best first; `period` is the one that is ranked.
    `regions` names the provinces (or prefectures) by the beginning of the places' codes, where
    there are too many places to draw each."""

    indicator: Indicator
    scope: str
    name: str
    period: str
    periods: tuple[str, ...]
    rows: tuple[Compared, ...]
    median: Decimal | None
    breaks: tuple[SeriesBreak, ...]
    outlines: Outlines | None
    regions: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_large(self) -> bool:
        """Return whether there are too many to draw each."""
        return len(self.rows) > MOST_DRAWN

    @property
    def known(self) -> tuple[Compared, ...]:
        """Return those that have a value of the period, the best first."""
        return tuple(row for row in self.rows if row.point is not None)

    def find(self, key: str) -> Compared | None:
        """Return the one with that key."""
        return next((row for row in self.rows if row.side.key == key), None)


@dataclass(frozen=True, slots=True)
class Pair:
    """One of those that have both figures."""

    side: Side
    x: Point
    y: Point


@dataclass(frozen=True, slots=True)
class Paired:
    """Two indicators of the same places or bodies, in one period each, and how they go together."""

    x: Indicator
    y: Indicator
    scope: str
    name: str
    x_period: str
    y_period: str
    pairs: tuple[Pair, ...]
    members: int
    together: Association | NotAssessable


def scope_choices(actor: Actor, scope: str = "") -> Choices:
    """Return who may be compared: every declared set of peers, and the parts of the place or body
    that is looked at."""
    ask(actor, permissions.VIEW_INDICATORS)
    found = [(str(row.uuid), row.name) for row in PeerSet.objects.order_by("pk")]
    if scope.startswith(WITHIN):
        whole = find_side(scope.removeprefix(WITHIN))
        if whole is not None:
            found.append((scope, whole.name))
    return found


def indicator_choices(actor: Actor) -> Choices:
    """Return the indicators in force."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = Indicator.objects.exclude(state=IndicatorState.RETIRED).order_by("name", "pk")
    return [(str(row.uuid), str(row)) for row in rows.only("uuid", "name", "variant")]


def members_in(actor: Actor, scope: str) -> tuple[str, tuple[Side, ...]]:
    """Return the name of a scope and who belongs to it: a set of peers by its public id, or the
    parts of a place or body (`in:` and its key); refuses one that is not there."""
    ask(actor, permissions.VIEW_INDICATORS)
    if not scope.startswith(WITHIN):
        peers = get_peers(scope, actor)
        return peers.name, members_of(peers.pk)
    whole = find_side(scope.removeprefix(WITHIN))
    if whole is None:
        raise not_found()
    return whole.name, parts_of(whole)


def comparison(actor: Actor, indicator: str, scope: str, period: str = "") -> Comparison:
    """Return those of a scope side by side in an indicator; the period is the newest that at least
    half of those with figures have, unless another is asked for."""
    one = get_indicator(indicator, actor)
    name, members = members_in(actor, scope)
    members = members[:MOST_MEMBERS]
    known = _series([one], members)
    series = {side.key: _points(known, one, side) for side in members}
    periods = _periods(series.values())
    chosen = period if period in periods else _usual(series.values())
    breaks = breaks_of([one.pk]).get(one.pk, [])
    rows = [_compared(one, side, series[side.key], chosen, breaks) for side in members]
    ranked = _ranked(one, rows)
    places = [side.key for side in members if side.level]
    large = len(members) > MOST_DRAWN
    return Comparison(
        one, scope, name, chosen, periods, tuple(ranked),
        median_of([row.point.value for row in ranked if row.point]),
        tuple(one.breaks.all()),
        None if large or not places else outlines_of(places),
        _regions(places) if large else {},
    )  # fmt: skip


def _regions(codes: Sequence[str]) -> dict[str, str]:
    """The provinces of places by the first two digits of their codes; of places of one province its
    prefectures, by four; empty where all lie in one."""
    for digits in (2, 4):
        begun = {code[:digits] for code in codes}
        if len(begun) > 1:
            return names_of(begun)
    return {}


def paired(actor: Actor, x: str, y: str, scope: str) -> Paired:
    """Return two indicators of those of a scope, each in the newest period that most of them have;
    refuses what is not there."""
    across, up = get_indicator(x, actor), get_indicator(y, actor)
    name, members = members_in(actor, scope)
    members = members[:MOST_MEMBERS]
    known = _series([across, up], members)
    sides = {
        one.pk: {side.key: _points(known, one, side) for side in members} for one in (across, up)
    }
    x_period, y_period = (_usual(sides[one.pk].values()) for one in (across, up))
    pairs = []
    for side in members:
        left = _of_period(sides[across.pk][side.key], x_period)
        right = _of_period(sides[up.pk][side.key], y_period)
        if left is not None and right is not None:
            pairs.append(Pair(side, left, right))
    together = association(
        [float(pair.x.value) for pair in pairs], [float(pair.y.value) for pair in pairs]
    ) if pairs else NotAssessable("too_few", 0, 6)  # fmt: skip
    return Paired(across, up, scope, name, x_period, y_period, tuple(pairs), len(members), together)


def _series(indicators: Sequence[Indicator], members: Sequence[Side]) -> dict[SeriesKey, Series]:
    subjects = [side.subject for side in members]
    heirs = heirs_of(subjects)
    return series_of(indicators, {*subjects, *heirs}, heirs=heirs)


def _points(known: Mapping[SeriesKey, Series], indicator: Indicator, side: Side) -> Series:
    return regular(levels(known.get((indicator.pk, side.subject), ())), indicator)


def _periods(series: Iterable[Series]) -> tuple[str, ...]:
    """All periods, the newest first."""
    ends = {point.period: point.ends for points in series for point in points}
    return tuple(sorted(ends, key=lambda code: (ends[code], code), reverse=True))


def _usual(series: Iterable[Series]) -> str:
    """The newest period that at least half of those with any figure have; empty where none has."""
    series = [points for points in series if points]
    counted = Counter(point.period for points in series for point in points)
    for code in _periods(series):
        if 2 * counted[code] >= len(series):
            return code
    return counted.most_common(1)[0][0] if counted else ""


def _of_period(points: Series, period: str) -> Point | None:
    return next((point for point in points if point.period == period), None)


def _compared(
    indicator: Indicator, side: Side, points: Series, period: str, breaks: Sequence[object]
) -> Compared:
    point = _of_period(points, period)
    upto = tuple(one for one in points if point is not None and one.ends <= point.ends)
    change = moved(indicator, upto, breaks) if upto else None  # type: ignore[arg-type]
    return Compared(side, points, point, 0, change)


def _ranked(indicator: Indicator, rows: Iterable[Compared]) -> list[Compared]:
    """The best first and those without a value last; without a better way the largest first."""
    better = better_of(indicator)
    rows = list(rows)
    values = sorted((row.point.value for row in rows if row.point), reverse=better != "down")
    first = {value: at for at, value in reversed(list(enumerate(values, start=1)))}
    found = [
        Compared(
            row.side, row.series, row.point, first[row.point.value] if row.point else 0, row.moved
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: row.rank or len(rows) + 1)


def with_figures(members: Sequence[Side], count: int = 1) -> list[str]:
    """Return, by their public ids, the indicators that have values of most of the members, then by
    name: what a page shows before anybody chose."""
    places = [side.subject[0] for side in members if side.subject[0] is not None]
    bodies = [side.subject[1] for side in members if side.subject[1] is not None]
    values = Observation.objects.filter(
        Q(place__in=places) | Q(body__in=bodies), kind=FigureKind.LEVEL, is_latest=True
    ).exclude(indicator__state=IndicatorState.RETIRED)
    covered = values.values("indicator__uuid", "indicator__name").annotate(
        of=Count("place", distinct=True) + Count("body", distinct=True)
    )
    rows = covered.order_by("-of", "indicator__name", "indicator__uuid")[:count]
    return [str(row["indicator__uuid"]) for row in rows]
