"""Changes of single rows: content, place, splitting, joining, cancelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F

from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.documents.texts import one_line
from luodi.people.models import Post, Unit

from .. import events, search_rows
from ..access import Key, check_revision, get_open_plan, get_plan, get_row, has_version, touch
from ..content import MeasureGiven, MilestoneGiven, check_content
from ..effects import changes
from ..facts import facts_of, rows_with_parts
from ..models import Measure, Milestone, Plan, PlanRow, RowFinding, RowPartner
from ..vocabularies import RowState
from .numbering import next_number, number_rows

PLAIN = (
    "heading",
    "words",
    "goal",
    "theme",
    "mode",
    "rhythm",
    "least",
    "is_key",
    "due",
    "due_words",
)


def edit_row(
    row: PlanRow | Key,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    expected_revision: int | None = None,
) -> PlanRow:
    """Return the row with other content; refuses what cannot be meant (see `check_content`), and a
    save on top of somebody else's with `Conflict`."""
    content = check_content(given)
    check_revision(get_row(row, actor), expected_revision)
    with change(actor) as record:
        found = get_row(row, actor, lock=True)
        check_revision(found, expected_revision)
        before = _facts(found)
        _write(found, content)
        changed = changes(before, _facts(found))
        search_rows.index_rows([found])
        record(
            events.ROW_EDITED,
            found.plan,
            title=found.plan.title,
            number=found.number,
            row=str(found.uuid),
            changed=list(changed),
            before={name: before[name] for name in changed},
        )
    return found


def _facts(row: PlanRow) -> dict[str, Any]:
    return next(
        facts for facts in facts_of(rows_with_parts(row.plan)) if facts["uuid"] == str(row.uuid)
    )


def _write(row: PlanRow, content: Mapping[str, Any]) -> None:
    for name in PLAIN:
        if name in content:
            setattr(row, name, content[name])
    if "lead" in content:
        row.lead = _unit(content["lead"])
    if "leader" in content:
        row.leader = _post(content["leader"])
    row.revision += 1
    row.save()
    if "partners" in content:
        _write_partners(row, content["partners"])
    elif "lead" in content and row.lead:
        row.partners.filter(unit=row.lead).delete()
    if "measures" in content:
        _write_measures(row, content["measures"])
    if "milestones" in content:
        _write_milestones(row, content["milestones"])


def _unit(key: UUID | None) -> Unit | None:
    if key is None:
        return None
    unit = Unit.objects.filter(uuid=key, active=True).first()
    if unit is None:
        raise Invalid("没有这个单位，或已撤销。", "There is no such unit in force.", field="lead")
    return unit


def _post(key: UUID | None) -> Post | None:
    if key is None:
        return None
    post = Post.objects.filter(uuid=key, active=True).select_related("unit").first()
    if post is None:
        raise Invalid("没有这个岗位，或已撤销。", "There is no such post in force.", field="leader")
    return post


def _write_partners(row: PlanRow, keys: Sequence[UUID]) -> None:
    known = {unit.uuid: unit for unit in Unit.objects.filter(uuid__in=keys, active=True)}
    if len(known) < len(keys):
        raise Invalid(
            "配合单位中有不存在或已撤销的单位。",
            "One of the partner units is not in force.",
            field="partners",
        )
    row.partners.all().delete()
    others = [key for key in keys if row.lead is None or key != row.lead.uuid]
    RowPartner.objects.bulk_create(
        RowPartner(row=row, unit=known[key], order=at) for at, key in enumerate(others)
    )


def _write_measures(row: PlanRow, given: Sequence[MeasureGiven]) -> None:
    """A measure that is kept by its id keeps its characters, whatever else is mended."""
    present = {measure.uuid: measure for measure in row.measures.all()}
    kept = {measure.uuid for measure in given if measure.uuid}
    row.measures.exclude(uuid__in=kept).delete()
    for at, item in enumerate(given):
        measure = (present.get(item.uuid) if item.uuid else None) or Measure(row=row)
        measure.words, measure.comparator = item.words, item.comparator
        measure.value, measure.value2 = item.value, item.value2
        measure.unit, measure.order = item.unit, at
        measure.save()


def _write_milestones(row: PlanRow, given: Sequence[MilestoneGiven]) -> None:
    present = {step.uuid: step for step in row.milestones.all()}
    row.milestones.exclude(uuid__in={step.uuid for step in given if step.uuid}).delete()
    for at, item in enumerate(given):
        step = (present.get(item.uuid) if item.uuid else None) or Milestone(row=row)
        step.words, step.due, step.order = item.words, item.due, at
        step.save()


