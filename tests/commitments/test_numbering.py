"""Numbers of rows run in a draft and are settled once others have heard of the plan."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from luodi.base.papers import write_xlsx
from luodi.commitments import papers, queries, services
from luodi.commitments.models import Plan, PlanRow

from .factories import findings_in, make_filled, make_read

pytestmark = pytest.mark.django_db


def numbers(plan: Plan, **only: str) -> list[int]:
    """The numbers of the rows in the order of the plan."""
    rows = plan.rows.filter(**only).order_by("order", "id")
    return list(rows.values_list("number", flat=True))


def running(plan: Plan) -> list[int]:
    return list(range(1, plan.rows.count() + 1))


def split_one(plan: Plan, office) -> PlanRow:
    """The new row behind the first one with several findings."""
    row = next(row for row in plan.rows.order_by("order") if row.bundled.count() > 1)
    return services.split_row(row, [findings_in(row)[0].uuid], actor=office)


def ask_round(plan: Plan, units, office):
    return services.open_consultation(plan, [units["市水利局"]], actor=office)


def test_a_draft_reads_one_two_three_whatever_was_done_to_it(office) -> None:
    plan, rows = make_filled(office)
    other = split_one(plan, office)
    assert numbers(plan) == running(plan)
    assert PlanRow.objects.get(pk=other.pk).number == other.number
    moved = services.move_row(rows[-1], after=None, actor=office)
    assert (moved.number, numbers(plan)) == (1, running(plan))
    services.remove_row(moved, actor=office)
    assert numbers(plan) == running(plan)
    services.join_rows(rows[0], [other], actor=office)
    assert numbers(plan) == running(plan)
    taken = services.take_document(plan, make_read(office), actor=office)
    assert numbers(plan) == running(plan)
    assert taken.rows[-1].number == plan.rows.count()


def test_rows_that_are_not_in_force_make_no_gap(office) -> None:
    plan, rows = make_filled(office)
    services.cancel_row(rows[0], "重复", actor=office)
    assert numbers(plan, state="live") == running(plan)[:-1]
    again = services.reinstate_row(rows[0], actor=office)
    assert (again.number, numbers(plan)) == (1, running(plan))


def test_what_units_were_asked_about_keeps_its_number(office, units) -> None:
    plan, rows = make_filled(office)
    ask_round(plan, units, office)
    before = dict(plan.rows.values_list("uuid", "number"))
    other = split_one(plan, office)
    assert other.number == len(before) + 1
    services.close_consultation(plan, actor=office)
    services.move_row(rows[-1], after=None, actor=office)
    services.remove_row(other, actor=office)
    assert dict(plan.rows.values_list("uuid", "number")) == before
    services.approve_plan(plan, actor=office)
    assert dict(plan.rows.values_list("uuid", "number")) == before


def test_approval_settles_the_numbers_of_a_plan_nobody_was_asked_about(office) -> None:
    plan, _ = make_filled(office)
    plan.rows.filter(number=2).update(number=20)  # as drafts were numbered before
    version = services.approve_plan(plan, actor=office)
    assert [facts["number"] for facts in version.rows] == running(plan)
    services.start_amendment(plan, actor=office)
    assert split_one(plan, office).number == plan.rows.count()


def test_a_table_from_an_early_draft_is_matched_by_id_when_it_comes_back(office, units) -> None:
    plan, rows = make_filled(office)
    shown = queries.plan_page(office, plan.uuid)
    sheet = papers.breakdown_sheet(shown, list(units), lambda row: f"/{row}/", opinions=True)
    book = load_workbook(io.BytesIO(write_xlsx(sheet)))
    line = next(row for row in book.active.iter_rows(min_row=3) if row[0].value == rows[-1].number)
    line[3].value = "另一个目标"
    data = io.BytesIO()
    book.save(data)
    services.move_row(rows[-1], after=None, actor=office)
    consulted = ask_round(plan, units, office).consulted.get()
    services.read_table(consulted, data.getvalue(), actor=office)
    changed = consulted.changes.exclude(part="order").get()
    assert (changed.row, changed.part, changed.said) == (rows[-1], "goal", "另一个目标")
