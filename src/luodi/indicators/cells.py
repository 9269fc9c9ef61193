"""A figure as people write it, in a form or in a table: one grammar for both.

1,234.5, １２.5万, 3.2万人, 40 %, 4‰, −3 and 3e5 are figures;
约12, 12左右 and 一百 are none.
`said_by` says what stands in a cell, `scale_of_suffix` what the words behind the figure make of it
in the unit of the indicator, `read_cell` puts both together for what somebody typed, with its
questions.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import prod

from luodi.base.errors import Invalid
from luodi.base.figures import EXACT

from .units import FACTORS, Scaled, is_percent, taken_apart
from .vocabularies import FigureKind

MISSING = frozenset(
    ["", "/", "\\", "无", "暂无", "空", "na", "n/a", "nan",
     "null", "none", "无数据", "未统计"]
)  # fmt: skip
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(?:e([+-]?\d{1,3}))?(.*)", re.I)
_COUNTS = re.compile(r"第?(\d+)[位名]?(?:(?:/共?|,?共|\(共?)(\d+)[位名个]?\)?)?")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "，": ","})
_PLACES = range(-30, 38)  # powers of ten that a figure may begin and end with
AS_IS, HUNDREDFOLD = "as_is", "hundredfold"


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


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed, in the unit of the indicator: `value`, or `k` of `n`. `asks` where 0.4 may
    mean 0.4 % or 40 %: the two meanings, and nothing else is there until one is chosen."""

    value: Decimal | None = None
    k: int | None = None
    n: int | None = None
    asks: tuple[tuple[str, Decimal], ...] = ()


def said_by(cell: str) -> Said:
    """Return what a cell says: a figure with the words behind it, that there is none, or its
    text."""
    text = _folded(cell)
    if text.lower() in MISSING or not text.strip("-."):
        return Said()
    found = _NUMBER.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return Said(text=cell)
    sign, whole, rest, power, suffix = found.groups()
    if suffix and not _is_suffix(suffix):
        return Said(text=cell)
    figure = Decimal(f"{sign}{(whole or '0').replace(',', '')}{rest or ''}")
    figure = figure.scaleb(int(power)) if power else figure
    is_long = power and not (figure.adjusted() in _PLACES and _last_place(figure) in _PLACES)
    return Said(text=cell) if is_long else Said(figure, suffix)


def _folded(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).translate(_SIGNS).strip().replace(" ", "")


def _last_place(figure: Decimal) -> int:
    return int(figure.as_tuple().exponent)


@lru_cache(200)
def _is_suffix(text: str) -> bool:
    """Whether the words behind a figure can be its unit: 万, %, 亿元, 公里; no digits, no more
    words (12左右 is no figure)."""
    return len(text) <= 8 and re.fullmatch(r"[^\d\s左右多余约以上下近]+", text) is not None


@lru_cache(200)
def scale_of_suffix(suffix: str, unit: str) -> Decimal | None:
    """Return by what a figure with that suffix is multiplied to stand in the unit; None where the
    two do not go together. 万 alone counts in the base of the unit: 12万 of a unit 万人 is 12."""
    if not suffix:
        return Decimal(1)
    if is_percent(unit):
        return Decimal("0.1") if suffix == "‰" else _one_if(is_percent(suffix.removeprefix("个")))
    aim = taken_apart(unit)
    bare = all(sign in FACTORS for sign in suffix)
    said = Scaled(prod(map(FACTORS.__getitem__, suffix)), aim.base) if bare else taken_apart(suffix)
    if said.base != aim.base:
        return None
    return EXACT.divide(Decimal(said.factor), Decimal(aim.factor))


def _one_if(holds: bool) -> Decimal | None:
    return Decimal(1) if holds else None


def scaled(figure: Decimal, by: Decimal) -> Decimal:
    """Return the figure times a power of ten, exactly and in plain digits."""
    result = EXACT.multiply(figure, by)
    return result.normalize() if result and by != 1 else result


def counts_in(cell: str) -> tuple[int, int | None] | None:
    """Return which of how many: 8/13, 第8位，共13个, 8(13); how many is None where only the
    first is said, and the whole where it is neither."""
    found = _COUNTS.fullmatch(_folded(cell))
    if found is None:
        return None
    return int(found[1]), int(found[2]) if found[2] else None


def read_cell(text: str, unit: str, kind: str = FigureKind.LEVEL, meant: str = "") -> Read:
    """Return what was typed as a figure of the unit; refuses what is no figure, another unit, and a
    rank without its number of ranks."""
    counted = counts_in(text)
    if counted is not None and counted[1] is not None:
        return Read(k=counted[0], n=counted[1])
    if kind == FigureKind.RANK:
        raise _refused(
            f"“{text}”不是名次，请写成8/13（第8位，共13个）",
            f"“{text}” is no rank: write 8/13, the eighth of 13",
        )
    said = said_by(text)
    if said.figure is None:
        raise _refused(f"“{text}”不是数字", f"“{text}” is no number")
    in_percent = kind == FigureKind.GROWTH or is_percent(unit)
    by = scale_of_suffix(said.suffix, "%" if in_percent else unit)
    if by is None:
        raise _other_unit(text, unit, in_percent)
    if in_percent and not said.suffix:
        return _percent(said.figure, meant)
    return Read(scaled(said.figure, by))


def _percent(number: Decimal, meant: str) -> Read:
    """A share of 1 or a percentage: up to 1 nobody can tell, so it is asked."""
    if abs(number) > 1 or not number:
        return Read(number)
    meanings = {AS_IS: number, HUNDREDFOLD: EXACT.multiply(number, Decimal(100))}
    if meant in meanings:
        return Read(meanings[meant])
    return Read(asks=tuple(meanings.items()))


def _other_unit(text: str, unit: str, in_percent: bool) -> Invalid:
    if in_percent:
        return _refused(f"“{text}”不是百分数", f"“{text}” is no percentage")
    return _refused(f"“{text}”与计量单位“{unit}”不符", f"“{text}” is not in the unit “{unit}”")


def _refused(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, field="value")
