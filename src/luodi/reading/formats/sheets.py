"""Workbooks (xlsx): every sheet that is shown, a row a line, cells parted by tabs."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from html import unescape
from typing import Any

from luodi.reading.errors import BrokenFile, TooLarge
from luodi.reading.formats.archives import check_container
from luodi.reading.formats.limits import Limits
from luodi.reading.types import ExtractedText

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"
)
_HEADER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Z&])')
_UNNAMED = re.compile(r"Sheet\s*\d*|工作表\s*\d*", re.IGNORECASE)
_WIDEST = 500  # columns
_MOST_ROWS = 200_000

Area = tuple[int, int, int, int]  # first row, last row, first column, last column


def extract_xlsx(data: bytes, limits: Limits) -> ExtractedText:
    """Return a workbook's words; refuse what is damaged, swollen or larger than a document."""
    check_container(data, limits)
    book, archive = _open(data), zipfile.ZipFile(io.BytesIO(data))
    lines: list[str] = []
    headers: list[str] = []
    hidden: list[str] = []
    wide: list[str] = []
    left = limits.characters
    named = [s for s in book.worksheets if s.sheet_state == "visible"]
    for sheet in book.worksheets:
        markup = _markup(archive, sheet)
        headers += _headers(markup)
        if sheet.sheet_state != "visible":
            hidden.append(str(sheet.title))
            continue
        if len(named) > 1 or not _UNNAMED.fullmatch(str(sheet.title).strip()):
            lines.append(str(sheet.title).strip())
        for line in _rows(sheet, _merged(markup), wide):
            left -= len(line)
            if left < 0 or len(lines) > _MOST_ROWS:
                raise _too_large(limits)
            lines.append(line)
    notes = _notes(hidden, wide)
    header = "\n".join(dict.fromkeys(headers))
    return ExtractedText("\n".join(lines), "xlsx", "", header=header, notes=notes)


def _notes(hidden: list[str], wide: list[str]) -> tuple[str, ...]:
    """What was left out, sheet by sheet."""
    told = []
    if hidden:
        told.append(f"没有读取隐藏的工作表：{'、'.join(hidden)}。")
    if wide:
        named = "、".join(dict.fromkeys(wide))
        told.append(f"工作表 {named} 第 {_WIDEST} 列以后的内容没有读取。")
    return tuple(told)


def _open(data: bytes) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # WPS writes styles that openpyxl does not know
            return load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    except MemoryError:
        raise
    except Exception as problem:  # openpyxl raises whatever broken markup makes it raise
        raise _broken() from problem


def _broken() -> BrokenFile:
    return BrokenFile(
        "表格文件已损坏，打不开。请在 WPS 或 Excel 中打开并另存为 xlsx 后再试。",
        "The workbook is damaged. Open it in Excel or WPS and save it again as xlsx.",
    )


def _too_large(limits: Limits) -> TooLarge:
    return TooLarge(
        f"表格超过 {_MOST_ROWS:,} 行或 {limits.characters:,} 字的上限。请只保留要读的部分。",
        f"The workbook is over {_MOST_ROWS:,} rows or {limits.characters:,} characters. "
        "Keep only what is to be read.",
    )


def _markup(archive: zipfile.ZipFile, sheet: Any) -> bytes:
    """The sheet's own part: reading row by row gives neither merged cells nor headers."""
    name = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    return archive.read(name) if name in archive.namelist() else b""


def _headers(markup: bytes) -> Iterator[str]:
    for found in _HEADER.findall(markup):
        words = unescape(found.decode("utf-8", "replace"))
        yield from filter(
            None, (part.strip() for part in _HEADER_CODE.sub("\n", words).split("\n"))
        )


def _merged(markup: bytes) -> dict[int, list[Area]]:
    """The merged areas by the rows they reach into."""
    by_row: dict[int, list[Area]] = {}
    for first, top, last, bottom in _MERGED.findall(markup):
        area = int(top), int(bottom), _column(first), _column(last)
        for row in range(area[0], min(area[1], area[0] + 2_000) + 1):
            by_row.setdefault(row, []).append(area)
    return by_row


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _rows(sheet: Any, merged: dict[int, list[Area]], wide: list[str]) -> Iterator[str]:
    if not hasattr(sheet, "iter_rows"):  # a sheet that is one chart
        return
    sheet.reset_dimensions()
    try:
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [_shown(cell) for cell in row[:_WIDEST]]
            if any(cell.value is not None for cell in row[_WIDEST:]):
                wide.append(str(sheet.title))
            for top, _, first, last in merged.get(number, ()):
                for column in range(first, min(last, len(cells)) + 1):
                    if (number, column) != (top, first):
                        cells[column - 1] = ""
            if any(cells):
                yield "\t".join(cells).rstrip("\t")
    except MemoryError:
        raise
    except Exception as problem:  # as above: markup broken further down
        raise _broken() from problem


def _shown(cell: Any) -> str:
    """A cell's value as the sheet shows it: percentages, dates, whole numbers without .0."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, date):
        return value.isoformat()
    return re.sub(r"\s*[\r\n\t]+\s*", " ", str(value)).strip()


def _number(value: float, form: str) -> str:
    places = re.search(r"0\.(0+)", form)
    if "%" in form:
        return f"{Decimal(str(value)) * 100:.{len(places[1]) if places else 0}f}%"
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    if places:
        return f"{Decimal(str(value)):.{len(places[1])}f}"
    return f"{Decimal(f'{value:.12g}'):f}"
