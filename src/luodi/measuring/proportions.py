"""k of n: how sure a share is, and which shares differ from the rest by more than chance.

Sources: Wilson (1927), score interval. Spiegelhalter, "Funnel plots for comparing institutional
performance", Statistics in Medicine 24 (2005) 1185: limits at two and three standard errors,
widened by the root of the winsorised mean of z².
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, Floats, Interval, even, level_checked, vector

FunnelClass = Literal["within", "above_2", "above_3", "below_2", "below_3"]


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A unit's share, its distance from the middle in (widened) standard errors, and its limits,
    cut to 0..1.
    """

    name: str
    share: float
    n: int
    z: float
    low_2: float
    high_2: float
    low_3: float
    high_3: float
    kind: FunnelClass


@dataclass(frozen=True, slots=True)
class Funnel:
    """`middle`: the pooled share or the one given; `phi`: over-dispersion, 1 for none."""

    middle: float
    phi: float
    points: tuple[FunnelPoint, ...]


def wilson(k: int, n: int, level: float = 0.95) -> Interval:
    """The share k of n with Wilson's score interval; OutOfRange unless 0 <= k <= n and n > 0."""
    _check_counts(np.array([float(k)]), np.array([float(n)]))
    z = float(special.ndtri((1 + level_checked(level)) / 2))
    share, slack = k / n, z * z / n
    middle = (share + slack / 2) / (1 + slack)
    reach = z / (1 + slack) * float(np.sqrt(share * (1 - share) / n + slack / (4 * n)))
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    # At the ends the formula is exact, its floats are not.
    return Interval(share, 0.0 if k == 0 else low, 1.0 if k == n else high, level)


def funnel(
    names: Sequence[str],
    k: Figures,
    n: Figures,
    middle: float | None = None,
    winsorised: float = 0.1,
) -> Funnel:
    """The funnel of shares k of n, shape (units,) each, against the pooled share or `middle`.

    `winsorised`: share of z at each end that is pulled in before over-dispersion is measured.
    Raises OutOfRange for impossible counts, and where the middle is 0 or 1, because then no unit
    can differ by chance.
    """
    hits, size = vector(k, "k"), vector(n, "n")
    even(("名称", names), ("k", hits), ("n", size))
    _check_counts(hits, size)
    if not 0 <= winsorised < 0.5:
        raise OutOfRange("缩尾比例须在0与0.5之间", "the share winsorised lies between 0 and 0.5")
    centre = float(hits.sum() / size.sum()) if middle is None else middle
    if not 0 < centre < 1:
        raise OutOfRange("中心须在0与1之间", "the middle must lie between 0 and 1")
    error = np.sqrt(centre * (1 - centre) / size)
    share = hits / size
    phi = _over_dispersion((share - centre) / error, winsorised)
    error = error * np.sqrt(phi)
    z = (share - centre) / error
    return Funnel(
        centre,
        phi,
        tuple(_point(*row, centre) for row in zip(names, share, size, z, error, strict=True)),
    )


def _over_dispersion(z: Floats, winsorised: float) -> float:
    """The winsorised mean of z², at least 1: chance alone never narrows the limits."""
    low, high = np.quantile(z, [winsorised, 1 - winsorised])
    return max(1.0, float((np.clip(z, low, high) ** 2).mean()))


def _point(name: str, share: float, n: float, z: float, error: float, centre: float) -> FunnelPoint:
    low_2, high_2, low_3, high_3 = np.clip(centre + error * np.array([-2, 2, -3, 3]), 0, 1).tolist()
    return FunnelPoint(
        name, float(share), int(n), float(z), low_2, high_2, low_3, high_3, _class(float(z))
    )


def _class(z: float) -> FunnelClass:
    if abs(z) <= 2:
        return "within"
    if z > 0:
        return "above_3" if z > 3 else "above_2"
    return "below_3" if z < -3 else "below_2"


def _check_counts(k: Floats, n: Floats) -> None:
    """Refuse counts that cannot be, naming the first."""
    whole = (k == np.floor(k)) & (n == np.floor(n))
    bad = np.flatnonzero(~(whole & (k >= 0) & (n > 0) & (k <= n)))
    if len(bad):
        at = int(bad[0])
        raise OutOfRange(
            f"第{at + 1}个：{k[at]:g}/{n[at]:g}不是可能的计数",
            f"number {at + 1}: {k[at]:g} of {n[at]:g} is no possible count",
        )
