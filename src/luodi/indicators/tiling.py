"""Places as equal squares, roughly where they lie.

Every place gets the free square of a grid that keeps the sum of squared shifts least: an assignment
problem (Kuhn 1955; Jonker and Volgenant 1987, as scipy solves it). So neighbours stay neighbours
as well as a grid allows, and the same places always lie the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

# A grid somewhat larger than the places leaves room for their shape.
ROOM = 1.5
IN_ORDER = 8

Point = tuple[float, float]
Square = tuple[int, int]


def squares(points: Sequence[Point | None]) -> tuple[list[Square], bool]:
    """Return column and row of each place, and whether they follow from where the places lie (by
    longitude and latitude). A place of which that is unknown stands below the others; where it is
    unknown of most, all stand in their order, eight a row or more where they are many."""
    known = [at for at, point in enumerate(points) if point is not None]
    if 2 * len(known) <= len(points):
        wide = max(IN_ORDER, math.ceil(math.sqrt(len(points) * ROOM)))
        return [(at % wide, at // wide) for at in range(len(points))], False
    found = dict(zip(known, _assigned(np.array([points[at] for at in known])), strict=True))
    below = 1 + max(row for _column, row in found.values())
    wide = 1 + max(column for column, _row in found.values())
    for count, at in enumerate(at for at in range(len(points)) if at not in found):
        found[at] = (count % wide, below + count // wide)
    return [found[at] for at in range(len(points))], True


def _assigned(places: NDArray[np.float64]) -> list[Square]:
    middle = math.radians(float(places[:, 1].mean()))
    flat = np.column_stack([places[:, 0] * math.cos(middle), -places[:, 1]])
    low, extent = flat.min(axis=0), np.ptp(flat, axis=0)
    wide, high = (float(one) or 1.0 for one in extent)
    side = math.sqrt(wide * high / (len(places) * ROOM))
    columns, rows = max(1, math.ceil(wide / side)), max(1, math.ceil(high / side))
    while columns * rows < len(places):
        columns, rows = (columns + 1, rows) if wide >= high else (columns, rows + 1)
    scale = np.array([columns - 1, rows - 1]) / np.where(extent > 0, extent, 1)
    wanted = (flat - low) * scale
    grid = np.array([(column, row) for row in range(rows) for column in range(columns)])
    cost = ((wanted[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    found = grid[chosen]
    found = found - found.min(axis=0)
    return [(int(column), int(row)) for column, row in found]
