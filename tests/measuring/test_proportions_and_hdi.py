"""Shares k of n, and goalposts with geometric means."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from luodi.measuring.errors import OutOfRange
from luodi.measuring.hdi import geometric_mean, goalpost, hdi
from luodi.measuring.proportions import funnel, wilson


def test_wilson_is_the_score_interval() -> None:
    for k, n in ((0, 10), (3, 10), (7, 350), (10, 10)):
        expected = stats.binomtest(k, n).proportion_ci(method="wilson")
        found = wilson(k, n)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_the_share_and_stays_in_bounds(k: int, n: int) -> None:
    k = min(k, n)
    found = wilson(k, n)
    assert 0 <= found.low <= found.value <= found.high <= 1
    mirrored = wilson(n - k, n)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((found.low, found.high))
    assert wilson(k, n, 0.99).low <= found.low


@pytest.mark.parametrize(("k", "n"), [(5, 3), (-1, 3), (0, 0), (1.5, 3)])
def test_impossible_counts_are_refused(k: float, n: float) -> None:
    with pytest.raises(OutOfRange, match="no possible count"):
        wilson(k, n)  # type: ignore[arg-type]


def test_one_odd_unit_is_seen_and_does_not_widen_the_funnel() -> None:
    names = [str(n) for n in range(21)]
    found = funnel(names, [50] * 20 + [90], [100] * 21, middle=0.5)
    assert found.phi == 1
    assert {point.kind for point in found.points[:-1]} == {"within"}
    assert found.points[-1].kind == "above_3"


def test_units_that_all_spread_widely_widen_it() -> None:
    shares = [10 + 8 * n for n in range(11)]
    found = funnel([str(n) for n in range(11)], shares, [100] * 11)
    assert found.phi > 10
    assert {point.kind for point in found.points} == {"within"}


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(100, 900)), min_size=2, max_size=30))
def test_larger_units_have_narrower_limits(counts: list[tuple[int, int]]) -> None:
    k, n = zip(*counts, strict=True)
    if sum(k) == 0:
        return
    points = sorted(funnel([""] * len(k), k, n).points, key=lambda point: point.n)
    widths = [point.high_3 - point.low_3 for point in points]
    for one, other in pairwise(widths):
        assert other <= one + 1e-12
    for point in points:
        assert (point.kind == "within") == (abs(point.z) <= 2)


def test_goalposts_cap_and_turn() -> None:
    assert goalpost(90, 20, 85) == 1
    assert goalpost(10, 20, 85) == 0
    assert goalpost(30, 40, 20) == 0.5
    assert goalpost(1000, 100, 10_000, logarithm=True) == pytest.approx(0.5)
    with pytest.raises(OutOfRange):
        goalpost(5, 3, 3)
    with pytest.raises(OutOfRange):
        hdi(70, 12, 8, 0)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=10), st.floats(0.1, 10))
def test_a_geometric_mean_lies_among_its_parts_and_below_the_arithmetic(
    values: list[float], factor: float
) -> None:
    found = geometric_mean(values)
    assert min(values) - 1e-12 <= found <= max(values) + 1e-12
    assert found <= sum(values) / len(values) + 1e-12
    assert geometric_mean([factor * value for value in values]) == pytest.approx(factor * found)
    assert geometric_mean([*values, 0.0]) == 0
    assert geometric_mean([*values, 0.0], [*[1.0] * len(values), 0.0]) == pytest.approx(found)
