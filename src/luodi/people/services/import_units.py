"""One row of a table of units."""

from __future__ import annotations

from typing import Any

from luodi.base.errors import Invalid

from ..models import Unit
from ..names import NameIndex, UnitNames, clean_name
from ..queries import unit_names
from ..tables.columns import TableRow, several
from ..tables.layouts import KIND_TITLES, kind_of
from .rows import Outcome, RowAnswer, root_unit, unit_named
from .units import add_unit, lock_tree, put_alias, update_unit


class UnitRows:
    """Takes rows one after the other; knows the units written by the rows before."""

    def __init__(self) -> None:
        lock_tree()
        self.root = root_unit()
        self.written: list[str] = []
        self.index = NameIndex.of(unit_names())

    def take(self, row: TableRow) -> RowAnswer:
        """Return the answer to a row, written; refuses one that cannot be taken."""
        name = _one_name(row)
        parent = self._parent(row)
        fields = _fields(row)
        unit = Unit.objects.filter(parent=parent, name=name, active=True).first()
        if unit is None:
            return self._add(row, name, parent, fields)
        before = _changed(unit, fields)
        added = [a for a in several(row.get("aliases")) if put_alias(unit, a)]
        if not before and not added:
            return RowAnswer(row.number, name, Outcome.SAME)
        self._remember(unit)
        return RowAnswer(row.number, name, Outcome.CHANGED)

    def _add(self, row: TableRow, name: str, parent: Unit, fields: dict[str, Any]) -> RowAnswer:
        unit = add_unit(name=name, parent=parent, **{"kind": "", **fields})
        for alias in several(row.get("aliases")):
            put_alias(unit, alias)
        self._remember(unit)
        return RowAnswer(
            row.number, name, Outcome.NEW, f"隶属{parent.name}", f"below {parent.name}"
        )

    def _parent(self, row: TableRow) -> Unit:
        text = row.get("parent")
        if not text or clean_name(text) == self.root.name:
            return self.root
        return Unit.objects.get(uuid=unit_named(self.index, text, "parent").uuid)

    def _remember(self, unit: Unit) -> None:
        self.written.append(str(unit.uuid))
        aliases = tuple(unit.aliases.values_list("name", flat=True))
        self.index.put(
            UnitNames(unit.uuid, unit.name, unit.short_name, unit.path, unit.kind, aliases)
        )


def _one_name(row: TableRow) -> str:
    text = row.get("name")
    if len(several(text)) > 1:
        raise Invalid(
            "一格里有多个单位，请拆成多行。",
            "Several units in one cell; use one row for each.",
            field="name",
        )
    return clean_name(text)


def _fields(row: TableRow) -> dict[str, Any]:
    """Return what the row says; an empty cell says nothing."""
    fields: dict[str, Any] = {
        key: row.get(key) if key == "duty" else clean_name(row.get(key))
        for key in ("short_name", "duty", "code")
        if row.get(key)
    }
    if row.get("kind"):
        fields["kind"] = kind_of(row.get("kind"))
    if not fields.get("kind"):
        raise Invalid(
            f"单位类型“{row.get('kind')}”无法识别，请填：{'、'.join(KIND_TITLES)}。",
            f"Unknown kind “{row.get('kind')}”.",
            field="kind",
        )
    if row.get("order"):
        fields["order"] = _number(row.get("order"))
    return fields


def _number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number < 1_000_000:
        raise Invalid("排序须为非负整数。", "The order must be a whole number.", field="order")
    return number


def _changed(unit: Unit, fields: dict[str, Any]) -> bool:
    if all(getattr(unit, key) == value for key, value in fields.items()):
        return False
    update_unit(unit, fields)
    return True
