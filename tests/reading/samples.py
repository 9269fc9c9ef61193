"""One small reading with every field filled, by hand: output is tested apart from the reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from luodi.reading.output import ReadFile
from luodi.reading.types import (
    Clause,
    Deadline,
    ExtractedText,
    Finding,
    FindingKind,
    Frame,
    Owner,
    Reading,
    Span,
    Target,
)

TEXT = (
    "望川市工作要点\r\n一、项目<b>&\r\n到2027年底前，新建学校50所，市教育局牵头，市财政局配合。\r\n"
    "松滋市财政收入增长6%—8%。\r\n部分单位推进不力，原因是人手不足。"
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def finding(words: str, kind: FindingKind, **more: object) -> Finding:
    fields: dict[str, object] = {
        "targets": (), "deadline": None, "owners": (), "places": (), "confidence": 0.9,
        "reason": "deed", "section_path": ("一、项目<b>&",),
    }  # fmt: skip
    return Finding(span=span(words), kind=kind, **(fields | more))  # type: ignore[arg-type]


def owner(words: str, role: Literal["lead", "partner"]) -> Owner:
    return Owner(span(words), role, "subject")


SCHOOLS = finding(
    "到2027年底前，新建学校50所",
    "project",
    targets=(Target(span("50所"), "=", Decimal(50), None, "所"),),
    deadline=Deadline(span("到2027年底前"), date(2027, 12, 31)),
    owners=(owner("市教育局", "lead"), owner("市财政局", "partner")),
)
INCOME = finding(
    "松滋市财政收入增长6%—8%",
    "goal",
    targets=(Target(span("6%—8%"), "range", Decimal("6.0"), Decimal("8.50"), "%"),),
    deadline=Deadline(span("到2027年底前"), duration="P1Y", recurring=True, inherited=True),
    places=(span("松滋市"),),
    reason="level",
)
PROBLEM = finding(
    "部分单位推进不力",
    "problem",
    reason="problem",
    cause=span("人手不足"),
    body=span("部分单位"),
)
CLAUSES = (
    Clause(span("望川市工作要点"), "heading", False, 0.9),
    Clause(SCHOOLS.span, "deed", True, 0.85),
)
FRAME = Frame(
    "望川市工作要点", "望川市人民政府", "望政发〔2026〕1号", date(2026, 1, 12), "plan", ()
)
READING = Reading("luodi-test", "9.9", FRAME, (SCHOOLS, PROBLEM, INCOME), CLAUSES)
READ = ReadFile("文件/要点.txt", ExtractedText(TEXT, "txt", "utf-8"), READING)
EMPTY = ReadFile(
    "空.txt", ExtractedText("无事。", "txt", "utf-8"), Reading("r", "1", FRAME, (), ())
)
