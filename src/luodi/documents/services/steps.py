"""What every step in a review does: fetch, check, remember what stood, write, record who."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import operation_id
from luodi.base.errors import Conflict
from luodi.base.permissions import ask

from .. import permissions, search_rows
from ..models import Decision, DocumentVersion, Finding
from ..states import MOVES, allowed
from ..vocabularies import FindingState
from .common import Key, key_of, not_found, person_of_actor

# Adding is no move of a finding that is there; taking it back puts the finding aside.
ADD = "add"

SNAPSHOT = (
    "state",
    "kind",
    "fields_edited",
    "reject_reason",
    "reject_note",
    "decided_in_bulk",
    "has_owner",
    "has_date",
    "has_measure",
)
# Where a finding stands and what was read there; kept only by steps that change it.
PLACE = (
    "start",
    "end",
    "exact",
    "prefix",
    "suffix",
    "fields_read",
    "confidence",
    "reason",
    "section_path",
    "superseded",
    "merged_into_id",
)


def get_row(finding: Finding | Key, actor: Actor, *, lock: bool = False) -> Finding:
    """Return a fresh row of a finding that the actor may decide about; refuses one that was put
    aside by a new reading or by a merge."""
    rows = Finding.objects.filter(
        permissions.visible(actor, "version__document__"), uuid=key_of(finding)
    ).select_related("version__document__unit", "decided_by")
    rows = rows.defer("version__text")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise not_found()
    ask(actor, permissions.REVIEW_DOCUMENT, row.version.document)
    if row.superseded:
        raise Conflict(
            "这条摘录已被替换、合并或撤销。请刷新页面。",
            "This finding was replaced, merged or taken back meanwhile. Reload the page.",
        )
    return row


def check_move(row: Finding, move: str, expected: int | None) -> None:
    """Refuse a step on top of somebody else's change, and one that does not fit the state."""
    if expected is not None and row.revision != expected:
        raise Conflict(
            "他人刚刚处理了这条摘录，您的操作尚未保存。请对照两个版本再决定。",
            "Somebody has just changed this finding; nothing of yours is saved yet. "
            "Compare both versions and decide again.",
            theirs={
                "state": row.state,
                "fields": row.fields,
                "reject_reason": row.reject_reason,
                "by": row.decided_by.name if row.decided_by else "",
                "at": row.decided_at,
                "revision": row.revision,
            },
        )
    if not allowed(move, row.state):
        raise Conflict(
            "这条摘录的状态已变，不能这样处理。请刷新页面。",
            "The finding is in another state now, so this step does not fit. Reload the page.",
            theirs={"state": row.state, "fields": row.fields, "revision": row.revision},
        )


def snapshot(row: Finding, *, place: bool = False) -> dict[str, Any]:
    """Return what stands, to be put back by an undo; with its place where a step changes that."""
    held = {name: getattr(row, name) for name in (*SNAPSHOT, *(PLACE if place else ()))}
    at = row.decided_at.isoformat() if row.decided_at else None
    return {**held, "decided_by_id": row.decided_by_id, "decided_at": at}


def restore(row: Finding, before: dict[str, Any]) -> None:
    """Give a finding back what stood."""
    for name, value in before.items():
        setattr(row, name, value)
    at = before["decided_at"]
    row.decided_at = datetime.fromisoformat(at) if at else None


def write_step(
    row: Finding,
    move: str,
    actor: Actor,
    before: dict[str, Any],
    version: DocumentVersion | None = None,
) -> None:
    """Write a finding as a move left it, and what stood before; the step was made on the version
    given, else on that of the finding."""
    now, person = clock.now(), person_of_actor(actor)
    if move in MOVES and MOVES[move].to is not None:
        decided = row.state != FindingState.PROPOSED
        row.decided_by, row.decided_at = (person, now) if decided else (None, None)
        row.decided_in_bulk = False
    row.revision += 1
    row.save()
    search_rows.index_findings([row])
    Decision.objects.create(
        finding=row,
        version=version or row.version,
        operation=this_operation(),
        move=move,
        by=person,
        at=now,
        before=before,
    )


def this_operation() -> UUID:
    """Return the id under which the steps of the change under way are undone together."""
    found = operation_id()
    assert found is not None
    return found
