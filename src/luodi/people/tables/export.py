"""Writing workbooks: a frozen header, choices to pick from, nothing that runs as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .columns import Column

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_VALIDATED_ROWS = 5_000


def safe(text: str) -> str:
    """Return the text so that no table program takes it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def workbook_of(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, english: bool = False
) -> bytes:
    """Return an .xlsx of the rows below a frozen header with hints and choices."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    _write_header(sheet, columns, english)
    for row in rows:
        sheet.append([safe(cell) for cell in row])
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.number_format = "@"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_header(sheet: Worksheet, columns: Sequence[Column], english: bool) -> None:
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place, (column.en if english else column.zh) + "*" * column.required)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        hint = column.hint_en if english else column.hint_zh
        if hint:
            cell.comment = Comment(hint, "luodi")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "@"
        if column.choices:
            _offer(sheet, column, letter)
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, column: Column, letter: str) -> None:
    choices = DataValidation(
        type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=not column.required
    )
    sheet.add_data_validation(choices)
    choices.add(f"{letter}2:{letter}{_VALIDATED_ROWS}")
