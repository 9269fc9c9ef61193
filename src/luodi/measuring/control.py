"""The XmR control chart: what is noise, what is a change, and whether a target is met by chance.

Limits: mean ± 2.66 × mean moving range (Wheeler). Labels, their precedence and the classes of
assurance: NHS England's "Making Data Count" as published with NHSRplotthedots 0.2. What a chart
calls for is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, Floats, vector

Cause = Literal[
    "Common Cause", "Above UCL", "Below LCL",
    "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)",
    "2 in 3 Above CL", "2 in 3 Below CL", "7 Points Above CL", "7 Points Below CL",
]  # fmt: skip
PointType = Literal[
    "common_cause", "special_cause_improvement", "special_cause_concern",
    "special_cause_neutral_high", "special_cause_neutral_low",
]  # fmt: skip
Assurance = Literal["consistent_pass", "consistent_fail", "inconsistent", "no_target"]
CallsFor = Literal["nothing", "look_at_improvement", "look_at_concern", "look_at_change"]
Better = Literal["up", "down", "neutral"]

LIMIT = 2.66  # 3 / d2 of two points: three sigma from the mean moving range
SCREEN = 3.267  # D4 of two points: a moving range above it is itself out of control
RUN = 7
SETTLED = 13  # points below which NHS England calls limits provisional

_CHART_WORDS: dict[CallsFor, tuple[str, str]] = {
    "nothing": ("未见值得追究的变化", "no change that calls for anything"),
    "look_at_improvement": ("持续向好，宜弄清原因", "it keeps getting better: find out why"),
    "look_at_concern": ("持续变差，宜弄清原因", "it keeps getting worse: find out why"),
    "look_at_change": ("持续变化，宜弄清原因", "it keeps changing: find out why"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of the chart and its label."""

    value: float
    relative_to_mean: int
    outside_limits: bool
    close_to_limits: bool
    cause: Cause
    kind: PointType


@dataclass(frozen=True, slots=True)
class Chart:
    """Centre and limits in the unit of the figures, points in order, assurance of the target, what
    it calls for.
    """

    mean: float
    lower: float
    upper: float
    points: tuple[Point, ...]
    assurance: Assurance
    calls_for: CallsFor

    @property
    def is_provisional(self) -> bool:
        """Whether there are too few points for settled limits."""
        return len(self.points) < SETTLED

    @property
    def message_zh(self) -> str:
        return _CHART_WORDS[self.calls_for][0]

    @property
    def message_en(self) -> str:
        return _CHART_WORDS[self.calls_for][1]


def xmr(
    values: Figures,
    better: Better = "up",
    target: float | None = None,
    screen_outliers: bool = True,
    base_points: int | None = None,
) -> Chart:
    """The chart of figures in order of time, shape (n,).

    `screen_outliers` drops moving ranges of 3.267 times their mean or more before the limits;
    `base_points` takes the limits from the first so many only (a rebase by decision). Raises
    TooFew below two figures.
    """
    y = vector(values, "序列", least=2)
    if base_points is not None and not 2 <= base_points <= len(y):
        raise OutOfRange("基准点数须在2与总数之间", "base points: from 2 to the number of figures")
    mean, reach = _centre(y[:base_points], screen_outliers)
    lower, upper = mean - reach, mean + reach
    side = np.sign(y - mean).astype(np.int64)
    outside = (y > upper) | (y < lower)
    close = ~outside & (np.abs(y - mean) > reach * 2 / 3)
    points = tuple(
        Point(float(v), int(s), bool(o), bool(c), cause, _kind(cause, int(s), better))
        for v, s, o, c, cause in zip(
            y, side, outside, close, _causes(y, side, outside, close), strict=True
        )
    )
    return Chart(
        mean, lower, upper, points, _assurance(lower, upper, target, better), _call(points, better)
    )


def _centre(y: Floats, screen: bool) -> tuple[float, float]:
    """The mean and the distance of the limits from it."""
    ranges = np.abs(np.diff(y))
    if screen and ranges.any():
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    # The mean of equal figures may differ from them in the last bit and so lie outside itself.
    mean = float(y.mean()) if ranges.any() else float(y[0])
    return mean, float(LIMIT * ranges.mean())


def _causes(
    y: Floats, side: NDArray[np.int64], outside: NDArray[np.bool_], close: NDArray[np.bool_]
) -> list[Cause]:
    """The label of each point, the first that fits in the order of precedence."""
    trend = _runs(np.sign(np.diff(y)).astype(np.int64), RUN - 1, joins=1)
    one_side = _runs(side, RUN)
    two = close & _two_in_three(side, close)
    return [_cause(*row) for row in zip(outside, side, trend, two, one_side, strict=True)]


def _cause(outside: bool, side: int, trend: int, two: bool, one_side: int) -> Cause:
    if outside:
        return "Above UCL" if side > 0 else "Below LCL"
    if trend:
        return "7 Point Trend (Increasing)" if trend > 0 else "7 Point Trend (Decreasing)"
    if two:
        return "2 in 3 Above CL" if side > 0 else "2 in 3 Below CL"
    if one_side:
        return "7 Points Above CL" if one_side > 0 else "7 Points Below CL"
    return "Common Cause"


def _runs(signs: NDArray[np.int64], length: int, joins: int = 0) -> NDArray[np.int64]:
    """The sign of the run of at least `length` equal signs that each point is part of, 0 for none.

    `joins` 1: signs stand between points, so a run has one point more.
    """
    found = np.zeros(len(signs) + joins, dtype=np.int64)
    if len(signs) < length:
        return found
    windows = sliding_window_view(signs, length)
    for at in np.flatnonzero((windows == windows[:, :1]).all(axis=1) & (windows[:, 0] != 0)):
        found[at : at + length + joins] = signs[at]
    return found


def _two_in_three(side: NDArray[np.int64], close: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Points in a stretch of three on one side of the mean of which two are close to the limit."""
    found = np.zeros(len(side), dtype=np.bool_)
    if len(side) < 3:
        return found
    same = np.abs(sliding_window_view(side, 3).sum(axis=1)) == 3
    near = sliding_window_view(close, 3).sum(axis=1) >= 2
    for at in np.flatnonzero(same & near):
        found[at : at + 3] = True
    return found


def _kind(cause: Cause, side: int, better: Better) -> PointType:
    if cause == "Common Cause":
        return "common_cause"
    if better == "neutral":
        return "special_cause_neutral_high" if side > 0 else "special_cause_neutral_low"
    good = side == (1 if better == "up" else -1)
    return "special_cause_improvement" if good else "special_cause_concern"


def _assurance(lower: float, upper: float, target: float | None, better: Better) -> Assurance:
    """Whether noise alone decides if the target is met."""
    if target is None or better == "neutral":
        return "no_target"
    if lower <= target <= upper:
        return "inconsistent"
    return "consistent_pass" if (target < lower) == (better == "up") else "consistent_fail"


def _call(points: tuple[Point, ...], better: Better) -> CallsFor:
    """What the end of the series calls for: two points that say the same, because one odd month is
    no news.
    """
    last, before = points[-1].kind, points[-2].kind
    if last == "common_cause" or last != before:
        return "nothing"
    if better == "neutral":
        return "look_at_change"
    return "look_at_improvement" if last == "special_cause_improvement" else "look_at_concern"
