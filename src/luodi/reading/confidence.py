"""How sure the reader is: the share of like cases that were right, from `data/confidence.json`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from luodi.reading.reasons import REASONS

FILE = "confidence.json"


def group_of(reason: str, measured: bool) -> str:
    """The name of like cases: the reason, and whether a number or a date stands with it."""
    return f"{reason}+" if measured else reason


@cache
def _table() -> dict[str, float]:
    text = (files("luodi.reading") / "data" / FILE).read_text(encoding="utf-8")
    table: dict[str, float] = json.loads(text)["confidence"]
    return table


@cache
def confidence_of(reason: str, measured: bool = False) -> float:
    """How often a decision for this reason was right; that of its side where none was seen."""
    table, group = _table(), group_of(reason, measured)
    if group in table:
        return table[group]
    if reason in table:
        return table[reason]
    if reason == "problem":
        return REASONS[reason].confidence
    return table["*taken" if REASONS[reason].taken else "*left"]
