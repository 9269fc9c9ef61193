"""A CSV file as columns of text, numbers and dates; every refusal names row and column."""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import compress
from pathlib import Path
from typing import TypeVar

from luodi.measuring.errors import BadTable, MissingColumn, NotADate, NotANumber

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d+)?%?|[+-]?\.\d+%?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})(?:年第?)?-?(?:[Qq]([1-4])|([一二三四1-4])季度)")
_YEAR = re.compile(r"(\d{4})年?")
_QUARTERS = "一二三四"
_LIMIT = 200 * 2**20

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows as text; `lines` holds the line on which each row ends."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def find(self, asked: str | None, usual: Sequence[str]) -> str:
        """The column asked for, else the first usual one that is there; MissingColumn."""
        for name in [asked] if asked else usual:
            if name in self.columns:
                return name
        wanted = asked or "/".join(usual)
        there = "、".join(self.columns)
        raise MissingColumn(
            f"没有“{wanted}”这一列；表中有：{there}",
            f"no column {wanted}; the table has: {', '.join(self.columns)}",
        )

    def has(self, usual: Sequence[str]) -> bool:
        return any(name in self.columns for name in usual)

    def only(self, column: str) -> Table:
        """The rows whose cell in a column is not empty."""
        held = [bool(text.strip()) for text in self.texts(column)]
        return Table(
            self.columns, tuple(compress(self.rows, held)), tuple(compress(self.lines, held))
        )

    def kept(self, beside: Sequence[str], column: str) -> tuple[str, ...]:
        """Of words beside the rows those that `only` keeps."""
        return tuple(compress(beside, (text.strip() for text in self.texts(column))))

    def texts(self, column: str) -> tuple[str, ...]:
        at = self.columns.index(self.find(column, ()))
        return tuple(row[at] for row in self.rows)

    def decimals(self, column: str) -> tuple[Decimal, ...]:
        """Exact numbers; NotANumber for an empty cell, a word, or percent signs in some only."""
        found = self._each(column, decimal, NotANumber, ("应是数", "should be a number"))
        signs = [_plain(text).endswith("%") for text in self.texts(column)]
        if any(signs) and not all(signs):
            line = self.lines[signs.index(not signs[0])]
            raise NotANumber(
                f"第{line}行“{column}”列：有的带%，有的不带，请统一",
                f"row {line}, column {column}: some cells bear %, others do not; write all alike",
            )
        return found

    def numbers(self, column: str) -> tuple[float, ...]:
        return tuple(float(value) for value in self.decimals(column))

    def dates(self, column: str) -> tuple[date, ...]:
        """Last days of the days, months, quarters or years written; NotADate."""
        wanted = ("应是日期，如2026-03-31", "should be a date like 2026-03-31")
        return self._each(column, last_day, NotADate, wanted)

    def years(self, column: str) -> tuple[float, ...]:
        """The same as years with a fraction; the end of 2025 is 2026."""
        return tuple(year_of(day) for day in self.dates(column))

    def _each(
        self,
        column: str,
        read: Callable[[str], Found | None],
        refusal: type[BadTable],
        wanted: tuple[str, str],
    ) -> tuple[Found, ...]:
        found = []
        for line, text in zip(self.lines, self.texts(column), strict=True):
            value = read(text)
            if value is None:
                said = text.strip()[:30]
                is_zh, is_en = (f"是“{said}”", repr(said)) if said else ("是空的", "empty")
                raise refusal(
                    f"第{line}行“{column}”列{is_zh}，{wanted[0]}",
                    f"row {line}, column {column} is {is_en}; it {wanted[1]}",
                )
            found.append(value)
        return tuple(found)


def read_table(name: str) -> Table:
    """The table of a CSV file in UTF-8 or GB18030, `-` for standard input; BadTable, OSError."""
    data = sys.stdin.buffer.read(_LIMIT + 1) if name == "-" else _bytes_of(name)
    if len(data) > _LIMIT:
        raise BadTable("文件超过200 MB", "the file is over 200 MB")
    reader = csv.reader(io.StringIO(_decoded(data), newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise BadTable(f"不是CSV表：{problem}", f"not a CSV table: {problem}") from problem
    if len(rows) < 2:
        raise BadTable("表中没有数据行", "the table has no rows below its header")
    return _table(rows)


def decimal(text: str) -> Decimal | None:
    """A number as people write it (1,234.5, full-width digits, 40%), None for anything else."""
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(plain.removesuffix("%").replace(",", ""))
    except InvalidOperation:
        return None


def last_day(text: str) -> date | None:
    """The last day of a day, month, quarter or year as written, None for anything else."""
    plain = _plain(text)
    try:
        return _last_day(plain)
    except ValueError:
        return None


def year_of(day: date) -> float:
    """The end of a day as a year with its fraction."""
    first, after = date(day.year, 1, 1), date(day.year, 12, 31)
    return day.year + ((day - first).days + 1) / ((after - first).days + 1)


def _last_day(plain: str) -> date | None:
    if found := _DAY.fullmatch(plain):
        return date(*(int(part) for part in found.groups()))
    if found := _MONTH.fullmatch(plain):
        return _end_of_month(int(found[1]), int(found[2]))
    if found := _QUARTER.fullmatch(plain):
        sign = found[2] or found[3]
        number = _QUARTERS.find(sign) + 1 or int(sign)
        return _end_of_month(int(found[1]), 3 * number)
    found = _YEAR.fullmatch(plain)
    return date(int(found[1]), 12, 31) if found else None


def _end_of_month(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().replace("−", "-")


def _bytes_of(name: str) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(_LIMIT + 1)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable("文件编码不是UTF-8或GB18030", "the file is neither UTF-8 nor GB18030")


def _table(rows: list[tuple[int, list[str]]]) -> Table:
    (_, header), *body = rows
    columns = tuple(name.strip() for name in header)
    twice = [name for name in columns if name and columns.count(name) > 1]
    if twice:
        raise BadTable(f"有两列都叫“{twice[0]}”", f"two columns are called {twice[0]}")
    for line, row in body:
        if len(row) != len(columns):
            raise BadTable(
                f"第{line}行有{len(row)}格，表头有{len(columns)}格",
                f"row {line} has {len(row)} cells, the header {len(columns)}",
            )
    return Table(columns, tuple(tuple(row) for _, row in body), tuple(line for line, _ in body))
