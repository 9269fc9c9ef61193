"""Whether the probabilities of `outlook` have been worth anything: a rolling backtest, pooled over
series.

From every earlier point with at least five figures behind it the walk is fitted anew and asked for
each later figure within the horizon of today's goal. The goal of the past is as far away, for its
horizon, as today's goal is for its own; whether it was met is known. Source: Brier (1950);
comparison with the base rate as in Murphy (1973).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from luodi.measuring.figures import Figures, Floats, Interval, NotAssessable, level_checked
from luodi.measuring.goals import Goal, dated
from luodi.measuring.outlook import LEAST_POINTS, fit

LEAST_FORECASTS, LEAST_SERIES = 30, 5
_BINS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one indicator with its goal and due time, in years."""

    times: tuple[float, ...]
    values: tuple[float, ...]
    goal: Goal
    due: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts between two probabilities: how many, what they said on average, how often it came
    true.
    """

    low: float
    high: float
    forecasts: int
    said: float
    came_true: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """`brier` of the forecasts, `base` of always saying the pooled share; `gain` is base less
    brier, its interval over series.
    """

    series: int
    forecasts: int
    share: float
    brier: float
    base: float
    gain: Interval
    reliability: tuple[Bin, ...]

    @property
    def may_be_shown(self) -> bool:
        """Whether a probability has earned its place: enough forecasts, and better than the base
        rate.
        """
        enough = self.forecasts >= LEAST_FORECASTS and self.series >= LEAST_SERIES
        return enough and self.brier < self.base


def backtest(
    pooled: Sequence[Series], level: float = 0.9, draws: int = 1000, seed: int = 0
) -> Backtest | NotAssessable:
    """The score of past forecasts over all series; not assessable where none has six figures.

    The interval of the gain draws whole series again (`draws` times, by `seed`), because forecasts
    of one series hang together. Raises what `outlook` raises for a bad series.
    """
    level_checked(level)
    per_series = [found for one in pooled if len(found := _forecasts(one))]
    if not per_series:
        longest = max((len(one.values) for one in pooled), default=0)
        return NotAssessable("too_few", longest, LEAST_POINTS + 1)
    said, true = np.concatenate(per_series).T
    share = float(true.mean())
    return Backtest(
        len(per_series), len(said), share, float(((said - true) ** 2).mean()), share * (1 - share),
        _gain(per_series, level, draws, seed), tuple(_bins(said, true)),
    )  # fmt: skip


def _forecasts(one: Series) -> Floats:
    """What was said and what came, shape (m, 2)."""
    when, what = dated(one.times, one.values, least=0)
    rows: list[tuple[float, float]] = []
    for end in range(LEAST_POINTS, len(when)):
        walk = fit(when[:end], what[:end])
        if isinstance(walk, NotAssessable):
            continue
        for later in _later(when, end, one.due - float(when[-1])):
            goal = _past_goal(one, float(what[end - 1]), float(when[later] - when[end - 1]))
            said = walk.chance(goal, float(when[later])).value
            rows.append((said, float(goal.holds(float(what[later])))))
    return np.asarray(rows, dtype=np.float64).reshape(-1, 2)


def _later(when: Floats, end: int, horizon: float) -> Iterator[int]:
    """The figures that lie within the horizon, and the next one in any case."""
    for later in range(end, len(when)):
        if later == end or when[later] - when[end - 1] <= horizon + 1e-9:
            yield later


def _past_goal(one: Series, figure: float, years: float) -> Goal:
    """Today's goal seen from an earlier figure: the way to go shrinks with the horizon."""
    horizon = one.due - one.times[-1]
    part = years / horizon if horizon > 0 else 1.0
    last = one.values[-1]
    low, high = one.goal.value - last, one.goal.high - last
    return one.goal.moved(figure + low * part, figure + high * part)


def _gain(per_series: list[Floats], level: float, draws: int, seed: int) -> Interval:
    """Base less Brier score, with its bootstrap interval over series."""
    sums = np.array(
        [
            [len(rows), rows[:, 1].sum(), ((rows[:, 0] - rows[:, 1]) ** 2).sum()]
            for rows in per_series
        ]
    )
    chosen = np.random.default_rng(seed).integers(len(sums), size=(draws, len(sums)))
    ends = np.quantile(_gains(sums[chosen].sum(axis=1)), [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(_gains(sums.sum(axis=0)[None])[0]), float(ends[0]), float(ends[1]), level)


def _gains(sums: Floats) -> Floats:
    count, true, squares = sums.T
    share = true / count
    gains: Floats = share * (1 - share) - squares / count
    return gains


def _bins(said: Floats, true: Floats) -> Iterator[Bin]:
    """Five equal classes of probability; an empty one is left out."""
    place = np.minimum((said * _BINS).astype(np.int64), _BINS - 1)
    for at in range(_BINS):
        inside = place == at
        if inside.any():
            yield Bin(
                at / _BINS, (at + 1) / _BINS, int(inside.sum()),
                float(said[inside].mean()), float(true[inside].mean()),
            )  # fmt: skip


def series_of(times: Figures, values: Figures, goal: Goal, due: float) -> Series:
    """A checked series; raises NotFinite, Uneven and OutOfRange."""
    when, what = dated(times, values, least=0)
    return Series(tuple(when.tolist()), tuple(what.tolist()), goal, due)
