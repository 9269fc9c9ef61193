"""Text on a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PIECE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:%/_-]*|.", re.DOTALL)
_BIDI = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def columns_of(character: str) -> int:
    """Return how many terminal columns a character takes: none, one or two."""
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def width(text: str) -> int:
    """Return how many columns a line takes."""
    return sum(map(columns_of, text))


def harmless(text: str) -> str:
    """Return one line without control characters: a document must not steer the terminal."""
    return "".join(
        " " if c in "\r\n\t\v\f\x85\u2028\u2029" else "�" if _is_control(c) else c for c in text
    )


def _is_control(character: str) -> bool:
    return character in _BIDI or unicodedata.category(character) in {"Cc", "Cs"}


def padded(text: str, wanted: int) -> str:
    """Return a text filled with blanks up to a width."""
    return text + " " * max(0, wanted - width(text))


def wrapped(text: str, wanted: int) -> list[str]:
    """Return the lines of a text, none wider than wanted where two columns or more are given."""
    lines, line, used = [], "", 0
    for piece in _pieces(text, wanted):
        size = width(piece)
        if used + size > wanted and line:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        line += piece if line else piece.lstrip(" ")
        used = width(line) if piece == " " else used + size
    return [*lines, line] if line or not lines else lines


def _pieces(text: str, wanted: int) -> Iterator[str]:
    """Single characters, but Western words, numbers and dates whole where they fit a line."""
    for match in _PIECE.finditer(text):
        piece = match[0]
        yield from [piece] if len(piece) <= wanted else piece
