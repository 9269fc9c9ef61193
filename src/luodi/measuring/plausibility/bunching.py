"""Bunching: many figures just above their targets, few just below.

Source: the density test of McCrary (2008) in its plainest form, counts in two equal windows beside
the threshold, with an exact binomial probability.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, even, vector
from luodi.measuring.peers import Better
from luodi.measuring.plausibility.remarks import Remark, question

LEAST = 20
DOUBT = 0.01


@dataclass(frozen=True, slots=True)
class Bunching:
    """Figures within `width` of their target: those that meet it, those that miss it, and the
    chance of so uneven a split.
    """

    met: int
    missed: int
    width: float
    probability: float
    remark: Remark | None


def bunching(
    values: Figures, goals: Figures, better: Better = "up", width: float = 0.05
) -> Bunching:
    """The split of figures within `width` (a part of the target) of their own targets, shapes
    (n,).

    A question is put only from 20 figures on, at a chance below 1 %. Raises Uneven, and OutOfRange
    for a target of zero.
    """
    x, aims = vector(values, "数值", 0), vector(goals, "目标", 0)
    even(("数值", x), ("目标", aims))
    if (aims == 0).any() or not width > 0:
        raise OutOfRange("目标为零时无法比较", "a target of zero has no nearness")
    margin = (x - aims) / np.abs(aims) * (1 if better == "up" else -1)
    met = int(((margin >= 0) & (margin < width)).sum())
    missed = int(((margin < 0) & (margin >= -width)).sum())
    chance = float(special.bdtrc(met - 1, met + missed, 0.5)) if met else 1.0
    asked = met + missed >= LEAST and chance < DOUBT
    return Bunching(met, missed, width, chance, _asked(met, missed, width) if asked else None)


def _asked(met: int, missed: int, width: float) -> Remark:
    return question(
        "bunching", "",
        f"{met}个刚好达标，只有{missed}个差一点（目标上下{width:.0%}以内）",
        f"{met} figures just meet their target and only {missed} just miss it (within {width:.0%})",
    )  # fmt: skip
