"""Figures as people type them: read, asked about, or refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luodi.base.errors import Invalid
from luodi.indicators.cells import read_cell


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,234.50", "亿元", "1234.50"),
        ("１２３", "人", "123"),
        ("3.2万", "人", "32000"),
        ("3.2万人", "人", "32000"),
        ("3.2万", "万人", "3.2"),
        ("32000人", "万人", "3.2"),
        ("1.5亿", "万元", "15000"),
        ("40", "%", "40"),
        ("40%", "%", "40"),
        ("40％", "%", "40"),
        ("0.4%", "%", "0.4"),
        ("−3.5", "%", "-3.5"),
        ("1.2个百分点", "%", "1.2"),
        ("0", "%", "0"),
    ],
)
def test_what_can_be_meant_in_one_way_is_read_exactly(text, unit, value) -> None:
    assert read_cell(text, unit).value == Decimal(value)


def test_a_small_share_asks_what_is_meant_and_takes_the_answer() -> None:
    asked = read_cell("0.4", "%")
    assert (asked.value, dict(asked.asks)) == (
        None,
        {"as_is": Decimal("0.4"), "hundredfold": Decimal(40)},
    )
    assert read_cell("0.4", "%", meant="hundredfold").value == 40
    assert read_cell("0.4", "%", meant="as_is").value == Decimal("0.4")
    assert read_cell("0.4", "亿元").value == Decimal("0.4")


@pytest.mark.parametrize("text", ["8/13", "第8位/13", "第8位，共13个", "８／１３"])
def test_a_rank_is_so_many_of_so_many(text) -> None:
    found = read_cell(text, "位", "rank")
    assert (found.k, found.n) == (8, 13)


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        ("约300", "人", "level"),
        ("三百", "人", "level"),
        ("=A1", "人", "level"),
        ("12,34", "人", "level"),
        ("40%", "人", "level"),
        ("40元", "人", "level"),
        ("40万", "%", "level"),
        ("8", "位", "rank"),
        ("nan", "人", "level"),
        ("", "人", "level"),
    ],
)
def test_what_is_no_figure_of_the_unit_is_refused_in_both_languages(text, unit, kind) -> None:
    with pytest.raises(Invalid) as refused:
        read_cell(text, unit, kind)
    assert refused.value.zh
    assert refused.value.en
