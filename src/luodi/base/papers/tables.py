"""Tables of a paper: header row on every page, rows kept whole, columns as wide as they need."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from docx.oxml.ns import qn

from luodi.base.papers import measures as m
from luodi.base.papers.ox import clean, linked, paragraph, run, w
from luodi.base.papers.styles import BY_KEY
from luodi.base.papers.types import Cell, Column, GroupRow, Row, Table

_PADDING = 80
_SHORT, _WIDEST = 11.0, 28.0
_WHOLE_ROW_LINES = 12


def table_elements(part: Any, table: Table, width: int) -> list[Any]:
    """Return caption, unit, the table itself in that many twips, and its note."""
    parts = []
    if table.caption:
        parts.append(paragraph("GwCaption", table.caption))
    if table.unit:
        parts.append(paragraph("GwUnit", f"单位：{table.unit}"))
    parts.append(grid_table(part, table, width))
    if table.note:
        parts.append(paragraph("GwTableNote", table.note))
    return parts


def grid_table(part: Any, table: Table, width: int, style: str = "GwTableText") -> Any:
    """Return the ruled table; an empty one says so in its only row."""
    widths = column_widths(table, width)
    rows: Sequence[Row] = table.rows or (GroupRow("（无）"),)
    return w(
        "tbl",
        _properties(width),
        w("tblGrid", *[w("gridCol", w=size) for size in widths]),
        _header(table, widths),
        *_rows(part, table, rows, widths, style),
    )


def _rows(part: Any, table: Table, rows: Sequence[Row], widths: list[int], style: str) -> list[Any]:
    built = [_row(part, table, row, widths, style) for row in rows]
    if table.note:
        # No page holds the note alone.
        for properties in built[-1].iter(qn("w:pPr")):
            properties.insert(1, w("keepNext"))
    return built


def column_widths(table: Table, width: int) -> list[int]:
    """Return the widths of the columns in twips; they add up to the width of the table."""
    shares = _shares(table, width / (table.points * 20))
    total = sum(shares)
    sizes = [int(width * share / total) for share in shares]
    sizes[-1] += width - sum(sizes)
    return sizes


def _shares(table: Table, room: float) -> list[float]:
    """Columns of short words keep the width they need, the long ones share what is left."""
    natural = [column.width or _natural(table, at) for at, column in enumerate(table.columns)]
    short = [share <= _SHORT for share in natural]
    kept = sum(share for share, is_short in zip(natural, short, strict=True) if is_short)
    rest = sum(natural) - kept
    if not rest or kept > room * 0.7:
        return natural
    scale = (room - kept) / rest
    return [s if is_short else s * scale for s, is_short in zip(natural, short, strict=True)]


def _natural(table: Table, at: int) -> float:
    """Wide columns count by the root of their length: they may wrap, narrow ones should not. A
    column with words in fewer than one row of ten leaves its room to the others."""
    cells = [as_cell(row[at]).text for row in table.rows if not isinstance(row, GroupRow)]
    lengths = sorted(max(map(m.set_width, text.split("\n"))) for text in cells) or [0.0]
    usual = lengths[ceil(len(lengths) * 0.9) - 1]
    long = max(usual - _SHORT + 1, 0.0)
    shown = min(usual, _SHORT - 1) + long**0.72
    head = m.text_width(table.columns[at].title)
    return min(max(shown, min(head, 4.0)) + 1.2, _WIDEST)


def as_cell(value: Cell | str) -> Cell:
    """Return a plain string as a cell."""
    return value if isinstance(value, Cell) else Cell(value)


def _properties(width: int) -> Any:
    outer = dict.fromkeys(("top", "left", "bottom", "right"), 8)
    lines = {**outer, "insideH": 4, "insideV": 4}
    pads = {"top": 40, "left": _PADDING, "bottom": 40, "right": _PADDING}
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w(
            "tblBorders",
            *[w(k, val="single", sz=v, space=0, color="000000") for k, v in lines.items()],
        ),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *[w(k, w=v, type="dxa") for k, v in pads.items()]),
    )


def line_of(points: float) -> int:
    """Return the exact height of a line of cells in twips: that of the style, less for small
    letters."""
    usual = BY_KEY["GwTableText"]
    return usual.line if points >= usual.points else round(points * usual.line / usual.points)


def _spacing(points: float) -> tuple[Any, ...]:
    if points >= BY_KEY["GwTableText"].points:
        return ()
    return (w("spacing", before=0, after=0, line=line_of(points), lineRule="exact"),)


def _header(table: Table, widths: list[int]) -> Any:
    spacing = _spacing(table.points)
    cells = [
        _cell(
            [paragraph("GwTableHead", _sized(column.title, table.points), properties=spacing)], size
        )
        for column, size in zip(table.columns, widths, strict=True)
    ]
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)


def _sized(text: str, points: float, *more: Any) -> Any:
    if points == 12:
        return run(text, *more)
    size = round(points * 2)
    return run(text, *more, w("sz", val=size), w("szCs", val=size))


def _row(part: Any, table: Table, row: Row, widths: list[int], style: str) -> Any:
    if isinstance(row, GroupRow):
        return _group(row, table, widths)
    cells = [as_cell(value) for value in row]
    built = [
        _cell(_paragraphs(part, cell, column, table.points, style), size)
        for cell, column, size in zip(cells, table.columns, widths, strict=True)
    ]
    return w("tr", _row_properties(cells, widths, table.points), *built)


def _row_properties(cells: list[Cell], widths: list[int], points: float) -> Any:
    """A row stays whole unless it is so tall that keeping it would leave half a page empty."""
    tallest = max(
        m.line_count(cell.text, (size - 2 * _PADDING) / (points * 20))
        for cell, size in zip(cells, widths, strict=True)
    )
    return w("trPr", w("cantSplit")) if tallest <= _WHOLE_ROW_LINES else None


def _group(row: GroupRow, table: Table, widths: list[int]) -> Any:
    spacing = _spacing(table.points)
    words = [paragraph("GwTableGroup", _sized(row.text, table.points), properties=spacing)]
    return w("tr", w("trPr", w("cantSplit")), _cell(words, sum(widths), span=len(widths)))


def _cell(content: list[Any], width: int, span: int = 1) -> Any:
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        w("vAlign", val="center"),
    )
    return w("tc", properties, *content)


def _paragraphs(part: Any, cell: Cell, column: Column, points: float, style: str) -> list[Any]:
    lines = clean(cell.text).split("\n")
    return [
        paragraph(style, _words(part, line, cell.link, points), properties=_set(column, points))
        for line in lines
    ]


def _set(column: Column, points: float) -> tuple[Any, ...]:
    place = () if column.align == "left" else (w("jc", val=column.align),)
    return (*_spacing(points), *place)


def _words(part: Any, text: str, link: str, points: float) -> Any:
    words = _sized(text, points)
    return linked(part, link, words) if link and text else words
