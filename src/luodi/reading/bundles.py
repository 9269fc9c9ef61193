"""Puts clauses that belong to one measure of policy together: what becomes one row of a plan.

A measure is one numbered item, else a topic sentence with its followers, else one sentence; a
responsibility bracket closes an item, whatever it is made of. Headings and sections separate.
The rules are ours; they are scored against the task items that issuers close with a bracket.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from luodi.reading.clauses import Sentence, split
from luodi.reading.lines import Line, read_lines
from luodi.reading.normalise import normalise
from luodi.reading.owners import Bracket, find_brackets
from luodi.reading.points import points_of

_TOPIC_LENGTH = 36
_TOPIC_CLAUSES = 2
_FIGURE = re.compile(r"\d|：")
# A sentence that only says more about the one before it.
_REFERS_BACK = re.compile(r"其中|上述|前述|前款|以上")
_GOALS = re.compile(r"目标(?!管理|责任|考核)|主要指标")
_ARTICLE_DEPTH, _POINT_DEPTH = 3, 8


def bundle(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """The places in `spans` of those that belong to one measure, every span in exactly one bundle.

    Bundles and what they hold stand in the order of the text; a span belongs where it starts.
    Refuses with ValueError a span that does not lie in the text.
    """
    for start, end in spans:
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"no such span: {start}..{end} of {len(text)}")
    cuts = _source_cuts(text)
    held: dict[int, list[int]] = {}
    for place in sorted(range(len(spans)), key=lambda at: spans[at]):
        held.setdefault(bisect_right(cuts, spans[place][0]), []).append(place)
    return tuple(map(tuple, held.values()))


def _source_cuts(text: str) -> list[int]:
    """The places of the given text where a measure may begin."""
    source = normalise(text)
    found = _Measures(source.text).cuts()
    return [source.source_span(cut, cut)[0] for cut in found]


class _Measures:
    """The lines, sentences and brackets of a text, and where its measures begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = read_lines(text)
        self.before = list(self._neighbours(self.lines, above=True))
        self.after = list(self._neighbours(reversed(self.lines), above=False))[::-1]
        self.headings = list(accumulate(self.lines, _heading, initial=None))
        self.brackets = find_brackets(text)
        self.sentences = split(text)
        self.sentence_starts = [sentence.pieces[0].start for sentence in self.sentences]

    def cuts(self) -> list[int]:
        cuts: set[int] = set()
        for place, line in enumerate(self.lines):
            if not self._continues(place):
                cuts.add(line.start)
            cuts.update(self._inside(place))
        kept = sorted(cuts)
        for low, high in self._items():
            kept[bisect_left(kept, low) : bisect_left(kept, high)] = [low]
            if high < len(self.text):
                kept.insert(bisect_left(kept, high), high)
        return kept

    def _continues(self, place: int) -> bool:
        """A paragraph without number that stands between two numbered items of one list."""
        if _depth(self.text, self.lines[place]) or self.lines[place].is_heading:
            return False
        before, after = self.before[place], self.after[place]
        if before is None or after is None or self._in(before.start, self.lines[place].start):
            return False
        return _depth(self.text, before) == _depth(self.text, after)

    def _neighbours(self, lines: Iterable[Line], *, above: bool) -> Iterator[Line | None]:
        """For each line the nearest numbered one passed so far, with no heading between."""
        nearest: Line | None = None
        for line in lines:
            yield nearest
            if _depth(self.text, line):
                nearest = None if above and line.is_heading else line
            elif line.is_heading:
                nearest = None

    def _inside(self, place: int) -> Iterator[int]:
        """Where measures begin within a line."""
        line = self.lines[place]
        if line.is_heading:
            return
        points = points_of(self.text, line.start, line.end)
        yield from points
        if _depth(self.text, line):
            return
        sentences = self._sentences(line.start, points[0] if points else line.end)
        is_one = self._is_alone(place) or self._has_topic(sentences)
        if not points and (self._lists_goals(place) or not is_one):
            yield from self._sentence_starts(sentences)

    def _lists_goals(self, place: int) -> bool:
        """Whether a paragraph stands under a heading of goals: each sentence is one of its own."""
        above = self.headings[place]
        return above is not None and _GOALS.search(self.text, above.start, above.end) is not None

    def _sentences(self, start: int, end: int) -> tuple[Sentence, ...]:
        low = bisect_left(self.sentence_starts, start)
        return self.sentences[low : bisect_left(self.sentence_starts, end)]

    def _sentence_starts(self, sentences: tuple[Sentence, ...]) -> Iterator[int]:
        for _, sentence in pairwise(sentences):
            start = sentence.pieces[0].start
            if not _REFERS_BACK.match(self.text, start):
                yield start

    def _has_topic(self, sentences: tuple[Sentence, ...]) -> bool:
        """Whether the first sentence only names what the others spell out."""
        if len(sentences) < 2:
            return False
        first = sentences[0]
        start = first.pieces[0].start
        return (
            len(first.pieces) <= _TOPIC_CLAUSES
            and first.end - start <= _TOPIC_LENGTH
            and not _FIGURE.search(self.text, start, first.end)
        )

    def _is_alone(self, place: int) -> bool:
        """The only paragraph under a numbered heading, which is its topic."""
        if place == 0:
            return False
        above = self.lines[place - 1]
        if not (above.is_heading and above.level):
            return False
        after = place + 1
        while after < len(self.lines) and self._is_bracket_line(after):
            after += 1
        if after == len(self.lines):
            return True
        following = self.lines[after]
        return following.is_heading

    def _items(self) -> Iterator[tuple[int, int]]:
        """What each responsibility bracket closes, up to the end of the bracket."""
        starts = [line.start for line in self.lines]
        done = 0
        for bracket in self.brackets:
            place = bisect_right(starts, bracket.start) - 1
            low = max(done, self.lines[self._opening(place, bracket)].start)
            done = _past_mark(self.text, bracket.end)
            if low < bracket.start:
                yield low, done

    def _opening(self, place: int, bracket: Bracket) -> int:
        """The line in which the item begins that a bracket closes."""
        line = self.lines[place]
        alone = bracket.start <= line.number_end + 1 and bracket.end >= line.end - 1
        first, depth = place, _depth(self.text, line)
        if depth and not alone:
            return place
        for at in range(place - 1, -1, -1):
            above = self.lines[at]
            own = _depth(self.text, above)
            if above.is_heading or self._in(above.start, above.end):
                break
            if own and (not depth or own < depth):
                first, depth = at, own
            elif not own and not depth and alone:
                first = at
        return first

    def _in(self, start: int, end: int) -> bool:
        """Whether a bracket begins in a run of the text."""
        low = bisect_left(self.brackets, start, key=lambda bracket: bracket.start)
        return low < len(self.brackets) and self.brackets[low].start < end

    def _is_bracket_line(self, place: int) -> bool:
        line = self.lines[place]
        low = bisect_left(self.brackets, line.start, key=lambda bracket: bracket.start)
        if low == len(self.brackets):
            return False
        bracket = self.brackets[low]
        return bracket.start <= line.number_end + 1 and line.end - 1 <= bracket.end <= line.end


def _depth(text: str, line: Line) -> int:
    """How deep a numbered line stands; 0 for a line without a number."""
    if line.level or line.number_end == line.start:
        return line.level
    return _ARTICLE_DEPTH if text.startswith("第", line.start) else _POINT_DEPTH


def _heading(above: Line | None, line: Line) -> Line | None:
    """The heading that governs what comes after a line."""
    return line if line.is_heading else above


def _past_mark(text: str, at: int) -> int:
    """Past the mark that closes a sentence after its bracket."""
    return at + 1 if text.startswith(("。", "；", "，"), at) else at
