"""贯彻落实对照表: how a superior's document is answered, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from luodi.base.errors import Invalid
from luodi.base.papers import Cell, Column, Field, GroupRow, Paper, Sheet, Table, chinese_date
from luodi.reading.formats.scanned import MARK

from ..queries.correspondence import Clause, CorrespondencePage
from ..vocabularies import AnswerState
from .parts import BADGE, Address

STATES = {
    AnswerState.OPEN: "尚未对应",
    AnswerState.ANSWERED: "已对应",
    AnswerState.PARTLY: "部分对应",
    AnswerState.NOT_APPLICABLE: "不适用",
}
# A clause and what answers it are read side by side, however few are answered so far.
COLUMNS = (
    Column("序号", 3, "center"),
    Column("上级要求", 17),
    Column("对应事项", 16),
    Column("牵头单位", 7, "center"),
    Column("情况", 5.4, "center"),
    Column("说明", 8),
)


def answers_paper(shown: CorrespondencePage, address: Address, day: date) -> Paper:
    """Return the 贯彻落实对照表 on landscape pages; refuses an empty one."""
    if not shown.clauses:
        raise Invalid("没有可导出的条目。", "There are no clauses to export.")
    counted = [f"{STATES[AnswerState(s.state)]}{s.count}条" for s in shown.shares if s.count]
    note = f"注：共{shown.total}条，{'，'.join(counted)}，截至{chinese_date(day)}。{_mark(shown)}"
    table = Table(COLUMNS, tuple(_rows(shown.clauses, address)), note=note)
    title = f"{shown.row.document.title}\n贯彻落实对照表"
    return Paper(title=title, body=(table,))


def _mark(shown: CorrespondencePage) -> str:
    """The sentence on a text that was recognised from page images."""
    return f"上级文件正文{MARK}。" if shown.row.version.recognised else ""


def _rows(clauses: Sequence[Clause], address: Address) -> Iterator[Sequence[Cell] | GroupRow]:
    section = ""
    for at, clause in enumerate(clauses, start=1):
        if clause.section != section:
            section = clause.section
            if section:
                yield GroupRow(section)
        link = address(str(clause.rows[0].uuid)) if clause.rows else ""
        yield (
            Cell(str(at)),
            Cell(clause.exact),
            Cell("\n".join(f"{row.number}. {row.words}" for row in clause.rows), link),
            Cell("、".join(dict.fromkeys(row.lead for row in clause.rows if row.lead))),
            Cell(STATES[AnswerState(clause.state)]),
            Cell(clause.reason),
        )


def answers_sheet(shown: CorrespondencePage) -> Sheet:
    """Return the clauses with their answers as a sheet."""
    fields = (
        Field("序号", align="center", width=6),
        Field("章节", width=22),
        Field("上级要求", width=46),
        Field("对应事项", width=46),
        Field("牵头单位", width=16),
        Field("情况", tuple(STATES.values()), width=10, align="center"),
        Field("说明", width=28),
    )
    rows = [
        (
            at,
            clause.section,
            clause.exact,
            "\n".join(f"{row.number}. {row.words}" for row in clause.rows),
            "、".join(dict.fromkeys(row.lead for row in clause.rows if row.lead)),
            STATES[AnswerState(clause.state)],
            clause.reason,
        )
        for at, clause in enumerate(shown.clauses, start=1)
    ]
    badge = BADGE * shown.row.version.recognised
    title = f"{shown.row.document.title}{badge}贯彻落实对照表"
    return Sheet("贯彻落实对照表", fields, tuple(rows), title=title)
