"""What a page shows of a hit: a piece of the text, with the places of the words in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .folding import DROPPED, fold

BEFORE, LENGTH = 30, 120
CUT = "…"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words to show, and the runs of them (start, end) to highlight, in order and apart."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """Return the text in pieces, each with whether it is highlighted."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[tuple[str, bool]]:
        last = 0
        for start, end in self.marks:
            yield self.text[last:start], False
            yield self.text[start:end], True
            last = end
        yield self.text[last:], False


def marked(text: str, words: Sequence[str]) -> Marked:
    """Return a short text whole, with every place of the folded words."""
    return Marked(text, tuple(_joined(_places(text, words))))


def snippet(text: str, words: Sequence[str]) -> Marked:
    """Return the piece of a text around the first of the folded words that stands in it.

    Line breaks are shown as blanks; without any of the words the piece is the beginning.
    """
    found = next((at for word in words if (at := _first(text, word)) >= 0), 0)
    low = max(0, found - BEFORE)
    high = min(len(text), low + LENGTH)
    piece = text[low:high].replace("\r", " ").replace("\n", " ")
    # The marks come from the piece with its line breaks: no word goes over one.
    marks = _joined(_places(text[low:high], words))
    head = CUT if low else ""
    tail = CUT if high < len(text) else ""
    shift = len(head)
    return Marked(head + piece + tail, tuple((start + shift, end + shift) for start, end in marks))


def _first(text: str, word: str) -> int:
    """Where a folded word stands in a text; -1 when it does not."""
    lower = text.lower()
    # Nearly always the word stands there as asked; folding a long text takes ten times as long.
    if len(lower) == len(text) and (at := lower.find(word)) >= 0:
        return at
    place = fold(text).find(word)
    if place < 0:
        return -1
    for dropped in DROPPED.finditer(text):
        if dropped.start() > place:
            break
        place += 1
    return place


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    folded = fold(text)
    kept = [at for at, sign in enumerate(text) if not DROPPED.match(sign)]
    for word in words:
        at = folded.find(word)
        while at >= 0:
            yield kept[at], kept[at + len(word) - 1] + 1
            at = folded.find(word, at + 1)


def _joined(places: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs in order, those that touch or overlap as one."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs
