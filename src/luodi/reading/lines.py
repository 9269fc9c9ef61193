"""The lines of a text: their numbering, and which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ORDINAL = "[一二三四五六七八九十百零〇]{1,4}"
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第{_ORDINAL}[编部章](?:分)?[ 　]?")),
    (2, re.compile(rf"第{_ORDINAL}节[ 　]?")),
    (3, re.compile(rf"{_ORDINAL}[、.．][ 　]?")),
    (4, re.compile(rf"（{_ORDINAL}）[ 　]?")),
    (
        5,
        re.compile(
            r"\d{1,3}(?:[.、．](?:(?!\d)|(?=(?:19|20)\d\d年))|"
            r"(?=[\u4e00-\u9fff]{2}[^\n]*。)(?!年|月|日|个|家|项))[ 　]?"
        ),
    ),
    (6, re.compile(r"（\d{1,3}）[ 　]?")),
    (7, re.compile(r"[①-⑳][ 　]?|——")),
)
_ARTICLE = re.compile(rf"第{_ORDINAL}条[ 　]*(?:（[^）]{{1,20}}）)?")
_PARAGRAPH_NUMBER = re.compile(
    rf"(?:{_ORDINAL}(?:是|要|则|来)(?=[\u4e00-\u9fff])|第{_ORDINAL}(?:，|、)|——|[①-⑳●■◆▪•·*#>\-]+\s?|{_ORDINAL}(?=要))"
)
_LONGEST_HEADING = 60
_NO_HEADING = re.compile(r"[（〔【\[(“]|[^：]{0,12}(?:牵头|责任|配合|负责)[^：]{0,6}：")
_CLOSED = re.compile(r"[。；;！!？?：:，,、]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text that holds something; offsets without the blanks around it."""

    start: int
    end: int
    level: int
    number_end: int
    is_heading: bool


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of the text with their numbering and whether each is a heading."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        low, high = _strip(text, start, end)
        if low < high:
            yield _line(text, low, high)
        start = end + 1


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _line(text: str, start: int, end: int) -> Line:
    for level, pattern in _LEVELS:
        found = pattern.match(text, start, end)
        if found and found.end() < end:
            return Line(
                start, end, level, found.end(), _numbered_heading(text, found.end(), end, level)
            )
    article = _ARTICLE.match(text, start, end)
    if article:
        return Line(start, end, 0, article.end(), is_heading=article.end() == end)
    found = _PARAGRAPH_NUMBER.match(text, start, end)
    return Line(start, end, 0, found.end() if found else start, _bare_heading(text, start, end))


# Somebody is told to do something, or a figure is set: no heading says so.
_ORDERS = re.compile(
    r"(?:(?<=[\u4e00-\u9fff]{2})|(?<=[市县区]）))(?:"
    r"(?<![主重需只首摘纪紧必将扼])要(?![求点素件闻道害塞领么是])|应当|必须|不得|须(?!知)|"
    r"应(?=[按在及由予向依于将]|事先|立即|积极|建立|加强|明确|如实|通过))|"
    r"由[^，。]{2,20}负责(?!解释)|\d[万千百亿]*(?:[元亩所个家座套条户件名人次辆张吨]|公里|公顷|平方米|%|％)"
)
_SPELT_OUT = re.compile(r"：[^。]{6,}。$")


def _numbered_heading(text: str, start: int, end: int, level: int) -> bool:
    if level == 7 or end - start > _LONGEST_HEADING:
        return False
    if "。" in text[start : end - 1] or "；" in text[start:end]:
        return False
    if _SPELT_OUT.search(text, start, end):
        return False
    if text[end - 1] == "。" and _ORDERS.search(text, start, end):
        return False
    return level <= 4 or not _CLOSED.search(text, start, end)


def _bare_heading(text: str, start: int, end: int) -> bool:
    if end - start > 32 or _CLOSED.search(text, start, end) or _NO_HEADING.match(text, start, end):
        return False
    return "。" not in text[start:end] and "；" not in text[start:end]


_POINT = re.compile(rf"{_ORDINAL}(?:是|要)|第{_ORDINAL}，|（{_ORDINAL}）")


def opens_point(text: str, start: int) -> bool:
    """Whether a sentence opens one of several counted points: 一是, 第二，."""
    return _POINT.match(text, start) is not None