def move_row(row: PlanRow | Key, *, after: PlanRow | Key | None, actor: Actor) -> PlanRow:
    """Return the row at its new place: after another row of its plan, or first."""
    with change(actor) as record:
        found = get_row(row, actor, lock=True)
        plan = get_open_plan(found.plan, actor, lock=True)
        rows = [item for item in plan.rows.order_by("order", "id") if item.pk != found.pk]
        at = 0
        if after is not None:
            key = str(after.uuid if isinstance(after, PlanRow) else after)
            places = [place for place, item in enumerate(rows) if str(item.uuid) == key]
            if not places:
                raise Invalid("目标位置不在本方案中。", "That row is not in this plan.")
            at = places[0] + 1
        rows.insert(at, found)
        for order, item in enumerate(rows, start=1):
            item.order = order
        PlanRow.objects.bulk_update(rows, ["order"], batch_size=500)
        number_rows(plan, [found])
        record(events.ROW_MOVED, plan, title=plan.title, number=found.number, row=str(found.uuid))
    return found


def shift_row(row: PlanRow | Key, *, up: bool, actor: Actor) -> PlanRow:
    """Return the row one place further up or down among the rows in force; at the end it stays."""
    found = get_row(row, actor)
    live = list(found.plan.rows.filter(state=RowState.LIVE).order_by("order", "id"))
    at = next((place for place, item in enumerate(live) if item.pk == found.pk), None)
    if at is None:
        raise Conflict("这个事项已不在办。", "This row is not in force.")
    if not 0 <= (at - 1 if up else at + 1) < len(live):
        return found
    after = (live[at - 2] if at > 1 else None) if up else live[at + 1]
    return move_row(found, after=after, actor=actor)


def split_row(
    row: PlanRow | Key,
    findings: Iterable[Key],
    *,
    actor: Actor,
    expected_revision: int | None = None,
) -> PlanRow:
    """Return the new row behind this one, to which these findings move with their measures; the
    old row keeps the others. Refuses to move none or all of them."""
    wanted = {str(key) for key in findings}
    with change(actor) as record:
        found = get_row(row, actor, lock=True)
        check_revision(found, expected_revision)
        plan = get_open_plan(found.plan, actor, lock=True)
        bundled = list(found.bundled.select_related("finding"))
        moving = [item for item in bundled if str(item.finding.uuid) in wanted]
        if not moving or len(moving) == len(bundled):
            raise Invalid(
                "请选择要拆出的部分摘录，原事项至少保留一条。",
                "Choose some of the findings; the row keeps at least one.",
                field="findings",
            )
        other = _split(plan, found, bundled, moving)
        number_rows(plan, [found, other])
        search_rows.index_rows([found, other])
        record(
            events.ROW_SPLIT,
            plan,
            title=plan.title,
            number=found.number,
            other=other.number,
            row=str(found.uuid),
            new=str(other.uuid),
        )
    return other


def _split(
    plan: Plan, row: PlanRow, bundled: Sequence[RowFinding], moving: Sequence[RowFinding]
) -> PlanRow:
    plan.rows.filter(order__gt=row.order).update(order=F("order") + 1)
    other = PlanRow.objects.create(
        plan=plan,
        number=next_number(plan),
        order=row.order + 1,
        heading=row.heading,
        words=_words(moving),
        mode=row.mode,
        rhythm=row.rhythm,
        theme=row.theme,
        lead=row.lead,
        leader=row.leader,
        due=row.due,
        due_words=row.due_words,
    )
    plan.save(update_fields=["last_number"])
    moved = [item.finding_id for item in moving]
    RowFinding.objects.filter(pk__in=[item.pk for item in moving]).update(row=other)
    row.measures.filter(finding__in=moved).update(row=other)
    RowPartner.objects.bulk_create(
        RowPartner(row=other, unit=partner.unit, order=partner.order)
        for partner in row.partners.select_related("unit")
    )
    # The words follow only while nobody has written others.
    if row.words == _words(bundled):
        row.words = _words([item for item in bundled if item not in moving])
    row.revision += 1
    row.save()
    return other


def _words(bundled: Iterable[RowFinding]) -> str:
    return "；".join(" ".join(item.finding.exact.split()) for item in bundled)


