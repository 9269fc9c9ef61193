"""Rows by their public id, for services and queries: what an actor may not see is not there."""

from __future__ import annotations

from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.errors import Conflict, NotFound
from luodi.base.permissions import ask, may
from luodi.documents.services.common import get_document

from . import permissions
from .models import Correspondence, Plan, PlanRow
from .states import OPEN

Key = UUID | str


def not_found() -> NotFound:
    """Return the refusal of what is not there, or not there for this actor."""
    return NotFound(
        "没有找到，可能已被移除，或您无权查看。请返回方案列表。",
        "Not found, or not for you to see. Please go back to the list of plans.",
    )


def get_plan(plan: Plan | Key, actor: Actor, *, lock: bool = False) -> Plan:
    """Return a fresh row of the plan; one that the actor may not see is not there."""
    key = plan.uuid if isinstance(plan, Plan) else plan
    if not may(actor, permissions.VIEW_PLANS):
        raise not_found()
    rows = Plan.objects.filter(uuid=key).select_related("unit")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise not_found()
    return found


def get_open_plan(plan: Plan | Key, actor: Actor, *, lock: bool = False) -> Plan:
    """Return a plan whose rows the actor may change; refuses one that is approved or closed."""
    found = get_plan(plan, actor, lock=lock)
    ask(actor, permissions.EDIT_PLAN, found)
    if found.state not in OPEN:
        raise Conflict(
            "方案已批准，事项不能直接修改。请先发起调整。",
            "The plan is approved, so its rows cannot be changed. Please start an amendment first.",
        )
    return found


def get_row(row: PlanRow | Key, actor: Actor, *, lock: bool = False) -> PlanRow:
    """Return a fresh row whose plan is open to changes; refuses who may not edit plans."""
    key = row.uuid if isinstance(row, PlanRow) else row
    if not may(actor, permissions.VIEW_PLANS):
        raise not_found()
    rows = PlanRow.objects.filter(uuid=key).select_related("plan", "lead", "leader__unit")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise not_found()
    get_open_plan(found.plan, actor)
    return found


def check_revision(row: PlanRow, expected: int | None) -> None:
    """Refuse a step on top of somebody else's change."""
    if expected is not None and row.revision != expected:
        raise Conflict(
            "他人刚刚修改了这个事项，您的修改尚未保存。请对照两个版本再决定。",
            "Somebody has just changed this row; yours is not saved yet. Compare both and decide.",
            theirs={"revision": row.revision, "words": row.words},
        )


def touch(row: PlanRow) -> None:
    """Count a change of the row."""
    row.revision += 1
    row.save(update_fields=["revision"])


def has_version(row: PlanRow) -> bool:
    """Return whether the row was ever approved."""
    versions = row.plan.versions.values_list("rows", flat=True)
    return any(facts["uuid"] == str(row.uuid) for rows in versions for facts in rows)


def get_correspondence(correspondence: Correspondence | Key, actor: Actor) -> Correspondence:
    """Return a correspondence; one whose document the actor may not see is not there."""
    key = correspondence.uuid if isinstance(correspondence, Correspondence) else correspondence
    found = (
        Correspondence.objects.filter(uuid=key)
        .select_related("document__unit", "plan__unit", "version")
        .defer("version__text")
        .first()
    )
    if found is None:
        raise not_found()
    get_document(found.document, actor)
    get_plan(found.plan, actor)
    return found
