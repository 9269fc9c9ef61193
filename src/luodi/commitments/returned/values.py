"""What a cell means: units, dates, ways of follow-up; or that it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from luodi.people.names import Found, NameIndex, fold
from luodi.people.tables.columns import day_of, several
from luodi.reading.deadlines import find_deadlines

from ..vocabularies import RowMode

_LASTING = re.compile(r"长期|常态|持续|坚持|日常|全年推进")
_MODES = {
    "年度目标": RowMode.GOAL,
    "年度": RowMode.GOAL,
    "常态化": RowMode.STANDING,
    "长期": RowMode.STANDING,
    "只备案": RowMode.RECORD,
    "备案": RowMode.RECORD,
}
_NOTHING = frozenset(
    fold(word)
    for word in (
        "无",
        "无意见",
        "没有意见",
        "无修改意见",
        "同意",
        "无异议",
        "-",
        "—",
        "/",
        "无不同意见",
    )
)


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a cell in the type of its part; `problem` says why there is none."""

    value: Any = None
    problem: tuple[str, str] | None = None


def text_value(cell: str) -> str:
    """Return a cell's text as it is compared and kept."""
    return " ".join(unicodedata.normalize("NFKC", cell).split()) if cell.isascii() else cell.strip()


def says_nothing(cell: str) -> bool:
    """Return whether an opinion is that there is none."""
    return not cell.strip() or fold(cell.rstrip("。.!！")) in _NOTHING


def units_value(cell: str, units: NameIndex) -> Value:
    """Return the ids of the units named in a cell, in order; one unknown name spoils the cell."""
    found: list[str] = []
    for name in _names(cell, units):
        match = units.find(name)
        if match.state is Found.NONE:
            return Value(
                problem=(f"没有名为“{name}”的单位。", f"There is no unit called “{name}”.")
            )
        if match.unit is None:
            return Value(
                problem=(f"“{name}”不止一个单位，请写全称。", f"Several units are called “{name}”.")
            )
        found.append(str(match.unit.uuid))
    return Value(list(dict.fromkeys(found)))


def _names(cell: str, units: NameIndex) -> Iterable[str]:
    """A blank parts names only where every part is a unit: it also stands inside names."""
    for part in several(cell):
        pieces = part.split()
        known = [units.find(piece).state is Found.ONE for piece in pieces]
        if len(pieces) > 1 and all(known):
            yield from pieces
        else:
            yield part


def due_value(cell: str, year: int) -> Value:
    """Return {"due": ISO date or None, "mode": ...} as a cell of deadlines means it in a plan of
    that year; 长期坚持 and its like make the row a standing one."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text:
        return Value({"due": None, "due_words": ""})
    if day := day_of(text):
        return Value({"due": day.isoformat(), "due_words": ""})
    for when in find_deadlines(text, 0, len(text), today=date(year, 1, 1)):
        if when.by:
            return Value({"due": when.by.isoformat(), "due_words": text[:100]})
    if re.fullmatch(r"年底|年末|全年|本年度?", text):
        return Value({"due": date(year, 12, 31).isoformat(), "due_words": text})
    if _LASTING.search(text):
        return Value({"due": None, "due_words": text[:100], "mode": RowMode.STANDING.value})
    return Value(problem=("时限无法识别。", "This is no date that can be read."))


def mode_value(cell: str) -> Value:
    """Return the way of follow-up that a cell names."""
    mode = _MODES.get(fold(cell))
    if mode is None:
        return Value(problem=("督办方式不在可选范围内。", "There is no such way of follow-up."))
    return Value(mode.value)


def id_value(cell: str) -> str:
    """Return the public id in a cell, or nothing."""
    try:
        return str(UUID(cell.strip()))
    except ValueError:
        return ""
