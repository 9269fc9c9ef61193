"""Ruled tables on a page: cells from the lines, words into the cells, tables over a page break."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from luodi.reading.formats.glyphs import Edge, Glyph, Sheet
from luodi.reading.formats.page_lines import Line, lines_of

Box = tuple[float, float, float, float]  # x0, top, x1, bottom

_NEAR = 3.0  # points within which lines meet
_MOST_CELLS = 20_000
_ENDED = re.compile(r"[。；;！？!?]$")
_NUMBERED = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．](?!\d)|[①-⑳])"
)


@dataclass(slots=True)
class Table:
    """Rows of words between ruled lines; a merged cell's words stand in its first place."""

    top: float
    bottom: float
    columns: list[float]
    rows: list[list[str]]
    tall: set[int] = field(default_factory=set)  # columns with a cell merged downwards

    def lines(self) -> list[str]:
        """One line a row, cells parted by tabs."""
        return ["\t".join(row).rstrip("\t") for row in self.rows if any(row)]


def tables_of(sheet: Sheet) -> tuple[list[Table], list[Glyph]]:
    """Return the tables of a page and the characters that stand outside of them."""
    loose, tables = list(sheet.glyphs), []
    for cells in _grids(sheet.edges):
        filled, outside = _filled(cells, loose)
        if frames := [cell for cell in cells if _is_frame(cell, filled[cell], sheet)]:
            filled, outside = _filled([cell for cell in cells if cell not in frames], loose)
        if sum(bool(glyphs) for glyphs in filled.values()) < 2:
            continue
        table = _table(filled)
        if len(table.columns) > 1:
            tables.append(table)
            loose = outside
    return tables, loose


def _is_frame(cell: Box, glyphs: list[Glyph], sheet: Sheet) -> bool:
    """Whether a box is drawn around the body of the page: what stands inside are paragraphs."""
    area = (cell[2] - cell[0]) * (cell[3] - cell[1])
    return area > 0.3 * sheet.width * sheet.height and len(glyphs) > 0.4 * len(sheet.glyphs)


def _grids(edges: Sequence[Edge]) -> list[list[Box]]:
    """The cells of each table: where level and upright lines meet."""
    if len(edges) < 4:
        return []
    from pdfplumber.table import (
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )

    merged = merge_edges([_as_dict(e) for e in edges], _NEAR, _NEAR, _NEAR, _NEAR)
    meetings = edges_to_intersections(merged, _NEAR, _NEAR)
    if len(meetings) > _MOST_CELLS:
        return []
    grids = cells_to_tables(intersections_to_cells(meetings))
    return [[(c[0], c[1], c[2], c[3]) for c in grid] for grid in grids if len(grid) > 1]


def _as_dict(edge: Edge) -> dict[str, object]:
    return {
        "x0": edge.x0, "x1": edge.x1, "top": edge.y0, "bottom": edge.y1, "doctop": edge.y0,
        "width": edge.x1 - edge.x0, "height": edge.y1 - edge.y0,
        "orientation": "h" if edge.is_level else "v",
    }  # fmt: skip


def _filled(cells: list[Box], glyphs: list[Glyph]) -> tuple[dict[Box, list[Glyph]], list[Glyph]]:
    """Each cell with its characters, and the characters in none."""
    filled: dict[Box, list[Glyph]] = {cell: [] for cell in cells}
    if not cells:
        return {}, glyphs
    area = _hull(cells)
    ordered = sorted(cells, key=lambda cell: cell[1])
    tops = [cell[1] for cell in ordered]
    outside = []
    for glyph in glyphs:
        x, y = glyph.middle
        if _holds(area, x, y):
            above = ordered[: bisect_left(tops, y)]
            cell = next((cell for cell in reversed(above) if _holds(cell, x, y)), None)
            if cell is not None:
                filled[cell].append(glyph)
                continue
        outside.append(glyph)
    return filled, outside


def _hull(cells: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _table(filled: dict[Box, list[Glyph]]) -> Table:
    columns = _distinct(cell[0] for cell in filled)
    tops = _distinct(cell[1] for cell in filled)
    table = Table(
        tops[0], max(cell[3] for cell in filled), columns, [[""] * len(columns) for _ in tops]
    )
    for cell, glyphs in filled.items():
        row, column = _place(tops, cell[1]), _place(columns, cell[0])
        table.rows[row][column] = cell_text(lines_of(glyphs))
        if row + 1 < len(tops) and tops[row + 1] < cell[3] - _NEAR:
            table.tall.add(column)
    return table


def _distinct(values: Iterator[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


def _place(borders: list[float], value: float) -> int:
    """The row or column that begins at a border."""
    return max(0, bisect_left(borders, value + _NEAR / 2) - 1)


def cell_text(lines: list[Line]) -> str:
    """The words of a cell in one run; a new point after a finished sentence starts a new line."""
    text = ""
    for line in lines:
        words = line.text.replace("\t", " ")
        if not text:
            text = words
        elif _ENDED.search(text) and _NUMBERED.match(words):
            text += "\n" + words
        else:
            text += seam(text, words) + words
    return text


def seam(before: str, after: str) -> str:
    """What stands between the end of a line and the next: a blank only between Latin words."""
    one, other = before[-1:], after[:1]
    latin = one.isascii() and other.isascii() and (one.isalpha() or other.isalpha())
    return " " if latin and one.isalnum() and other.isalnum() else ""


def continues(before: Table, after: Table) -> bool:
    """Whether a table has the columns of the one that ended the page before."""
    if len(before.columns) != len(after.columns):
        return False
    shift = after.columns[0] - before.columns[0]
    return all(
        abs(b - a - shift) <= 2 * _NEAR for a, b in zip(before.columns, after.columns, strict=True)
    )


def join(before: Table, after: Table) -> None:
    """Append the rows; a repeated head row, a row cut by the break and a merged cell count once."""
    rows = [list(row) for row in after.rows]
    while rows and rows[0] in before.rows[:2]:
        rows.pop(0)
    if rows:
        _join_merged(before, after, rows[0])
        if _is_cut(before, rows[0]):
            _complete(before.rows[-1], rows.pop(0))
    before.rows += rows
    before.tall |= after.tall


def _join_merged(before: Table, after: Table, row: list[str]) -> None:
    """A cell merged downwards is printed again on the next page."""
    for column in before.tall | after.tall:
        last = next((r[column] for r in reversed(before.rows) if r[column]), "")
        if row[column] == last:
            row[column] = ""


def _is_cut(before: Table, row: list[str]) -> bool:
    """Whether a row goes on with the one before the break: no number, and words left unfinished."""
    last = before.rows[-1]
    if row[0] or not last[0] or 0 in before.tall:
        return False
    unfinished = [a and not _ENDED.search(a) for a, b in zip(last, row, strict=True) if b]
    return (
        bool(unfinished) and any(unfinished) and all(a for a, b in zip(last, row, strict=True) if b)
    )


def _complete(row: list[str], rest: list[str]) -> None:
    for column, words in enumerate(rest):
        row[column] += seam(row[column], words) + words
