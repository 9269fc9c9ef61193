"""A superior's document against a plan: every clause has its answer, a person gives it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.documents.factories import findings_of, make_document
from tests.people.factories import make_actor, make_holder, make_unit

from luodi.base import ledger
from luodi.base.errors import Conflict, Invalid, NotFound
from luodi.commitments import queries, services
from luodi.documents.models import Finding
from luodi.documents.services import accept_finding, reject_finding, set_release

from .factories import make_filled, make_read

pytestmark = pytest.mark.django_db

ABOVE = """省重点工作安排
一、重点任务
各市要在2026年底前完成老旧小区供水改造。
各市要推进义务教育优质均衡发展。
各市要建设区域航空枢纽。
"""


@pytest.fixture
def pair(office):
    """A superior's document set against a filled plan."""
    plan, rows = make_filled(office)
    document = make_document(office, ABOVE)
    return services.start_correspondence(document, plan, actor=office), document, plan, rows


def clauses(office, made, **more):
    return queries.correspondence_page(office, made.uuid, **more).clauses


def test_each_clause_begins_open_with_candidates_by_wording(office, pair) -> None:
    made, document, _, rows = pair
    shown = queries.correspondence_page(office, made.uuid)
    assert shown.total == len(findings_of(document))
    assert shown.covered == 0
    water = next(c for c in shown.clauses if "供水改造" in c.exact)
    assert water.candidates[0].uuid == next(r.uuid for r in rows if "供水" in r.words)
    plane = next(c for c in shown.clauses if "航空枢纽" in c.exact)
    assert all(c.likeness < 50 for c in plane.candidates)


def test_starting_twice_gives_the_same(office, pair) -> None:
    made, document, plan, _ = pair
    assert services.start_correspondence(document, plan, actor=office) == made


def test_answers_cover_the_document(office, pair) -> None:
    made, _, _, rows = pair
    first, second, third = clauses(office, made)
    services.answer_clause(first.answer, "answered", [rows[0]], actor=office)
    services.answer_clause(second.answer, "partly", [rows[-1], rows[0]], actor=office)
    services.answer_clause(third.answer, "not_applicable", reason="我市无机场", actor=office)
    shown = queries.correspondence_page(office, made.uuid)
    # One answered and one in part, of two that apply.
    assert shown.covered == 75
    assert [c.state for c in shown.clauses] == ["answered", "partly", "not_applicable"]
    assert len(shown.clauses[1].rows) == 2
    services.answer_clause(first.answer, "open", actor=office)
    assert [c.state for c in clauses(office, made, state="open")] == ["open"]
    assert ledger.verify().ok


@pytest.mark.parametrize(
    ("state", "reason"),
    [("answered", ""), ("partly", "说明"), ("not_applicable", " "), ("certainly", "x")],
)
def test_an_answer_without_its_ground_is_refused(office, pair, state, reason) -> None:
    made = pair[0]
    with pytest.raises(Invalid):
        services.answer_clause(clauses(office, made)[0].answer, state, reason=reason, actor=office)


def test_rows_of_another_plan_and_cancelled_ones_answer_nothing(office, pair) -> None:
    made = pair[0]
    _, others = make_filled(office)
    with pytest.raises(Invalid):
        services.answer_clause(
            clauses(office, made)[0].answer, "answered", [others[0]], actor=office
        )


def test_a_stale_answer_is_refused(office, pair) -> None:
    made, _, _, rows = pair
    answer = clauses(office, made)[0].answer
    services.answer_clause(answer, "answered", [rows[0]], actor=office, expected_revision=1)
    with pytest.raises(Conflict):
        services.answer_clause(
            answer, "not_applicable", reason="无", actor=office, expected_revision=1
        )


