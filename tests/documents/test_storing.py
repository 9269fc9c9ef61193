"""Taking documents in: what is stored, what is recognised, and what bad input is answered."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.people.factories import make_actor, make_unit
from tests.reading.formats.samples import ARTICLE, NEWSPAPER, p, word, zipped

from luodi.base import files, jobs, ledger
from luodi.base.errors import Invalid, NotAllowed
from luodi.base.models import Event, Job, StoredFile
from luodi.documents import queries, services
from luodi.documents.models import Document, DocumentVersion, Finding, Reading
from luodi.reading.formats import extraction, run_limited

from .factories import TEXT, make_document, make_text

pytestmark = pytest.mark.django_db

PLAIN = TEXT.encode()


def nothing_stored(folder: Path) -> bool:
    """Whether neither the disk nor any table nor the ledger knows of a document."""
    on_disk = [path for path in folder.rglob("*") if path.is_file()]
    rows = [Document, DocumentVersion, Reading, Finding, StoredFile, Job]
    kept = [model for model in rows if model._default_manager.exists()]
    return not on_disk and not kept and not Event.objects.filter(name__startswith="doc").exists()


def refusal(folder: Path, data: bytes, filename: str, actor: object, **more: object) -> Invalid:
    """What is answered to a file that cannot be taken; asserts that nothing is kept of it."""
    with pytest.raises(Invalid) as caught:
        services.store_document(data, filename, actor=actor, **more)  # type: ignore[arg-type]
    assert nothing_stored(folder)
    assert caught.value.zh
    assert caught.value.en
    return caught.value


WORD = word("".join(map(p, ARTICLE)))
GIVEN = [
    ("安排.txt", PLAIN, "txt", "utf-8"),
    ("安排.txt", TEXT.encode("gb18030"), "txt", "gb18030"),
    ("安排.txt", TEXT.encode("utf-16"), "txt", "utf-16"),
    ("安排.md", f"# 标题\n\n{TEXT}".encode(), "md", "utf-8"),
    ("报道.html", (NEWSPAPER % "utf-8").encode(), "html", "utf-8"),
    ("部署.docx", WORD, "docx", ""),
]


@pytest.mark.parametrize(
    ("filename", "data", "kind", "encoding"), GIVEN, ids=[f"{g[2]} {g[3]}" for g in GIVEN]
)
def test_a_file_is_kept_with_its_text_and_read(filename, data, kind, encoding, office) -> None:
    stored = services.store_document(data, filename, actor=office)
    assert stored.is_new
    version = DocumentVersion.objects.select_related("file").get()
    assert files.read(version.file) == data
    assert (version.filename, version.format) == (filename, kind)
    assert version.encoding.startswith(encoding)
    assert version.length == len(version.text)
    jobs.drain()
    found = Finding.objects.filter(version=version)
    assert found.count() > 3
    assert all(version.text[f.start : f.end] == f.exact for f in found)
    assert ledger.verify().ok


def test_a_text_file_is_stored_unchanged(office) -> None:
    text = "　　第一条\r\n新建学校12所。\r\r\n𠀀以内\n"
    services.store_document(text.encode(), "a.txt", actor=office)
    assert DocumentVersion.objects.get().text == text


def test_what_the_document_says_of_itself_fills_what_its_giver_left_empty(office) -> None:
    text = "望川市人民政府关于加强河道管理的通知\n望政发〔2026〕3号\n各县市区：\n新建泵站3座。\n"
    document = services.store_document(text.encode(), "a.txt", actor=office).document
    assert "河道管理" in document.title
    assert (document.number, document.kind) == ("望政发〔2026〕3号", "notice")
    assert (document.release, str(document.unit.uuid)) == ("internal", only_unit(office))
    assert str(document.created_by.uuid) == office.id


def only_unit(actor) -> str:
    return next(iter(actor.grants)).unit


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("国务院关于促进就业工作的若干意见", "plan"),
        ("考察记录", "other"),
        ("市长办公会议纪要", "minutes"),
        ("望川市长期护理保险试行办法", "rule"),
        ("2026年义务教育招生工作指引", "guide"),
    ],
)
def test_a_text_that_does_not_say_what_it_is_goes_by_its_title(title, kind, office) -> None:
    text = "国务院关于促进就业工作\n各地要在2026年底前开展百场招聘会。"
    stored = services.paste_document(text, actor=office, details=services.Details(title))
    assert stored.document.kind == kind


def test_what_its_giver_says_goes_before(office) -> None:
    details = services.Details(
        " 某标题\n第二行 ", "remark", "望川市", "1号", date(2026, 3, 1), "work_secret"
    )
    document = services.store_document(PLAIN, "a.txt", actor=office, details=details).document
    assert document.title == "某标题 第二行"
    assert (document.kind, document.issuer, document.number) == ("remark", "望川市", "1号")
    assert (document.date, document.release) == (date(2026, 3, 1), "work_secret")


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"kind": "novel"}, "kind"),
        ({"release": "secret"}, "release"),
        ({"unit": "no-unit"}, "unit"),
        ({"unit": "00000000-0000-0000-0000-000000000000"}, "unit"),
    ],
)
def test_words_outside_the_vocabularies_are_refused(details, field, office, files_folder) -> None:
    more = {"details": services.Details(**details)}
    assert refusal(files_folder, PLAIN, "a.txt", office, **more).field == field


def test_only_the_office_gives_documents_for_another_unit(office, files_folder, unit) -> None:
    other = make_unit()
    details = services.Details(unit=str(other.uuid))
    liaison = make_actor("liaison", unit)
    error = refusal(files_folder, PLAIN, "a.txt", liaison, details=details)
    assert error.field == "unit"
    stored = services.store_document(PLAIN, "a.txt", actor=office, details=details)
    assert stored.document.unit == other


@pytest.mark.parametrize("role", ["liaison", "assistant", "city_leader"])
def test_who_may_not_make_a_document_public_later_may_not_at_once(role, unit, files_folder) -> None:
    details = services.Details(release="public")
    error = refusal(files_folder, PLAIN, "a.txt", make_actor(role, unit), details=details)
    assert error.field == "release"


@pytest.mark.parametrize("role", ["followup", "unit_leader"])
def test_the_office_and_the_leader_of_the_unit_give_public_documents(role, unit) -> None:
    details = services.Details(release="public")
    stored = services.store_document(PLAIN, "a.txt", actor=make_actor(role, unit), details=details)
    assert stored.document.release == "public"


# --- the same twice


def test_the_same_file_twice_is_one_document(office, colleague) -> None:
    first = services.store_document(PLAIN, "a.txt", actor=office)
    events = Event.objects.count()
    for actor, name in ((office, "a.txt"), (colleague, "另一个名字.txt")):
        again = services.store_document(PLAIN, name, actor=actor)
        assert not again.is_new
        assert again.document == first.document
    assert Document.objects.count() == Reading.objects.count() == 1
    assert Event.objects.count() == events


def test_the_same_file_tells_nobody_of_a_document_not_for_them(office, outsider) -> None:
    secret = services.Details(release="work_secret")
    first = services.store_document(PLAIN, "a.txt", actor=office, details=secret)
    second = services.store_document(PLAIN, "a.txt", actor=outsider)
    assert second.is_new
    assert second.document != first.document
    assert StoredFile.objects.count() == 1
    assert second.version.file == first.version.file
    assert not services.store_document(PLAIN, "a.txt", actor=outsider).is_new


def test_one_who_was_faster_with_the_same_file_is_found_in_the_transaction(
    office, colleague, monkeypatch
) -> None:
    """Between the look before and the transaction the colleague stores the same."""
    known = services.storing._known

    def slow(given, actor):
        monkeypatch.setattr(services.storing, "_known", known)
        services.store_document(PLAIN, "a.txt", actor=colleague)

    monkeypatch.setattr(services.storing, "_known", slow)
    stored = services.store_document(PLAIN, "b.txt", actor=office)
    assert not stored.is_new
    assert Document.objects.count() == 1
    assert Event.objects.filter(name="documents.document.given_again").count() == 1


def test_a_pasted_text_is_recognised_too(office) -> None:
    first = services.paste_document(TEXT, actor=office)
    assert first.is_new
    assert not services.paste_document(TEXT, actor=office).is_new
    assert services.paste_document(TEXT + "。", actor=office).is_new


def test_the_text_of_a_known_file_pasted_is_recognised(office) -> None:
    first = services.store_document(PLAIN, "a.txt", actor=office)
    assert services.paste_document(TEXT, actor=office).document == first.document


def test_a_pasted_text_is_stored_unchanged_and_read(office) -> None:
    document = make_document(office)
    version = document.versions.get()
    assert version.file is None
    assert version.text.startswith(TEXT)
    assert version.findings.count() == 8


# --- bad input


@pytest.mark.parametrize("text", ["", " \n\t　", "\u200b\x00"])
def test_nothing_pasted_is_refused(text, office, files_folder) -> None:
    with pytest.raises(Invalid) as caught:
        services.paste_document(text, actor=office)
    assert caught.value.field == "text"
    assert nothing_stored(files_folder)


@pytest.mark.parametrize("text", ["新建\x00学校12所", "新建\ud800学校12所"])
def test_a_pasted_text_that_no_database_takes_is_refused(text, office, files_folder) -> None:
    with pytest.raises(Invalid):
        services.paste_document(text, actor=office)
    assert nothing_stored(files_folder)


def test_an_endless_paste_is_refused(office, files_folder) -> None:
    with pytest.raises(Invalid, match="too long"):
        services.paste_document("长" * 5_000_001, actor=office)
    assert nothing_stored(files_folder)


BAD = {
    "empty": ("a.txt", b"", "empty"),
    "only blanks": ("a.txt", " \n　\n".encode(), "no text"),
    "broken docx": ("a.docx", WORD[: len(WORD) // 2], "damaged"),
    "no docx inside": ("a.docx", zipped({"a.xml": "<a/>"}), ""),
    "a picture by another name": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, ""),
    "an old Word file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "docx"),
    "a portable document": ("a.txt", b"%PDF-1.7\n1 0 obj\n", ""),
    "NUL bytes": ("a.txt", "新建学校\x00十二所\n".encode(), "NUL"),
    "unknown encoding": ("a.txt", b"\xff\xff\xfe\x80\x81" * 30, ""),
    "a docx of pictures only": ("a.docx", word(p("")), "no text"),
}


@pytest.mark.parametrize(("filename", "data", "words"), BAD.values(), ids=BAD)
def test_bad_files_are_answered_and_nothing_is_kept(
    filename, data, words, office, files_folder
) -> None:
    error = refusal(files_folder, data, filename, office)
    assert error.field == "file"
    assert words in error.en


def test_a_file_over_the_limit_is_refused(office, files_folder, settings) -> None:
    settings.UPLOAD_BYTES = 1 << 20
    error = refusal(files_folder, b"a" * ((1 << 20) + 1), "a.txt", office)
    assert "1 MB" in error.en
    assert "1 MB" in error.zh


def test_a_docx_that_unpacks_to_gigabytes_is_refused(office, files_folder) -> None:
    swollen = zipped({"word/document.xml": b"<w>" + b" " * (65 << 20)})
    assert len(swollen) < 1 << 20
    assert "64 MB" in refusal(files_folder, swollen, "a.docx", office).zh


def worse(monkeypatch, name: str) -> None:
    """Have the child process do something bad instead of parsing."""
    target = f"tests.reading.formats.targets:{name}"
    monkeypatch.setattr(
        extraction, "run_limited", lambda _, payload, limits: run_limited(target, payload, limits)
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("crash", "SIGSEGV"), ("hang", "took over 1.5 s"), ("eat", "MB of memory"), ("fail", "")],
)
def test_a_parser_that_crashes_or_hangs_is_an_answer(
    name, words, office, files_folder, monkeypatch, settings
) -> None:
    settings.PARSE_SECONDS, settings.PARSE_MEMORY_BYTES = 1, 256 << 20
    worse(monkeypatch, name)
    error = refusal(files_folder, PLAIN, "a.docx", office)
    assert words in error.en
    assert "解析" in error.zh


def test_a_file_with_another_extension_is_read_for_what_it_is_and_says_so(office) -> None:
    stored = services.store_document(WORD, "部署.txt", actor=office)
    assert stored.version.format == "docx"
    assert any("docx" in note for note in stored.version.notes)


def test_scripts_of_a_page_are_no_text(office) -> None:
    page = "<html><body><p>新建学校12所。</p><script>alert('x')</script>%s</body></html>"
    body = "".join(f"<p>要推进第{n}项改革，完成投资{n}亿元。</p>" for n in range(1, 9))
    stored = services.store_document((page % body).encode(), "a.html", actor=office)
    assert "alert" not in stored.version.text
    assert "第8项改革" in stored.version.text


def test_written_markup_stays_text(office) -> None:
    text = make_text("要新建<script>alert('x')</script>学校12所。\n")
    stored = services.store_document(text.encode(), "a.txt", actor=office)
    assert stored.version.text == text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\文件\\安排.txt", "安排.txt"),
        ("/", "unnamed"),
        ("安排\x00\r\n.txt", "安排.txt"),
        ("长" * 300 + ".txt", "长" * 116 + ".txt"),
    ],
)
def test_of_a_name_only_its_last_part_is_kept(given, kept, office, files_folder) -> None:
    stored = services.store_document(PLAIN, given, actor=office)
    assert stored.version.filename == kept
    on_disk = [path for path in files_folder.rglob("*") if path.is_file()]
    assert [path.name for path in on_disk] == [stored.version.file.sha256]


def test_a_text_without_findings_is_a_document_all_the_same(office) -> None:
    document = make_document(office, "天气晴。\n")
    page = queries.document_page(office, document.uuid)
    assert (page.row.state, page.row.counts.all) == ("done", 0)


def test_a_pasted_document_gives_its_text_under_a_harmless_name(office) -> None:
    document = make_document(office, title='关于A/B："x"的<通知>')
    original = queries.original_of(office, document.uuid)
    assert original.filename == "关于A_B：_x_的_通知_.txt"
    assert original.data.decode().startswith(TEXT)


def test_the_event_names_persons_by_opaque_id_only(office) -> None:
    make_document(office)
    event = Event.objects.get(name="documents.document.stored")
    assert event.actor_id == office.id
    assert office.name not in event.payload
    assert json.loads(event.payload)["data"]["title"]


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
def test_who_may_add_nothing_is_refused_before_anything_is_parsed(role, monkeypatch) -> None:
    worse(monkeypatch, "crash")
    actor = make_actor(role)
    with pytest.raises(NotAllowed):
        services.store_document(PLAIN, "a.txt", actor=actor)
    with pytest.raises(NotAllowed):
        services.paste_document(TEXT, actor=actor)


@pytest.mark.corpus
def test_a_pdf_is_stored_with_its_text(office, shared: Path) -> None:
    original = next((shared / "corpus" / "originals").glob("*.pdf"))
    stored = services.store_document(original.read_bytes(), original.name, actor=office)
    assert stored.version.format == "pdf"
    assert stored.version.file.media_type == "application/pdf"
    assert len(stored.version.text) > 500
