"""Pages of documents: who opens them, in both languages, empty and full, with constant queries."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people.factories import make_holder, make_root, make_unit

from luodi.base.actors import SYSTEM
from luodi.documents import services
from luodi.documents.models import Document
from luodi.documents.vocabularies import Release
from luodi.people.models import Role
from luodi.people.queries import actor_of

from .factories import accept_some, findings_of, make_document

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BUSINESS = ("followup", "city_leader", "liaison", "unit_leader", "assistant")
READERS = (*BUSINESS, "auditor")
TENDERS = ("followup", "liaison", "unit_leader")
RELEASERS = ("followup", "unit_leader")


@pytest.fixture(scope="module")
def world(made_once):
    """A unit with one person of each role, and a document of that unit, half reviewed."""
    unit = make_unit("Bureau", parent=make_root("Wangchuan", "WC"))
    people = {role: make_holder(role, unit, name=f"Person {role}") for role in Role.values}
    document = make_document(actor_of(people["liaison"]), title="Work plan", issuer="Office")
    accept_some(document, 2)
    return {"unit": unit, "people": people, "document": document}


def at(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def addresses(world) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every page one can open by an address, and the roles it opens to."""
    document = world["document"].uuid
    accepted, proposed = (found.uuid for found in findings_of(world["document"])[1:3])
    return {
        "documents": (at("documents"), READERS),
        "accepted": (at("accepted"), READERS),
        "add": (at("add"), BUSINESS),
        "document": (at("document", document), READERS),
        "edit": (at("edit", document), TENDERS),
        "release": (at("release", document), RELEASERS),
        "original": (at("original", document), READERS),
        "review": (at("review", document), READERS),
        "review at a finding": (at("review", document) + f"?finding={accepted}", READERS),
        "accept_above": (at("accept_above", document), TENDERS),
        "finding_edit": (at("finding_edit", proposed), TENDERS),
        "finding_reject": (at("finding_reject", proposed), TENDERS),
    }


PAGES = (
    "documents", "accepted", "add", "document", "edit", "release", "original", "review",
    "review at a finding", "accept_above", "finding_edit", "finding_reject",
)  # fmt: skip


def test_every_page_is_named(world):
    assert set(addresses(world)) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_to_its_roles_and_to_nobody_else(client, world, name):
    path, roles = addresses(world)[name]
    assert client.get(path)["Location"].startswith("/account/login/")
    opened = set()
    for role, person in world["people"].items():
        client.force_login(person)
        status = client.get(path).status_code
        assert status in (200, 403, 404), (role, status)
        if status == 200:
            opened.add(role)
    assert opened == set(roles)


def test_a_work_secret_is_not_there_for_others(client, world):
    services.set_release(world["document"], Release.WORK_SECRET, actor=SYSTEM)
    stranger = make_holder("liaison", make_unit())
    for path, _roles in addresses(world).values():
        client.force_login(world["people"]["liaison"])
        if client.get(path).status_code != 200:
            continue
        client.force_login(stranger)
        answer = client.get(path)
        assert world["document"].title not in answer.content.decode()
        assert answer.status_code == (404 if path.count("-") > 3 else 200), path


