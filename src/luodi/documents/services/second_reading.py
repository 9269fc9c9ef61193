"""The second reader: a language model that may only propose, off until an address is set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.permissions import ask as ask_permission
from luodi.reading import second, types

from .. import events, permissions
from ..endpoint import Endpoint, Unanswered, ask
from ..models import Document, DocumentVersion, Finding, Reading
from ..vocabularies import Release
from .reading import finding_of

JOB: Final = "documents.second_read"
# The name of a reader that is a language model begins so.
MODEL: Final = "llm:"
# So many questions in a row without an answer, and the rest is not asked.
SILENCES: Final = 3
# From the most open to the most guarded: the setting names the last that may be sent.
GUARDED: Final = (Release.PUBLIC, Release.INTERNAL, Release.WORK_SECRET)


def endpoint() -> Endpoint | None:
    """Return the second reader that an administrator set, or None while it is off."""
    if not (settings.LLM_URL and settings.LLM_MODEL):
        return None
    seconds = float(settings.LLM_SECONDS)
    return Endpoint(settings.LLM_URL, settings.LLM_MODEL, settings.LLM_KEY, seconds)


def may_send(release: str) -> bool:
    """Return whether sentences of a document with this release may leave for the second reader."""
    allowed = GUARDED[: GUARDED.index(Release(settings.LLM_SEND)) + 1]
    return endpoint() is not None and release in allowed


@dataclass(frozen=True, slots=True)
class Told:
    """What a second reader proposed, and how its questions went."""

    reader: str
    findings: tuple[types.Finding, ...]
    asked: int
    unanswered: int
    refused: int


def question(
    version: DocumentVersion,
    clauses: Iterable[Sequence[object]],
    known: Sequence[tuple[int, int]],
    tell: Callable[[int, int], None],
) -> Told:
    """Return what the second reader says of the sentences that the grammar left in doubt; a dead,
    slow or lying one costs its proposals and nothing else. Never call it inside a transaction."""
    where = endpoint()
    assert where is not None
    left = [(int(c[0]), int(c[1]), float(c[4])) for c in clauses if not c[3]]  # type: ignore[call-overload,arg-type]
    sentences = second.doubtful(version.text, left)
    proposed: list[second.Proposed] = []
    unanswered = refused = silent = asked = 0
    for at, sentence in enumerate(sentences):
        if silent == SILENCES:
            break
        tell(at, len(sentences))
        asked += 1
        try:
            answer = second.believed(sentence, ask(where, second.SYSTEM, sentence.text), known)
        except (Unanswered, ValueError):
            unanswered, silent = unanswered + 1, silent + 1
            continue
        silent = 0
        refused += answer.refused
        proposed += answer.proposed
    found = second.findings(version.text, proposed, version.document.date)
    return Told(f"{MODEL}{where.model}"[:60], found, asked, unanswered, refused)


def record_second_reading(reading: UUID | str, told: Told, *, actor: Actor) -> Reading | None:
    """Return the second reader's answer, written beside the grammar's as proposals; None when the
    text has been read again or replaced meanwhile."""
    ask_permission(actor, permissions.RECORD_READING)
    first = Reading.objects.select_related("version").get(uuid=reading)
    with change(actor) as record:
        document = Document.objects.select_for_update(of=("self",)).get(versions=first.version_id)
        version = DocumentVersion.objects.defer("text").get(pk=first.version_id)
        later = Reading.objects.filter(version=version, pk__gt=first.pk).exists()
        row = None if later or not version.latest else _write(first, told)
        record(
            events.SECOND_READING,
            document,
            title=document.title,
            reader=told.reader.removeprefix(MODEL),
            asked=told.asked,
            unanswered=told.unanswered,
            count=row.counts["findings"] if row else 0,
        )
    return row


def _write(first: Reading, told: Told) -> Reading:
    now = clock.now()
    row = Reading.objects.create(
        version=first.version, reader=told.reader, asked_at=now, recorded_at=now
    )
    # Somebody may have cut a finding there since the model was asked.
    places = Finding.objects.filter(version=first.version, superseded=False)
    taken = list(places.values_list("start", "end"))
    findings = [
        finding_of(row, found, first.version.text)
        for found in told.findings
        if not any(low < found.span.end and found.span.start < high for low, high in taken)
    ]
    Finding.objects.bulk_create(findings, batch_size=200)
    row.counts = {
        "findings": len(findings),
        "asked": told.asked,
        "unanswered": told.unanswered,
        "refused": told.refused,
    }
    row.save(update_fields=["counts"])
    return row
