"""Judgements about a target from its series, by `luodi.measuring`; nothing is read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luodi.measuring.control import Chart, xmr
from luodi.measuring.figures import NotAssessable
from luodi.measuring.goals import Goal
from luodi.measuring.outlook import LEAST_POINTS, Outlook, outlook
from luodi.measuring.ranks import Chance as RankChance
from luodi.measuring.ranks import FirstPlaces
from luodi.measuring.trajectory import Gap, Plan, gap

from .aims import asked_value, goal_of, holds, plan_of
from .models import Target
from .periods import in_years
from .points import Point, Series, levels, ranks, regular, unbroken
from .vocabularies import Aim, Chance, Meeting, Pace

LEAST_FOR_CONTROL = 8  # one more than a run


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of a target on a day. `median` is that of the peers in the newest period;
    `chance` is in words always, `probability` only where past ones were worth it."""

    on: date
    latest: Point | None
    asked: Decimal | None
    meeting: Meeting
    pace: Pace
    gap: Gap | None
    chance: Chance
    probability: float | None
    outlook: Outlook | None
    why_not: NotAssessable | None
    control: Chart | None
    points: int
    months_left: int
    median: Decimal | None = None
    first: RankChance | None = None
    of: int = 0

    @property
    def is_between(self) -> bool:
        """Return whether it can still go either way, so that attention is worth most."""
        return self.probability is not None and 0.2 <= self.probability <= 0.8


def months_between(on: date, due: date) -> int:
    """Return the whole months from a day until another; negative when it has passed."""
    months = (due.year - on.year) * 12 + due.month - on.month
    return months - (due.day < on.day)


def judged_series(target: Target, series: Series, breaks: Sequence[date] = ()) -> Series:
    """Return the points that a target is judged by: its official ranks, else its values, of the
    indicator's frequency and since the last break; of a sum over the year only this year's."""
    wanted = ranks(series) if target.aim == Aim.RANK else levels(series)
    found = unbroken(regular(wanted, target.indicator), breaks)
    if target.indicator.cumulative and found and target.aim != Aim.RANK:
        year = found[-1].ends.year
        found = tuple(point for point in found if point.ends.year == year)
    return found


def judge(
    target: Target,
    series: Series,
    on: date,
    *,
    breaks: Sequence[date] = (),
    median: Decimal | None = None,
    may_show: bool = False,
    with_control: bool = True,
    places: FirstPlaces | NotAssessable | None = None,
) -> Judgement:
    """Return what can be said of a target on a day; `places` are the first places of its peers."""
    points = judged_series(target, series, breaks)
    latest = points[-1] if points else None
    seen = _outlook(target, points, median)
    found = seen if isinstance(seen, Outlook) else None
    met = holds(target, latest.value, median) if latest else None
    between = _gap(target, latest, median)
    own = _own_place(target, places)
    chance, probability = _chance(found, own, may_show)
    return Judgement(
        on=on,
        latest=latest,
        asked=asked_value(target, median),
        meeting=_meeting(target, met, on),
        pace=_pace(between),
        gap=between,
        chance=chance,
        probability=probability,
        outlook=found,
        why_not=seen if isinstance(seen, NotAssessable) else None,
        control=_control(target, points, median) if with_control else None,
        points=len(points),
        months_left=months_between(on, target.due),
        median=median,
        first=own,
        of=places.of if isinstance(places, FirstPlaces) else 0,
    )


def _meeting(target: Target, met: bool | None, on: date) -> Meeting:
    if met is None:
        return Meeting.UNKNOWN
    if met:
        return Meeting.MET
    return Meeting.MISSED if on > target.due else Meeting.NOT_YET


def _gap(target: Target, latest: Point | None, median: Decimal | None) -> Gap | None:
    plan = plan_of(target, median) if latest else None
    if plan is None or latest is None or not _within(plan, latest.ends):
        return None
    return gap(plan, latest.ends, latest.value)


def _within(plan: Plan, day: date) -> bool:
    """Whether a figure belongs to the time of the plan: one from before says nothing of it."""
    return day > plan.origin


def _pace(between: Gap | None) -> Pace:
    if between is None:
        return Pace.NONE
    return Pace.AHEAD if between.is_met else Pace.BEHIND


def _outlook(target: Target, points: Series, median: Decimal | None) -> Outlook | NotAssessable:
    if len(points) < LEAST_POINTS:
        return NotAssessable("too_few", len(points), LEAST_POINTS)
    goal = goal_of(target, median)
    if goal is None or target.aim == Aim.RANK:
        # Ranks are no walk: they are judged by the figures of the peers.
        return NotAssessable("no_error_known")
    return outlook(*times_and_values(points), goal, in_years(target.due))


def times_and_values(points: Series) -> tuple[list[float], list[float]]:
    """Return the ends of the periods in years and the values, for statistics."""
    return [point.year for point in points], [float(point.value) for point in points]


def _control(target: Target, points: Series, median: Decimal | None) -> Chart | None:
    if target.indicator.cumulative or len(points) < LEAST_FOR_CONTROL:
        return None
    goal = goal_of(target, median)
    if goal is None or goal.direction == "band":
        return xmr([float(point.value) for point in points], "neutral")
    return xmr([float(point.value) for point in points], goal.direction, goal.value)


def _own_place(target: Target, places: FirstPlaces | NotAssessable | None) -> RankChance | None:
    if not isinstance(places, FirstPlaces):
        return None
    own = str(target.place_id or f"b{target.body_id}")
    return next((one for one in places.units if one.bounds.name == own), None)


def _chance(
    found: Outlook | None, own: RankChance | None, may_show: bool
) -> tuple[Chance, float | None]:
    """The class in words; without a score worth showing the words say only the middle."""
    if own is not None:
        share = own.probability
        if not may_show:
            return (Chance.AT_PACE if share >= 0.5 else Chance.NOT_AT_PACE), None
        band = Chance.LIKELY if share >= 0.8 else Chance.OPEN if share > 0.2 else Chance.UNLIKELY
        return band, share
    if found is None:
        return Chance.NONE, None
    if may_show:
        return Chance(found.band), found.probability.value
    return (Chance.AT_PACE if found.expected_to_hold else Chance.NOT_AT_PACE), None


def goal_for_test(target: Target, median: Decimal | None = None) -> Goal | None:
    """Return the goal of a target for the backtest; none for ranks, which are no walk."""
    return None if target.aim == Aim.RANK else goal_of(target, median)
