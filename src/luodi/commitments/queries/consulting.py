"""A consultation as a page: who was asked, what they said, what their tables propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from luodi.base.actors import Actor
from luodi.base.permissions import ask, may
from luodi.base.templatetags.parts import day
from luodi.people.queries import units_of

from .. import permissions
from ..access import Key, get_plan, not_found
from ..facts import facts_of, mark_of, present, rows_with_parts
from ..models import Consultation, Consulted, Opinion, Plan, PlanRow, ProposedChange
from ..vocabularies import ChangeState, OpinionState, ReplyState, RowMode


@dataclass(frozen=True, slots=True)
class OpinionView:
    """An opinion with what became of it."""

    uuid: UUID
    unit: str
    about: str
    row: UUID | None
    words: str
    state: str
    state_words: str
    why: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A proposed change, before and after in words; `now` is what the row says meanwhile, where
    that is neither, and `seen` its mark."""

    uuid: UUID
    unit: str
    row: UUID | None
    number: int | None
    part_words: str
    before: str
    now: str
    seen: str
    after: str
    said: str
    place: str
    problem: str
    state: str
    state_words: str
    is_open: bool
    may_accept: bool


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A unit that was asked."""

    uuid: UUID
    unit: str
    state: str
    state_words: str
    replied_at: datetime | None
    opinions: int
    changes: int


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """All that the page of a consultation shows."""

    plan: Plan
    consultation: Consultation
    replies: tuple[ReplyView, ...]
    opinions: tuple[OpinionView, ...]
    changes: tuple[ChangeView, ...]
    rows: tuple[tuple[str, str], ...]
    waiting: int
    without: int
    may_edit: bool

    @property
    def open_changes(self) -> int:
        """Return how many changes still wait for a decision."""
        return sum(item.is_open for item in self.changes)


def consultation_page(actor: Actor, plan: Key, n: int | None = None) -> ConsultationPage:
    """Return a round of consultation, the last one when not told; refuses where there is none."""
    ask(actor, permissions.VIEW_PLANS)
    row = get_plan(plan, actor)
    rounds = row.consultations.order_by("-n")
    found = (rounds.filter(n=n) if n else rounds).first()
    if found is None:
        raise not_found()
    replies = list(found.consulted.select_related("unit").order_by("unit__path"))
    opinions = list(
        Opinion.objects.filter(consulted__in=replies)
        .select_related("consulted__unit", "row")
        .order_by("consulted__unit__path", "order")
    )
    changes = list(
        ProposedChange.objects.filter(consulted__in=replies)
        .select_related("consulted__unit", "row")
        .order_by("row__order", "order")
    )
    may_edit = may(actor, permissions.EDIT_PLAN, row)
    return ConsultationPage(
        plan=row,
        consultation=found,
        replies=tuple(_reply(reply, opinions, changes) for reply in replies),
        opinions=tuple(map(_opinion, opinions)),
        changes=tuple(_changes(changes, row, may_edit)),
        rows=tuple(_rows(row)),
        waiting=sum(reply.state == ReplyState.WAITING for reply in replies),
        without=sum(reply.state == ReplyState.NONE for reply in replies),
        may_edit=may_edit,
    )


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What of the last round of consultation nobody has decided about, and who has not replied."""

    changes: int = 0
    opinions: int = 0
    waiting: int = 0

    def __bool__(self) -> bool:
        return bool(self.changes or self.opinions or self.waiting)


def unsettled(actor: Actor, plan: Key) -> Unsettled:
    """Return what the last round of consultation leaves open; nothing where there was none."""
    ask(actor, permissions.VIEW_PLANS)
    row = get_plan(plan, actor)
    found = row.consultations.order_by("-n").first()
    if found is None:
        return Unsettled()
    counted = found.consulted.aggregate(
        changes=Count("changes", Q(changes__state=ChangeState.PROPOSED), distinct=True),
        opinions=Count("opinions", Q(opinions__state=OpinionState.PENDING), distinct=True),
        waiting=Count("pk", Q(state=ReplyState.WAITING), distinct=True),
    )
    return Unsettled(**counted)


def _rows(plan: Plan) -> Iterable[tuple[str, str]]:
    for uuid, number, words in plan.rows.order_by("order").values_list("uuid", "number", "words"):
        yield str(uuid), f"{number}. {words[:40]}"


def _reply(
    reply: Consulted, opinions: Sequence[Opinion], changes: Sequence[ProposedChange]
) -> ReplyView:
    return ReplyView(
        uuid=reply.uuid,
        unit=str(reply.unit),
        state=reply.state,
        state_words=str(ReplyState(reply.state).label),
        replied_at=reply.replied_at,
        opinions=sum(item.consulted_id == reply.pk for item in opinions),
        changes=sum(item.consulted_id == reply.pk for item in changes),
    )


