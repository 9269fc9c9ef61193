"""What a page of fixed layout holds: characters and ruled lines at their places.

PDF and OFD both come down to this. All measures are in points; y grows downwards from the top.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

# Chrome writes radicals for the characters they look like; NFKC knows only some of them.
_RADICALS = dict(
    zip(
        "⺀⺁⺃⺅⺇⺈⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺝⺞⺠⺡⺢⺣⺤⺥⺨⺩⺪⺭⺮⺯⺰⺱⺲⺳⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "冫厂乚亻几刀刂㔾小小兀尣尢巳幺彑忄心扌攵旡月歺民氵氺灬爫爫犭王疋礻竹糹纟罓罒罒羊羊羊耂肀聿月臼艹艹艹虎衤覀西见角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
_COMPATIBLE = re.compile("[\u2f00-\u2fd5\u2e9f\u2ef3\uf900-\ufaff]")
_DROPPED = re.compile(
    "[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u3000\ufeff]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its advance from x0 to x1 on the line `base`, its size, the ink's own box."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    ink_top: float
    ink_bottom: float
    spaced: bool = False  # the file has or implies a blank before it
    origin: int = -1  # the number of the recognised line it stands in; -1 where the file says it

    @property
    def middle(self) -> tuple[float, float]:
        """The point by which it belongs to a cell."""
        return (self.x0 + self.x1) / 2, self.base - self.size / 3


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line, from one point to another, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return abs(self.x1 - self.x0) >= abs(self.y1 - self.y0)


@dataclass(slots=True)
class Sheet:
    """One page; `aside` holds words that stand slanted over it, `is_picture` says scanned."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    aside: str = ""
    is_picture: bool = False


def plain_character(character: str) -> str:
    """Return the character a reader sees: radicals become words' characters, blanks nothing."""
    if _DROPPED.match(character):
        return ""
    if character in _RADICALS:
        return _RADICALS[character]
    return unicodedata.normalize("NFKC", character) if _COMPATIBLE.match(character) else character


def is_unreadable(character: str) -> bool:
    """Whether a font names no character for it: a private code or a replacement sign."""
    return bool(_PRIVATE.match(character))


def is_wide(character: str) -> bool:
    """Whether it is set on a square: Chinese characters and their punctuation."""
    return unicodedata.east_asian_width(character[:1] or " ") in {"W", "F", "A"}
