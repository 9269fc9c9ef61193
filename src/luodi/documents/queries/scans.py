"""Scans: how far one is, what waits, and the pages of a recognised text beside its characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luodi.base import files
from luodi.base.actors import Actor
from luodi.base.permissions import ask, may
from luodi.reading.formats.scanned import LOW

from .. import permissions
from ..models import Document, DocumentVersion, Finding, PageImage, Recognition
from ..services.common import Key, get_document, not_found
from ..services.scans import get_scan
from ..vocabularies import ROLES, ReadingState

MOST = 20
WORDS = {
    ReadingState.QUEUED: _("Waiting to be recognised"),
    ReadingState.RUNNING: _("Being recognised"),
    ReadingState.DONE: _("Recognised"),
    ReadingState.FAILED: _("Recognition failed"),
}


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan on its way: how far it is, or why it failed; `let_go` says that nothing was kept."""

    uuid: UUID
    title: str
    state: ReadingState
    state_words: str
    state_role: str
    pages: int
    done: int
    total: int
    note: str
    error_zh: str
    error_en: str
    let_go: bool
    document: UUID | None
    document_title: str
    n: int
    created_at: datetime
    may_tend: bool

    @property
    def is_open(self) -> bool:
        """Return whether it still waits or is worked on."""
        return self.state in (ReadingState.QUEUED, ReadingState.RUNNING)