def join_rows(row: PlanRow | Key, others: Iterable[PlanRow | Key], *, actor: Actor) -> PlanRow:
    """Return the row, which now holds the findings, measures, milestones and units of the others
    too. Rows that were never approved go; approved ones are cancelled with the reason."""
    keys = {str(other.uuid if isinstance(other, PlanRow) else other) for other in others}
    with change(actor) as record:
        found = get_row(row, actor, lock=True)
        plan = get_open_plan(found.plan, actor, lock=True)
        joined = list(
            plan.rows.filter(uuid__in=keys, state=RowState.LIVE)
            .exclude(pk=found.pk)
            .order_by("order", "id")
        )
        if not joined or found.state != RowState.LIVE:
            raise Invalid(
                "请选择本方案中要并入的事项。", "Choose rows of this plan to join.", field="rows"
            )
        for other in joined:
            _join(found, other)
        touch(found)
        number_rows(plan, [found])
        search_rows.index_rows([found, *joined])
        record(
            events.ROWS_JOINED,
            plan,
            title=plan.title,
            number=found.number,
            count=len(joined),
            numbers=[other.number for other in joined],
            row=str(found.uuid),
        )
    return found


def _join(row: PlanRow, other: PlanRow) -> None:
    _append(row, other, RowFinding, "bundled")
    _append(row, other, Measure, "measures")
    _append(row, other, Milestone, "milestones")
    known = set(row.partners.values_list("unit", flat=True)) | {row.lead_id}
    helping = [*other.partners.values_list("unit", flat=True), other.lead_id]
    for unit in dict.fromkeys(helping):
        if unit is not None and unit not in known and row.lead_id is not None:
            RowPartner.objects.create(row=row, unit_id=unit, order=row.partners.count())
    if row.lead_id is None:
        row.lead_id = other.lead_id
    row.words = f"{row.words}；{other.words}"[:5000]
    row.due = max(filter(None, (row.due, other.due)), default=None)
    row.save()
    _take_out(other, f"并入第{row.number}号事项")


def _append(row: PlanRow, other: PlanRow, model: Any, name: str) -> None:
    count = getattr(row, name).count()
    for at, part in enumerate(getattr(other, name).all(), start=count):
        part.row, part.order = row, at
        part.save(update_fields=["row", "order"])


def _take_out(row: PlanRow, reason: str) -> None:
    if has_version(row):
        row.state, row.state_reason = RowState.CANCELLED, reason
        row.revision += 1
        row.save(update_fields=["state", "state_reason", "revision"])
    else:
        row.delete()


def remove_row(row: PlanRow | Key, *, actor: Actor, expected_revision: int | None = None) -> None:
    """Take a row out of a plan before it was ever approved; its findings can be taken again.
    Refuses a row that an approved version holds: that one is cancelled, with a reason."""
    with change(actor) as record:
        found = get_row(row, actor, lock=True)
        check_revision(found, expected_revision)
        if has_version(found):
            raise Conflict(
                "这个事项已经批准过，只能取消并写明理由。",
                "This row has been approved before; it can only be cancelled, with a reason.",
            )
        record(
            events.ROW_REMOVED,
            found.plan,
            title=found.plan.title,
            number=found.number,
            row=str(found.uuid),
            words=found.words,
        )
        # What had been carried over is open again where it came from.
        if found.carried_from_id:
            origin = PlanRow.objects.filter(pk=found.carried_from_id)
            origin.update(state=RowState.LIVE, state_reason="")
        found.delete()
        number_rows(get_plan(found.plan, actor, lock=True))
        search_rows.index_rows([found])


def cancel_row(row: PlanRow | Key, reason: str, *, actor: Actor) -> PlanRow:
    """Return the row as cancelled; refuses without a reason, and one that is not in force."""
    reason = one_line(reason, 300)
    if not reason:
        raise Invalid("请写明取消的理由。", "Please give the reason.", field="reason")
    return _set_state(row, RowState.LIVE, RowState.CANCELLED, reason, actor)


def reinstate_row(row: PlanRow | Key, *, actor: Actor) -> PlanRow:
    """Return a cancelled row in force again; refuses one whose findings went to another row."""
    return _set_state(row, RowState.CANCELLED, RowState.LIVE, "", actor)


def _set_state(row: PlanRow | Key, origin: str, state: str, reason: str, actor: Actor) -> PlanRow:
    with change(actor) as record:
        found = get_row(row, actor, lock=True)
        if found.state != origin or (state == RowState.LIVE and not found.bundled.exists()):
            raise Conflict(
                "这个事项的状态已变，不能这样处理。请刷新页面。",
                "The row is in another state now, so this step does not fit. Reload the page.",
            )
        found.state, found.state_reason = state, reason
        found.revision += 1
        found.save(update_fields=["state", "state_reason", "revision"])
        number_rows(get_plan(found.plan, actor, lock=True), [found])
        search_rows.index_rows([found])
        record(
            events.ROW_CANCELLED if state == RowState.CANCELLED else events.ROW_REINSTATED,
            found.plan,
            title=found.plan.title,
            number=found.number,
            row=str(found.uuid),
            reason=reason,
        )
    return found