def words_of(page: str) -> str:
    """The words of the content, without those of the documents themselves."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(
        r'<(mark|p|td|a|div|ul)\b[^>]*lang="zh-Hans"[^>]*>.*?</\1>', " ", main, flags=re.S
    )
    return re.sub(r"<[^>]+>", " ", main)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "original"])
def test_a_page_speaks_one_language(client, world, name):
    """English pages hold no Chinese but the words of the documents."""
    path, _roles = addresses(world)[name]
    client.force_login(world["people"]["followup"])
    client.cookies["django_language"] = "en"
    html = client.get(path).content.decode()
    for found in findings_of(world["document"]):
        fields = found.fields
        spans = [*fields["owners"], *fields["places"], *fields["targets"]]
        for row in [*spans, {"text": found.exact}]:
            html = html.replace(row["text"], "")
        for unit in {row["unit"] for row in fields["targets"]} - {""}:
            html = html.replace(unit, "")
        for section in found.section_path:
            html = html.replace(section, "")
    if name.startswith("review"):
        html = re.sub(r'id="text".*?</section>', ">", html, flags=re.S)
    left = CHINESE.findall(words_of(html).replace("望川市", ""))
    assert not left, "".join(left)


@pytest.mark.one_database
@pytest.mark.parametrize("name", [name for name in PAGES if name != "original"])
def test_a_chinese_page_holds_no_english_sentence(client, world, name):
    path, _roles = addresses(world)[name]
    client.force_login(world["people"]["followup"])
    words = words_of(client.get(path).content.decode())
    allowed = r"Work plan|Office|Person \w+|Bureau|Wangchuan|luodi-grammar|docx|html|txt|SHA|Esc|Shift|Enter|Word|WPS|Excel|PDF|OFD|utf|\*\.\w+|[0-9a-f]{64}"
    left = re.findall(r"[A-Za-z]{3,}", re.sub(allowed, "", words))
    assert not left, left


def test_documents_are_filtered(client, world):
    client.force_login(world["people"]["followup"])
    other = make_document(kind="letter", title="来往函件", release="public")
    services.accept_findings_above(
        other, 0, {f.uuid: f.revision for f in findings_of(other)}, actor=SYSTEM
    )

    def titles(query: str) -> set[str]:
        page = client.get(at("documents") + query).content.decode()
        return set(re.findall(r'class="title"[^>]*>([^<]+)<', page))

    first = world["document"].title
    assert titles("") == {first, "来往函件"}
    assert titles("?q=来往") == {"来往函件"}
    assert titles("?kind=letter") == {"来往函件"}
    assert titles("?release=internal") == {first}
    assert titles("?waiting=on") == {first}
    assert titles("?kind=nonsense&release=%00") == {first, "来往函件"}
    assert "没有符合条件的文件" in client.get(at("documents") + "?q=无此").content.decode()


def test_lists_are_cut_into_pages(client, world):
    client.force_login(world["people"]["followup"])
    for number in range(31):
        make_document(title=f"第{number}份", read=False)
    first = client.get(at("documents")).content.decode()
    assert first.count('class="title"') == 30
    assert "共 32 条" in first
    second = client.get(at("documents") + "?p=2").content.decode()
    assert second.count('class="title"') == 2
    assert client.get(at("documents") + "?p=nonsense").status_code == 200


def test_the_accepted_list_has_tabs_and_filters(client, world):
    client.force_login(world["people"]["followup"])
    rest = [f for f in findings_of(world["document"]) if f.state == "proposed"]
    for finding in rest:
        services.accept_finding(finding, actor=SYSTEM)

    def rows(query: str) -> int:
        return client.get(at("accepted") + query).content.decode().count('<tr id="r-')

    document = world["document"].uuid
    assert rows("") + rows("?family=request") == len(findings_of(world["document"]))
    assert rows("?family=request") == 1
    assert rows("?family=problem") == 0
    assert rows("?q=标准厂房") == 1
    assert rows("?kind=goal") == 1
    assert rows(f"?document={document}&missing=owner") >= 1
    assert rows("?missing=owner") + rows("?missing=date") < 2 * rows("")
    assert rows("?family=nonsense") == rows("")
    assert "没有符合条件的摘录" in client.get(at("accepted") + "?q=无此").content.decode()


def test_an_accepted_row_leads_to_its_sentence_and_back(client, world):
    client.force_login(world["people"]["followup"])
    finding = findings_of(world["document"])[0]
    page = client.get(at("accepted") + "?q=标准厂房").content.decode()
    link = re.search(rf'href="(/documents/[^"]+#f-{finding.uuid})"', page).group(1)
    review = client.get(link.replace("&amp;", "&")).content.decode()
    assert re.search(rf'<mark class="[^"]*chosen" data-finding="{finding.uuid}"', review)
    assert f'id="f-{finding.uuid}"' in review
    back = re.search(rf'href="(/documents/accepted/\?[^"]+#r-{finding.uuid})"', review).group(1)
    assert "%E6%A0%87%E5%87%86" in back or "标准厂房" in back
    evil = client.get(at("review", world["document"].uuid) + "?back=//evil.example/x")
    assert 'href="//evil' not in evil.content.decode()


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_page_asks_as_many_queries_however_many_rows(client, world):
    client.force_login(world["people"]["followup"])
    few = {name: queries_of(client, path) for name, (path, _) in addresses(world).items()}
    longer = "".join(f"{n}．新建学校{n}所，市教育局牵头。\n" for n in range(2, 60))
    for _ in range(5):
        accept_some(make_document(text=longer), 20)
    more = addresses({**world, "document": Document.objects.order_by("-pk").first()})
    many = {name: queries_of(client, path) for name, (path, _) in more.items()}
    assert many == few
    assert max(many.values()) <= 25, many


def test_the_page_of_a_document_tells_its_facts_and_history(client, world):
    client.force_login(world["people"]["followup"])
    text = "望川市关于教育的通知\n市教育局要新建学校12所。\n"
    file = SimpleUploadedFile("通知.txt", text.encode())
    answer = client.post(
        at("add"), {"file": file, "release": "public", "number": "望府〔2026〕1号"}
    )
    page = client.get(answer["Location"]).content.decode()
    for fact in ("望府〔2026〕1号", "公开", "通知.txt", "txt", "Person followup提交了文件"):
        assert fact in page
    assert re.search(r"[0-9a-f]{64}", page)
    assert "正在" in page or "等待读取" in page


def test_details_are_edited_and_a_conflict_shows_both_versions(client, world):
    client.force_login(world["people"]["followup"])
    document = world["document"]
    url = at("edit", document.uuid)
    given = {"title": "我的标题", "kind": "plan", "issuer": "", "number": "", "date": ""}
    revision = Document.objects.get(pk=document.pk).revision
    stale = {**given, "title": "他人的标题", "revision": revision}
    assert client.post(url, stale)["Location"] == at("document", document.uuid)
    clash = client.post(url, {**given, "revision": revision})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "他人的标题" in page
    assert 'value="我的标题"' in page
    again = re.search(r'name="revision" value="(\d+)"', page).group(1)
    client.post(url, {**given, "revision": again})
    document.refresh_from_db()
    assert document.title == "我的标题"
    empty = client.post(url, {**given, "title": "", "revision": document.revision})
    assert "aria-invalid" in empty.content.decode()


def test_the_release_is_changed(client, world):
    client.force_login(world["people"]["followup"])
    client.post(at("release", world["document"].uuid), {"release": "work_secret"})
    world["document"].refresh_from_db()
    assert world["document"].release == "work_secret"
    page = client.get(at("document", world["document"].uuid)).content.decode()
    assert "由内部改为工作秘密" in page
    nonsense = client.post(at("release", world["document"].uuid), {"release": "nonsense"})
    assert nonsense.status_code == 200


def test_the_original_is_only_ever_saved(client, world):
    client.force_login(world["people"]["followup"])
    html = "<html><body><script>alert(1)</script><p>市教育局要新建学校12所。</p></body></html>"
    file = SimpleUploadedFile('../坏"名.html', html.encode(), "text/html")
    answer = client.post(at("add"), {"file": file, "release": "internal"})
    document = Document.objects.order_by("-pk").first()
    assert answer["Location"] == at("document", document.uuid)
    saved = client.get(at("original", document.uuid))
    assert saved.content == html.encode()
    assert saved["Content-Disposition"].startswith("attachment")
    assert "/" not in saved["Content-Disposition"]
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in saved["Content-Security-Policy"]
    review = client.get(at("review", document.uuid)).content.decode()
    assert "alert(1)" not in review
