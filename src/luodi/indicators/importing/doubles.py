"""Cells that a table fills twice, found in a few bytes a figure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from ..figures import Figure
from .rows import Item


class Doubles:
    """Which figures of a table are of a cell that another one is of: said twice, or otherwise."""

    def __init__(self, items: Iterable[Item]) -> None:
        keys, values, rows = array("q"), array("q"), array("q")
        for item in items:
            if item.figure is not None:
                keys.append(_key(item.figure))
                values.append(hash((item.figure.value, item.figure.k, item.figure.n)))
                rows.append(item.row)
        self.figures = len(keys)
        self._rows: dict[int, list[int]] = {}
        self._differ: set[int] = set()
        self._seen: set[int] = set()
        if keys:
            self._compare(*(np.frombuffer(one, dtype=np.int64) for one in (keys, values, rows)))

    def _compare(self, keys: np.ndarray, values: np.ndarray, rows: np.ndarray) -> None:
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        same = np.flatnonzero(ordered[1:] == ordered[:-1])
        for at in same:
            key = int(ordered[at])
            first, second = int(order[at]), int(order[at + 1])
            if len(known := self._rows.setdefault(key, [int(rows[first])])) < 4:
                known.append(int(rows[second]))
            if values[first] != values[second]:
                self._differ.add(key)

    def rows_that_differ(self, figure: Figure) -> list[int]:
        """Return the rows that give this cell different figures; none where all say the same."""
        key = _key(figure)
        return self._rows[key] if key in self._differ else []

    def is_repeat(self, figure: Figure) -> bool:
        """Return whether the cell was asked about before; to be called once for each figure."""
        key = _key(figure)
        if key not in self._rows:
            return False
        before = key in self._seen
        self._seen.add(key)
        return before


def _key(figure: Figure) -> int:
    return hash((figure.indicator.pk, figure.place, figure.body, figure.period, figure.kind))
