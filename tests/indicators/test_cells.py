"""Figures as people type them: read, asked about, or refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.base.errors import Invalid
from luodi.indicators.cells import counts_in, read_cell, said_by, scale_of_suffix, scaled


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
        ("12十万", "人", "1200000"),
        ("3百万元", "万元", "300"),
        ("1.5万亿", "亿元", "15000"),
        ("2千", "千瓦", "2000"),
        ("5万", "", "50000"),
        ("4‰", "%", "0.4"),
        ("4‰", "‰", "4"),
        ("3e5", "人", "300000"),
        ("1.2E-3", "亿元", "0.0012"),
        ("40 公里", "公里", "40"),
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
        ("1e999", "人", "level"),
        ("1e-99", "人", "level"),
        ("12\n13", "人", "level"),
        ("12左右", "人", "level"),
        ("—", "人", "level"),
        ("", "人", "level"),
    ],
)
def test_what_is_no_figure_of_the_unit_is_refused_in_both_languages(text, unit, kind) -> None:
    with pytest.raises(Invalid) as refused:
        read_cell(text, unit, kind)
    assert refused.value.zh
    assert refused.value.en


@given(
    st.decimals(-(10**9), 10**9, places=3),
    st.sampled_from(["", "万", "十万", "百万", "亿", "万亿", "万人", "亿人", "人"]),
    st.sampled_from(["人", "万人", "亿人"]),
)
def test_a_form_and_a_table_read_the_same_figure(number, suffix, unit) -> None:
    written = f"{number:,f}{suffix}"
    said = said_by(written)
    by = scale_of_suffix(said.suffix, unit)
    assert by is not None
    assert read_cell(written, unit).value == scaled(said.figure, by)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8", (8, None)),
        ("第8名", (8, None)),
        ("8/13", (8, 13)),
        ("第８名（共13个）", (8, 13)),
        ("8(13)", (8, 13)),
        ("第八名", None),
        ("8,130", None),
        ("无", None),
    ],
)
def test_which_of_how_many(text, found) -> None:
    assert counts_in(text) == found
