"""How far a centre reaches: gravity and Huff's shares.

Sources: Stewart (1948), gravity; Huff, "Defining and Estimating a Trading Area", Journal of
Marketing 28 (1964). Both are models, not observations: a page that shows them says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from luodi.measuring.errors import OutOfRange, Uneven
from luodi.measuring.figures import Figures, Floats, even, frozen, matrix, positive, vector

EARTH_KM = 6371.0088  # mean radius


def distances(latitudes: Figures, longitudes: Figures) -> Floats:
    """Great-circle distances in km between points in degrees, shape (n, n); OutOfRange outside the
    globe.
    """
    lat, lon = vector(latitudes, "纬度"), vector(longitudes, "经度")
    even(("纬度", lat), ("经度", lon))
    if (np.abs(lat) > 90).any() or (np.abs(lon) > 180).any():
        raise OutOfRange("经纬度超出范围", "a latitude or longitude is outside the globe")
    phi, theta = np.radians(lat), np.radians(lon)
    north = np.sin((phi[:, None] - phi) / 2) ** 2
    east = np.cos(phi[:, None]) * np.cos(phi) * np.sin((theta[:, None] - theta) / 2) ** 2
    return frozen(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(north + east, 0, 1))))


def gravity(sizes: Figures, apart: Sequence[Figures] | Floats, exponent: float = 2.0) -> Floats:
    """size_i · size_j / distance^exponent, shape (n, n), zero on the diagonal.

    Raises Uneven unless `apart` is (n, n), OutOfRange for a size or a distance between two places
    not above zero.
    """
    mass = positive(vector(sizes, "规模"), "规模")
    far = matrix(apart, "距离")
    if far.shape != (len(mass), len(mass)):
        raise Uneven("距离表须是n×n", "distances must be a table of n by n")
    off = ~np.eye(len(mass), dtype=np.bool_)
    positive(far[off], "距离")
    found = np.zeros_like(far)
    found[off] = (mass[:, None] * mass)[off] / far[off] ** exponent
    return frozen(found)


def huff(attraction: Figures, apart: Sequence[Figures] | Floats, exponent: float = 2.0) -> Floats:
    """The share of each place's custom that each centre draws, shape (places, centres), rows sum
    to 1.

    `attraction`: shape (centres,), above zero; `apart`: shape (places, centres), above zero.
    Raises Uneven and OutOfRange.
    """
    draw = positive(vector(attraction, "吸引力"), "吸引力")
    far = positive(matrix(apart, "距离"), "距离")
    if far.shape[1] != len(draw):
        raise Uneven("距离表的列数须等于中心数", "distances need one column for each centre")
    pull = np.log(draw) - exponent * np.log(far)
    pull = np.exp(pull - pull.max(axis=1, keepdims=True))
    return frozen(pull / pull.sum(axis=1, keepdims=True))
