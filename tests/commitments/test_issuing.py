"""Notices: nothing is sent before it is signed out, numbers have neither gaps nor doubles."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base.errors import Conflict, Invalid, LuodiError
from luodi.base.papers import check_layout
from luodi.commitments import queries, services
from luodi.commitments.models import IssuedPaper, PaperSeries
from luodi.commitments.papers.plan import _counted

from .factories import make_filled

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 stamped"


@pytest.fixture
def approved(office, units):
    """An approved plan."""
    plan, _rows = make_filled(office)
    services.approve_plan(plan, actor=office)
    return plan


def text(paper: IssuedPaper, office) -> str:
    data = queries.paper_file(office, paper.uuid).data
    document = docx.Document(io.BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_a_notice_is_drafted_signed_out_stamped_and_withdrawn(office, approved, units) -> None:
    paper = services.draft_notice(
        approved, units["市水利局"], contact="王某 0710-1", copies="市委办、市政府办", actor=office
    )
    assert (paper.state, paper.number) == ("draft", "")
    with pytest.raises(Conflict):
        services.attach_scan(paper, PDF, "盖章.pdf", actor=office)
    signed = services.sign_out(paper, mark="望政督", signer="周某", actor=office)
    year = signed.signed_at.year
    assert signed.number == f"望政督〔{year}〕1号"
    said = text(signed, office)
    for words in (signed.number, "望川市水利局", "供水改造", "周某", "王某 0710-1", "市政府办"):
        assert words in said
    assert check_layout(queries.paper_file(office, signed.uuid).data) == []
    stamped = services.attach_scan(signed, PDF, "../盖章.pdf", actor=office)
    assert stamped.scan_name == "盖章.pdf"
    assert queries.paper_file(office, signed.uuid, scan=True).data == PDF
    with pytest.raises(Invalid):
        services.withdraw_paper(signed, " ", actor=office)
    assert services.withdraw_paper(signed, "重复", actor=office).number == signed.number


def test_what_was_signed_out_does_not_change_with_the_plan(office, approved, units) -> None:
    paper = services.draft_notice(approved, units["市水利局"], actor=office)
    services.sign_out(paper, mark="望政督", signer="周某", actor=office)
    before = queries.paper_file(office, paper.uuid).data
    services.start_amendment(approved, actor=office)
    row = approved.rows.filter(lead__uuid=units["市水利局"]).get()
    services.edit_row(row, {"words": "另一件事"}, actor=office)
    services.approve_plan(approved, actor=office, reason="因故")
    assert queries.paper_file(office, paper.uuid).data == before


def test_numbers_have_neither_gaps_nor_doubles(office, approved, units) -> None:
    papers = [services.draft_notice(approved, unit, actor=office) for unit in units.values()]
    for paper in papers[:3]:
        services.sign_out(paper, mark="望政督", signer="周某", actor=office)
    services.withdraw_paper(papers[1], "重复", actor=office)
    with pytest.raises(Invalid):
        services.sign_out(papers[3], mark="望政督", signer="", actor=office)
    services.sign_out(papers[3], mark="望政督", signer="周某", actor=office)
    again = services.draft_notice(approved, list(units.values())[1], actor=office)
    services.sign_out(again, mark="望督", signer="周某", actor=office)
    serials = IssuedPaper.objects.filter(series__mark="望政督").order_by("serial")
    assert [paper.serial for paper in serials] == [1, 2, 3, 4]
    assert PaperSeries.objects.get(mark="望督").last == 1


@pytest.mark.parametrize("mark", ["", "望 督", "督〔2026〕", "x" * 31])
def test_a_mark_that_is_none_is_refused_and_uses_no_number(office, approved, units, mark) -> None:
    paper = services.draft_notice(approved, units["市水利局"], actor=office)
    with pytest.raises(Invalid):
        services.sign_out(paper, mark=mark, signer="周某", actor=office)
    assert not PaperSeries.objects.exists()


def test_a_notice_needs_an_approved_plan_and_rows_of_the_unit(office, units) -> None:
    plan, _ = make_filled(office)
    with pytest.raises(Conflict):
        services.draft_notice(plan, units["市水利局"], actor=office)
    services.approve_plan(plan, actor=office)
    idle = make_holder("liaison").holdings.get().post.unit
    with pytest.raises(Invalid):
        services.draft_notice(plan, idle.uuid, actor=office)
    assert not IssuedPaper.objects.exists()


def test_drafting_twice_keeps_one_draft_and_a_draft_can_be_dropped(office, approved, units) -> None:
    first = services.draft_notice(approved, units["市水利局"], actor=office)
    second = services.draft_notice(approved, units["市水利局"], contact="李某", actor=office)
    assert first == second
    services.drop_notice(second, actor=office)
    assert not IssuedPaper.objects.exists()


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"<html>"])
def test_a_stamped_copy_is_a_picture_or_a_pdf(office, approved, units, data) -> None:
    paper = services.draft_notice(approved, units["市水利局"], actor=office)
    services.sign_out(paper, mark="望政督", signer="周某", actor=office)
    with pytest.raises(LuodiError):
        services.attach_scan(paper, data, "a.pdf", actor=office)


def test_the_pages_draft_sign_and_stamp(client, office, approved, units) -> None:
    client.force_login(make_holder("followup", name="某人"))
    at = reverse("commitments:papers", args=[approved.uuid])
    shown = client.get(at).content.decode()
    assert all(name in shown for name in units)
    client.post(
        reverse("commitments:paper_draft", args=[approved.uuid]), {"units": [units["市水利局"]]}
    )
    paper = IssuedPaper.objects.get()
    client.post(
        reverse("commitments:paper_sign", args=[paper.uuid]), {"mark": "望政督", "signer": "周某"}
    )
    file = SimpleUploadedFile("盖章.pdf", PDF)
    client.post(reverse("commitments:paper_stamp", args=[paper.uuid]), {"file": file})
    shown = client.get(at).content.decode()
    assert "望政督" in shown
    scan = client.get(reverse("commitments:paper_file", args=[paper.uuid, "scan"]))
    assert (scan.content, scan["Content-Type"]) == (PDF, "application/pdf")
    word = client.get(reverse("commitments:paper_file", args=[paper.uuid, "word"]))
    assert word["Content-Disposition"].startswith("attachment")
    client.force_login(make_holder("liaison", name="某人"))
    again = client.post(reverse("commitments:paper_withdraw", args=[paper.uuid]), {"why": "无"})
    assert again.status_code == 403


@pytest.mark.parametrize(
    ("leads", "helps", "said"),
    [(2, 1, "牵头的2项、配合的1项"), (2, 0, "牵头的2项"), (0, 3, "配合的3项")],
)
def test_a_notice_does_not_speak_of_what_there_is_none_of(
    leads: int, helps: int, said: str
) -> None:
    assert _counted(leads, helps) == said
