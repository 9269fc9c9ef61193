"""What a document says of itself, and the roles of its sections."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from luodi.reading.frame import frame
from luodi.reading.reader import read

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


RULE = (
    "望川市公园管理办法\n第一条 为了加强公园管理，制定本办法。\n第二条 市园林局主管公园工作。\n{}\n"
)


@pytest.mark.parametrize(
    "last",
    [
        "第三条 本办法自2026年5月1日起施行。",
        "第三条 本办法自2026年5月1日起施行，有效期至2031年4月30日。",
        "本办法2026年5月1日起施行",
        "施行日期：2026年5月1日",
        "有效期：2026年5月1日—2031年4月30日",
        "自二〇二六年五月一日起施行",
        "2026年5月1日（含当天）后出生的，按新标准执行",
        "三、2026年5月1日，市园林局开放公园。",
    ],
)
def test_the_day_from_which_a_rule_holds_is_no_day_of_issue(last: str) -> None:
    assert frame(RULE.format(last)).date is None


@pytest.mark.parametrize(
    "last",
    [
        "第三条 本办法自2026年5月1日起施行。\n望川市人民政府办公室 2026年4月17日印发",
        "第三条 本办法自2026年5月1日起施行。\n2026年4月17日",
        "第三条 本办法自2026年5月1日起施行。\n二〇二六年四月十七日",
        "第三条 市园林局、各县（市、区）人民政府和有关单位要按照各自职责抓好公园管理，确保各项措施落到实处。望川市人民政府办公室"
        "２０２６年４月１７日印发",
        "第三条 各县（市、区）人民政府要切实加强领导，明确专人负责，把公园管理的各项要求落到实处，做到有人管、管得住。"
        "望川市人民政府　2026年4月17日　（此件公开发布）",
        "（2026年4月17日望川市人民政府令第12号公布 自2026年5月1日起施行）",
    ],
)
def test_the_imprint_is_the_day_of_issue(last: str) -> None:
    assert frame(RULE.format(last)).date == date(2026, 4, 17)


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        (
            "政府工作报告\n——2026年1月12日在青山省第十四届人民代表大会第四次会议上\n省长 林晓\n",
            "青山省人民政府",
        ),
        ("政府工作报告\n——2026年1月在望川市五届人大六次会议上\n", "望川市人民政府"),
        ("2026年云岭县政府工作报告\n各位代表：\n", "云岭县人民政府"),
        ("望川市河东区2026年人民政府工作报告\n各位代表：\n", "望川市河东区人民政府"),
        ("政府工作报告（2026年1月5日在青山镇第三届人民代表大会第七次会议上）\n", "青山镇人民政府"),
        ("２０２６年国务院政府工作报告\n各位代表：\n", "国务院"),
        (
            "政府工作报告\n——2026年3月5日在第十四届全国人民代表大会第四次会议上\n国务院总理 某\n",
            "国务院",
        ),
        ("政府工作报告\n望川市人民政府市长 林晓\n各位代表：\n", "望川市人民政府"),
        ("政府工作报告\n自治区人民政府主席 林晓\n各位代表：\n", ""),
        ("市政府工作报告\n——在市五届人大六次会议上\n", ""),
        (
            "望川市人民政府办公室关于印发《政府工作报告》任务分工的通知\n各县区：\n",
            "望川市人民政府办公室",
        ),
    ],
)
def test_a_work_report_is_the_governments(head: str, issuer: str) -> None:
    assert frame(f"{head}一、工作回顾\n新建学校5所。\n").issuer == issuer


def test_a_numbered_sentence_that_orders_is_no_heading() -> None:
    text = (
        "会议纪要\n一、市林业局要加快推进国土绿化。\n会议听取了汇报。\n二、年内建成学校12所。\n"
        "按计划推进。\n（一）强化组织领导。\n各县要成立专班。\n（二）主要目标。\n建设重要通道。\n"
        "（三）要加强统筹。\n各县抓好落实。\n"
    )
    assert [one.heading.text for one in frame(text).sections if one.heading] == [
        "（一）强化组织领导。",
        "（二）主要目标。",
        "（三）要加强统筹。",
    ]
    found = {
        one.span.text: [owner.span.text for owner in one.owners] for one in read(text).findings
    }
    assert found["要加快推进国土绿化"] == ["市林业局"]
    assert "年内建成学校12所" in found
