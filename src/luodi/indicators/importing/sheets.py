"""A workbook or CSV file as lines of cells. `parse` runs in a child process, without Django."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain, islice
from typing import Any

MOST_ROWS = 1_050_000
MOST_COLUMNS = 300
LONGEST_CELL = 300
HEAD = 60
# Merged cells are known only where a sheet is read as a whole; a larger one is read row by row.
WHOLE_BYTES = 4_000_000
_PIECE = 1 << 20
_LONGEST_ROW = 1 << 24
ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
Line = list[str]


def parse(payload: bytes) -> bytes:
    """Return a line of JSON (`rows` and what came, or `error`), then the lines as CSV.

    The payload is a line of JSON, `most` being how many lines are wanted (0: all), then the file.
    Errors: empty, old_format, broken, too_large, heavy (more memory than there may be). Lines keep
    their number in the file.
    """
    head, _newline, data = payload.partition(b"\n")
    del payload
    out = io.BytesIO()
    try:
        count = _write(data, int(json.loads(head)["most"]), out)
    except OverflowError:
        return _said(error="too_large")
    except MemoryError:
        return _said(error="heavy")
    except Exception:  # whatever a parser throws at foreign bytes, the answer is the same
        return _said(error="broken")
    return _said(rows=count) + out.getvalue() if count else _said(error=_kind_of_nothing(data))


def _said(**said: Any) -> bytes:
    return json.dumps(said).encode() + b"\n"


def _kind_of_nothing(data: bytes) -> str:
    return "old_format" if data.startswith(_OLE) else "empty"


def _write(data: bytes, most: int, out: io.BytesIO) -> int:
    """Write as many lines as are wanted, one at a time, and return how many the file has."""
    if not data.strip() or data.startswith(_OLE):
        return 0
    found = _of_workbook(data) if data.startswith(ZIP) else _Found(_of_text(data))
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    count, counted = 0, found.count
    for number, cells in enumerate(found.lines, start=1):
        if not any(cells):
            continue
        count += 1
        if most and count > most and counted is not None:
            told, counted = counted(), None
            if told:
                count = max(count, told)
                break
        if count > MOST_ROWS:
            raise OverflowError
        if not most or count <= most:
            writer.writerow([number, *cells])
    text.detach()
    if count > MOST_ROWS:
        raise OverflowError
    return count


@dataclass(frozen=True, slots=True)
class _Found:
    """The lines of a file; `count` tells how many are not empty without reading their cells."""

    lines: Iterator[Line]
    count: Callable[[], int] | None = None


def _of_text(data: bytes) -> Iterator[Line]:
    encoding = _encoding(data)
    if encoding != "utf-16" and b"\x00" in data:
        raise ValueError("binary")
    first = data[:4096].decode(encoding, "ignore").splitlines()[0]
    mark = max("\t,;", key=first.count)
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    for row in csv.reader(stream, delimiter=mark):
        yield [_tidy(cell) for cell in row[:MOST_COLUMNS]]


def _encoding(data: bytes) -> str:
    """Return the encoding, found out piece by piece: a large file is never there twice."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for at in range(0, len(data), _PIECE):
            decoder.decode(view[at : at + _PIECE], final=at + _PIECE >= len(data))
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _of_workbook(data: bytes) -> _Found:
    from openpyxl import load_workbook

    whole = len(data) <= WHOLE_BYTES
    # WPS writes styles and checks that openpyxl does not know.
    warnings.simplefilter("ignore")
    book = load_workbook(io.BytesIO(data), data_only=True, read_only=not whole)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if not whole:
            # Some programs write a wrong size of the sheet, and rows beyond it would be dropped.
            sheet.reset_dimensions()
        lines = _of_sheet(sheet, whole)
        first = next(lines, None)
        if first is not None:
            return _Found(chain([first], lines), None if whole else partial(_filled_rows, sheet))
    return _Found(iter(()))


def _filled_rows(sheet: Any) -> int:
    """Count the rows that hold a value in the sheet's own XML: a million take seconds and not
    minutes. 0 where no row is recognised, as when tags bear a prefix."""
    count, rest = 0, b""
    with sheet.parent._archive.open(sheet._worksheet_path) as source:
        while piece := source.read(_PIECE):
            *rows, rest = (rest + piece).split(b"</row>")
            if len(rest) > _LONGEST_ROW:
                return 0
            count += sum(map(_holds_a_value, rows))
    return count


def _holds_a_value(row: bytes) -> bool:
    return b"<v" in row or b"<is" in row


def _of_sheet(sheet: Any, whole: bool) -> Iterator[Line]:
    """Give the rows from the first; none where the sheet holds nothing."""
    rows = (
        [_text_of(cell) for cell in row] for row in sheet.iter_rows(max_col=_width(sheet, whole))
    )
    if not whole:
        yield from _unless_empty(rows)
        return
    grid = list(islice(rows, MOST_ROWS + 1))
    for area in sheet.merged_cells.ranges:
        _fill(grid, area)
    yield from _unless_empty(iter(grid))


def _width(sheet: Any, whole: bool) -> int | None:
    return min(sheet.max_column, MOST_COLUMNS) if whole else None


def _unless_empty(rows: Iterable[Line]) -> Iterator[Line]:
    empty = 0
    for row in rows:
        if not any(row):
            empty += 1
            continue
        for _again in range(empty):
            yield []
        empty = 0
        yield row[:MOST_COLUMNS]


def _fill(grid: list[Line], area: Any) -> None:
    """Give a merged area's value to all its cells."""
    value = grid[area.min_row - 1][area.min_col - 1]
    for row in grid[area.min_row - 1 : area.max_row]:
        for column in range(area.min_col - 1, min(area.max_col, len(row))):
            row[column] = value


def _text_of(cell: Any) -> str:
    """Return a cell as people see it: 40% and not 0.4, 2026-03 and not its first day."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _tidy(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        percent = "%" in _QUOTED.sub("", cell.number_format or "")
        return _number(value, percent)
    if isinstance(value, datetime | date):
        return _day(value, cell.number_format or "")
    return _tidy(str(value))


def _number(value: float, percent: bool) -> str:
    # 15 digits are what Excel shows and keeps; the rest is the float's own noise.
    figure = Decimal(format(value, ".15g"))
    if percent:
        figure = figure.scaleb(2)
    plain = format(figure.normalize() if figure else Decimal(0), "f")
    return f"{plain}%" if percent else plain


def _day(value: date, written: str) -> str:
    """A date shown without its day is a month, and without month a year."""
    parts = _QUOTED.sub("", written).lower()
    if "d" not in parts and "m" not in parts and "y" in parts:
        return f"{value:%Y}"
    return f"{value:%Y-%m}" if "d" not in parts and "y" in parts else f"{value:%Y-%m-%d}"


def _tidy(text: str) -> str:
    text = " ".join(text.split())[:LONGEST_CELL]
    # What exports put before a sign that begins a formula.
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
