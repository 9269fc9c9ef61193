"""The sampled clauses of a document, each with what stands around it and nothing of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..models import Document, SpotCheck
from ..services.common import Key, get_document

AROUND = 160


@dataclass(frozen=True, slots=True)
class Asked:
    """One clause to judge: its words, what stands before and after, and its section."""

    uuid: UUID
    before: str
    words: str
    after: str
    section: str
    answer: str


@dataclass(frozen=True, slots=True)
class SpotPage:
    """The clause to judge now (None: none is left) and how many are done of how many."""

    document: Document
    asked: Asked | None
    done: int
    total: int
    last: UUID | None

    @property
    def percent(self) -> int:
        """Return how much is done, in whole percent."""
        return self.done * 100 // self.total if self.total else 0


def open_checks(document: Document) -> int:
    """Return how many sampled clauses of the newest version wait for an answer."""
    return _checks(document).filter(answer="").count()


def _checks(document: Document) -> QuerySet[SpotCheck]:
    return SpotCheck.objects.filter(version__document=document, version__latest=True)


def spot_page(actor: Actor, document: Key, at: UUID | None = None) -> SpotPage:
    """Return the next sampled clause of a document in its random order, or the one asked for;
    refuses those who may not review it."""
    row = get_document(document, actor)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    checks = list(_checks(row).order_by("place", "start"))
    answered = [check for check in checks if check.answer]
    waiting = [check for check in checks if not check.answer]
    chosen = [check for check in checks if check.uuid == at] or waiting
    last = max(answered, key=_when, default=None)
    return SpotPage(
        document=row,
        asked=_asked(row, chosen[0]) if chosen else None,
        done=len(answered),
        total=len(checks),
        last=last.uuid if last else None,
    )


def _when(check: SpotCheck) -> str:
    return check.answered_at.isoformat() if check.answered_at else ""


def _asked(document: Document, check: SpotCheck) -> Asked:
    text = document.versions.values_list("text", flat=True).get(latest=True)
    low, high = max(0, check.start - AROUND), check.end + AROUND
    before = text[low : check.start].rpartition("\n")[2]
    after = text[check.end : high].partition("\n")[0]
    return Asked(
        uuid=check.uuid,
        before=("…" if low and len(before) == check.start - low else "") + before,
        words=text[check.start : check.end],
        after=after + ("…" if high < len(text) and len(after) == high - check.end else ""),
        section=" › ".join(check.section_path),
        answer=check.answer,
    )
