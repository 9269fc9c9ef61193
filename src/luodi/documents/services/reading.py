"""Readings: asked for by people, done in the background, recorded once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict
from luodi.base.jobs import enqueue, wait_a_moment
from luodi.base.models import OPEN_STATES, Job
from luodi.base.permissions import ask
from luodi.reading import types
from luodi.reading.anchors import selector

from .. import events, permissions
from ..fields import fields_of, has_date, has_measure, has_owner
from ..models import Document, DocumentVersion, Finding, Reading
from ..vocabularies import FindingState
from .common import Key, get_document, not_found
from .spot_checks import Drawn, keep_drawn

JOB = "documents.read"
# The reason code of what a person added or cut.
ADDED = "added"


def start_reading(document: Document | Key, *, actor: Actor) -> Reading:
    """Return the reading queued for the newest version, or the one that still waits or runs."""
    row = get_document(document, actor)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    if under_way := _under_way(row):
        return under_way
    with change(actor) as record:
        row = get_document(row, actor, lock=True)
        if under_way := _under_way(row):
            raise Conflict("这份文件正在读取。", "This document is being read already.")
        version = row.versions.defer("text").get(latest=True)
        reading = ask_for_reading(version, actor)
        record(events.READING_STARTED, row, title=row.title, reading=str(reading.uuid))
    return reading


def _under_way(document: Document) -> Reading | None:
    return Reading.objects.filter(
        version__document=document, recorded_at=None, job__state__in=OPEN_STATES
    ).first()


def ask_for_reading(version: DocumentVersion, actor: Actor) -> Reading:
    """Return a new reading with its job; call it inside the change that asks for it."""
    reading = Reading.objects.create(version=version, asked_at=clock.now())
    reading.job = enqueue(JOB, key=str(reading.uuid), actor=actor, reading=str(reading.uuid))
    reading.save(update_fields=["job"])
    return reading


def is_soon_read(version: DocumentVersion) -> bool:
    """Return whether the newest reading of a version has ended, waiting for it a moment where a
    worker is at hand, so that the next page shows what was found."""
    job = Job.objects.filter(name=JOB, readings__version=version).order_by("-pk").first()
    return job is not None and wait_a_moment(job)


def record_reading(
    reading: UUID | str, answer: types.Reading, *, actor: Actor, drawn: Sequence[Drawn] = ()
) -> Reading:
    """Return the reading with what the reader found and the clauses drawn for the random sample,
    written once; refuses a second time, and findings whose characters are not those of the text."""
    ask(actor, permissions.RECORD_READING)
    with change(actor) as record:
        row = _locked(reading)
        version = row.version
        kept = _supersede(version)
        findings = [
            finding_of(row, found, version.text)
            for found in answer.findings
            if version.latest and not _is_settled(found.span, kept)
        ]
        Finding.objects.bulk_create(findings, batch_size=200)
        _finish(row, answer, findings, len(kept.places))
        keep_drawn(version, drawn)
        record(
            events.READING_RECORDED,
            version.document,
            title=version.document.title,
            reading=str(row.uuid),
            reader=f"{answer.reader} {answer.version}",
            count=len(findings),
        )
    return row


def _locked(reading: UUID | str) -> Reading:
    # The document first, as whoever cuts in it or adds a version does.
    documents = Document.objects.filter(versions__readings__uuid=reading)
    if documents.select_for_update(of=("self",)).first() is None:
        raise not_found()
    rows = Reading.objects.select_for_update(of=("self",)).select_related("version__document")
    row = rows.get(uuid=reading)
    if row.recorded_at:
        raise Conflict("这次读取已有结果。", "This reading has been recorded already.")
    return row


@dataclass(frozen=True, slots=True)
class _Kept:
    """The places of findings that people worked on; `cut` are those that they cut themselves."""

    places: frozenset[tuple[int, int]]
    cut: tuple[tuple[int, int], ...]


def _supersede(version: DocumentVersion) -> _Kept:
    """Put aside proposals that nobody touched; return the places of those that people worked on."""
    earlier = Finding.objects.filter(version=version, superseded=False)
    untouched_in(earlier).update(superseded=True)
    rows = list(earlier.values_list("start", "end", "reason"))
    cut = tuple((start, end) for start, end, reason in rows if reason == ADDED)
    return _Kept(frozenset((start, end) for start, end, _reason in rows), cut)


def untouched_in(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return those of the findings that a reader proposed and nobody touched."""
    rows = findings.filter(state=FindingState.PROPOSED, revision=1, reading__isnull=False)
    return rows.exclude(reason=ADDED)


def _is_settled(span: types.Span, kept: _Kept) -> bool:
    """Whether people have dealt with the place: with these very characters, or by cutting there."""
    if (span.start, span.end) in kept.places:
        return True
    return any(start < span.end and span.start < end for start, end in kept.cut)


def finding_of(reading: Reading, found: types.Finding, text: str) -> Finding:
    anchor = selector(text, found.span.start, found.span.end)
    if anchor.exact != found.span.text:
        raise AssertionError("the reader's span is not in the text")
    fields = fields_of(found)
    return Finding(
        version=reading.version,
        reading=reading,
        kind=found.kind,
        start=anchor.start,
        end=anchor.end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        fields_read=fields,
        has_owner=has_owner(fields),
        has_date=has_date(fields),
        has_measure=has_measure(fields),
        confidence=found.confidence,
        reason=found.reason,
        section_path=list(found.section_path),
    )


def _finish(row: Reading, answer: types.Reading, findings: list[Finding], kept: int) -> None:
    row.reader, row.reader_version = answer.reader, answer.version
    row.clauses = [
        [c.span.start, c.span.end, c.reason, c.taken, c.confidence] for c in answer.clauses
    ]
    row.counts = {
        "findings": len(findings),
        "kept": kept,
        "clauses": len(answer.clauses),
        "kinds": dict(Counter(finding.kind for finding in findings)),
    }
    row.recorded_at = clock.now()
    row.save()
