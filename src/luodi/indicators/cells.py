"""A figure as somebody typed it: with 万 or 亿, with a sign of percent, as 8/13, or none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from luodi.base.errors import Invalid
from luodi.base.figures import EXACT, exact

from .units import FACTORS, is_percent, taken_apart
from .vocabularies import FigureKind

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)(?P<unit>.*)"
)
_OF = re.compile(r"第?(?P<k>\d+)[位名]?(?:/|,?共)(?P<n>\d+)[位名个]?")
_SIGNS = str.maketrans("−–—﹣", "----")
AS_IS, HUNDREDFOLD = "as_is", "hundredfold"


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says, in the unit of the indicator: `value`, or `k` of `n`. `asks` where 0.4 may
    mean 0.4 % or 40 %: the two meanings, and nothing else is there until one is chosen."""

    value: Decimal | None = None
    k: int | None = None
    n: int | None = None
    asks: tuple[tuple[str, Decimal], ...] = ()


def read_cell(text: str, unit: str, kind: str = FigureKind.LEVEL, meant: str = "") -> Read:
    """Return what was typed as a figure of the unit; refuses what is no figure, another unit, and a
    rank without its number of ranks."""
    clean = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    clean = re.sub(r"\s+", "", clean)
    if found := _OF.fullmatch(clean):
        return Read(k=int(found["k"]), n=int(found["n"]))
    if kind == FigureKind.RANK:
        raise _refused(
            f"“{text}”不是名次，请写成8/13（第8位，共13个）",
            f"“{text}” is no rank: write 8/13, the eighth of 13",
        )
    parts = _NUMBER.fullmatch(clean)
    if parts is None:
        raise _refused(f"“{text}”不是数字", f"“{text}” is no number")
    number = exact(parts["number"].replace(",", ""))
    in_percent = kind == FigureKind.GROWTH or is_percent(unit)
    if in_percent:
        return _percent(text, number, parts["unit"], meant)
    return Read(_scaled(text, number, parts["unit"], unit))


def _percent(text: str, number: Decimal, said: str, meant: str) -> Read:
    if said and not is_percent(said.removeprefix("个")):
        raise _refused(f"“{text}”不是百分数", f"“{text}” is no percentage")
    whole = EXACT.multiply(number, Decimal(100))
    if said or abs(number) > 1 or not number:
        return Read(number)
    meanings = {AS_IS: number, HUNDREDFOLD: whole}
    if meant in meanings:
        return Read(meanings[meant])
    return Read(asks=tuple(meanings.items()))


def _scaled(text: str, number: Decimal, said: str, unit: str) -> Decimal:
    """Return the number in the unit of the indicator: 3.2万 or 3.2万人 is 32,000 in 人."""
    if not said:
        return number
    own = taken_apart(unit)
    if all(sign in FACTORS for sign in said):
        factor, base = taken_apart(said + own.base).factor, own.base
    else:
        other = taken_apart(said)
        factor, base = other.factor, other.base
    if base != own.base:
        raise _refused(f"“{text}”与计量单位“{unit}”不符", f"“{text}” is not in the unit “{unit}”")
    return EXACT.divide(EXACT.multiply(number, Decimal(factor)), Decimal(own.factor))


def _refused(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, field="value")
