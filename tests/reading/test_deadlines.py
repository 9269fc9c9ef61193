"""The deadline grammar: last days, durations, rhythms, and what is none of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.deadlines import When, find_deadlines

TODAY = date(2026, 3, 5)


def found(words: str, today: date | None = TODAY) -> list[When]:
    return list(find_deadlines(words, 0, len(words), today=today))


@pytest.mark.parametrize(
    ("words", "text", "by"),
    [
        ("2027年底前完成", "2027年底前", "2027-12-31"),
        ("6月底前完成", "6月底前", "2026-06-30"),
        ("2月底前完成", "2月底前", "2026-02-28"),
        ("“十五五”期间建成", "“十五五”期间", "2030-12-31"),
        ("年内开工", "年内", "2026-12-31"),
        ("今年拟安排资金", "今年", "2026-12-31"),
        ("到2035年基本实现", "到2035年", "2035-12-31"),
        ("2028年6月30日前投用", "2028年6月30日前", "2028-06-30"),
        ("明年一季度前完成", "明年一季度前", "2027-03-31"),
        ("上半年完成", "上半年", "2026-06-30"),
        ("力争到2027年建成", "力争到2027年", "2027-12-31"),
        ("到“十五五”末达到", "到“十五五”末", "2030-12-31"),
        ("年底前要清偿", "年底前", "2026-12-31"),
        ("十月底前办结", "十月底前", "2026-10-31"),
        ("3月10日至6月30日开展检查", "3月10日至6月30日", "2026-06-30"),
        ("11月15日至次年3月15日供暖", "11月15日至次年3月15日", "2027-03-15"),
        ("2026年12月1日至1月20日慰问", "2026年12月1日至1月20日", "2027-01-20"),
    ],
)
def test_last_day(words: str, text: str, by: str) -> None:
    (when,) = found(words)
    assert words[when.start : when.end] == text
    assert when.by == date.fromisoformat(by)
    assert not when.recurring


def test_a_period_that_sets_no_term_has_no_last_day() -> None:
    assert found("普查资料为2025年11月1日至12月31日的情况") == []


@pytest.mark.parametrize(
    ("words", "duration", "working"),
    [
        ("用三年时间完成", "P3Y", False),
        ("今后五年建成", "P5Y", False),
        ("3—5年内建成", "P5Y", False),
        ("10个工作日内办结", "P10D", True),
        ("6个月内完成", "P6M", False),
        ("15日内报送", "P15D", False),
    ],
)
def test_duration(words: str, duration: str, working: bool) -> None:
    (when,) = found(words)
    assert (when.duration, when.working, when.by) == (duration, working, None)


@pytest.mark.parametrize("words", ["每年评估", "每月报送", "每季度通报", "定期检查", "常态化对接"])
def test_rhythm(words: str) -> None:
    (when,) = found(words)
    assert when.recurring
    assert when.by is None


@pytest.mark.parametrize(
    "words",
    [
        "自2015年起施行",
        "今年是开局之年",
        "2026年是关键一年",
        "实施三年行动",
        "一年来成效明显",
        "签订固定期限合同",
        "2024年建成的项目",
        "推进改革",
    ],
)
def test_no_deadline(words: str) -> None:
    assert found(words) == []


def test_without_a_date_of_the_document_no_day_is_invented() -> None:
    (when,) = found("6月底前完成", today=None)
    assert when.by is None


@given(st.integers(2026, 2060), st.integers(1, 12))
def test_the_end_of_any_month_is_its_last_day(year: int, month: int) -> None:
    (when,) = found(f"{year}年{month}月底前完成")
    assert when.by is not None
    assert (when.by.year, when.by.month) == (year, month)
    following = date(year + month // 12, month % 12 + 1, 1)
    assert (following - when.by).days == 1


@given(
    st.text(alphabet="到20261235年月日底前内十四五“”期间末每定期今明季度上半工作个—至", max_size=30)
)
def test_no_text_breaks_the_grammar(words: str) -> None:
    for when in found(words):
        assert 0 <= when.start < when.end <= len(words)
