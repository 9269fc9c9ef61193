"""The same commitment in several documents, and shares that their numbers do not give."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luodi.reading.comparing import Origin, Pair, Statement, compare, core, origin_of, statement_of
from luodi.reading.likeness import pairs
from luodi.reading.reader import read
from luodi.reading.shares import doubtful_shares

OLD, NEW = "2025年望川市政府工作报告\n", "2026年望川市政府工作报告\n"
HEAD = "一、2026年工作安排\n"


def told(documents: dict[str, str]) -> list[Pair]:
    readings = {name: read(text) for name, text in documents.items()}
    origins = {name: origin_of(reading.frame) for name, reading in readings.items()}
    origins = {name: Origin("望川市", origin.day) for name, origin in origins.items()}
    found = [statement_of(f, name) for name, held in readings.items() for f in held.findings]
    return compare(found, origins)


def short(pair: Pair) -> tuple[str, str, str, list[tuple[str, str, str]]]:
    differences = [(one.what, one.earlier, one.later) for one in pair.differences]
    return pair.relation, pair.earlier.document, pair.later.document, differences


def test_a_number_of_last_year_is_shown_beside_that_of_this_year() -> None:
    (pair,) = told(
        {"a": OLD + HEAD + "城镇新增就业5万人以上。", "b": NEW + HEAD + "城镇新增就业6万人以上。"}
    )
    assert short(pair) == ("changed", "a", "b", [("value", "5万人以上", "6万人以上")])


def test_the_same_again_and_a_yearly_day_that_goes_along_are_no_difference() -> None:
    words = HEAD + "年内改造老旧小区120个。"
    (pair,) = told({"a": OLD + words, "b": NEW + words})
    assert pair.later.by == date(2026, 12, 31)
    assert short(pair) == ("again", "a", "b", [])


def test_a_day_that_slips_is_a_difference() -> None:
    (pair,) = told(
        {
            "a": OLD + HEAD + "2027年底前建成望川大桥主桥。",
            "b": NEW + HEAD + "2028年底前建成望川大桥主桥。",
        }
    )
    assert short(pair) == ("changed", "a", "b", [("deadline", "2027-12-31", "2028-12-31")])


def test_other_numbers_for_one_year_contradict_each_other() -> None:
    (pair,) = told(
        {"a": NEW + HEAD + "改造老旧小区120个以上。", "b": NEW + HEAD + "改造老旧小区150个以上。"}
    )
    assert short(pair) == ("contradiction", "a", "b", [("value", "120个以上", "150个以上")])


def test_numbers_are_paired_by_the_words_before_them() -> None:
    (pair,) = told({
        "a": OLD + HEAD + "完成铁路投资70亿元、公路水运投资18亿元。",
        "b": NEW + HEAD + "完成公路水运投资18亿元、铁路投资80亿元。",
    })  # fmt: skip
    assert short(pair)[3] == [("value", "70亿元", "80亿元")]


def test_of_many_years_the_last_one_is_shown() -> None:
    years = {
        str(year): f"{year}年望川市政府工作报告\n{HEAD}新建改建农村公路{year}公里。"
        for year in range(2020, 2024)
    }
    assert [(one.earlier.document, one.later.document) for one in told(years)] == [
        ("2020", "2021"), ("2021", "2022"), ("2022", "2023"),
    ]  # fmt: skip


def test_other_bodies_and_unknown_ones_are_left_alone() -> None:
    one, other = (Statement(name, 0, 9, "改造老旧小区供水管网") for name in "ab")
    assert compare([one, other], {"a": Origin("甲市", None), "b": Origin("乙市", None)}) == []
    assert compare([one, other], {"a": Origin("", None), "b": Origin("", None)}) == []
    (pair,) = compare([one, other], {"a": Origin("甲市", None), "b": Origin("甲市", None)})
    assert pair.relation == "again"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("2019年国务院政府工作报告", "国务院"),
        ("国务院办公厅关于某事的通知", "国务院"),
        ("2026年福建省政府工作报告", "福建省"),
        ("广州市人民政府办公厅关于某事的通知", "广州市"),
        ("关于某事的通知", ""),
    ],
)
def test_a_government_its_office_and_its_report_are_one_body(title: str, body: str) -> None:
    assert origin_of(read(f"{title}\n要新建学校3所。").frame).body == body


@given(
    st.lists(st.text("甲乙丙丁戊己庚辛壬癸", min_size=8, max_size=14), min_size=2, max_size=12),
    st.sampled_from([0.5, 0.7, 0.9]),
)
def test_the_short_way_finds_what_the_long_way_finds(texts: list[str], least: float) -> None:
    statements = [Statement(str(n), 0, len(text), text) for n, text in enumerate(texts)]
    origins = {
        one.document: Origin("甲市", date(2020, 1, n + 1)) for n, one in enumerate(statements)
    }
    counted = [pairs(core(text)) for text in texts]
    seen = Counter(gram for counts in counted for gram in counts)
    weigh = [{g: n * math.log(1 + len(texts) / seen[g]) for g, n in c.items()} for c in counted]
    size = [math.sqrt(sum(w * w for w in one.values())) for one in weigh]
    expected = {}
    for later in range(len(texts)):
        for earlier in range(later):
            dot = sum(w * weigh[earlier].get(g, 0) for g, w in weigh[later].items())
            score = dot / (size[earlier] * size[later])
            assume(abs(score - least) > 1e-9)
            if score >= least:
                expected[str(later)] = str(earlier)
    found = compare(statements, origins, least=least)
    assert {one.later.document: one.earlier.document for one in found} == expected


@pytest.mark.parametrize(
    ("words", "said", "computed"),
    [
        ("报表从91张压减到39张，压减65.3%。", "65.3", "57.14"),
        ("报表由91张精简至39张（降幅达65.3%）。", "65.3", "57.14"),
        ("企业130家，其中上市企业91家，占65.3%。", "65.3", "70.00"),
        ("产值从1.2万亿元增加到2025年的1.5万亿元，增长45%。", "45", "25.00"),
        ("报表从９１张压减到３９张，压减６５．３％。", "65.3", "57.14"),
    ],
)
def test_a_share_that_its_numbers_do_not_give_is_flagged(
    words: str, said: str, computed: str
) -> None:
    (found,) = doubtful_shares("前面一句。" + words)
    assert found.said == Decimal(said)
    assert round(found.computed, 2) == Decimal(computed)
    assert ("前面一句。" + words)[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize(
    "words",
    [
        "报表从91张压减到39张，压减57.1%。",
        "企业130家，其中上市企业91家，占七成。",
        "总量从54万亿元增加到82.7万亿元，年均增长7.1%。",
        "企业从3家增加到5家，营收增长20%。",
        "县城人口比重从35.2%提高到40%，提高4.8个百分点。",
        "项目793个，其中重点产业链12条，占84.4%。",
    ],
)
def test_shares_that_agree_or_cannot_be_told_are_left_alone(words: str) -> None:
    assert doubtful_shares(words) == ()


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_no_rounding_of_a_true_share_is_flagged(first: int, second: int, places: int) -> None:
    share = round(Decimal(abs(second - first)) * 100 / first, places)
    up = "增加" if second > first else "减少"
    assert doubtful_shares(f"从{first}家{up}到{second}家，{up}{share}%。") == ()
