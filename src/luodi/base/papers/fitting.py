"""How many pages a paper takes, counted from the heights that its parts are sure to need.

Every line of a paper has an exact height, so pages can be counted without a word processor. Where
a width is in doubt a line more is counted: a paper may be shorter than said, never longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luodi.base.papers import measures as m
from luodi.base.papers.pictures import picture_height
from luodi.base.papers.styles import BY_KEY
from luodi.base.papers.tables import as_cell, column_widths, line_of
from luodi.base.papers.titles import title_lines
from luodi.base.papers.types import GroupRow, Heading, Paper, Pictures, Table, Text

_ROW_EXTRA = 100
_PADDING = 160


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that is not broken over pages: its height, whether it stays with what follows, and
    the height of the header that is repeated above it on a new page."""

    height: int
    keep: bool = False
    header: int = 0


def pages_of(paper: Paper) -> int:
    """Return how many upright pages the title and body of a paper take at most; heads, signatures
    and landscape tables are not counted."""
    pages, used = 1, 0
    pieces = list(_pieces(paper))
    for at, piece in enumerate(pieces):
        needed, then = piece.height, at
        while pieces[then].keep and then + 1 < len(pieces):
            then += 1
            needed += pieces[then].height
        if used and used + needed > m.TYPE_HEIGHT:
            pages, used = pages + 1, piece.header
        used += piece.height
    return pages


def _pieces(paper: Paper) -> Iterator[_Piece]:
    lines = len(title_lines(paper.title))
    yield _Piece(BY_KEY["GwTitle"].line * lines, keep=True)
    yield _Piece(m.LINE, keep=True)
    for block in paper.body:
        if isinstance(block, Table):
            yield from _table(block)
        elif isinstance(block, Heading):
            yield from _heading(block)
        elif isinstance(block, Pictures):
            yield _Piece(picture_height(block, m.TYPE_WIDTH))
        else:
            yield from _text(block)
    if paper.body and isinstance(paper.body[-1], Table):
        # Behind a table at the end stands a paragraph of one point.
        yield _Piece(BY_KEY["GwRest"].line)


def _heading(block: Heading) -> Iterator[_Piece]:
    words = f"　　十一、{block.words}。{block.text}"
    lines = m.line_count(words, m.CHARACTERS - 1)
    yield _Piece(m.LINE * lines, keep=True)


def _text(block: Text) -> Iterator[_Piece]:
    for line in filter(str.strip, block.text.split("\n")):
        # One character less than fits: punctuation may not begin a line.
        for _ in range(m.line_count("　　" + line.strip(), m.CHARACTERS - 1)):
            yield _Piece(m.LINE)


def _table(table: Table) -> Iterator[_Piece]:
    if table.caption:
        yield _Piece(BY_KEY["GwCaption"].line, keep=True)
    if table.unit:
        yield _Piece(BY_KEY["GwUnit"].line, keep=True)
    widths = [
        (s - _PADDING) / (table.points * 20) - 0.5 for s in column_widths(table, m.TYPE_WIDTH)
    ]
    line = line_of(table.points)
    header = _row_height([column.title for column in table.columns], widths, line)
    yield _Piece(header, keep=True)
    rows = table.rows or (GroupRow("（无）"),)
    for at, row in enumerate(rows, 1):
        if isinstance(row, GroupRow):
            yield _Piece(line + _ROW_EXTRA, keep=True, header=header)
        else:
            height = _row_height([as_cell(cell).text for cell in row], widths, line)
            yield _Piece(height, keep=bool(table.note) and at == len(rows), header=header)
    if table.note:
        note = BY_KEY["GwTableNote"]
        width = m.TYPE_WIDTH / 20 / note.points - 1
        yield _Piece(note.line * m.line_count(table.note, width))


def _row_height(cells: list[str], widths: list[float], line: int) -> int:
    lines = max(m.line_count(cell, width) for cell, width in zip(cells, widths, strict=True))
    return line * lines + _ROW_EXTRA
