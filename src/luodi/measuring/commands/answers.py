"""What a measure answers, as a table for people or as JSON for machines."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from unicodedata import east_asian_width

from luodi.measuring.commands.words import KEYS, VALUES
from luodi.measuring.figures import Interval, NotAssessable


class Code(str):
    """A class of a result, as `words.VALUES` names it; the words of a file are never taken for
    one.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability; people read it in whole percent and never as certain."""

    value: float | Interval


Cell = Chance | str | int | float | bool | Decimal | date | Interval | NotAssessable | Both | None


@dataclass(slots=True)
class Answer:
    """Facts about the whole, and rows under their keys; `words.KEYS` names both."""

    facts: dict[str, Cell] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


def as_json(measure: str, answer: Answer) -> str:
    """One object: `measure`, the facts, and `rows` as a list of objects."""
    facts = {key: _machine(cell) for key, cell in answer.facts.items()}
    rows = [
        {key: _machine(cell) for key, cell in zip(answer.keys, row, strict=True)}
        for row in answer.rows
    ]
    whole = {"measure": measure, **facts, **({"rows": rows} if answer.keys else {})}
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)


def as_table(answer: Answer, english: bool) -> str:
    """Facts one a line, then the rows under their headings."""
    lines = [
        f"{_named(key, english)}  {_human(cell, english)}" for key, cell in answer.facts.items()
    ]
    if answer.rows:
        lines += [""] if lines else []
        lines += _grid(answer, english)
    return "\n".join(lines)


def _grid(answer: Answer, english: bool) -> list[str]:
    head = [_named(key, english) for key in answer.keys]
    cells = [head, *([_human(cell, english) for cell in row] for row in answer.rows)]
    widths = [max(_width(row[at]) for row in cells) for at in range(len(head))]
    right = [
        all(isinstance(row[at], int | float | Decimal) for row in answer.rows)
        for at in range(len(head))
    ]
    return [
        "  ".join(_filled(*one) for one in zip(row, widths, right, strict=True)).rstrip()
        for row in cells
    ]


def _filled(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _named(key: str, english: bool) -> str:
    return KEYS[key][english] if key in KEYS else key


def _human(cell: Cell, english: bool) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return VALUES["yes" if cell else "no"][english]
    if isinstance(cell, Both):
        return cell.en if english else cell.zh
    if isinstance(cell, Chance):
        return _chance(cell.value)
    if isinstance(cell, NotAssessable):
        return cell.message_en if english else cell.message_zh
    if isinstance(cell, Interval):
        return (
            f"{_number(cell.value)} ({_number(cell.low)} … {_number(cell.high)}, {cell.level:.0%})"
        )
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, Code):
        return VALUES[cell][english]
    return _harmless(str(cell))


def _chance(value: float | Interval) -> str:
    if isinstance(value, Interval):
        ends = f"{_chance(value.low)} … {_chance(value.high)}"
        return f"{_chance(value.value)} ({ends}, {value.level:.0%})"
    if not 0.01 <= value <= 0.99:
        return "<1%" if value < 0.5 else ">99%"
    return f"{value:.0%}"


def _number(value: float) -> str:
    """Six digits that count, without an exponent where it can be helped."""
    if value == 0 or not 1e-4 <= abs(value) < 1e15:
        return f"{value:.6g}"
    places = max(0, 5 - math.floor(math.log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _harmless(text: str) -> str:
    """Words of a file without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _machine(cell: Cell) -> object:
    if isinstance(cell, Chance):
        return _machine(cell.value)
    if isinstance(cell, Interval):
        return {"value": cell.value, "low": cell.low, "high": cell.high, "level": cell.level}
    if isinstance(cell, Both):
        return {"zh": cell.zh, "en": cell.en}
    if isinstance(cell, NotAssessable):
        return {"not_assessable": cell.reason, "zh": cell.message_zh, "en": cell.message_en}
    if isinstance(cell, Decimal):
        return str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return cell
