"""Adding documents by the page: every file answered, nothing lost, nothing kept of a refused one."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people.factories import make_holder, make_unit

from luodi.base.jobs import drain
from luodi.base.models import StoredFile
from luodi.documents.models import Document

pytestmark = pytest.mark.django_db
ADD = "/documents/add/"
TEXT = "市教育局要新建学校12所。\n"
BROKEN_WORD = b"PK\x03\x04 this is no archive"
SAVE_AS, SAVE_AS_OPEN = 'class="more save-as"', 'class="more save-as" open'


@pytest.fixture
def client(client):
    """Signed in as somebody of the follow-up office."""
    client.force_login(make_holder("followup"))
    return client


def file_of(content: str | bytes, name: str = "文件.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def send(client, *files: SimpleUploadedFile, **given: str):
    return client.post(ADD, {"file": list(files), "release": "internal", **given})


def docx(*, of_bytes: int) -> bytes:
    """A document that unpacks to so many zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", b"0" * of_bytes)
    return out.getvalue()


def test_one_file_leads_to_its_page(client):
    answer = send(client, file_of(TEXT))
    document = Document.objects.get()
    assert answer["Location"] == reverse("documents:document", args=[document.uuid])
    page = client.get(answer["Location"]).content.decode()
    assert "正在自动读取" in page
    assert reverse("documents:progress", args=[document.uuid]) in page


def test_with_a_worker_at_hand_the_next_page_shows_what_was_found(client, monkeypatch):
    monkeypatch.setattr("luodi.base.jobs.waiting.ring", lambda: True)
    monkeypatch.setattr("luodi.base.jobs.waiting.time.sleep", lambda seconds: drain())
    answer = client.post(ADD, {"text": TEXT, "release": "internal"}, follow=True)
    page = answer.content.decode()
    assert "文件已添加。" in page
    assert "正在自动读取" not in page
    assert "开始复核" in page
    shown = re.findall(r'kind-(\w+)" href="[^"]*state=all&amp;kind=\1">(\S+)', page)
    assert shown == [("project", "项目")]
    assert "/progress/" not in page


def test_the_same_file_is_recognised(client):
    first = send(client, file_of(TEXT))["Location"]
    again = send(client, file_of(TEXT, "另一个名字.txt"))
    assert again["Location"] == first
    assert "此前已经添加" in client.get(first).content.decode()
    assert Document.objects.count() == 1


def test_a_pasted_text_is_a_document(client):
    answer = client.post(
        ADD, {"text": "关于教育的通知\r\n市教育局要新建学校12所。", "release": "internal"}
    )
    document = Document.objects.get()
    assert answer["Location"] == reverse("documents:document", args=[document.uuid])
    assert document.versions.get().text == "关于教育的通知\n市教育局要新建学校12所。"


def test_each_of_several_is_answered(client):
    send(client, file_of(TEXT))
    secret = file_of("机密★5年\n某市关于某事的通知\n请办理。\n", "密件.txt")
    answer = send(
        client,
        file_of(TEXT),
        secret,
        file_of("市水利局要修渠3公里。", "新.txt"),
        file_of(b"", "空.txt"),
    )
    page = answer.content.decode()
    for words in ("此前已有", "未受理", "已添加", "密件.txt", "空.txt"):
        assert words in page
    assert page.count("未受理</span>") == 2
    assert SAVE_AS in page
    assert page.count('href="/documents/0') == 2
    assert Document.objects.count() == 2
    assert StoredFile.objects.count() == 2


def test_a_secret_file_is_refused_with_advice_and_nothing_is_kept(client):
    page = send(
        client, file_of("绝密★长期\n某市某事\n请办理。\n", "件.txt"), number="某1号"
    ).content.decode()
    assert "保密" in page
    assert 'value="某1号"' in page
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.txt", b"", "空"),
        ("坏.docx", BROKEN_WORD, "docx"),
        ("表.xlsx", docx(of_bytes=10), ""),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "图片"),
        ("乱.txt", bytes(range(128, 256)) * 20, ""),
        ("大.docx", docx(of_bytes=400_000_000), ""),
        ("空字符.txt", "市教育局\0要新建学校".encode(), ""),
    ],
)
def test_a_bad_file_gets_a_clear_answer_on_the_page(client, name, content, words):
    answer = send(client, file_of(content, name), issuer="望川市")
    page = answer.content.decode()
    if answer.status_code == 302:  # NUL bytes may be dropped by the reader of plain text
        assert "\0" not in Document.objects.get().versions.get().text
        return
    alert = re.search(r'role="alert">.*?</div>', page, re.S).group()
    sentence = re.sub(r"<[^>]+>", "", alert)
    assert words in sentence
    assert len(sentence) > 12
    assert 'value="望川市"' in page
    assert not StoredFile.objects.exists()


def test_where_to_save_as_docx_is_shown_at_once_when_the_answer_advises_it(client):
    assert SAVE_AS in client.get(ADD).content.decode()
    page = send(client, file_of(BROKEN_WORD, "坏.docx")).content.decode()
    assert "另存为 docx" in page
    assert SAVE_AS_OPEN in page
    secret = send(client, file_of("绝密★长期\n某市某事\n请办理。\n", "件.txt")).content.decode()
    assert SAVE_AS_OPEN not in secret


def test_a_wrong_extension_is_read_and_noted(client):
    answer = send(
        client, file_of("<html><body><p>市教育局要新建学校12所。</p></body></html>", "文.txt")
    )
    assert "扩展名" in client.get(answer["Location"]).content.decode()


def test_a_name_with_a_path_keeps_its_last_part(client):
    send(client, file_of(TEXT, "..\\..\\etc/passwd.txt"))
    assert Document.objects.get().versions.get().filename == "passwd.txt"


def test_nothing_at_all_is_asked_for(client):
    page = client.post(ADD, {"text": "  ", "release": "internal"}).content.decode()
    assert "请选择文件，或粘贴正文" in page


def test_a_title_is_said_of_one_document_only(client):
    page = send(client, file_of(TEXT), file_of("另一份。", "二.txt"), title="标题").content.decode()
    assert "只能用于一份文件" in page
    assert not Document.objects.exists()


def test_more_than_the_limit_is_answered_kindly(client, settings):
    settings.UPLOAD_BYTES = 1000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    over = send(client, file_of("字" * 400))
    assert "上限" in over.content.decode()
    far_over = send(client, file_of("字" * 4000))
    assert far_over.status_code == 413
    assert "未保存任何内容" in far_over.content.decode()
    assert not Document.objects.exists()


def test_the_office_may_add_for_any_unit_and_others_for_their_own(client):
    other = make_unit("外单位")
    send(client, file_of(TEXT), unit=str(other.uuid))
    assert Document.objects.get().unit == other
    client.force_login(make_holder("liaison", make_unit("自己的单位")))
    assert "外单位" not in client.get(ADD).content.decode()
    send(client, file_of("另一份文件，要新建学校。", "二.txt"), unit=str(other.uuid))
    assert Document.objects.order_by("-pk").first().unit.name == "自己的单位"


def test_an_empty_house_says_what_to_do_next(client):
    client.force_login(make_holder("followup"))
    page = client.get(reverse("documents:documents")).content.decode()
    assert "还没有文件" in page
    assert ADD in page
    client.force_login(make_holder("auditor"))
    page = client.get(reverse("documents:documents")).content.decode()
    assert "您有权查看的文件" in page
    assert ADD not in page
    assert "还没有已接受的摘录" in client.get(reverse("documents:accepted")).content.decode()
