"""Levels that others set: found with their exact characters, and nothing but those."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.benchmarks import find_benchmarks
from luodi.reading.output.records import to_json
from luodi.reading.reader import read

AT_LEAST = (
    "达到",
    "高于",
    "超过",
    "不低于",
    "不得低于",
    "处于",
    "位于",
    "赶上",
    "保持在",
    "优于",
    "提升到",
)
AT_MOST = ("低于", "不高于", "不得超过", "控制在", "降到")
AMONG = (
    "全省",
    "全国",
    "全市",
    "全市5个县市区",
    "全省同类县市区",
    "东部沿海地区",
    "中部六省",
    "全国、全省",
)
MEDIANS, AVERAGES = ("中位数", "中位线"), ("平均水平", "平均值", "平均增速")
ABOVE, BELOW = ("以上", "及以上", "之上"), ("以下", "以内")

leads = st.sampled_from([*((word, ">=") for word in AT_LEAST), *((word, "<=") for word in AT_MOST)])
statistics = st.sampled_from(
    [*((word, "median") for word in MEDIANS), *((word, "average") for word in AVERAGES)]
)
posts = st.sampled_from([("", ""), *((w, ">=") for w in ABOVE), *((w, "<=") for w in BELOW)])
openings = st.sampled_from(
    ["", "力争", "农村居民人均可支配收入", "到2027年，收入增长5%、", "确保增速"]
)
closings = st.sampled_from(["", "，", "。", "、城镇化率提高到60%", "；其他"])


def told(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (text[item.start : item.end], item.statistic, item.comparator, item.among)
        for item in find_benchmarks(text, 0, len(text))
    ]


@given(openings, leads, st.sampled_from(AMONG), st.booleans(), statistics, posts, closings)
def test_whatever_is_written_comes_back_character_by_character(
    opening: str,
    lead: tuple[str, str],
    among: str,
    of: bool,
    statistic: tuple[str, str],
    post: tuple[str, str],
    closing: str,
) -> None:
    level = f"{lead[0]}{among}{'的' * of}{statistic[0]}{post[0]}"
    meant = post[1] or lead[1]
    assert told(opening + level + closing) == [(level, statistic[1], meant, among)]


@given(st.text("达到高于低处全省市中位数平均水以上下，。的2个5%和与持\n ", max_size=40))
def test_levels_lie_in_the_run_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for item in find_benchmarks(text, 0, len(text)):
        assert end <= item.start < item.end <= len(text)
        assert "，" not in text[item.start : item.end]
        assert item.among in text[item.start : item.end]
        end = item.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("处于中位数以上", [("处于中位数以上", "median", ">=", "")]),
        ("收入居全省中位数以上", [("居全省中位数以上", "median", ">=", "全省")]),
        ("收入在全省平均水平之上", [("全省平均水平之上", "average", ">=", "全省")]),
        ("增速与全国平均水平持平", [("与全国平均水平持平", "average", ">=", "全国")]),
        ("达到或超过全国平均水平", [("达到或超过全国平均水平", "average", ">=", "全国")]),
        ("失业率稳定在全国平均水平以下", [("稳定在全国平均水平以下", "average", "<=", "全国")]),
        (
            "收入赶上全国平均水平、区县赶上东部地区平均水平",
            [
                ("赶上全国平均水平", "average", ">=", "全国"),
                ("赶上东部地区平均水平", "average", ">=", "东部地区"),
            ],
        ),
    ],
)
def test_planted_levels(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "高于全国平均水平2个百分点",  # a margin: the figure alone would mislead
        "达到全国平均水平的90%",
        "支持高于全省平均水平的企业",
        "已达到全省平均水平",
        "缩小与全国平均水平差距",
        "力争人均预期寿命接近全国平均水平",
        "最低工资标准平均数提高至2100元",
        "增速高于各项贷款平均增速",
        "在国家综合测评中位列第一",
        "平均每年建设10所学校",
        "平均值得关注",
    ],
)
def test_what_sets_no_level(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "力争到2027年底农村居民人均可支配收入处于全省中位数以上。",
        "到2027年，单位GDP能耗低于全国平均水平。",
        "确保居民收入高于全市中位数。",
    ],
)
def test_a_level_of_others_makes_a_goal_without_any_figure(text: str) -> None:
    (finding,) = read(text).findings
    assert (finding.kind, finding.targets, len(finding.benchmarks)) == ("goal", (), 1)


def test_a_statement_of_how_things_are_stays_none() -> None:
    assert read("我市居民收入高于全国平均水平。").findings == ()


def test_places_counted_are_no_target_and_offsets_hold_in_the_text_as_given() -> None:
    text = "　力争 到２０２７年底居民收入达到 全市５个县市区 中位数以上。"
    (finding,) = read(text).findings
    assert finding.targets == ()
    (level,) = finding.benchmarks
    assert text[level.span.start : level.span.end] == level.span.text
    assert level.span.text == "达到 全市５个县市区 中位数以上"


def test_the_scored_fields_stay_as_they_are_and_levels_stand_apart() -> None:
    reading = read("力争到2027年城镇化率达到60%、高于全省平均水平。")
    record = json.loads(json.dumps(to_json(reading.findings[0], reading)))
    assert [target["comparator"] for target in record["targets"]] == [">="]
    (level,) = record["benchmarks"]
    assert (level["text"], level["statistic"], level["comparator"], level["among"]) == (
        "高于全省平均水平", "average", ">=", "全省",
    )  # fmt: skip
    plain = read("力争到2027年城镇化率达到60%。")
    assert "benchmarks" not in to_json(plain.findings[0], plain)
