"""Outlines made light enough for a page: corners that no reader would miss are left out.

Source: Ramer (1972), Douglas and Peucker (1973). A ring keeps every corner that lies farther than a
tolerance from the line that would replace it; the tolerance is a share of the place's own extent,
so that a small place keeps its shape as well as a large one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# A place drawn 300 pixels wide is off by less than one.
TOLERANCE = 1 / 400
LEAST_CORNERS = 4
DIGITS = 5  # about a metre

Places = NDArray[np.float64]
Ring = tuple[tuple[float, float], ...]
Polygons = tuple[tuple[Ring, ...], ...]


def simplified(polygons: Polygons) -> list[list[list[list[float]]]]:
    """Return polygons with fewer corners, as JSON keeps them; rings that shrink to less than a
    triangle are left out, but for the largest."""
    rings = [np.asarray(ring, dtype=float) for polygon in polygons for ring in polygon]
    every = np.concatenate(rings)
    tolerance = float(np.hypot(*np.ptp(every, axis=0))) * TOLERANCE
    found = []
    for polygon in polygons:
        kept = [_ring(np.asarray(ring, dtype=float), tolerance) for ring in polygon]
        if len(kept[0]) >= LEAST_CORNERS:
            found.append([_written(ring) for ring in kept if len(ring) >= LEAST_CORNERS])
    return found or [[_written(max(rings, key=len))]]


def _written(ring: Places) -> list[list[float]]:
    return [[round(float(x), DIGITS), round(float(y), DIGITS)] for x, y in ring]


def _ring(ring: Places, tolerance: float) -> Places:
    """A closed ring has no ends: it is cut at the corner farthest from its first."""
    far = int(np.hypot(*(ring - ring[0]).T).argmax())
    first = _line(ring[: far + 1], tolerance)
    second = _line(ring[far:], tolerance)
    return np.concatenate([first, second[1:]])


def _line(line: Places, tolerance: float) -> Places:
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    open_ = [(0, len(line) - 1)]
    while open_:
        begin, end = open_.pop()
        if end - begin < 2:
            continue
        away = _distances(line[begin + 1 : end], line[begin], line[end])
        at = int(away.argmax())
        if away[at] > tolerance:
            middle = begin + 1 + at
            keep[middle] = True
            open_ += [(begin, middle), (middle, end)]
    return line[keep]


def _distances(points: Places, begin: Places, end: Places) -> Places:
    """Of points from a line through two others, or from the point where these are one."""
    way = end - begin
    length = float(np.hypot(*way))
    if not length:
        return np.asarray(np.hypot(*(points - begin).T))
    gaps = points - begin
    return np.asarray(np.abs(way[0] * gaps[:, 1] - way[1] * gaps[:, 0]) / length)
