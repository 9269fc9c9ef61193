"""What a document says of itself, and the roles of its sections."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from luodi.reading.frame import frame

REPORT = """2026年望川市政府工作报告
——2026年1月12日在望川市第五届人民代表大会第六次会议上
各位代表：
一、2025年工作回顾
（一）经济稳中有进。全市生产总值增长6%。
二、“十五五”时期主要目标
到2030年，建成现代化强市。
三、2026年重点工作
（一）扩大有效投资
新建学校50所。
四、强化组织保障
加强督查。
"""

NOTICE = """望川市人民政府办公室关于印发望川市农村公路建设方案的通知
望政办发〔2026〕7号
各县（区）人民政府：
2026年3月5日
一、总体要求
（一）新建农村公路500公里。
"""


def test_a_work_report() -> None:
    found = frame(REPORT)
    assert found.title == "2026年望川市政府工作报告"
    assert found.document_kind == "report"
    assert found.date == date(2026, 1, 12)
    roles = [(item.heading.text, item.role) for item in found.sections if item.heading]
    assert roles == [
        ("一、2025年工作回顾", "review"),
        ("二、“十五五”时期主要目标", "plan"),
        ("三、2026年重点工作", "plan"),
        ("（一）扩大有效投资", "plan"),
        ("四、强化组织保障", "guarantee"),
    ]


def test_paths_hold_the_headings_above() -> None:
    paths = [item.path for item in frame(REPORT).sections]
    assert ("三、2026年重点工作", "（一）扩大有效投资") in paths


def test_sections_cover_the_text_in_order() -> None:
    sections = frame(REPORT).sections
    assert sections[0].start == 0
    assert sections[-1].end == len(REPORT)
    ends_meet = itertools.pairwise(sections)
    assert all(before.end == after.start for before, after in ends_meet)


def test_a_notice() -> None:
    found = frame(NOTICE)
    assert found.number == "望政办发〔2026〕7号"
    assert found.issuer == "望川市人民政府办公室"
    assert found.date == date(2026, 3, 5)
    assert found.document_kind == "plan"


def test_a_given_date_wins() -> None:
    assert frame(NOTICE, date=date(2025, 1, 1)).date == date(2025, 1, 1)


def test_nothing_is_invented() -> None:
    found = frame("推进改革。")
    assert (found.issuer, found.number, found.date) == ("", "", None)
    assert frame("").title == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("望川市长期护理保险试行办法", "rule"),
        ("关于印发《望川市突发事件应急预案》的通知", "rule"),
        ("望川市失业保险常见问题解答", "guide"),
        ("关于同意设立社区居委会的批复", "letter"),
        ("在全市经济工作会议上的讲话", "speech"),
        ("关于促进就业的若干措施", "plan"),
    ],
)
def test_kinds_of_documents(title: str, kind: str) -> None:
    assert frame(f"{title}\n正文。\n").document_kind == kind
