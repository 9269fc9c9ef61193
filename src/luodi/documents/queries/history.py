"""What happened to a document and its findings, as the ledger tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from luodi.base.actors import Actor
from luodi.base.events import ids_in, sentence
from luodi.base.models import Event
from luodi.people.queries import person_names

from ..models import Document, Finding
from ..services.common import Key
from .documents import get_document

LENGTH = 100


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event in the language of the page; `finding` is the finding it is about, if it is."""

    seq: int
    at: datetime
    name: str
    sentence: str
    finding: UUID | None
    purged: bool


def history_of(actor: Actor, document: Key, limit: int = LENGTH) -> tuple[HistoryLine, ...]:
    """Return the last events of a document and its findings, the latest first, with the names of
    who acted; refuses a document the actor may not see."""
    row = get_document(actor, document)
    events = list(Event.objects.filter(_about(row)).order_by("-seq")[:limit])
    names, language = _names(events), get_language() or "zh-hans"
    return tuple(_row(event, language, names) for event in events)


def _about(document: Document) -> Q:
    findings = Finding.objects.filter(version__document=document).values_list("uuid", flat=True)
    return Q(subject_type=Document._meta.label_lower, subject_id=str(document.uuid)) | Q(
        subject_type=Finding._meta.label_lower, subject_id__in=[str(uuid) for uuid in findings]
    )


def _names(events: Iterable[Event]) -> dict[str, str]:
    return person_names({key for event in events for key in ids_in(event)})


def _row(event: Event, language: str, names: dict[str, str]) -> HistoryLine:
    of_finding = event.subject_type == Finding._meta.label_lower
    return HistoryLine(
        seq=event.seq,
        at=event.at,
        name=event.name,
        sentence=sentence(event, language, names),
        finding=UUID(event.subject_id) if of_finding else None,
        purged=event.purged,
    )
