"""Scans: given, recognised in the background, made into documents; nothing lost, nothing secret kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.reading.formats import recogniser
from tests.reading.formats.recogniser import TEXT, picture, scan

from luodi.base import files, jobs
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import Conflict, Invalid, NotFound
from luodi.base.models import Event, Job, JobState, StoredFile
from luodi.documents import queries, services
from luodi.documents.models import (
    Document,
    DocumentVersion,
    PageImage,
    Recognition,
    VersionMatch,
)
from luodi.documents.services import scans
from luodi.documents.services.scans import JOB
from luodi.documents.vocabularies import ReadingState
from luodi.reading.errors import ParserFailed
from luodi.reading.formats.scanned import PageRead

from .factories import findings_of
from .scans import give, make_scanned, recognising

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def recogniser_of_tests() -> Iterator[None]:
    with recognising():
        yield


def events() -> list[str]:
    rows = Event.objects.filter(name__startswith="documents.").order_by("seq")
    return list(rows.values_list("name", flat=True))


def test_a_scan_becomes_a_document_with_exact_anchors_and_its_pages(office: Actor) -> None:
    row = give(office, 1, 2)
    assert (row.state, row.total, row.format) == (ReadingState.QUEUED, 2, "pdf")
    assert not Document.objects.exists()
    jobs.drain()
    document = Document.objects.get()
    version = document.versions.get()
    assert (version.text, version.recognised, version.filename) == (TEXT, True, "扫描件.pdf")
    assert document.title == "望川市人民政府关于印发行动方案的通知"
    assert document.created_by is not None
    assert str(document.created_by.uuid) == office.id
    found = findings_of(document)
    assert len(found) >= 3
    assert all(TEXT[one.start : one.end] == one.exact for one in found)
    assert version.notes[0] == "由图像识别，引用前请与原图核对。"
    pages = list(PageImage.objects.order_by("number"))
    assert [(one.start, one.end, one.seen) for one in pages] == [
        (0, TEXT.index("全线开工"), {}),
        (TEXT.index("全线开工"), len(TEXT), {}),
    ]
    assert all(one.file and files.read(one.file)[:2] == b"\xff\xd8" for one in pages)
    assert events() == [
        "documents.scan.given",
        "documents.document.stored",
        "documents.scan.recognised",
        "documents.reading.recorded",
    ]
    assert version.file is not None
    assert files.read(version.file) == scan(1, 2)


def test_what_its_giver_says_of_a_scan_stands_in_the_document(office: Actor) -> None:
    document = make_scanned(office, title="方案", number="望政办〔2026〕1号", release="public")
    assert (document.title, document.number) == ("方案", "望政办〔2026〕1号")
    assert document.release == "public"


def test_without_the_extra_a_scan_is_refused_with_its_name(office: Actor) -> None:
    with pytest.raises(services.Scanned) as caught:
        services.store_document(scan(1), "a.pdf", actor=office)
    assert "附加项 ocr" in caught.value.zh
    assert not StoredFile.objects.exists()


def test_a_mark_of_secrecy_at_the_head_is_refused_before_anything_is_stored(office: Actor) -> None:
    with pytest.raises(Invalid, match="secrecy"):
        give(office, 3)
    with pytest.raises(Invalid, match="secrecy"):
        give(office, 1, name="机密.pdf")
    assert not StoredFile.objects.exists()
    assert not Recognition.objects.exists()
    assert not Job.objects.exists()


def test_a_mark_of_secrecy_on_a_later_page_takes_all_of_it_out_again(
    office: Actor, django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = (
        recogniser.line("密级：机密", 140, 160),
        recogniser.line("关于有关事项的通知", 300, 300),
    )
    monkeypatch.setitem(recogniser.PAGES, 5, late)
    row = give(office, 1, 5)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.drain()
    row.refresh_from_db()
    assert "密级" in row.let_go_zh
    assert (row.file, row.pages.count(), Document.objects.count()) == (None, 0, 0)
    assert not StoredFile.objects.exists()
    shown = queries.scan_row(office, row.uuid)
    assert (shown.let_go, shown.state) == (True, ReadingState.FAILED)
    services.dismiss_scan(row, actor=office)
    assert not Recognition.objects.exists()


def test_a_scan_without_words_is_let_go_with_the_next_step(office: Actor) -> None:
    row = give(office, 4)
    jobs.drain()
    row.refresh_from_db()
    assert "200 至 300 dpi" in row.let_go_zh
    assert [one.title for one in queries.scans_under_way(office)] == ["扫描件.pdf"]


def test_a_page_that_fails_is_tried_twice_then_named_and_the_others_are_read(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    honest = scans.scanned.read_page

    def read_page(data: bytes, name: str, number: int, *more: object) -> tuple[PageRead, bytes]:
        tried.append(number)
        if number == 1:
            raise ParserFailed("用时超过 9 秒。", "It took over 9 s.")
        return honest(data, name, number, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(scans.scanned, "read_page", read_page)
    document = make_scanned(office)
    assert tried == [1, 1, 2]
    version = document.versions.get()
    assert version.text.startswith("全线开工。")
    assert version.notes[-1] == "第 1 页没有识别成功，请对照原件补上：用时超过 9 秒。"
    beside = queries.page_beside(office, document.uuid, 1, 1)
    assert (beside.page.has_picture, beside.text) == (False, "")
    with pytest.raises(NotFound):
        queries.page_picture(office, document.uuid, 1, 1)


def test_a_recognition_that_was_broken_off_goes_on_where_it_stopped(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = give(office, 1, 2)
    todo = scans.left_to_read(str(row.uuid))
    assert todo is not None
    scans.keep_page(str(row.uuid), 1, scans.read_one(todo, 1))
    scans.keep_page(str(row.uuid), 1, scans.read_one(todo, 1))
    left = scans.left_to_read(str(row.uuid))
    assert left is not None
    assert left.missing == (2,)
    jobs.drain()
    assert Document.objects.get().versions.get().text == TEXT
    assert scans.left_to_read(str(row.uuid)) is None
    with pytest.raises(Conflict):
        scans.finish_scan(str(row.uuid), scans.text_of_scan(str(row.uuid)), actor=SYSTEM)


def failed(row: Recognition) -> Recognition:
    Job.objects.filter(name=JOB).update(state=JobState.FAILED, error_zh="断电。", error_en="Off.")
    row.refresh_from_db()
    return row


def test_a_failed_recognition_says_why_and_is_taken_up_again(office: Actor) -> None:
    row = give(office, 1)
    with pytest.raises(Conflict):
        services.retry_scan(row, actor=office)
    shown = queries.scan_row(office, failed(row).uuid)
    assert (shown.state, shown.error_zh, shown.may_tend) == (ReadingState.FAILED, "断电。", True)
    services.retry_scan(row, actor=office)
    jobs.drain()
    assert queries.scan_row(office, row.uuid).n == 1
    assert queries.scans_under_way(office) == ()


def test_a_failed_scan_that_is_given_up_leaves_nothing(
    office: Actor, django_capture_on_commit_callbacks
) -> None:
    row = give(office, 1)
    with pytest.raises(Conflict):
        services.dismiss_scan(row, actor=office)
    with django_capture_on_commit_callbacks(execute=True):
        services.dismiss_scan(failed(row), actor=office)
    assert not StoredFile.objects.exists()
    assert not list(files.verify_files().unnamed)


def test_the_same_scan_is_known_again_under_way_and_done(office: Actor, colleague: Actor) -> None:
    row = give(office, 1)
    assert give(colleague, 1, name="又名.pdf") == row
    jobs.drain()
    assert give(colleague, 1) == row
    assert Document.objects.count() == 1


def test_a_scan_becomes_a_new_version_and_its_findings_are_carried_over(office: Actor) -> None:
    words = "一、到2027年新建学校12所，公办幼儿园学位占比达到85%以上。\n"
    document = services.paste_document(words, actor=office).document
    jobs.drain()
    for one in findings_of(document):
        services.accept_finding(one, actor=office)
    row = services.give_scan(scan(1, 2), "新.pdf", actor=office, document=document)
    assert document.versions.count() == 1
    jobs.drain()
    row.refresh_from_db()
    version = document.versions.get(latest=True)
    assert (version.n, version.recognised, row.version) == (2, True, version)
    assert VersionMatch.objects.filter(to_version=version).exists()
    again = services.give_scan(scan(1, 2), "新.pdf", actor=office, document=document)
    assert again != row
    jobs.drain()
    again.refresh_from_db()
    assert "完全相同" in again.let_go_zh
    assert DocumentVersion.objects.filter(document=document).count() == 2


def test_pages_lines_and_pictures_stand_beside_the_text(office: Actor) -> None:
    document = make_scanned(office)
    shown = queries.document_page(office, document.uuid)
    assert shown.row.recognised
    assert shown.scanned is not None
    assert [one.number for one in shown.scanned.pages] == [1, 2]
    (low,) = shown.scanned.low
    assert (TEXT[low.start : low.end], low.page, low.percent) == (
        "达到85%以上。（责任单位：市教育局）",
        1,
        72,
    )
    at = TEXT.index("三、")
    beside = queries.page_beside(office, document.uuid, 1, at=at)
    assert beside.page.number == 2
    assert beside.text == "全线开工。\n三、由市住房城乡建设局牵头，改造老旧小区60个。"
    assert (beside.before, beside.after) == (1, 0)
    assert queries.page_picture(office, document.uuid, 1, 2)[:2] == b"\xff\xd8"
    for n, number in ((1, 3), (2, 1)):
        with pytest.raises(NotFound):
            queries.page_beside(office, document.uuid, n, number)


def test_a_picture_file_is_a_scan_of_one_page(office: Actor) -> None:
    row = services.give_scan(picture(5), "a.png", actor=office)
    jobs.drain()
    row.refresh_from_db()
    assert row.version is not None
    assert (row.version.format, row.version.text) == ("png", "四、市水利局年内新建水库3座。")


def test_work_secrets_stay_with_their_unit(office: Actor, outsider: Actor, unit) -> None:
    row = give(office, 1, release="work_secret", unit=str(unit.uuid))
    with pytest.raises(NotFound):
        queries.scan_row(outsider, row.uuid)
    assert queries.scans_under_way(outsider) == ()
    jobs.drain()
    document = Document.objects.get()
    assert (document.release, document.unit) == ("work_secret", unit)
    for ask in (
        lambda: queries.page_picture(outsider, document.uuid, 1, 1),
        lambda: queries.page_beside(outsider, document.uuid, 1, 1),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_purge_takes_the_scan_and_its_pages_along(office: Actor) -> None:
    from tests.people.factories import make_actor

    document = make_scanned(office)
    both = (make_actor("system_admin"), make_actor("security_admin"))
    services.purge_document(document, actors=both, reason="误传涉密内容")
    assert not Recognition.objects.exists()
    assert not PageImage.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Job.objects.filter(name=JOB).exists()
