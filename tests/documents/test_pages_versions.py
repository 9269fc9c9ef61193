"""Pages of items without a document and of new versions: forms, lists to settle, older texts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base import clock, files, jobs
from luodi.documents import queries, services
from luodi.documents.models import Document, Finding, VersionMatch
from luodi.people.queries import actor_of

from .factories import accept_some, findings_of, make_document

pytestmark = pytest.mark.django_db
WORDS = "请市水利局于2026年12月底前完成河道清淤20公里。"


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
    """A document that was read and of which two findings are accepted."""
    made = make_document(actor_of(person))
    accept_some(made, 2)
    return made


def at(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def item(**more: object) -> dict[str, object]:
    given = {"source": "remark", "leader": "王市长", "date": "2026-03-02", "words": WORDS}
    told = {"owned_by": "市水利局，市住建局", "release": "internal"}
    return {**given, **told, **more}


# --- registering


def test_an_item_is_registered_on_one_screen(client):
    page = client.get(at("register")).content.decode()
    assert f'value="{clock.today().isoformat()}"' in page
    assert all(
        word in page for word in ("领导批示", "会议议定事项", "上级交办", "建议提案", "12345")
    )
    scan = SimpleUploadedFile("批示.pdf", b"%PDF-1.7 scan")
    answer = client.post(at("register"), item(scan=scan))
    document = Document.objects.get()
    assert answer.url.startswith(at("review", document.uuid))
    page = client.get(answer.url).content.decode()
    assert "已登记，无需再处理。" in page
    assert WORDS.rstrip("。") in page
    (found,) = findings_of(document)
    assert [owner["text"] for owner in found.fields["owners"]] == ["市水利局", "市住建局"]
    assert files.read(document.versions.get().file) == b"%PDF-1.7 scan"
    page = client.get(at("document", document.uuid)).content.decode()
    assert all(word in page for word in ("来源", "领导批示", "王市长"))
    assert "读取器" not in page


def test_one_after_the_other_is_registered(client):
    assert client.post(at("register"), item(then="another")).url == at("register")
    answer = client.post(at("register"), item(), follow=True)
    assert "此项已登记过" in answer.content.decode()
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"leader": ""}, "请填写批示领导。"),
        ({"words": " "}, "此项必填。"),
        ({"date": (clock.today() + timedelta(2)).isoformat()}, "不能晚于今天"),
        ({"words": "机密★10年\n请办理"}, "密级标志"),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(client, given, words):
    answer = client.post(at("register"), item(**given))
    page = answer.content.decode()
    assert words in page
    assert "王市长" in page or not item(**given)["leader"]
    assert not Document.objects.exists()


def test_who_adds_nothing_registers_nothing(client):
    client.force_login(make_holder("auditor"))
    assert client.get(at("register")).status_code == 403
    assert client.post(at("register"), item()).status_code == 403


# --- new versions


def give(client, document: Document, text: str):
    file = SimpleUploadedFile("新.txt", text.encode())
    return client.post(at("new_version", document.uuid), {"file": file})


def test_a_new_version_says_what_became_of_the_findings(client, document):
    text = document.versions.get().text
    answer = give(client, document, f"前言。\n{text}".replace("学校12所", "学校15所"))
    assert answer.url == at("matches", document.uuid)
    page = client.get(answer.url).content.decode()
    assert "已添加第2版，正在读取。 1条摘录已沿用。 1条待核对。" in page
    assert "文字有变" in page
    assert "学校12所" in page
    assert "学校15所" in page
    shown = client.get(at("document", document.uuid)).content.decode()
    assert "第 2 版" in shown
    assert "1条待核对" in shown
    assert "旧版本中有1条摘录待核对" in client.get(at("review", document.uuid)).content.decode()


def test_a_candidate_is_chosen_with_one_click(client, document):
    give(client, document, document.versions.get().text.replace("学校12所", "学校15所"))
    jobs.drain()
    page = client.get(at("matches", document.uuid)).content.decode()
    key = re.search(r'name="match" value="([^"]+)"', page)[1]
    place = re.search(r'name="place" value="(\d+-\d+)"', page)[1]
    answer = client.post(at("settle", document.uuid), {"match": key, "place": place})
    assert answer.url == at("review", document.uuid)
    placed = Finding.objects.select_related("version").get(
        exact__contains="学校15所", superseded=False
    )
    assert (placed.state, placed.version.n) == ("accepted", 2)
    again = client.post(at("settle", document.uuid), {"match": key, "place": place}, follow=True)
    assert "已有人核对" in again.content.decode()


def test_words_are_typed_or_the_finding_is_dropped(client, document):
    text = "望川市工作安排\n市教育局今年多办几所学校。\n没有别的。没有别的。\n"
    give(client, document, text)
    first, second = VersionMatch.objects.all()
    page = client.post(
        at("settle", document.uuid), {"match": first.uuid, "words": "没有别的"}, follow=True
    ).content.decode()
    assert "出现不止一处" in page
    client.post(at("settle", document.uuid), {"match": first.uuid, "words": "今年多办几所学校"})
    client.post(at("settle", document.uuid), {"match": second.uuid, "settlement": "dropped"})
    assert Finding.objects.get(pk=first.finding_id).exact == "今年多办几所学校"
    assert Finding.objects.get(pk=second.finding_id).reject_reason == "dropped"
    empty = client.get(at("matches", document.uuid)).content.decode()
    assert "没有待核对的摘录" in empty


def test_a_finding_in_the_older_text_is_found_by_its_old_address(client, document):
    give(client, document, document.versions.get().text.replace("学校12所", "学校15所"))
    left = VersionMatch.objects.get(settlement="").finding
    answer = client.get(at("finding", left.uuid))
    assert answer.url.startswith(at("version", document.uuid, 1))
    page = client.get(answer.url).content.decode()
    assert f'id="t-{left.uuid}"' in page
    assert "学校12所" in page
    by_review = client.get(at("review", document.uuid), {"finding": left.uuid})
    assert by_review.url == answer.url


def test_a_finding_merged_away_leads_on(client, document, person):
    first, second = findings_of(document)[:2]
    services.merge_findings([first, second], actor=actor_of(person))
    for url in (at("finding", second.uuid), f"{at('review', document.uuid)}?finding={second.uuid}"):
        assert f"finding={first.uuid}" in client.get(url).url


@pytest.mark.parametrize("content", [b"", "机密★10年\n修路。\n".encode(), None])
def test_a_bad_version_is_answered(client, document, content):
    data = document.versions.get().text.encode() if content is None else content
    file = SimpleUploadedFile("新.txt", data)
    answer = client.post(at("new_version", document.uuid), {"file": file})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert document.versions.count() == 1


def test_who_may_not_tend_a_document_gives_no_version(client, document):
    client.force_login(make_holder("auditor"))
    assert client.get(at("new_version", document.uuid)).status_code == 403
    assert client.get(at("matches", document.uuid)).status_code == 403
    assert client.get(at("version", document.uuid, 1)).status_code == 200
    assert client.get(at("version", document.uuid, 9)).status_code == 404
    page = client.get(at("document", document.uuid)).content.decode()
    assert at("new_version", document.uuid) not in page


def test_steps_of_all_kinds_are_told_in_words(client, document, person):
    give(client, document, document.versions.get().text + "没有别的。\n")
    told = " ".join(line.sentence for line in queries.history_of(actor_of(person), document.uuid))
    assert "林晓提交了" in told
    assert "第2版：2条摘录沿用，0条待核对" in told
