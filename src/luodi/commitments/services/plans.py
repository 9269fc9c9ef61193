"""A plan from its first line to its closing."""

from __future__ import annotations

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import Record, change
from luodi.base.errors import Conflict, Invalid
from luodi.base.languages import in_both_languages
from luodi.base.permissions import ask
from luodi.documents.services.common import person_of_actor
from luodi.documents.texts import one_line
from luodi.people.models import Unit

from .. import events, permissions, search_rows
from ..access import Key, get_plan
from ..facts import digest_of, facts_of, rows_with_parts
from ..models import Plan, PlanVersion
from ..states import MOVES, allowed
from ..vocabularies import PlanState, RowState
from .numbering import number_rows
from .restoring import restore_rows

FIRST_YEAR, LAST_YEAR = 2000, 2100


def create_plan(title: str, year: int, *, unit: Unit, actor: Actor) -> Plan:
    """Return a new plan in draft; refuses an empty title and a year that cannot be meant."""
    ask(actor, permissions.EDIT_PLAN)
    title = _checked(title, year)
    with change(actor) as record:
        plan = Plan.objects.create(
            title=title,
            year=year,
            unit=unit,
            created_by=person_of_actor(actor),
            created_at=clock.now(),
        )
        search_rows.index_plan(plan)
        record(events.PLAN_CREATED, plan, title=title, year=year)
    return plan


def edit_plan(
    plan: Plan | Key, *, title: str, year: int, actor: Actor, expected_revision: int | None = None
) -> Plan:
    """Return the plan with another title or year; refuses on top of somebody else's change."""
    ask(actor, permissions.EDIT_PLAN)
    title = _checked(title, year)
    with change(actor) as record:
        row = get_plan(plan, actor, lock=True)
        if row.state == PlanState.CLOSED:
            raise _does_not_fit()
        if expected_revision is not None and row.revision != expected_revision:
            raise Conflict(
                "他人刚刚修改了方案，您的修改尚未保存。请刷新后再改。",
                "Somebody has just changed the plan; yours is not saved yet. Reload and try again.",
                theirs={"title": row.title, "year": row.year, "revision": row.revision},
            )
        before = {"title": row.title, "year": row.year}
        row.title, row.year = title, year
        row.revision += 1
        row.save(update_fields=["title", "year", "revision"])
        search_rows.index_plan(row)
        record(events.PLAN_EDITED, row, title=title, before=before, year=year)
    return row


def approve_plan(plan: Plan | Key, *, actor: Actor, reason: str = "") -> PlanVersion:
    """Return the version that freezes the rows as they stand; refuses an empty plan, and an
    amendment without a reason."""
    ask(actor, permissions.APPROVE_PLAN)
    reason = one_line(reason, 500)
    with change(actor) as record:
        row = get_plan(plan, actor, lock=True)
        amending = row.state == PlanState.AMENDED
        number_rows(row)
        _set(row, "approve_amendment" if amending else "approve", reason)
        facts = facts_of(rows_with_parts(row))
        live = sum(item["state"] == RowState.LIVE for item in facts)
        if not live:
            raise Invalid(
                "方案中还没有事项，不能批准。",
                "The plan has no rows yet, so it cannot be approved.",
            )
        version = PlanVersion.objects.create(
            plan=row,
            n=row.versions.count() + 1,
            title=row.title,
            rows=facts,
            sha256=digest_of(facts),
            reason=reason,
            approved_by=person_of_actor(actor),
            approved_at=clock.now(),
        )
        record(
            events.PLAN_APPROVED,
            row,
            title=row.title,
            n=version.n,
            rows=live,
            digest=version.sha256,
            reason=reason,
        )
    return version


def start_amendment(plan: Plan | Key, *, actor: Actor) -> Plan:
    """Return the plan open to changes; what was approved holds until the amendment is."""
    ask(actor, permissions.EDIT_PLAN)
    return _move("start_amendment", plan, actor)


def withdraw_amendment(plan: Plan | Key, *, actor: Actor) -> Plan:
    """Return the plan with its rows as they were last approved."""
    ask(actor, permissions.EDIT_PLAN)
    with change(actor) as record:
        row = get_plan(plan, actor, lock=True)
        _moved(row, "withdraw_amendment", record)
        gone = list(row.rows.all())
        restore_rows(row, row.versions.order_by("-n")[0].rows)
        search_rows.index_rows([*gone, *row.rows.all()])
    return row


def close_plan(plan: Plan | Key, *, actor: Actor) -> Plan:
    """Return the plan as closed; refuses one that is not approved."""
    ask(actor, permissions.APPROVE_PLAN)
    return _move("close", plan, actor)


def _checked(title: str, year: int) -> str:
    title = one_line(title, 200)
    if not title:
        raise Invalid("请填写方案名称。", "Please give the plan a title.", field="title")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(
            f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间。",
            f"The year lies between {FIRST_YEAR} and {LAST_YEAR}.",
            field="year",
        )
    return title


def _move(move: str, plan: Plan | Key, actor: Actor) -> Plan:
    with change(actor) as record:
        row = get_plan(plan, actor, lock=True)
        _moved(row, move, record)
    return row


def _moved(row: Plan, move: str, record: Record) -> None:
    before = row.state
    _set(row, move, "")
    record(
        events.PLAN_MOVED,
        row,
        title=row.title,
        before=before,
        after=row.state,
        **in_both_languages(before=PlanState(before).label, after=PlanState(row.state).label),
    )


def _set(row: Plan, move: str, reason: str) -> None:
    if not allowed(move, row.state):
        raise _does_not_fit()
    if MOVES[move].needs_reason and not reason:
        raise Invalid(
            "请写明调整的理由。", "Please give the reason of the amendment.", field="reason"
        )
    row.state = MOVES[move].to
    row.revision += 1
    row.save(update_fields=["state", "revision"])
    search_rows.index_plan(row)


def _does_not_fit() -> Conflict:
    return Conflict(
        "方案的状态已变，不能这样处理。请刷新页面。",
        "The plan is in another state now, so this step does not fit. Please reload the page.",
    )
