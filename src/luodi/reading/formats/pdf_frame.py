"""Places on a PDF page, from the file's own measure to that of a sheet that is read upright."""

from __future__ import annotations

import math
from dataclasses import dataclass

from luodi.reading.formats.glyphs import Edge, Glyph

_SLANT = 0.1  # radians


@dataclass(frozen=True, slots=True)
class Mark:
    """A character as the file places it: origin, box (left, bottom, right, top), size, angle."""

    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    ink: tuple[float, float, float, float]
    size: float
    angle: float
    spaced: bool

    def is_upright(self, turn: int) -> bool:
        """Whether it stands upright once the page is turned."""
        off = (self.angle - turn * math.pi / 2 + math.pi) % (2 * math.pi) - math.pi
        return abs(off) < _SLANT


def quarter_turns(angle: float) -> int:
    """The nearest number of quarter turns, 0 to 3, against the clock."""
    return round(angle / (math.pi / 2)) % 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's box in the file's measure and by how many quarters its words are turned."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """The width once turned."""
        return self._across if self.turn % 2 == 0 else self._along

    @property
    def height(self) -> float:
        """The height once turned."""
        return self._along if self.turn % 2 == 0 else self._across

    @property
    def _across(self) -> float:
        return self.right - self.left

    @property
    def _along(self) -> float:
        return self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file on the upright sheet."""
        return (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.turn]

    def glyph(self, mark: Mark) -> Glyph | None:
        """The character on the upright sheet; None outside the page."""
        x, base = self.place(mark.x, mark.y)
        if not (-1 <= x <= self.width + 1 and -1 <= base <= self.height + 1):
            return None
        right = max(self.place(*mark.box[:2])[0], self.place(*mark.box[2:])[0])
        ink = self.place(*mark.ink[:2])[1], self.place(*mark.ink[2:])[1]
        return Glyph(mark.text, x, max(x, right), base, mark.size, min(ink), max(ink), mark.spaced)

    def edge(self, shown: tuple[float, float, float, float], rotation: int) -> Edge:
        """A ruled line of the page as it is shown (x0, top, x1, bottom), on the upright sheet."""
        one = self.place(*self._unshown(shown[0], shown[1], rotation))
        other = self.place(*self._unshown(shown[2], shown[3], rotation))
        return Edge(
            min(one[0], other[0]), min(one[1], other[1]),
            max(one[0], other[0]), max(one[1], other[1]),
        )  # fmt: skip

    def _unshown(self, x: float, y: float, rotation: int) -> tuple[float, float]:
        """From a place on the shown page back to the file's measure."""
        return (
            (self.left + x, self.top - y),
            (self.left + y, self.bottom + x),
            (self.right - x, self.bottom + y),
            (self.right - y, self.top - x),
        )[rotation]
