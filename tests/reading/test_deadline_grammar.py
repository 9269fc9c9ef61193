"""The deadline grammar as a whole: every way to name a day leads to its last day, in any year."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.deadlines import When, find_deadlines

CHINESE = ["", *"一二三四五六七八九十", "十一", "十二"]
PLANS = {"十四五": 2025, "十五五": 2030, "十六五": 2035}

days = st.dates(date(2021, 1, 1), date(2030, 12, 31))
months = st.integers(1, 12)
later = st.integers(0, 9)


def found(words: str, today: date | None) -> list[When]:
    whens = list(find_deadlines(words, 0, len(words), today=today))
    for when in whens:
        assert 0 <= when.start < when.end <= len(words)
    return whens


def only(words: str, today: date | None) -> When:
    (when,) = found(words, today)
    return when


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@given(days)
def test_words_for_this_year_mean_its_last_day(today: date) -> None:
    end = date(today.year, 12, 31)
    for words in (
        "年内完成",
        "今年完成",
        "年底前完成",
        "今年底前完成",
        "今年年底前完成",
        "全年完成100家",
    ):
        assert only(words, today).by == end
    assert only("明年底前完成", today).by == end.replace(year=today.year + 1)
    assert only("到明年年底，完成改造", today).by == end.replace(year=today.year + 1)


@given(days, months)
def test_months_of_the_documents_year(today: date, month: int) -> None:
    for words in (f"{month}月底前完成", f"{CHINESE[month]}月底前完成", f"今年{month}月底前完成"):
        assert only(words, today).by == last_day(today.year, month)
    assert only(f"明年{month}月底前完成", today).by == last_day(today.year + 1, month)


@given(days, later, months, st.integers(1, 28))
def test_days_and_months_with_their_year(today: date, more: int, month: int, day: int) -> None:
    year = today.year + more
    assert only(f"{year}年{month}月{day}日前完成", today).by == date(year, month, day)
    assert only(f"{year}年{month}月底前完成", today).by == last_day(year, month)
    assert only(f"{year}年{month}月中旬前完成", today).by == date(year, month, 20)


@given(days, st.integers(1, 4))
def test_quarters_end_with_their_last_month(today: date, quarter: int) -> None:
    end = last_day(today.year, 3 * quarter)
    for sign in (str(quarter), CHINESE[quarter]):
        assert only(f"第{sign}季度末前完成", today).by == end
        assert only(f"{sign}季度前完成", today).by == end


@given(days)
def test_half_years(today: date) -> None:
    assert only("上半年完成", today).by == date(today.year, 6, 30)
    assert only("下半年完成", today).by == date(today.year, 12, 31)
    assert only("本月底前完成", today).by == last_day(today.year, today.month)


@pytest.mark.parametrize(("plan", "year"), PLANS.items())
@pytest.mark.parametrize(
    "words", ["“{}”期间", "“{}”时期", "“{}”末", "到“{}”末", "“{}”期末", "{}期间"]
)
@given(today=st.dates(date(2021, 1, 1), date(2025, 12, 31)))
def test_five_year_plans_end_with_their_fifth_year(
    plan: str, year: int, words: str, today: date
) -> None:
    assert only(words.format(plan) + "建成", today).by == date(year, 12, 31)


@given(days, later)
def test_a_year_to_come_is_due_on_its_last_day(today: date, more: int) -> None:
    year = today.year + more
    for words in (
        f"到{year}年",
        f"{year}年底前",
        f"力争到{year}年",
        f"{year}年前",
        f"至{year}年底",
    ):
        assert only(words + "建成", today).by == date(year, 12, 31)


@given(days, st.integers(1, 5))
def test_a_run_of_years_ends_with_the_last(today: date, more: int) -> None:
    year = today.year
    for link in ("—", "至"):
        assert only(f"{year}{link}{year + more}年，每县建一所", today).by == date(
            year + more, 12, 31
        )


@given(st.integers(1, 12), st.none() | days)
def test_spans_are_durations_and_need_no_date(number: int, today: date | None) -> None:
    spans = {
        f"{number}年内完成": f"P{number}Y", f"{CHINESE[number]}年内完成": f"P{number}Y",
        f"用{number}年时间完成": f"P{number}Y", f"今后{number}年": f"P{number}Y",
        f"未来{CHINESE[number]}年，建成": f"P{number}Y", f"{number}个月内完成": f"P{number}M",
        f"{number}日内答复": f"P{number}D", f"{number}小时内报告": f"PT{number}H",
        f"用{number}—{number + 2}年时间完成": f"P{number + 2}Y", "半年内完成": "P6M",
    }  # fmt: skip
    for words, duration in spans.items():
        when = only(words, today)
        assert (when.by, when.duration, when.working) == (None, duration, False)


@given(st.integers(1, 60))
def test_working_days_are_marked(number: int) -> None:
    when = only(f"自受理之日起{number}个工作日内办结", None)
    assert (when.duration, when.working, when.by) == (f"P{number}D", True, None)


@pytest.mark.parametrize(
    "words", ["每年", "每月", "每季度", "每半年", "定期", "每周", "常态化", "每两年"]
)
def test_rhythms_recur_and_have_no_day(words: str) -> None:
    when = only(words + "开展检查", date(2026, 1, 1))
    assert (when.recurring, when.by, when.duration) == (True, None, "")


@given(days, st.integers(1, 15))
def test_what_is_past_or_a_name_is_no_deadline(today: date, ago: int) -> None:
    for words in (
        f"自{today.year - ago}年起施行", f"比{today.year - ago}年增长", "实施三年行动计划",
        f"落实《{today.year}年工作要点》", f"{today.year - ago}年建成", "开展五年规划编制",
    ):  # fmt: skip
        assert [when for when in found(words, today) if when.by] == []


@given(months, st.integers(1, 4))
def test_without_a_date_nothing_is_made_up(month: int, quarter: int) -> None:
    for words in (
        "年内完成",
        "今年完成",
        f"{month}月底前完成",
        f"{quarter}季度前完成",
        "上半年完成",
    ):
        assert [when.by for when in found(words, None)] in ([], [None])


@given(
    st.text(
        alphabet="到至在年内底前末月日季度上下半十五“”期间2026今后用时间三每定期个工作小时周天—起",
        max_size=30,
    ),
    days,
)
def test_no_run_of_signs_breaks_the_grammar(words: str, today: date) -> None:
    for when in found(words, today):
        assert when.by is None or when.by.year >= today.year
