"""征求意见: asking units, recording what they reply, reading back the tables they edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask
from luodi.documents.services.storing import limits, refusals
from luodi.documents.texts import one_line
from luodi.people.models import Unit
from luodi.people.queries import name_index
from luodi.people.tables.files import table_of
from luodi.reading.formats import extract_isolated
from luodi.reading.secrecy import refuse_secret

from .. import events, permissions, search_rows
from ..access import Key, get_plan, not_found
from ..facts import facts_of, rows_with_parts
from ..models import Consultation, Consulted, Opinion, Plan, PlanRow, ProposedChange
from ..returned.columns import COLUMNS
from ..returned.differences import Difference, Remark, differences
from ..returned.letters import opinions_in, row_named
from ..states import MOVES, allowed
from ..vocabularies import ReplyState
from .numbering import number_rows

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a table brought: changes to decide about, of them unreadable ones, and opinions."""

    changes: int
    unreadable: int
    opinions: int
    known: bool = False


def open_consultation(
    plan: Plan | Key, units: Iterable[Key], *, due: date | None = None, note: str = "", actor: Actor
) -> Consultation:
    """Return the round in which these units are asked; refuses none, and what is no draft."""
    ask(actor, permissions.EDIT_PLAN)
    keys = {str(key) for key in units}
    with change(actor) as record:
        row = get_plan(plan, actor, lock=True)
        if not allowed("open_consultation", row.state):
            raise Conflict(
                "只有草稿可以征求意见。请刷新页面。",
                "Only a draft can be put into consultation. Please reload the page.",
            )
        found = list(Unit.objects.filter(uuid__in=keys, active=True).order_by("path"))
        if not found or len(found) < len(keys):
            raise Invalid(
                "请选择征求意见的单位。", "Please choose the units to ask.", field="units"
            )
        number_rows(row)
        row.state = MOVES["open_consultation"].to
        row.revision += 1
        row.save(update_fields=["state", "revision"])
        search_rows.index_plan(row)
        made = Consultation.objects.create(
            plan=row,
            n=row.consultations.count() + 1,
            due=due,
            note=one_line(note, 500),
            opened_at=clock.now(),
        )
        Consulted.objects.bulk_create(Consulted(consultation=made, unit=unit) for unit in found)
        record(
            events.CONSULTATION_OPENED,
            row,
            title=row.title,
            count=len(found),
            units=[str(unit.uuid) for unit in found],
        )
    return made


def close_consultation(plan: Plan | Key, *, actor: Actor) -> Plan:
    """Return the plan as a draft again; opinions and changes can still be decided."""
    ask(actor, permissions.EDIT_PLAN)
    with change(actor) as record:
        row = get_plan(plan, actor, lock=True)
        if not allowed("close_consultation", row.state):
            raise Conflict("方案不在征求意见。", "The plan is not in consultation.")
        row.state = MOVES["close_consultation"].to
        row.revision += 1
        row.save(update_fields=["state", "revision"])
        search_rows.index_plan(row)
        row.consultations.filter(closed_at=None).update(closed_at=clock.now())
        record(events.CONSULTATION_CLOSED, row, title=row.title)
    return row


def record_reply(
    consulted: Consulted | Key, opinions: Sequence[str], *, actor: Actor, row: Key | None = None
) -> Consulted:
    """Return the unit with its opinions, about one row, the row that an opinion names by its number
    (第3项), or the whole; an empty reply is 无意见."""
    ask(actor, permissions.EDIT_PLAN)
    words = [" ".join(text.split())[:LONGEST] for text in opinions if text.strip()]
    with change(actor) as record:
        found = _get_consulted(consulted, actor)
        _add_opinions(found, _about(found, row, words))
        record(
            events.REPLY_RECORDED,
            found.consultation.plan,
            title=found.consultation.plan.title,
            unit=str(found.unit),
            count=len(words),
        )
    return found


def read_letter(
    consulted: Consulted | Key, data: bytes, filename: str, *, actor: Actor
) -> Consulted:
    """Record the opinions in a letter (Word or text): numbered items, else paragraphs."""
    ask(actor, permissions.EDIT_PLAN)
    with refusals():
        extracted = extract_isolated(data, filename, limits())
        refuse_secret(extracted.text, filename=filename, header=extracted.header)
    return record_reply(consulted, opinions_in(extracted.text), actor=actor)


