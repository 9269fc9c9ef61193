"""The random sample: clauses drawn when a text is read, judged by people unaided."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask
from luodi.reading import types
from luodi.reading.learnt import case_of
from luodi.reading.reader import VERSION

from .. import events, permissions
from ..models import DocumentVersion, SpotCheck
from ..vocabularies import SpotAnswer
from .common import Key, get_document, is_uuid, not_found, person_of_actor

SHARE: Final = 0.05
_ALL: Final = 2**32


@dataclass(frozen=True, slots=True)
class Drawn:
    """A clause of the sample and what the grammar said of it."""

    clause: types.Clause
    place: int
    section_path: tuple[str, ...]
    said: dict[str, Any]


def draw(answer: types.Reading, text_sha256: str) -> tuple[Drawn, ...]:
    """Return the clauses that fall into the sample: a share of all, found or not.

    The lot is a hash of text and place: nobody can turn it, and the same text draws the same.
    """
    return tuple(_drawn(answer, text_sha256))


def _drawn(answer: types.Reading, text_sha256: str) -> Iterator[Drawn]:
    sections = answer.frame.sections
    starts = [section.start for section in sections]
    for clause in answer.clauses:
        place = _lot(text_sha256, clause.span.start)
        if place < SHARE * _ALL:
            at = bisect_right(starts, clause.span.start) - 1
            path = sections[at].path if at >= 0 else ()
            yield Drawn(clause, place, path, said_of(clause, answer.findings))


def _lot(text_sha256: str, start: int) -> int:
    return int(hashlib.sha256(f"{text_sha256} {start}".encode()).hexdigest()[:8], 16)


def said_of(clause: types.Clause, findings: Iterable[types.Finding]) -> dict[str, Any]:
    """Return what the grammar said of a clause, as a case of the model where it is a finding."""
    span = clause.span
    for finding in findings:
        if finding.span.start < span.end and span.start < finding.span.end:
            case = case_of(finding)
            return {
                "kind": case.kind,
                "text": case.text,
                "reason": case.reason,
                "measured": case.measured,
                "heading": case.heading,
            }
    return {"kind": "", "reason": clause.reason, "confidence": clause.confidence}


def keep_drawn(version: DocumentVersion, drawn: Sequence[Drawn]) -> None:
    """Write the sample of a version down, once; call it inside the change that records."""
    if not drawn or SpotCheck.objects.filter(version=version).exists():
        return
    now = clock.now()
    SpotCheck.objects.bulk_create(
        [
            SpotCheck(
                version=version,
                start=one.clause.span.start,
                end=one.clause.span.end,
                place=one.place // 2,
                section_path=list(one.section_path),
                said=one.said,
                reader_version=VERSION,
                drawn_at=now,
            )
            for one in drawn
        ],
        batch_size=200,
    )


def answer_spot_check(check: Key, answer: str, *, actor: Actor, expected: str = "") -> SpotCheck:
    """Return the sampled clause with a person's answer; refuses an unknown one, and an answer on
    top of one that the page did not show."""
    if answer not in SpotAnswer.values:
        raise Invalid("请选择一项。", "Please choose one.", field="answer")
    _allowed(check, actor)
    with change(actor) as record:
        rows = SpotCheck.objects.select_for_update(of=("self",))
        row = rows.select_related("version__document").get(uuid=check)
        if row.answer != expected:
            raise Conflict(
                "这一句刚刚已有人核对。请看下一句。",
                "Somebody has just judged this sentence. Please go on to the next.",
            )
        row.answer, row.answered_at = answer, clock.now()
        row.answered_by = person_of_actor(actor)
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        document = row.version.document
        record(events.SPOT_CHECKED, document, title=document.title, check=str(row.uuid))
    return row


def _allowed(check: Key, actor: Actor) -> None:
    if not is_uuid(str(check)):
        raise not_found()
    row = SpotCheck.objects.filter(uuid=check).select_related("version__document").first()
    if row is None:
        raise not_found()
    document = get_document(row.version.document, actor)
    ask(actor, permissions.REVIEW_DOCUMENT, document)
