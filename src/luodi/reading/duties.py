"""What units of a kind usually do: `data/duties.csv`, for units whose own duty text is unknown."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LOCAL: Final = "地方政府"
_BRACKETS = re.compile(r"（[^（）]*）|〔[^〔〕]*〕|\([^()]*\)")
_LEVEL = re.compile(r"^(?:国家|国务院|中央|自治区|省|市|县|区)(?:委|政府)?")
_PLACES = re.compile(r"(?:各|有关|相关).*(?:区|市|县|州|乡镇|地区)")


@dataclass(frozen=True, slots=True)
class UsualDuty:
    """The names that units of one kind bear, without level and ending, and what they usually do."""

    names: tuple[str, ...]
    duty: str


@cache
def usual_duties() -> tuple[UsualDuty, ...]:
    """Return all kinds of unit that are known, in the order of the file."""
    source = files("luodi.reading") / "data" / "duties.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return tuple(UsualDuty(tuple(row["names"].split("|")), row["duty"]) for row in rows)


@cache
def _by_name() -> dict[str, UsualDuty]:
    return {name: kind for kind in usual_duties() for name in kind.names}


def usual_duty(unit: str) -> UsualDuty | None:
    """Return the kind of a unit by its name: the one named first in it, the longest name of these.

    None for local governments and for names that say no kind.
    """
    bare = _BRACKETS.sub("", unit)
    if _PLACES.match(unit):
        return None
    named = [(bare.find(name), -len(name), name) for name in _by_name() if name in bare]
    return _by_name()[min(named)[2]] if named else None


def kind_of_unit(unit: str) -> str:
    """Return one name for all units of a kind at every level; else the name without its level."""
    if _PLACES.match(unit):
        return LOCAL
    known = usual_duty(unit)
    return known.names[0] if known else _LEVEL.sub("", _BRACKETS.sub("", unit))
