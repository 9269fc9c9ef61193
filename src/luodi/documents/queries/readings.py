"""Where readings stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from luodi.base.actors import Actor

from ..models import Document, DocumentVersion, Finding, Reading
from ..services.common import Key, get_document
from ..services.second_reading import MODEL
from ..vocabularies import ReadingState


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader needs."""

    text: str
    text_sha256: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the newest reading of a document is; `note` is an English source string."""

    document: UUID
    title: str
    state: ReadingState
    done: int = 0
    total: int = 0
    note: str = ""
    error_zh: str = ""
    error_en: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it still waits or runs."""
        return self.state in (ReadingState.QUEUED, ReadingState.RUNNING)


def text_to_read(reading: UUID | str) -> Source | None:
    """Return the text a reading is about, or None when it is recorded already or purged."""
    row = (
        DocumentVersion.objects.filter(readings__uuid=reading, readings__recorded_at=None)
        .select_related("document")
        .first()
    )
    return Source(row.text, row.text_sha256, row.document.date) if row else None


@dataclass(frozen=True, slots=True)
class Question:
    """What a second reader is asked about: the text, the grammar's clauses, what is found."""

    version: DocumentVersion
    clauses: list[list[Any]]
    known: list[tuple[int, int]]


def question_of(reading: UUID | str) -> Question | None:
    """Return what a second reader is asked about after a reading, or None when the text was read
    again, replaced or purged meanwhile."""
    row = (
        Reading.objects.filter(uuid=reading, version__latest=True, recorded_at__isnull=False)
        .select_related("version__document")
        .first()
    )
    if row is None or Reading.objects.filter(version=row.version, pk__gt=row.pk).exists():
        return None
    found = Finding.objects.filter(version=row.version, superseded=False)
    return Question(row.version, row.clauses, list(found.values_list("start", "end")))


@dataclass(frozen=True, slots=True)
class SecondReading:
    """How the second reader answered about the newest version."""

    model: str
    asked: int
    unanswered: int
    findings: int


def second_reading_of(document: Document) -> SecondReading | None:
    """Return how the second reader answered about the newest version, or None when it was not
    asked since the last reading."""
    row = (
        Reading.objects.filter(version__document=document, version__latest=True)
        .defer("clauses")
        .order_by("-pk")
        .first()
    )
    if row is None or not row.reader.startswith(MODEL):
        return None
    counts = row.counts
    model = row.reader.removeprefix(MODEL)
    return SecondReading(model, counts["asked"], counts["unanswered"], counts["findings"])


def progress_of(actor: Actor, document: Key) -> Progress:
    """Return how far the newest reading is; refuses a document the actor may not see."""
    return progress_of_document(get_document(document, actor))


def progress_of_document(document: Document) -> Progress:
    """Return how far the newest reading of a document is that the actor was seen to see."""
    return _progress(document, latest_readings([document.pk]).get(document.pk))


def latest_readings(documents: Iterable[int]) -> dict[int, Reading]:
    """Return the newest reading of each document, with its job, in one query."""
    rows = (
        Reading.objects.filter(version__document__in=list(documents))
        .exclude(reader__startswith=MODEL)
        .select_related("job", "version")
        .defer("version__text", "clauses")
        .order_by("asked_at", "id")
    )
    return {row.version.document_id: row for row in rows}


def newest_version(document: Document) -> DocumentVersion:
    """Return the newest version without its text."""
    return document.versions.defer("text").select_related("file").order_by("-n")[0]


def _progress(document: Document, reading: Reading | None) -> Progress:
    if reading is None:
        return Progress(document.uuid, document.title, ReadingState.FAILED)
    job = reading.job
    if job is None or reading.recorded_at:
        return Progress(document.uuid, document.title, reading.state)
    return Progress(
        document.uuid,
        document.title,
        reading.state,
        job.done,
        job.total,
        job.note,
        job.error_zh,
        job.error_en,
    )
