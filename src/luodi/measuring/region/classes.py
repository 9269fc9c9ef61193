"""Class breaks for a map, each with the name of its method.

Sources: Fisher, "On Grouping for Maximum Homogeneity", JASA 53 (1958), known to map makers as
Jenks' natural breaks: the classes with the least sum of squared deviations, found exactly.
"""

from __future__ import annotations

import numpy as np

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, Floats, vector


def natural_breaks(values: Figures, classes: int) -> tuple[float, ...]:
    """Upper bounds of Fisher's classes, the last the greatest value; shape (n,) to (classes,),
    n·n·classes steps.

    Raises OutOfRange for fewer than two classes or more than there are different values.
    """
    x = np.sort(vector(values, "数值"))
    _check(x, classes)
    # cost[i] of the best grouping of the first i values into the classes so far
    moved = x - x.mean()  # squares of large figures would lose their last digits
    sums = np.concatenate([[0.0], moved.cumsum()])
    squares = np.concatenate([[0.0], (moved * moved).cumsum()])
    cost = np.full(len(x) + 1, np.inf)
    cost[0] = 0.0
    cuts = np.zeros((classes, len(x) + 1), dtype=np.int64)
    for at in range(classes):
        cost = _one_more(cost, sums, squares, cuts[at])
    ends, end = [], len(x)
    for row in cuts[::-1]:
        ends.append(float(x[end - 1]))
        end = int(row[end])
    return tuple(ends[::-1])


def equal_counts(values: Figures, classes: int) -> tuple[float, ...]:
    """Upper bounds of classes that hold equally many values (quantiles); raises as
    `natural_breaks`.
    """
    x = vector(values, "数值")
    _check(np.sort(x), classes)
    found = np.quantile(x, np.arange(1, classes + 1) / classes)
    return tuple(float(one) for one in found)


def _one_more(
    cost: Floats, sums: Floats, squares: Floats, cut: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Floats:
    """Costs with one more class; `cut` is filled with where that class begins."""
    found = np.full_like(cost, np.inf)
    for end in range(1, len(cost)):
        begin = np.arange(end)
        within = squares[end] - squares[:end] - (sums[end] - sums[:end]) ** 2 / (end - begin)
        totals = cost[:end] + np.maximum(within, 0)
        cut[end] = int(totals.argmin())
        found[end] = totals[cut[end]]
    return found


def _check(ordered: Floats, classes: int) -> None:
    different = 1 + int((np.diff(ordered) > 0).sum())
    if not 2 <= classes <= different:
        raise OutOfRange(
            f"分级数须在2与{different}之间（不同的数值个数）",
            f"from 2 to {different} classes, as many as there are different values",
        )
