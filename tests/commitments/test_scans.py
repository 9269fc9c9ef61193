"""What a plan quotes from a scan says so: its page, its papers, the answers to superiors."""

from __future__ import annotations

from datetime import date

import pytest
from tests.documents.factories import accept_some
from tests.documents.scans import make_scanned
from tests.people.factories import make_actor, make_holder

from luodi.commitments import papers, queries, services
from luodi.reading.formats.scanned import MARK

from .factories import make_plan, make_read

pytestmark = pytest.mark.django_db
BADGE = "（图像识别）"


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path) -> None:
    settings.LUODI_FILES = tmp_path / "files"


def test_sources_that_were_recognised_are_marked_and_others_are_not(client) -> None:
    office = make_actor("followup")
    scanned = make_scanned(office)
    accept_some(scanned, 100, office)
    plan = make_plan(office)
    services.take_document(plan, scanned, actor=office)
    services.take_document(plan, make_read(office), actor=office)
    shown = queries.plan_page(office, plan.uuid)
    rows = [row for group in shown.groups for row in group.rows]
    by_scan = {row.uuid for row in rows if row.anchors[0].document == str(scanned.uuid)}
    assert by_scan
    assert len(by_scan) < len(rows)
    sheet = papers.breakdown_sheet(shown, (), lambda row: f"/{row}")
    marked = {row[-1] for row in sheet.rows if any(BADGE in str(cell) for cell in row)}
    assert marked == by_scan
    paper = papers.breakdown_paper(shown, lambda row: f"/{row}", date(2026, 3, 1))
    assert MARK in paper.body[0].note
    client.force_login(make_holder("followup"))
    page = client.get(f"/plans/{plan.uuid}/").content.decode()
    assert "图像识别</span>" in page


def test_a_paper_without_scans_says_nothing_of_them() -> None:
    office = make_actor("followup")
    plan = make_plan(office)
    services.take_document(plan, make_read(office), actor=office)
    shown = queries.plan_page(office, plan.uuid)
    assert MARK not in papers.breakdown_paper(shown, lambda row: "", date(2026, 3, 1)).body[0].note


def test_the_answers_to_a_scanned_document_say_so() -> None:
    office = make_actor("followup")
    scanned = make_scanned(office)
    accept_some(scanned, 100, office)
    row = services.start_correspondence(scanned, make_plan(office), actor=office)
    shown = queries.correspondence_page(office, row.uuid)
    assert MARK in papers.answers_paper(shown, lambda row: "", date(2026, 3, 1)).body[0].note
    assert BADGE in papers.answers_sheet(shown).title
