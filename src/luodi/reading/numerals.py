"""Chinese and Arabic numerals as exact decimals, with 万 and 亿 resolved."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "万亿": 10**12,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 100,
}

CHINESE = "[零〇一二两三四五六七八九十百千]"
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = "万亿|亿|千万|百万|十万|万|千|百"
_ARABIC = re.compile(ARABIC)


def scale_of(word: str) -> Decimal:
    """The factor that 万, 亿 and their like stand for; 1 for the empty word."""
    return Decimal(_SCALES[word]) if word else Decimal(1)


def number_of(word: str) -> Decimal:
    """The value of one numeral, Arabic or Chinese; refuses what is none (ValueError)."""
    if _ARABIC.fullmatch(word):
        return Decimal(word.replace(",", ""))
    return Decimal(_chinese(word))


def _chinese(word: str) -> int:
    if not word:
        raise ValueError("no numeral")
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        if mark in word:
            high, _, low = word.partition(mark)
            return (_chinese(high) if high else 1) * factor + (_chinese(low) if low else 0)
    if all(sign in _DIGITS for sign in word):
        return int("".join(str(_DIGITS[sign]) for sign in word))
    return _stepped(word)


def _stepped(word: str) -> int:
    total, digit = 0, None
    for sign in word:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _STEPS:
            total += (1 if digit is None else digit or 1) * _STEPS[sign]
            digit = None
        else:
            raise ValueError(f"not a numeral: {word}")
    return total + (digit or 0)
