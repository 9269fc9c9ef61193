"""The order in which a page is read: from the top down, one column after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from luodi.reading.formats.glyphs import Glyph, Sheet
from luodi.reading.formats.page_lines import Line, line_of, rows_of
from luodi.reading.formats.page_tables import Table

Item = Line | Table
Row = list[Glyph]

_FEWEST = 8  # rows beside a gap before it is believed to part columns
_PROSE = 8  # characters in a row of a column
_GUTTER = 1.2  # of the size
_WIDTH = 0.25  # of the page
_FLUSH = 0.5  # share of rows of a column that end, or begin, at its edge
_NEAR = 8.0  # points
_ACROSS = 0.4  # share of rows that may cross the gap, as titles do


@dataclass(slots=True)
class Region:
    """Items of one column or of a page's full width, from top to bottom."""

    items: list[Item]
    width: float


def regions_of(glyphs: Sequence[Glyph], tables: Sequence[Table], sheet: Sheet) -> list[Region]:
    """Return what stands on a page as it is read; two columns come one after the other."""
    rows = list(rows_of(glyphs))
    gutter = None if tables else _gutter(rows, sheet.width)
    if gutter is not None:
        return list(_by_columns(rows, gutter, sheet.width))
    items: list[Item] = [*_lines(rows), *tables]
    return [Region(sorted(items, key=top_of), sheet.width)]


def top_of(item: Item) -> float:
    """How far down an item begins."""
    return item.top if isinstance(item, Table) else item.base - item.size


def _lines(rows: Sequence[Row]) -> list[Line]:
    made = (line_of(row) for row in rows)
    return [line for line in made if line is not None]


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """The level between two columns: most rows keep clear of it, and both sides hold prose."""
    candidates = sorted(
        {round((a.x1 + b.x0) / 2) for row in rows for a, b in pairwise(row) if _parts(a, b, width)}
        | {round(width / 2)}
    )
    counted = [(_beside(rows, float(x), width), float(x)) for x in candidates]
    best, at = max(counted, default=(0, 0.0))
    return at if best >= _FEWEST else None


def _parts(one: Glyph, other: Glyph, width: float) -> bool:
    wide = other.x0 - one.x1 > _GUTTER * max(one.size, other.size)
    return wide and 0.3 * width < (one.x1 + other.x0) / 2 < 0.7 * width


def _beside(rows: Sequence[Row], x: float, width: float) -> int:
    """How many rows of prose stand to the right of a level; 0 where it parts no columns."""
    split = [_split(row, x) for row in rows]
    across = sum(halves is None for halves in split)
    lefts = [h[0] for h in split if h and h[0]]
    rights = [h[1] for h in split if h and h[1]]
    if across > _ACROSS * len(rows) or not lefts or not rights:
        return 0
    flush = _share_at([row[-1].x1 for row in lefts]), _share_at([row[0].x0 for row in rights])
    if min(flush) < _FLUSH or not (_is_prose(lefts, width) and _is_prose(rights, width)):
        return 0
    return min(len(lefts), len(rights))


def _is_prose(rows: Sequence[Row], width: float) -> bool:
    """Whether rows are as long as those of a column, not signatures or labels."""
    long = median(row[-1].x1 - row[0].x0 for row in rows) > _WIDTH * width
    return long and median(map(len, rows)) >= _PROSE


def _share_at(places: Sequence[float]) -> float:
    """The share of rows that begin or end at the commonest place."""
    return max(sum(abs(a - b) < _NEAR for b in places) for a in places) / len(places)


def _split(row: Row, x: float) -> tuple[Row, Row] | None:
    """The halves of a row; None for one that runs across."""
    left = [glyph for glyph in row if glyph.x0 < x]
    right = [glyph for glyph in row if glyph.x0 >= x]
    if left and left[-1].x1 > x + 1:
        return None
    if left and right and right[0].x0 - left[-1].x1 < _GUTTER / 2 * left[-1].size:
        return None
    return left, right


def _by_columns(rows: Sequence[Row], x: float, width: float) -> Iterator[Region]:
    """Bands between the rows that run across: first the left column, then the right one."""
    lefts: list[Row] = []
    rights: list[Row] = []
    across: list[Row] = []
    for row in rows:
        halves = _split(row, x)
        if halves is None:
            yield from _band(lefts, rights, width)
            lefts, rights = [], []
            across.append(row)
            continue
        if across:
            yield Region(list(_lines(across)), width)
            across = []
        lefts += [halves[0]] if halves[0] else []
        rights += [halves[1]] if halves[1] else []
    yield from _band(lefts, rights, width)
    if across:
        yield Region(list(_lines(across)), width)


def _band(lefts: list[Row], rights: list[Row], width: float) -> Iterator[Region]:
    for column in (lefts, rights):
        if column:
            yield Region(list(_lines(column)), width / 2)
