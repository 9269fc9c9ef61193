"""Pace seen against pace needed; the forecast; and whether its probability may be shown."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from luodi.measuring.backtest import Backtest, backtest, series_of
from luodi.measuring.errors import OutOfRange, Uneven
from luodi.measuring.figures import NotAssessable
from luodi.measuring.goals import Goal
from luodi.measuring.outlook import Drift, Outlook, fan, fit, outlook
from luodi.measuring.tracking import EurostatTrend, SdsnTrend, eurostat, growth_rate, sdsn

YEARS = [2020.0, 2021, 2022, 2023, 2024, 2025]
STEADY = [30.0, 31, 33, 33.5, 35, 36]


@pytest.mark.parametrize(
    ("last", "kind"),
    [(29, "decreasing"), (31, "stagnating"), (34, "moderately_improving"), (35, "on_track")],
)
def test_classes_of_sdsn(last: float, kind: str) -> None:
    found = sdsn([2020, 2025], [30, last], Goal(40), 2030)
    assert isinstance(found, SdsnTrend)
    assert found.kind == kind
    assert found.ratio == pytest.approx((last - 30) / 5)


def test_a_goal_that_is_held_is_on_track_and_one_that_was_lost_has_no_pace() -> None:
    held = sdsn([2020, 2025], [45, 41], Goal(40), 2030)
    assert isinstance(held, SdsnTrend)
    assert held.kind == "on_track"
    assert sdsn([2020, 2025], [45, 39], Goal(40), 2030) == NotAssessable("no_distance")


def test_sdsn_may_look_at_the_last_years_only() -> None:
    found = sdsn([2015, 2020, 2025], [30, 40, 35], Goal(60), 2030, recent=5)
    assert isinstance(found, SdsnTrend)
    assert (found.seen, found.needed, found.kind) == (-1, 2, "decreasing")


@pytest.mark.parametrize(
    ("last", "kind"),
    [(99, "moving_away"), (110, "insufficient"), (130, "moderate"), (141.5, "significant")],
)
def test_classes_of_eurostat_for_a_doubling(last: float, kind: str) -> None:
    found = eurostat([2020, 2025], [100, last], Goal(200), 2030)
    assert isinstance(found, EurostatTrend)
    assert (found.basis, found.kind) == ("growth_rate", kind)
    assert found.needed == pytest.approx(2 ** (1 / 10) - 1)


@pytest.mark.parametrize(
    ("pace", "kind"),
    [
        (0.095, "significant"),
        (0.0949, "moderate"),
        (0.06, "moderate"),
        (0.0599, "insufficient"),
        (0.0, "insufficient"),
        (-0.0001, "moving_away"),
    ],
)
def test_the_bounds_of_eurostat_belong_to_the_better_class(pace: float, kind: str) -> None:
    """Ten per cent a year are needed; each pace is that of a rate, and of a difference."""
    rate = eurostat([2020, 2025], [100, 100 * (1 + pace) ** 5], Goal(100 * 1.1**10), 2030)
    step = eurostat([2020, 2025], [10, 10 + pace * 50], Goal(20), 2030, is_share=True)
    assert isinstance(rate, EurostatTrend)
    assert isinstance(step, EurostatTrend)
    assert (rate.kind, step.kind) == (kind, kind)
    assert rate.ratio == pytest.approx(pace * 10)
    assert step.ratio == pytest.approx(pace * 10)


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        (35, "on_track"),
        (34.999, "moderately_improving"),
        (32.5, "moderately_improving"),
        (32.499, "stagnating"),
        (30, "stagnating"),
        (29.999, "decreasing"),
    ],
)
def test_the_bounds_of_sdsn_belong_to_the_better_class(last: float, kind: str) -> None:
    found = sdsn([2020, 2025], [30, last], Goal(40), 2030)
    assert isinstance(found, SdsnTrend)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("values", "goal", "share"),
    [([30, 35], 40, True), ([0, 5], 10, False), ([-10, -5], 0, False), ([5, -1], 10, False)],
)
def test_shares_zero_and_negative_values_are_compared_by_differences(
    values: list[float], goal: float, share: bool
) -> None:
    found = eurostat([2020, 2025], values, Goal(goal), 2030, share)
    assert isinstance(found, EurostatTrend)
    assert found.basis == "difference"
    assert found.ratio == pytest.approx((values[1] - values[0]) / 5 / ((goal - values[0]) / 10))


def test_a_fall_towards_a_lower_goal_is_progress() -> None:
    found = eurostat([2020, 2025], [100, 75], Goal(60, "down"), 2030)
    assert isinstance(found, EurostatTrend)
    assert found.kind == "significant"
    assert found.seen < 0


def test_growth_rates_of_impossible_values_are_not_assessable() -> None:
    assert growth_rate(100, 121, 2) == pytest.approx(0.1)
    assert growth_rate(0, 5, 2) == NotAssessable("no_growth_rate")
    with pytest.raises(OutOfRange):
        growth_rate(1, 2, 0)


def test_times_must_rise_and_match() -> None:
    with pytest.raises(OutOfRange, match="time 3"):
        eurostat([2020, 2021, 2021], [1, 2, 3], Goal(5), 2030)
    with pytest.raises(Uneven):
        sdsn([2020, 2021], [1, 2, 3], Goal(5), 2030)
    with pytest.raises(OutOfRange):
        sdsn([2020, 2021], [1, 2], Goal(5), 2020)


# --- the drift model -----------------------------------------------------------------------------


def test_the_probability_is_that_of_the_formula() -> None:
    found = outlook(YEARS, STEADY, Goal(40), 2028)
    assert isinstance(found, Outlook)
    changes = np.diff(STEADY)
    mean, s, n, h = changes.mean(), changes.std(ddof=1), 5, 3
    error = s * math.sqrt(h + h * h / n)
    expected = stats.t.sf((40 - (36 + h * mean)) / error, n - 1)
    assert found.probability.value == pytest.approx(expected, abs=1e-12)
    assert found.forecast.value == pytest.approx(36 + h * mean)
    reach = stats.t.ppf(0.9, n - 1) * error
    assert found.forecast.high - found.forecast.value == pytest.approx(reach)
    assert found.probability.low < found.probability.value < found.probability.high


def test_fewer_than_five_points_are_not_assessable() -> None:
    found = outlook(YEARS[:4], STEADY[:4], Goal(40), 2028)
    assert found == NotAssessable("too_few", 4, 5)
    assert isinstance(found, NotAssessable)
    assert found.message_zh == "数据点不足，无法评估（4个，至少需要5个）"
    assert found.message_en == "too few points to assess (4, at least 5 are needed)"
    assert outlook([], [], Goal(40), 2028) == NotAssessable("too_few", 0, 5)


def test_without_noise_or_after_the_date_nothing_is_said() -> None:
    assert outlook(YEARS, [7.0] * 6, Goal(8), 2028) == NotAssessable("no_variation")
    assert outlook(YEARS, [0.1 * n for n in range(6)], Goal(8), 2028) == NotAssessable(
        "no_variation"
    )
    assert outlook(YEARS, STEADY, Goal(40), 2025) == NotAssessable("past_due")


def walk() -> Drift:
    found = fit(YEARS, STEADY)
    assert isinstance(found, Drift)
    return found


def test_the_fan_opens() -> None:
    widths = [one.high - one.low for one in fan(walk(), [2026, 2027, 2028, 2030])]
    assert widths == sorted(widths)
    with pytest.raises(OutOfRange):
        walk().forecast(2025)


def test_steps_of_uneven_length_are_weighed_by_their_length() -> None:
    found = fit([2015, 2016, 2018, 2020, 2025], [1.0, 2, 4, 6, 12])
    assert isinstance(found, Drift)
    assert found.drift == pytest.approx(1.1)
    assert found.spread == pytest.approx(math.sqrt((0.01 + 0.02 + 0.02 + 0.05) / 3))


values = st.lists(st.integers(-500, 500), min_size=6, max_size=6)


@given(values, st.integers(-600, 600), st.integers(-600, 600), st.integers(1, 20))
def test_probabilities_are_bounded_and_fall_with_the_goal(
    series: list[int], goal: int, other: int, years: int
) -> None:
    found = fit(YEARS, [float(value) for value in series])
    assume(isinstance(found, Drift))
    assert isinstance(found, Drift)
    low, high = sorted((goal, other))
    easy = found.chance(Goal(low), 2025 + years)
    hard = found.chance(Goal(high), 2025 + years)
    assert 0 <= hard.low <= hard.value <= hard.high <= 1
    assert hard.value <= easy.value
    below = found.chance(Goal(low, "down"), 2025 + years)
    assert easy.value + below.value == pytest.approx(1)
    between = found.chance(Goal(low, "band", high), 2025 + years)
    assert between.value == pytest.approx(easy.value - hard.value, abs=1e-9)


@given(values, st.integers(-600, 600), st.integers(-50, 50), st.integers(1, 9))
def test_probabilities_do_not_depend_on_the_unit(
    series: list[int], goal: int, moved: int, factor: int
) -> None:
    found = fit(YEARS, [float(value) for value in series])
    other = fit(YEARS, [float(factor * value + moved) for value in series])
    assert isinstance(found, Drift) == isinstance(other, Drift)
    if isinstance(found, Drift) and isinstance(other, Drift):
        there = other.chance(Goal(factor * goal + moved), 2028).value
        assert found.chance(Goal(goal), 2028).value == pytest.approx(there, abs=1e-9)


# --- the backtest ------------------------------------------------------------------------------------


def walks(count: int, drift: float, seed: int, years: int = 15) -> list[list[float]]:
    random = np.random.default_rng(seed)
    own = random.normal(0, drift, count)[:, None]
    found: list[list[float]] = (
        50 + (own + random.normal(0, 1, (count, years))).cumsum(axis=1)
    ).tolist()
    return found


def scored(figures: list[list[float]], goal: float) -> Backtest:
    times = [2010.0 + year for year in range(len(figures[0]))]
    series = [series_of(times, one, Goal(one[-1] + goal), times[-1] + 3) for one in figures]
    found = backtest(series)
    assert isinstance(found, Backtest)
    return found


def test_where_paces_differ_the_probability_beats_the_base_rate() -> None:
    found = scored(walks(40, 2.0, 1), goal=3)
    assert found.may_be_shown
    assert found.brier < 0.7 * found.base
    assert found.gain.low > 0
    assert found.gain.value == pytest.approx(found.base - found.brier)
    assert sum(one.forecasts for one in found.reliability) == found.forecasts


def test_what_is_said_comes_true_as_often_as_is_said() -> None:
    for one in scored(walks(300, 2.0, 5), goal=3).reliability:
        assert one.came_true == pytest.approx(one.said, abs=0.08)


def test_where_all_is_noise_the_probability_is_not_shown() -> None:
    random = np.random.default_rng(3)
    noise = (50 + random.normal(0, 1, (40, 15))).tolist()
    assert not scored(noise, goal=0.5).may_be_shown


def test_a_few_series_are_not_enough_however_good() -> None:
    found = scored(walks(4, 5.0, 1), goal=3)
    assert found.brier < found.base
    assert not found.may_be_shown


def test_short_series_cannot_be_tested() -> None:
    short = series_of(YEARS[:5], STEADY[:5], Goal(40), 2028)
    assert backtest([short]) == NotAssessable("too_few", 5, 6)
    assert backtest([]) == NotAssessable("too_few", 0, 6)


def test_the_order_of_series_does_not_matter() -> None:
    figures = walks(10, 1.0, 2)
    one, other = scored(figures, 2), scored(figures[::-1], 2)
    assert (one.forecasts, one.brier) == (other.forecasts, pytest.approx(other.brier))
