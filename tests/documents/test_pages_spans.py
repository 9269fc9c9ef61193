"""Pages about where findings stand: words and places compared, forms without script, clashes."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base.actors import SYSTEM
from luodi.documents import services
from luodi.documents.models import Document, Finding
from luodi.people.queries import actor_of

from .factories import accept_some, findings_of, make_document

pytestmark = pytest.mark.django_db
TEXT = """望川市2026年重点工作安排
一、项目建设
𠮷祥街道要在2026年底前新建学校12所，
改造老旧小区50个。
今年的事还多：河道清淤20公里。
要新建农村公路300公里，要建设泵站20座。
今年的事还多。
"""


@pytest.fixture
def person():
    """Somebody of the follow-up office."""
    return make_holder("followup", name="林晓")


@pytest.fixture
def client(client, person):
    """Signed in as that person."""
    client.force_login(person)
    return client


@pytest.fixture
def document(person) -> Document:
    """A document that was read."""
    return make_document(actor_of(person), TEXT)


def at(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def place(document: Document, words: str) -> dict[str, object]:
    """What the script sends for selected words."""
    start = document.versions.get().text.index(words)
    return {"start": start, "end": start + len(words), "words": words}


def with_words(document: Document, words: str) -> Finding:
    return next(row for row in findings_of(document) if words in row.exact)


def test_undo_of_a_cut_makes_the_page_anew(client, document):
    row = with_words(document, "农村公路")
    given = {**place(document, "农村公路300公里"), "revision": row.revision, "state": "all"}
    answer = client.post(at("finding_span", row.uuid), given)
    assert answer.status_code == 302
    assert answer.url.endswith(f"?state=all&finding={row.uuid}#f-{row.uuid}")
    answer = client.post(at("undo", document.uuid), headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.content.decode()
    assert str(row.uuid) in answer["HX-Redirect"]
    assert Finding.objects.get(pk=row.pk).exact == row.exact


def test_what_was_selected_is_added_accepted(client, document):
    given = {**place(document, "河道清淤20公里"), "of_kind": "project", "state": "all"}
    answer = client.post(at("add_finding", document.uuid), given)
    made = with_words(document, "河道清淤")
    assert answer.url.endswith(f"finding={made.uuid}#f-{made.uuid}")
    assert (made.state, made.kind, made.exact) == ("accepted", "project", "河道清淤20公里")
    page = client.get(answer.url.partition("#")[0]).content.decode()
    assert f'id="f-{made.uuid}"' in page
    assert f'data-start="{made.start}"' in page


@pytest.mark.parametrize("shift", [-1, 1, 100_000])
def test_an_offset_that_does_not_give_the_selected_words_is_refused(client, document, shift):
    given = {**place(document, "河道清淤20公里"), "of_kind": "task"}
    given["start"] = max(0, int(given["start"]) + shift)
    before = len(findings_of(document))
    page = client.post(at("add_finding", document.uuid), given).content.decode()
    assert "原文中没有这样的文字" in page
    assert "河道清淤20公里" in page
    assert len(findings_of(document)) == before


def test_words_typed_are_found_where_they_stand_once(client, document):
    url = at("add_finding", document.uuid)
    page = client.post(url, {"words": "今年的事还多", "of_kind": "task"}).content.decode()
    assert "出现不止一处" in page
    client.post(url, {"words": "在2026年底前新建 学校12所，改造", "of_kind": "task"})
    made = with_words(document, "学校12所，\n改造")
    assert made.exact == "在2026年底前新建学校12所，\n改造"
    page = client.post(url, {"words": "", "of_kind": "wish"}).content.decode()
    assert page.count('aria-invalid="true"') == 2


def test_a_span_is_changed_without_script(client, document):
    row = with_words(document, "农村公路")
    page = client.get(at("finding_span", row.uuid)).content.decode()
    assert f">\n{row.exact}</textarea>" in page
    assert f"<strong>{row.exact}</strong>" in page
    given = {"words": "要新建农村公路300公里，要建设泵站20座", "revision": row.revision}
    assert client.post(at("finding_span", row.uuid), given).status_code == 302
    assert Finding.objects.get(pk=row.pk).exact == given["words"]


def test_a_stale_span_shows_both_versions(client, document):
    row = with_words(document, "农村公路")
    services.edit_finding(
        row, {"kind": "goal"}, actor=actor_of(make_holder("followup")), expected_revision=1
    )
    given = {**place(document, "农村公路300公里"), "revision": 1, "state": "all"}
    answer = client.post(at("finding_span", row.uuid), given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert row.exact in page
    assert "农村公路300公里</textarea>" in page
    assert 'name="revision" value="2"' in page
    assert "以我的内容保存" in page


def test_a_split_offers_every_mark_and_keeps_the_rest(client, document):
    text = document.versions.get().text
    row = with_words(document, "农村公路")
    given = {"words": "农村公路300公里，要建设泵站20座", "revision": row.revision}
    client.post(at("finding_span", row.uuid), given)
    for other in findings_of(document):
        if "泵站" in other.exact and other.pk != row.pk:
            client.post(at("finding_merge", row.uuid), {"revision": row.revision + 1})
    row = Finding.objects.get(pk=row.pk)
    page = client.get(at("finding_split", row.uuid)).content.decode()
    cuts = [int(value) for value in re.findall(r'name="at" value="(\d+)"', page)]
    assert cuts == [text.index("要建设泵站")]
    given = {"at": cuts[0], "revision": row.revision}
    assert client.post(at("finding_split", row.uuid), given).status_code == 302
    assert Finding.objects.get(pk=row.pk).exact == "农村公路300公里"
    assert with_words(document, "泵站").exact == "要建设泵站20座"
    stale = client.post(at("finding_split", row.uuid), given)
    assert (stale.status_code, "现在的原文" in stale.content.decode()) == (409, True)


def test_a_finding_without_marks_says_why_it_cannot_be_split(client, document):
    row = with_words(document, "小区50个")
    page = client.get(at("finding_split", row.uuid)).content.decode()
    assert "没有可拆分的标点" in page
    assert 'name="at"' not in page


def test_the_last_finding_has_no_next(client, document):
    last = findings_of(document)[-1]
    answer = client.post(at("finding_merge", last.uuid))
    assert answer.status_code == 400
    assert "没有可合并的摘录" in answer.content.decode()


def test_selected_findings_are_merged(client, document):
    rows = [with_words(document, words) for words in ("学校12所", "小区50个")]
    chosen = f"{rows[0].uuid}:{rows[0].revision} {rows[1].uuid}"
    given = {"findings": f"{chosen} no-id", "state": "all"}
    assert client.post(at("merge_findings", document.uuid), given).status_code == 302
    assert Finding.objects.get(pk=rows[0].pk).end == rows[1].end
    assert client.post(at("merge_findings", document.uuid), {}).status_code == 400


def test_what_somebody_changed_meanwhile_is_not_merged(client, document):
    rows = [with_words(document, words) for words in ("学校12所", "小区50个")]
    services.edit_finding(rows[0], {"kind": "goal"}, actor=SYSTEM, expected_revision=1)
    given = {"findings": f"{rows[0].uuid}:1 {rows[1].uuid}:1"}
    assert client.post(at("merge_findings", document.uuid), given).status_code == 409
    assert client.post(at("finding_merge", rows[0].uuid), {"revision": 1}).status_code == 409
    assert client.post(at("finding_merge", rows[0].uuid)).status_code == 400
    assert Finding.objects.get(pk=rows[0].pk).end == rows[0].end


@pytest.mark.parametrize("name", ["finding_span", "finding_split"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_review_gets_no_form(client, document, name, method):
    row = findings_of(document)[0]
    client.force_login(make_holder("auditor"))
    assert getattr(client, method)(at(name, row.uuid)).status_code == 403
    page = client.get(at("review", document.uuid)).content.decode()
    assert "span-bar" not in page
    assert "data-move" not in page


def test_cards_are_sorted_by_doubt_and_stay_so(client, document):
    rows = sorted(findings_of(document), key=lambda r: (r.confidence, r.start, r.end))
    page = client.get(at("review", document.uuid), {"state": "all", "order": "doubt"})
    shown = re.findall(r'<article[^>]* id="f-([0-9a-f-]+)"', page.content.decode())
    assert shown == [str(row.uuid) for row in rows]
    assert 'name="order" value="doubt"' in page.content.decode()
    around = client.get(at("cards", document.uuid), {"order": "doubt", "around": rows[-1].uuid},
                        headers={"HX-Request": "true"})  # fmt: skip
    assert str(rows[-1].uuid) in around.content.decode()


def test_a_guest_stands_at_its_place_in_either_order(client, document):
    rows = sorted(findings_of(document), key=lambda r: (r.confidence, r.start, r.end))
    guest = accept_some(document, len(rows))[0]
    for row in findings_of(document):
        if row.pk != guest.pk:
            services.restore_finding(row, actor=actor_of(make_holder("followup")))
    asked = {"state": "proposed", "order": "doubt", "finding": str(guest.uuid)}
    page = client.get(at("review", document.uuid), asked).content.decode()
    shown = re.findall(r'<article[^>]* id="f-([0-9a-f-]+)"', page)
    assert shown == [str(row.uuid) for row in rows]
