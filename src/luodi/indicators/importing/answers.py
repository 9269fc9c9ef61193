"""What becomes of each figure of a table, counted and kept for people to see."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from luodi.base.figures import written
from luodi.people.tables.export import safe

from ..examination import Examined
from ..figures import Figure
from ..vocabularies import Doubt, RowOutcome
from .rows import Item

SHOWN = 300
ALL_OF = 100_000
MOST_LINES = 200_000
TITLES = ("行", "列", "地区或单位", "指标", "时期", "数据", "原数据", "结果", "说明")
_FIRST = {RowOutcome.REFUSED: 0, RowOutcome.REVISED: 1, RowOutcome.REPEATED: 3}


@dataclass
class Answers:
    """Collects the answers of a table in the order of its rows."""

    counts: Counter[str] = field(default_factory=Counter)
    _kept: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _out: io.StringIO = field(default_factory=io.StringIO)
    _lines: int = 0

    def refuse(self, item: Item, zh: str, en: str) -> None:
        """Take down a cell that is no figure, or none that can be taken."""
        self._add(item, RowOutcome.REFUSED, "", (), zh, en)

    def repeat(self, item: Item) -> None:
        """Take down a cell that says what another has said."""
        self._add(item, RowOutcome.REPEATED, "", (), "", "")

    def examined(self, item: Item, found: Examined) -> None:
        """Take down what the examination found."""
        zh, en = found.refusal or ("", "")
        before = written(found.standing.figure) if found.standing is not None else ""
        flags = tuple(dict.fromkeys((*item.flags, *found.flags)))
        self._add(item, found.outcome, before, flags, zh, en)

    def _add(
        self, item: Item, outcome: str, before: str, flags: tuple[str, ...], zh: str, en: str
    ) -> None:
        self.counts["figures"] += 1
        self.counts[outcome] += 1
        self.counts["doubtful"] += bool(flags)
        rank = _FIRST.get(RowOutcome(outcome), 2 if flags else 4)
        kept = self._kept.setdefault(rank, [])
        plain = rank == 4 and self.counts["figures"] > ALL_OF
        if len(kept) >= SHOWN and (plain or self._lines >= MOST_LINES):
            return
        said = _said(item, outcome, before, flags, zh, en)
        if len(kept) < SHOWN:
            kept.append(said)
        if not plain and self._lines < MOST_LINES:
            self._write(said)

    def _write(self, said: dict[str, Any]) -> None:
        self._lines += 1
        doubts = "；".join(str(Doubt(flag).label) for flag in said["flags"])
        csv.writer(self._out, lineterminator="\r\n").writerow(
            [
                said["row"], said["column"], safe(said["name"]), safe(said["indicator"]),
                said["period"], said["value"], said["before"],
                RowOutcome(said["outcome"]).label, safe(said["zh"] or doubts),
            ]
        )  # fmt: skip

    def shown(self) -> list[dict[str, Any]]:
        """Return the answers to show: refused, revised, doubtful, repeated, then the others."""
        ordered = [one for rank in sorted(self._kept) for one in self._kept[rank]]
        return ordered[:SHOWN]

    def as_csv(self) -> bytes:
        """Return all answers as a table; of a very large file those that need a look."""
        head = io.StringIO()
        csv.writer(head, lineterminator="\r\n").writerow(TITLES)
        return b"\xef\xbb\xbf" + head.getvalue().encode() + self._out.getvalue().encode()


class Unheard(Answers):
    """Takes nothing down: for a second reading, whose answers are known."""

    def _add(
        self, item: Item, outcome: str, before: str, flags: tuple[str, ...], zh: str, en: str
    ) -> None:
        """Let it pass."""


def _said(
    item: Item, outcome: str, before: str, flags: tuple[str, ...], zh: str, en: str
) -> dict[str, Any]:
    figure = item.figure
    return {
        "row": item.row, "column": item.column, "name": item.name, "outcome": str(outcome),
        "indicator": str(figure.indicator) if figure else "",
        "period": figure.period if figure else "", "value": value_of(figure),
        "before": before, "flags": list(flags), "zh": zh, "en": en,
    }  # fmt: skip


def value_of(figure: Figure | None) -> str:
    """Return a figure as people read it: 12.5, or 3/79."""
    if figure is None:
        return ""
    return written(figure.value) if figure.value is not None else f"{figure.k}/{figure.n}"
