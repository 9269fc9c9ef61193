"""What a run of characters says, whoever cut it out: the parts of all that the reader finds in it,
and of the clauses that the reader passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from luodi.reading.acting import acting_units
from luodi.reading.clauses import split
from luodi.reading.deadlines import When, find_deadlines
from luodi.reading.found import Context, Found, Gathered, OwnerFound
from luodi.reading.gazetteer import body_at, find_places
from luodi.reading.heads import find_head
from luodi.reading.kinds import kind_of
from luodi.reading.lexicon import number_end
from luodi.reading.owners import Named
from luodi.reading.quantities import Quantity, find_quantities
from luodi.reading.reader import Answer, prepared
from luodi.reading.types import Finding, FindingKind, Span

Run = tuple[int, int]


def read_span(
    text: str, start: int, end: int, *, kind: FindingKind | None = None, date: date | None = None
) -> Finding:
    """Return the finding of exactly these characters, with all that the reader finds inside; the
    kind is the reader's where none is given. Refuses a span that is none."""
    return read_spans(text, [(start, end, kind)], date=date)[0]


def read_spans(
    text: str,
    runs: Sequence[tuple[int, int, FindingKind | None]],
    *,
    date: date | None = None,
) -> list[Finding]:
    """Return the finding of each run (start, end, kind or None), as `read_span` does."""
    for start, end, _ in runs:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span {start}:{end} in a text of {len(text)} characters")
    if not runs:
        return []
    source, frame, walk = prepared(text, date)
    context, gathered = walk.context, walk.read()
    answer, places = Answer(text, source, frame), find_places(source.text)
    made = []
    for start, end, kind in runs:
        found = found_in(context, gathered, source.place_of(start), source.place_of(end))
        finding = answer.finding(found, places)
        span = Span(start, end, text[start:end])
        made.append(replace(finding, span=span, kind=kind or found.kind))
    return made


def found_in(context: Context, gathered: Gathered, start: int, end: int) -> Found:
    """The run as one finding: what was found in it put together, and what its other clauses say."""
    text = context.text
    inside = [item for item in gathered.found if item.start < end and start < item.end]
    clauses = list(_clauses(text, start, end))
    quantities = _quantities(text, inside, clauses, (start, end))
    when, inherited = _when(context, inside, clauses)
    kind = _kind(text, inside, clauses, quantities, (start, end))
    problem = next((item for item in inside if item.kind == kind == "problem"), None)
    return Found(
        start,
        end,
        kind,
        reason="added",
        confidence=1.0,
        quantities=quantities,
        when=when,
        inherited=inherited,
        owners=_owners(context, inside, clauses, end),
        cause=problem.cause if problem else None,
        body=problem.body if problem else None,
    )


def _clauses(text: str, start: int, end: int) -> Iterator[Run]:
    """The clauses in the run without their numbers, cut where the run is cut."""
    for sentence in split(text[start:end]):
        for piece in sentence.pieces:
            low, high = start + piece.start, start + piece.end
            yield number_end(text, low, high), high


def _quantities(
    text: str, inside: Iterable[Found], clauses: Iterable[Run], run: Run
) -> tuple[Quantity, ...]:
    known = [q for item in inside for q in item.quantities if run[0] <= q.start and q.end <= run[1]]
    for low, high in clauses:
        known += [q for q in find_quantities(text, low, high) if not _met(q, known)]
    return tuple(sorted(known, key=lambda quantity: (quantity.start, quantity.end)))


def _met(quantity: Quantity, known: Sequence[Quantity]) -> bool:
    return any(q.start < quantity.end and quantity.start < q.end for q in known)


def _when(
    context: Context, inside: Sequence[Found], clauses: Iterable[Run]
) -> tuple[When | None, bool]:
    """The deadline that the reader gave, one with a day first; else one that stands here."""
    told = [item for item in inside if item.when is not None]
    told.sort(key=lambda item: not (item.when and item.when.by))
    if told:
        return told[0].when, told[0].inherited
    here = [
        when
        for low, high in clauses
        for when in find_deadlines(context.text, low, high, today=context.today)
    ]
    here.sort(key=lambda when: not (when.by or when.duration))
    return (here[0] if here else None), False


def _owners(
    context: Context, inside: Iterable[Found], clauses: Iterable[Run], end: int
) -> tuple[OwnerFound, ...]:
    """Who the reader says; else the bracket that closes the run, or who opens a clause."""
    told = [owner for item in inside for owner in item.owners]
    if not told:
        told = [
            OwnerFound(owner.start, owner.end, owner.role, "bracket")
            for owner in _closing(context, end)
        ]
    if not told:
        told = list(_subjects(context.text, clauses))
    return tuple({(owner.start, owner.end): owner for owner in told}.values())


def _closing(context: Context, end: int) -> tuple[Named, ...]:
    """The owners of the bracket that ends the run, or the next one on its line."""
    stop = context.text.find("\n", end)
    line_end = len(context.text) if stop < 0 else stop
    following = next(context.brackets_from(end - 1), None)
    return following.owners if following and following.start < line_end else ()


def _subjects(text: str, clauses: Iterable[Run]) -> Iterator[OwnerFound]:
    for low, high in clauses:
        stop = body_at(text, low, high)
        leads, partners = acting_units(text, low, stop) if stop > low else ([], [])
        for start, end in leads:
            yield OwnerFound(start, end, "lead", "subject")
        for start, end in partners:
            yield OwnerFound(start, end, "partner", "subject")


def _kind(
    text: str,
    inside: Sequence[Found],
    clauses: Sequence[Run],
    quantities: tuple[Quantity, ...],
    run: Run,
) -> FindingKind:
    """That of the longest finding in the run; else what the head of its first clause says."""
    if inside:
        longest = max(inside, key=lambda item: min(item.end, run[1]) - max(item.start, run[0]))
        return longest.kind
    low, high = clauses[0] if clauses else run
    head = find_head(text, low, high, {})
    return kind_of(text[low:high], head.word, quantities, nominal=head.kind == "nominal")
