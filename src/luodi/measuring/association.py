"""Whether two figures of the same units go together.

Source: Spearman (1904), the correlation of ranks, which one extreme unit does not carry by itself;
Bonett and Wright (2000), Psychometrika 65, for the error of its Fisher transform.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special, stats

from luodi.measuring.figures import Figures, Interval, NotAssessable, even, level_checked, vector

LEAST_PAIRS = 6


@dataclass(frozen=True, slots=True)
class Association:
    """The correlation of ranks, from -1 to 1, with its interval; `of` pairs. `is_certain`: the
    interval does not hold zero."""

    of: int
    rank_correlation: Interval

    @property
    def is_certain(self) -> bool:
        return self.rank_correlation.low > 0 or self.rank_correlation.high < 0


def association(x: Figures, y: Figures, level: float = 0.95) -> Association | NotAssessable:
    """How far two figures, shape (units,) each, rise together, by their ranks.

    Not assessable below 6 pairs, or where one of the two does not vary. Raises Uneven for columns
    of unlike length. That two figures go together says nothing of a cause.
    """
    across, up = vector(x, "数值"), vector(y, "相关值")
    even(("数值", across), ("相关值", up))
    count = len(across)
    if count < LEAST_PAIRS:
        return NotAssessable("too_few", count, LEAST_PAIRS)
    if across.min() == across.max() or up.min() == up.max():
        return NotAssessable("no_variation")
    found = float(stats.spearmanr(across, up).statistic)
    if abs(found) > 1 - 1e-12:
        return Association(count, Interval(found, found, found, level))
    error = math.sqrt((1 + found**2 / 2) / (count - 3))
    reach = float(special.ndtri((1 + level_checked(level)) / 2)) * error
    middle = math.atanh(found)
    ends = (math.tanh(middle - reach), math.tanh(middle + reach))
    return Association(count, Interval(found, *ends, level))
