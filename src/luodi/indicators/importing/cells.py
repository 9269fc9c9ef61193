"""What a cell says: a figure with the unit written behind it, nothing at all, or no figure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from luodi.base.figures import EXACT

from ..units import Scaled, is_percent, taken_apart

MISSING = frozenset(
    ["", "/", "\\", "无", "暂无", "空", "na", "n/a", "nan",
     "null", "none", "无数据", "未统计"]
)  # fmt: skip
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(?:e([+-]?\d{1,3}))?(.*)", re.I)
_UNIT = re.compile(r"[^\d\s左右多余约以上下近]+")
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "－": "-", "，": ","})
_POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000,
           "千万": 10_000_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a cell: `figure` with `suffix` behind it; neither figure nor `text` where the
    cell says that there is none; else the `text` that is no figure."""

    figure: Decimal | None = None
    suffix: str = ""
    text: str = ""

    @property
    def is_missing(self) -> bool:
        """Return whether the cell says that there is no figure."""
        return self.figure is None and not self.text


def said_by(cell: str) -> Said:
    """Return what a cell says; 1,234.5, １２.5万, 40 %, −3 and 3e5 are figures, 约12 is none."""
    text = unicodedata.normalize("NFKC", cell).translate(_MINUS).strip()
    if text.lower() in MISSING or not text.strip("-."):
        return Said()
    found = _NUMBER.fullmatch(text.replace(" ", ""))
    if found is None or not (found[2] or found[3]):
        return Said(text=cell)
    sign, whole, rest, power, suffix = found.groups()
    if suffix and not _is_suffix(suffix):
        return Said(text=cell)
    figure = Decimal(f"{sign}{(whole or '0').replace(',', '')}{rest or ''}")
    return Said(figure.scaleb(int(power)) if power else figure, suffix)


@lru_cache(200)
def _is_suffix(text: str) -> bool:
    """Whether the words behind a figure can be its unit: 万, %, 亿元, 公里; no digits, no more
    words (12左右 is no figure)."""
    return text in _POWERS or (
        len(text) <= 8 and re.fullmatch(r"[^\d\s左右多余约以上下近]+", text) is not None
    )


@lru_cache(200)
def scale_of_suffix(suffix: str, unit: str) -> Decimal | None:
    """Return by what a figure with that suffix is multiplied to stand in the unit; None where the
    two do not go together. 万 alone counts in the base of the unit: 12万 of a unit 万人 is 12."""
    if not suffix:
        return Decimal(1)
    aim = taken_apart(unit)
    if is_percent(unit):
        return {"%": Decimal(1), "‰": Decimal("0.1")}.get(suffix) if suffix != unit else Decimal(1)
    said = Scaled(_POWERS[suffix], aim.base) if suffix in _POWERS else taken_apart(suffix)
    if said.base != aim.base:
        return None
    return EXACT.divide(Decimal(said.factor), Decimal(aim.factor))


def scaled(figure: Decimal, by: Decimal) -> Decimal:
    """Return the figure times a power of ten, exactly and in plain digits."""
    result = EXACT.multiply(figure, by)
    return result.normalize() if result and by != 1 else result
