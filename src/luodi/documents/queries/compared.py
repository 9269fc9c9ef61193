"""What a document says that earlier ones of the same body said, and where it contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from luodi.base.actors import Actor
from luodi.reading.comparing import (
    Difference,
    Origin,
    Quantity,
    Relation,
    Statement,
    body_of,
    compare,
    words_before,
)
from luodi.reading.shares import DoubtfulShare, doubtful_shares

from .. import permissions
from ..models import Document, Finding
from ..services.common import Key
from ..vocabularies import FindingKind, FindingState
from .documents import get_document

OTHERS = 20  # documents of the same body, the newest first
LOOKED_AT = 2000  # documents whose body is asked for
ORDER: tuple[Relation, ...] = ("contradiction", "changed", "again")


@dataclass(frozen=True, slots=True)
class Said:
    """A finding with the document it stands in."""

    finding: UUID
    words: str
    document: UUID
    title: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Differs:
    """A value in the words of both, or two last days."""

    what: str
    earlier: str | date
    later: str | date


@dataclass(frozen=True, slots=True)
class Twice:
    """One finding of this document beside that of another; the differences are told from the
    earlier one to the later."""

    here: Said
    there: Said
    differences: tuple[Differs, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it; `body` is empty where nothing says whose document it is."""

    document: Document
    body: str
    others: int
    contradictions: tuple[Twice, ...]
    changed: tuple[Twice, ...]
    again: tuple[Twice, ...]
    shares: tuple[DoubtfulShare, ...]


def compared(actor: Actor, document: Key) -> Compared:
    """Return what a document shares with the newest others of its body that the actor may see, and
    shares in its text that their own numbers do not give."""
    row = get_document(actor, document)
    body = body_of(row.issuer, row.title)
    others = _same_body(actor, row, body)
    by_relation: dict[str, list[Twice]] = {relation: [] for relation in ORDER}
    if others:
        for relation, twice in _pairs(row, others):
            by_relation[relation].append(twice)
    text = row.versions.values_list("text", flat=True).get(latest=True)
    contradictions, changed, again = (tuple(by_relation[relation]) for relation in ORDER)
    shares = doubtful_shares(text)
    return Compared(row, body, len(others), contradictions, changed, again, shares)


def _same_body(actor: Actor, document: Document, body: str) -> list[int]:
    """The newest other documents of the body."""
    if not body:
        return []
    rows = Document.objects.filter(permissions.visible(actor)).exclude(pk=document.pk)
    told = rows.order_by("-created_at", "-pk").values_list("pk", "issuer", "title")[:LOOKED_AT]
    same = [pk for pk, issuer, title in told if body_of(issuer, title) == body]
    return same[:OTHERS]


def _pairs(document: Document, others: Sequence[int]) -> list[tuple[Relation, Twice]]:
    rows = (
        Finding.objects.filter(
            version__document__in=[document.pk, *others], version__latest=True, superseded=False
        )
        .exclude(state=FindingState.REJECTED)
        .exclude(kind=FindingKind.PROBLEM)
        .select_related("version__document")
        .defer("version__text")
        .order_by("version__document", "start", "pk")
    )
    known = {(str(row.version.document_id), row.start, row.end): row for row in rows}
    origins = {
        str(row.version.document_id): Origin("same", row.version.document.date) for row in rows
    }
    here, found = str(document.pk), []
    for pair in compare([_statement(row) for row in rows], origins):
        sides = (pair.earlier, pair.later)
        if here in {one.document for one in sides}:
            mine, theirs = sides if pair.earlier.document == here else reversed(sides)
            differs = tuple(map(_differs, pair.differences))
            twice = Twice(_said(known, mine), _said(known, theirs), differs)
            found.append((pair.relation, twice))
    return found


def _differs(told: Difference) -> Differs:
    if told.what == "deadline":
        return Differs(told.what, *map(date.fromisoformat, (told.earlier, told.later)))
    return Differs(told.what, told.earlier, told.later)


def _said(known: dict[tuple[str, int, int], Finding], told: Statement) -> Said:
    row = known[told.document, told.start, told.end]
    document = row.version.document
    return Said(row.uuid, row.exact, document.uuid, document.title, document.date)


def _statement(row: Finding) -> Statement:
    due = (row.fields["deadline"] or {}).get("by")
    return Statement(
        str(row.version.document_id),
        row.start,
        row.end,
        row.exact,
        tuple(_quantity(target, row) for target in row.fields["targets"] if target["value"]),
        date.fromisoformat(due) if due else None,
    )


def _quantity(target: dict[str, Any], row: Finding) -> Quantity:
    second, at = target["value2"], target.get("start")
    before = words_before(row.exact, at - row.start) if at is not None else ""
    return Quantity(
        target["text"],
        Decimal(target["value"]),
        Decimal(second) if second else None,
        target["unit"],
        target["indicator"] or before,
    )
