"""Who is responsible: brackets with lead and partners, labels, open classes."""

from __future__ import annotations

import pytest

from luodi.reading.owners import find_brackets, first_leads, is_unit, parse


def roles(inner: str, *, first: bool = False) -> dict[str, list[str]]:
    found = parse(inner, 0, len(inner), first_is_lead=first)
    told: dict[str, list[str]] = {"lead": [], "partner": []}
    for item in found:
        told[item.role].append(inner[item.start : item.end])
    return told


def test_lead_and_partners() -> None:
    assert roles("市发改委牵头，市财政局、市住建局配合") == {
        "lead": ["市发改委"],
        "partner": ["市财政局", "市住建局"],
    }


@pytest.mark.parametrize(
    "inner",
    [
        "人社部、财政部负责。列第一位者为牵头单位，下同",
        "人社部牵头，财政部配合。排在第一位的为牵头单位",
        "人社部、财政部负责，排第一位的为牵头单位，下同",
    ],
)
def test_a_closing_remark_is_no_unit(inner: str) -> None:
    assert roles(inner, first=True) == {"lead": ["人社部"], "partner": ["财政部"]}


def test_units_listed_jointly_all_lead() -> None:
    told = roles("教育部、文化和旅游部、工业和信息化部等国务院相关部门及各地区按职责分工负责")
    assert told == {
        "lead": ["教育部", "文化和旅游部", "工业和信息化部", "各地区"],
        "partner": [],
    }


def test_labels_for_lead_and_responsible() -> None:
    assert roles("牵头单位：市科技局；责任单位：市财政局，各县（市、区）人民政府") == {
        "lead": ["市科技局"],
        "partner": ["市财政局", "各县（市、区）人民政府"],
    }


def test_responsible_units_alone_all_lead() -> None:
    assert roles("责任单位：省农业农村厅、省人社厅，各市、州、县人民政府")["lead"] == [
        "省农业农村厅",
        "省人社厅",
        "各市、州、县人民政府",
    ]


def test_the_first_leads_where_the_document_says_so() -> None:
    assert first_leads("（税务总局、财政部负责，排在第一位的部门为牵头部门，下同）")
    assert roles("税务总局、财政部负责，排在第一位的部门为牵头部门，下同", first=True) == {
        "lead": ["税务总局"],
        "partner": ["财政部"],
    }


def test_open_classes_are_no_owners_unless_alone() -> None:
    assert roles("商务部牵头，国务院相关部门配合")["partner"] == []
    assert roles("有关部门负责")["lead"] == ["有关部门"]


def test_a_unit_with_another_name_in_brackets_is_one() -> None:
    assert roles("责任单位：省市场监管局（省知识产权局）、省科技厅")["lead"] == [
        "省市场监管局（省知识产权局）",
        "省科技厅",
    ]


def test_the_lead_clause_does_not_eat_a_unit_called_lead() -> None:
    told = roles("市财政局、17个市级帮扶集团牵头单位和有关区县政府具体负责")
    assert told["lead"] == ["市财政局", "17个市级帮扶集团牵头单位"]


def test_brackets_are_found_with_their_signs() -> None:
    text = "推进改革。（6月底完成，牵头考核单位：市工信局）"
    (bracket,) = find_brackets(text)
    assert text[bracket.start : bracket.end] == "（6月底完成，牵头考核单位：市工信局）"
    (owner,) = bracket.owners
    assert text[owner.start : owner.end] == "市工信局"


def test_a_line_of_its_own_that_names_the_responsible_unit() -> None:
    text = "推进改革。\n责任单位：市发改委、市财政局\n"
    (bracket,) = find_brackets(text)
    assert [text[item.start : item.end] for item in bracket.owners] == ["市发改委", "市财政局"]


@pytest.mark.parametrize("text", ["办好实事（试行）。", "落实责任（见附件）。", "（一）推进改革"])
def test_other_brackets_name_nobody(text: str) -> None:
    assert find_brackets(text) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("各县区", True),
        ("市发改委", True),
        ("国家发展改革委", True),
        ("县级以上地方人民政府", True),
        ("街道（镇）", True),
        ("有关部门", False),
        ("国务院各有关部门", False),
        ("人民群众", False),
    ],
)
def test_subjects_that_can_be_told_to_act(name: str, expected: bool) -> None:
    assert is_unit(name) is expected
