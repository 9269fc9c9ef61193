"""Fields in words, in both languages, and durations as people write them."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from luodi.documents.words import (
    deadline_words,
    figure_words,
    read_duration,
    reason_words,
    spoken_duration,
    target_words,
)
from luodi.reading.reasons import REASONS

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def target(comparator: str, value: str = "50", value2: str | None = None, unit: str = "%") -> dict:
    return {"comparator": comparator, "value": value, "value2": value2, "unit": unit}


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("1234567.50", "元", r"1,234,567\.50? ?元"),
        ("-1234", "", "-1,234"),
        ("97", "%", "97%"),
        ("0.05", "", r"0\.05"),
        (None, "", ""),
    ],
)
def test_figures_read_in_thousands(value, unit, words) -> None:
    assert re.fullmatch(words, figure_words(value, unit))


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (target(">="), "不低于 50%", "at least 50%"),
        (target("<="), "不高于 50%", "at most 50%"),
        (target("="), "50%", "50%"),
        (target("~"), "约 50%", "about 50%"),
        (target("range", value2="60"), "50% 至 60%", "50% to 60%"),
        (target("+"), "增长 50%", "up by 50%"),
        (target("-"), "下降 50%", "down by 50%"),
        (target("rank<=", "20", unit=""), "位次进入前 20", "rank within 20"),
    ],
)
def test_targets_read_in_both_languages(given, zh, en) -> None:
    with translation.override("zh-hans"):
        assert target_words(given) == zh
    with translation.override("en"):
        assert target_words(given) == en


def due(by: str | None = None, duration: str = "", *, working=False, recurring=False) -> dict:
    return {"by": by, "duration": duration, "working": working, "recurring": recurring}


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (None, "", ""),
        (due("2026-12-31"), "2026年12月31日前", "by 31 Dec 2026"),
        (due(duration="P3Y"), "3年内", "within 3 years"),
        (due(duration="P1M"), "1个月内", "within 1 month"),
        (due(duration="P10D", working=True), "10个工作日内", "within 10 working days"),
        (due(duration="PT10H"), "10小时内", "within 10 hours"),
        (due(recurring=True), "常态长期", "recurring"),
        (due("2026-01-02", recurring=True), "2026年1月2日前，常态长期", "by 2 Jan 2026, recurring"),
    ],
)
def test_deadlines_read_in_both_languages(given, zh, en) -> None:
    with translation.override("zh-hans"):
        assert deadline_words(given) == zh
    with translation.override("en"):
        assert deadline_words(given) == en


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("iso", "working"),
    [("P3Y", False), ("P1Y6M", False), ("P2W", False), ("P10D", True), ("P15D", False),
     ("PT10H", False), ("P1DT6H", False)],
)  # fmt: skip
def test_a_duration_survives_the_form(language, iso, working) -> None:
    with translation.override(language):
        assert read_duration(spoken_duration(iso, working=working)) == (iso, working)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("３ 年", ("P3Y", False)),
        ("18个月", ("P18M", False)),
        ("两年", ("两年", False)),
        ("P3Y", ("P3Y", False)),
        ("", ("", False)),
        ("3年左右", ("3年左右", False)),
    ],
)
def test_a_duration_is_read_as_people_write_it(text, iso) -> None:
    assert read_duration(text) == iso


def test_reasons_read_in_one_language() -> None:
    for code in REASONS:
        with translation.override("en"):
            assert not CHINESE.search(reason_words(code)), code
        with translation.override("zh-hans"):
            assert CHINESE.search(reason_words(code)), code
    assert reason_words("no_such_code") == "no_such_code"
