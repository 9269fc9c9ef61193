"""A table that came back against the rows as they stand: every difference, in both directions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from luodi.people.names import NameIndex, fold
from luodi.people.tables.columns import Table, TableRow
from luodi.reading.likeness import Likeness

from ..facts import Facts
from ..vocabularies import MODE_TITLES, RowMode, RowState
from ..words import RowView, due_words, measure_words, row_view
from .values import (
    Value,
    due_value,
    id_value,
    mode_value,
    says_nothing,
    text_value,
    units_value,
)

ALIKE, SAME_NUMBER = 0.6, 0.3
# A table with fewer of the plan's rows is an extract: rows that it lacks are not struck out.
WHOLE = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the row (empty: a new one), the part, before and after, and the very cell."""

    row: str
    part: str
    before: Any
    after: Any
    said: str
    place: str
    problem: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """An opinion in a table about a row."""

    row: str
    words: str


@dataclass(frozen=True, slots=True)
class Differences:
    """All that a table says otherwise than the plan."""

    changes: tuple[Difference, ...]
    remarks: tuple[Remark, ...]


def differences(table: Table, facts: Sequence[Facts], units: NameIndex, year: int) -> Differences:
    """Return what a table says otherwise than the rows in force."""
    live = [item for item in facts if item["state"] == RowState.LIVE]
    return _Comparing(table, live, units, year).all()


class _Comparing:
    def __init__(self, table: Table, live: Sequence[Facts], units: NameIndex, year: int) -> None:
        self.rows, self.live, self.units, self.year = table.rows, live, units, year
        self.by_id = {item["uuid"]: item for item in live}
        self.by_number = {str(item["number"]): item for item in live}
        self.alike = Likeness([item["words"] for item in live])

    def all(self) -> Differences:
        matched: dict[str, TableRow] = {}
        changes: list[Difference] = []
        remarks: list[Remark] = []
        for row in self.rows:
            facts = self._find(row, matched)
            if facts is None:
                changes += self._new(row)
                continue
            matched[facts["uuid"]] = row
            changes += self._changed(row, facts)
            if not says_nothing(row.get("opinion")):
                remarks.append(Remark(facts["uuid"], row.get("opinion").strip()))
        return Differences((*changes, *self._moved(matched), *self._gone(matched)), tuple(remarks))

    def _find(self, row: TableRow, matched: dict[str, TableRow]) -> Facts | None:
        """By id, else by number when the words are alike, else by words alone; each once."""
        found = self.by_id.get(id_value(row.get("id")))
        if found is None:
            scores = self.alike.scores(row.get("words"))
            found = self._by_number(row, scores) or self._by_words(scores)
        return None if found is None or found["uuid"] in matched else found

    def _by_number(self, row: TableRow, scores: dict[int, float]) -> Facts | None:
        found = self.by_number.get(fold(row.get("number")).removesuffix("."))
        if found is None or scores.get(self.live.index(found), 0.0) < SAME_NUMBER:
            return None
        return found

    def _by_words(self, scores: dict[int, float]) -> Facts | None:
        place, score = max(scores.items(), key=lambda item: item[1], default=(0, 0.0))
        return self.live[place] if score >= ALIKE else None

    def _changed(self, row: TableRow, facts: Facts) -> list[Difference]:
        view = row_view(facts)
        found = []
        for part in ("heading", "words", "goal", "due", "lead", "partners", "mode"):
            if part in row.cells and not _same(row.get(part), _exported(part, view)):
                found.append(self._part(part, row, facts))
        return [item for item in found if item is not None]

    def _part(self, part: str, row: TableRow, facts: Facts) -> Difference | None:
        cell = row.get(part)
        place = f"第{row.number}行"
        value = self._value(part, cell)
        before = _before(part, facts)
        if value.problem is None:
            if part == "lead":
                return self._lead(cell, place, value, facts)
            if value.value == before:
                return None
        return Difference(facts["uuid"], part, before, value.value, cell, place, value.problem)

    def _lead(self, cell: str, place: str, value: Value, facts: Facts) -> Difference | None:
        """Of several units in the cell the first leads, the others help."""
        before = {"lead": _before("lead", facts), "partners": _before("partners", facts)}
        units = value.value
        after = {"lead": units[0] if units else None, "partners": before["partners"]}
        if len(units) > 1:
            others = [*units[1:], *before["partners"]]
            after["partners"] = [key for key in dict.fromkeys(others) if key != units[0]]
        if after == before:
            return None
        return Difference(facts["uuid"], "lead", before, after, cell, place)

    def _value(self, part: str, cell: str) -> Value:
        if part in ("lead", "partners"):
            return units_value(cell, self.units)
        if part == "due":
            return due_value(cell, self.year)
        if part == "mode":
            return mode_value(cell)
        if part == "words" and not cell.strip():
            return Value(problem=("事项内容被清空。", "The words were emptied."))
        return Value(text_value(cell))

    def _new(self, row: TableRow) -> list[Difference]:
        if not row.get("words").strip():
            return []
        after = {
            part: row.get(part).strip()
            for part in ("heading", "words", "goal", "due", "lead", "partners")
        }
        said = row.get("words").strip()
        return [Difference("", "row", None, after, said, f"第{row.number}行")]

    def _gone(self, matched: dict[str, TableRow]) -> list[Difference]:
        if len(matched) < WHOLE * len(self.live) or not matched:
            return []
        return [
            Difference(facts["uuid"], "row", facts["words"], None, "", "")
            for facts in self.live
            if facts["uuid"] not in matched
        ]

    def _moved(self, matched: dict[str, TableRow]) -> list[Difference]:
        """The fewest rows whose moving explains the new order: all outside a longest run."""
        order = [facts["uuid"] for facts in self.live]
        places = [order.index(key) for key in matched]
        kept = _longest_run(places)
        found = []
        for at, key in enumerate(matched):
            if at in kept:
                continue
            before = list(matched)[at - 1] if at else ""
            place = f"第{matched[key].number}行"
            found.append(Difference(key, "order", order.index(key) + 1, before, "", place))
        return found


def _same(cell: str, exported: str) -> bool:
    return fold(cell) == fold(exported)


def _exported(part: str, view: RowView) -> str:
    """Return what our own table wrote into the cell."""
    return {
        "heading": view.heading,
        "words": view.words,
        "goal": measure_words(view),
        "due": due_words(view),
        "lead": view.lead,
        "partners": "、".join(view.partners),
        "mode": MODE_TITLES[RowMode(view.mode)],
    }[part]


def _before(part: str, facts: Facts) -> Any:
    if part == "lead":
        return facts["lead"]["uuid"] if facts["lead"] else None
    if part == "partners":
        return [unit["uuid"] for unit in facts["partners"]]
    if part == "due":
        return {"due": facts["due"], "due_words": facts["due_words"]}
    return facts[part]


def _longest_run(places: Sequence[int]) -> set[int]:
    """Return the indices of a longest ascending run (patience sorting)."""
    tails: list[int] = []
    links: list[int | None] = []
    ends: list[int] = []
    for at, place in enumerate(places):
        pile = bisect_left(tails, place)
        links.append(ends[pile - 1] if pile else None)
        if pile == len(tails):
            tails.append(place)
            ends.append(at)
        else:
            tails[pile], ends[pile] = place, at
    kept: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        kept.add(step)
        step = links[step]
    return kept
