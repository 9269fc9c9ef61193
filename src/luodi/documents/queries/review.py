"""The review of a document: its text with marks, and its findings as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from luodi.base.actors import Actor
from luodi.base.permissions import ask, may

from .. import permissions
from ..models import Decision, Document, Finding
from ..services.common import Key
from ..vocabularies import FindingState
from .documents import get_document
from .findings import Card, Counts, card, counts_of, current
from .marks import Mark
from .readings import Progress, progress_of

GROUP = 40


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which findings stand on the right; the marks on the left are always all."""

    state: str = FindingState.PROPOSED
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some cards, and where the next ones begin (None: there are no more)."""

    cards: tuple[Card, ...]
    following: int | None
    left: int = 0


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


def review_of(
    actor: Actor, document: Key, wanted: ReviewFilter, *, at: UUID | None = None
) -> Review:
    """Return the review of a document's newest version; refuses one the actor may not see.

    The first group of cards reaches at least to the finding `at`.
    """
    row = get_document(actor, document)
    version = row.versions.order_by("-n")[0]
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
        group=_group(found, 0, shown, reviews, _reach(found, at)),
        counts=counts_of([row.pk]).get(row.pk, Counts()),
        shown=shown,
        progress=progress_of(actor, row.uuid),
        reviews=reviews,
        may_undo=reviews and _has_steps(row, actor),
    )


def more_cards(actor: Actor, document: Key, wanted: ReviewFilter, start: int) -> Group:
    """Return the cards that follow the first `start` ones."""
    row = get_document(actor, document)
    found = _filtered(row, wanted)
    reviews = may(actor, permissions.REVIEW_DOCUMENT, row)
    return _group(found, start, found.count(), reviews, start + GROUP)


def acceptable_above(
    actor: Actor, document: Key, confidence: float
) -> tuple[Document, tuple[Card, ...]]:
    """Return the proposed findings at or above a confidence; refuses who may not review."""
    row = get_document(actor, document)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    found = _filtered(row, ReviewFilter()).filter(confidence__gte=confidence)
    return row, tuple(card(finding, reviews=True) for finding in found)


def _filtered(document: Document, wanted: ReviewFilter) -> QuerySet[Finding]:
    rows = current().filter(version__document=document)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return rows.order_by("start", "end", "pk")


def _reach(found: QuerySet[Finding], at: UUID | None) -> int:
    """How many cards it takes to have the one asked for among them."""
    if at is None:
        return GROUP
    keys: Sequence[UUID] = list(found.values_list("uuid", flat=True))
    return max(GROUP, keys.index(at) + 1 + GROUP // 4) if at in keys else GROUP


def _group(found: QuerySet[Finding], start: int, total: int, reviews: bool, end: int) -> Group:
    cards = tuple(card(finding, reviews=reviews) for finding in found[start:end])
    return Group(cards, end if end < total else None, max(0, total - end))


def _marks(document: Document) -> tuple[Mark, ...]:
    rows = Finding.objects.filter(version__document=document, superseded=False)
    return tuple(Mark(*row) for row in rows.values_list("uuid", "start", "end", "kind", "state"))


def _has_steps(document: Document, actor: Actor) -> bool:
    return Decision.objects.filter(
        finding__version__document=document, by__uuid=actor.id, undone=False
    ).exists()
