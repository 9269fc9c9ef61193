"""The probability of reaching a goal by its date, from a random walk with drift.

The drift d is the change over the whole series divided by its length T in years; s² is the mean
square of the changes about it, each divided by its own step, with n - 1 degrees of freedom for n
changes. The forecast h years on is last + h·d with standard error s·sqrt(h + h²/T), spread as
Student's t. For equal steps this is the drift method of Hyndman and Athanasopoulos, "Forecasting:
Principles and Practice", 5.2; uneven steps follow from Brownian motion with drift.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, Interval, NotAssessable, level_checked
from luodi.measuring.goals import Goal, dated

LEAST_POINTS = 5
LEVEL = 0.8  # of the fan, and of the interval of the probability

Band = Literal["likely", "open", "unlikely"]
BAND_WORDS: dict[str, tuple[str, str]] = {
    "likely": ("很可能达到", "likely to be reached"),
    "open": ("尚难断定", "open"),
    "unlikely": ("恐难达到", "unlikely to be reached"),
}


@dataclass(frozen=True, slots=True)
class Drift:
    """A fitted walk: `drift` in units a year, `spread` in units per root of a year, `span` in
    years, `points` figures.
    """

    last_time: float
    last: float
    drift: float
    spread: float
    span: float
    points: int

    @property
    def freedom(self) -> int:
        return self.points - 2

    def error(self, years: float) -> float:
        """The standard error of a forecast so many years on."""
        return self.spread * math.sqrt(years + years * years / self.span)

    def forecast(self, time: float, level: float = LEVEL) -> Interval:
        """The value expected at a time with its prediction interval; OutOfRange for a time that is
        past.
        """
        years = self._ahead(time)
        middle = self.last + years * self.drift
        reach = self._quantile(level) * self.error(years)
        return Interval(middle, middle - reach, middle + reach, level)

    def chance(self, goal: Goal, time: float, level: float = LEVEL) -> Interval:
        """The probability that the goal holds at a time, with an interval from the uncertainty of
        the drift.
        """
        years = self._ahead(time)
        middle = _chance(goal, self.last + years * self.drift, self.error(years), self.freedom)
        moved = self._quantile(level) * self.spread / math.sqrt(self.span)
        ends = [
            _chance(goal, self.last + years * drift, self.spread * math.sqrt(years), self.freedom)
            for drift in (self.drift - moved, self.drift, self.drift + moved)
        ]
        return Interval(middle, min(middle, *ends), max(middle, *ends), level)

    def _ahead(self, time: float) -> float:
        if not time > self.last_time:
            raise OutOfRange("预测的时间须晚于最后一期", "a forecast must be after the last figure")
        return time - self.last_time

    def _quantile(self, level: float) -> float:
        return float(special.stdtrit(self.freedom, (1 + level_checked(level)) / 2))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected at the due date; whether `probability` may be shown, the backtest
    says.

    `expected_to_hold`: whether the middle of the forecast meets the goal (words without a
    probability).
    """

    points: int
    drift: float
    spread: float
    forecast: Interval
    probability: Interval
    expected_to_hold: bool

    @property
    def band(self) -> Band:
        if self.probability.value >= 0.8:
            return "likely"
        return "open" if self.probability.value > 0.2 else "unlikely"

    @property
    def words_zh(self) -> str:
        return "按目前步伐可以达到" if self.expected_to_hold else "按目前步伐达不到"

    @property
    def words_en(self) -> str:
        return (
            "reached at the present pace" if self.expected_to_hold else "missed at the present pace"
        )


def fit(times: Figures, values: Figures) -> Drift | NotAssessable:
    """The walk of a series, shape (n,), times in years; not assessable below 5 points or when all
    changes are equal.
    """
    when, what = dated(times, values, least=0)
    if len(when) < LEAST_POINTS:
        return NotAssessable("too_few", len(when), LEAST_POINTS)
    steps, changes = np.diff(when), np.diff(what)
    span = float(when[-1] - when[0])
    drift = float(what[-1] - what[0]) / span
    spread = math.sqrt(float(((changes - drift * steps) ** 2 / steps).sum()) / (len(steps) - 1))
    # Below the precision of floats the spread is rounding, not noise.
    if spread * math.sqrt(span) <= 1e-12 * float(np.abs(what).max(initial=0)):
        return NotAssessable("no_variation")
    return Drift(float(when[-1]), float(what[-1]), drift, spread, span, len(when))


def outlook(
    times: Figures, values: Figures, goal: Goal, due: float, level: float = LEVEL
) -> Outlook | NotAssessable:
    """The forecast and the probability of meeting a goal at `due`, from a series of shape (n,),
    times in years.

    Not assessable below 5 points, where all changes are equal, or where the date has come. Raises
    NotFinite, Uneven and OutOfRange (times out of order, level).
    """
    walk = fit(times, values)
    if isinstance(walk, NotAssessable):
        return walk
    if due <= walk.last_time:
        return NotAssessable("past_due")
    expected = walk.forecast(due, level)
    chance = walk.chance(goal, due, level)
    return Outlook(
        walk.points, walk.drift, walk.spread, expected, chance, goal.holds(expected.value)
    )


def fan(walk: Drift, times: Figures, level: float = LEVEL) -> tuple[Interval, ...]:
    """Forecasts with their intervals at several later times, shape (m,), for a chart."""
    return tuple(walk.forecast(float(time), level) for time in times)


def _chance(goal: Goal, middle: float, error: float, freedom: int) -> float:
    """Probability that a t-spread figure meets the goal."""
    below = float(special.stdtr(freedom, (goal.value - middle) / error))
    if goal.direction == "down":
        return below
    if goal.direction == "up":
        return float(special.stdtr(freedom, (middle - goal.value) / error))
    return max(0.0, float(special.stdtr(freedom, (goal.high - middle) / error)) - below)
