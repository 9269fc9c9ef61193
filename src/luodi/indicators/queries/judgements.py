"""Judgements about many targets at once: some queries for all of them, none for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.measuring.backtest import Backtest, backtest
from luodi.measuring.backtest import Series as Tested
from luodi.measuring.errors import MeasuringError
from luodi.measuring.figures import NotAssessable
from luodi.measuring.outlook import Drift, fit
from luodi.measuring.ranks import FirstPlaces, in_first

from .. import permissions
from ..aims import median_of
from ..judging import Judgement, goal_for_test, judge, judged_series, times_and_values
from ..models import Indicator, OutlookTest, PeerMember, Target
from ..periods import in_years
from ..points import Point, Series, SeriesKey, Subject, levels, regular, unbroken
from ..vocabularies import Aim, Direction
from .computed import breaks_of, series_of

DRAWS = 2_000


def subject_of(thing: Target | PeerMember) -> Subject:
    """Return the keys of the place or body."""
    return thing.place_id, thing.body_id


def judgements_of(
    actor: Actor,
    targets: Sequence[Target],
    on: date | None = None,
    *,
    with_control: bool = True,
) -> dict[int, Judgement]:
    """Return the judgement of each target by its key, as of a day by what was known then."""
    ask(actor, permissions.VIEW_INDICATORS)
    judged = _judged(targets, on, with_control)
    return {target.pk: found for target, found in zip(targets, judged, strict=True)}


def judgements_by_indicator(
    actor: Actor, targets: Sequence[Target], on: date | None = None
) -> list[Judgement]:
    """Return the judgement of one target as if each of several indicators were meant by its words,
    see `as_if`."""
    ask(actor, permissions.VIEW_INDICATORS)
    return _judged(targets, on, False)


def as_if(target: Target, indicator: Indicator, baseline: Decimal | None) -> Target:
    """Return the target as if another indicator, or another place, were meant: with the baseline
    that this one has on the day, without one where it has none."""
    other = copy(target)
    other.indicator, other.baseline = indicator, baseline
    if baseline is None:
        other.baseline_on = None
    return other


def _judged(targets: Sequence[Target], on: date | None, with_control: bool) -> list[Judgement]:
    day = on or clock.today()
    read = _Reading(targets, day if on is not None else None)
    shown = tests_in_force()
    found = []
    for target in targets:
        test = shown.get(target.indicator.frequency)
        found.append(
            judge(
                target,
                read.series(target),
                day,
                breaks=read.breaks.get(target.indicator_id, ()),
                median=read.median(target),
                may_show=test is not None and test.may_be_shown,
                with_control=with_control,
                places=read.places(target),
            )
        )
    return found


def tests_in_force() -> dict[str, OutlookTest]:
    """Return the newest backtest of each frequency."""
    found: dict[str, OutlookTest] = {}
    for test in OutlookTest.objects.order_by("-tested_at", "-pk")[:50]:
        found.setdefault(test.frequency, test)
    return found


class _Reading:
    """The series that targets and their peers need."""

    def __init__(self, targets: Sequence[Target], on: date | None) -> None:
        self._members = _members_of(targets)
        peers = {subject_of(one) for members in self._members.values() for one in members}
        subjects = {subject_of(target) for target in targets} | peers
        indicators = {target.indicator_id: target.indicator for target in targets}
        self._known: dict[SeriesKey, Series] = series_of(
            indicators.values(), subjects, on, bare=True
        )
        self.breaks = breaks_of(indicators)

    def series(self, target: Target) -> Series:
        return self._known.get((target.indicator_id, subject_of(target)), ())

    def _peers(self, target: Target) -> dict[str, Series]:
        """Return the values of the peers since the last break, by the key of place or body."""
        breaks = self.breaks.get(target.indicator_id, ())
        found = {}
        for member in self._members.get(target.peers_id or 0, ()):
            known = self._known.get((target.indicator_id, subject_of(member)), ())
            points = unbroken(regular(levels(known), target.indicator), breaks)
            found[str(member.place_id or f"b{member.body_id}")] = points
        return found

    def median(self, target: Target) -> Decimal | None:
        """Return the median of the peers in the newest period of the target's own series."""
        if target.aim != Aim.MEDIAN:
            return None
        own = judged_series(target, self.series(target), self.breaks.get(target.indicator_id, ()))
        if not own:
            return None
        return median_of([point.value for point in _in_period(self._peers(target), own[-1])])

    def places(self, target: Target) -> FirstPlaces | NotAssessable | None:
        """Return whether it will be among the first by the date, from the walks of all peers; not
        assessable for one that is none of them."""
        if target.aim != Aim.RANK or target.peers_id is None or target.value is None:
            return None
        walks = {name: _walk(points) for name, points in self._peers(target).items()}
        known = {name: walk for name, walk in walks.items() if isinstance(walk, Drift)}
        due = in_years(target.due)
        own = str(target.place_id or f"b{target.body_id}")
        if (
            own not in known
            or len(known) < len(walks)
            or any(walk.last_time >= due for walk in known.values())
        ):
            return NotAssessable("no_error_known")
        try:
            return in_first(
                list(known),
                [walk.forecast(due).value for walk in known.values()],
                [walk.error(due - walk.last_time) for walk in known.values()],
                int(target.value),
                "down" if target.indicator.direction == Direction.DOWN else "up",
                draws=DRAWS,
                unit=own,
            )
        except MeasuringError:
            return NotAssessable("no_error_known")


def _members_of(targets: Iterable[Target]) -> dict[int, list[PeerMember]]:
    keys = {target.peers_id for target in targets if target.peers_id}
    found: dict[int, list[PeerMember]] = {}
    if keys:
        for member in PeerMember.objects.filter(peers__in=keys).order_by("order", "pk"):
            found.setdefault(member.peers_id, []).append(member)
    return found


def _in_period(peers: dict[str, Series], newest: Point) -> list[Point]:
    return [point for series in peers.values() for point in series if point.period == newest.period]


def _walk(points: Series) -> Drift | NotAssessable:
    return fit(*times_and_values(points))


def outlook_tests(targets: Sequence[Target]) -> dict[str, Backtest | NotAssessable]:
    """Return the backtest of past probabilities over the series of all targets, one for each
    frequency that has targets."""
    read = _Reading(targets, None)
    pooled: dict[str, list[Tested]] = {}
    for target in targets:
        points = judged_series(
            target, read.series(target), read.breaks.get(target.indicator_id, ())
        )
        goal = goal_for_test(target, read.median(target))
        if goal is None or not points:
            continue
        times, values = times_and_values(points)
        due = max(in_years(target.due), times[-1])
        pooled.setdefault(target.indicator.frequency, []).append(
            Tested(tuple(times), tuple(values), goal, due)
        )
    return {frequency: backtest(series) for frequency, series in pooled.items()}
