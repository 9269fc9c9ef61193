"""Where a place or body stands: every indicator with its newest value, what moved since the year
before, and its rank among declared peers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Max, Q

from luodi.base.actors import Actor
from luodi.base.figures import EXACT
from luodi.base.permissions import ask

from .. import permissions
from ..access import not_found
from ..arithmetic import growth
from ..models import DrawnStandings, Indicator, Observation, PeerMember, PeerSet
from ..periods import year_before
from ..points import Point, Series, levels, ranks, regular
from ..units import is_percent
from ..vocabularies import Direction, FigureKind, IndicatorState
from . import recent
from .computed import breaks_of, series_of
from .sides import Side, find_side, heirs_of, members_of
from .standing import NotRanked, Standing, Wanted, is_small, standings, unpacked


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed since an earlier period; `growth` in per cent is None where it says nothing (of
    shares, from nothing); `official` is the growth that a bulletin gave, never mixed with ours;
    `good` is 1 for the better, -1 for the worse, 0 for neither."""

    since: str
    before: Point
    difference: Decimal
    growth: Decimal | None
    good: int


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """An indicator of the place: `official_growth` and `official_rank` are of the same period."""

    indicator: Indicator
    point: Point
    moved: Moved | None
    official_growth: Point | None
    official_rank: Point | None
    standing: Standing | NotRanked | None = None

    @property
    def stood(self) -> Standing | None:
        """Return the standing where a rank was drawn."""
        return self.standing if isinstance(self.standing, Standing) else None

    @property
    def is_official_rank(self) -> bool:
        """Return whether the figure itself is an official rank."""
        return self.point.kind == FigureKind.RANK

    @property
    def growth_differs(self) -> Decimal | None:
        """Return the official growth less the one that the values give; None where one of the two
        is missing."""
        if self.official_growth is None or self.moved is None or self.moved.growth is None:
            return None
        return EXACT.subtract(self.official_growth.value, self.moved.growth)


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the profile shows. `waits`: ranks are being drawn by the job process; `drawn_at` is
    when those shown were drawn, None where they are of this moment; `stale`: figures came since."""

    side: Side
    rows: tuple[ProfileRow, ...]
    peers: PeerSet | None
    choices: tuple[PeerSet, ...]
    size: int = 0
    waits: bool = False
    drawn_at: datetime | None = None
    stale: bool = False

    def where(self, ahead: int) -> tuple[ProfileRow, ...]:
        """Return the rows better than (1), at (0) or worse than (-1) the median, the best first."""
        found = [row for row in self.rows if row.stood and row.stood.ahead == ahead]
        return tuple(sorted(found, key=lambda row: -row.stood.percentile if row.stood else 0))

    @property
    def unranked(self) -> tuple[ProfileRow, ...]:
        """Return the rows that have no rank."""
        return tuple(row for row in self.rows if row.stood is None)

    def moving(self, good: int) -> tuple[ProfileRow, ...]:
        """Return the rows that moved for the better (1) or the worse (-1), the largest first."""
        found = [row for row in self.rows if row.moved and row.moved.good == good]
        return tuple(sorted(found, key=_size_of_move, reverse=True))

    @property
    def newest(self) -> date | None:
        """Return the day on which the newest figure was reported."""
        days = [row.point.reported_on for row in self.rows if row.point.reported_on]
        return max(days, default=None)


def _size_of_move(row: ProfileRow) -> tuple[int, Decimal]:
    """Places of the rank count first, then per cent of the earlier figure."""
    assert row.moved is not None
    up = row.stood.up if row.stood else None
    share = row.moved.growth
    if share is None and row.moved.before.value:
        share = growth(row.point.value, row.moved.before.value.copy_abs())
    return abs(up or 0), (share or Decimal(0)).copy_abs()


def profile(actor: Actor, key: str, peers: str = "") -> Profile:
    """Return where a place (by code) or body (by public id) stands among the peers of that public
    id, or those first declared of which it is a member; refuses one that is not there."""
    ask(actor, permissions.VIEW_INDICATORS)
    side = find_side(key)
    if side is None:
        raise not_found()
    rows = rows_of(side)
    choices = peers_with(side)
    chosen = next((one for one in choices if str(one.uuid) == peers), None)
    if peers and chosen is None:
        raise not_found()
    chosen = chosen or (choices[0] if choices else None)
    shown = Profile(side, rows, chosen, choices)
    return _ranked(shown, chosen) if chosen is not None and rows else shown


def peers_with(side: Side) -> tuple[PeerSet, ...]:
    """Return the declared peers of which it is a member, the first declared first."""
    place, body = side.subject
    member = Q(members__place=place) if place is not None else Q(members__body=body)
    return tuple(PeerSet.objects.filter(member).order_by("pk"))


def rows_of(side: Side) -> tuple[ProfileRow, ...]:
    """Return every indicator in force that has a figure of the place or body, without ranks."""
    indicators = list(Indicator.objects.exclude(state=IndicatorState.RETIRED))
    heirs = heirs_of([side.subject])
    subjects = {side.subject, *heirs}
    every, _ranks = recent.codes_of(subjects)
    codes = {code for found in every.values() for code in recent.newest(found)}
    # Of a long series only what is shown and compared with is read.
    known = series_of(indicators, subjects, periods=recent.needed(codes, indicators), heirs=heirs)
    breaks = breaks_of(one.pk for one in indicators)
    rows = (
        _row(one, known.get((one.pk, side.subject), ()), breaks.get(one.pk, ()))
        for one in indicators
    )
    return tuple(row for row in rows if row is not None)


def _row(indicator: Indicator, series: Series, breaks: Sequence[date]) -> ProfileRow | None:
    # Of what is known as an official rank alone, the rank is the figure.
    points = regular(levels(series) or ranks(series), indicator)
    if not points:
        return None
    point = points[-1]
    official = {
        kind: next((p for p in series if p.period == point.period and p.kind == kind), None)
        for kind in (FigureKind.GROWTH, FigureKind.RANK)
    }
    rank = official[FigureKind.RANK]
    return ProfileRow(
        indicator, point, moved(indicator, points, breaks), official[FigureKind.GROWTH],
        rank if rank is not point else None,
    )  # fmt: skip


def moved(indicator: Indicator, points: Series, breaks: Iterable[date]) -> Moved | None:
    """Return what changed of the newest point since the same period a year before, or where that is
    not known since the point before it; None without one, or where the definition changed
    between, and of a sum over the year only against the same period."""
    now = points[-1]
    year = year_before(now.period)
    before = next((point for point in points if point.period == year), None)
    if before is None and not indicator.cumulative and len(points) > 1:
        before = points[-2]
    if before is None or any(before.begins < day <= now.begins for day in breaks):
        return None
    difference = EXACT.subtract(now.value, before.value)
    has_rate = now.kind == FigureKind.LEVEL and not is_percent(indicator.unit)
    rate = growth(now.value, before.value) if has_rate else None
    return Moved(before.period, before, difference, rate, _good(indicator, now, difference))


def _good(indicator: Indicator, point: Point, difference: Decimal) -> int:
    way = {Direction.UP: 1, Direction.DOWN: -1}.get(Direction(indicator.direction), 0)
    if point.kind == FigureKind.RANK:
        way = -1
    return way * ((difference > 0) - (difference < 0))


def _ranked(shown: Profile, peers: PeerSet) -> Profile:
    """Return the profile with the ranks: drawn here where the peers are few, else as the job
    process drew them last."""
    size = PeerMember.objects.filter(peers=peers).count()
    wanted = wanted_of(shown.rows)
    if is_small(size, len(wanted)):
        members = [member.subject for member in members_of(peers.pk)]
        found = standings(wanted, members, shown.side.subject)
        return _with(shown, found, size)
    place, body = shown.side.subject
    kept = DrawnStandings.objects.filter(peers=peers, place=place, body=body).first()
    if kept is None:
        return _with(shown, (), size, waits=True)
    found = tuple(unpacked(row) for row in kept.rows)
    stale = kept.digest != digest_of(wanted, peers)
    return _with(shown, found, size, waits=stale, drawn_at=kept.drawn_at, stale=stale)


def _with(
    shown: Profile,
    found: Iterable[Standing | NotRanked],
    size: int,
    *,
    waits: bool = False,
    drawn_at: datetime | None = None,
    stale: bool = False,
) -> Profile:
    by_indicator = {one.indicator: one for one in found}
    rows = tuple(
        replace(row, standing=_of_period(by_indicator.get(row.indicator.pk), row.point.period))
        for row in shown.rows
    )
    return Profile(shown.side, rows, shown.peers, shown.choices, size, waits, drawn_at, stale)


def _of_period(found: Standing | NotRanked | None, period: str) -> Standing | NotRanked | None:
    """A rank drawn before the newest figure came is of another period: it is not shown with it."""
    return found if found is not None and found.period == period else None


def wanted_of(rows: Iterable[ProfileRow]) -> tuple[Wanted, ...]:
    """Return which indicators and periods are to be ranked."""
    return tuple(
        Wanted(row.indicator, row.point.period, row.moved.since if row.moved else "")
        for row in rows
        if not row.is_official_rank
    )


def digest_of(wanted: Iterable[Wanted], peers: PeerSet) -> str:
    """Return the mark of the figures that ranks are drawn from: another one when any figure came,
    a definition changed, or the peers did. A figure is a new row always, so the last key tells."""
    last = Observation.objects.aggregate(last=Max("pk"))["last"]
    members = PeerMember.objects.filter(peers=peers).aggregate(n=Count("pk"), last=Max("pk"))
    parts = [(one.indicator.pk, one.indicator.revision, one.period, one.before) for one in wanted]
    return sha256(repr((last, sorted(members.items()), parts)).encode()).hexdigest()


def draw_standings(side: Side, peers: PeerSet) -> tuple[str, tuple[Standing | NotRanked, ...]]:
    """Return the ranks of one among its peers, however many, with the mark of the figures they were
    drawn from; for the job process."""
    wanted = wanted_of(rows_of(side))
    digest = digest_of(wanted, peers)
    members = [member.subject for member in members_of(peers.pk)]
    return digest, standings(wanted, members, side.subject)


def peers_by_id(uuid: UUID | str) -> PeerSet | None:
    """Return the declared peers of that public id; None where they are gone."""
    return PeerSet.objects.filter(uuid=uuid).first()