def read_table(consulted: Consulted | Key, data: bytes, *, actor: Actor) -> ReadBack:
    """Return what a table that a unit sent back says otherwise than the plan; each difference waits
    for a decision, and the plan itself is not touched. The same file brings nothing twice."""
    ask(actor, permissions.EDIT_PLAN)
    found = _get_consulted(consulted, actor)
    table = table_of(data, COLUMNS)
    digest = hashlib.sha256(data).hexdigest()
    if found.changes.filter(file_sha256=digest).exists():
        return ReadBack(0, 0, 0, known=True)
    plan = found.consultation.plan
    said = differences(table, facts_of(rows_with_parts(plan)), name_index(), plan.year)
    with change(actor) as record:
        found = _get_consulted(found, actor)
        _put_changes(found, said.changes, digest)
        _add_opinions(found, _remarks(found, said.remarks), replied=bool(said.changes))
        record(
            events.TABLE_READ,
            plan,
            title=plan.title,
            unit=str(found.unit),
            count=len(said.changes),
            opinions=len(said.remarks),
            file=digest,
        )
    unreadable = sum(item.problem is not None for item in said.changes)
    return ReadBack(len(said.changes), unreadable, len(said.remarks))


def _put_changes(consulted: Consulted, found: Sequence[Difference], digest: str) -> None:
    rows = {
        str(row.uuid): row
        for row in consulted.consultation.plan.rows.filter(
            uuid__in={item.row for item in found if item.row}
        )
    }
    start = (consulted.changes.aggregate(last=Max("order"))["last"] or 0) + 1
    ProposedChange.objects.bulk_create(
        ProposedChange(
            consulted=consulted,
            row=rows.get(item.row),
            part=item.part,
            before=item.before,
            after=item.after,
            said=item.said,
            place=item.place,
            file_sha256=digest,
            why=item.problem[0] if item.problem else "",
            order=at,
        )
        for at, item in enumerate(found, start=start)
    )


def _remarks(consulted: Consulted, found: Sequence[Remark]) -> list[tuple[PlanRow | None, str]]:
    rows = {str(row.uuid): row for row in consulted.consultation.plan.rows.all()}
    return [(rows.get(item.row), item.words[:LONGEST]) for item in found]


def _add_opinions(
    consulted: Consulted,
    found: Sequence[tuple[PlanRow | None, str]],
    *,
    replied: bool = False,
) -> None:
    known = set(consulted.opinions.values_list("row", "words"))
    fresh = [(row, text) for row, text in found if (row.pk if row else None, text) not in known]
    start = consulted.opinions.count() + 1
    Opinion.objects.bulk_create(
        Opinion(
            consulted=consulted,
            row=row,
            about=f"{row.number}. {row.words}"[:200] if row else "",
            words=text,
            order=at,
        )
        for at, (row, text) in enumerate(fresh, start=start)
    )
    said = replied or bool(known or fresh) or consulted.changes.exists()
    consulted.state = ReplyState.REPLIED if said else ReplyState.NONE
    consulted.replied_at = clock.now()
    consulted.save(update_fields=["state", "replied_at"])


def _about(
    consulted: Consulted, row: Key | None, opinions: Sequence[str]
) -> list[tuple[PlanRow | None, str]]:
    """With the row that was chosen, else with the one that an opinion itself names."""
    if row is not None:
        chosen = _row_in(consulted, row)
        return [(chosen, text) for text in opinions]
    rows = {row.number: row for row in consulted.consultation.plan.rows.all()}
    return [(rows.get(row_named(text) or 0), text) for text in opinions]


def _row_in(consulted: Consulted, row: Key) -> PlanRow:
    found = consulted.consultation.plan.rows.filter(uuid=row).first()
    if found is None:
        raise Invalid("没有这个事项。", "There is no such row.", field="row")
    return found


def _get_consulted(consulted: Consulted | Key, actor: Actor) -> Consulted:
    key = consulted.uuid if isinstance(consulted, Consulted) else consulted
    found = (
        Consulted.objects.filter(uuid=key)
        .select_related("consultation__plan__unit", "unit")
        .first()
    )
    if found is None:
        raise not_found()
    get_plan(found.consultation.plan, actor)
    return found
