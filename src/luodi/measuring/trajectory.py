"""Planned values on a date, and how far a report is ahead of or behind them.

All values are exact decimals in the indicator's own unit; dates are days, both ends of a plan
included. Source: linear and S-shaped plans of earned-value practice; the S is the smoothstep 3u² -
2u³. Quarters are the shares of a year's work that fall due in each (序时进度).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Literal

from luodi.measuring.errors import OutOfRange, TooFew
from luodi.measuring.figures import Direction

Shape = Literal["straight", "stepped", "s", "quarters"]
Bound = Literal["exact", "at_least", "at_most", "not_applicable"]
SHAPES: tuple[Shape, ...] = ("straight", "stepped", "s", "quarters")

_EQUAL_QUARTERS = (Decimal("0.25"),) * 4


@dataclass(frozen=True, slots=True)
class Plan:
    """From a baseline on a day to a target on another.

    `direction` up or down: `target` is to be reached; band: the value is to lie from `target` to
    `upper`. `cumulative`: figures add up from nothing, so `baseline` is 0 and `start` is the first
    day of work; else `start` is the day of the baseline. `steps`: (day, value due from that day
    on) of a stepped plan. `quarters`: shares of a year's work due in each quarter, sum 1.
    `places`: decimal places of planned values, rounded half up. Raises OutOfRange for a plan that
    contradicts itself.
    """

    start: date
    due: date
    baseline: Decimal
    target: Decimal
    upper: Decimal | None = None
    direction: Direction = "up"
    shape: Shape = "straight"
    cumulative: bool = False
    steps: tuple[tuple[date, Decimal], ...] = ()
    quarters: tuple[Decimal, ...] = _EQUAL_QUARTERS
    places: int = 4

    def __post_init__(self) -> None:
        _check_ends(self)
        _check_shape(self)

    @property
    def origin(self) -> date:
        """The day at whose end the baseline holds; before the first of a cumulative plan."""
        return self.start - timedelta(1) if self.cumulative else self.start

    @property
    def from_above(self) -> bool:
        """Whether the value has to fall."""
        if self.direction == "band":
            return self.upper is not None and self.baseline > self.upper
        return self.direction == "down" and not self.cumulative

    @property
    def goal(self) -> Decimal:
        """Where the moving edge of the plan ends."""
        return self.upper if self.upper is not None and self.from_above else self.target

    @property
    def is_inside(self) -> bool:
        """Whether a band held its baseline from the start, so that nothing has to move."""
        upper = self.upper
        return upper is not None and self.target <= self.baseline <= upper


@dataclass(frozen=True, slots=True)
class Planned:
    """What is due on a day: `low` is the least that is good, `high` the most; None where there is
    no bound.
    """

    on: date
    low: Decimal | None
    high: Decimal | None

    @property
    def value(self) -> Decimal:
        """The one edge of a plan up or down; the lower edge of a band."""
        found = self.low if self.low is not None else self.high
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a report is from the plan; positive is ahead or inside, negative behind or outside.

    `units`: in the indicator's unit. `days`: calendar days; a bound where the figure lies beyond
    the ends of the plan, as `days_are` says.
    """

    on: date
    planned: Planned
    actual: Decimal
    units: Decimal
    days: int
    days_are: Bound

    @property
    def is_met(self) -> bool:
        return self.units >= 0


def planned(plan: Plan, on: date) -> Planned:
    """What the plan asks for on a day; the baseline before its start, the target after its end."""
    edge = _rounded(_edge(plan, on), plan.places)
    if plan.direction == "band":
        return _corridor(plan, on, edge)
    return Planned(on, None, edge) if plan.direction == "down" else Planned(on, edge, None)


