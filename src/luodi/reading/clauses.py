"""Cuts a text into sentences and comma clauses; brackets and quotations stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "『": "』", "〔": "〕", "【": "】"}
_LONGEST_BRACKET = 240
_END = frozenset("。！？!?\n")
_CUT = frozenset("，；;：")
_TOKEN = re.compile(f"[{re.escape(''.join((*_OPEN, *_END, *_CUT)))}]")


@dataclass(slots=True)
class Piece:
    """A comma clause, end exclusive, and the mark that closed it ("" at the end of the text)."""

    start: int
    end: int
    mark: str


@dataclass(slots=True)
class Sentence:
    """A sentence with its clauses; `end` takes in the closing mark."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of the text in order; whatever holds a letter lies in exactly one clause."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = piece_start = 0
    pieces: list[Piece] = []
    for place, mark in _marks(text):
        words = text[piece_start:place]
        kept = words.strip()
        if len(kept) == len(words) > 0:
            pieces.append(Piece(piece_start, place, mark))
        elif kept:
            pieces.append(_trimmed(text, piece_start, place, mark))
        piece_start = place + 1
        if mark in _END:
            if pieces:
                yield Sentence(start, place + (mark != "\n"), tuple(pieces))
            start, pieces = place + 1, []
    if text[piece_start:].strip():
        pieces.append(_trimmed(text, piece_start, len(text), ""))
    if pieces:
        yield Sentence(start, len(text), tuple(pieces))


def _trimmed(text: str, start: int, end: int, mark: str) -> Piece:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Piece(start, end, mark)


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """Places of the marks that cut, outside brackets and quotations."""
    skip_to = 0
    for found in _TOKEN.finditer(text):
        place, mark = found.start(), found.group()
        if place < skip_to:
            continue
        if mark in _OPEN:
            skip_to = _closing(text, place, mark)
        else:
            yield place, mark


def _closing(text: str, place: int, mark: str) -> int:
    """Where the bracket that opens here ends; right after it when it does not close in reach."""
    close, depth = _OPEN[mark], 0
    limit = min(len(text), place + _LONGEST_BRACKET)
    line_end = text.find("\n", place, limit)
    limit = limit if line_end < 0 else line_end
    first = text.find(close, place, limit)
    if first < 0:
        return place + 1
    if text.find(mark, place + 1, first) < 0:
        return first + 1
    for at in range(place, limit):
        if text[at] == mark:
            depth += 1
        elif text[at] == close:
            depth -= 1
            if depth == 0:
                return at + 1
    return place + 1
