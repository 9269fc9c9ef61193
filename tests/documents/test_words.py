"""Figures in words: as Chinese texts write them, as English ones do, and no digit lost."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from luodi.documents.words import figure_words

SCALES = {"亿": 10**8, "万": 10**4}


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("240000000.0", "元", "2.4亿元", "240,000,000 元"),
        ("12000.0", "亩", "1.2万亩", "12,000 亩"),
        ("2000", "个", "2,000个", "2,000 个"),
        ("6.50", "%", "6.5%", "6.5%"),
        ("123456789.123", "元", "123,456,789.123元", "123,456,789.123 元"),
        ("-30000", "元", "-3万元", "-30,000 元"),
        (None, "位", "位", "位"),
    ],
)
def test_figures_in_both_languages(value: str | None, unit: str, zh: str, en: str) -> None:
    for language, words in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert figure_words(value, unit) == words


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=3))
def test_no_digit_is_lost(figure: Decimal) -> None:
    with translation.override("zh-hans"):
        said = figure_words(f"{figure:f}", "")
    number, scale = re.fullmatch(r"(-?[\d,.]+)([亿万]?)", said).groups()
    assert Decimal(number.replace(",", "")) * SCALES.get(scale, 1) == figure
