"""The task table as a sheet, for work in Excel and WPS and for sending round."""

from __future__ import annotations

from collections.abc import Sequence

from luodi.base.papers import Field, Link, Sheet

from ..queries.plans import PlanPage
from ..vocabularies import MODE_TITLES, RowMode
from ..words import due_words, measure_words
from .parts import Address, source_words

ID, OPINION = "事项标识（勿改）", "修改意见"


def breakdown_sheet(
    shown: PlanPage, units: Sequence[str], address: Address, *, opinions: bool = False
) -> Sheet:
    """Return the rows as a sheet; units and ways of follow-up can be chosen in the cells. With
    `opinions` a column for opinions and spare rows for new matters stand at its end."""
    fields = (
        Field("序号", align="center", width=6),
        Field("板块", width=16),
        Field("重点事项", width=46),
        Field("目标要求", width=28),
        Field("完成时限", width=14, align="center"),
        Field("牵头单位", tuple(units), strict=False, width=16),
        Field("配合单位", width=22),
        Field("督办方式", tuple(MODE_TITLES.values()), width=10, align="center"),
        Field("出处", width=28),
        *((Field(OPINION, width=30),) if opinions else ()),
        Field(ID, hidden=True),
    )
    rows = [
        (
            row.number,
            group.heading,
            Link(row.words, address(row.uuid)),
            measure_words(row),
            due_words(row),
            row.lead,
            "、".join(row.partners),
            MODE_TITLES[RowMode(row.mode)],
            source_words(row),
            *(("",) if opinions else ()),
            row.uuid,
        )
        for group in shown.groups
        for row in group.rows
    ]
    return Sheet("任务分解表", fields, tuple(rows), title=f"{shown.plan.title}任务分解表")
