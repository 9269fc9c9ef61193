"""Reads a policy text: from characters to findings, each with its reason."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from operator import attrgetter
from typing import Final, cast

from luodi.reading.benchmarks import BenchmarkFound, find_benchmarks
from luodi.reading.confidence import confidence_of
from luodi.reading.deadlines import When
from luodi.reading.document import DocumentWalk
from luodi.reading.found import Context, Found, Gathered, Looked, OwnerFound
from luodi.reading.frame import frame_of
from luodi.reading.gazetteer import Name, body_at, find_places
from luodi.reading.lines import read_lines
from luodi.reading.normalise import Normalised, normalise
from luodi.reading.owners import find_brackets, first_leads
from luodi.reading.quantities import Quantity
from luodi.reading.quick import quick
from luodi.reading.reasons import REASONS
from luodi.reading.types import (
    Benchmark,
    Clause,
    Deadline,
    Finding,
    Frame,
    Owner,
    Reading,
    Section,
    Span,
    Target,
)

READER: Final = "luodi-grammar"
VERSION: Final = "0.5.0"


def read(text: str, *, date: date | None = None) -> Reading:
    """All findings and clauses of a text; offsets point into `text` as given; never refuses a text.

    `date` is the date of the document; without it the one that the text bears is taken.
    """
    with _collector_at_rest():
        return _read(text, date)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Nothing in a reading is cyclic: the search for cycles, a tenth of the time, waits."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(text: str, date: date | None) -> Reading:
    source, frame, walk = prepared(text, date)
    return Answer(text, source, frame).reading(walk.read(), find_places(source.text))


def prepared(text: str, date: date | None = None) -> tuple[Normalised, Frame, DocumentWalk]:
    """The text normalised, its frame, and the walk over its lines, not yet gone."""
    source = normalise(text)
    lines = read_lines(source.text)
    frame = frame_of(source.text, lines, date)
    brackets = find_brackets(source.text, first_is_lead=first_leads(source.text))
    context = Context(source.text, frame.document_kind, reference_day(frame), brackets, frame.title)
    return source, frame, DocumentWalk(context, lines, frame.sections)


def reference_day(frame: Frame) -> date | None:
    """The day that 年内 counts from: the document's date, else the year of its number."""
    if frame.date:
        return frame.date
    for words in (frame.number, frame.title):
        found = _YEAR.search(words)
        if found:
            return date(int(found.group()), 1, 1)
    return None


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年(?!以)|〕|]|）)")


_start = attrgetter("start")
_span, _clause, _finding, _target = quick(Span), quick(Clause), quick(Finding), quick(Target)
_owner, _deadline = quick(Owner), quick(Deadline)


class Answer:
    """Turns places in the normalised text into spans of the given one."""

    def __init__(self, given: str, source: Normalised, frame: Frame) -> None:
        self.given = given
        self.source = source
        self.frame = frame
        self.starts = [section.start for section in frame.sections]
        self.is_same_length = source.is_same_length

    def span(self, start: int, end: int) -> Span:
        if self.is_same_length:
            return _span(start, end, self.given[start:end])
        low, high = self.source.source_span(start, end)
        return _span(low, high, self.given[low:high])

    def reading(self, gathered: Gathered, places: tuple[Name, ...]) -> Reading:
        found = sorted(gathered.found, key=attrgetter("start", "end"))
        findings = tuple(self.finding(item, places) for item in found)
        clauses = tuple(map(self._clause, sorted(gathered.looked, key=_start)))
        return Reading(READER, VERSION, self._frame(), findings, clauses)

    def _frame(self) -> Frame:
        frame = self.frame
        sections = tuple(self._section(section) for section in frame.sections)
        return Frame(
            frame.title, frame.issuer, frame.number, frame.date, frame.document_kind, sections
        )

    def _section(self, section: Section) -> Section:
        low, high = self.source.source_span(section.start, section.end)
        heading = self.span(section.heading.start, section.heading.end) if section.heading else None
        return Section(low, high, heading, section.level, section.role, section.path)

    def _clause(self, item: Looked) -> Clause:
        reason = REASONS[item.reason]
        span, sure = self.span(item.start, item.end), item.sure
        if sure is None:
            sure = confidence_of(item.reason)
        return _clause(span, item.reason, reason.taken, sure)

    def finding(self, item: Found, places: tuple[Name, ...]) -> Finding:
        """The finding at its place in the given text."""
        return _finding(
            span=self.span(item.start, item.end),
            kind=item.kind,
            targets=tuple(map(self._target, item.quantities)),
            deadline=self._deadline(item.when, item.inherited),
            owners=tuple(map(self._owner, item.owners)),
            places=tuple(self._places(item, places)),
            confidence=item.confidence,
            reason=item.reason,
            section_path=self._path(item.start),
            cause=self.span(*item.cause) if item.cause else None,
            body=self.span(*item.body) if item.body else None,
            benchmarks=self._benchmarks(item),
        )

    def _benchmarks(self, item: Found) -> tuple[Benchmark, ...]:
        if item.kind == "problem":
            return ()
        return tuple(map(self._benchmark, find_benchmarks(self.source.text, item.start, item.end)))

    def _benchmark(self, found: BenchmarkFound) -> Benchmark:
        span = self.span(found.start, found.end)
        return Benchmark(span, found.statistic, found.comparator, found.among)

    def _target(self, quantity: Quantity) -> Target:
        span = self.span(quantity.start, quantity.end)
        return _target(
            span,
            quantity.comparator,
            quantity.value,
            quantity.value2,
            quantity.unit,
            quantity.baseline,
            quantity.indicator,
        )

    def _deadline(self, when: When | None, inherited: bool) -> Deadline | None:
        if when is None:
            return None
        return _deadline(
            self.span(when.start, when.end),
            when.by,
            when.duration,
            when.working,
            when.recurring,
            inherited,
        )

    def _owner(self, item: OwnerFound) -> Owner:
        return _owner(self.span(item.start, item.end), item.role, cast("object", item.source))  # type: ignore[arg-type]

    def _places(self, item: Found, places: tuple[Name, ...]) -> Iterator[Span]:
        low = bisect_left(places, item.start, key=_start)
        seen = set()
        for name in places[low:]:
            if name.start >= item.end:
                break
            inside = any(owner.start <= name.start < owner.end for owner in item.owners)
            if (
                not inside
                and name.text not in seen
                and body_at(self.source.text, name.start, item.end) <= name.end
            ):
                seen.add(name.text)
                yield self.span(name.start, name.end)

    def _path(self, at: int) -> tuple[str, ...]:
        place = bisect_right(self.starts, at) - 1
        return self.frame.sections[place].path if place >= 0 else ()
