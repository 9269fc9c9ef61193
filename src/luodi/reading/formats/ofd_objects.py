"""The objects on an OFD page: words, strokes, pictures, with their places in points."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from luodi.reading.formats.glyphs import Edge, Glyph, Sheet, is_wide, plain_character

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_POINT = 72 / 25.4
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STROKE = re.compile(r"([MSLQBAC])([^MSLQBAC]*)")
_SLANT = 0.1  # radians
_SHORTEST = 8.0  # points: what is shorter rules no cell
_MOST_EDGES = 6_000
_FARTHEST = 1e5
_MOST_REPEATS = 100_000

Matrix = tuple[float, float, float, float, float, float]


def numbers(text: str | None) -> list[float]:
    """The numbers in an attribute; what is no number or beyond any page is left out."""
    found = (float(n) for n in _NUMBER.findall(text or ""))
    return [n for n in found if abs(n) < _FARTHEST]


class Layout:
    """Puts the objects of page parts on a sheet; `pictures` is the area they cover."""

    def __init__(self, sheet: Sheet, x: float, y: float) -> None:
        self.sheet = sheet
        self.origin = x, y
        self.pictures = 0.0

    def add(self, part: Element) -> None:
        """Add every object of one part in its order."""
        for element in part.iter():
            if not isinstance(element.tag, str) or element.get("Visible", "").lower() == "false":
                continue
            name = element.tag.rpartition("}")[2]
            if name == "TextObject":
                self._words(element)
            elif name == "PathObject" and len(self.sheet.edges) < _MOST_EDGES:
                self.sheet.edges += self._edges(element)
            elif name == "ImageObject":
                self.pictures += self._area(element)

    def _matrix(self, element: Element) -> Matrix:
        """From the object's own measure to points on the sheet."""
        x, y = [*numbers(element.get("Boundary")), 0.0, 0.0][:2]
        own = numbers(element.get("CTM"))
        a, b, c, d, e, f = own if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return (
            a * _POINT, b * _POINT, c * _POINT, d * _POINT,
            (e + x) * _POINT + self.origin[0], (f + y) * _POINT + self.origin[1],
        )  # fmt: skip

    def _area(self, element: Element) -> float:
        box = numbers(element.get("Boundary"))
        return abs(box[2] * box[3]) * _POINT**2 if len(box) == 4 else 0.0

    def _words(self, element: Element) -> None:
        matrix, size = self._matrix(element), next(iter(numbers(element.get("Size"))), 0.0)
        upright = abs(math.atan2(matrix[1], matrix[0])) < _SLANT
        x = y = 0.0
        for code in element:
            if not isinstance(code.tag, str) or not code.tag.endswith("TextCode"):
                continue
            x = next(iter(numbers(code.get("X"))), x)
            y = next(iter(numbers(code.get("Y"))), y)
            if upright:
                self.sheet.glyphs += _glyphs(code, x, y, size, matrix)
            else:
                self.sheet.aside += (code.text or "").strip()

    def _edges(self, element: Element) -> Iterator[Edge]:
        data = next((e.text for e in element if str(e.tag).endswith("AbbreviatedData")), None)
        matrix = self._matrix(element)
        for one, other in _segments(data or ""):
            (x0, y0), (x1, y1) = _on(matrix, *one), _on(matrix, *other)
            across, down = abs(x1 - x0), abs(y1 - y0)
            if min(across, down) < 1 and max(across, down) > _SHORTEST:
                yield Edge(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _on(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _glyphs(code: Element, x: float, y: float, size: float, matrix: Matrix) -> Iterator[Glyph]:
    """The characters of a run: each stands a step from the one before."""
    text = "".join(map(str, code.itertext()))
    rights, downs = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
    across = math.hypot(matrix[0], matrix[1])
    high = max(1.0, size * math.hypot(matrix[2], matrix[3]))
    spaced = False
    for character in text:
        step = next(rights, None)
        usual = size if is_wide(character) else size / 2
        shown = plain_character(character)
        if shown:
            left, base = _on(matrix, x, y)
            own = usual if step is None or is_wide(character) else min(abs(step), size)
            yield Glyph(
                shown, left, left + own * across, base, high, base - high, base, spaced
            )  # fmt: skip
        spaced = not shown
        down = next(downs, 0.0)
        x += step if step is not None else (0.0 if down else usual)
        y += down


def _steps(text: str | None) -> Iterator[float]:
    """Steps from character to character; `g 3 5.0` stands for three steps of 5."""
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count, step = numbers(next(words, "")), numbers(next(words, ""))
            if count and step:
                yield from (step[0] for _ in range(int(min(count[0], _MOST_REPEATS))))
        else:
            yield from numbers(word)


def _segments(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path."""
    outline: list[tuple[float, float]] = []
    for operator, operands in _STROKE.findall(data):
        places = numbers(operands)
        if operator in "MS" or operator not in "LC":
            yield from pairwise(outline)
            outline = [(places[-2], places[-1])] if len(places) >= 2 else []
        elif operator == "L" and len(places) >= 2:
            outline.append((places[0], places[1]))
        elif operator == "C" and outline:
            outline.append(outline[0])
    yield from pairwise(outline)
