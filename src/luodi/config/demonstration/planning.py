"""What the invented city did with its plan: taken from documents, sent round, approved, amended."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl import load_workbook

from luodi.base.actors import Actor
from luodi.base.papers import write_xlsx
from luodi.commitments import papers, queries
from luodi.commitments import services as plans
from luodi.commitments.models import Consulted, Plan, PlanRow, ProposedChange
from luodi.documents.models import Document
from luodi.people.models import Unit

Cast = Callable[[str], Actor]
TITLE = "望川市2026年重点事项落实方案（演示）"
ASKED = ("市发改委", "市住建局", "市教育局", "市生态环境局", "市农业农村局", "市水利局")
HEAD = 2


def _plan() -> Plan:
    return Plan.objects.get(title=TITLE)


def _document(file: str) -> Document:
    return Document.objects.get(versions__filename=file)


def _row(words: str) -> PlanRow | None:
    return _plan().rows.filter(words__contains=words, state="live").order_by("order").first()


def _edit(words: str, actor: Actor, **content: Any) -> None:
    """Edit the row with these words, where there is one."""
    if row := _row(words):
        plans.edit_row(row, content, actor=actor, expected_revision=row.revision)


def _unit(name: str) -> str:
    return str(Unit.objects.get(short_name=name).uuid)


def begin(cast: Cast) -> None:
    """The plan of the year from the report and the minutes; some rows are settled by hand."""
    actor = cast("duchashi")
    office = Unit.objects.get(short_name="市督查室")
    made = plans.create_plan(TITLE, 2026, unit=office, actor=actor)
    for file in ("report-2026.txt", "minutes-2026-02.txt"):
        plans.take_document(made, _document(file), actor=actor)
    _edit("改造县城老旧管网", actor, is_key=True, theme="县城建设")
    _edit("高标准农田", actor, is_key=True, theme="乡村振兴", goal="6月底前完成招标，11月底前建成")
    _edit("学位6000个", actor, is_key=True, theme="民生实事", lead=_unit("市教育局"))
    _edit("每季度公布", actor, mode="standing", rhythm="quarter", least=1)
    _edit("一般性支出", actor, lead=_unit("市财政局"), due=date(2026, 12, 31))


def send_round(cast: Cast) -> None:
    """Six units are asked within a week."""
    units = [_unit(name) for name in ASKED]
    plans.open_consultation(_plan(), units, due=date(2026, 3, 31), actor=cast("duchashi"))


def _asked(name: str) -> Consulted:
    return Consulted.objects.get(unit__short_name=name, consultation__plan=_plan())


def _returned(actor: Actor, cells: dict[str, dict[str, str]]) -> bytes:
    """The table as a unit sends it back: these cells of the rows with these words are other."""
    shown = queries.plan_page(actor, _plan().uuid)
    sheet = papers.breakdown_sheet(shown, ASKED, lambda row: f"/plans/rows/{row}/", opinions=True)
    book = load_workbook(io.BytesIO(write_xlsx(sheet)))
    page = book.worksheets[0]
    column = {cell.value: cell.column for cell in page[HEAD]}
    for line in page.iter_rows(min_row=HEAD + 1):
        said = str(line[column["重点事项"] - 1].value or "")
        for words, edits in cells.items():
            if words in said:
                for title, value in edits.items():
                    line[column[title] - 1].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take_replies(cast: Cast) -> None:
    """Two tables, a letter in words, two units without opinion, one that has not replied."""
    actor = cast("duchashi")
    housing = {
        "改造县城老旧管网": {"完成时限": "11月底前", "配合单位": "市财政局、市水利局"},
        "改造老旧小区": {"修改意见": "建议按中央资金下达进度安排，前三季度完成70个"},
    }
    plans.read_table(_asked("市住建局"), _returned(actor, housing), actor=actor)
    farming = {"高标准农田": {"目标要求": "新建35万亩、改造提升20万亩，通过县级验收"}}
    plans.read_table(_asked("市农业农村局"), _returned(actor, farming), actor=actor)
    said = ["建议明确断面水质指标以省厅通报数据为准"]
    plans.record_reply(_asked("市生态环境局"), said, actor=actor)
    for name in ("市发改委", "市水利局"):
        plans.record_reply(_asked(name), [], actor=actor)


def decide(cast: Cast) -> None:
    """All but one change are accepted; one opinion is adopted, one in part."""
    actor = cast("duchashi2")
    changes = ProposedChange.objects.filter(consulted__consultation__plan=_plan())
    for item in changes.order_by("pk"):
        if item.part == "partners":
            plans.decline_change(item, why="资金渠道已由市财政局统筹", actor=actor)
        else:
            plans.accept_change(item, actor=actor)
    for opinion in _asked("市生态环境局").opinions.all():
        plans.decide_opinion(opinion, "adopted", why="已在目标要求中注明", actor=actor)
    for opinion in _asked("市住建局").opinions.all():
        plans.decide_opinion(opinion, "partly", why="年度总量不变，按季度分解", actor=actor)
    plans.close_consultation(_plan(), actor=actor)


def approve(cast: Cast) -> None:
    """The city's leader approves."""
    plans.approve_plan(_plan(), actor=cast("shizhang"))


def amend(cast: Cast) -> None:
    """An amendment is under way: a date moves, a lead changes, rows of the river notice come in."""
    actor = cast("duchashi")
    plans.start_amendment(_plan(), actor=actor)
    plans.take_document(_plan(), _document("notice-rivers.txt"), actor=actor)
    _edit("改造老旧小区", actor, due=date(2026, 10, 31))
    _edit("企业开办时间", actor, lead=_unit("市政务服务局"))


def answer(cast: Cast) -> None:
    """The speech is set against the plan; its first clauses are answered."""
    actor = cast("duchashi2")
    made = plans.start_correspondence(_document("speech-county.txt"), _plan(), actor=actor)
    shown = queries.correspondence_page(actor, made.uuid)
    answered = 0
    for clause in shown.clauses:
        likeness = clause.candidates[0].likeness if clause.candidates else None
        if likeness and likeness >= 35 and answered < 5:
            state = "answered" if answered % 2 == 0 else "partly"
            rows = [clause.candidates[0].uuid]
            plans.answer_clause(clause.answer, state, rows, actor=actor)
            answered += 1
