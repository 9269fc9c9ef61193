"""Year's end: open rows go over into the next plan with their history."""

from __future__ import annotations

from collections.abc import Iterable

from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask

from .. import events, permissions, search_rows
from ..access import Key, get_open_plan, get_plan
from ..models import Measure, Milestone, Plan, PlanRow, RowFinding, RowPartner
from ..states import OPEN
from ..vocabularies import PlanState, RowState
from .numbering import next_number, number_rows

COPIED = (
    "heading",
    "words",
    "mode",
    "goal",
    "rhythm",
    "least",
    "theme",
    "is_key",
    "lead",
    "leader",
    "due",
    "due_words",
)


def carry_over(
    plan: Plan | Key, rows: Iterable[PlanRow | Key], into: Plan | Key, *, actor: Actor
) -> list[PlanRow]:
    """Return the rows in the other plan that carry on these rows of an approved or closed plan;
    the old ones are marked as carried and keep their history. Refuses rows not in force."""
    ask(actor, permissions.EDIT_PLAN)
    keys = {str(row.uuid if isinstance(row, PlanRow) else row) for row in rows}
    with change(actor) as record:
        old, new = get_plan(plan, actor, lock=True), get_open_plan(into, actor, lock=True)
        if old.pk == new.pk or old.state in OPEN - {PlanState.AMENDED}:
            raise Conflict(
                "只能从已批准或已办结的方案结转到另一个方案。",
                "Rows are carried from an approved or closed plan into another plan.",
            )
        found = list(old.rows.filter(uuid__in=keys, state=RowState.LIVE).order_by("order", "id"))
        if not found or len(found) < len(keys):
            raise Invalid(
                "所选事项中有不在本方案或已不在办的，请刷新后重选。",
                "Some of the rows are not in force in this plan. Reload and choose again.",
                field="rows",
            )
        made = [_copy(row, new) for row in found]
        new.save(update_fields=["last_number"])
        number_rows(new, made)
        PlanRow.objects.filter(pk__in=[row.pk for row in found]).update(
            state=RowState.CARRIED, state_reason=new.title[:300]
        )
        search_rows.index_rows([*found, *made])
        record(
            events.ROWS_CARRIED,
            old,
            title=old.title,
            into=new.title,
            count=len(made),
            numbers=[[row.number, copy.number] for row, copy in zip(found, made, strict=True)],
        )
    return made


def _copy(row: PlanRow, plan: Plan) -> PlanRow:
    copy = PlanRow.objects.create(
        plan=plan,
        number=next_number(plan),
        order=plan.rows.count() + 1,
        carried_from=row,
        **{name: getattr(row, name) for name in COPIED},
    )
    RowFinding.objects.bulk_create(
        RowFinding(row=copy, finding_id=part.finding_id, order=part.order)
        for part in row.bundled.all()
    )
    RowPartner.objects.bulk_create(
        RowPartner(row=copy, unit_id=part.unit_id, order=part.order) for part in row.partners.all()
    )
    Measure.objects.bulk_create(_copied_measure(part, copy) for part in row.measures.all())
    Milestone.objects.bulk_create(
        Milestone(row=copy, words=part.words, due=part.due, order=part.order)
        for part in row.milestones.all()
    )
    return copy


def _copied_measure(measure: Measure, row: PlanRow) -> Measure:
    return Measure(
        row=row,
        finding_id=measure.finding_id,
        version_id=measure.version_id,
        start=measure.start,
        end=measure.end,
        words=measure.words,
        comparator=measure.comparator,
        value=measure.value,
        value2=measure.value2,
        unit=measure.unit,
        order=measure.order,
    )