def gap(plan: Plan, on: date, actual: Decimal) -> Gap:
    """How far `actual` is ahead of or behind the plan on a day, in units and in days."""
    asked = planned(plan, on)
    margins = [actual - asked.low] if asked.low is not None else []
    margins += [asked.high - actual] if asked.high is not None else []
    days, kind = _days(plan, on, actual)
    return Gap(on, asked, actual, min(margins), days, kind)


def accumulated(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Sums from the first figure on, of figures that stand for single periods; shape (n,) both."""
    return tuple(accumulate(values))


def differenced(values: Sequence[Decimal], starts: Sequence[bool]) -> tuple[Decimal, ...]:
    """Figures of single periods out of cumulative ones (一季度、上半年 ...); `starts` marks where
    the sum begins anew.

    Raises OutOfRange where a cumulative figure is below the one before it, naming its place from
    1.
    """
    if len(values) != len(starts):
        raise OutOfRange("各期与起点标记数目不同", "periods and marks are not equally many")
    found: list[Decimal] = []
    for at, (value, begins) in enumerate(zip(values, starts, strict=True)):
        before = Decimal(0) if begins or at == 0 else values[at - 1]
        if value < before:
            raise OutOfRange(
                f"第{at + 1}期累计数{value}小于上期{before}",
                f"cumulative figure {value} of period {at + 1} is below the one before, {before}",
            )
        found.append(value - before)
    return tuple(found)


def _edge(plan: Plan, on: date) -> Fraction:
    """The moving edge of the plan on a day, unrounded."""
    if on >= plan.due:
        return Fraction(plan.goal)
    begin, end = Fraction(plan.baseline), Fraction(plan.goal)
    if plan.shape == "stepped":
        reached = [value for day, value in plan.steps if day <= on]
        return Fraction(reached[-1]) if reached else begin
    if plan.is_inside or on <= plan.origin:
        return begin
    return begin + (end - begin) * _share(plan, on)


def _share(plan: Plan, on: date) -> Fraction:
    """The share of the way that is due on a day within the plan, from 0 to 1."""
    if plan.shape == "quarters":
        return _share_by_quarters(plan, on)
    part = Fraction((on - plan.origin).days, (plan.due - plan.origin).days)
    return part * part * (3 - 2 * part) if plan.shape == "s" else part


def _share_by_quarters(plan: Plan, on: date) -> Fraction:
    """Work done by a day over work of the whole plan, each day bearing its quarter's share of a
    year.
    """
    begin, whole = _whole_work(plan.origin, plan.due, plan.quarters)
    return (_work(on, plan.quarters) - begin) / whole


@lru_cache(1024)
def _whole_work(
    origin: date, due: date, quarters: tuple[Decimal, ...]
) -> tuple[Fraction, Fraction]:
    """Work before the plan, and within it."""
    begin = _work(origin, quarters)
    return begin, _work(due, quarters) - begin


def _work(on: date, quarters: tuple[Decimal, ...]) -> Fraction:
    """Years of work up to the end of a day, counted from the year 0."""
    quarter = (on.month - 1) // 3
    first = date(on.year, 3 * quarter + 1, 1)
    after = date(on.year + quarter // 3, (3 * quarter + 3) % 12 + 1, 1)
    before = _sums(quarters)
    within = Fraction((on - first).days + 1, (after - first).days)
    return on.year + before[quarter] + (before[quarter + 1] - before[quarter]) * within


@lru_cache(1024)
def _sums(quarters: tuple[Decimal, ...]) -> tuple[Fraction, ...]:
    """Work done before each quarter and after the last."""
    return tuple(accumulate(map(Fraction, quarters), initial=Fraction(0)))


def _corridor(plan: Plan, on: date, edge: Decimal) -> Planned:
    """The band on a day, widened on the side where the baseline lay outside."""
    assert plan.upper is not None
    if plan.is_inside:
        return Planned(on, plan.target, plan.upper)
    if plan.from_above:
        return Planned(on, plan.target, edge)
    return Planned(on, edge, plan.upper)


def _days(plan: Plan, on: date, actual: Decimal) -> tuple[int, Bound]:
    """The last day on which the figure would have met the plan, less the day asked for."""
    if plan.is_inside or (plan.direction == "down" and plan.cumulative):
        return 0, "not_applicable"
    if plan.direction == "band" and not _within_far_edge(plan, actual):
        return 0, "not_applicable"
    span = (plan.due - plan.origin).days
    falling = plan.from_above
    key = -actual if falling else actual

    def asked(day: int) -> Decimal:
        value = _rounded(_edge(plan, plan.origin + timedelta(day)), plan.places)
        return -value if falling else value

    met = bisect_right(range(span + 1), key, key=asked)
    if met == 0:
        return min((plan.origin - on).days, 0), "at_most"
    if met == span + 1:
        return max((plan.due - on).days, 0), "at_least"
    return (plan.origin - on).days + met - 1, "exact"


def _within_far_edge(plan: Plan, actual: Decimal) -> bool:
    """Whether a figure has not run through the band and out on its other side."""
    assert plan.upper is not None
    return actual >= plan.target if plan.from_above else actual <= plan.upper


def _rounded(value: Fraction, places: int) -> Decimal:
    """Half up, away from zero, as tables are rounded; exact for any length of number."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def _check_ends(plan: Plan) -> None:
    if plan.due <= plan.start:
        raise OutOfRange("期限须晚于起始日", "the due date must be after the start")
    if (plan.direction == "band") != (plan.upper is not None):
        raise OutOfRange("区间目标须有下限和上限", "a band, and only a band, has two ends")
    if plan.upper is not None and plan.upper < plan.target:
        raise OutOfRange("区间的上限小于下限", "the upper end of the band is below the lower")
    if plan.cumulative and (plan.baseline != 0 or plan.target < 0 or plan.direction == "band"):
        raise OutOfRange(
            "累计指标从0起，目标不为负，不用区间",
            "a cumulative plan starts from 0, its target is not negative and no band",
        )
    wrong = plan.target < plan.baseline if plan.direction == "up" else False
    wrong = wrong or (
        plan.direction == "down" and not plan.cumulative and plan.target > plan.baseline
    )
    if wrong:
        raise OutOfRange(
            f"目标{plan.target}与基期{plan.baseline}方向相反",
            f"target {plan.target} lies on the wrong side of baseline {plan.baseline}",
        )
    if any(_rounded(Fraction(v), plan.places) != v for v in (plan.baseline, plan.goal)):
        raise OutOfRange(
            "小数位数少于目标本身的", "fewer decimal places than the target itself has"
        )


def _check_shape(plan: Plan) -> None:
    if plan.shape not in SHAPES:
        raise OutOfRange(f"没有这种进度：{plan.shape}", f"no such shape: {plan.shape}")
    if plan.shape == "quarters" and (
        len(plan.quarters) != 4 or sum(plan.quarters) != 1 or min(plan.quarters) < 0
    ):
        raise OutOfRange("四个季度的比例之和须为1", "the shares of the four quarters must sum to 1")
    if plan.shape == "quarters" and _work(plan.due, plan.quarters) == _work(
        plan.origin, plan.quarters
    ):
        raise OutOfRange("计划期内没有应完成的季度", "no work falls due within the plan")
    if plan.shape == "stepped":
        _check_steps(plan)


def _check_steps(plan: Plan) -> None:
    if not plan.steps:
        raise TooFew("分步计划至少需要一步", "a stepped plan needs at least one step")
    sign = -1 if plan.from_above else 1
    points = [(plan.start, plan.baseline), *plan.steps, (plan.due, plan.goal)]
    for (day, value), (later, next_value) in pairwise(points):
        if later < day or sign * next_value < sign * value:
            raise OutOfRange(
                f"分步计划在{later}倒退或超出起止",
                f"the stepped plan turns back or leaves its ends at {later}",
            )
