"""Codes of places through time, and names as tables write them.

A code that was given up names its successor; a merger gives several codes one successor, a division
gives one code several, and then no figure can be carried over. `successions.csv` says which.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from importlib.resources import as_file, files

# Signs that tables use for others that look like them: 沙巿区 (U+5DFF) is 沙市区.
LOOK_ALIKES = str.maketrans({"\u5dff": "市"})
_TOTAL_NAMES = re.compile(
    r"(全国|全省|全市|全县|全区)?(合计|总计|小计|总数|共计)|全国|全省|全市|全县|"
    r"(省|自治区)?直辖县级行政(区划|单位)|市辖区|市辖县"
)
_CODE = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?")


class Kept(Enum):
    """How a code was followed to a day."""

    SAME = "same"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Followed:
    """The codes of a place on a day; after a merger the place is part of a larger one, and where
    one code became several, or several stood for one, no figure can be carried over."""

    kept: Kept
    codes: tuple[str, ...]

    @property
    def is_comparable(self) -> bool:
        """Return whether a figure under the old code and one under the new are of one place."""
        return self.kept in (Kept.SAME, Kept.RENAMED)


@dataclass(frozen=True, slots=True)
class Succession:
    """A code whose last day this was, and a code that came after it."""

    code: str
    name: str
    level: str
    parent: str
    valid_to: date
    successor: str
    kind: Kept


@lru_cache(1)
def successions() -> tuple[Succession, ...]:
    """Return all shipped successions, in the order of the file."""
    path = files("luodi.places") / "data" / "successions.csv"
    with as_file(path) as real, real.open(encoding="utf-8", newline="") as file:
        return tuple(
            Succession(
                row["code"], row["name"], row["level"], row["parent"],
                date.fromisoformat(row["valid_to"]), row["successor"], Kept(row["kind"]),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def tidy(name: str) -> str:
    """Return a name with its full-width and look-alike signs and its spaces set right."""
    return "".join(unicodedata.normalize("NFKC", name).translate(LOOK_ALIKES).split())


def short_code(code: str) -> str:
    """Return a code without the zeros that mark a level (421000 is 4210); refuses nothing."""
    clean = unicodedata.normalize("NFKC", str(code)).strip()
    if len(clean) == 6 and clean.isdecimal():
        while clean.endswith("00") and len(clean) > 2:
            clean = clean[:-2]
    return clean if _CODE.fullmatch(clean) else ""


def is_total(name: str, code: str = "", length: int = 6) -> bool:
    """Return whether a row among places whose codes have so many digits is a sum of others: named
    合计, 省直辖县级行政区划 or the like, or under the code of a province or a prefecture."""
    if _TOTAL_NAMES.fullmatch(tidy(name)):
        return True
    short = short_code(code)
    return bool(short) and (len(short) < length or (short.endswith("90") and len(short) == 4))


def code_on(code: str, day: date) -> Followed:
    """Return under which code a place stood on a day, followed forward along its successors or
    back along its predecessors; a code that never changed stays."""
    found = _forward(code, day)
    if found is not None:
        return found
    return _back(code, day) or Followed(Kept.SAME, (code,))


def _forward(code: str, day: date) -> Followed | None:
    """Follow a code that had ended before the day."""
    after = [one for one in successions() if one.code == code and one.valid_to < day]
    if not after:
        return None
    if after[0].kind is not Kept.RENAMED:
        return Followed(after[0].kind, tuple(one.successor for one in after))
    return _forward(after[0].successor, day) or Followed(Kept.RENAMED, (after[0].successor,))


def _back(code: str, day: date) -> Followed | None:
    """Follow a code back to those before it, where the day lies before the change."""
    before = [one for one in successions() if one.successor == code and one.valid_to >= day]
    if not before:
        return None
    if before[0].kind is Kept.RENAMED:
        return _back(before[0].code, day) or Followed(Kept.RENAMED, (before[0].code,))
    codes = {one.code for one in before}
    # The place that took in others was there under its own code.
    return Followed(before[0].kind, tuple(sorted(codes | {code})))
