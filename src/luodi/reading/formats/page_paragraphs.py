"""From the lines of all pages to paragraphs: a line break inside a sentence is none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from luodi.reading.formats.page_columns import Region
from luodi.reading.formats.page_lines import Line
from luodi.reading.formats.page_tables import Table, continues, join, seam

_ALIKE = 0.12  # share by which sizes of one paragraph may differ
_INDENT = 1.2  # of the size: from here a line begins a paragraph
_PARAGRAPH = 2.6  # of the size: more than the usual indent of two characters
_SIGNATURE = 6  # of the size: no paragraph begins so far in
_SLACK = 0.6  # of the size: room left by justification
_ENOUGH = 8  # lines that show where the margins are
_BODY = 0.6  # of the page: bodies are wider
_FULL = 0.75  # of the width: a line that ends before has been ended on purpose
_NEARLY = 0.9  # of the width: the same where paragraphs have no indent
_HANGING = "，。、；：？！"
_ENDED = re.compile(r"[。；：！？;:!?）)]$")
_CLOSED = re.compile(r"[。！？；）]$")
_NUMBERED = re.compile(
    r"（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[章节条]"
    r"|\d{1,3}[.、．](?!\d)"
)
_LABEL = re.compile(r"(?:抄\s*[送报]|主\s*送|分\s*送|附\s*件|附\s*注)[：:]")
_TITLE_WORDS = re.compile(
    r"关于|印发|转发|通知|意见|方案|规划|计划|办法|规定|措施|细则|决定|报告|要点"
)
_TITLE_STOPS = re.compile(
    r"[。；：，、]$|^(?:19|20)?\d+年|^第.{1,4}[章编部节]|^[一二三四五六七八九十]+、"
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Where full lines begin and end."""

    left: float
    right: float

    def is_indented(self, line: Line) -> bool:
        return line.x0 > self.left + _INDENT * line.size

    def is_apart(self, line: Line) -> bool:
        """Whether it is centred or stands to the right: a title, a signature, a date."""
        space = line.x0 - self.left
        centred = abs(self._off_centre(line)) < 1.5 * line.size
        return space > _SIGNATURE * line.size or (centred and space > _PARAGRAPH * line.size)

    def is_in_the_middle(self, line: Line) -> bool:
        """Whether its middle is the body's, however long it is."""
        return abs(self._off_centre(line)) < 1.5 * line.size

    def _off_centre(self, line: Line) -> float:
        return (line.x0 + line.x1) / 2 - (self.left + self.right) / 2

    def room(self, line: Line) -> float:
        return self.right - line.x1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a row of a table, with the lines it was made of and where each begins."""

    text: str
    lines: tuple[tuple[int, Line], ...] = ()


def paragraphs_of(regions: Sequence[Region]) -> list[Paragraph]:
    """Return the paragraphs and rows of tables, over the breaks of lines, columns and pages."""
    margins = _margins_of(regions)
    items = [
        (item, margin) for region, margin in zip(regions, margins, strict=True)
        for item in region.items
    ]  # fmt: skip
    usual = median([i.size for i, _ in items if isinstance(i, Line)] or [0.0])
    made: list[Paragraph] = []
    for run in _runs(items):
        if isinstance(run, Table):
            made += [Paragraph(row.replace("\n", " ")) for row in run.lines()]
        else:
            made += _Paragraphs(run, usual).read()
    return made


def _runs(
    items: list[tuple[Line | Table, Margins]],
) -> Iterator[list[tuple[Line, Margins]] | Table]:
    """Lines that follow one another, and tables; a table over a page break is one."""
    lines: list[tuple[Line, Margins]] = []
    table: Table | None = None
    for item, margins in items:
        if isinstance(item, Line):
            if table is not None:
                yield table
                table = None
            lines.append((item, margins))
            continue
        if lines:
            yield lines
            lines = []
        if table is not None and continues(table, item):
            join(table, item)
        else:
            if table is not None:
                yield table
            table = item
    if table is not None:
        yield table
    if lines:
        yield lines


def _margins_of(regions: Sequence[Region]) -> list[Margins]:
    """Each region's margins; one with few lines takes those of its like."""
    alike: dict[int, list[Line]] = defaultdict(list)
    for region in regions:
        alike[round(region.width)] += _lines(region)
    shared = {width: _margins(lines, float(width)) for width, lines in alike.items()}
    made = []
    for region in regions:
        own, lines = _margins(_lines(region), region.width), _lines(region)
        common = shared[round(region.width)]
        wide = own.right - own.left > 0.9 * (common.right - common.left)
        made.append(own if len(lines) >= _ENOUGH and wide else common)
    return made


