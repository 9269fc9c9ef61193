"""How unequal places are: Theil's index with its parts between and within groups, and Gini's.

Sources: Theil, "Economics and Information Theory" (1967); Gini (1912). Without weights every place
counts the same; with population as weights it is inequality per head.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, Floats, even, not_negative, positive, vector


@dataclass(frozen=True, slots=True)
class Theil:
    """`total` = `between` + `within`, in nats; `share_between` is 0 where all are equal."""

    total: float
    between: float
    within: float

    @property
    def share_between(self) -> float:
        return self.between / self.total if self.total > 0 else 0.0


def theil(values: Figures, weights: Figures | None = None) -> float:
    """Theil's index of values, shape (n,): 0 when equal (per weight), ln n when one has all.

    Raises OutOfRange for a negative value, a weight not above zero, or values that sum to zero.
    """
    parts, sizes = _parts(values, weights)
    return _theil(parts, sizes)


def theil_by_group(
    values: Figures, groups: Sequence[Hashable], weights: Figures | None = None
) -> Theil:
    """Theil's index with its part between groups and within them; shapes (n,); raises as `theil`,
    and Uneven.
    """
    parts, sizes = _parts(values, weights)
    even(("数值", parts), ("分组", groups))
    order = {group: at for at, group in enumerate(dict.fromkeys(groups))}
    place = np.array([order[group] for group in groups])
    total = _theil(parts, sizes)
    between = min(total, _theil(_summed(place, parts), _summed(place, sizes)))
    return Theil(total, between, total - between)


def gini(values: Figures) -> float:
    """Gini's index of values, shape (n,): 0 when equal, 1 - 1/n when one has all; raises as
    `theil`.
    """
    x = np.sort(_parts(values, None)[0])
    n = len(x)
    return float(((2 * np.arange(1, n + 1) - n - 1) * x).sum() / (n * x.sum()))


def _parts(values: Figures, weights: Figures | None) -> tuple[Floats, Floats]:
    """Shares of the sum, and shares of the weights."""
    x = not_negative(vector(values, "数值"), "数值")
    if x.sum() == 0:
        raise OutOfRange("数值之和为零", "the values sum to zero")
    w = np.ones(len(x)) if weights is None else positive(vector(weights, "权重"), "权重")
    even(("数值", x), ("权重", w))
    return x / x.sum(), w / w.sum()


def _summed(place: NDArray[np.int64], values: Floats) -> Floats:
    found: Floats = np.bincount(place, values).astype(np.float64)
    return found


def _theil(parts: Floats, sizes: Floats) -> float:
    held = parts > 0
    # Never negative, but for the last bit.
    return max(0.0, float((parts[held] * np.log(parts[held] / sizes[held])).sum()))
