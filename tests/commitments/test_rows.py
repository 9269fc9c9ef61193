"""Rows are edited, moved, split, joined, removed and cancelled; nothing is lost on the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luodi.base.errors import Conflict, Invalid
from luodi.commitments import services
from luodi.commitments.models import PlanRow, RowFinding

from .factories import facts, findings_in, make_filled

pytestmark = pytest.mark.django_db


def fresh(row: PlanRow) -> PlanRow:
    return PlanRow.objects.get(pk=row.pk)


def test_every_part_of_a_row_can_be_given(office, units) -> None:
    _, rows = make_filled(office)
    row = services.edit_row(
        rows[0],
        {
            "words": "完成老旧小区供水改造",
            "heading": "城建",
            "mode": "standing",
            "rhythm": "quarter",
            "least": "１",
            "theme": "民生",
            "is_key": True,
            "goal": "改造120个",
            "due": "2026-11-30",
            "lead": units["市住建局"],
            "partners": [units["市财政局"], units["市住建局"]],
            "measures": [{"words": "改造小区", "comparator": ">=", "value": "1,20", "unit": "个"}],
            "milestones": [{"words": "开工", "due": "2026-03-31"}, {"words": "", "due": ""}],
        },
        actor=office,
        expected_revision=rows[0].revision,
    )
    assert (row.mode, row.rhythm, row.least, row.is_key) == ("standing", "quarter", 1, True)
    assert row.due == date(2026, 11, 30)
    # Who leads is no partner as well.
    assert [str(p.unit.uuid) for p in row.partners.all()] == [units["市财政局"]]
    assert [(m.comparator, m.value) for m in row.measures.all()] == [(">=", Decimal(120))]
    assert [(m.words, m.due) for m in row.milestones.all()] == [("开工", date(2026, 3, 31))]
    assert row.revision == rows[0].revision + 1


def test_a_measure_that_is_mended_keeps_its_characters(office) -> None:
    _, rows = make_filled(office)
    row = next(row for row in rows if row.measures.exists())
    old = row.measures.first()
    given = {"uuid": str(old.uuid), "words": "改", "comparator": ">=", "value": "130", "unit": "个"}
    services.edit_row(row, {"measures": [given]}, actor=office)
    new = row.measures.get()
    assert (new.uuid, new.start, new.end, new.value) == (old.uuid, old.start, old.end, Decimal(130))


@pytest.mark.parametrize(
    "given",
    [
        {"words": "  "},
        {"due": "2026-02-30"},
        {"mode": "sometimes"},
        {"least": "-1"},
        {"lead": "nobody"},
        {"lead": "00000000-0000-0000-0000-000000000000"},
        {"partners": ["00000000-0000-0000-0000-000000000000"]},
        {"leader": "00000000-0000-0000-0000-000000000000"},
        {"measures": [{"words": "x", "value": "many"}]},
        {"measures": [{"words": "x", "value": "1", "comparator": "range"}]},
        {"measures": [{"words": "x", "value": "NaN"}]},
        {"milestones": [{"words": "", "due": "2026-01-01"}]},
        {"theme": "长" * 101},
        {"number": 7},
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(office, given) -> None:
    plan, rows = make_filled(office)
    before = facts(plan)
    with pytest.raises(Invalid):
        services.edit_row(rows[0], given, actor=office)
    assert facts(plan) == before


def test_a_stale_save_is_refused(office) -> None:
    _, rows = make_filled(office)
    services.edit_row(rows[0], {"theme": "一"}, actor=office, expected_revision=1)
    with pytest.raises(Conflict) as refusal:
        services.edit_row(rows[0], {"theme": "二"}, actor=office, expected_revision=1)
    assert refusal.value.theirs["revision"] == 2
    assert fresh(rows[0]).theme == "一"


def test_splitting_moves_findings_with_their_measures(office) -> None:
    plan, rows = make_filled(office)
    row = next(row for row in rows if row.bundled.count() > 1)
    first, second = findings_in(row)[:2]
    before = RowFinding.objects.filter(row__plan=plan).count()
    other = services.split_row(row, [first.uuid], actor=office)
    assert findings_in(other) == [first]
    assert first not in findings_in(row)
    assert second in findings_in(row)
    assert other.measures.count() + row.measures.count() == 1
    assert other.words == first.exact
    assert first.exact not in fresh(row).words
    assert RowFinding.objects.filter(row__plan=plan).count() == before
    ordered = list(plan.rows.order_by("order", "id").values_list("number", flat=True))
    assert ordered.index(other.number) == ordered.index(row.number) + 1


def test_splitting_none_or_all_is_refused(office) -> None:
    _, rows = make_filled(office)
    row = next(row for row in rows if row.bundled.count() > 1)
    for wanted in ([], [finding.uuid for finding in findings_in(row)]):
        with pytest.raises(Invalid):
            services.split_row(row, wanted, actor=office)


def test_joining_what_was_split_gives_back_all_findings(office) -> None:
    plan, rows = make_filled(office)
    row = next(row for row in rows if row.bundled.count() > 1)
    whole = {finding.pk for finding in findings_in(row)}
    measures = set(row.measures.values_list("uuid", flat=True))
    other = services.split_row(row, [findings_in(row)[0].uuid], actor=office)
    joined = services.join_rows(row, [other], actor=office)
    assert {finding.pk for finding in findings_in(joined)} == whole
    assert set(joined.measures.values_list("uuid", flat=True)) == measures
    assert not plan.rows.filter(pk=other.pk).exists()


def test_joining_makes_the_other_lead_a_partner_and_keeps_the_later_date(office, units) -> None:
    _, rows = make_filled(office)
    first, second = (row for row in rows if row.lead)
    due = max(filter(None, (first.due, second.due)))
    joined = services.join_rows(first, [second], actor=office)
    partners = [str(p.unit.uuid) for p in joined.partners.all()]
    assert str(second.lead.uuid) in partners
    assert fresh(joined).due == due


def test_a_row_moves_to_its_place(office) -> None:
    plan, rows = make_filled(office)
    services.move_row(rows[-1], after=None, actor=office)
    assert plan.rows.order_by("order").first() == rows[-1]
    services.move_row(rows[-1], after=rows[0], actor=office)
    ordered = list(plan.rows.order_by("order"))
    assert ordered.index(rows[-1]) == ordered.index(rows[0]) + 1


def test_a_removed_row_frees_its_findings(office) -> None:
    plan, rows = make_filled(office)
    found = [finding.uuid for finding in findings_in(rows[0])]
    services.remove_row(rows[0], actor=office)
    taken = services.take_findings(plan, found, actor=office)
    assert taken.findings == len(found)
    assert taken.rows[0].number == plan.rows.count()


def test_an_approved_row_is_cancelled_not_removed(office) -> None:
    plan, rows = make_filled(office)
    services.approve_plan(plan, actor=office)
    with pytest.raises(Conflict):
        services.edit_row(rows[0], {"theme": "一"}, actor=office)
    services.start_amendment(plan, actor=office)
    with pytest.raises(Conflict):
        services.remove_row(rows[0], actor=office)
    with pytest.raises(Invalid):
        services.cancel_row(rows[0], " ", actor=office)
    assert services.cancel_row(rows[0], "上级已取消", actor=office).state == "cancelled"
    with pytest.raises(Conflict):
        services.cancel_row(rows[0], "再次", actor=office)
    assert services.reinstate_row(rows[0], actor=office).state == "live"
