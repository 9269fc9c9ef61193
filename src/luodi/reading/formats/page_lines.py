"""From the characters of a page to its lines of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from luodi.reading.formats.glyphs import Glyph, is_unreadable, is_wide

_SAME_LINE = 0.3  # of the size: how far characters of one line may stand apart in height
_NARROW_GAP, _TAB_GAP = 0.18, 3.0  # of the size; as are the next two
_WIDE_GAP, _MIXED_GAP = 0.5, 0.9  # between squares beyond the usual; between a square and a digit
_TYPED_GAP = 0.25  # between squares beyond the usual, where the file has or implies a blank
_ORNAMENT = re.compile(r"([^\d.…—_\-·*])\1{11,}")
_OPENING, _CLOSING = "（(《〈“‘「『【〔[｛{", "，。、；：？！）)》〉”’」』】〕]｝}%％,.;:!?…"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_FULL_WIDTH = re.compile(
    "[\uff0b-\uff19\uff21-\uff3a\uff41-\uff5a]"
)  # digits and letters, blanks beside them mean nothing
_SPACED_YEAR = re.compile(r"(?<!\d)([12])[ \t](\d)[ \t](\d)[ \t](\d)(?=[ \t]?年)")
_BESIDE_MARK = re.compile(
    r"(?<=[，。、；：？！）》”’】〕]) +(?=\S)|(?<=\S) +(?=[，。、；：？！）》”’】〕])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line of a page; `opening` is the width of what cannot be parted at its start,
    `origins` are the numbers of the recognised lines it was made of."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    opening: float
    origins: tuple[int, ...] = ()


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines from top to bottom; what is printed twice at one place counts once."""
    made = (line_of(row) for row in rows_of(glyphs))
    return [line for line in made if line is not None]


def rows_of(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The characters that stand on one line, from left to right; rows from top to bottom."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if row and glyph.base - row[0].base > _SAME_LINE * max(glyph.size, row[0].size):
            yield sorted(row, key=lambda g: g.x0)
            row = []
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda g: g.x0)


def _once(row: list[Glyph]) -> list[Glyph]:
    """Bold is often made by printing a character twice, a hair apart."""
    kept: list[Glyph] = []
    for glyph in row:
        twice = any(
            glyph.text == other.text and abs(glyph.x0 - other.x0) < 0.3 * (other.x1 - other.x0)
            for other in kept[-3:]
        )
        if not twice:
            kept.append(glyph)
    return kept


def line_of(row: list[Glyph]) -> Line | None:
    """Return what a row of characters says; None for ornament."""
    row = _once(row)
    size = median(glyph.size for glyph in row)
    text = _ORNAMENT.sub("", _words(row)).strip()
    if not text:
        return None
    x1 = max(glyph.x1 for glyph in row)
    origins = tuple(dict.fromkeys(glyph.origin for glyph in row if glyph.origin >= 0))
    return Line(text, row[0].x0, x1, row[0].base, size, _opening_width(row), origins)


def _words(row: list[Glyph]) -> str:
    """The characters with a blank or a tab only where the page shows a gap that means something."""
    parts: list[str] = []
    usual = _usual_gap(row)
    for at, glyph in enumerate(row):
        before = row[at - 1] if at else None
        after = row[at + 1] if at + 1 < len(row) else None
        if before is not None:
            parts.append(_gap(before, glyph, usual))
        parts.append(_shown(before, glyph, after))
    text = _without_spacing("".join(parts))
    return _BESIDE_MARK.sub("", _SPACED_YEAR.sub(r"\1\2\3\4", text))


def _usual_gap(row: list[Glyph]) -> float:
    """How far squares of this line stand apart by justification, as a share of the size."""
    gaps = [_share(a, b) for a, b in pairwise(row) if is_wide(a.text) and is_wide(b.text)]
    return max(0.0, median(gaps)) if gaps else 0.0


def _share(before: Glyph, after: Glyph) -> float:
    return (after.x0 - before.x1) / max(1.0, before.size, after.size)


def _gap(before: Glyph, after: Glyph, usual: float) -> str:
    gap = _share(before, after)
    if gap >= _TAB_GAP:
        return "\t"
    wide = is_wide(before.text), is_wide(after.text)
    if all(wide) and not (_FULL_WIDTH.match(before.text) or _FULL_WIDTH.match(after.text)):
        typed = after.spaced and gap >= usual + _TYPED_GAP
        return " " if typed or gap >= usual + _WIDE_GAP else ""
    return " " if gap >= (_MIXED_GAP if any(wide) else _NARROW_GAP) else ""


def _shown(before: Glyph | None, glyph: Glyph, after: Glyph | None) -> str:
    """A point between digits is named by some fonts only with a private code: told by its ink."""
    if not is_unreadable(glyph.text) or before is None or after is None:
        return glyph.text
    digits = before.text[-1:].isdigit() and after.text[:1].isdigit()
    low = glyph.ink_top > glyph.base - 0.35 * glyph.size
    return "." if digits and low else glyph.text


def _without_spacing(text: str) -> str:
    """Put together characters that are spaced out one by one, as in a letterhead."""
    parts = re.split(r"([ \t]+)", text)
    words, gaps = parts[::2], parts[1::2]
    joined = words[:1]
    for at, gap in enumerate(gaps):
        alone = all(re.fullmatch(f"[{_HAN}]", word) for word in words[at : at + 2])
        joined.append(words[at + 1] if alone and _is_even(words, gaps, at) else gap + words[at + 1])
    return "".join(joined)


def _is_even(words: list[str], gaps: list[str], at: int) -> bool:
    """Whether a gap is a blank, or a wide one in a line of which every character stands alone."""
    return gaps[at] == " " or all(len(word) == 1 for word in words)


def _opening_width(row: list[Glyph]) -> float:
    """How much room the first words need that may not be parted by the end of a line."""
    at = 0
    while at + 1 < len(row) and row[at].text[:1] in _OPENING:
        at += 1
    while at + 1 < len(row) and _keeps_together(row[at], row[at + 1]):
        at += 1
    return row[at].x1 - row[0].x0


def _keeps_together(one: Glyph, other: Glyph) -> bool:
    # Some programs take curly quotes for Latin ones and part them from neither side.
    if other.text[:1] in _CLOSING or {one.text, other.text} & set("“”‘’"):
        return True
    narrow = not is_wide(one.text) and not is_wide(other.text)
    digits = one.text.isdigit() and other.text.isdigit()
    return digits or (narrow and other.x0 - one.x1 < _NARROW_GAP * one.size)


def leading_of(lines: list[Line]) -> float:
    """The usual distance from one line to the next; 0 where there is none."""
    steps = [b.base - a.base for a, b in pairwise(lines) if 0 < b.base - a.base < 4 * a.size]
    return median(steps) if steps else 0.0
