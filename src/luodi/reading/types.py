"""What a reader gives back: frozen values, offsets in characters of the text (end exclusive)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

CommitmentKind = Literal["goal", "task", "project", "reform", "request"]
FindingKind = Literal["goal", "task", "project", "reform", "request", "problem"]
Comparator = Literal[">=", "<=", "=", "~", "range", "rank<=", "x", "+", "-"]
Statistic = Literal["median", "average"]
BenchmarkComparator = Literal[">=", "<="]
Role = Literal["lead", "partner"]
NamedKind = Literal["place", "body"]
SectionRole = Literal["review", "plan", "guarantee", "annex", "unknown"]

FINDING_KINDS: tuple[FindingKind, ...] = ("goal", "task", "project", "reform", "request", "problem")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of the stored text, with them; `text == document[start:end]` always."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Selector:
    """A W3C Web Annotation anchor: TextPositionSelector plus TextQuoteSelector."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that tells when a commitment is met; fields as in the reader's contract."""

    span: Span
    comparator: Comparator
    value: Decimal
    value2: Decimal | None
    unit: str
    baseline: Decimal | None = None
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A level to be reached that others set: their median or average; no figure of its own.

    `among` says whose, as written (全省, 全市5个县市区), "" where the words do not say it.
    """

    span: Span
    statistic: Statistic
    comparator: BenchmarkComparator
    among: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a commitment is due: a last day, a duration (ISO 8601), or a rhythm."""

    span: Span
    by: date | None = None
    duration: str = ""
    working: bool = False
    recurring: bool = False
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit named as responsible, as written; `source` says by bracket or as subject."""

    span: Span
    role: Role
    source: Literal["bracket", "subject", "carried"]


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A place or body that another reader than the grammar names; a proposal, for review."""

    span: Span
    what: NamedKind
    reader: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it governs; `path` holds the headings above it and its own."""

    start: int
    end: int
    heading: Span | None
    level: int
    role: SectionRole
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Every clause the reader looked at, with the reason why it was taken or left."""

    span: Span
    reason: str
    taken: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A commitment, request or problem found in the text."""

    span: Span
    kind: FindingKind
    targets: tuple[Target, ...]
    deadline: Deadline | None
    owners: tuple[Owner, ...]
    places: tuple[Span, ...]
    confidence: float
    reason: str
    section_path: tuple[str, ...]
    cause: Span | None = None
    body: Span | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    named: tuple[NamedSpan, ...] = ()

    @property
    def is_problem(self) -> bool:
        """Whether this is a problem; everything else is a commitment or request."""
        return self.kind == "problem"

    @property
    def named_places(self) -> tuple[NamedSpan, ...]:
        """The places that another reader proposes beside those of the grammar."""
        return tuple(one for one in self.named if one.what == "place")

    @property
    def measures(self) -> tuple[Target | Benchmark, ...]:
        """What tells when it is met, figures and levels of others, in the order of the text."""
        told: list[Target | Benchmark] = [*self.targets, *self.benchmarks]
        return tuple(sorted(told, key=lambda measure: (measure.span.start, measure.span.end)))


@dataclass(frozen=True, slots=True)
class Frame:
    """What the document says of itself; empty strings and None where it does not say."""

    title: str
    issuer: str
    number: str
    date: date | None
    document_kind: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's whole answer for one text."""

    reader: str
    version: str
    frame: Frame
    findings: tuple[Finding, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line recognised on a picture of a page: its characters are `text[start:end]`.

    `page` counts from 1, `confidence` goes from 0 to 1, `box` is left, top, right and bottom in
    pixels of the page's picture as it is kept.
    """

    start: int
    end: int
    page: int
    confidence: float
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """Text taken out of a file; `text` is what offsets point into, kept for ever.

    `lines` says where each line of a recognised text stands on its page; empty for all others.
    """

    text: str
    format: str
    encoding: str
    title: str = ""
    date: date | None = None
    header: str = ""
    notes: tuple[str, ...] = ()
    lines: tuple[ScanLine, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether the text was recognised from pictures and may hold wrong characters."""
        return bool(self.lines)

    def page_words(self) -> tuple[str, ...]:
        """The recognised lines of each page, one below the other as they stand there: a mark that
        stands alone on a page must not be lost in the paragraph before it."""
        pages: dict[int, list[str]] = {}
        for line in self.lines:
            pages.setdefault(line.page, []).append(self.text[line.start : line.end])
        return tuple("\n".join(words) for words in pages.values())