@dataclass(frozen=True, slots=True)
class LowLine:
    """A line of which the recogniser was not sure."""

    start: int
    end: int
    page: int
    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page of a scan: where its text begins and ends, and whether it has a picture."""

    number: int
    start: int
    end: int
    has_picture: bool
    fault_zh: str = ""
    fault_en: str = ""


@dataclass(frozen=True, slots=True)
class ScannedText:
    """What is known of a recognised text: its pages, and the lines to be looked at first."""

    n: int
    pages: tuple[ScanPage, ...]
    lines: int
    low: tuple[LowLine, ...]

    def page_at(self, at: int) -> int:
        """Return the page that a character stands on."""
        starts = [page.start for page in self.pages]
        return self.pages[max(0, bisect_right(starts, at) - 1)].number if self.pages else 1


@dataclass(frozen=True, slots=True)
class PageBeside:
    """One page with its picture and the text on it, for comparing."""

    document: Document
    n: int
    latest: bool
    page: ScanPage
    pages: tuple[ScanPage, ...]
    text: str
    low: tuple[LowLine, ...]

    @property
    def before(self) -> int:
        """Return the number of the page before, 0 for the first."""
        return max((one.number for one in self.pages if one.number < self.page.number), default=0)

    @property
    def after(self) -> int:
        """Return the number of the page after, 0 for the last."""
        return min((one.number for one in self.pages if one.number > self.page.number), default=0)


def scan_row(actor: Actor, scan: Key) -> ScanRow:
    """Return how far a scan is; refuses one the actor may not see."""
    ask(actor, permissions.VIEW_DOCUMENTS)
    return _row(actor, get_scan(scan, actor))


def scans_under_way(actor: Actor) -> tuple[ScanRow, ...]:
    """Return the scans that are no documents yet, the newest first: those the actor may see that
    are worked on, and of those that failed the ones the actor may tend."""
    rows = Recognition.objects.filter(permissions.visible_scans(actor), version=None)
    rows = rows.select_related("document__unit", "unit", "created_by", "job", "version")
    found = [_row(actor, row) for row in rows.order_by("-created_at", "-pk")[: 2 * MOST]]
    return tuple(row for row in found if row.is_open or row.may_tend)[:MOST]


def _row(actor: Actor, row: Recognition) -> ScanRow:
    state, job = row.state, row.job
    let_go = row.file_id is None and row.version_id is None
    return ScanRow(
        uuid=row.uuid,
        title=row.details.get("title") or row.filename,
        state=state,
        state_words=str(WORDS[state]),
        state_role=ROLES[state],
        pages=row.total,
        done=job.done if job else 0,
        total=job.total if job else 0,
        note=job.note if job else "",
        error_zh=row.let_go_zh or (job.error_zh if job else ""),
        error_en=row.let_go_en or (job.error_en if job else ""),
        let_go=let_go,
        document=row.document.uuid if row.document else None,
        document_title=row.document.title if row.document else "",
        n=row.version.n if row.version else 0,
        created_at=row.created_at,
        may_tend=may(actor, permissions.TEND_SCAN, row),
    )


def scanned_text(version: DocumentVersion, text: str | None = None) -> ScannedText | None:
    """Return pages and doubtful lines of a version that the actor was seen to see; None for a text
    that was not recognised. Without `text` the doubtful lines have no words."""
    if not version.recognised:
        return None
    rows = list(_pages(version).defer("seen"))
    low = [line for row in rows for line in _low(row, text or "")]
    return ScannedText(
        version.n,
        tuple(map(_page, _spanned(rows))),
        sum(len(row.lines) for row in rows),
        tuple(low),
    )


def _pages(version: DocumentVersion) -> QuerySet[PageImage]:
    return PageImage.objects.filter(recognition__version=version).order_by("number")


def _spanned(rows: Sequence[PageImage]) -> list[PageImage]:
    """A page without text stands where the one before ended."""
    at = 0
    for row in rows:
        row.start = at if row.start is None else row.start
        row.end = row.start if row.end is None else row.end
        at = row.end
    return list(rows)


def _page(row: PageImage) -> ScanPage:
    return ScanPage(
        row.number,
        row.start or 0,
        row.end or 0,
        row.file_id is not None,
        row.fault_zh,
        row.fault_en,
    )


def _low(row: PageImage, text: str) -> list[LowLine]:
    return [
        LowLine(start, end, row.number, text[start:end], round(confidence * 100))
        for start, end, confidence, _box in row.lines
        if confidence < LOW
    ]


def recognised_among(
    actor: Actor, documents: Sequence[UUID], findings: Sequence[UUID]
) -> frozenset[str]:
    """Return the public ids of those documents and findings whose text was recognised from a scan
    and that the actor may see."""
    if not documents and not findings:
        return frozenset()
    versions = DocumentVersion.objects.filter(
        permissions.visible(actor, "document__"),
        recognised=True,
        latest=True,
        document__uuid__in=documents,
    )
    standing = Finding.objects.filter(
        permissions.visible(actor, "version__document__"),
        version__recognised=True,
        uuid__in=findings,
    )
    keys = (
        versions.order_by()
        .values_list("document__uuid")
        .union(standing.order_by().values_list("uuid"))
    )
    return frozenset(str(key) for (key,) in keys)


def _document(actor: Actor, document: Key) -> Document:
    ask(actor, permissions.VIEW_DOCUMENTS)
    return get_document(document, actor)


def page_beside(actor: Actor, document: Key, n: int, number: int = 0, at: int = 0) -> PageBeside:
    """Return a page of a recognised version with the text on it: the one of that number, or without
    a number the one on which a character stands; refuses a document the actor may not see, and what
    has no such page."""
    row = _document(actor, document)
    version = row.versions.filter(n=n, recognised=True).first()
    found = scanned_text(version, version.text) if version else None
    number = number or (found.page_at(at) if found else 0)
    page = next((one for one in found.pages if one.number == number), None) if found else None
    if version is None or found is None or page is None:
        raise not_found()
    text = version.text[page.start : page.end]
    low = tuple(one for one in found.low if one.page == number)
    return PageBeside(row, n, version.latest, page, found.pages, text, low)


def page_picture(actor: Actor, document: Key, n: int, number: int) -> bytes:
    """Return the picture of a page as JPEG; refuses a document the actor may not see, and what has
    no such page."""
    row = _document(actor, document)
    page = (
        PageImage.objects.filter(
            recognition__version__document=row, recognition__version__n=n, number=number
        )
        .select_related("file")
        .first()
    )
    if page is None or page.file is None:
        raise not_found()
    return files.read(page.file)
