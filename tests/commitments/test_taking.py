"""Accepted findings become rows: bundled, with their measures, dates and owners, once each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luodi.base import ledger
from luodi.base.errors import Invalid
from luodi.commitments import services
from luodi.commitments.models import PlanRow
from luodi.commitments.queries.measures import measures_of
from luodi.commitments.words import measure_words, row_view
from luodi.documents.models import DocumentVersion
from luodi.documents.services import add_version

from .factories import TEXT, facts, findings_in, make_filled, make_plan, make_read

pytestmark = pytest.mark.django_db


def named(rows: list[PlanRow], words: str) -> PlanRow:
    return next(row for row in rows if words in row.words)


def test_a_numbered_item_becomes_one_row_with_all_its_characters(office) -> None:
    _, rows = make_filled(office)
    water = named(rows, "供水改造")
    found = findings_in(water)
    assert [finding.exact for finding in found] == [
        "年内完成120个老旧小区供水改造",
        "6月底前编制供水专项规划",
    ]
    text = DocumentVersion.objects.get(pk=found[0].version_id).text
    assert all(text[f.start : f.end] == f.exact for f in found)


def test_the_row_takes_over_owner_date_and_measure_with_its_characters(office, units) -> None:
    _, rows = make_filled(office)
    water = named(rows, "供水改造")
    assert str(water.lead.uuid) == units["市水利局"]
    assert [str(p.unit.uuid) for p in water.partners.all()] == [units["市财政局"]]
    assert water.due == date(2026, 12, 31)
    assert [(m.words, m.due) for m in water.milestones.all()] == [
        ("6月底前编制供水专项规划", date(2026, 6, 30))
    ]
    measure = water.measures.get()
    assert (measure.comparator, measure.value, measure.unit) == ("=", Decimal(120), "个")
    text = measure.finding.version.text
    assert "120个" in text[measure.start : measure.end]


def test_units_that_lead_together_are_lead_and_partner(office, units) -> None:
    _, rows = make_filled(office)
    school = named(rows, "学校12所")
    assert str(school.lead.uuid) == units["市教育局"]
    assert [str(p.unit.uuid) for p in school.partners.all()] == [units["市住建局"]]


def test_a_unit_that_nobody_set_up_is_not_invented(office) -> None:
    text = TEXT.replace("市水利局", "市航天局")
    plan = make_plan(office)
    taken = services.take_document(plan, make_read(office, text), actor=office)
    assert named(list(taken.rows), "供水改造").lead is None


def test_a_finding_is_taken_once_and_new_ones_join_later(office) -> None:
    plan = make_plan(office)
    document = make_read(office)
    first = services.take_document(plan, document, actor=office)
    with pytest.raises(Invalid):
        services.take_document(plan, document, actor=office)
    again = services.take_document(plan, make_read(office), actor=office)
    numbers = [row.number for row in (*first.rows, *again.rows)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_without_bundling_each_finding_has_its_row(office) -> None:
    plan, document = make_plan(office), make_read(office)
    taken = services.take_document(plan, document, actor=office, bundled=False)
    assert len(taken.rows) == taken.findings


def test_only_accepted_commitments_are_taken(office) -> None:
    from luodi.documents.services import reject_finding

    plan, document = make_plan(office), make_read(office)
    found = findings_in(services.take_document(make_plan(office), document, actor=office).rows[0])
    reject_finding(found[0], "already_done", actor=office)
    taken = services.take_findings(plan, [finding.uuid for finding in found], actor=office)
    assert (taken.findings, taken.passed_over) == (len(found) - 1, 1)
    assert ledger.verify().ok


def test_a_measure_keeps_its_characters_when_the_document_changes(office) -> None:
    _, rows = make_filled(office)
    water = named(rows, "供水改造")
    measure = water.measures.get()
    text = measure.version.text
    assert text[measure.start : measure.end] == "120个"
    changed = f"说明。\n{text}".encode()
    add_version(measure.version.document, changed, "新.txt", actor=office)
    measure.refresh_from_db()
    assert findings_in(water)[0].version.n == 2
    assert measure.version.n == 1
    assert measure.version.text[measure.start : measure.end] == "120个"


def test_a_level_that_others_set_is_a_measure_with_its_characters_all_the_way(office) -> None:
    document = make_read(
        office,
        "望川市2026年重点工作安排\n一、民生保障\n1.千方百计促进增收。力争到2026年底农村居民收入处于全省中位数以上。\n",
    )
    plan = make_plan(office)
    (row,) = services.take_document(plan, document, actor=office).rows
    (measure,) = row.measures.all()
    assert (measure.comparator, measure.value, measure.unit) == ("median>=", None, "")
    assert (
        measure.version.text[measure.start : measure.end] == measure.words == "处于全省中位数以上"
    )
    assert measures_of(office, [measure.uuid])[measure.uuid].figure == "不低于中位数"
    assert measure_words(row_view(facts(plan)[0])) == "处于全省中位数以上"
    kept = {"uuid": str(measure.uuid), "words": measure.words, "comparator": "median>="}
    row = services.edit_row(row, {"measures": [{**kept, "value": "7"}]}, actor=office)
    again = row.measures.get()
    assert (again.uuid, again.value, again.start) == (measure.uuid, None, measure.start)
    assert facts(plan)[0]["measures"][0]["value"] is None
