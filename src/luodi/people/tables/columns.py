"""Which column is which: headers under many names, in any order, below title rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..names import fold

_REMARK = re.compile(r"[(〔\[【].*?[)〕\]】]")
_DITTO = frozenset({"同上", "同前", "〃", "″", '"', "''", "ditto"})
_HEADER_WITHIN = 20
_SEVERAL = re.compile(r"[、,;/\n|]+")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,2})\s*日?|月)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its title in both languages, other titles people use, and a hint."""

    key: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    hint_zh: str = ""
    hint_en: str = ""
    choices: tuple[str, ...] = ()
    width: int = 18

    def is_called(self, header: str) -> bool:
        """Return whether a header means this column."""
        return header in {fold(name).lower() for name in (self.zh, self.en, *self.aliases)}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its number in the file, its cells by column key, and columns that said
    "as above" where nothing stood above."""

    number: int
    cells: dict[str, str]
    dangling: tuple[str, ...] = ()

    def get(self, key: str) -> str:
        """Return the text of a cell, empty when the column is missing."""
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a header; `ignored` are titles that mean no known column."""

    rows: tuple[TableRow, ...]
    ignored: tuple[str, ...] = ()


class NoHeader(ValueError):
    """No row has the required columns; `missing` names them as the nearest row left them."""

    def __init__(self, missing: tuple[Column, ...]) -> None:
        super().__init__("no header")
        self.missing = missing


def read_table(grid: Sequence[Sequence[str]], columns: Sequence[Column]) -> Table:
    """Return the rows below the header row; refuses a grid in which no row is a header."""
    at, found = _header(grid, columns)
    missing = tuple(c for c in columns if c.required and c.key not in found.values())
    if missing:
        raise NoHeader(missing)
    known = set(found)
    ignored = tuple(title for place, title in enumerate(grid[at]) if title and place not in known)
    return Table(tuple(_rows(grid, at, found)), ignored)


def several(text: str) -> list[str]:
    """Return the names in a cell that holds several, however they are parted."""
    return [
        part.strip() for part in _SEVERAL.split(unicodedata.normalize("NFKC", text)) if part.strip()
    ]


def day_of(text: str) -> date | None:
    """Return the date people wrote (2026-1-5, 2026.01.05, 2026年1月5日, 2026年1月), or None."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _title(cell: str) -> str:
    folded = unicodedata.normalize("NFKC", cell)
    return fold(_REMARK.sub("", folded).replace("*", "")).lower()


def _header(grid: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[int, dict[int, str]]:
    """Return the row that names most columns, and which of its places is which column."""
    best: tuple[int, dict[int, str]] = (0, {})
    for number, row in enumerate(grid[:_HEADER_WITHIN]):
        found: dict[int, str] = {}
        for place, cell in enumerate(row):
            title = _title(cell)
            for column in columns:
                if title and column.key not in found.values() and column.is_called(title):
                    found[place] = column.key
                    break
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def _rows(grid: Sequence[Sequence[str]], at: int, found: dict[int, str]) -> list[TableRow]:
    rows: list[TableRow] = []
    above: dict[str, str] = {}
    for number, row in enumerate(grid[at + 1 :], start=at + 2):
        cells = {key: row[place].strip() for place, key in found.items() if place < len(row)}
        if not any(cells.values()):
            continue
        dittos = [
            key for key, cell in cells.items() if fold(cell).lower() in _DITTO or cell in _DITTO
        ]
        for key in dittos:
            cells[key] = above.get(key, "")
        rows.append(TableRow(number, cells, tuple(key for key in dittos if not cells[key])))
        above = cells
    return rows
