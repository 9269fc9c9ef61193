"""Findings for spreadsheets: csv and xlsx, with no cell that a program would compute."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from luodi.reading.output import rows
from luodi.reading.output.records import ReadFile
from luodi.reading.output.rows import Value
from luodi.reading.output.words import Language, word

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {
    "text": 60, "title": 40, "section": 30, "reason": 24, "lead": 18, "partners": 18,
    "targets": 18, "measure": 18, "file": 20, "cause": 30, "issuer": 18, "number": 7, "start": 8,
    "end": 8,
}  # fmt: skip
_MOST = 32_000  # characters that a cell of Excel holds, with some to spare

Row = Callable[[ReadFile, int, Any, Language], list[Value]]


class CsvWriter:
    """Writes one table for all files; problems are lines of their kind in the same columns."""

    def __init__(self, language: Language, *, explain: bool, bundle: bool = False) -> None:
        self._language: Language = language
        self._explain = explain
        self._columns: Sequence[str] = rows.BUNDLED_COLUMNS if bundle else rows.COMMITMENT_COLUMNS
        self._row = rows.bundled_row if bundle else rows.commitment_row
        if explain:
            self._columns = rows.CLAUSE_COLUMNS

    def begin(self) -> str:
        """Return the mark that tells spreadsheets the encoding, and the header."""
        return "\ufeff" + _csv([rows.header(self._columns, self._language)])

    def end(self) -> str:
        """Return nothing: a table just stops."""
        return ""

    def add(self, read: ReadFile) -> str:
        """Return the lines of one file: commitments first, then problems as their own group."""
        if self._explain:
            return _csv(_numbered(rows.clause_row, read, read.reading.clauses, self._language))
        found = read.commitments + read.problems
        return _csv(_numbered(self._row, read, found, self._language))


def _csv(lines: Iterable[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows.escaped(line) for line in lines)
    return out.getvalue()


def _numbered(
    row: Row, read: ReadFile, items: Sequence[Any], language: Language
) -> Iterator[list[Value]]:
    return (row(read, number, item, language) for number, item in enumerate(items, 1))


def xlsx(files: Sequence[ReadFile], language: Language, *, explain: bool) -> bytes:
    """Return a workbook: commitments, problems, the documents, and on demand every clause."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    bundle = any(read.bundles for read in files)
    shown = rows.BUNDLED_COLUMNS if bundle else rows.COMMITMENT_COLUMNS
    row_of = rows.bundled_row if bundle else rows.commitment_row
    sheets: list[tuple[str, Sequence[str], Row, Callable[[ReadFile], Sequence[Any]]]] = [
        ("commitments", shown, row_of, lambda f: f.commitments),
        ("problems", rows.PROBLEM_COLUMNS, rows.problem_row, lambda f: f.problems),
        ("documents", rows.DOCUMENT_COLUMNS, rows.document_row, lambda f: (f,)),
    ]
    if explain:
        clauses = ("clauses", rows.CLAUSE_COLUMNS, rows.clause_row, lambda f: f.reading.clauses)
        sheets.append(clauses)
    for name, columns, row, items in sheets:
        lines = (line for f in files for line in _numbered(row, f, items(f), language))
        _fill(book.create_sheet(word(name, language)), columns, lines, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(
    sheet: Worksheet, columns: Sequence[str], lines: Iterable[list[Value]], language: Language
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append(rows.header(columns, language))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for at, line in enumerate(lines, 2):
        for column, value in enumerate(rows.escaped(line), 1):
            if value == "":
                continue
            cell = sheet.cell(at, column, _cell(value))
            if isinstance(value, str):
                cell.alignment = wrapped
    for at, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 12)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _print_landscape(sheet)


def _print_landscape(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _cell(value: Value) -> Value:
    return _NOT_XML.sub("", value)[:_MOST] if isinstance(value, str) else value
