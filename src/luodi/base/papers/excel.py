"""Sheets as an Excel file: frozen header, filter, choices, fitting columns, ready to print."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from luodi.base.errors import Invalid
from luodi.base.papers.measures import text_width
from luodi.base.papers.package import settle
from luodi.base.papers.types import Field, Link, Sheet, Value

CHOICES = "选项"
_RISKY = tuple("=+-@＝＋－＠\t\r")
_LONGEST_CELL = 32767
_MOST_ROWS = 1_048_576
_NARROWEST, _WIDEST = 6.0, 46.0
_FORBIDDEN_IN_NAME = str.maketrans("[]:*?/\\", "（）：＊？／＼")
_LINE = Side(style="thin", color="808080")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BODY = Font(name="仿宋_GB2312", size=12)
_HEAD = Font(name="黑体", size=12)
_TITLE = Font(name="方正小标宋简体", size=20)
_SHADE = PatternFill("solid", fgColor="F2F2F2")


def write_xlsx(*sheets: Sheet) -> bytes:
    """Return the sheets as an .xlsx; refuses no sheet, and rows unlike their header in length."""
    if not sheets:
        raise Invalid("没有可导出的内容。", "There is nothing to export.", field="sheets")
    book = Workbook()
    book.remove(book.active)
    choices = _Choices(book)
    for sheet in sheets:
        _lay_sheet(book, sheet, choices)
    choices.finish()
    book.properties.creator = ""
    out = io.BytesIO()
    book.save(out)
    return settle(out.getvalue())


def _lay_sheet(book: Workbook, sheet: Sheet, choices: _Choices) -> None:
    page = book.create_sheet(_name(sheet.name))
    head = 1
    if sheet.title:
        _lay_title(page, sheet)
        head = 2
    _lay_header(page, sheet, head)
    last = _lay_rows(page, sheet, head)
    _lay_widths(page, sheet)
    _lay_choices(page, sheet, choices, head + 1, last + sheet.spare)
    page.freeze_panes = page.cell(row=head + 1, column=1)
    width = get_column_letter(len(sheet.fields))
    page.auto_filter.ref = f"A{head}:{width}{max(last, head)}"
    _lay_print(page, head, width, last)


def _name(name: str) -> str:
    return name.translate(_FORBIDDEN_IN_NAME).strip("'")[:31] or "表"


def _lay_title(page: Any, sheet: Sheet) -> None:
    cell = page.cell(row=1, column=1)
    _put(cell, sheet.title)
    cell.font, cell.alignment = _TITLE, Alignment("center", "center")
    page.row_dimensions[1].height = 36
    if len(sheet.fields) > 1:
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(sheet.fields))


def _lay_header(page: Any, sheet: Sheet, head: int) -> None:
    for at, field in enumerate(sheet.fields, start=1):
        cell = page.cell(row=head, column=at)
        _put(cell, field.title)
        cell.font, cell.border, cell.fill = _HEAD, _GRID, _SHADE
        cell.alignment = Alignment("center", "center", wrap_text=True)
    page.row_dimensions[head].height = 30


def _lay_rows(page: Any, sheet: Sheet, head: int) -> int:
    """Lay the rows and return the number of the last one."""
    row = head
    for row, values in enumerate(sheet.rows, start=head + 1):
        _check_row(sheet, values, row - head)
        for at, (value, field) in enumerate(zip(values, sheet.fields, strict=True), start=1):
            _lay_cell(page.cell(row=row, column=at), value, field, row - head)
    return row


def _check_row(sheet: Sheet, values: Sequence[Value | Link], row: int) -> None:
    if len(values) != len(sheet.fields):
        raise Invalid(
            f"第{row}行有{len(values)}格，表头有{len(sheet.fields)}列。",
            f"Row {row} has {len(values)} cells, the header {len(sheet.fields)}.",
            field="rows",
        )
    if row >= _MOST_ROWS - 1:
        raise Invalid(
            "超出一张表能容纳的行数，请筛选后再导出。",
            "More rows than one sheet holds. Filter first, then export.",
            field="rows",
        )


def _lay_cell(cell: Any, value: Value | Link, field: Field, row: int) -> None:
    plain = value.value if isinstance(value, Link) else value
    if isinstance(plain, str) and len(plain) > _LONGEST_CELL:
        raise Invalid(
            f"第{row}行“{field.title}”超过32767字，Excel放不下。",
            f"Row {row}, '{field.title}': more than the 32,767 characters Excel holds.",
            field=field.title,
        )
    _put(cell, plain)
    if isinstance(value, Link) and value.target and plain not in (None, ""):
        cell.hyperlink = value.target
    cell.font, cell.border = _BODY, _GRID
    cell.alignment = Alignment(_side(plain, field), "center", wrap_text=True)


def _side(value: Value, field: Field) -> str:
    figure = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return "right" if figure and field.align == "left" else field.align


def _put(cell: Any, value: Value) -> None:
    """Set a value; words that look like a formula stay words, in Excel and after editing."""
    if isinstance(value, bool):
        value = "是" if value else "否"
    if not isinstance(value, str):
        _put_figure(cell, value)
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_RISKY)


def _put_figure(cell: Any, value: int | Decimal | date | datetime | None) -> None:
    if isinstance(value, datetime):
        # Excel knows no time zones: the wall clock is what the reader expects.
        cell.value, cell.number_format = value.replace(tzinfo=None), "yyyy-mm-dd hh:mm"
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, Decimal):
        places = -int(value.as_tuple().exponent) if value.is_finite() else 0
        cell.number_format = "0." + "0" * places if places > 0 else "0"


def _lay_widths(page: Any, sheet: Sheet) -> None:
    for at, field in enumerate(sheet.fields):
        dimension = page.column_dimensions[get_column_letter(at + 1)]
        dimension.width = field.width or _fitting(field.title, _shown(sheet, at))
        dimension.hidden = field.hidden


def _shown(sheet: Sheet, at: int) -> Iterator[str]:
    for row in sheet.rows[:2000]:
        value = row[at]
        plain = value.value if isinstance(value, Link) else value
        yield "" if plain is None else str(plain)


def _fitting(title: str, texts: Iterator[str]) -> float:
    """Return a width that shows most cells on one line, within bounds; the header may wrap."""
    widths = sorted(max(text_width(part) for part in text.split("\n")) * 2 for text in texts)
    usual = widths[ceil(len(widths) * 0.95) - 1] if widths else 0
    # The filter's button covers about three letters.
    return min(max(usual * 1.1 + 2, min(text_width(title) * 2, 10) + 5, _NARROWEST), _WIDEST)


def _lay_choices(page: Any, sheet: Sheet, choices: _Choices, first: int, last: int) -> None:
    for at, field in enumerate(sheet.fields, start=1):
        if field.choices:
            rule = _rule(choices.formula(field.choices), field)
            letter = get_column_letter(at)
            rule.add(f"{letter}{first}:{letter}{last}")
            page.add_data_validation(rule)


def _rule(formula: str, field: Field) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop" if field.strict else "warning",
        errorTitle=field.title[:32],
        error="请从下拉列表中选择。" if field.strict else "不在下拉列表中，确定要填写吗？",
    )


class _Choices:
    """The lists behind the choices, on a hidden sheet: a list in the cell holds 255 characters."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.lists: dict[tuple[str, ...], str] = {}

    def formula(self, choices: tuple[str, ...]) -> str:
        """Return the formula of a list of choices, the same for the same list."""
        return "=" + self.lists.setdefault(choices, f"list_{len(self.lists) + 1}")

    def finish(self) -> None:
        """Write the hidden sheet, when there is anything to write."""
        if not self.lists:
            return
        page = self.book.create_sheet(CHOICES)
        page.sheet_state = "hidden"
        for at, (choices, name) in enumerate(self.lists.items(), start=1):
            for row, choice in enumerate(choices, start=1):
                _put(page.cell(row=row, column=at), choice)
            letter = get_column_letter(at)
            area = f"{quote_sheetname(CHOICES)}!${letter}$1:${letter}${len(choices)}"
            self.book.defined_names[name] = DefinedName(name, attr_text=area)


def _lay_print(page: Any, head: int, width: str, last: int) -> None:
    setup = page.page_setup
    setup.orientation, setup.paperSize = "landscape", page.PAPERSIZE_A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{head}:{head}"
    page.print_area = f"A1:{width}{max(last, head)}"
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.top, margins.bottom, margins.left, margins.right = 0.8, 0.8, 0.6, 0.6
    page.oddFooter.center.text = "— &P —"
    page.oddFooter.center.size = 12
