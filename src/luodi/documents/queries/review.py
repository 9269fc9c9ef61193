"""The review of a document: its text with marks, and its findings as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet

from luodi.base.actors import Actor
from luodi.base.permissions import ask, may
from luodi.reading.second import REASON as SECOND

from .. import permissions
from ..models import Decision, Document, Finding
from ..services.common import Key, is_uuid
from ..vocabularies import FindingState
from .documents import get_document
from .findings import Card, Counts, card, counts_of, current
from .marks import Mark
from .readings import Progress, SecondReading, progress_of_document, second_reading_of
from .scans import ScannedText, scanned_text
from .spot_checks import open_checks
from .versions import left_open_by

GROUP = 40
AHEAD = 4
# The other order than that of the text: what the reader was least sure of comes first.
DOUBT = "doubt"
ORDERS = {"": ("start", "end", "pk"), DOUBT: ("confidence", "start", "end", "pk")}


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which findings stand on the right, in which order; the marks on the left are always all."""

    state: str = FindingState.PROPOSED
    kind: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some cards in their order; `start` are left out before them, `left` after them,
    and `following` is where the next ones begin (None: there are no more)."""

    cards: tuple[Card, ...]
    following: int | None
    left: int = 0
    start: int = 0

    @property
    def before(self) -> int:
        """Return where the group before this one begins."""
        return max(0, self.start - GROUP)


@dataclass(frozen=True, slots=True)
class Review:
    """All that the page of a review shows."""

    document: Document
    text: str
    format: str
    notes: tuple[str, ...]
    marks: tuple[Mark, ...]
    group: Group
    counts: Counts
    shown: int
    progress: Progress
    reviews: bool
    may_undo: bool
    to_settle: int
    to_check: int
    second: SecondReading | None
    scanned: ScannedText | None


def review_of(
    actor: Actor, document: Key, wanted: ReviewFilter, *, at: UUID | None = None
) -> Review:
    """Return the review of a document's newest version; refuses one the actor may not see.

    With `at` the cards are those around that finding, which is among them whatever is filtered.
    """
    row = get_document(actor, document)
    version = row.versions.get(latest=True)
    reviews = may(actor, permissions.REVIEW_DOCUMENT, row)
    found = _filtered(row, wanted)
    marks = _marks(row)
    shown = found.count()
    return Review(
        document=row,
        text=version.text,
        format=version.format,
        notes=tuple(version.notes),
        marks=marks,
        group=_around(row, found, at, shown, reviews) if at else _group(found, 0, shown, reviews),
        counts=counts_of([row.pk]).get(row.pk, Counts()),
        shown=shown,
        progress=progress_of_document(row),
        reviews=reviews,
        may_undo=reviews and _has_steps(row, actor),
        to_settle=left_open_by(version),
        to_check=open_checks(row) if reviews else 0,
        second=second_reading_of(row),
        scanned=scanned_text(version),
    )


@dataclass(frozen=True, slots=True)
class ReviewState:
    """How far a review is, after a step."""

    counts: Counts
    reviews: bool
    may_undo: bool


def review_state(actor: Actor, document: Key) -> ReviewState:
    """Return how far the review of a document is; refuses one the actor may not see."""
    row = get_document(actor, document)
    reviews = may(actor, permissions.REVIEW_DOCUMENT, row)
    counts = counts_of([row.pk]).get(row.pk, Counts())
    return ReviewState(counts, reviews, reviews and _has_steps(row, actor))


def more_cards(actor: Actor, document: Key, wanted: ReviewFilter, start: int) -> Group:
    """Return the cards that follow the first `start` ones."""
    row = get_document(actor, document)
    found = _filtered(row, wanted)
    reviews = may(actor, permissions.REVIEW_DOCUMENT, row)
    return _group(found, max(0, start), found.count(), reviews)


def cards_around(actor: Actor, document: Key, wanted: ReviewFilter, at: UUID) -> Group:
    """Return the cards around a finding, which is among them whatever is filtered."""
    row = get_document(actor, document)
    found = _filtered(row, wanted)
    return _around(row, found, at, found.count(), may(actor, permissions.REVIEW_DOCUMENT, row))


def acceptable_above(
    actor: Actor, document: Key, confidence: float
) -> tuple[Document, tuple[Card, ...]]:
    """Return the proposed findings at or above a confidence, none of a second reader; refuses who
    may not review."""
    row = get_document(actor, document)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    found = _filtered(row, ReviewFilter()).filter(confidence__gte=confidence)
    found = found.exclude(reason=SECOND)
    return row, tuple(card(finding, reviews=True) for finding in found)


def _filtered(document: Document, wanted: ReviewFilter) -> QuerySet[Finding]:
    rows = current().filter(version__document=document, version__latest=True)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return rows.order_by(*ORDERS[wanted.order])


def _group(found: QuerySet[Finding], start: int, total: int, reviews: bool) -> Group:
    end = start + GROUP
    cards = tuple(card(finding, reviews=reviews) for finding in found[start:end])
    return Group(cards, end if end < total else None, max(0, total - end), start)


def _around(
    document: Document, found: QuerySet[Finding], at: UUID, total: int, reviews: bool
) -> Group:
    finding = current().filter(version__document=document, version__latest=True, uuid=at).first()
    if finding is None:
        return _group(found, 0, total, reviews)
    place = found.filter(
        _stands_before(finding, [str(name) for name in found.query.order_by])
    ).count()
    start = place - AHEAD if place >= GROUP - AHEAD else 0
    group = _group(found, start, total, reviews)
    if any(one.uuid == at for one in group.cards):
        return group
    here = place - start
    guest = card(finding, reviews=reviews)
    return replace(group, cards=(*group.cards[:here], guest, *group.cards[here:]))


def _stands_before(finding: Finding, order: Sequence[str]) -> Q:
    """The condition of what comes before a finding in this order."""
    before, same = Q(pk__in=()), Q()
    for name in order:
        value = getattr(finding, name)
        before |= same & Q(**{f"{name}__lt": value})
        same &= Q(**{name: value})
    return before


def _marks(document: Document) -> tuple[Mark, ...]:
    rows = Finding.objects.filter(
        version__document=document, version__latest=True, superseded=False
    )
    return tuple(Mark(*row) for row in rows.values_list("uuid", "start", "end", "kind", "state"))


def _has_steps(document: Document, actor: Actor) -> bool:
    """Whether the actor has a step to take back; one that is no person has none."""
    if not is_uuid(actor.id):
        return False
    steps = Decision.objects.filter(version__document=document, version__latest=True, undone=False)
    return steps.filter(by__uuid=actor.id).exists()
