"""Words and cells that the area's papers share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from luodi.base.papers import Cell, Column, GroupRow
from luodi.reading.formats.scanned import MARK

from ..queries.plans import RowGroup
from ..words import RowView, due_words, measure_words

BADGE = "（图像识别）"
Address = Callable[[str], str]  # the public id of a row -> the address of its page

COLUMNS = (
    Column("序号", align="center"),
    Column("重点事项"),
    Column("目标要求"),
    Column("完成时限", align="center"),
    Column("牵头单位", align="center"),
    Column("配合单位"),
    Column("出处"),
)


def rows_of(groups: Sequence[RowGroup], address: Address) -> Iterator[Sequence[Cell] | GroupRow]:
    """Yield the rows of the task table, each group under its name; numbers run on."""
    for group in groups:
        if group.heading:
            yield GroupRow(group.heading)
        for row in group.rows:
            yield (
                Cell(str(row.number)),
                Cell(row.words, address(row.uuid)),
                Cell(measure_words(row)),
                Cell(due_words(row)),
                Cell(row.lead),
                Cell("、".join(row.partners)),
                Cell(source_words(row), address(row.uuid)),
            )


def source_words(row: RowView) -> str:
    """Return document and section behind a row, each named once; one whose text was recognised from
    page images says so."""
    named = dict.fromkeys(
        f"《{anchor.title}》{BADGE * anchor.recognised}{anchor.section.split(' › ')[-1]}"
        for anchor in row.anchors
    )
    return "\n".join(named)


def scan_note(rows: Iterable[RowView]) -> str:
    """Return the sentence under a table whose sources were recognised from page images, else ""."""
    marked = any(anchor.recognised for row in rows for anchor in row.anchors)
    return f"标有{BADGE}的出处{MARK}。" if marked else ""