def test_what_the_review_changes_comes_in_later(office, pair) -> None:
    made, document, _, _ = pair
    found = findings_of(document)
    reject_finding(found[0], "not_ours", actor=office)
    accept_finding(found[1], actor=office)
    services.renew_correspondence(made, actor=office)
    assert {c.finding for c in clauses(office, made)} == {f.uuid for f in found[1:]}
    assert Finding.objects.filter(pk=found[0].pk).exists()


def test_a_document_one_may_not_see_is_not_there(office, pair) -> None:
    made, document, _, _ = pair
    set_release(document, "work_secret", actor=office)
    stranger = make_actor("liaison", make_unit())
    with pytest.raises(NotFound):
        queries.correspondence_page(stranger, made.uuid)
    assert made.uuid not in [line.uuid for line in queries.correspondences(stranger)]


def test_the_pages_answer_a_clause_and_filter(client, office, pair) -> None:
    made, document, plan, rows = pair
    client.force_login(make_holder("followup", name="某人"))
    listed = client.get(reverse("commitments:correspondences")).content.decode()
    assert document.title in listed
    client.post(
        reverse("commitments:correspondence_new"),
        {"document": str(make_read(office).uuid), "plan": str(plan.uuid)},
    )
    assert len(queries.correspondences(office)) == 2
    clause = clauses(office, made)[0]
    answer = client.post(
        reverse("commitments:answer", args=[clause.answer]),
        {"state": "answered", "rows": [str(rows[0].uuid), ""], "revision": 1, "filter": "open"},
    )
    assert answer["Location"].endswith(f"?state=open#a-{clause.answer}")
    page = client.get(reverse("commitments:correspondence", args=[made.uuid]) + "?state=open")
    assert clause.exact not in page.content.decode()


def test_another_row_is_named_by_number_or_words(client, office, pair) -> None:
    """The rows stand once on the page, not once a clause."""
    made, _, _, rows = pair
    client.force_login(make_holder("followup", name="督查员"))
    at = reverse("commitments:correspondence", args=[made.uuid])
    shown = client.get(at).content.decode()
    assert shown.count(f'value="{rows[1].number}. {rows[1].words[:10]}') == 1
    first = clauses(office, made)[0]
    answer = reverse("commitments:answer", args=[first.answer])
    for said in (f"{rows[1].number}. {rows[1].words}", f"第{rows[1].number}项", rows[1].words[:12]):
        client.post(answer, {"state": "answered", "other": said})
        (row,) = clauses(office, made)[0].rows
        assert row.uuid == rows[1].uuid, said
    for said in ("999", "没有这样的事项", "；"):
        refused = client.post(answer, {"state": "answered", "other": said})
        assert refused.status_code == 400, said
    with pytest.raises(NotFound):
        queries.row_named(office, made.uuid, "1")


def test_long_documents_come_in_pages_and_an_answer_leads_back_to_its_own(
    client, monkeypatch, office, pair
) -> None:
    made, _, _, rows = pair
    monkeypatch.setattr("luodi.commitments.queries.correspondence.CLAUSES_A_PAGE", 2)
    client.force_login(make_holder("followup", name="督查员"))
    at = reverse("commitments:correspondence", args=[made.uuid])
    first, second, third = clauses(office, made)
    for page, told, hidden in ((1, first, third), (2, third, first), (99, third, second)):
        shown = client.get(f"{at}?page={page}").content.decode()
        assert told.exact in shown
        assert hidden.exact not in shown
    shown = queries.correspondence_page(office, made.uuid, state="open", page=2)
    assert (shown.total, [c.answer for c in shown.clauses]) == (3, [third.answer])
    given = {"state": "answered", "rows": str(rows[0].uuid), "page": "2", "filter": ""}
    answer = client.post(reverse("commitments:answer", args=[third.answer]), given)
    assert answer["Location"] == f"{at}?page=2#a-{third.answer}"
    word = client.get(reverse("commitments:answers_paper", args=[made.uuid, "docx"]))
    assert word.status_code == 200
    assert len(queries.correspondence_page(office, made.uuid).clauses) == 3
