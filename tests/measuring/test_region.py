"""Structure, growth, sizes, inequality and reach of places."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from luodi.measuring.errors import OutOfRange, Uneven
from luodi.measuring.region.classes import equal_counts, natural_breaks
from luodi.measuring.region.growth import shift_share
from luodi.measuring.region.inequality import gini, theil, theil_by_group
from luodi.measuring.region.reach import distances, gravity, huff
from luodi.measuring.region.sizes import primacy, rank_size
from luodi.measuring.region.structure import herfindahl, krugman, location_quotients

tables = arrays(np.float64, (4, 3), elements=st.integers(1, 10**6).map(float))
sizes = st.lists(st.integers(1, 10**6).map(float), min_size=3, max_size=30)


@given(tables, st.integers(2, 1000))
def test_quotients_average_to_one_and_ignore_the_scale(table: np.ndarray, factor: int) -> None:
    found = location_quotients(table)
    weights = table.sum(axis=1) / table.sum()
    assert weights @ found == pytest.approx(1)
    assert location_quotients(table * factor) == pytest.approx(found)


@given(tables)
def test_concentration_is_bounded(table: np.ndarray) -> None:
    assert ((herfindahl(table) >= 1 / 3 - 1e-12) & (herfindahl(table) <= 1)).all()
    for against in ("all", "others"):
        found = krugman(table, against)
        assert ((found >= 0) & (found <= 2)).all()
        assert (krugman(table, "others") >= krugman(table, "all") - 1e-12).all()


def test_nothing_in_common_is_two_and_the_same_is_zero() -> None:
    assert krugman([[5, 0], [0, 5]], "others").tolist() == [2, 2]
    assert krugman([[1, 2], [2, 4]]) == pytest.approx([0, 0])
    assert herfindahl([[5, 0], [3, 3]]).tolist() == [1, 0.5]


@given(tables, tables)
def test_the_three_parts_of_growth_add_up(before: np.ndarray, after: np.ndarray) -> None:
    found = shift_share(before, after)
    for one in found:
        parts = one.national + one.mix + one.regional
        assert parts == pytest.approx(one.change, abs=1e-6, rel=1e-9)
    assert sum(one.regional for one in found) == pytest.approx(0, abs=1e-5)
    assert sum(one.mix for one in found) == pytest.approx(0, abs=1e-4)


def test_growth_of_a_place_that_grew_like_the_whole_is_national_only() -> None:
    for one in shift_share([[10, 20], [30, 40]], [[11, 22], [33, 44]]):
        assert (one.mix, one.regional) == pytest.approx((0, 0), abs=1e-12)


@given(sizes, st.integers(2, 1000))
def test_sizes_ignore_scale_and_order(values: list[float], factor: int) -> None:
    found = primacy(values)
    assert found.two_city >= 1
    assert 0 < found.share <= found.four_city <= 1
    other = primacy([factor * value for value in values[::-1]])
    assert (other.two_city, other.four_city, other.share) == pytest.approx(
        (found.two_city, found.four_city, found.share)
    )
    if len(set(values)) > 1:
        line = rank_size(values)
        assert line.slope < 0
        assert rank_size([factor * v for v in values]).slope == pytest.approx(line.slope, rel=1e-6)


def test_zipfs_rule_has_a_slope_of_minus_one() -> None:
    zipf = [1e6 / rank for rank in range(1, 200)]
    assert rank_size(zipf, shift=0).slope == pytest.approx(-1)
    with pytest.raises(OutOfRange):
        rank_size([5, 5, 5])


@given(sizes, st.data())
def test_inequality_splits_without_rest(values: list[float], data: st.DataObject) -> None:
    groups = data.draw(
        st.lists(st.sampled_from("甲乙丙"), min_size=len(values), max_size=len(values))
    )
    found = theil_by_group(values, groups)
    assert found.total == pytest.approx(theil(values), abs=1e-12)
    assert -1e-12 <= found.between <= found.total + 1e-12
    assert found.total <= math.log(len(values)) + 1e-12
    assert 0 <= found.share_between <= 1 + 1e-9 or found.total < 1e-9
    assert 0 <= gini(values) + 1e-12 <= 1
    within = sum(
        sum(v for v, g in zip(values, groups, strict=True) if g == group) / sum(values)
        * theil([v for v, g in zip(values, groups, strict=True) if g == group])
        for group in set(groups)
    )  # fmt: skip
    assert found.within == pytest.approx(within, abs=1e-9)


def test_inequality_per_head_is_none_where_all_have_the_same_per_head() -> None:
    assert theil([10, 20, 30], weights=[1, 2, 3]) == pytest.approx(0)
    assert theil([0, 0, 5]) == pytest.approx(math.log(3))
    assert gini([0, 0, 0, 4]) == pytest.approx(0.75)


def test_distance_and_gravity() -> None:
    apart = distances([30.0, 30.0, 30.33], [112.24, 114.30, 112.24])
    assert apart[0, 2] == pytest.approx(36.69, abs=0.05)  # a third of a degree of latitude
    assert apart == pytest.approx(apart.T)
    pull = gravity([4, 9, 1], apart)
    assert pull[0, 1] == pytest.approx(36 / apart[0, 1] ** 2)
    assert np.diag(pull).tolist() == [0, 0, 0]
    with pytest.raises(OutOfRange):
        distances([95], [0])
    with pytest.raises(Uneven):
        gravity([1, 2], apart)


@given(
    st.lists(st.integers(1, 1000), min_size=2, max_size=2), st.integers(1, 100), st.integers(1, 100)
)
def test_the_shares_of_huff(draw: list[int], near: int, far: int) -> None:
    found = huff(draw, [[near, far]])
    a, b = draw[0] / near**2, draw[1] / far**2
    assert found[0] == pytest.approx([a / (a + b), b / (a + b)])


def test_natural_breaks_find_the_groups() -> None:
    assert natural_breaks([1, 2, 1, 50, 52, 99, 100], 3) == (2, 52, 100)
    assert equal_counts([1, 2, 3, 4], 2) == (2.5, 4)
    with pytest.raises(OutOfRange):
        natural_breaks([1, 1, 1], 2)


def test_impossible_tables_are_refused_with_their_place() -> None:
    with pytest.raises(OutOfRange, match="industry 2 sums to zero"):
        location_quotients([[1, 0], [2, 0]])
    with pytest.raises(OutOfRange, match="place 1 sums to zero"):
        herfindahl([[0, 0], [2, 0]])
    with pytest.raises(OutOfRange, match="negative"):
        shift_share([[1, -1]], [[1, 1]])
    with pytest.raises(OutOfRange, match="industry 1"):
        shift_share([[0, 1]], [[1, 1]])
    with pytest.raises(Uneven):
        shift_share([[1, 1]], [[1, 1], [1, 1]])


def test_growth_worked_out_by_hand() -> None:
    first, second = shift_share([[10, 20], [30, 40]], [[15, 20], [30, 60]])
    # the whole grew by 1/4, the industries by 1/8 and 1/3
    assert (first.national, first.mix, first.regional) == pytest.approx((7.5, 5 / 12, -35 / 12))
    assert first.mix_by_industry == pytest.approx((-1.25, 5 / 3))
    assert first.regional_by_industry == pytest.approx((3.75, -20 / 3))
    assert (second.change, second.regional) == pytest.approx((20, 35 / 12))
