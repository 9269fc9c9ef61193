"""A plan through every state: what is approved is frozen, what an amendment does is computed."""

from __future__ import annotations

import pytest
from tests.people.factories import make_root

from luodi.base import ledger
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid, LuodiError
from luodi.commitments import queries, services
from luodi.commitments.facts import digest_of
from luodi.commitments.models import Measure, Plan
from luodi.commitments.states import MOVES, allowed, as_picture, as_table
from luodi.people import services as people

from .factories import facts, findings_in, make_filled, make_plan

pytestmark = pytest.mark.django_db

CALLS = {
    "open_consultation": lambda plan, actor: services.open_consultation(
        plan, [make_root().uuid], actor=actor
    ),
    "close_consultation": services.close_consultation,
    "approve": services.approve_plan,
    "start_amendment": services.start_amendment,
    "withdraw_amendment": services.withdraw_amendment,
    "approve_amendment": lambda plan, actor: services.approve_plan(
        plan, actor=actor, reason="因故"
    ),
    "close": services.close_plan,
}
WAYS = {
    "draft": (),
    "consultation": ("open_consultation",),
    "approved": ("approve",),
    "amended": ("approve", "start_amendment"),
    "closed": ("approve", "close"),
}


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_made_from_its_states_and_refused_from_others(office, state, move) -> None:
    plan, _ = make_filled(office)
    for step in WAYS[state]:
        CALLS[step](plan, actor=office)
    assert Plan.objects.get(pk=plan.pk).state == state
    # Approving is one function: with a reason it also makes the first approval.
    fits = allowed(move, state) or (move == "approve_amendment" and allowed("approve", state))
    if not fits:
        with pytest.raises(LuodiError):
            CALLS[move](plan, actor=office)
        assert Plan.objects.get(pk=plan.pk).state == state
        return
    CALLS[move](plan, actor=office)
    assert Plan.objects.get(pk=plan.pk).state == MOVES[move].to


def test_a_plan_needs_a_title_a_year_and_rows_to_be_approved(office) -> None:
    for title, year in ((" ", 2026), ("方案", 1926)):
        with pytest.raises(Invalid):
            services.create_plan(title, year, unit=make_root(), actor=office)
    with pytest.raises(Invalid):
        services.approve_plan(make_plan(office), actor=office)


def test_a_version_is_frozen_whatever_happens_to_the_rows(office) -> None:
    plan, rows = make_filled(office)
    approved = facts(plan)
    version = services.approve_plan(plan, actor=office)
    services.start_amendment(plan, actor=office)
    services.edit_row(rows[0], {"words": "另一件事"}, actor=office)
    version.refresh_from_db()
    assert version.rows == approved
    assert digest_of(version.rows) == version.sha256


def test_a_withdrawn_amendment_leaves_the_rows_as_approved(office, units) -> None:
    plan, rows = make_filled(office)
    services.approve_plan(plan, actor=office)
    approved = facts(plan)
    several = next(row for row in rows if row.bundled.count() > 1)
    (moved,) = several.measures.all()
    services.start_amendment(plan, actor=office)
    services.split_row(several, [moved.finding.uuid], actor=office)
    assert Measure.objects.get(pk=moved.pk).row != several
    services.edit_row(
        rows[-1],
        {
            "lead": units["市财政局"],
            "measures": [],
            "milestones": [{"words": "新"}],
            "partners": [],
        },
        actor=office,
    )
    services.cancel_row(rows[1], "不再需要", actor=office)
    services.withdraw_amendment(plan, actor=office)
    assert facts(plan) == approved
    assert Measure.objects.get(pk=moved.pk).row == several, "a measure is the same one again"


def test_the_effect_of_an_amendment_names_every_kind(office, units) -> None:
    plan, rows = make_filled(office)
    services.approve_plan(plan, actor=office)
    services.start_amendment(plan, actor=office)
    row = next(row for row in rows if row.bundled.count() > 1 and row.lead)
    new = services.split_row(row, [findings_in(row)[0].uuid], actor=office)
    other = next(item for item in rows if item != row and item.lead)
    services.edit_row(other, {"lead": units["市财政局"]}, actor=office)
    services.cancel_row(rows[-1], "不再需要", actor=office)
    found = {
        view.row.number: view.effect for view in queries.effect_of_amendment(office, plan.uuid).rows
    }
    assert found[row.number] == "sign_again"
    assert found[new.number] == "new"
    assert found[other.number] == "reassigned"
    assert found[rows[-1].number] == "cancelled"
    left = set(found) - {row.number, new.number, other.number, rows[-1].number}
    assert all(found[number] == "unchanged" for number in left)


def test_a_new_name_of_a_unit_is_no_change(office) -> None:
    plan, rows = make_filled(office)
    services.approve_plan(plan, actor=office)
    lead = next(row.lead for row in rows if row.lead)
    people.edit_unit(lead, name="望川市水务局", short_name="市水务局", kind=lead.kind, actor=SYSTEM)
    effects = queries.effect_of_amendment(office, plan.uuid)
    assert {view.effect for view in effects.rows} == {"unchanged"}


def test_an_amendment_needs_a_reason_and_versions_can_be_compared(office) -> None:
    plan, rows = make_filled(office)
    services.approve_plan(plan, actor=office)
    services.start_amendment(plan, actor=office)
    services.edit_row(rows[0], {"goal": "全部完成"}, actor=office)
    with pytest.raises(Invalid):
        services.approve_plan(plan, actor=office)
    services.approve_plan(plan, actor=office, reason="按会议要求")
    compared = queries.compare_versions(office, plan.uuid, 1, 2)
    assert [(v.row.number, v.changed) for v in compared.changed] == [(rows[0].number, ("goal",))]
    assert queries.version_page(office, plan.uuid, 1).groups
    assert ledger.verify().ok


def test_open_rows_are_carried_over_with_their_history(office) -> None:
    plan, rows = make_filled(office)
    into = services.create_plan("2027年方案", 2027, unit=make_root(), actor=office)
    with pytest.raises(Conflict):
        services.carry_over(plan, rows[:1], into, actor=office)
    services.approve_plan(plan, actor=office)
    made = services.carry_over(plan, rows[:2], into, actor=office)
    assert [row.carried_from for row in made] == rows[:2]
    assert findings_in(made[0]) == findings_in(rows[0])
    assert {row.state for row in plan.rows.filter(pk__in=[r.pk for r in rows[:2]])} == {"carried"}
    with pytest.raises(Invalid):
        services.carry_over(plan, rows[:2], into, actor=office)
    services.remove_row(made[0], actor=office)
    assert plan.rows.get(pk=rows[0].pk).state == "live"


def test_a_stale_title_is_refused(office) -> None:
    plan = make_plan(office)
    services.edit_plan(plan, title="新名称", year=2026, actor=office, expected_revision=1)
    with pytest.raises(Conflict):
        services.edit_plan(plan, title="另一名称", year=2026, actor=office, expected_revision=1)


def test_the_page_of_states_shows_the_table_and_the_picture(root) -> None:
    page = (root / "docs" / "reference" / "plan-states.md").read_text(encoding="utf-8")
    assert as_table() in page
    assert as_picture() in page
