"""Who is comparable, where a unit stands, and who is among the first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.measuring.errors import NotFinite, OutOfRange, TooFew, Uneven
from luodi.measuring.figures import NotAssessable
from luodi.measuring.peers import Neighbours, NoPeers, neighbours, standing
from luodi.measuring.ranks import FirstPlaces, in_first, rank_bounds

RANDOM = np.random.default_rng(7)
STRUCTURE = RANDOM.normal(0, 1, (40, 3)) * [1, 100, 0.01] + [5, 1000, 2]
NAMES = [f"县{n}" for n in range(40)]


def near(structure: np.ndarray, unit: str = "县3", **changes: object) -> Neighbours:
    found = neighbours(NAMES, structure, unit, **changes)  # type: ignore[arg-type]
    assert isinstance(found, Neighbours)
    return found


def test_the_twin_is_the_nearest() -> None:
    twin = STRUCTURE.copy()
    twin[9] = twin[3] * 1.0001
    found = near(twin)
    assert found.nearest[0].name == "县9"
    assert len(found.nearest) == 5
    assert [one.distance for one in found.nearest] == sorted(one.distance for one in found.nearest)
    assert "县3" not in {one.name for one in found.nearest}


def test_a_unit_far_from_all_is_refused_peers() -> None:
    alone = STRUCTURE.copy()
    alone[3] += [30, 3000, 0.3]
    found = neighbours(NAMES, alone, "县3")
    assert isinstance(found, NoPeers)
    assert found.nearest.distance > found.far
    assert found.because == NotAssessable("nearest_is_far")


@pytest.mark.parametrize("metric", ["standardised", "mahalanobis"])
def test_distances_do_not_depend_on_units_or_order(metric: str) -> None:
    before = near(STRUCTURE, metric=metric)
    other = near(STRUCTURE[:, ::-1] * [1000, 0.5, -3] + 8, metric=metric)
    assert [one.name for one in other.nearest] == [one.name for one in before.nearest]
    for one, two in zip(before.nearest, other.nearest, strict=True):
        assert two.distance == pytest.approx(one.distance)


def test_only_mahalanobis_counts_a_repeated_variable_once() -> None:
    noisy = np.column_stack([STRUCTURE, STRUCTURE[:, 0] + RANDOM.normal(0, 1e-3, 40)])
    with pytest.raises(OutOfRange, match="follows from others"):
        near(np.column_stack([STRUCTURE, STRUCTURE[:, 0] * 2]), metric="mahalanobis")
    assert near(noisy, metric="mahalanobis").nearest


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(OutOfRange, match="no unit"):
        neighbours(NAMES, STRUCTURE, "别处")
    with pytest.raises(OutOfRange, match="variable 面积 does not vary"):
        neighbours(
            NAMES,
            np.column_stack([STRUCTURE, np.ones(40)]),
            "县3",
            columns=["甲", "乙", "丙", "面积"],
        )
    with pytest.raises(TooFew):
        neighbours(NAMES[:5], STRUCTURE[:5], "县3")
    with pytest.raises(NotFinite, match="row 2, column 1"):
        neighbours(NAMES, np.where(np.arange(40)[:, None] == 1, np.nan, STRUCTURE), "县3")
    with pytest.raises(Uneven):
        neighbours(NAMES[:-1], STRUCTURE, "县3")


# --- standing ------------------------------------------------------------------------------------


def test_rank_percentile_and_distance_to_the_median() -> None:
    found = standing(["甲", "乙", "丙", "丁", "戊"], [10, 20, 30, 40, 50], "丁")
    assert (found.rank.value, found.of, found.percentile.value) == (2, 5, 75)
    assert (found.median, found.to_median.value, found.in_ranges) == (30, 10, 0.5)
    lower = standing(["甲", "乙", "丙", "丁", "戊"], [10, 20, 30, 40, 50], "丁", better="down")
    assert (lower.rank.value, lower.percentile.value, lower.to_median.value) == (4, 25, -10)


def test_equal_figures_share_the_better_rank() -> None:
    for unit in ("乙", "丙"):
        found = standing(["甲", "乙", "丙", "丁"], [3, 2, 2, 1], unit)
        assert (found.rank.value, found.percentile.value) == (2, 50)


def test_known_errors_widen_the_interval() -> None:
    values = list(RANDOM.normal(0, 1, 30))
    names = [str(n) for n in range(30)]
    sure, unsure = standing(names, values, "4"), standing(names, values, "4", errors=[2.0] * 30)
    assert unsure.rank.high - unsure.rank.low > sure.rank.high - sure.rank.low
    with pytest.raises(OutOfRange):
        standing(names, values, "4", errors=[-1.0] * 30)


figures = st.lists(st.integers(-100, 100), min_size=3, max_size=25)


@given(figures, st.data())
def test_ranks_are_bounded_and_blind_to_the_unit_of_measure(
    values: list[int], data: st.DataObject
) -> None:
    names = [str(n) for n in range(len(values))]
    unit = data.draw(st.sampled_from(names))
    found = standing(names, [float(v) for v in values], unit, draws=200)
    assert 1 <= found.rank.low <= found.rank.value <= found.rank.high <= len(values)
    assert 0 <= found.percentile.low <= found.percentile.high <= 100
    scaled = standing(names, [8.0 * v + 16 for v in values], unit, draws=200)
    assert (scaled.rank, scaled.percentile) == (found.rank, found.percentile)
    turned = standing(names, [-float(v) for v in values], unit, better="down", draws=200)
    assert (turned.rank, turned.percentile) == (found.rank, found.percentile)


# --- the first N ---------------------------------------------------------------------------------


def first(
    values: list[float], errors: list[float] | None, count: int, **more: object
) -> FirstPlaces:
    names = [str(n) for n in range(len(values))]
    found = in_first(names, values, errors, count, draws=2000, **more)  # type: ignore[arg-type]
    assert isinstance(found, FirstPlaces)
    return found


def test_clear_gaps_are_sure_and_close_ones_possible() -> None:
    found = first([100, 90, 50.1, 50, 10], [1.0] * 5, 3)
    assert found.named("surely_in") == ("0", "1")
    assert found.named("possibly_in") == ("2", "3")
    assert found.named("not_in") == ("4",)


def test_probabilities_sum_to_the_places_there_are() -> None:
    found = first(list(RANDOM.normal(0, 1, 20)), [0.8] * 20, 6)
    assert sum(one.probability for one in found.units) == pytest.approx(6)


def test_lower_is_better_when_asked() -> None:
    values = list(RANDOM.normal(0, 1, 8))
    up, down = first(values, [0.1] * 8, 3), first([-v for v in values], [0.1] * 8, 3, better="down")
    assert [one.bounds for one in up.units] == [one.bounds for one in down.units]


def test_a_rank_without_a_known_error_gets_no_interval() -> None:
    assert rank_bounds(["甲", "乙"], [1, 2], None) == NotAssessable("no_error_known")
    assert in_first(["甲", "乙"], [1, 2], [0, 0], 1) == NotAssessable("no_error_known")
    with pytest.raises(OutOfRange):
        in_first(["甲", "乙"], [1, 2], [1, 1], 3)


def test_figures_without_error_among_others_keep_their_order() -> None:
    found = rank_bounds(["甲", "乙", "丙"], [10, 5, 5.1], [0, 0, 2])
    assert isinstance(found, tuple)
    assert [(one.best, one.worst) for one in found] == [(1, 1), (2, 3), (2, 3)]


@given(figures, st.integers(1, 20))
def test_a_set_holds_its_rank_and_shrinks_with_the_error(values: list[int], error: int) -> None:
    names = [str(n) for n in range(len(values))]
    wide = rank_bounds(names, [float(v) for v in values], [float(error)] * len(values), draws=300)
    narrow = rank_bounds(names, [float(v) for v in values], [error / 4] * len(values), draws=300)
    assert isinstance(wide, tuple)
    assert isinstance(narrow, tuple)
    for one, other in zip(wide, narrow, strict=True):
        assert 1 <= one.best <= one.rank <= one.worst <= len(values)
        assert one.best <= other.best
        assert other.worst <= one.worst


def test_the_same_seed_gives_the_same_answer() -> None:
    values = list(RANDOM.normal(0, 1, 12))
    assert first(values, [0.5] * 12, 4) == first(values, [0.5] * 12, 4)
