"""Disagreement with a related series (output and electricity, people and pupils), and points
outside the range of noise.

Sources: Theil (1950) and Sen (1968), the line by medians, which a few odd units cannot bend;
Iglewicz and Hoaglin (1993), 3.5 robust deviations from the median as odd.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from luodi.measuring.control import SETTLED, xmr
from luodi.measuring.figures import Figures, Floats, NotAssessable, even, vector
from luodi.measuring.plausibility.remarks import Remark, question

LEAST = 8
ODD = 3.5
_TO_DEVIATION = 1.4826  # median absolute deviation to standard deviation of a normal
_MOST = 2000  # units whose pairs are all compared


def disagreeing(
    where: Sequence[str], reported: Figures, related: Figures
) -> tuple[Remark, ...] | NotAssessable:
    """Questions about units whose reported growth is far from what the related one lets expect;
    shapes (units,).

    Not assessable below 8 units or where the related series or the deviations from the line are
    all alike. Raises Uneven, NotFinite.
    """
    y, x = vector(reported, "报送值", 0), vector(related, "相关值", 0)
    even(("单位", where), ("报送值", y), ("相关值", x))
    if len(y) < LEAST:
        return NotAssessable("too_few", len(y), LEAST)
    slope = _slope(x, y)
    if slope is None:
        return NotAssessable("no_variation")
    rest = y - slope * x
    middle = float(np.median(rest))
    deviation = _TO_DEVIATION * float(np.median(np.abs(rest - middle)))
    if deviation <= 1e-12 * float(np.abs(y).max()):
        return NotAssessable("no_variation")
    odd = np.flatnonzero(np.abs(rest - middle) > ODD * deviation)
    return tuple(_asked(where[at], y[at], middle + slope * x[at]) for at in odd.tolist())


def odd_points(where: Sequence[str], values: Figures) -> tuple[Remark, ...] | NotAssessable:
    """Questions about points outside the limits of the control chart, shape (n,) in order of time;
    not assessable below 13, where one odd point would bend its own limits.
    """
    y = vector(values, "数值", 0)
    even(("期", where), ("数值", y))
    if len(y) < SETTLED:
        return NotAssessable("too_few", len(y), SETTLED)
    chart = xmr(y, "neutral")
    return tuple(
        question(
            "odd_point", name,
            f"{point.value:g}超出以往波动的范围（{chart.lower:.4g}至{chart.upper:.4g}）",
            f"{point.value:g} lies outside the noise ({chart.lower:.4g} to {chart.upper:.4g})",
        )
        for name, point in zip(where, chart.points, strict=True)
        if point.outside_limits
    )  # fmt: skip


def _slope(x: Floats, y: Floats) -> float | None:
    """The median of the slopes between all pairs (of the first 2,000 units); None when no two
    differ in x.
    """
    x, y = x[:_MOST], y[:_MOST]
    one, other = np.triu_indices(len(x), 1)
    run = x[other] - x[one]
    differ = run != 0
    return float(np.median((y[other] - y[one])[differ] / run[differ])) if differ.any() else None


def _asked(name: str, reported: float, expected: float) -> Remark:
    return question(
        "related", name,
        f"报送{reported:.4g}，按相关指标推算约{expected:.4g}",
        f"Reported {reported:.4g}, where the related figure lets expect about {expected:.4g}",
    )  # fmt: skip
