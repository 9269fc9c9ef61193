"""A document that bears a mark of secrecy is refused before anything of it is kept anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reading.formats.samples import ARTICLE, p, word

from luodi.base.actors import Actor
from luodi.base.errors import Invalid
from luodi.base.models import Event
from luodi.documents import services
from luodi.documents.models import Document
from luodi.reading.formats import extract

from .factories import TEXT, make_document
from .test_storing import nothing_stored

pytestmark = pytest.mark.django_db

BODY = "".join(map(p, ARTICLE))


def page(head: str = "", title: str = ARTICLE[0], meta: str = "") -> bytes:
    """A page of a government site; `head` stands beside the article, not in it."""
    article = "".join(f"<p>{line}</p>" for line in ARTICLE)
    return (
        f"<html><head><title>{title}</title>{meta}</head><body>{head}"
        f"<div class='TRS_Editor'>{article}</div></body></html>"
    ).encode()


def marked(line: str) -> bytes:
    return f"{line}\n{TEXT}".encode()


MARKED = {
    "秘密 with a star": ("a.txt", marked("秘密★1年")),
    "机密 with a star": ("a.txt", marked("机密★长期")),
    "绝密 with a star": ("a.txt", marked("绝密★启用前")),
    "in full width": ("a.txt", marked("机　密　★　３年")),
    "a level line": ("a.txt", marked("密级：秘密")),
    "a level and its term": ("a.txt", marked("密级和保密期限：机密10年")),
    "alone on the first line": ("a.txt", marked("绝密")),
    "in brackets": ("a.txt", marked("【机密】")),
    "in GB18030": ("a.txt", f"机密★5年\n{TEXT}".encode("gb18030")),
    "in UTF-16": ("a.txt", f"机密★5年\n{TEXT}".encode("utf-16")),
    "in Markdown": ("a.md", marked("**机密★5年**\n")),
    "in a docx": ("a.docx", word(p("秘密★1年") + BODY)),
    "in a text box of a docx": ("a.docx", word(p("机密★1年") + BODY)),
    "in a page header": ("a.docx", word(BODY, header1=p("机密★1年"))),
    "in a page footer": ("a.docx", word(BODY, footer2=p("绝密★1年"))),
    "in a table of a docx": (
        "a.docx",
        word(f"<w:tbl><w:tr><w:tc>{p('密级')}</w:tc><w:tc>{p('机密')}</w:tc></w:tr></w:tbl>{BODY}"),
    ),
    "beside the article of a page": ("a.html", page("<div>机密★1年</div>")),
    "in the table above an article": (
        "a.html",
        page("<table><tr><td>密级：</td><td>秘密</td></tr></table>"),
    ),
    "in the title of a page": ("a.html", page(title="【机密】部署会议")),
    "in what a page says of itself": (
        "a.html",
        page(meta="<meta name='ArticleTitle' content='机密★关于部署'>"),
    ),
    "in the file name": ("机密-关于某事的通知.txt", TEXT.encode()),
    "with a star in the file name": ("通知（秘密★1年）.docx", word(BODY)),
    "in the name of what is no document": ("绝密.zip", b"PK\x03\x04 whatever"),
}


@pytest.mark.parametrize(("filename", "data"), MARKED.values(), ids=MARKED)
def test_a_marked_file_is_refused_and_nothing_of_it_is_kept(
    filename: str, data: bytes, office: Actor, files_folder: Path
) -> None:
    with pytest.raises(Invalid) as caught:
        services.store_document(data, filename, actor=office)
    assert nothing_stored(files_folder)
    assert "保密办" in caught.value.zh
    assert "secrecy office" in caught.value.en
    words = ("新建标准厂房", "密级", "机密", "绝密", "秘密★")
    assert not [event for event in Event.objects.all() if any(w in event.payload for w in words)]


@pytest.mark.parametrize("line", ["秘密★1年", "密级：机密", "绝密"])
def test_a_marked_text_is_not_pasted(line: str, office: Actor, files_folder: Path) -> None:
    with pytest.raises(Invalid, match="secrecy"):
        services.paste_document(f"{line}\n{TEXT}", actor=office)
    assert nothing_stored(files_folder)


@pytest.mark.parametrize("field", ["title", "issuer", "number"])
@pytest.mark.parametrize("words", ["机密★1年", "【秘密】某通知", "密级：机密"])
def test_what_is_said_of_a_document_bears_no_mark(
    field: str, words: str, office: Actor, files_folder: Path
) -> None:
    details = services.Details(**{field: words})
    with pytest.raises(Invalid, match="secrecy") as caught:
        services.paste_document(TEXT, actor=office, details=details)
    assert caught.value.field == field
    assert nothing_stored(files_folder)
    document = make_document(office, title="某标题")
    with pytest.raises(Invalid, match="secrecy"):
        services.edit_document(
            document, services.Details(**{"title": "某标题", field: words}), actor=office
        )
    assert not Document.objects.filter(**{field: words}).exists()


RUNNING = [
    "要依法保护商业秘密和个人隐私。",
    "严格落实保密法，抓好《中华人民共和国保守国家秘密法》的学习宣传。",
    "涉及国家秘密、工作秘密的，不得上网；机密级以上设备另行管理。",
    "有关人员不得泄露秘密、机密、绝密事项。",
]


@pytest.mark.parametrize("line", RUNNING)
def test_the_words_in_running_text_are_no_mark(line: str, office: Actor) -> None:
    text = f"关于加强管理的通知\n{line}\n{TEXT}"
    assert services.paste_document(text, actor=office).is_new
    assert services.store_document(text.encode(), "商业秘密保护工作方案.txt", actor=office)
    assert services.store_document(page(f"<p>{line}</p>"), "a.html", actor=office).is_new


@pytest.mark.one_database
@pytest.mark.corpus
def test_every_document_of_the_corpus_is_taken(
    shared: Path, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of them bears a mark, though thirteen speak of secrets."""
    monkeypatch.setattr(
        services.storing, "extract_isolated", lambda data, name, limits: extract(data, name, limits)
    )
    texts = sorted((shared / "corpus" / "documents").glob("*.txt"))
    speaking = 0
    for path in texts:
        data = path.read_bytes()
        speaking += "秘密".encode() in data
        stored = services.store_document(data, path.name, actor=office)
        assert stored.version.text == data.decode(), path.name
    assert Document.objects.count() == len(texts) >= 147
    assert speaking >= 13


@pytest.mark.one_database
@pytest.mark.corpus
def test_no_original_of_the_corpus_is_taken_for_a_secret(shared: Path, office: Actor) -> None:
    """Pages speak of secrecy in menus and link lists, too."""
    originals = sorted((shared / "corpus" / "originals").glob("*"))
    telling = [path for path in originals if path.suffix == ".html" and _speaks(path)]
    assert len(telling) >= 5
    for path in telling:
        assert services.store_document(path.read_bytes(), path.name, actor=office).version.text


def _speaks(path: Path) -> bool:
    data = path.read_bytes()
    return any(word.encode(code) in data for word in ("保密", "秘密") for code in ("utf-8", "gbk"))
