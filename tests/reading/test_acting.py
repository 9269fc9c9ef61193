"""Subjects that name several units: lists, shared endings, levels of government, 会同."""

from __future__ import annotations

import pytest

from luodi.reading.acting import acting_units
from luodi.reading.reader import read

HEAD = "望川市工作方案\n\n二、主要任务\n"


def owners(sentence: str) -> list[tuple[str, str]]:
    """The owners of the last finding of a sentence, with their roles."""
    text = HEAD + sentence + "\n"
    finding = read(text).findings[-1]
    for owner in finding.owners:
        assert text[owner.span.start : owner.span.end] == owner.span.text
    return [(owner.span.text, owner.role) for owner in finding.owners]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("各市、县人民政府和省有关部门要落实责任，建立台账。", ["各市、县人民政府"]),
        ("区、镇人民政府负责巡查。", ["区、镇人民政府"]),
        ("市和区住房城乡建设部门应当建立台账。", ["市和区住房城乡建设部门"]),
        ("建设、施工、监理单位应当建立台账。", ["建设、施工、监理单位"]),
        ("省发展改革委、省财政厅等部门要制定办法。", ["省发展改革委", "省财政厅"]),
        ("教育、公安、民政等部门要建立台账。", ["教育、公安、民政等部门"]),
        ("工会、共青团、妇联要开展关爱活动。", ["工会", "共青团", "妇联"]),
        ("中国人民银行望川市分行要增加贷款投放。", ["中国人民银行望川市分行"]),
        ("应急管理部门应当建立台账。", ["应急管理部门"]),
        ("项目法人应当建立台账。", ["项目法人"]),
        ("各区、街道（镇）要建立台账。", ["各区", "街道（镇）"]),
    ],
)
def test_a_list_gives_each_unit_as_it_is_written(sentence: str, names: list[str]) -> None:
    assert owners(sentence) == [(name, "lead") for name in names]


@pytest.mark.parametrize(
    ("sentence", "lead", "partners"),
    [
        ("市教育局会同市财政局制定实施细则。", "市教育局", ["市财政局"]),
        (
            "市教育局要会同市财政局、市人社局抓紧制定实施细则。",
            "市教育局",
            ["市财政局", "市人社局"],
        ),
        ("由市教育局会同市财政局制定实施细则。", "市教育局", ["市财政局"]),
        ("教育行政部门会同有关部门制定实施细则。", "教育行政部门", []),
        ("数据主管部门应会同网信、公安等部门建立机制。", "数据主管部门", ["网信、公安等部门"]),
    ],
)
def test_who_acts_with_the_lead_is_a_partner(sentence: str, lead: str, partners: list[str]) -> None:
    assert owners(sentence) == [(lead, "lead"), *((name, "partner") for name in partners)]


def test_a_subject_that_names_no_unit_gives_none() -> None:
    text = "群众的获得感和幸福感"
    assert acting_units(text, 0, len(text)) == ([], [])
