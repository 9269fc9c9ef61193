"""Where growth came from: classic shift-share analysis (Dunn 1960).

National share: as if every industry of the place had grown like the whole. Industry mix: what its
industries' own growth adds. Regional shift: what remains, the place's own doing. The three add up
to the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luodi.measuring.errors import OutOfRange, Uneven
from luodi.measuring.figures import Figures, Floats, matrix, not_negative


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """Parts of the change between two dates in the unit of the figures, one place each."""

    change: float
    national: float
    mix: float
    regional: float
    mix_by_industry: tuple[float, ...]
    regional_by_industry: tuple[float, ...]


def shift_share(
    before: Sequence[Figures] | Floats, after: Sequence[Figures] | Floats
) -> tuple[ShiftShare, ...]:
    """The parts of the change of each place, from two tables of shape (places, industries).

    Raises Uneven for tables of different shape, OutOfRange for a negative figure or an industry
    without any at the start.
    """
    start = not_negative(matrix(before, "期初表"), "期初表")
    end = not_negative(matrix(after, "期末表"), "期末表")
    if start.shape != end.shape:
        raise Uneven("期初与期末表的形状不同", "the two tables differ in shape")
    base = start.sum(axis=0)
    empty = np.flatnonzero(base == 0)
    if len(empty):
        at = empty[0] + 1
        raise OutOfRange(f"第{at}个产业期初合计为零", f"industry {at} sums to zero at the start")
    whole = end.sum() / base.sum() - 1
    by_industry = end.sum(axis=0) / base - 1
    mix = start * (by_industry - whole)
    regional = end - start * (1 + by_industry)
    return tuple(
        ShiftShare(
            float((b - a).sum()),
            float(a.sum() * whole),
            float(m.sum()),
            float(r.sum()),
            tuple(m.tolist()),
            tuple(r.tolist()),
        )
        for a, b, m, r in zip(start, end, mix, regional, strict=True)
    )
