"""How the first city stands to the next: primacy and the rank-size rule.

Sources: Jefferson (1939), primacy; Gabaix and Ibragimov, "Rank - 1/2", Journal of Business and
Economic Statistics 29 (2011), which also gives the standard error |slope|·sqrt(2/n).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, positive, vector


@dataclass(frozen=True, slots=True)
class Primacy:
    """First over second; first over the sum of the first four; first over all."""

    two_city: float
    four_city: float
    share: float


@dataclass(frozen=True, slots=True)
class RankSize:
    """ln(rank - shift) = intercept + slope · ln(size); a slope of -1 is Zipf's rule."""

    slope: float
    intercept: float
    error: float
    n: int


def primacy(sizes: Figures) -> Primacy:
    """Primacy of the largest size, shape (n,); `four_city` uses all where there are fewer than
    four.

    Raises TooFew below two sizes, OutOfRange for one that is not above zero.
    """
    ordered = np.sort(positive(vector(sizes, "规模", 2), "规模"))[::-1]
    first = float(ordered[0])
    return Primacy(
        first / float(ordered[1]), first / float(ordered[:4].sum()), first / float(ordered.sum())
    )


def rank_size(sizes: Figures, shift: float = 0.5) -> RankSize:
    """The rank-size line by least squares, shape (n,); `shift` 0 is the old form, which is biased
    in small samples.

    Raises TooFew below three sizes, OutOfRange for one not above zero, for equal sizes only and a
    shift outside 0..1.
    """
    ordered = np.sort(positive(vector(sizes, "规模", 3), "规模"))[::-1]
    if not 0 <= shift < 1:
        raise OutOfRange("位序修正须在0与1之间", "the shift of ranks lies from 0 to below 1")
    if ordered[0] == ordered[-1]:
        raise OutOfRange("规模全都相同，无法拟合", "all sizes are equal; no line can be fitted")
    x, y = np.log(ordered), np.log(np.arange(1, len(ordered) + 1) - shift)
    deviation = x - x.mean()
    slope = float((deviation * y).sum() / (deviation**2).sum())
    intercept = float(y.mean() - slope * x.mean())
    return RankSize(slope, intercept, abs(slope) * math.sqrt(2 / len(x)), len(x))
