"""Shares and rates that their own numbers do not give: from 91 to 39 is not a fall of 65.3 %.

Two forms are checked: a change (从A压减到B，减少P%) and a part of a whole (A家，其中B家…，占P%).
Rounding of all three numbers is allowed for; what is said of a year's average is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from luodi.reading.normalise import normalise
from luodi.reading.types import Span

_WORDS = r"[^，。；、：（）()%\d]"
_UP = "增长|增加|提高|提升|上升|增幅|扩大|增"
_DOWN = "减少|下降|降低|压减|精简|缩减|减幅|降幅|压缩|减|降"


def _number(name: str) -> str:
    return rf"(?<![\d.])(?P<{name}>\d+(?:\.\d+)?)(?P<{name}_sign>[万亿]{{0,2}})"


_CHANGE = re.compile(
    rf"[从由](?:\d{{4}}年)?{_WORDS}{{0,12}}?{_number('first')}(?P<unit>{_WORDS}{{1,3}}?){_WORDS}{{0,8}}?"
    rf"(?:{_UP}|{_DOWN}|发展|变)[到至为成](?:\d{{4}}年)?{_WORDS}{{0,12}}?{_number('second')}(?P=unit)"
    rf"{_WORDS}{{0,4}}[，、（](?:累计|总体|整体|合计|共|净)?(?P<way>{_UP}|{_DOWN})(?:了|率|幅度)?(?:达到|达|为)?"
    rf"(?P<said>\d+(?:\.\d+)?)%"
)
_PART = re.compile(
    rf"{_number('first')}(?P<unit>{_WORDS}{{1,3}}?){_WORDS}{{0,10}}[，（]其中{_WORDS}{{0,14}}?"
    rf"{_number('second')}(?P=unit){_WORDS}{{0,10}}[，、]?占(?:比|总数|全部|总量)?的?(?:达到|达|为)?"
    rf"(?P<said>\d+(?:\.\d+)?)%"
)
_SIGNS: Final = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
Kind = Literal["change", "part"]
Range = tuple[Decimal, Decimal]
_PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (("change", _CHANGE), ("part", _PART))


@dataclass(frozen=True, slots=True)
class DoubtfulShare:
    """A place whose share is not that of its numbers; both in per cent."""

    span: Span
    kind: Kind
    said: Decimal
    computed: Decimal


def doubtful_shares(text: str) -> tuple[DoubtfulShare, ...]:
    """Return every share that its own numbers do not give, in the order of the text."""
    source = normalise(text)
    found = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(source.text):
            if not _agrees(kind, match):
                low, high = source.source_span(*match.span())
                span = Span(low, high, text[low:high])
                said = Decimal(match["said"])
                found.append(DoubtfulShare(span, kind, said, _computed(kind, match)))
    return tuple(sorted(found, key=lambda one: one.span.start))


def _agrees(kind: Kind, match: re.Match[str]) -> bool:
    """Whether some numbers that are rounded to those written give the share that is written."""
    first, second = (_range(match[name], match[f"{name}_sign"]) for name in ("first", "second"))
    said = _range(match["said"], "")
    if first[0] <= 0:
        return True
    low, high = 100 * second[0] / first[1], 100 * second[1] / first[0]
    if kind == "change":
        low, high = low - 100, high - 100
        if match["way"] in _DOWN.split("|"):
            low, high = -high, -low
    return low <= said[1] and high >= said[0]


def _computed(kind: Kind, match: re.Match[str]) -> Decimal:
    first, second = (_value(match[name], match[f"{name}_sign"]) for name in ("first", "second"))
    share = 100 * second / first
    return abs(share - 100) if kind == "change" else share


def _value(digits: str, sign: str) -> Decimal:
    return Decimal(digits) * _SIGNS.get(sign, 1)


def _range(digits: str, sign: str) -> Range:
    """All numbers that are written so when they are rounded."""
    exponent = Decimal(digits).as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1) * _SIGNS.get(sign, 1)
    return _value(digits, sign) - half, _value(digits, sign) + half
