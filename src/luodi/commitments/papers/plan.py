"""任务分解表, 交办通知单 and the one-page 呈阅件."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from luodi.base.errors import Invalid
from luodi.base.papers import (
    Brief,
    BriefRow,
    Paper,
    Signature,
    Table,
    Text,
    chinese_date,
    write_docx,
)

from ..queries.plans import PlanPage, RowGroup
from ..vocabularies import PlanState
from ..words import RowView, due_words, measure_words
from .parts import COLUMNS, Address, rows_of, scan_note

MARKS = {PlanState.DRAFT: "（草稿）", PlanState.CONSULTATION: "（征求意见稿）"}
MOST_VITAL = 6


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issued paper bears: when, number, who signs, contact, copies."""

    day: date
    number: str = ""
    signer: str = ""
    contact: str = ""
    copies: tuple[str, ...] = ()


def breakdown_paper(shown: PlanPage, address: Address, day: date) -> Paper:
    """Return the 任务分解表 of a plan as it stands, on landscape pages."""
    live = [row for group in shown.groups for row in group.rows]
    table = Table(COLUMNS, tuple(rows_of(shown.groups, address)), note=_note(shown, day))
    if not live:
        raise Invalid("方案中还没有事项，无法导出。", "The plan has no rows to export.")
    mark = MARKS.get(PlanState(shown.plan.state), "")
    return Paper(title=f"{shown.plan.title}\n任务分解表{mark}", body=(table,))


def _note(shown: PlanPage, day: date) -> str:
    version = f"第{shown.summary.version}版，" if shown.summary.version else ""
    scans = scan_note(row for group in shown.groups for row in group.rows)
    return f"注：{version}共{shown.live}项，截至{chinese_date(day)}。{scans}"


@dataclass(frozen=True, slots=True)
class Parties:
    """The plan, the office that sends, the unit as rows name it and as a letter addresses it."""

    plan: str
    office: str
    unit: str
    addressee: str


def notice_paper(
    parties: Parties, rows: Sequence[RowView], address: Address, issue: Issue
) -> Paper:
    """Return the 交办通知单 for a unit: the rows it leads, and those it helps with; refuses a unit
    that has none."""
    leads = [row for row in rows if row.lead == parties.unit]
    helps = [row for row in rows if parties.unit in row.partners]
    if not leads and not helps:
        raise Invalid(
            "该单位在方案中没有事项，无需交办。", "This unit has no rows in the plan.", field="unit"
        )
    text = (
        f"根据《{parties.plan}》，现将由你单位{_counted(len(leads), len(helps))}事项交办"
        "给你单位（见下表）。请对照目标要求和完成时限，明确责任岗位，认真抓好落实，并按要求反馈进展。"
    )
    groups = [RowGroup("牵头事项", tuple(leads)), RowGroup("配合事项", tuple(helps))]
    table = Table(
        COLUMNS,
        tuple(rows_of([group for group in groups if group.rows], address)),
        note=scan_note([*leads, *helps]),
    )
    return Paper(
        title="督查事项交办通知单",
        body=(Text(text), table),
        issuer=parties.office,
        number=issue.number,
        signers=(issue.signer,) if issue.signer else (),
        recipients=(parties.addressee,),
        signature=Signature(parties.office, issue.day),
        contact=issue.contact,
        copies=issue.copies,
        printer=parties.office if issue.copies else "",
        printed=issue.day if issue.copies else None,
    )


def _counted(leads: int, helps: int) -> str:
    """What there is none of is not spoken of."""
    parts = (("牵头", leads), ("配合", helps))
    return "、".join(f"{part}的{n}项" for part, n in parts if n)


def brief_paper(shown: PlanPage, gist: Sequence[str], day: date) -> Brief:
    """Return the one-page 呈阅件 of a plan: what is asked, the vital few, what is asked of whom;
    fewer of the vital few are shown until it fits on exactly one page."""
    rows = [row for group in shown.groups for row in group.rows]
    vital = [row for row in rows if row.is_key] or rows
    for count in range(min(MOST_VITAL, len(vital)), 0, -1):
        brief = _brief(shown, gist, vital[:count], day)
        try:
            write_docx(brief)
        except Invalid:
            continue
        return brief
    raise Invalid("没有可呈阅的事项。", "There is nothing to present.")


def _brief(shown: PlanPage, gist: Sequence[str], vital: Sequence[RowView], day: date) -> Brief:
    with translation.override("zh-hans"):
        missing = [f"{choice.count}项{choice.words}" for choice in shown.gaps]
    asks = [f"{unit.words}：牵头{unit.count}项" for unit in shown.units[:4]]
    if missing:
        asks.append("请明确：" + "、".join(missing))
    return Brief(
        title=f"关于《{shown.plan.title}》的呈阅件",
        unit=shown.plan.unit.name,
        day=day,
        gist=tuple(gist) or (_size(shown),),
        vital=tuple(
            BriefRow(
                _short(row.words, 48), _short(measure_words(row), 24), due_words(row), row.lead
            )
            for row in vital
        ),
        asks=tuple(asks) or ("请审阅。",),
    )


def _size(shown: PlanPage) -> str:
    """How large the plan is; lead units are spoken of once there are some."""
    led = f"，涉及{len(shown.units)}个牵头单位" if shown.units else ""
    return f"方案共{shown.live}项{led}。"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
