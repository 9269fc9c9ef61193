"""A workbook or CSV file as a plain grid. `parse` runs in a child process, without Django."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL = 5_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Grid = list[list[str]]


def parse(payload: bytes) -> bytes:
    """Return JSON: `{"grid": [[text]]}` of the first sheet with content, or `{"error": code}`.

    Codes: empty, old_format, broken, too_large. Merged cells carry their value in every cell.
    """
    return json.dumps(_answer(payload), ensure_ascii=False).encode()


def _answer(payload: bytes) -> dict[str, Any]:
    if not payload.strip():
        return {"error": "empty"}
    if payload.startswith(_OLE):
        return {"error": "old_format"}
    try:
        grid = _of_xlsx(payload) if payload.startswith(_ZIP) else _of_csv(payload)
    except OverflowError:
        return {"error": "too_large"}
    except Exception:  # whatever a parser throws at foreign bytes, the answer is the same
        return {"error": "broken"}
    return {"grid": grid} if any(any(row) for row in grid) else {"error": "empty"}


def _of_xlsx(payload: bytes) -> Grid:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # WPS writes styles and checks that openpyxl does not know
        book = load_workbook(io.BytesIO(payload), data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            grid = _of_sheet(sheet)
            if any(any(row) for row in grid):
                return grid
    return []


def _of_sheet(sheet: Any) -> Grid:
    width = min(sheet.max_column, MAX_COLUMNS)
    grid = []
    for row in sheet.iter_rows(max_col=width, values_only=True):
        grid.append([text_of(value) for value in row])
        if len(grid) > MAX_ROWS and any(grid[-1]):
            raise OverflowError
    for area in sheet.merged_cells.ranges:
        _fill(grid, area)
    return grid


def _fill(grid: Grid, area: Any) -> None:
    value = grid[area.min_row - 1][area.min_col - 1] if area.min_col <= len(grid[0]) else ""
    for row in grid[area.min_row - 1 : area.max_row]:
        for column in range(area.min_col - 1, min(area.max_col, len(row))):
            row[column] = value


def _of_csv(payload: bytes) -> Grid:
    text = _decoded(payload)
    if "\x00" in text:
        raise ValueError("binary")
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in head else ",")
    return list(_bounded(rows))


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            raise OverflowError
        yield [cell.strip()[:MAX_CELL] for cell in row[:MAX_COLUMNS]]


def _decoded(payload: bytes) -> str:
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return payload.decode("utf-16")
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("gb18030")


def text_of(value: Any) -> str:
    """Return a cell as people read it: no .0 behind whole numbers, dates as 2026-01-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()[:MAX_CELL]
    # What our own export put before a sign that begins a formula.
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
