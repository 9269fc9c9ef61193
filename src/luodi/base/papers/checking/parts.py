"""The head, the date, the tables and the record block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luodi.base.papers.checking.faults import fault
from luodi.base.papers.checking.file import Element, WordFile, number, tag, val, words
from luodi.base.papers.checking.pages import TWIPS, is_landscape
from luodi.base.papers.types import Fault

_NUMBER = re.compile(r"\w+〔\d{4}〕[1-9]\d*号")
_DATE = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
_RED = ("FF0000", "E60012", "C00000")


def check_parts(file: WordFile) -> Iterator[Fault]:
    """Yield the faults of head, date, tables and record block."""
    yield from _head(file)
    yield from _dates(file)
    for table, section in _tables(file):
        if _is_record(file, table):
            yield from _record(table)
        else:
            yield from _table(file, table, section)


def _head(file: WordFile) -> Iterator[Fault]:
    children = list(file.body)
    for at, paragraph in enumerate(children):
        if file.style_name(paragraph) == "发文机关标志":
            yield from _issuer(file, children[:at], paragraph)
        if file.style_name(paragraph) == "发文字号":
            yield from _number(paragraph)


def _issuer(file: WordFile, above: list[Element], paragraph: Element) -> Iterator[Fault]:
    twips = sum(int(file.paragraph_value(one, "spacing", "line") or 0) for one in above)
    twips += int(file.paragraph_value(paragraph, "spacing", "before") or 0)
    if abs(twips / TWIPS - 35) > 1:
        yield fault("head.place", words(paragraph), f"{twips / TWIPS:.1f}")
    rules = [e for e in file.body.iter(tag("pBdr")) if e.find(tag("bottom")) is not None]
    red = [val(e.find(tag("bottom")), "color") in _RED for e in rules]
    if file.run_value(paragraph, None, "color") not in _RED or not any(red):
        yield fault("head.colour", words(paragraph))


def _number(paragraph: Element) -> Iterator[Fault]:
    found = words(paragraph).split("\t")[0].strip()
    if found and not _NUMBER.fullmatch(found):
        yield fault("head.number", "发文字号", found)


def _dates(file: WordFile) -> Iterator[Fault]:
    for paragraph in file.body.iter(tag("p")):
        if file.style_name(paragraph) == "成文日期":
            found = words(paragraph)
            right = int(file.paragraph_value(paragraph, "ind", "rightChars") or 0) / 100
            if not _DATE.fullmatch(found):
                yield fault("date.form", "成文日期", found)
            if right < 2:
                yield fault("date.place", "成文日期", f"{right:g}")


def _tables(file: WordFile) -> Iterator[tuple[Element, Element]]:
    """Yield each table of the body with the section it stands in."""
    waiting: list[Element] = []
    for child in file.body:
        if child.tag == tag("tbl"):
            waiting.append(child)
        section = child if child.tag == tag("sectPr") else child.find(f".//{tag('sectPr')}")
        if section is not None:
            yield from ((table, section) for table in waiting)
            waiting = []


def _is_record(file: WordFile, table: Element) -> bool:
    return any(file.style_name(p) == "版记" for p in table.iter(tag("p")))


def _table(file: WordFile, table: Element, section: Element) -> Iterator[Fault]:
    where = f"表“{words(table)[:12]}”"
    rows = table.findall(tag("tr"))
    if len(rows) > 1 and rows[0].find(f"{tag('trPr')}/{tag('tblHeader')}") is None:
        yield fault("table.header", where)
    width = sum(number(column, "w") for column in table.iter(tag("gridCol"))) / TWIPS
    if width > (225 if is_landscape(section) else 156) + 1:
        yield fault("table.width", where, f"{width:.0f}")


def _record(table: Element) -> Iterator[Fault]:
    borders = table.find(f"{tag('tblPr')}/{tag('tblBorders')}")
    found = {
        side: number(None if borders is None else borders.find(tag(side)), "sz")
        for side in ("top", "bottom", "insideH")
    }
    if found != {"top": 8, "bottom": 8, "insideH": 6}:
        yield fault("record.rules", "版记")
    place = table.find(f"{tag('tblPr')}/{tag('tblpPr')}")
    at_foot = val(place, "vertAnchor") == "margin" and val(place, "tblpYSpec") == "bottom"
    if not at_foot:
        yield fault("record.place", "版记")
