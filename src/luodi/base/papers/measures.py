"""Lengths of GB/T 9704-2012 in the units of Word: twips (1/20 point), half-points, EMU.

The grid is 22 lines of 28 characters in 156 x 225 mm, so a character gets 15.79 points, less than
its 16-point body: the pitch of characters must be drawn in, or only 27 fit. Line pitch is rounded
down for the same reason: 22 x 580 twips is more than the type area holds.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

TWIPS_A_MM = 1440 / 25.4
EMU_A_MM = 36000
EMU_A_POINT = 12700


def mm(length: float) -> int:
    """Return a length in millimetres as whole twips."""
    return round(length * TWIPS_A_MM)


PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, LEFT, RIGHT, BOTTOM = mm(37), mm(28), mm(26), mm(35)
TYPE_WIDTH = PAGE_WIDTH - LEFT - RIGHT
TYPE_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

LINES, CHARACTERS = 22, 28
LINE = TYPE_HEIGHT // LINES
# In 1/4096 point; one less than exact, so that rounding never costs the 28th character.
CHAR_SPACE = int((TYPE_WIDTH / 20 / CHARACTERS - 16) * 4096) - 1
CHARACTER = TYPE_WIDTH / CHARACTERS
# The same pitch as character spacing, which WPS and LibreOffice keep too: the 20ths of a point that
# let 28 and not 29 fit even where a program rounds a character up to its printer's dots.
DRAWN_IN = -7

# The bottom of the footer's line: its dash, in the middle of 14 points, then lies 7 mm below the
# type area.
PAGE_NUMBER_POINTS = 14
FOOTER = BOTTOM - mm(7) - PAGE_NUMBER_POINTS * 10
HEAD_DROP = mm(35)
RULE_GAP_POINTS = 11  # 4 mm, in the whole points a border takes
STAMP = mm(42)


def char_width(char: str) -> float:
    """Return how many body widths a character takes: 1 for wide ones, 0.5 for the rest."""
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def text_width(text: str) -> float:
    """Return the width of a text in characters of its own size."""
    return sum(map(char_width, text))


def set_width(text: str) -> float:
    """Return the width of a text as the broadest font sets it: Latin letters and figures take more
    than half a character there, and LibreOffice puts a gap between them and Chinese ones."""
    wide = [char_width(char) == 1.0 for char in text]
    gaps = sum(a != b for a, b in pairwise(wide))
    return text_width(text) + 0.14 * wide.count(False) + 0.25 * gaps


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes in a column that many characters wide, at least one."""
    return sum(_wrapped(part, max(width, 1.0)) for part in text.split("\n"))


def _wrapped(text: str, width: float) -> int:
    lines, used = 1, 0.0
    for char in text:
        step = char_width(char)
        if used + step > width + 1e-6:
            lines, used = lines + 1, 0.0
        used += step
    return lines
