"""Paper, margins, grid and page numbers of each section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luodi.base.papers.checking.faults import fault
from luodi.base.papers.checking.file import Element, WordFile, number, on, tag, val, words
from luodi.base.papers.types import Fault

TWIPS = 1440 / 25.4
_MARGINS = {"top": 37, "left": 28, "right": 26, "bottom": 35}
_TURNED = {"top": 28, "right": 37, "bottom": 26, "left": 35}
_FORM = re.compile("— ?1 ?—")
_SIDES = {"default": "right", "even": "left"}
_EMU = 36000


def check_pages(file: WordFile, *, numbered: bool) -> Iterator[Fault]:
    """Yield the faults of all sections; `numbered` tells whether the paper bears page numbers."""
    references: dict[str, Element] = {}
    for at, section in enumerate(file.sections(), start=1):
        where = f"第{at}节"
        yield from _paper(section, where)
        yield from _margins(section, where)
        yield from _grid(section, where)
        for one in section.findall(tag("footerReference")):
            references[val(one, "type")] = one
        if numbered:
            yield from _numbers(file, section, references, where)


def is_landscape(section: Element) -> bool:
    """Return whether a section's pages are turned."""
    return val(section.find(tag("pgSz")), "orient") == "landscape"


def _paper(section: Element, where: str) -> Iterator[Fault]:
    size = section.find(tag("pgSz"))
    found = {round(number(size, side) / TWIPS) for side in ("w", "h")}
    if found != {210, 297}:
        yield fault("page.size", where)


def _margins(section: Element, where: str) -> Iterator[Fault]:
    margins = section.find(tag("pgMar"))
    wanted = _TURNED if is_landscape(section) else _MARGINS
    found = {side: number(margins, side) / TWIPS for side in wanted}
    if any(abs(found[side] - length) > 1.0 for side, length in wanted.items()):
        yield fault("page.margin", where, "、".join(f"{length:.0f}" for length in found.values()))


def _grid(section: Element, where: str) -> Iterator[Fault]:
    grid, size, margins = (section.find(tag(n)) for n in ("docGrid", "pgSz", "pgMar"))
    if is_landscape(section):
        return
    height = number(size, "h") - number(margins, "top") - number(margins, "bottom")
    width = number(size, "w") - number(margins, "left") - number(margins, "right")
    kinds = ("linesAndChars", "snapToChars")
    lines = height // max(number(grid, "linePitch", 1), 1) if val(grid, "type") in kinds else 0
    pitch = 16 + number(grid, "charSpace") / 4096
    if lines != 22:
        yield fault("grid.lines", where, lines)
    if int(width / 20 / pitch) != 28:
        yield fault("grid.characters", where, int(width / 20 / pitch))


def _numbers(
    file: WordFile, section: Element, references: dict[str, Element], where: str
) -> Iterator[Fault]:
    even = file.part("word/settings.xml").find(tag("evenAndOddHeaders"))
    for side in _SIDES:
        place = f"{where}{'单' if side == 'default' else '双'}页"
        if side not in references or (side == "even" and not on(even)):
            yield fault("number.missing", place, place)
        else:
            yield from _number(file, file.footer(references[side]), side, section, place)


def _number(
    file: WordFile, footer: Element, side: str, section: Element, where: str
) -> Iterator[Fault]:
    fields = [p for p in footer.iter(tag("p")) if "PAGE" in _codes(p) and not _holds_box(p)]
    if not fields:
        yield fault("number.missing", where, where)
        return
    line = fields[0]
    if not _FORM.fullmatch(words(line).strip()):
        yield fault("number.form", where, words(line))
    yield from _face(file, line, where)
    if not _on_side(file, line, side):
        yield fault("number.side", where)
    yield from _place(file, footer, line, section, where)


def _codes(paragraph: Element) -> str:
    texts = [node.text or "" for node in paragraph.iter(tag("instrText"))]
    return "".join(texts + [val(node, "instr") for node in paragraph.iter(tag("fldSimple"))])


def _holds_box(paragraph: Element) -> bool:
    return paragraph.find(f".//{tag('txbxContent')}") is not None


def _face(file: WordFile, line: Element, where: str) -> Iterator[Fault]:
    font = file.run_value(line, None, "rFonts", "ascii")
    size = file.run_value(line, None, "sz")
    own = [run for run in line.iter(tag("r")) if run.find(f"{tag('rPr')}/{tag('sz')}") is not None]
    if font not in ("宋体", "SimSun") or size != "28" or own:
        yield fault("number.font", where, f"{font}{int(size or 0) / 2:g}")


def _on_side(file: WordFile, line: Element, side: str) -> bool:
    wanted = _SIDES[side]
    one_in = file.paragraph_value(line, "ind", wanted) or "0"
    return file.paragraph_value(line, "jc") == wanted and 200 <= int(one_in) <= 340


def _place(
    file: WordFile, footer: Element, line: Element, section: Element, where: str
) -> Iterator[Fault]:
    """The dash runs in the middle of the line; the line ends at the footer's distance."""
    margins = section.find(tag("pgMar"))
    half = int(file.paragraph_value(line, "spacing", "line") or 0) / 2
    if is_landscape(section):
        edge, side, box = "left", 35.0, _box_left(footer)
    else:
        edge, side, box = "bottom", 35.0, number(margins, "footer") / TWIPS
    if box is None:
        yield fault("number.place", where, "?")
        return
    below = number(margins, edge, round(side * TWIPS)) / TWIPS - box - half / TWIPS
    if abs(below - 7) > 1.0:
        yield fault("number.place", where, f"{below:.1f}")


def _box_left(footer: Element) -> float | None:
    """Return how far from the left edge of the page the turned box stands, in millimetres."""
    boxes = [e for e in footer.iter() if str(e.tag).endswith("}positionH")]
    turned = [
        e for e in footer.iter() if str(e.tag).endswith("}bodyPr") and e.get("vert") == "vert"
    ]
    offsets = [e for box in boxes for e in box if str(e.tag).endswith("}posOffset")]
    if not turned or not offsets or boxes[0].get("relativeFrom") != "page":
        return None
    return int(offsets[0].text or 0) / _EMU
