"""Cells, headers and periods of tables as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from luodi.base.errors import Invalid
from luodi.indicators.cells import said_by, scale_of_suffix, scaled
from luodi.indicators.importing.columns import (
    Layout,
    Mapped,
    check_layout,
    guess,
    recalled,
    unit_in,
)
from luodi.indicators.importing.cumulated import end_month, quarter_or_month
from luodi.indicators.importing.files import lines_of

pytestmark = pytest.mark.one_database
INDICATORS = {"常住人口": "a", "地区生产总值": "b", "gdp": "b"}


@pytest.mark.parametrize(
    ("cell", "figure", "suffix"),
    [
        ("12", "12", ""), ("1,234.50", "1234.50", ""), ("1，234", "1234", ""), ("１２.５", "12.5", ""),
        ("−3.2", "-3.2", ""), ("－3", "-3", ""), ("+5", "5", ""), ("40%", "40", "%"), ("40 ％", "40", "%"),
        ("12.3万", "12.3", "万"), ("3.5亿元", "3.5", "亿元"), ("5 公里", "5", "公里"), (".5", "0.5", ""),
        ("3e5", "300000", ""), ("1 234", "1234", ""),
    ],
)  # fmt: skip
def test_a_cell_with_a_figure(cell: str, figure: str, suffix: str) -> None:
    said = said_by(cell)
    assert (said.figure, said.suffix) == (Decimal(figure), suffix)


@pytest.mark.parametrize("cell", ["", "-", "—", "……", "/", "无", "N/A", " 暂无 "])
def test_a_cell_that_says_there_is_none(cell: str) -> None:
    assert said_by(cell).is_missing


@pytest.mark.parametrize(
    "cell", ["约12", "12左右", "12-15", "一百", "12.3.4", "1,23", "十二万", "12人以上", "=A1"]
)
def test_text_is_no_figure(cell: str) -> None:
    said = said_by(cell)
    assert (said.figure, said.text) == (None, cell)


@pytest.mark.parametrize(
    ("suffix", "unit", "by"),
    [
        ("", "万人", "1"), ("万", "万人", "1"), ("万", "人", "10000"), ("亿元", "万元", "10000"),
        ("元", "亿元", "0.00000001"), ("%", "%", "1"), ("‰", "%", "0.1"), ("百分点", "百分点", "1"),
    ],
)  # fmt: skip
def test_a_unit_behind_a_figure_scales_it(suffix: str, unit: str, by: str) -> None:
    assert scale_of_suffix(suffix, unit) == Decimal(by)


@pytest.mark.parametrize(
    ("suffix", "unit"), [("元", "人"), ("%", "人"), ("人", "%"), ("公里", "千米")]
)
def test_a_unit_of_something_else_is_refused(suffix: str, unit: str) -> None:
    assert scale_of_suffix(suffix, unit) is None


@given(st.decimals(-(10**9), 10**9, places=3))
def test_scaling_loses_no_digit(figure: Decimal) -> None:
    for suffix, unit in (("亿元", "元"), ("元", "亿元"), ("万", "万人")):
        by = scale_of_suffix(suffix, unit)
        assert by is not None
        back = scaled(scaled(figure, by), 1 / by)
        assert back == figure


def lines(*rows: str) -> list[list[str]]:
    return [[str(n), *row.split("|")] for n, row in enumerate(rows, start=1)]


def test_a_long_table_is_understood_below_its_titles() -> None:
    found = guess(
        lines("统计表||||", "区划代码|地区|指标|年份|数值", "421022|公安县|常住人口|2020|1"),
        INDICATORS,
    )
    assert found.header == 2
    assert [one.role for one in found.columns] == ["place", "name", "indicator", "period", "value"]


def test_a_wide_table_of_years_takes_its_periods_from_the_header() -> None:
    found = guess(lines("单位：万人||", "地区|2019年|2020年（快报）", "公安县|1|2"), INDICATORS)
    assert [(one.role, one.period) for one in found.columns[1:]] == [
        ("value", "2019"), ("value", "2020"),
    ]  # fmt: skip
    assert found.unit == "万人"


def test_a_wide_table_of_indicators_takes_indicators_and_units_from_the_header() -> None:
    found = guess(lines("地区|常住人口（万人）|GDP(亿元)|备注", "公安县|1|2|好"), INDICATORS)
    assert [(one.role, one.indicator, one.unit) for one in found.columns[1:]] == [
        ("value", "a", "万人"), ("value", "b", "亿元"), ("", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("常住人口（万人）", "万人"),
        ("增速（%）", "%"),
        ("产值（演示）（亿元）", "亿元"),
        ("产值（快报）", ""),
    ],
)
def test_a_unit_stands_in_brackets_and_other_remarks_do_too(header: str, unit: str) -> None:
    assert unit_in(header) == unit


def test_two_lines_of_headers_are_read_together() -> None:
    found = guess(lines("|地区生产总值|地区生产总值|常住人口", "地区|2024|2025|2025"), INDICATORS)
    assert found.header == 2
    assert [(one.indicator, one.period) for one in found.columns[1:]] == [
        ("b", "2024"), ("b", "2025"), ("a", "2025"),
    ]  # fmt: skip


def test_what_a_sender_settled_holds_when_a_column_is_put_in() -> None:
    known = Layout(
        columns=(Mapped("place"), Mapped("value", indicator="b", period="2025-03")),
        titles=("报送地", "本月止（亿元）"), subjects="bodies",
    )  # fmt: skip
    guessed = Layout(
        columns=(Mapped(), Mapped(), Mapped(unit="亿元")),
        titles=("序号", "报送地", "本月止（亿元）"),
    )
    found = recalled(guessed, known)
    assert [one.role for one in found.columns] == ["", "place", "value"]
    assert (found.columns[2].indicator, found.subjects) == ("b", "bodies")


@pytest.mark.parametrize(
    ("layout", "field"),
    [
        (Layout(columns=(Mapped("place"),)), "columns"),
        (Layout(columns=(Mapped("place"), Mapped("value"))), "indicator"),
        (Layout(columns=(Mapped("place"), Mapped("value")), indicator="a"), "period"),
        (Layout(columns=(Mapped("value"),), indicator="a", period="2020"), "columns"),
        (Layout(columns=(Mapped("place"), Mapped("place"), Mapped("value")), indicator="a", period="2020"), "columns"),
    ],
)  # fmt: skip
def test_a_layout_that_leaves_something_open_is_refused(layout: Layout, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_layout(layout)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026年1-6月", (2026, 6)), ("2026年前三季度", (2026, 9)), ("2026年上半年", (2026, 6)),
        ("2026年1—11月", (2026, 11)), ("2026年全年", (2026, 12)), ("2026-03", None), ("1-6月", None),
    ],
)  # fmt: skip
def test_times_since_january(text: str, found: tuple[int, int] | None) -> None:
    assert end_month(text) == found


def test_a_sum_since_january_stands_at_the_end_of_its_quarter_or_month() -> None:
    assert quarter_or_month("2026年1-6月", by_quarter=True) == "2026-Q2"
    assert quarter_or_month("2026年1-6月", by_quarter=False) == "2026-06"
    assert quarter_or_month("2026年1-5月", by_quarter=True) == "2026-05"


def book(rows: list[list[object]], formats: dict[str, str] | None = None, merge: str = "") -> bytes:
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    if merge:
        sheet.merge_cells(merge)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_says_what_people_see() -> None:
    data = book(
        [["地区", "占比", "时间"], ["公安县", 0.4512, date(2026, 3, 1)], [None, 0.1 + 0.2, 12.0]],
        {"B2": "0.0%", "C2": 'yyyy"年"m"月"'}, merge="A2:A3",
    )  # fmt: skip
    found = lines_of(data)
    assert list(found) == [
        ["1", "地区", "占比", "时间"], ["2", "公安县", "45.12%", "2026-03"], ["3", "公安县", "0.3", "12"],
    ]  # fmt: skip


def test_csv_of_any_common_encoding_and_delimiter_is_read_and_counted() -> None:
    text = "地区,2020\n\n公安县,12\n江陵县,13\n"
    for data in (text.encode("utf-8-sig"), text.encode("gb18030"), text.encode("utf-16")):
        found = lines_of(data, 2)
        assert found.rows == 3
        assert list(found) == [["1", "地区", "2020"], ["3", "公安县", "12"]]
    assert next(iter(lines_of(text.replace(",", ";").encode()))) == ["1", "地区", "2020"]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "empty"), (b"PK\x03\x04junk", "cannot be opened"), (b"\xd0\xcf\x11\xe0", "old"), (b"a\x00b", "cannot")],
)  # fmt: skip
def test_what_is_no_table_is_answered(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        lines_of(data)
