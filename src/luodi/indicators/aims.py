"""What a target asks for as plans and goals of `luodi.measuring`, and the test of each aim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from luodi.base.errors import Invalid
from luodi.base.figures import EXACT, exact
from luodi.measuring.errors import MeasuringError
from luodi.measuring.figures import Direction as Way
from luodi.measuring.goals import Goal
from luodi.measuring.trajectory import Plan
from luodi.measuring.trajectory import Shape as PlanShape

from .models import Target
from .vocabularies import Aim, Direction, Shape

_HUNDRED = Decimal(100)


def way_of(target: Target) -> Way:
    """Return which way the figure has to go: a rank down, else as the indicator says; a band only
    where two ends are asked for."""
    if target.aim == Aim.RANGE:
        return "band"
    if target.aim == Aim.RANK:
        return "down"
    if target.aim == Aim.INCREASE and target.value is not None and target.value < 0:
        return "down"
    return "down" if target.indicator.direction == Direction.DOWN else "up"


def asked_value(target: Target, median: Decimal | None = None) -> Decimal | None:
    """Return the figure to be reached (of a range its lower end); None while the baseline or the
    median that it needs is not known."""
    if target.aim == Aim.MEDIAN:
        return median
    if target.aim not in (Aim.MULTIPLE, Aim.INCREASE):
        return target.value
    if target.baseline is None or target.value is None:
        return None
    if target.aim == Aim.MULTIPLE:
        return EXACT.multiply(target.baseline, target.value)
    added = target.value
    if target.relative:
        added = EXACT.divide(EXACT.multiply(target.baseline, target.value), _HUNDRED)
    return EXACT.add(target.baseline, added)


def goal_of(target: Target, median: Decimal | None = None) -> Goal | None:
    """Return the goal in floats, for statistics; None while it is not known."""
    value = asked_value(target, median)
    if value is None:
        return None
    upper = float(target.value2) if target.value2 is not None else None
    way = way_of(target)
    return Goal(float(value), way, upper if way == "band" else None)


def holds(target: Target, figure: Decimal, median: Decimal | None = None) -> bool | None:
    """Return whether a figure meets the target, exactly; None while that cannot be said."""
    value = asked_value(target, median)
    if value is None:
        return None
    way = way_of(target)
    if way == "band":
        return target.value2 is not None and value <= figure <= target.value2
    return figure <= value if way == "down" else figure >= value


def plan_of(target: Target, median: Decimal | None = None) -> Plan | None:
    """Return the path from baseline to target; None where there is no baseline, or none that a
    path can start from (the target lies behind it)."""
    value = asked_value(target, median)
    if value is None or not (_adds_up(target) or target.baseline_on is not None):
        return None
    try:
        return _plan(target, value)
    except MeasuringError:
        return None


def _plan(target: Target, value: Decimal) -> Plan:
    upper = target.value2 if target.aim == Aim.RANGE else None
    adds_up = _adds_up(target)
    baseline = Decimal(0) if adds_up or target.baseline is None else target.baseline
    start = date(target.due.year, 1, 1) if adds_up else target.baseline_on
    assert start is not None
    shape: PlanShape = target.shape  # type: ignore[assignment]
    more = {"quarters": tuple(exact(one) for one in target.quarters)} if target.quarters else {}
    return Plan(
        start=start,
        due=target.due,
        baseline=baseline,
        target=value,
        upper=upper,
        direction=way_of(target),
        shape=shape,
        cumulative=adds_up,
        steps=tuple((date.fromisoformat(day), exact(step)) for day, step in target.steps),
        places=max(4, *(_places(one) for one in (baseline, value, upper) if one is not None)),
        **more,
    )


def _adds_up(target: Target) -> bool:
    """Return whether figures start anew from nothing each year, so that the path does too."""
    by_value = target.aim in (Aim.THRESHOLD, Aim.MULTIPLE, Aim.INCREASE)
    return target.indicator.cumulative and by_value


def _places(figure: Decimal) -> int:
    return max(0, -int(figure.as_tuple().exponent))


def check_target(target: Target) -> None:
    """Refuse a target that contradicts itself, naming the part."""
    _check_values(target)
    if target.baseline_on is not None and target.due <= target.baseline_on:
        raise Invalid("期限须晚于基期。", "It is due after the baseline.", field="due")
    if (target.baseline is None) != (target.baseline_on is None):
        raise Invalid(
            "基期值和基期日期须一并填写。", "A baseline has a value and a day.", field="baseline"
        )
    value = asked_value(target)
    if value is None or (target.baseline is None and not _adds_up(target)):
        return
    try:
        _plan(target, value)
    except MeasuringError as error:
        # Reached before it began is no mistake of a straight path: pages say so.
        met = target.baseline is not None and holds(target, target.baseline)
        if target.shape in (Shape.STEPPED, Shape.QUARTERS) or not met:
            raise Invalid(f"{error.message_zh}。", f"{error}.", field="value") from None


def _check_values(target: Target) -> None:
    if target.aim == Aim.MEDIAN:
        target.value = target.value2 = None
    elif target.value is None:
        raise Invalid("请填写目标值。", "Please give the value.", field="value")
    if target.aim == Aim.RANGE:
        if target.value2 is None or target.value is None or target.value2 < target.value:
            raise Invalid(
                "请填写区间的下限和上限。", "Give both ends of the range.", field="value2"
            )
    else:
        target.value2 = None
    if target.aim in (Aim.MULTIPLE, Aim.INCREASE) and target.baseline is None:
        raise Invalid("倍增和增量目标须有基期值。", "This needs a baseline.", field="baseline")
    if target.aim == Aim.MULTIPLE and target.value is not None and target.value <= 0:
        raise Invalid("倍数须大于零。", "The multiple is above zero.", field="value")
    if target.aim == Aim.RANK and not _is_place(target.value):
        raise Invalid("名次应为正整数。", "A rank is a whole number from 1.", field="value")
    if target.aim == Aim.MEDIAN and target.peers is None:
        raise Invalid("请选择对标范围。", "Choose the peers.", field="peers")
    target.relative = target.relative and target.aim == Aim.INCREASE


def _is_place(value: Decimal | None) -> bool:
    return value is not None and value >= 1 and value == value.to_integral_value()


def median_of(figures: Sequence[Decimal]) -> Decimal | None:
    """Return the exact median; None of nothing."""
    ordered = sorted(figures)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return EXACT.divide(EXACT.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def share_of_way(target: Target, figure: Decimal, median: Decimal | None = None) -> float | None:
    """Return which share of the way from baseline to target is walked; None without a way."""
    value = asked_value(target, median)
    if value is None or target.baseline is None or value == target.baseline:
        return None
    walked = Fraction(figure - target.baseline) / Fraction(value - target.baseline)
    return float(walked)
