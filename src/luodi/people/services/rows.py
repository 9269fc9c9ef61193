"""What an import answers to a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from luodi.base.errors import Invalid, LuodiError

from ..models import Unit
from ..names import Found, Match, NameIndex, UnitNames
from ..tables.columns import TableRow, several


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answer to a row: number, subject, outcome; a bad one says where and why."""

    number: int
    label: str
    outcome: Outcome
    note_zh: str = ""
    note_en: str = ""
    field: str = ""
    problem: LuodiError | None = None

    @classmethod
    def bad(cls, row: TableRow, problem: LuodiError) -> RowAnswer:
        """Return the answer to a row that cannot be taken."""
        return cls(
            row.number,
            row.get("name"),
            Outcome.BAD,
            field=getattr(problem, "field", ""),
            problem=problem,
        )


def root_unit() -> Unit:
    """Return the topmost unit; refuses when none was set up."""
    root = Unit.objects.filter(parent=None).first()
    if root is None:
        raise Invalid("请先设立最上级单位。", "Set up the topmost unit first.")
    return root


def unit_named(index: NameIndex, text: str, field: str) -> UnitNames:
    """Return the one unit of that name; refuses none, several names in the cell, and ambiguity."""
    match = index.find(text)
    if match.state is Found.ONE and match.unit is not None:
        return match.unit
    if match.state is Found.AMBIGUOUS:
        raise _ambiguous(index, text, match, field)
    if len(several(text)) > 1:
        raise Invalid(
            f"“{text}”含多个单位，请拆成多行，一行一个单位。",
            f"“{text}” names several units; use one row for each.",
            field=field,
        )
    raise Invalid(
        f"没有名为“{text}”的单位，请核对，或先新设单位、添加别名。",
        f"No unit is called “{text}”; check it, or set up the unit or an alias first.",
        field=field,
    )


def _ambiguous(index: NameIndex, text: str, match: Match, field: str) -> Invalid:
    names = [_with_parent(index, unit) for unit in match.candidates[:5]]
    return Invalid(
        f"“{text}”可能指{'、'.join(names)}，请写全称。",
        f"“{text}” may mean {', '.join(names)}; write the full name.",
        field=field,
    )


def _with_parent(index: NameIndex, unit: UnitNames) -> str:
    above = unit.path.split("/")[:-2]
    parent = index.units[UUID(above[-1])] if above else None
    return f"{parent.short_name or parent.name}{unit.name}" if parent else unit.name
