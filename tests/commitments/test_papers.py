"""Papers of plans: every row, its source and link, in the layout, whole in Word and Excel."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.documents.factories import make_document
from tests.people.factories import make_holder

from luodi.base.papers import check_layout
from luodi.commitments import services

from .factories import make_filled, make_plan
from .test_correspondence import ABOVE

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """Somebody of the follow-up office, signed in."""
    person = make_holder("followup", name="某人")
    client.force_login(person)
    return person


def cells(data: bytes) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for table in docx.Document(io.BytesIO(data)).tables
        for row in table.rows
    ]


def test_the_task_table_in_word_holds_every_row_with_its_link(client, person, office) -> None:
    plan, rows = make_filled(office)
    answer = client.get(reverse("commitments:plan_paper", args=[plan.uuid, "docx"]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert check_layout(answer.content) == []
    found = cells(answer.content)
    for row in rows:
        line = next(cell for cell in found if cell[0] == str(row.number))
        assert row.words in line[1]
        assert line[4] == (row.lead.short_name if row.lead else "")
        assert "重点工作安排" in line[6]
    links = docx.Document(io.BytesIO(answer.content)).part.rels.values()
    targets = {link.target_ref for link in links if link.is_external}
    assert all(any(str(row.uuid) in target for target in targets) for row in rows)


def test_a_draft_says_so_and_an_approved_plan_names_its_version(client, person, office) -> None:
    plan, _ = make_filled(office)
    address = reverse("commitments:plan_paper", args=[plan.uuid, "docx"])
    text = "".join(
        p.text for p in docx.Document(io.BytesIO(client.get(address).content)).paragraphs
    )
    assert "（草稿）" in text
    services.approve_plan(plan, actor=office)
    text = "".join(
        p.text for p in docx.Document(io.BytesIO(client.get(address).content)).paragraphs
    )
    assert "草稿" not in text
    assert "第1版" in text


def test_the_task_table_in_excel_offers_units_and_hides_the_ids(client, person, office) -> None:
    plan, rows = make_filled(office)
    answer = client.get(reverse("commitments:plan_paper", args=[plan.uuid, "xlsx"]))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    head = [cell.value for cell in sheet[2]]
    last = head.index("事项标识（勿改）") + 1
    ids = [sheet.cell(row=at, column=last).value for at in range(3, 3 + len(rows))]
    assert ids == [str(row.uuid) for row in plan.rows.order_by("order")]
    assert sheet.column_dimensions[sheet.cell(row=2, column=last).column_letter].hidden
    assert sheet.data_validations.dataValidation


def test_the_brief_is_one_page_and_names_the_key_items(client, person, office) -> None:
    plan, rows = make_filled(office)
    services.edit_row(rows[0], {"is_key": True}, actor=office)
    answer = client.get(reverse("commitments:plan_paper", args=[plan.uuid, "brief"]))
    assert check_layout(answer.content) == []
    text = " ".join(part for row in cells(answer.content) for part in row)
    assert rows[0].words[:20] in text


def test_answers_to_a_superior_in_word_and_excel(client, person, office) -> None:
    plan, rows = make_filled(office)
    made = services.start_correspondence(make_document(office, ABOVE), plan, actor=office)
    first = made.answers.order_by("finding__start").first()
    services.answer_clause(first, "answered", [rows[0]], actor=office)
    word = client.get(reverse("commitments:answers_paper", args=[made.uuid, "docx"])).content
    assert check_layout(word) == []
    line = next(row for row in cells(word) if row[0] == "1")
    assert first.finding.exact in line[1]
    assert line[2].startswith(f"{rows[0].number}. ")
    assert line[4] == "已对应"
    columns = list(docx.Document(io.BytesIO(word)).tables[0].columns)
    assert columns[2].width > columns[1].width * 0.9
    excel = client.get(reverse("commitments:answers_paper", args=[made.uuid, "xlsx"])).content
    values = [cell.value for row in load_workbook(io.BytesIO(excel)).active for cell in row]
    assert "尚未对应" in values


def test_an_empty_plan_and_an_unknown_paper_are_answered(client, person, office) -> None:
    plan = make_plan(office)
    empty = client.get(reverse("commitments:plan_paper", args=[plan.uuid, "docx"]))
    assert empty.status_code == 400
    assert "还没有事项" in empty.content.decode()
    assert client.get(reverse("commitments:plan_paper", args=[plan.uuid, "exe"])).status_code == 404


def test_no_english_word_of_the_interface_slips_into_a_paper(client, person, office) -> None:
    plan, _ = make_filled(office)
    client.cookies["django_language"] = "en"
    data = client.get(reverse("commitments:plan_paper", args=[plan.uuid, "docx"])).content
    text = " ".join(part for row in cells(data) for part in row)
    assert not re.search(r"[A-Za-z]{3,}", text)
