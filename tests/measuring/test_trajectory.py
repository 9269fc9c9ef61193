"""Planned values on a date, and the gap to them in units and in days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.measuring.errors import OutOfRange, TooFew
from luodi.measuring.trajectory import SHAPES, Plan, accumulated, differenced, gap, planned

D = Decimal
START, DUE = date(2025, 12, 31), date(2026, 12, 31)


def plan(**changes: Any) -> Plan:
    facts = {"start": START, "due": DUE, "baseline": D(30), "target": D(40), **changes}
    return Plan(**facts)


def test_a_straight_plan_is_half_way_at_half_time() -> None:
    two_years = plan(start=date(2025, 1, 1), due=date(2027, 1, 1))
    assert planned(two_years, date(2026, 1, 1)).low == D(35)


def test_an_s_shaped_plan_is_slow_at_both_ends() -> None:
    s = plan(shape="s", start=date(2026, 1, 1), due=date(2026, 4, 11))  # 100 days
    assert planned(s, date(2026, 1, 11)).value == D("30.2800")  # 3·0.01 - 2·0.001
    assert planned(s, date(2026, 2, 20)).value == D(35)
    assert planned(s, date(2026, 4, 1)).value == D("39.7200")


def test_quarters_bear_their_shares_exactly() -> None:
    shares = (D("0.10"), D("0.20"), D("0.30"), D("0.40"))
    for one in (
        plan(baseline=D(0), target=D(100), shape="quarters", quarters=shares),
        plan(
            start=date(2026, 1, 1), baseline=D(0), target=D(100), shape="quarters",
            quarters=shares, cumulative=True,
        ),
    ):  # fmt: skip
        ends = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), DUE)
        assert [planned(one, day).value for day in ends] == [10, 30, 60, 100]
        assert planned(one, date(2026, 2, 14)).value == 5  # the 45th of 90 days


def test_a_cumulative_plan_counts_its_first_day() -> None:
    year = plan(start=date(2026, 1, 1), baseline=D(0), target=D(365), cumulative=True)
    assert planned(year, date(2026, 1, 1)).value == 1
    assert planned(year, DUE).value == 365


def test_a_stepped_plan_holds_each_value_until_the_next_day() -> None:
    steps = ((date(2026, 6, 30), D(33)), (date(2026, 9, 30), D(36)))
    one = plan(shape="stepped", steps=steps)
    days = (date(2026, 6, 29), date(2026, 6, 30), date(2026, 9, 29), date(2026, 12, 30), DUE)
    assert [planned(one, day).value for day in days] == [30, 33, 33, 36, 40]


def test_a_plan_downwards_asks_for_no_more_than() -> None:
    down = plan(direction="down", baseline=D(40), target=D(30))
    assert planned(down, DUE).high == 30
    assert planned(down, DUE).low is None
    assert gap(down, DUE, D(31)).units == -1
    assert gap(down, DUE, D(29)).is_met


def test_a_band_is_entered_from_where_the_baseline_lay() -> None:
    below = plan(direction="band", baseline=D(30), target=D(40), upper=D(60))
    above = plan(direction="band", baseline=D(80), target=D(40), upper=D(60))
    inside = plan(direction="band", baseline=D(50), target=D(40), upper=D(60))
    assert (planned(below, START).low, planned(below, START).high) == (30, 60)
    assert (planned(below, DUE).low, planned(below, DUE).high) == (40, 60)
    assert (planned(above, START).low, planned(above, START).high) == (40, 80)
    assert (planned(inside, START).low, planned(inside, DUE).high) == (40, 60)
    assert gap(below, DUE, D(65)).units == -5
    assert gap(inside, DUE, D(45)).units == 5
    assert gap(inside, DUE, D(45)).days_are == "not_applicable"


def test_days_behind_are_the_days_since_the_figure_would_have_done() -> None:
    slow = plan(start=date(2026, 1, 1), due=date(2026, 4, 11), baseline=D(0), target=D(100))
    late = gap(slow, date(2026, 3, 2), D(50))  # 60 is due, 50 was due ten days before
    assert (late.units, late.days, late.days_are) == (-10, -10, "exact")
    early = gap(slow, date(2026, 3, 2), D("70.5"))
    assert (early.units, early.days, early.days_are) == (D("10.5"), 10, "exact")


def test_days_beyond_the_ends_are_bounds() -> None:
    day = date(2026, 7, 1)
    done = gap(plan(), day, D(41))
    assert (done.days, done.days_are) == ((DUE - day).days, "at_least")
    fallen = gap(plan(), day, D(29))
    assert (fallen.days, fallen.days_are) == (-(day - START).days, "at_most")


@pytest.mark.parametrize(
    "wrong",
    [
        {"due": START},
        {"target": D(20)},
        {"direction": "down"},
        {"direction": "band"},
        {"upper": D(50)},
        {"direction": "band", "upper": D(35)},
        {"cumulative": True},
        {"shape": "quarters", "quarters": (D("0.5"), D("0.5"), D("0.5"), D("-0.5"))},
        {"shape": "quarters", "quarters": (D("0.25"),) * 3},
        {"shape": "stepped", "steps": ((date(2026, 6, 30), D(50)),)},
        {"shape": "stepped", "steps": ((date(2027, 6, 30), D(35)),)},
        {"shape": "zigzag"},
        {"target": D("40.123456"), "places": 4},
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(OutOfRange) as refused:
        plan(**wrong)
    assert refused.value.message_zh
    assert refused.value.message_en


def test_a_stepped_plan_needs_steps() -> None:
    with pytest.raises(TooFew):
        plan(shape="stepped")


def test_cumulative_figures_are_differenced_within_their_year() -> None:
    quarters = [D("10.1"), D("25.2"), D("40"), D("60"), D("12")]
    assert differenced(quarters, [True, False, False, False, True]) == (
        D("10.1"), D("15.1"), D("14.8"), D(20), D(12),
    )  # fmt: skip
    with pytest.raises(OutOfRange, match="period 3"):
        differenced([D(1), D(5), D(4)], [False] * 3)


amounts = st.decimals(0, 10**6, places=2)
days = st.integers(-100, 900).map(lambda n: START + timedelta(n))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    low, high = sorted((draw(amounts), draw(amounts)))
    down = draw(st.booleans())
    start = draw(days)
    shape = draw(st.sampled_from(SHAPES))
    due = start + timedelta(draw(st.integers(1, 800)))
    middle = start + (due - start) / 2
    return Plan(
        start, due, high if down else low, low if down else high,
        direction="down" if down else "up", shape=shape,
        steps=((middle, low + (high - low) / 2),) if shape == "stepped" else (),
    )  # fmt: skip


@given(plans(), days, days)
def test_a_plan_never_turns_back_and_ends_on_its_target(one: Plan, day: date, other: date) -> None:
    first, later = (planned(one, when).value for when in sorted((day, other)))
    assert later <= first if one.direction == "down" else first <= later
    assert planned(one, one.due).value == one.target
    if one.shape != "stepped":
        assert planned(one, one.start).value == one.baseline


@given(plans(), days, amounts)
def test_days_and_units_never_disagree(one: Plan, day: date, actual: Decimal) -> None:
    found = gap(one, day, actual)
    if found.days > 0:
        assert found.units >= 0
    if found.days < 0:
        assert found.units <= 0
    if found.units < 0 and one.start < day <= one.due:
        assert found.days < 0


@given(plans(), days, amounts, amounts)
def test_a_better_figure_never_has_a_worse_gap(
    one: Plan, day: date, a: Decimal, b: Decimal
) -> None:
    worse, better = sorted((a, b), reverse=one.direction == "down")
    first, second = gap(one, day, worse), gap(one, day, better)
    assert first.units <= second.units
    assert first.days <= second.days


@given(st.lists(amounts, min_size=1))
def test_sums_and_differences_undo_each_other(values: list[Decimal]) -> None:
    assert differenced(accumulated(values), [False] * len(values)) == tuple(values)
