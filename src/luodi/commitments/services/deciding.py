"""Deciding about opinions and proposed changes, one by one."""

from __future__ import annotations

from typing import Any

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.languages import in_both_languages
from luodi.base.permissions import ask
from luodi.documents.services.common import person_of_actor
from luodi.documents.texts import one_line

from .. import events, permissions
from ..access import Key, get_open_plan, get_plan, has_version, not_found
from ..facts import Facts, facts_of, mark_of, present, rows_with_parts
from ..models import Opinion, PlanRow, ProposedChange
from ..vocabularies import ChangeState, OpinionState, RowState
from .rows import cancel_row, edit_row, move_row, remove_row


def decide_opinion(opinion: Opinion | Key, state: str, *, why: str = "", actor: Actor) -> Opinion:
    """Return the opinion as decided; one that is adopted in part or not at all needs a reason."""
    ask(actor, permissions.EDIT_PLAN)
    why = one_line(why, 500)
    if state not in OpinionState.values:
        raise Invalid("采纳情况不在可选范围内。", "There is no such decision.", field="state")
    if state in (OpinionState.PARTLY, OpinionState.DECLINED) and not why:
        raise Invalid("请写明未采纳的理由。", "Please say why it is not adopted.", field="why")
    with change(actor) as record:
        found = (
            Opinion.objects.select_for_update(of=("self",))
            .filter(uuid=opinion.uuid if isinstance(opinion, Opinion) else opinion)
            .select_related("consulted__unit", "consulted__consultation__plan")
            .first()
        )
        if found is None:
            raise not_found()
        plan = get_plan(found.consulted.consultation.plan, actor)
        found.state, found.why = state, why
        _sign(found, actor, decided=state != OpinionState.PENDING)
        found.save()
        record(
            events.OPINION_DECIDED,
            plan,
            title=plan.title,
            unit=str(found.consulted.unit),
            opinion=str(found.uuid),
            why=why,
            **in_both_languages(state=OpinionState(state).label),
        )
    return found


def accept_change(item: ProposedChange | Key, *, actor: Actor, seen: str = "") -> ProposedChange:
    """Return the change as made: the row now says what the table said. Refuses a cell that could
    not be read, and a row that says something else by now, unless `seen` is the mark of just that:
    who saw what another unit's table brought may still prefer this one."""
    with change(actor) as record:
        found = _get(item, actor)
        plan = get_open_plan(found.consulted.consultation.plan, actor, lock=True)
        if found.why:
            raise Invalid(
                f"{found.why}请直接修改事项，再将此处改动标为未采纳。",
                "This cell could not be read. Please edit the row itself and decline the change.",
            )
        _check_unchanged(found, seen)
        _apply(found, actor)
        _decide(found, ChangeState.ACCEPTED, "", actor)
        record(events.CHANGE_DECIDED, plan, **_said(found))
    return found


def decline_change(item: ProposedChange | Key, *, why: str = "", actor: Actor) -> ProposedChange:
    """Return the change as declined; the row stays as it is."""
    with change(actor) as record:
        found = _get(item, actor)
        plan = get_plan(found.consulted.consultation.plan, actor)
        ask(actor, permissions.EDIT_PLAN, plan)
        _decide(found, ChangeState.DECLINED, one_line(why, 500) or found.why, actor)
        record(events.CHANGE_DECIDED, plan, **_said(found))
    return found


def _get(item: ProposedChange | Key, actor: Actor) -> ProposedChange:
    ask(actor, permissions.EDIT_PLAN)
    key = item.uuid if isinstance(item, ProposedChange) else item
    found = (
        ProposedChange.objects.select_for_update(of=("self",))
        .filter(uuid=key)
        .select_related("consulted__unit", "consulted__consultation__plan", "row__plan")
        .first()
    )
    if found is None:
        raise not_found()
    if found.state != ChangeState.PROPOSED:
        raise Conflict(
            "这处改动已有人处理。请刷新页面。",
            "Somebody has decided about this change already. Please reload the page.",
        )
    return found


def _check_unchanged(item: ProposedChange, seen: str) -> None:
    if item.part in ("row", "order"):
        gone = item.row is None and item.before is not None
        if gone or (item.row and item.row.state != RowState.LIVE):
            raise _changed_since()
        return
    if item.row is None:
        raise _changed_since()
    now = present(item.part, _facts(item.row))
    if now != item.before and mark_of(now) != seen:
        raise _changed_since()


def _changed_since() -> Conflict:
    return Conflict(
        "事项在读入表格之后已被修改。请对照现在的内容，直接修改事项。",
        "The row was changed after the table was read. Compare and edit the row itself.",
    )


def _facts(row: PlanRow) -> Facts:
    return next(f for f in facts_of(rows_with_parts(row.plan)) if f["uuid"] == str(row.uuid))


def _apply(item: ProposedChange, actor: Actor) -> None:
    if item.part == "row":
        _apply_row(item, actor)
    elif item.part == "order":
        assert item.row is not None
        move_row(item.row, after=item.after or None, actor=actor)
    elif item.row is not None:
        # Who leads and by when bring other parts along.
        content: Any = item.after if item.part in ("lead", "due") else {item.part: item.after}
        edit_row(item.row, content, actor=actor)


def _apply_row(item: ProposedChange, actor: Actor) -> None:
    if item.row is None:
        raise Invalid(
            "新增事项须有出处：请先登记原文，再编入方案。",
            "A new row needs a source: register its words first, then take them into the plan.",
        )
    if has_version(item.row):
        cancel_row(item.row, f"{item.consulted.unit}建议取消", actor=actor)
    else:
        row, item.row = item.row, None
        item.save(update_fields=["row"])
        remove_row(row, actor=actor)


def _decide(item: ProposedChange, state: ChangeState, why: str, actor: Actor) -> None:
    item.state, item.why = state, why
    _sign(item, actor, decided=True)
    item.save()


def _sign(item: Opinion | ProposedChange, actor: Actor, *, decided: bool) -> None:
    item.decided_by = person_of_actor(actor) if decided else None
    item.decided_at = clock.now() if decided else None


def _said(item: ProposedChange) -> dict[str, Any]:
    return {
        "title": item.consulted.consultation.plan.title,
        "unit": str(item.consulted.unit),
        "change": str(item.uuid),
        "part": item.part,
        "after": item.after,
        **in_both_languages(state=ChangeState(item.state).label),
    }
