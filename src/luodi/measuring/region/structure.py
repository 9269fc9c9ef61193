"""What a place is made of: location quotients, Herfindahl and Krugman indices over a table of
places and industries.

Sources: Isard, "Methods of Regional Analysis" (1960), location quotient; Herfindahl (1950);
Krugman, "Geography and Trade" (1991). Tables have the shape (places, industries), figures are
counts or amounts, none negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from luodi.measuring.errors import OutOfRange
from luodi.measuring.figures import Figures, Floats, frozen, matrix, not_negative

Against = Literal["all", "others"]


def location_quotients(table: Sequence[Figures] | Floats) -> Floats:
    """An industry's share in a place over its share in all of them, shape as given; above 1 it is
    stronger there.

    Raises OutOfRange for a negative figure, a place without any, or an industry found nowhere.
    """
    figures = _table(table)
    _refuse_empty(figures.sum(axis=0), "产业", "industry")
    whole = figures.sum(axis=0) / figures.sum()
    return frozen(_shares(figures) / whole)


def herfindahl(table: Sequence[Figures] | Floats) -> Floats:
    """The sum of squared shares of each place, shape (places,): 1 for one industry only, 1/n for n
    equal ones.

    Raises OutOfRange for a negative figure or a place without any.
    """
    return frozen((_shares(_table(table)) ** 2).sum(axis=1))


def krugman(table: Sequence[Figures] | Floats, against: Against = "all") -> Floats:
    """The sum of absolute differences between a place's shares and those of all (or of the
    others), shape (places,).

    From 0, the same structure, to 2, nothing in common. Raises OutOfRange as `herfindahl`, and for
    one place against no others.
    """
    figures = _table(table)
    rest = figures.sum(axis=0) - (figures if against == "others" else 0)
    rest = np.broadcast_to(rest, figures.shape)
    _refuse_empty(rest.sum(axis=1), "其余地区", "rest of the places, seen from number")
    shares = rest / rest.sum(axis=1, keepdims=True)
    return frozen(np.abs(_shares(figures) - shares).sum(axis=1))


def _table(table: Sequence[Figures] | Floats) -> Floats:
    return not_negative(matrix(table, "地区与产业表"), "地区与产业表")


def _shares(figures: Floats) -> Floats:
    total = figures.sum(axis=1, keepdims=True)
    _refuse_empty(total[:, 0], "地区", "place")
    shares: Floats = figures / total
    return shares


def _refuse_empty(totals: Floats, zh: str, en: str) -> None:
    empty = np.flatnonzero(totals <= 0)
    if len(empty):
        at = empty[0] + 1
        raise OutOfRange(f"第{at}个{zh}合计为零", f"{en} {at} sums to zero")
