"""A goal as a number: to be reached upwards, downwards, or a band to lie in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Direction, Figures, Floats, even, vector


@dataclass(frozen=True, slots=True)
class Goal:
    """`value` in the unit of the indicator; a band lies from `value` to `upper`, both good."""

    value: float
    direction: Direction = "up"
    upper: float | None = None

    def __post_init__(self) -> None:
        if (self.direction == "band") != (self.upper is not None):
            raise OutOfRange("区间目标须有下限和上限", "a band, and only a band, has two ends")
        if self.upper is not None and self.upper < self.value:
            raise OutOfRange("区间的上限小于下限", "the upper end of the band is below the lower")
        vector([self.value, self.high], "目标")

    @property
    def high(self) -> float:
        """The upper end of a band, else the value."""
        return self.value if self.upper is None else self.upper

    def holds(self, figure: float) -> bool:
        """Whether a figure meets the goal; an end of it does."""
        if self.direction == "down":
            return figure <= self.value
        return self.value <= figure and (self.direction == "up" or figure <= self.high)

    def edge(self, figure: float) -> float:
        """What a figure has to reach: of a band the nearer end."""
        return self.high if self.direction == "band" and figure > self.high else self.value

    def moved(self, low: float, high: float) -> Goal:
        """The same goal with other ends."""
        return Goal(low, self.direction, high if self.upper is not None else None)


def dated(times: Figures, values: Figures, least: int) -> tuple[Floats, Floats]:
    """Times and values of a series, checked: shape (n,) each, n at least `least`, times strictly
    rising.

    Raises NotFinite, Uneven, TooFew, and OutOfRange for times out of order.
    """
    when, what = vector(times, "时间", least), vector(values, "数值", least)
    even(("时间", when), ("数值", what))
    wrong = np.flatnonzero(np.diff(when) <= 0)
    if len(wrong):
        raise OutOfRange(
            f"第{wrong[0] + 2}个时间不晚于前一个",
            f"time {wrong[0] + 2} is not after the one before it",
        )
    return when, what
