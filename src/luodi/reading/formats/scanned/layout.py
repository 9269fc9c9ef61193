"""From recognised lines to a sheet: characters at their places, as the reader of PDF has them.

A recogniser gives boxes around lines. What follows (columns, paragraphs, page numbers) is read from
the places of characters, so they are spread evenly over their line; a Chinese line is set so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from luodi.reading.formats.glyphs import Glyph, Sheet, is_wide
from luodi.reading.formats.scanned.engine import SeenLine

_A4 = 842.0  # points: the long side of the page that the sheet is scaled to
_STRAIGHT, _SLANT = math.radians(0.2), math.radians(15)
_FEW = 4.0  # units of text from which the width tells the size
_ALIKE = 0.1  # share by which a size may miss that of the body and still be it
_ROUGH = 0.45  # the same where only the height of a short line tells it
_HALF = 0.4  # of a square that a bracket or mark at the end of a line leaves empty
_SAME_ROW, _NEXT_ROW = 0.3, 0.35  # of the size: as the reader of lines tells rows apart
_OVER = 0.3  # of the shorter line
_INK = 0.92  # of the height of a box: the size of its characters
_BASE = 0.36  # of the size: how far the line of the feet lies under the middle

_OPENING, _CLOSING = "（《〈“‘「『【〔", "，。、；：？！）》〉”’」』】〕"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_FULL = str.maketrans(",;:!?()", "，；：！？（）")
_BESIDE_HAN = re.compile(f"(?<=[{_HAN}”》）])[,;:!?]|[()](?=[{_HAN}])|(?<=[{_HAN}])[()]")
_STOP = re.compile(f"(?<=[{_HAN}])\\.(?=$|[{_HAN}])")
_NUMBER = re.compile(r"[\[\(（【〔［]\s?((?:19|20)\d\d)\s?[\]\)）】〕］](?=\s?\d+\s?号)")
_PAGE = re.compile(r"[-—–一_]{1,2}\s?(\d{1,4})\s?[-—–一_]{1,2}")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\ue000-\uf8ff\ufffd]")


def plain(text: str) -> str:
    """Return recognised words with the punctuation that Chinese is set with: recognisers mix half
    and full width. The year of a document number stands in 〔〕 (GB/T 9704)."""
    text = _ODD.sub("", text).strip()
    if page := _PAGE.fullmatch(text):  # a dash is taken for the number one
        return f"— {page[1]} —"
    text = _NUMBER.sub(r"〔\1〕", text)
    text = _BESIDE_HAN.sub(lambda found: found[0].translate(_FULL), text)
    if text.count("（") != text.count("）"):
        text = text.replace("(", "（").replace(")", "）")
    return _STOP.sub("。", text)


@dataclass(frozen=True, slots=True)
class _Box:
    """A line on the straightened page, in pixels."""

    text: str
    x0: float
    x1: float
    middle: float
    height: float
    units: float
    origin: int

    @property
    def size(self) -> float:
        """The width of a square, where the line is long enough to tell."""
        return (self.x1 - self.x0) / self.units if self.units >= _FEW else self.height * _INK


def sheet_of(number: int, width: int, height: int, lines: Sequence[SeenLine], first: int) -> Sheet:
    """Return the sheet of a page of that size in pixels; its lines are numbered from `first`."""
    scale = _A4 / max(1, width, height)
    sheet = Sheet(number, width * scale, height * scale, is_picture=True)
    boxes = list(_boxes(lines, first))
    body = _body(boxes)
    for box, base, size in _rows(boxes, body):
        sheet.glyphs += _glyphs(box, base, size, scale)
    return sheet


def _rows(boxes: Sequence[_Box], body: float) -> Iterator[tuple[_Box, float, float]]:
    """The boxes with their base and size, from the top; of two that lie over one another (an engine
    may see two lines as one) the second is moved down, so that their characters never mix."""
    placed: list[tuple[_Box, float, float]] = []
    for box in sorted(boxes, key=lambda one: one.middle):
        size = _size(box, body)
        base = box.middle + _BASE * size
        for other, at, high in placed[-8:]:
            over = min(box.x1, other.x1) - max(box.x0, other.x0)
            apart = max(size, high)
            if over > _OVER * min(box.x1 - box.x0, other.x1 - other.x0) and (
                base - at <= _SAME_ROW * apart
            ):
                base = at + _NEXT_ROW * apart
        placed.append((box, base, size))
    yield from placed


def _boxes(lines: Sequence[SeenLine], first: int) -> Iterator[_Box]:
    """The lines with words, turned so that they run level."""
    slant = _slant(lines)
    for at, line in enumerate(lines):
        text = plain(line.text)
        if not text:
            continue
        corners = [_turned(corner, -slant) for corner in line.corners]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        left, right = (xs[0] + xs[3]) / 2, (xs[1] + xs[2]) / 2
        high = max(1.0, (abs(ys[3] - ys[0]) + abs(ys[2] - ys[1])) / 2)
        x0, x1 = _cells(text, min(left, right), max(left, right, min(left, right) + 1))
        yield _Box(text, x0, x1, sum(ys) / 4, high, _units(text), first + at)


def _cells(text: str, x0: float, x1: float) -> tuple[float, float]:
    """Where the squares of a line begin and end: a box goes around the ink, and a bracket or mark
    at either end fills half of its square."""
    before = _HALF * (text[0] in _OPENING)
    after = _HALF * (text[-1] in _CLOSING)
    step = (x1 - x0) / max(0.5, _units(text) - before - after)
    return x0 - before * step, x1 + after * step


def _slant(lines: Sequence[SeenLine]) -> float:
    """The angle at which most of the text runs; 0 for what is nearly straight, or no page of it."""
    told = sorted(
        (math.atan2(one[1] - zero[1], one[0] - zero[0]), len(line.text))
        for line in lines
        if len(line.text) >= 8
        for zero, one in [line.corners[:2]]
    )
    if not told:
        return 0.0
    weights = list(accumulate(weight for _, weight in told))
    middle = next(at for at, weight in enumerate(weights) if 2 * weight >= weights[-1])
    angle = told[middle][0]
    return angle if _STRAIGHT < abs(angle) < _SLANT else 0.0


def _turned(corner: tuple[float, float], angle: float) -> tuple[float, float]:
    x, y = corner
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _unit(character: str) -> float:
    return 1.0 if is_wide(character) else 0.5


def _units(text: str) -> float:
    return sum(map(_unit, text))


def _body(boxes: Sequence[_Box]) -> float:
    """The size that most characters have; 0 where no line is long enough to tell."""
    told = sorted((box.size, box.units) for box in boxes if box.units >= 2 * _FEW)
    if not told:
        return 0.0
    weights = list(accumulate(units for _, units in told))
    return next(size for (size, _), w in zip(told, weights, strict=True) if 2 * w >= weights[-1])


def _size(box: _Box, body: float) -> float:
    alike = _ALIKE if box.units >= _FEW else _ROUGH
    return body if body and abs(box.size - body) <= alike * body else box.size


def _glyphs(box: _Box, base: float, size: float, scale: float) -> Iterator[Glyph]:
    step = (box.x1 - box.x0) / max(0.5, box.units)
    x, spaced = box.x0, False
    for character in box.text:
        end = x + step * _unit(character)
        if character.isspace():
            spaced = True
        else:
            yield Glyph(
                character, x * scale, end * scale, base * scale, size * scale,
                (base - size) * scale, base * scale, spaced, box.origin,
            )  # fmt: skip
            spaced = False
        x = end
