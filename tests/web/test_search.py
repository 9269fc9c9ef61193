"""The search page: over all areas, for whoever may see, each hit one click from its place."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.commitments.factories import findings_in, make_filled, make_read, make_units
from tests.documents.factories import accept_some
from tests.documents.scans import make_scanned
from tests.people.factories import make_actor, make_holder, make_unit

from luodi.base import search
from luodi.base.actors import SYSTEM
from luodi.commitments import services as plans
from luodi.documents import search_rows as document_rows
from luodi.people import services as people
from luodi.people.queries import actor_of
from luodi.web.queries_search import results

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(settings, tmp_path):
    """A plan with rows, its document findable too."""
    settings.LUODI_FILES = tmp_path / "files"
    make_units()
    office = make_actor("followup")
    plan, rows = make_filled(office)
    document = findings_in(rows[0])[0].version.document
    document_rows.index_document(document)
    document_rows.index_findings(f for row in rows for f in findings_in(row))
    return plan, rows, document, office


def found(actor, words: str, **more) -> dict[str, list[str]]:
    shown: dict[str, list[str]] = {}
    for hit in results(actor, words, **more).hits:
        shown.setdefault(hit.kind, []).append(hit.url)
    return shown


def test_two_characters_find_every_kind_and_lead_there(filled) -> None:
    plan, rows, document, office = filled
    row = next(row for row in rows if "供水" in row.words)
    shown = found(office, "供水")
    assert shown["row"] == [reverse("commitments:row", args=[row.uuid])]
    assert shown["document"] == [reverse("documents:document", args=[document.uuid])]
    finding = findings_in(row)[0]
    assert any(f"finding={finding.uuid}#f-{finding.uuid}" in url for url in shown["finding"])
    assert found(office, "重点事项")["plan"] == [reverse("commitments:plan", args=[plan.uuid])]
    assert len(found(office, "水利")["unit"]) == 1


def test_rows_follow_their_changes(filled) -> None:
    plan, rows, _, office = filled
    row = next(row for row in rows if "供水" in row.words)
    plans.edit_row(row, {"words": "完成管网更新"}, actor=office)
    assert "row" not in found(office, "供水专项")
    assert found(office, "管网更新")["row"]
    plans.remove_row(row, actor=office)
    assert "row" not in found(office, "管网更新")
    assert len(search.keys_of("row")) == plan.rows.filter(state="live").count()


def test_every_row_service_leaves_the_search_true(filled) -> None:
    plan, rows, _, office = filled
    several = next(row for row in rows if row.bundled.count() > 1)
    other = plans.split_row(several, [findings_in(several)[0].uuid], actor=office)
    plans.join_rows(rows[-1], [other], actor=office)
    plans.approve_plan(plan, actor=office)
    plans.start_amendment(plan, actor=office)
    plans.cancel_row(rows[0], "因故", actor=office)
    live = {str(key) for key in plan.rows.filter(state="live").values_list("uuid", flat=True)}
    assert search.keys_of("row") == live
    plans.withdraw_amendment(plan, actor=office)
    live = {str(key) for key in plan.rows.filter(state="live").values_list("uuid", flat=True)}
    assert search.keys_of("row") == live


def test_units_are_found_by_every_name_until_they_close() -> None:
    unit = make_unit("望川市航道局", short_name="航道局", aliases=["市港航中心"], duty="航道养护")
    actor = make_actor("liaison")
    for words in ("航道局", "港航中心", "航道养护"):
        assert found(actor, words)["unit"]
    people.close_unit(unit, actor=SYSTEM)
    assert found(actor, "港航中心") == {}


def test_administrators_find_units_and_nothing_of_documents(filled) -> None:
    actor = make_actor("system_admin")
    assert set(found(actor, "供水")) == set()
    assert set(found(actor, "水利")) == {"unit"}


def test_a_kind_a_unit_and_days_narrow(filled) -> None:
    _, rows, _, office = filled
    assert set(found(office, "供水", kind="row")) == {"row"}
    row = next(row for row in rows if "供水" in row.words)
    narrowed = search.Filter(unit=str(row.lead.uuid))
    assert set(found(office, "供水", narrowed=narrowed)) == {"row"}
    assert results(office, "供水", number=2).hits == ()


@pytest.mark.parametrize("query", ["", "q=供水", "q=%22供水%22&kind=row&since=x&p=9", "q=''--&p=x"])
def test_the_page_answers_whatever_is_asked(client, filled, query) -> None:
    client.force_login(make_holder("followup", name="某人"))
    page = client.get(f"{reverse('web:search')}?{query}")
    assert page.status_code == 200
    if query == "q=供水":
        assert '<b class="hit">供水</b>' in page.content.decode()


def test_nobody_searches_without_signing_in(client) -> None:
    assert client.get(reverse("web:search")).status_code == 302


def test_hits_in_a_recognised_text_are_marked(client, settings, tmp_path) -> None:
    settings.LUODI_FILES = tmp_path / "files"
    office = make_holder("followup")
    document = make_scanned(actor_of(office))
    accept_some(document, 100)
    make_read(actor_of(office))
    by_kind = {(hit.kind, hit.recognised) for hit in results(actor_of(office), "学校").hits}
    assert {("document", True), ("document", False), ("finding", True)} <= by_kind
    client.force_login(office)
    assert "图像识别</span>" in client.get("/search/", {"q": "老旧小区"}).content.decode()
