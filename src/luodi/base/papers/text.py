"""Body text: paragraphs, and headings numbered as papers number them."""

from __future__ import annotations

from typing import Any

from luodi.base.papers.fonts import BODY
from luodi.base.papers.ox import clean, fonts_of, linked, paragraph, run
from luodi.base.papers.types import Heading, Text

_DIGITS = "零一二三四五六七八九"


class Numbers:
    """Counts the headings of one text; a heading begins the levels below it anew."""

    def __init__(self) -> None:
        self.counts = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        """Return the number of the next heading of that level."""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        return heading_number(level, self.counts[level - 1])


def heading_number(level: int, count: int) -> str:
    """Return the number that stands before a heading: 一、（一）1.（1）."""
    forms = (
        f"{chinese_number(count)}、",
        f"（{chinese_number(count)}）",
        f"{count}.",
        f"（{count}）",
    )
    return forms[level - 1]


def chinese_number(count: int) -> str:
    """Return a number from 1 to 99 in Chinese characters."""
    tens, ones = divmod(count, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def text_elements(part: Any, text: Text) -> list[Any]:
    """Return one paragraph for each line of the text."""
    lines = [line.strip() for line in clean(text.text).split("\n") if line.strip()]
    return [paragraph("GwText", _words(part, line, text.link)) for line in lines]


def _words(part: Any, line: str, link: str) -> Any:
    return linked(part, link, run(line)) if link else run(line)


def heading_elements(heading: Heading, numbers: Numbers) -> list[Any]:
    """Return the heading, its text running on behind it where it has one."""
    number = numbers.next(heading.level) if heading.numbered else ""
    words = number + heading.words.strip()
    if not heading.text:
        return [paragraph(f"GwLevel{heading.level}", words)]
    stop = "" if words[-1] in "。：；？！" else "。"
    rest = run(heading.text.strip(), fonts_of(BODY.name))
    return [paragraph(f"GwLevel{heading.level}", words + stop, rest)]
