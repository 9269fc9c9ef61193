"""A document's text as HTML with its findings marked, from character offsets, exactly.

Everything is escaped. Lines become paragraphs, paragraphs go into blocks that a browser draws only
when they come near the window. Lines and marks bear the offset of their first character: what
somebody selects is told from there, and the server compares the characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .queries.marks import Mark

BLOCK = 2000
_BREAK = re.compile(r"\r\n|\n|\r")
_STATES = {"proposed": "", "accepted": " decided", "rejected": " rejected"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters with the mark that covers it."""

    start: int
    end: int
    mark: Mark | None = None


def pieces(length: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return the text cut at every end of a mark; where marks overlap, the shortest covers."""
    fit = [mark for mark in marks if 0 <= mark.start < mark.end <= length]
    cuts = sorted({0, length, *(mark.start for mark in fit), *(mark.end for mark in fit)})
    covering: list[Mark | None] = [None] * (len(cuts) - 1)
    for mark in sorted(fit, key=lambda mark: mark.start - mark.end):
        low, high = bisect_left(cuts, mark.start), bisect_left(cuts, mark.end)
        covering[low:high] = [mark] * (high - low)
    return list(map(Piece, cuts, cuts[1:], covering))


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of every line, without its break."""
    start = 0
    for found in _BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def to_card(finding: UUID) -> str:
    """Return the link to the card of a finding in the review."""
    return f"?finding={finding}#f-{finding}"


def marked_text(
    text: str,
    marks: Iterable[Mark],
    chosen: UUID | None = None,
    *,
    link: Callable[[UUID], str] = to_card,
    unsure: Iterable[tuple[int, int]] = (),
) -> SafeString:
    """Return the HTML of a text with its marks; each links to the card of its finding, or to where
    `link` says. `unsure` are runs that were recognised with doubt: they are underlined."""
    cut = pieces(len(text), marks)
    return mark_safe(_Marked(text, cut, chosen, link, sorted(unsure)).html())


class _Marked:
    """Writes the HTML; every part of the text is escaped on its way."""

    def __init__(
        self,
        text: str,
        cut: Sequence[Piece],
        chosen: UUID | None,
        link: Callable[[UUID], str],
        unsure: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.text, self.cut, self.chosen, self.link = text, cut, chosen, link
        self.unsure = unsure
        self.ends = [end for _, end in unsure]
        self.starts = [piece.start for piece in cut]
        self.named: set[UUID] = set()

    def html(self) -> str:
        out, size = ['<div class="block">'], 0
        for start, end in lines(self.text):
            if size > BLOCK:
                out.append('</div><div class="block">')
                size = 0
            out += [f'<p class="line" data-start="{start}">', *self._line(start, end), "</p>"]
            size += end - start
        return "".join([*out, "</div>"])

    def _line(self, start: int, end: int) -> Iterator[str]:
        place = max(0, bisect_right(self.starts, start) - 1)
        while start < end:
            piece = self.cut[place]
            stop = min(end, piece.end)
            yield self._run(start, stop, piece.mark)
            start, place = stop, place + 1

    def _run(self, start: int, stop: int, mark: Mark | None) -> str:
        words = self._words(start, stop)
        if mark is None:
            return words
        place = "" if mark.uuid in self.named else f' id="t-{mark.uuid}"'
        self.named.add(mark.uuid)
        look = f"kind-{mark.kind}{_STATES[mark.state]}{' chosen' * (mark.uuid == self.chosen)}"
        link = self.link(mark.uuid)
        return (
            f'<mark class="{look}" data-finding="{mark.uuid}" data-start="{start}"{place}>'
            f'<a href="{link}">{words}</a></mark>'
        )

    def _words(self, start: int, stop: int) -> str:
        """Words, those recognised with doubt underlined."""
        out: list[str] = []
        for low, high in self.unsure[bisect_right(self.ends, start) :]:
            if low >= stop:
                break
            low, high = max(low, start), min(high, stop)
            out += [escape(self.text[start:low]), f"<u>{escape(self.text[low:high])}</u>"]
            start = high
        return "".join([*out, escape(self.text[start:stop])])
