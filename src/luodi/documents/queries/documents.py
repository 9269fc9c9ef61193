"""Documents in lists and on their own page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from luodi.base import files
from luodi.base.actors import Actor
from luodi.base.permissions import ask, may

from .. import permissions
from ..models import Document, DocumentVersion, Reading
from ..services.common import Key, not_found
from ..services.common import get_document as visible_document
from ..texts import one_line
from ..vocabularies import ROLES, DocumentKind, FindingKind, FindingState, ReadingState, Release
from .findings import Counts, counts_of, current, kinds_of
from .left_out import LeftOut, left_out_of
from .readings import latest_readings, newest_version
from .scans import ScannedText, scanned_text

PAGE = 30
# Signs that some system does not take in the name of a file.
_NO_NAME = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed to; empty parts narrow nothing."""

    text: str = ""
    kind: str = ""
    release: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list."""

    uuid: UUID
    title: str
    kind: str
    issuer: str
    number: str
    date: date | None
    release: str
    release_role: str
    unit: str
    created_at: datetime
    state: str
    state_words: str
    state_role: str
    counts: Counts
    may_review: bool
    recognised: bool


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """All that the page of a document shows."""

    document: Document
    row: DocumentRow
    version: DocumentVersion
    kinds: tuple[tuple[FindingKind, int], ...]
    reader: str
    clauses: int
    left_out: tuple[LeftOut, ...]
    scanned: ScannedText | None
    may_edit: bool
    may_release: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an actor: documents that are being read, or failed, and those to review."""

    being_read: tuple[DocumentRow, ...] = ()
    failed: tuple[DocumentRow, ...] = ()
    to_review: tuple[DocumentRow, ...] = ()
    findings: int = field(default=0)


def get_document(actor: Actor, document: Key) -> Document:
    """Return a document; one that the actor may not see is not there."""
    ask(actor, permissions.VIEW_DOCUMENTS)
    return visible_document(document, actor)


def documents(
    actor: Actor, wanted: DocumentFilter | None = None, page: int = 1
) -> Page[DocumentRow]:
    """Return a page of the documents that the actor may see, the newest first."""
    ask(actor, permissions.VIEW_DOCUMENTS)
    found: Any = Paginator(_filtered(actor, wanted or DocumentFilter()), PAGE).get_page(page)
    found.object_list = rows_of(actor, list(found.object_list))
    return found


def _filtered(actor: Actor, wanted: DocumentFilter) -> QuerySet[Document]:
    rows = Document.objects.filter(permissions.visible(actor)).select_related("unit")
    if text := one_line(wanted.text, 100):
        rows = rows.filter(
            Q(title__icontains=text) | Q(number__icontains=text) | Q(issuer__icontains=text)
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.release:
        rows = rows.filter(release=wanted.release)
    if wanted.waiting:
        rows = rows.filter(_has_proposals()).distinct()
    return rows.order_by("-created_at", "-pk")


def _has_proposals() -> Q:
    return Q(
        versions__latest=True,
        versions__findings__state=FindingState.PROPOSED,
        versions__findings__superseded=False,
    )


def rows_of(actor: Actor, found: Sequence[Document]) -> list[DocumentRow]:
    """Return the rows of documents, in two queries however many there are."""
    keys = [document.pk for document in found]
    readings, counts = latest_readings(keys), counts_of(keys)
    return [
        _row(actor, document, readings.get(document.pk), counts.get(document.pk, Counts()))
        for document in found
    ]


def _row(actor: Actor, document: Document, reading: Reading | None, counts: Counts) -> DocumentRow:
    state = reading.state if reading else ReadingState.FAILED
    return DocumentRow(
        uuid=document.uuid,
        title=document.title,
        kind=str(DocumentKind(document.kind).label),
        issuer=document.issuer,
        number=document.number,
        date=document.date,
        release=str(Release(document.release).label),
        release_role=ROLES[Release(document.release)],
        unit=document.unit.name if document.unit else "",
        created_at=document.created_at,
        state=state.value,
        state_words=str(state.label),
        state_role=ROLES[state],
        counts=counts,
        may_review=may(actor, permissions.REVIEW_DOCUMENT, document),
        recognised=reading is not None and reading.version.recognised,
    )


def document_page(actor: Actor, document: Key) -> DocumentPage:
    """Return all that the page of a document shows; refuses one the actor may not see."""
    row = get_document(actor, document)
    version = newest_version(row)
    reading = latest_readings([row.pk]).get(row.pk)
    return DocumentPage(
        document=row,
        row=rows_of(actor, [row])[0],
        version=version,
        kinds=kinds_of(row),
        reader=f"{reading.reader} {reading.reader_version}".strip() if reading else "",
        clauses=reading.counts.get("clauses", 0) if reading else 0,
        left_out=left_out_of(reading),
        scanned=scanned_text(version),
        may_edit=may(actor, permissions.EDIT_DOCUMENT, row),
        may_release=may(actor, permissions.SET_RELEASE, row),
    )


@dataclass(frozen=True, slots=True)
class Original:
    """The file as it came; a pasted document gives its text."""

    filename: str
    data: bytes


def original_of(actor: Actor, document: Key) -> Original:
    """Return the document's file; refuses a document the actor may not see."""
    row = get_document(actor, document)
    version = row.versions.select_related("file").order_by("-n").first()
    if version is None:
        raise not_found()
    if version.file is None:
        return Original(f"{_NO_NAME.sub('_', row.title)[:80]}.txt", version.text.encode())
    return Original(version.filename, files.read(version.file))


def waiting_for(actor: Actor, limit: int = 10) -> Waiting:
    """Return what waits for the actor; nothing for one who reviews nothing. `findings` counts those
    of all documents, also where `to_review` shows only the first."""
    if not may(actor, permissions.ADD_DOCUMENT):
        return Waiting()
    mine = Document.objects.filter(permissions.visible(actor), permissions.reviewable(actor))
    mine = mine.select_related("unit").order_by("-created_at", "-pk")
    unread = Q(versions__readings__recorded_at=None, versions__readings__isnull=False)
    rows = rows_of(actor, list(mine.filter(unread).distinct()[: limit * 3]))
    open_states = (ReadingState.QUEUED, ReadingState.RUNNING)
    proposed = current().filter(
        permissions.visible(actor, "version__document__"),
        permissions.reviewable(actor, "version__document__"),
        version__latest=True,
        state=FindingState.PROPOSED,
    )
    return Waiting(
        being_read=tuple(row for row in rows if row.state in open_states)[:limit],
        failed=tuple(row for row in rows if row.state == ReadingState.FAILED)[:limit],
        to_review=tuple(rows_of(actor, list(mine.filter(_has_proposals()).distinct()[:limit]))),
        findings=proposed.count(),
    )