def _opinion(item: Opinion) -> OpinionView:
    return OpinionView(
        uuid=item.uuid,
        unit=str(item.consulted.unit),
        about=item.about,
        row=item.row.uuid if item.row else None,
        words=item.words,
        state=item.state,
        state_words=str(OpinionState(item.state).label),
        why=item.why,
    )


def _changes(changes: Sequence[ProposedChange], plan: Plan, may_edit: bool) -> list[ChangeView]:
    nows = _nows(changes, plan)
    names = _names(changes, nows)
    numbers = {str(row.uuid): row for row in plan.rows.all()}
    return [_change(item, nows.get(item.pk), names, numbers, may_edit) for item in changes]


def _nows(changes: Sequence[ProposedChange], plan: Plan) -> dict[int, Any]:
    """Return what the rows of open changes say now, where it is not what the table started from."""
    waiting = [item for item in changes if item.state == ChangeState.PROPOSED and item.row]
    if not waiting:
        return {}
    facts = {item["uuid"]: item for item in facts_of(rows_with_parts(plan))}
    found = {
        item.pk: present(item.part, facts[str(item.row.uuid)])
        for item in waiting
        if item.row and item.part not in ("row", "order")
    }
    return {
        item.pk: found[item.pk]
        for item in waiting
        if found.get(item.pk, item.before) != item.before
    }


def _names(changes: Sequence[ProposedChange], nows: Mapping[int, Any]) -> Mapping[str, str]:
    """Return the names of all units that the changes speak of, in one query."""
    wanted = {
        UUID(key)
        for item in changes
        if item.part in ("lead", "partners")
        for value in (item.before, item.after, nows.get(item.pk))
        for key in _unit_ids(value)
    }
    return {str(key): row.short_name or row.name for key, row in units_of(wanted).items()}


def _unit_ids(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [key for key in (value.get("lead"), *value.get("partners", ())) if key]
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str) and value else []


def _change(
    item: ProposedChange,
    now: Any,
    names: Mapping[str, str],
    rows: Mapping[str, PlanRow],
    may_edit: bool,
) -> ChangeView:
    is_open = item.state == ChangeState.PROPOSED
    unread = item.after is None and item.said
    return ChangeView(
        uuid=item.uuid,
        unit=str(item.consulted.unit),
        row=item.row.uuid if item.row else None,
        number=item.row.number if item.row else None,
        part_words=part_words(item),
        before=_shown(item, item.before, names, rows, after=False),
        now=_shown(item, now, names, rows, after=True) if now is not None else "",
        seen=mark_of(now) if now is not None else "",
        after=item.said if unread else _shown(item, item.after, names, rows, after=True),
        said=item.said,
        place=item.place,
        problem=_problem(item) if is_open else "",
        state=item.state,
        state_words=str(ChangeState(item.state).label),
        is_open=is_open,
        may_accept=is_open and may_edit and not item.why and _can_be_made(item),
    )


def _can_be_made(item: ProposedChange) -> bool:
    return item.row is not None


def _problem(item: ProposedChange) -> str:
    """Return why a change cannot be accepted as it is, and what can be done instead."""
    if item.part == "row" and item.row is None:
        return _(
            "A new row needs a source: register its words first, then take them into the plan."
        )
    return item.why


def part_words(item: ProposedChange) -> str:
    """Return what a change is about."""
    if item.part == "row":
        return _("New row") if item.before is None else _("Row struck out")
    return {
        "heading": _("Group"),
        "words": _("What is to be done"),
        "goal": _("Goal"),
        "due": _("Deadline"),
        "lead": _("Lead unit"),
        "partners": _("Partner units"),
        "mode": _("How it is followed up"),
        "order": _("Place"),
    }[item.part]


def _shown(
    item: ProposedChange,
    value: Any,
    names: Mapping[str, str],
    rows: Mapping[str, PlanRow],
    *,
    after: bool,
) -> str:
    if item.part == "order":
        return _place(value, rows) if after else str(value)
    if item.part == "lead" and isinstance(value, dict):
        others = "、".join(names.get(key, key) for key in value["partners"])
        lead = names.get(value["lead"] or "", "—")
        return f"{lead}（{others}）" if others else lead
    if item.part in ("lead", "partners"):
        return "、".join(names.get(key, key) for key in _unit_ids(value)) or "—"
    if item.part == "due" and isinstance(value, dict):
        return _due(value)
    if item.part == "mode":
        return str(RowMode(value).label) if value in RowMode.values else "—"
    if item.part == "row" and isinstance(value, dict):
        parts = (value.get(name) for name in ("words", "goal", "due", "lead", "partners"))
        return " · ".join(part for part in parts if part)
    return str(value or "—")


def _due(value: Mapping[str, Any]) -> str:
    if value["due"]:
        return day(date.fromisoformat(value["due"]))
    return value["due_words"] or "—"


def _place(value: Any, rows: Mapping[str, PlanRow]) -> str:
    if not value:
        return _("first")
    row = rows.get(value)
    return _("after row %(n)d") % {"n": row.number} if row else "—"
