"""Scans: given, recognised page by page in the background, and made into a document or a version.

A scan's words are not known when it is given. Before it is stored, the head of its first page is
recognised and a mark of secrecy refused; should one turn up on a later page, the scan and all that
was made of it are taken out of the system again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date as Date
from typing import Any

from django.conf import settings

from luodi.base import clock, files
from luodi.base.actors import Actor
from luodi.base.changes import Record, Subject, change
from luodi.base.errors import Conflict, Invalid
from luodi.base.jobs import enqueue
from luodi.base.models import StoredFile
from luodi.base.permissions import ask, may
from luodi.reading.errors import ReadingError
from luodi.reading.formats import Limits, base_name, scanned
from luodi.reading.formats.scanned import LOW, PageRead
from luodi.reading.secrecy import refuse_secret
from luodi.reading.types import ExtractedText, ScanLine

from .. import events, permissions
from ..models import Document, DocumentVersion, PageImage, Recognition
from ..vocabularies import ReadingState, Release
from .common import Key, get_document, key_of, not_found, person_of_actor
from .storing import (
    MEDIA_TYPES,
    OTHER_TYPE,
    Details,
    Given,
    check_details,
    check_release,
    describe,
    file_refusal,
    keep_document,
    refusals,
    refuse_unstorable,
    unit_for,
)
from .versions import place_version

JOB = "documents.recognise"


def can_recognise() -> bool:
    """Return whether the text of scans can be recognised here."""
    return scanned.is_installed(settings.OCR_ENGINE)


def scan_limits() -> Limits:
    """Return the limits of settings for recognising a scan."""
    return scanned.scan_limits(
        settings.OCR_PAGES, settings.OCR_SECONDS, settings.OCR_MEMORY_BYTES, settings.UPLOAD_BYTES
    )


def give_scan(
    data: bytes,
    filename: str,
    *,
    actor: Actor,
    details: Details | None = None,
    document: Document | Key | None = None,
) -> Recognition:
    """Return the scan, stored and queued to be recognised, or the same one that is under way; with
    `document` it becomes a new version of that.

    Refuses a mark of secrecy at its head, what is no scan, too large, of too many pages or cannot
    be read, and then stores nothing."""
    target = _target(document, actor)
    said = check_details(details or Details())
    name = base_name(filename)
    pages, kind = _look_at(data, name)
    if known := _under_way(data, target, actor):
        return known
    row = _row(name, kind, pages, said, target, actor)
    if target is None:
        check_release(permissions.document_of_scan(row), actor)
    with change(actor) as record:
        stored = files.store(data, MEDIA_TYPES.get(kind, OTHER_TYPE))
        # Of two who give the same file at once, the second waits here and then finds the first's.
        row.file = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if known := _under_way(data, target, actor):
            record(events.STORED_AGAIN, known, title=known.filename)
            return known
        row.save()
        _enqueue(row, actor)
        record(events.SCAN_GIVEN, row, title=row.filename, pages=pages, file_sha256=row.file.sha256)
    return row


def _target(document: Document | Key | None, actor: Actor) -> Document | None:
    if document is None:
        ask(actor, permissions.ADD_DOCUMENT)
        return None
    row = get_document(document, actor)
    ask(actor, permissions.EDIT_DOCUMENT, row)
    return row


def _look_at(data: bytes, name: str) -> tuple[int, str]:
    """The number of pages and the format; refuses a mark of secrecy at the head of the first."""
    if len(data) > settings.UPLOAD_BYTES:
        raise Invalid("文件太大。", "The file is too large.", field="file")
    with refusals():
        refuse_secret("", filename=name)
        pages, kind = scanned.pages_in(data, name, scan_limits())
        head = scanned.read_head(data, name, scan_limits(), settings.OCR_ENGINE)
        refuse_secret("\n".join(line.text for line in head.lines), filename=name)
    return pages, kind


def _under_way(data: bytes, target: Document | None, actor: Actor) -> Recognition | None:
    sha256 = hashlib.sha256(data).hexdigest()
    rows = Recognition.objects.filter(permissions.visible_scans(actor), file__sha256=sha256)
    # A document that the scan became is known again; as a new version it comes again.
    rows = (
        rows.filter(document=target, version=None)
        if target
        else rows.filter(version__n=1) | rows.filter(document=None)
    )
    return rows.select_related("document", "version").order_by("pk").first()


def _row(
    name: str, kind: str, pages: int, said: Details, target: Document | None, actor: Actor
) -> Recognition:
    told = asdict(said) | {"date": said.date.isoformat() if said.date else ""}
    return Recognition(
        document=target,
        filename=name,
        format=kind,
        total=pages,
        details=told,
        release=target.release if target else said.release or Release.INTERNAL,
        unit=target.unit if target else unit_for(actor, said.unit),
        created_by=person_of_actor(actor),
        created_at=clock.now(),
    )


def _enqueue(row: Recognition, actor: Actor) -> None:
    row.job = enqueue(JOB, key=str(row.uuid), actor=actor, recognition=str(row.uuid))
    row.save(update_fields=["job"])


def get_scan(scan: Recognition | Key, actor: Actor, *, lock: bool = False) -> Recognition:
    """Return a fresh row of the scan; one that the actor may not see is not there."""
    key = scan.uuid if isinstance(scan, Recognition) else key_of(scan)
    rows = Recognition.objects.filter(permissions.visible_scans(actor), uuid=key)
    rows = rows.select_related("document__unit", "unit", "created_by", "job", "file", "version")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None or not may(actor, permissions.VIEW_SCAN, row):
        raise not_found()
    return row


def retry_scan(scan: Recognition | Key, *, actor: Actor) -> Recognition:
    """Return the scan, queued again; it goes on with the pages that are missing. Refuses one that
    is under way, done or let go of."""
    ask(actor, permissions.TEND_SCAN, get_scan(scan, actor))
    with change(actor) as record:
        row = get_scan(scan, actor, lock=True)
        if row.state != ReadingState.FAILED or row.file is None:
            raise Conflict(
                "这份扫描件不需要重新识别，请刷新页面。",
                "This scan need not be recognised again. Reload the page.",
            )
        PageImage.objects.filter(recognition=row, file=None).delete()
        _enqueue(row, actor)
        record(events.SCAN_RETRIED, row, title=row.filename)
    return row


def dismiss_scan(scan: Recognition | Key, *, actor: Actor) -> None:
    """Take a scan that failed or was let go of out of the system, with its pages and its file;
    refuses one that is under way or became a document."""
    ask(actor, permissions.TEND_SCAN, get_scan(scan, actor))
    with change(actor) as record:
        row = get_scan(scan, actor, lock=True)
        if row.state != ReadingState.FAILED:
            raise Conflict(
                "这份扫描件正在识别或已成为文件，请刷新页面。",
                "This scan is being recognised or has become a document. Reload the page.",
            )
        subject, title = Subject("documents.recognition", str(row.uuid)), row.filename
        _empty(row)
        row.delete()
        record(events.SCAN_DISMISSED, subject, title=title)


# What the job does.


@dataclass(frozen=True, slots=True)
class ToRead:
    """What is left of a scan: its file, and the numbers of the pages that are missing."""

    data: bytes
    filename: str
    total: int
    missing: tuple[int, ...]


def left_to_read(scan: str) -> ToRead | None:
    """Return what is left to be recognised, or None for a scan that is done, let go of or gone."""
    row = Recognition.objects.filter(uuid=scan, version=None).select_related("file").first()
    if row is None or row.file is None:
        return None
    there = set(row.pages.values_list("number", flat=True))
    missing = tuple(n for n in range(1, row.total + 1) if n not in there)
    return ToRead(files.read(row.file), row.filename, row.total, missing)


def read_one(todo: ToRead, number: int) -> tuple[PageRead, bytes] | ReadingError:
    """Return the lines and the picture of a page, or why it could not be recognised; a second try
    is made, since a child may have met a full memory. Never call it inside a transaction."""
    fault: ReadingError | None = None
    for _ in range(2):
        try:
            return scanned.read_page(
                todo.data, todo.filename, number, scan_limits(), settings.OCR_ENGINE
            )
        except ReadingError as error:
            fault = error
    assert fault is not None
    return fault


def keep_page(scan: str, number: int, read: tuple[PageRead, bytes] | ReadingError) -> None:
    """Keep a page and its picture, once; a page is no change of state that the ledger tells, the
    end of the recognition is."""
    row = Recognition.objects.filter(uuid=scan, version=None).first()
    if row is None:
        return
    kept: dict[str, Any]
    if isinstance(read, ReadingError):
        kept = {"fault_zh": read.message_zh, "fault_en": read.message_en}
    else:
        page, picture = read
        kept = {"file": files.store(picture, scanned.PICTURE_TYPE), "seen": page.to_json()}
    PageImage.objects.get_or_create(recognition=row, number=number, defaults=kept)


def text_of_scan(scan: str) -> ExtractedText | ReadingError:
    """Return the text of all pages of a scan, or why none can be made of it: no page could be
    recognised, no words, or a mark of secrecy."""
    row = Recognition.objects.get(uuid=scan)
    pages = list(row.pages.order_by("number"))
    read = [PageRead.from_json(page.seen) for page in pages if page.seen]
    faults = [page for page in pages if not page.seen]
    if faults and not read:
        return ReadingError(faults[0].fault_zh, faults[0].fault_en)
    try:
        text = scanned.text_of_pages(read, row.format)
        refuse_secret(text.text, filename=row.filename, header=text.header)
        for words in text.page_words():
            refuse_secret(words)
    except ReadingError as error:
        return error
    return _with_faults(text, faults)


def _with_faults(text: ExtractedText, faults: Sequence[PageImage]) -> ExtractedText:
    told = tuple(
        f"第 {page.number} 页没有识别成功，请对照原件补上：{page.fault_zh}" for page in faults
    )
    return replace(text, notes=(*text.notes, *told))


def finish_scan(scan: str, text: ExtractedText | ReadingError, *, actor: Actor) -> Recognition:
    """Return the scan as a document, or a version, of the recognised text with its pages; or let go
    of, with the reason, where none can be made of it. Done once."""
    ask(actor, permissions.RECORD_SCAN)
    with change(actor) as record:
        row = get_scan(scan, actor, lock=True)
        if row.version or row.file is None:
            raise Conflict("这份扫描件已经处理完毕。", "This scan is done already.")
        if isinstance(text, ReadingError):
            return _let_go(row, file_refusal(text), record)
        try:
            refuse_unstorable(text.text)
            version = _become(row, text, record, actor)
        except Invalid as error:
            return _let_go(row, error, record)
        _place_pages(row, text.lines)
        row.version, row.document = version, version.document
        row.save(update_fields=["version", "document"])
        low = sum(line.confidence < LOW for line in text.lines)
        record(
            events.SCAN_READ, version.document, title=version.document.title, pages=row.total,
            low=low, version=str(version.uuid),
        )  # fmt: skip
    return row


def _become(row: Recognition, text: ExtractedText, record: Record, actor: Actor) -> DocumentVersion:
    assert row.file is not None
    given = Given(_details(row), row.filename, text, files.read(row.file))
    if row.document:
        return place_version(row.document, given, record, actor).version
    document = describe(given, actor)
    document.created_by, document.unit, document.release = row.created_by, row.unit, row.release
    return keep_document(document, given, row.file, record, actor)


def _details(row: Recognition) -> Details:
    said = dict(row.details)
    day = Date.fromisoformat(said["date"]) if said.get("date") else None
    return Details(**said | {"date": day, "unit": ""})


def _place_pages(row: Recognition, lines: Sequence[ScanLine]) -> None:
    """Give each page the lines of the text that stand on it; what the engine saw is done with."""
    for page in row.pages.all():
        own = [line for line in lines if line.page == page.number]
        page.lines = [[line.start, line.end, line.confidence, list(line.box)] for line in own]
        page.start = min((line.start for line in own), default=None)
        page.end = max((line.end for line in own), default=None)
        page.seen = {}
        page.save(update_fields=["lines", "start", "end", "seen"])


def _let_go(row: Recognition, error: Invalid, record: Record) -> Recognition:
    """Take the scan out of the system and keep the reason; the ledger learns neither name nor
    words: it may have been a secret one."""
    _empty(row)
    row.let_go_zh, row.let_go_en = error.zh, error.en
    row.save(update_fields=["file", "let_go_zh", "let_go_en"])
    record(events.SCAN_LET_GO, row)
    return row


def _empty(row: Recognition) -> None:
    held = files_of([row])
    row.pages.all().delete()
    row.file = None
    row.save(update_fields=["file"])
    erase_unnamed(held)


def files_of(rows: Sequence[Recognition]) -> list[StoredFile]:
    """Return the files of scans and of their pages."""
    own = [row.file for row in rows if row.file]
    pages = PageImage.objects.filter(recognition__in=[row.pk for row in rows], file__isnull=False)
    return own + [page.file for page in pages.select_related("file") if page.file]


def erase_unnamed(held: Sequence[StoredFile]) -> None:
    """Erase the files that no version, scan or page names any more."""
    for file in {file.pk: file for file in held}.values():
        if not any(_names(file)):
            files.erase(file)


def _names(file: StoredFile) -> Iterator[bool]:
    yield DocumentVersion.objects.filter(file=file).exists()
    yield Recognition.objects.filter(file=file).exists()
    yield PageImage.objects.filter(file=file).exists()
