"""`luodi measure trajectory`, `control` and `trend`: figures in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from luodi.measuring.backtest import Backtest, Series, backtest, series_of
from luodi.measuring.commands.answers import Answer, Both, Cell, Chance, Code
from luodi.measuring.commands.options import Order
from luodi.measuring.commands.table import Table, decimal, last_day, year_of
from luodi.measuring.commands.words import TIME, VALUE
from luodi.measuring.control import xmr
from luodi.measuring.errors import BadTable, NotADate, NotANumber
from luodi.measuring.figures import Direction, NotAssessable
from luodi.measuring.goals import Goal
from luodi.measuring.outlook import LEVEL, outlook
from luodi.measuring.tracking import eurostat, sdsn
from luodi.measuring.trajectory import Plan, gap


def trajectory(table: Table, order: Order) -> Answer:
    """The planned value on the day of each report, and the gap to it."""
    plan = _plan(order)
    days = table.dates(table.find(order["time"], TIME))
    values = table.decimals(table.find(order["value"], VALUE))
    answer = Answer(
        keys=("time", "value", "planned_low", "planned_high", "gap", "days", "days_are", "met")
    )
    for day, value in zip(days, values, strict=True):
        found = gap(plan, day, value)
        answer.rows.append(
            (
                day, value, found.planned.low, found.planned.high, found.units,
                found.days, Code(found.days_are), found.is_met,
            )
        )  # fmt: skip
    return answer


def control(table: Table, order: Order) -> Answer:
    """The chart's centre and limits, and the label of each point."""
    times = table.texts(table.find(order["time"], TIME))
    target = order["target"]
    chart = xmr(
        table.numbers(table.find(order["value"], VALUE)),
        order["better"] or "up",
        None if target is None else float(target),
        not order["keep_outliers"],
        order["base_points"],
    )
    facts: dict[str, Cell] = {
        "mean": chart.mean,
        "lower": chart.lower,
        "upper": chart.upper,
        "provisional": chart.is_provisional,
        "assurance": Code(chart.assurance),
        "calls_for": Both(chart.message_zh, chart.message_en),
    }
    rows: list[tuple[Cell, ...]] = [
        (time, point.value, Code(point.cause), Code(point.kind))
        for time, point in zip(times, chart.points, strict=True)
    ]
    return Answer(facts, ("time", "value", "cause", "kind"), rows)


def trend(table: Table, order: Order) -> Answer:
    """For each series the pace and the outlook; a probability only where the backtest bears it."""
    level = float(order["level"] or LEVEL)
    named = dict(_series(table, order))
    tested = backtest(list(named.values()))
    shown = isinstance(tested, Backtest) and tested.may_be_shown
    answer = Answer(
        {"shown": shown, **_tested(tested)},
        (
            "name", "points", "sdsn", "sdsn_ratio", "eurostat", "eurostat_ratio", "basis",
            "forecast", "outlook", "probability",
        ),
    )  # fmt: skip
    for name, one in named.items():
        answer.rows.append((name, len(one.values), *_pace(one, order), *_view(one, level, shown)))
    return answer


def _plan(order: Order) -> Plan:
    start, due, target = order.needed("start", "due", "target")
    return Plan(
        start,
        due,
        order["baseline"] or Decimal(0),
        target,
        order["upper"],
        order["direction"] or "up",
        order["shape"] or "straight",
        order["cumulative"],
        tuple(map(_step, order["steps"] or ())),
        _quarters(order["quarters"]),
        4 if order["places"] is None else order["places"],
    )


def _step(text: str) -> tuple[date, Decimal]:
    day, _, value = text.replace("：", ":").partition(":")
    when, what = last_day(day), decimal(value)
    if when is None:
        raise NotADate(f"分步“{text}”：日期有误", f"step {text!r} has no date")
    if what is None:
        raise NotANumber(f"分步“{text}”：数值有误", f"step {text!r} has no number")
    return when, what


def _quarters(texts: tuple[str, ...] | None) -> tuple[Decimal, ...]:
    """Shares of 1 out of percent."""
    found = [decimal(text) for text in texts or ("25",) * 4]
    if None in found:
        raise NotANumber("季度比例应是数", "the percent of a quarter should be numbers")
    return tuple(value / 100 for value in found if value is not None)


def _series(table: Table, order: Order) -> Iterator[tuple[str, Series]]:
    """The series of the table, each in order of time."""
    target, due = order.needed("target", "due")
    direction: Direction = order["direction"] or "up"
    upper = order["upper"]
    goal = Goal(float(target), direction, None if upper is None else float(upper))
    times = table.years(table.find(order["time"], TIME))
    values = table.numbers(table.find(order["value"], VALUE))
    names = table.texts(table.find(order["series"], ())) if order["series"] else [""] * len(times)
    for name in dict.fromkeys(names):
        rows = sorted(row for *row, of in zip(times, values, names, strict=True) if of == name)
        if len({time for time, _ in rows}) < len(rows):
            raise BadTable(
                f"{name or '序列'}有两行时间相同",
                f"two rows of {name or 'the series'} bear one time",
            )
        columns = zip(*rows, strict=True)
        yield name, series_of(next(columns), next(columns), goal, year_of(due))


def _pace(one: Series, order: Order) -> tuple[Cell, ...]:
    """Both trends with their ratios; a reason in the place of one that cannot be had."""
    if len(one.values) < 2:
        few = NotAssessable("too_few", len(one.values), 2)
        return few, None, few, None, None
    recent = order["recent"]
    arrow = sdsn(
        one.times, one.values, one.goal, one.due, None if recent is None else float(recent)
    )
    ratio = eurostat(one.times, one.values, one.goal, one.due, order["share"])
    first = (arrow, None) if isinstance(arrow, NotAssessable) else (Code(arrow.kind), arrow.ratio)
    if isinstance(ratio, NotAssessable):
        return *first, ratio, None, None
    return *first, Code(ratio.kind), ratio.ratio, Code(ratio.basis)


def _view(one: Series, level: float, shown: bool) -> tuple[Cell, ...]:
    found = outlook(one.times, one.values, one.goal, one.due, level)
    if isinstance(found, NotAssessable):
        return None, found, None
    words = Both(found.words_zh, found.words_en)
    if not shown:
        return found.forecast, words, None
    return found.forecast, Code(found.band), Chance(found.probability)


def _tested(tested: Backtest | NotAssessable) -> dict[str, Cell]:
    if isinstance(tested, NotAssessable):
        return {"backtest": tested}
    return {
        "series": tested.series,
        "forecasts": tested.forecasts,
        "brier": tested.brier,
        "base": tested.base,
        "gain": tested.gain,
    }
