"""The numbers that Word prints before paragraphs and does not store in their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_COUNTING = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "ideographTraditionalCounting",
}  # fmt: skip


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""


@dataclass(slots=True)
class _List:
    """One abstract list: its levels and where each of them stands."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str
    number: str | None
    level: str | None


class Numbering:
    """Counts the numbered paragraphs of one document from its numbering and style parts."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, _Style] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._styles = {_attribute(s, "styleId"): _style(s) for s in _children(styles, "style")}

    def style_name(self, style: str) -> str:
        """Return the name a style shows, or its id where it has none."""
        return self._styles[style].name if style in self._styles else style

    def next_number(self, style: str, number: str | None, level: str | None) -> str:
        """Return the number that stands before the next paragraph, empty for none or a bullet."""
        if number is None:
            number, inherited = self._of_style(style)
            level = level or inherited
        known = self._lists.get(number or "")
        if known is None or number == "0":
            return ""
        return _print(known, int(level) if level and level.isdigit() else 0)

    def _of_style(self, style: str) -> tuple[str | None, str | None]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            entry = self._styles[style]
            if entry.number is not None:
                return entry.number, entry.level
            style = entry.based_on
        return None, None

    def _read_lists(self, numbering: Element) -> None:
        abstract = {
            _attribute(a, "abstractNumId"): _List(dict(_levels(a)))
            for a in _children(numbering, "abstractNum")
        }
        for num in _children(numbering, "num"):
            shared = abstract.get(_child_value(num, "abstractNumId"))
            if shared is not None:
                self._lists[_attribute(num, "numId")] = _restarted(shared, num)


def _restarted(shared: _List, num: Element) -> _List:
    """Lists of one abstract list count on together unless this one starts anew."""
    starts = {
        _attribute(o, "ilvl"): _child_value(o, "startOverride")
        for o in _children(num, "lvlOverride")
    }
    starts = {
        level: start for level, start in starts.items() if level.isdigit() and start.isdigit()
    }
    if not starts:
        return shared
    levels = {
        n: _Level(int(starts.get(str(n), entry.start)), entry.form, entry.pattern)
        for n, entry in shared.levels.items()
    }
    return _List(levels)


def _print(known: _List, level: int) -> str:
    entry = known.levels.get(level)
    if entry is None:
        return ""
    known.counts[level] = known.counts.get(level, entry.start - 1) + 1
    for deeper in [n for n in known.counts if n > level]:
        del known.counts[deeper]
    if entry.form in {"bullet", "none"}:
        return ""
    text = re.sub(r"%(\d)", lambda m: _count(known, int(m[1]) - 1), entry.pattern)
    # "1." before "5公里" must not read as 1.5
    return text + " " if text and re.search(r"[.．\d]$", text) else text


def _count(known: _List, level: int) -> str:
    entry = known.levels.get(level, _Level())
    return numeral(known.counts.get(level, entry.start), entry.form)


def numeral(number: int, form: str) -> str:
    """Return a number in one of Word's list forms; unknown forms come out in digits."""
    if form in _COUNTING:
        return _chinese(number)
    if form == "chineseLegalSimplified":
        return _chinese(number).translate(_LEGAL)
    if form == "ideographDigital":
        return "".join(_DIGITS[int(d)] for d in str(number))
    if form == "ideographTraditional" and 1 <= number <= 10:
        return _STEMS[number - 1]
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return _latin(number, form)


def _latin(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 1 <= number < 400:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _chinese(number: int) -> str:
    """Counting numerals below a thousand, as in 二十一 and 一百零三."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _levels(abstract: Element) -> Iterator[tuple[int, _Level]]:
    for lvl in _children(abstract, "lvl"):
        number, start = _attribute(lvl, "ilvl"), _child_value(lvl, "start")
        if number.isdigit():
            form = _child_value(lvl, "numFmt") or "decimal"
            pattern = _child_value(lvl, "lvlText")
            yield int(number), _Level(int(start) if start.isdigit() else 1, form, pattern)


def _style(style: Element) -> _Style:
    properties = next(_children(style, "pPr"), None)
    numbered = next(_children(properties, "numPr"), None) if properties is not None else None
    number = _child_value(numbered, "numId") if numbered is not None else ""
    level = _child_value(numbered, "ilvl") if numbered is not None else ""
    name = _child_value(style, "name") or _attribute(style, "styleId")
    return _Style(name, _child_value(style, "basedOn"), number or None, level or None)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (e for e in element if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name)


def _child_value(element: Element, name: str) -> str:
    child = next(_children(element, name), None)
    return _attribute(child, "val") if child is not None else ""


def _attribute(element: Element, name: str) -> str:
    return next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] == name), "")
