"""Likeness of texts and the suggestions that rest on it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.commitments.similarity import Likeness
from luodi.commitments.suggestions import Duty, Past, suggest

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
