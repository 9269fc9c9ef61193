"""The control chart: what it labels, and what it calls for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.measuring.control import xmr
from luodi.measuring.errors import NotFinite, OutOfRange, TooFew

CALM = [50.0, 52, 49, 51, 50, 48, 51, 50, 52, 49, 51, 50]
series = st.lists(st.integers(-1000, 1000), min_size=2, max_size=40)


def test_one_odd_month_keeps_its_label_and_triggers_nothing() -> None:
    chart = xmr([*CALM, 80])
    assert chart.points[-1].cause == "Above UCL"
    assert chart.points[-1].kind == "special_cause_improvement"
    assert chart.calls_for == "nothing"


def test_a_second_odd_month_on_the_same_side_is_worth_a_look() -> None:
    assert xmr([*CALM, *CALM, 20, 20]).calls_for == "look_at_concern"
    assert xmr([*CALM, *CALM, 20, 20], better="down").calls_for == "look_at_improvement"
    assert xmr([*CALM, *CALM, 20, 20], better="neutral").calls_for == "look_at_change"
    assert xmr([*CALM, *CALM, 20, 80]).calls_for == "nothing"


def test_seven_on_one_side_and_seven_in_a_row_have_their_labels() -> None:
    shifted = xmr([40, 60] * 6 + [52, 53, 52, 54, 52, 53, 52])
    assert [point.cause for point in shifted.points[-7:]] == ["7 Points Above CL"] * 7
    rising = xmr([50, 40, 60, 45, 55, 43, 46, 49, 51, 53, 54, 57, 42, 58])
    assert rising.points[-3].cause == "7 Point Trend (Increasing)"
    assert rising.points[-9].cause == "7 Point Trend (Increasing)"
    assert rising.points[-1].cause == "Common Cause"


def test_six_are_not_seven() -> None:
    assert {p.cause for p in xmr([40, 60] * 6 + [52, 53, 52, 54, 52, 53]).points} == {
        "7 Points Above CL", "Common Cause",
    }  # the six follow a 60, so they are seven # fmt: skip
    assert {p.cause for p in xmr([60, 40] * 6 + [52, 53, 52, 54, 52, 53]).points} == {
        "Common Cause"
    }


def test_assurance_follows_the_direction() -> None:
    assert xmr(CALM, "up", 100).assurance == "consistent_fail"
    assert xmr(CALM, "up", 0).assurance == "consistent_pass"
    assert xmr(CALM, "down", 100).assurance == "consistent_pass"
    assert xmr(CALM, "down", 0).assurance == "consistent_fail"
    assert xmr(CALM, "up", 51).assurance == "inconsistent"
    assert xmr(CALM).assurance == "no_target"


def test_a_large_jump_does_not_widen_the_limits() -> None:
    jump = [*CALM, 90, *CALM]
    assert xmr(jump).upper < xmr(jump, screen_outliers=False).upper


def test_limits_may_be_taken_from_the_first_points_only() -> None:
    later = xmr([*CALM, 70, 71, 72], base_points=len(CALM))
    assert (later.lower, later.upper) == (xmr(CALM).lower, xmr(CALM).upper)
    with pytest.raises(OutOfRange):
        xmr(CALM, base_points=1)


def test_equal_figures_are_all_common() -> None:
    assert {point.cause for point in xmr([0.1] * 30).points} == {"Common Cause"}


def test_bad_figures_are_refused_in_both_languages() -> None:
    with pytest.raises(TooFew) as few:
        xmr([1.0])
    assert "至少需要2个" in few.value.message_zh
    assert few.value.message_en == "1 in the series; at least 2 are needed"
    with pytest.raises(NotFinite, match="figure 2"):
        xmr([1.0, float("nan"), 3.0])


@given(series, st.integers(1, 8), st.integers(-64, 64))
def test_labels_do_not_depend_on_the_unit(values: list[int], factor: int, moved: int) -> None:
    scaled = [value * 2.0**factor + moved * 2.0**factor for value in values]
    before, after = xmr([float(value) for value in values]), xmr(scaled)
    close = {p.value for p in before.points if abs(abs(p.value - before.mean)) < 1e-6}
    for one, other in zip(before.points, after.points, strict=True):
        if one.value not in close:  # on the mean itself the last bit decides
            assert one.relative_to_mean == other.relative_to_mean
            assert one.outside_limits == other.outside_limits


@given(series)
def test_limits_hold_the_mean_and_no_point_is_lost(values: list[int]) -> None:
    chart = xmr([float(value) for value in values], "up", 0.0)
    assert chart.lower <= chart.mean <= chart.upper
    assert [point.value for point in chart.points] == values
    assert all((p.kind == "common_cause") == (p.cause == "Common Cause") for p in chart.points)


@given(series)
def test_what_is_good_upwards_is_bad_downwards(values: list[int]) -> None:
    swapped = {
        "special_cause_improvement": "special_cause_concern",
        "special_cause_concern": "special_cause_improvement",
        "common_cause": "common_cause",
    }
    figures = [float(value) for value in values]
    ups, downs = xmr(figures, "up").points, xmr(figures, "down").points
    for up, down in zip(ups, downs, strict=True):
        if up.relative_to_mean:
            assert down.kind == swapped[up.kind]
