"""Pages of plans: who opens them, in both languages, empty and full, and what their forms do."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.people.factories import make_actor, make_holder

from luodi.base.actors import Actor
from luodi.base.papers import check_layout
from luodi.commitments import queries, services
from luodi.commitments.models import Opinion, Plan, PlanRow, ProposedChange
from luodi.people.models import Person, Role

from .factories import findings_in, make_filled, make_plan, make_read, make_units

pytestmark = pytest.mark.django_db
READ = ("auditor", "followup", "liaison", "unit_leader", "city_leader", "assistant")
MAKE = ("followup",)
APPROVE = ("followup", "city_leader")
ENGLISH = re.compile(r">[^<>{}]*[A-Za-z]{4,}[^<>]*<")


@pytest.fixture(scope="module")
def office(made_once) -> Actor:
    """Somebody of the follow-up office, in a city with the units that the texts name."""
    make_units()
    return make_actor("followup")


@pytest.fixture(scope="module")
def world(office):
    """A plan in its second version being amended, a draft with rows, and one person a role."""
    amended, rows = make_filled(office)
    services.approve_plan(amended, actor=office)
    services.start_amendment(amended, actor=office)
    services.edit_row(rows[0], {"goal": "全部完成"}, actor=office)
    services.approve_plan(amended, actor=office, reason="按会议要求")
    services.start_amendment(amended, actor=office)
    services.edit_row(rows[0], {"theme": "城建", "goal": "再改"}, actor=office)
    people = {role: make_holder(role, name=f"某人{n}") for n, role in enumerate(Role.values)}
    return {"plan": amended, "row": rows[0], "empty": make_plan(office), "people": people}


def addresses(world) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every page, and the roles it opens to."""
    plan, row = world["plan"].uuid, world["row"].uuid

    def at(name: str, *args: object) -> str:
        return reverse(f"commitments:{name}", args=args)

    return {
        "plans": (at("plans"), READ),
        "new": (at("new"), MAKE),
        "plan": (at("plan", plan), READ),
        "empty plan": (at("plan", world["empty"].uuid), READ),
        "edit": (at("edit", plan), MAKE),
        "take": (at("take", plan), MAKE),
        "approve": (at("approve", plan), APPROVE),
        "carry": (at("carry", plan), MAKE),
        "effect": (at("effect", plan), READ),
        "compare": (at("compare", plan), READ),
        "version": (at("version", plan, 1), READ),
        "row": (at("row", row), READ),
        "row_edit": (at("row_edit", row), MAKE),
    }


NAMES = (
    "plans", "new", "plan", "empty plan", "edit", "take", "approve", "carry", "effect", "compare",
    "version", "row", "row_edit",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_to_its_roles_and_to_nobody_else(client: Client, world, name) -> None:
    address, opens = addresses(world)[name]
    assert client.get(address).status_code == 302
    for role, person in world["people"].items():
        client.force_login(person)
        status = client.get(address).status_code
        assert (status == 200) == (role in opens), (role, status)


@pytest.mark.one_database
@pytest.mark.parametrize("name", NAMES)
def test_a_chinese_page_holds_no_english_and_an_english_one_no_chinese_label(
    client: Client, world, name
) -> None:
    address, _ = addresses(world)[name]
    client.force_login(world["people"]["followup"])
    page = client.get(address).content.decode()
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page[page.index("<main") :], flags=re.S)
    # Digests and names of products are written so in every language.
    body = re.sub(r"[0-9a-f]{64}|SHA-256|luodi|Word|Excel", "", body)
    assert ENGLISH.findall(body) == []
    client.cookies["django_language"] = "en"
    english = client.get(address).content.decode()
    heading = re.search(r"<h1>(.*?)</h1>", english, re.S)
    assert heading
    if name not in ("plan", "empty plan", "version"):
        assert not re.search(r"[\u4e00-\u9fff]", heading.group(1))


def office_of(world) -> Person:
    return world["people"]["followup"]


def test_from_a_new_plan_to_its_approval_by_pages(client: Client, world, office) -> None:
    client.force_login(office_of(world))
    document = make_read(office)
    client.post(reverse("commitments:new"), {"title": "新方案", "year": "2026"})
    plan = Plan.objects.get(title="新方案")
    client.post(
        reverse("commitments:take", args=[plan.uuid]),
        {"documents": [str(document.uuid)], "bundled": "on"},
    )
    rows = list(plan.rows.all())
    assert rows
    shown = client.get(reverse("commitments:plan", args=[plan.uuid])).content.decode()
    for row in rows:
        for finding in findings_in(row):
            assert f"finding={finding.uuid}#f-{finding.uuid}" in shown
    client.post(reverse("commitments:approve", args=[plan.uuid]), {})
    plan.refresh_from_db()
    assert plan.state == "approved"


