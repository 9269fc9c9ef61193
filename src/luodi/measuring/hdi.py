"""The Human Development Index, as a check of goalposts and geometric means.

Source: UNDP, Human Development Report, technical note 1: goalposts 20-85 years of life, 0-18 and
0-15 years of schooling, 100-75,000 international dollars (logarithms), each index between 0 and 1;
education is a mean of two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, even, not_negative, positive, vector


@dataclass(frozen=True, slots=True)
class HumanDevelopment:
    """Dimension indices and the index, all from 0 to 1."""

    life: float
    education: float
    income: float
    index: float


def goalpost(value: float, low: float, high: float, logarithm: bool = False) -> float:
    """Where a value stands between two fixed posts, 0 to 1, capped; `low` above `high` where less
    is better.

    Raises OutOfRange for equal posts, and for a value or post that has no logarithm.
    """
    x, worst, best = vector([value, low, high], "数值与目标界").tolist()
    if worst == best:
        raise OutOfRange("两个界限相同", "the two goalposts are equal")
    if logarithm:
        x, worst, best = np.log(positive(np.array([x, worst, best]), "取对数的数")).tolist()
    return float(min(1.0, max(0.0, (x - worst) / (best - worst))))


def geometric_mean(values: Figures, weights: Figures | None = None) -> float:
    """The weighted geometric mean of values that are not negative, shape (n,); one zero makes it
    zero.

    Raises OutOfRange for a negative value or weight, or weights that sum to zero.
    """
    x = not_negative(vector(values, "各项"), "各项")
    w = np.ones(len(x)) if weights is None else not_negative(vector(weights, "权重"), "权重")
    even(("各项", x), ("权重", w))
    if w.sum() == 0:
        raise OutOfRange("权重之和为零", "the weights sum to zero")
    counted = w > 0
    if (x[counted] == 0).any():
        return 0.0
    return float(np.exp((w[counted] * np.log(x[counted])).sum() / w.sum()))


def hdi(
    life: float, expected_schooling: float, mean_schooling: float, income: float
) -> HumanDevelopment:
    """The index from years of life, expected and mean years of schooling, and income per head in
    2017 PPP dollars.

    Raises NotFinite, and OutOfRange for an income of zero or less.
    """
    lived = goalpost(life, 20, 85)
    taught = (goalpost(expected_schooling, 0, 18) + goalpost(mean_schooling, 0, 15)) / 2
    earned = goalpost(income, 100, 75_000, logarithm=True)
    return HumanDevelopment(lived, taught, earned, geometric_mean([lived, taught, earned]))
