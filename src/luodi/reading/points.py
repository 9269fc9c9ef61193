"""Counted points within a line: 一是 … 二是 …, （1）…（2）…, ①…②…."""

from __future__ import annotations

import re
from itertools import pairwise

from luodi.reading.numerals import number_of

_HAN = r"(?P<han>[一二三四五六七八九十]{1,3})"
_DIGITS = r"(?P<digits>\d{1,2})"
_AFTER_STOP = r"(?:^|(?<=[。；：！？，]))"
_AFTER_ITEM = r"(?:^|(?<=[。；：！？）〕】]))"
_KINDS = (
    re.compile(rf"{_AFTER_STOP}{_HAN}(?:是|要)(?=[\u4e00-\u9fff“])"),
    re.compile(rf"{_AFTER_STOP}第{_HAN}[，、]"),
    re.compile(rf"{_AFTER_ITEM}（{_HAN}）"),
    re.compile(rf"{_AFTER_ITEM}（{_DIGITS}）"),
    re.compile(rf"{_AFTER_ITEM}{_DIGITS}[.、](?!\d)"),
    re.compile(rf"{_AFTER_ITEM}(?P<ring>[①-⑳])"),
)
_FIRST_RING = ord("①") - 1


def points_of(text: str, start: int, end: int) -> list[int]:
    """Where counted points begin in a run of the text; a number alone is no point."""
    words = text[start:end]
    found: set[int] = set()
    for kind in _KINDS:
        counted = [(item.start(), _number(item)) for item in kind.finditer(words)]
        for (here, number), (there, following) in pairwise(counted):
            if following == number + 1:
                found |= {start + here, start + there}
    return sorted(found)


def _number(item: re.Match[str]) -> int:
    facts = item.groupdict()
    if "ring" in facts:
        return ord(facts["ring"]) - _FIRST_RING
    return int(number_of(facts.get("han") or facts["digits"]))