def test_the_form_of_a_row_keeps_what_it_does_not_change(client: Client, world) -> None:
    client.force_login(office_of(world))
    row = next(row for row in world["plan"].rows.all() if row.measures.exists())
    address = reverse("commitments:row_edit", args=[row.uuid])
    form = client.get(address).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    for prefix, rows in (("measure", form.measures), ("step", form.milestones)):
        for name in rows[0] if rows else ():
            data[f"{prefix}_{name}"] = [item[name] for item in rows]
    before = row.measures.get()
    answer = client.post(address, {**data, "theme": "供水", "revision": row.revision})
    assert answer.status_code == 302
    row.refresh_from_db()
    after = row.measures.get()
    assert row.theme == "供水"
    kept = ("uuid", "start", "end", "value", "comparator", "unit", "words", "finding_id")
    assert [getattr(after, n) for n in kept] == [getattr(before, n) for n in kept]


def test_a_stale_form_shows_both_versions_and_overwrites_nothing(client: Client, world) -> None:
    client.force_login(office_of(world))
    row = world["row"]
    address = reverse("commitments:row_edit", args=[row.uuid])
    answer = client.post(
        address, {"words": "我的写法", "mode": "goal", "revision": row.revision - 1}
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "我的写法" in text
    assert row.words in text
    assert PlanRow.objects.get(pk=row.pk).words != "我的写法"


def test_rows_are_split_joined_moved_and_taken_out_by_pages(client: Client, world, office) -> None:
    client.force_login(office_of(world))
    plan, rows = make_filled(office)
    row = next(row for row in rows if row.bundled.count() > 1)
    second = findings_in(row)[1]
    answer = client.post(
        reverse("commitments:row_split", args=[row.uuid]), {"from": str(second.uuid)}
    )
    new = plan.rows.order_by("-pk").first()
    assert answer["Location"].endswith(f"#r-{new.uuid}")
    assert findings_in(new)[0] == second
    client.post(reverse("commitments:row_place", args=[new.uuid]), {"direction": "up"})
    client.post(reverse("commitments:row_place", args=[new.uuid]), {"direction": "down"})
    client.post(reverse("commitments:row_join", args=[new.uuid]), {"query": "mode=goal"})
    assert not plan.rows.filter(pk=new.pk).exists()
    assert second in findings_in(row)
    client.post(reverse("commitments:row_remove", args=[row.uuid]), {})
    assert not plan.rows.filter(pk=row.pk).exists()


def test_a_row_of_an_approved_plan_is_cancelled_and_put_back(client: Client, world) -> None:
    client.force_login(office_of(world))
    row = world["row"]
    client.post(reverse("commitments:row_cancel", args=[row.uuid]), {"reason": "上级已取消"})
    assert PlanRow.objects.get(pk=row.pk).state == "cancelled"
    client.post(reverse("commitments:row_reinstate", args=[row.uuid]))
    assert PlanRow.objects.get(pk=row.pk).state == "live"


def test_moves_carry_over_and_unknown_moves(client: Client, world, office) -> None:
    client.force_login(office_of(world))
    plan, rows = make_filled(office)
    unit = str(rows[0].lead.uuid)
    client.post(reverse("commitments:consult", args=[plan.uuid]), {"units": [unit]})
    plan.refresh_from_db()
    assert plan.state == "consultation"
    assert client.post(reverse("commitments:move", args=[plan.uuid, "burn"])).status_code == 404
    assert client.post(reverse("commitments:move", args=[plan.uuid, "close"])).status_code == 409
    client.post(reverse("commitments:approve", args=[plan.uuid]), {})
    client.post(
        reverse("commitments:carry", args=[plan.uuid]),
        {"into": str(world["empty"].uuid), "rows": [str(rows[0].uuid)]},
    )
    assert world["empty"].rows.get().carried_from == rows[0]


def test_a_plan_asks_as_many_queries_however_many_rows(
    client: Client, world, office, django_assert_max_num_queries
) -> None:
    client.force_login(office_of(world))
    plan, _ = make_filled(office)
    address = reverse("commitments:plan", args=[plan.uuid])
    client.get(address)
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    services.take_document(plan, make_read(office), actor=office)
    with django_assert_max_num_queries(30) as many:
        client.get(address)
    assert len(many) == len(few)


def test_a_reviewed_document_is_led_into_a_plan(client: Client, world, office) -> None:
    """From the first page: a new plan or one in the making, with the document ticked."""
    client.force_login(office_of(world))
    document = make_read(office)
    add = f"{reverse('commitments:new')}?document={document.uuid}"
    assert [row.uuid for row in queries.unplanned(office)][:1] == [document.uuid]
    assert add in client.get("/").content.decode()
    shown = client.get(add).content.decode()
    ticked = f"{reverse('commitments:take', args=[world['empty'].uuid])}?document={document.uuid}"
    assert ticked in shown
    made = client.post(add, {"title": "新的方案", "year": "2026"})
    assert made["Location"].endswith(f"?document={document.uuid}")
    box = re.search(
        rf'<input[^>]*value="{document.uuid}"[^>]*>', client.get(made["Location"]).content.decode()
    )
    assert "checked" in box[0]
    client.post(made["Location"], {"documents": [str(document.uuid)], "bundled": "on"})
    assert document.uuid not in [row.uuid for row in queries.unplanned(office)]
    others = make_actor("liaison")
    assert queries.unplanned(others) == queries.plans_in_making(others) == []


def test_a_row_shows_the_units_of_its_text_and_its_partners_are_boxes(
    client: Client, world, office
) -> None:
    client.force_login(office_of(world))
    _, rows = make_filled(office)
    row = next(r for r in rows for f in findings_in(r) if f.fields["owners"])
    named = next(o["text"] for f in findings_in(row) for o in f.fields["owners"])
    for name in ("row", "row_edit"):
        shown = client.get(reverse(f"commitments:{name}", args=[row.uuid])).content.decode()
        assert re.search(rf'class="item" lang="zh-Hans">{named} ', shown), name
    assert 'type="checkbox" name="partners"' in shown


def test_a_consultation_by_pages(client: Client, world, office) -> None:
    """Sent round, edited with openpyxl, read back, decided, printed."""
    client.force_login(office_of(world))
    plan, rows = make_filled(office)
    unit = str(rows[0].lead.uuid)
    client.post(reverse("commitments:consult", args=[plan.uuid]), {"units": [unit]})
    at = reverse("commitments:consultation", args=[plan.uuid])
    table = reverse("commitments:consult_paper", args=[plan.uuid, "table"])
    book = load_workbook(io.BytesIO(client.get(table).content))
    book.worksheets[0]["C3"] = "改过的写法"
    out = io.BytesIO()
    book.save(out)
    asked = str(plan.consultations.get().consulted.get().uuid)
    reply = plan.consultations.get().consulted.get
    assert "登记为无意见" in client.post(at, {"unit": asked, "words": " "}).content.decode()
    assert reply().state == "waiting"
    client.post(at, {"unit": asked, "words": "", "none": "1"})
    assert reply().state == "none"
    file = SimpleUploadedFile("退回.xlsx", out.getvalue())
    client.post(at, {"unit": asked, "file": file})
    client.post(at, {"unit": asked, "words": "建议补充经费来源", "row": str(rows[0].uuid)})
    shown = client.get(at).content.decode()
    assert rows[0].words in shown
    assert "改过的写法" in shown
    assert "建议补充经费来源" in shown
    change = ProposedChange.objects.get()
    approval = reverse("commitments:approve", args=[plan.uuid])
    assert "1 处改动、1 条意见待定" in client.get(approval).content.decode()
    services.edit_row(rows[0], {"words": "另一种写法"}, actor=office)
    shown = client.get(at).content.decode()
    assert "现为：另一种写法" in shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    client.post(reverse("commitments:change", args=[change.uuid, "accept"]), {"seen": seen})
    rows[0].refresh_from_db()
    assert rows[0].words == "改过的写法"
    opinion = Opinion.objects.get()
    refused = client.post(reverse("commitments:opinion", args=[opinion.uuid]), {"state": "partly"})
    assert refused.status_code == 400
    client.post(
        reverse("commitments:opinion", args=[opinion.uuid]), {"state": "adopted", "why": "已补充"}
    )
    paper = client.get(reverse("commitments:consult_paper", args=[plan.uuid, "opinions"]))
    assert check_layout(paper.content) == []
    cells = [c.text for c in docx.Document(io.BytesIO(paper.content)).tables[0].rows[1].cells]
    assert "建议补充经费来源" in cells
    assert "采纳" in cells
    broken = client.post(at, {"unit": asked, "file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")})
    assert broken.status_code == 200
    assert "另存为" in broken.content.decode()


def test_a_consultation_opens_to_its_roles(client: Client, world, office) -> None:
    plan, rows = make_filled(office)
    services.open_consultation(plan, [rows[0].lead.uuid], actor=office)
    at = reverse("commitments:consultation", args=[plan.uuid])
    for role, person in world["people"].items():
        client.force_login(person)
        assert (client.get(at).status_code == 200) == (role in READ), role
        answer = client.post(at, {"unit": "x"})
        assert (answer.status_code == 403) == (role != "followup"), (role, answer.status_code)
