"""Sheets: header frozen, filter, choices, words never formulas, ready to print."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from luodi.base.errors import Invalid
from luodi.base.papers import Field, Link, Sheet, write_xlsx

FIELDS = (
    Field("序号", align="center"),
    Field("事项"),
    Field("牵头单位", choices=("市住建局", "市发改委")),
    Field("编号", hidden=True),
)
ROWS = ((1, "县城扩容提质", "市住建局", "a"), (2, "完善供水管网", "市发改委", "b"))


def opened(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(*sheets)))


def page(**changes: object) -> openpyxl.worksheet.worksheet.Worksheet:
    facts = {"name": "分解表", "fields": FIELDS, "rows": ROWS, **changes}
    return opened(Sheet(**facts)).worksheets[0]  # type: ignore[arg-type]


def one_cell(value: object) -> openpyxl.cell.Cell:
    return page(fields=(Field("值"),), rows=((value,),))["A2"]


def test_header_is_frozen_and_filtered_below_the_title() -> None:
    sheet = page(title="任务分解表")
    assert sheet["A1"].value == "任务分解表"
    assert [cell.value for cell in sheet[2]] == ["序号", "事项", "牵头单位", "编号"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:D4")


def test_without_a_title_the_header_is_the_first_row() -> None:
    sheet = page()
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")


def test_print_setup_is_landscape_a4_with_the_header_on_every_page() -> None:
    sheet = page(title="任务分解表")
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (
        "landscape", 9, 1, 0,
    )  # fmt: skip
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.oddFooter.center.text == "— &P —"


def test_choices_are_offered_in_the_rows_and_some_below() -> None:
    book = opened(Sheet("表", FIELDS, ROWS, spare=10))
    rule = book.worksheets[0].data_validations.dataValidation[0]
    assert (rule.type, str(rule.sqref), rule.errorStyle) == ("list", "C2:C13", "stop")
    assert book.defined_names[rule.formula1.lstrip("=")].attr_text == "'选项'!$A$1:$A$2"
    assert [cell.value for cell in book["选项"]["A"]] == ["市住建局", "市发改委"]
    assert book["选项"].sheet_state == "hidden"


def test_loose_choices_only_warn_and_equal_lists_are_kept_once() -> None:
    units = tuple(f"第{at}单位" for at in range(130))
    fields = (Field("牵头", units), Field("配合", units, strict=False))
    book = opened(Sheet("表", fields, (("第1单位", "第2单位、第3单位"),)))
    rules = book.worksheets[0].data_validations.dataValidation
    assert [rule.errorStyle for rule in rules] == ["stop", "warning"]
    assert len(book.defined_names) == 1


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5%", "@SUM(A1)", "＝1", "\t=1"])
def test_words_that_look_like_formulas_stay_words(text: str) -> None:
    cell = one_cell(text)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_plain_words_are_not_marked() -> None:
    assert not one_cell("县城").quotePrefix


def test_figures_and_dates_keep_their_kind_and_places() -> None:
    values = (
        Decimal("40.50"),
        -5,
        date(2026, 3, 5),
        datetime(2026, 3, 5, 9, 30, tzinfo=UTC),
        None,
        True,
    )
    fields = tuple(Field(str(at)) for at in range(6))
    cells = page(fields=fields, rows=(values,))[2]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "d", "n", "s"]
    assert [cell.number_format for cell in cells[:3]] == ["0.00", "General", "yyyy-mm-dd"]
    assert (cells[1].value, cells[3].value, cells[5].value) == (
        -5,
        datetime(2026, 3, 5, 9, 30),
        "是",
    )


def test_a_link_leads_to_its_source_and_shows_its_value() -> None:
    cell = one_cell(Link("望发〔2026〕1号", "http://luodi.invalid/findings/1"))
    assert cell.value == "望发〔2026〕1号"
    assert cell.hyperlink.target == "http://luodi.invalid/findings/1"
    assert one_cell(Link("", "http://luodi.invalid/")).hyperlink is None


def test_columns_fit_their_contents_within_bounds() -> None:
    rows = (("1", "短", "长" * 200), ("2", "市住房和城乡建设局", "长" * 200))
    sheet = page(fields=(Field("序号"), Field("单位"), Field("事项")), rows=rows)
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] < 12
    assert 18 <= widths[1] <= 24
    assert widths[2] == 46
    assert sheet["C2"].alignment.wrap_text


def test_hidden_columns_stay_hidden() -> None:
    assert page().column_dimensions["D"].hidden


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert write_xlsx(Sheet("表", FIELDS, ROWS)) == write_xlsx(Sheet("表", FIELDS, ROWS))


def test_sheet_names_are_made_to_fit() -> None:
    assert page(name="2026年/上半年[征求意见稿]" + "长" * 40).title.startswith(
        "2026年／上半年（征求意见稿）"
    )


def test_an_empty_sheet_is_a_header() -> None:
    sheet = page(rows=())
    assert (sheet.max_row, sheet.auto_filter.ref) == (1, "A1:D1")


def test_what_excel_cannot_hold_is_refused_by_row_and_column() -> None:
    with pytest.raises(Invalid, match="Row 1 has 1 cells"):
        write_xlsx(Sheet("表", FIELDS, ((1,),)))
    with pytest.raises(Invalid, match="Row 1, '值'"):
        write_xlsx(Sheet("表", (Field("值"),), (("长" * 32768,),)))
    with pytest.raises(Invalid, match="nothing to export"):
        write_xlsx()


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_words_come_back_as_words(text: str) -> None:
    cell = one_cell(text)
    kept = ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert (cell.value or "") == kept
    assert cell.data_type != "f"
