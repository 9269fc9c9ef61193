"""A plan is for everybody with a business role; a work secret behind it stays with its own."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse
from tests.people.factories import make_actor, make_holder, make_unit

from luodi.commitments import queries, services
from luodi.documents.models import Document
from luodi.documents.services import set_release

from .factories import make_filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(office):
    """An approved plan from a document that became a work secret."""
    plan, _ = make_filled(office)
    set_release(Document.objects.get(), "work_secret", actor=office)
    services.approve_plan(plan, actor=office)
    return plan


def pages(plan) -> list[str]:
    row = plan.rows.order_by("order").first()
    return [
        reverse("commitments:plan", args=[plan.uuid]),
        reverse("commitments:row", args=[row.uuid]),
        reverse("commitments:version", args=[plan.uuid, 1]),
    ]


def table_of(client, plan) -> str:
    data = client.get(reverse("commitments:plan_paper", args=[plan.uuid, "docx"])).content
    found = docx.Document(io.BytesIO(data)).tables
    return " ".join(cell.text for table in found for row in table.rows for cell in row.cells)


@pytest.mark.parametrize(("role", "reads"), [("liaison", False), ("auditor", True)])
def test_the_source_is_told_only_to_who_may_read_it(client, plan, role, reads) -> None:
    client.force_login(make_holder(role, make_unit(), name="某人"))
    document = Document.objects.get()
    for page in pages(plan):
        shown = client.get(page).content.decode()
        assert plan.rows.order_by("order").first().words in shown
        assert (f"/documents/{document.uuid}/" in shown) == reads, page
        assert (document.title in shown) == reads, page
    assert (document.title in table_of(client, plan)) == reads


def test_a_measure_keeps_its_words_and_loses_its_link(office, plan, units) -> None:
    liaison = make_actor("liaison", make_unit())
    told = {line.uuid: line for line in queries.measures_in(office, plan.uuid)}
    for key, line in queries.measures_of(liaison, told).items():
        assert line.words == told[key].words
        assert (told[key].exact != "", line.exact, line.document) == (True, "", "")
    groups = queries.plan_page(liaison, plan.uuid).groups
    shown = [measure for group in groups for row in group.rows for measure in row.measures]
    assert shown
    assert not any(measure.finding or measure.is_typed for measure in shown)


def test_whoever_takes_a_work_secret_into_a_plan_is_told(client, office) -> None:
    plan, _ = make_filled(office)
    document = Document.objects.get()
    services.remove_row(plan.rows.order_by("order").first(), actor=office)
    set_release(document, "work_secret", actor=office)
    client.force_login(make_holder("followup", name="某人"))
    page = client.get(reverse("commitments:take", args=[plan.uuid])).content.decode()
    assert "工作秘密" in page
    assert "凡能查看方案的人都能看到" in page
