"""意见采纳情况表: what units said of a plan, and what became of it."""

from __future__ import annotations

from datetime import date

from luodi.base.papers import Cell, Column, Paper, Table, chinese_date

from ..queries.consulting import ConsultationPage
from ..vocabularies import OpinionState

STATES = {
    OpinionState.PENDING: "待定",
    OpinionState.ADOPTED: "采纳",
    OpinionState.PARTLY: "部分采纳",
    OpinionState.DECLINED: "未采纳",
}
COLUMNS = (
    Column("序号", 3, "center"),
    Column("单位", 7.5, "center"),
    Column("针对内容", 13),
    Column("意见建议", 16),
    Column("采纳情况", 5.4, "center"),
    Column("理由或说明", 12),
)


def opinions_paper(shown: ConsultationPage, day: date) -> Paper:
    """Return the 意见采纳情况表 of a consultation; units without opinions are counted below it."""
    rows = [
        (
            Cell(str(at)),
            Cell(item.unit),
            Cell(item.about or "全文"),
            Cell(item.words),
            Cell(STATES[OpinionState(item.state)]),
            Cell(item.why),
        )
        for at, item in enumerate(shown.opinions, start=1)
    ]
    table = Table(COLUMNS, tuple(rows), note=_note(shown, day))
    return Paper(title=f"{shown.plan.title}\n征求意见采纳情况表", body=(table,))


def _note(shown: ConsultationPage, day: date) -> str:
    counted = dict.fromkeys(OpinionState, 0)
    for item in shown.opinions:
        counted[OpinionState(item.state)] += 1
    told = "，".join(f"{STATES[state]}{n}条" for state, n in counted.items() if n)
    silent = "、".join(reply.unit for reply in shown.replies if reply.state == "none")
    named = f"（{silent}）" if silent else ""
    return (
        f"注：共征求{len(shown.replies)}个单位，{shown.without}个单位无意见{named}，"
        f"{shown.waiting}个单位未回复；收到意见{len(shown.opinions)}条"
        f"{'，' + told if told else ''}。截至{chinese_date(day)}。"
    )