def _lines(region: Region) -> list[Line]:
    return [item for item in region.items if isinstance(item, Line)]


def _margins(lines: list[Line], width: float) -> Margins:
    """The outermost places at which more than a stray line begins and ends.

    Where lines are few or all short, the right margin is taken to be as wide as the left one.
    """
    if not lines:
        return Margins(0.0, 0.0)
    size = median(line.size for line in lines)
    needed = max(2, 0.06 * len(lines))
    lefts = sorted(line.x0 for line in lines)
    # Punctuation may hang over the margin.
    firm = [line.x1 for line in lines if line.text[-1] not in _HANGING]
    rights = sorted(firm if len(firm) >= needed else [line.x1 for line in lines], reverse=True)
    left = next((a for a in lefts if sum(abs(a - b) < size / 2 for b in lefts) >= needed), lefts[0])
    right = next((a for a in rights if sum(0 <= a - b < size for b in rights) >= needed), rights[0])
    if len(lines) < _ENOUGH or right - left < _BODY * width:
        right = max(right, width - left)
    return Margins(left, right)


class _Paragraphs:
    """Walks lines that follow one another and says which belong together."""

    def __init__(self, lines: list[tuple[Line, Margins]], usual: float) -> None:
        self.lines = lines
        self.usual = usual
        self.indents = self._indents()

    def read(self) -> list[Paragraph]:
        made, at = [], 0
        while at < len(self.lines):
            end = self._title_end(at) or self._paragraph_end(at)
            made.append(_joined([line for line, _ in self.lines[at:end]]))
            at = end
        return made

    def _indents(self) -> bool:
        """Whether paragraphs begin with an indent here: then a line at the margin goes on."""
        starts = [
            margins.is_indented(after) for (before, _), (after, margins) in pairwise(self.lines)
            if margins.room(before) > 3 * before.size
        ]  # fmt: skip
        return len(starts) > 3 and sum(starts) > 0.7 * len(starts)

    def _title_end(self, at: int) -> int | None:
        """Where a title of several centred lines ends; None where none begins."""
        end = at
        while end < len(self.lines) and self._is_of_title(self.lines[at][0], end):
            end += 1
        words = "".join(line.text for line, _ in self.lines[at:end])
        return end if end - at > 1 and _TITLE_WORDS.search(words) else None

    def _is_of_title(self, first: Line, at: int) -> bool:
        line, margins = self.lines[at]
        before = self.lines[at - 1][0] if line is not first else None
        large = line.size > (1 + _ALIKE) * self.usual and _is_alike(line, first)
        near = before is None or 0 < line.base - before.base < 2.5 * line.size
        fits = margins.is_in_the_middle(line)
        return large and near and fits and not _TITLE_STOPS.search(line.text)

    def _paragraph_end(self, at: int) -> int:
        end = at + 1
        while end < len(self.lines) and self._goes_on(at, end):
            end += 1
        return end

    def _goes_on(self, first: int, at: int) -> bool:
        (before, its), (line, margins) = self.lines[at - 1], self.lines[at]
        if not _is_alike(before, line) or its.is_apart(before) or self._is_large(line):
            return False
        room = its.room(before)
        if margins.is_indented(line):
            return self._hangs(first, at) and room < line.opening + _SLACK * line.size
        if not self.indents and _CLOSED.search(before.text) and _NUMBERED.match(line.text):
            return False
        if room < line.opening + _SLACK * line.size:
            return True
        share = (before.x1 - its.left) / max(1.0, its.right - its.left)
        return share > (_FULL if self.indents else _NEARLY) and not _ENDED.search(before.text)

    def _is_large(self, line: Line) -> bool:
        """Whether it is set much larger than the body: a letterhead has a name a line."""
        return line.size > 1.3 * self.usual

    def _hangs(self, first: int, at: int) -> bool:
        """Whether a list of addressees or annexes goes on under its first name."""
        opening, line = self.lines[first][0], self.lines[at][0]
        return bool(_LABEL.match(opening.text)) and line.x0 > opening.x0 + line.size


def _is_alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _ALIKE * max(one.size, other.size)


def _joined(lines: list[Line]) -> Paragraph:
    text, placed = "", []
    for line in lines:
        text += seam(text, line.text) if text else ""
        placed.append((len(text), line))
        text += line.text
    return Paragraph(text, tuple(placed))
