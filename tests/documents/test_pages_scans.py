"""The pages of scans: progress, failures with the next step, marks, page images beside the words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people.factories import make_actor, make_holder, make_unit
from tests.reading.formats.recogniser import TEXT, scan

from luodi.base import jobs
from luodi.base.models import Job, JobState
from luodi.documents import services
from luodi.documents.models import Document, Recognition
from luodi.documents.services.scans import JOB
from luodi.reading.formats.scanned import MARK

from .factories import findings_of, make_document
from .scans import give, make_scanned, recognising

pytestmark = pytest.mark.django_db
BADGE = "图像识别</span>"


@pytest.fixture(autouse=True)
def recogniser_of_tests() -> Iterator[None]:
    with recognising():
        yield


@pytest.fixture
def client(client):
    """Signed in as somebody of the follow-up office."""
    client.force_login(make_holder("followup"))
    return client


def send(client, *files: bytes):
    given = [SimpleUploadedFile(f"件{n}.pdf", data) for n, data in enumerate(files)]
    return client.post(reverse("documents:add"), {"file": given, "release": "internal"})


def page(client, name: str, *args: object, query: str = "") -> str:
    return client.get(reverse(f"documents:{name}", args=args) + query).content.decode()


def fail() -> None:
    Job.objects.filter(name=JOB).update(state=JobState.FAILED, error_zh="断电。", error_en="Off.")


def test_a_scan_leads_to_its_progress_and_then_to_its_document(client) -> None:
    answer = send(client, scan(1, 2))
    row = Recognition.objects.get()
    here = reverse("documents:scan", args=[row.uuid])
    assert answer["Location"] == here
    shown = client.get(here).content.decode()
    assert reverse("documents:scan_progress", args=[row.uuid]) in shown
    assert "共 2 页" in shown
    assert here in page(client, "documents")
    beat = reverse("documents:scan_progress", args=[row.uuid])
    part = client.get(beat, headers={"hx-request": "true"})
    assert "progress" in part.content.decode()
    assert client.get(beat)["Location"] == here
    jobs.drain()
    document = Document.objects.get()
    assert client.get(beat, headers={"hx-request": "true"})["HX-Redirect"] == here
    assert client.get(here)["Location"] == reverse("documents:document", args=[document.uuid])
    assert here not in page(client, "documents")


def test_several_files_are_each_answered(client) -> None:
    shown = send(client, scan(1), scan(3)).content.decode()
    assert "正在识别" in shown
    assert "密级" in shown


def test_without_the_extra_the_page_says_what_to_do(client, settings) -> None:
    settings.OCR_ENGINE = "luodi.reading.formats.scanned.rapid:engine"
    if services.can_recognise():
        pytest.skip("the extra `ocr` is installed here")
    assert "附加项 ocr" in send(client, scan(1)).content.decode()


def test_a_failure_is_told_with_the_next_step_and_taken_up_again(client) -> None:
    send(client, scan(1))
    row = Recognition.objects.get()
    fail()
    shown = page(client, "scan", row.uuid)
    assert "识别没有成功" in shown
    assert "断电。" in shown
    answer = client.post(reverse("documents:scan_retry", args=[row.uuid]))
    assert answer["Location"] == reverse("documents:scan", args=[row.uuid])
    jobs.drain()
    assert Document.objects.count() == 1


def test_a_failed_scan_can_be_given_up(client) -> None:
    send(client, scan(1))
    row = Recognition.objects.get()
    fail()
    client.post(reverse("documents:scan_dismiss", args=[row.uuid]))
    assert not Recognition.objects.exists()


def test_who_may_not_tend_a_scan_is_offered_nothing(client) -> None:
    row = give(make_actor("followup"), 1)
    fail()
    client.force_login(make_holder("liaison", make_unit()))
    shown = page(client, "scan", row.uuid)
    assert "识别没有成功" in shown
    assert reverse("documents:scan_retry", args=[row.uuid]) not in shown
    assert client.post(reverse("documents:scan_retry", args=[row.uuid])).status_code == 403


def test_a_scan_as_a_new_version_leads_to_its_progress(client) -> None:
    document = make_document()
    file = SimpleUploadedFile("新.pdf", scan(1, 2))
    answer = client.post(reverse("documents:new_version", args=[document.uuid]), {"file": file})
    row = Recognition.objects.get()
    assert answer["Location"] == reverse("documents:scan", args=[row.uuid])
    assert "成为新版本" in page(client, "scan", row.uuid)
    jobs.drain()
    assert document.versions.get(latest=True).text == TEXT


def test_every_page_that_shows_a_recognised_text_bears_the_mark(client) -> None:
    document = make_scanned(make_actor("followup"))
    uuid = document.uuid
    for name, args in (("document", [uuid]), ("version", [uuid, 1]), ("review", [uuid])):
        assert MARK in page(client, name, *args), name
    found = findings_of(document)[0]
    services.accept_finding(found, actor=make_actor("followup"))
    for name, args in (("documents", []), ("accepted", [])):
        assert BADGE in page(client, name, *args), name
    plain = make_document()
    for name in ("document", "review"):
        assert MARK not in page(client, name, plain.uuid), name


def test_doubtful_lines_are_underlined_and_lead_to_their_page(client) -> None:
    document = make_scanned(make_actor("followup"))
    review = page(client, "review", document.uuid)
    text = review[review.index('id="text"') : review.index('id="cards"')]
    assert "<u>" in text
    assert review.count(f"{reverse('documents:pages', args=[document.uuid, 1])}?at=") >= 3
    at = TEXT.index("达到85%")
    shown = page(client, "pages", document.uuid, 1, query=f"?at={at}")
    assert reverse("documents:picture", args=[document.uuid, 1, 1]) in shown
    assert "<u>达到85%以上。（责任单位：市教育局）</u>" in shown
    assert "识别把握72%" in shown
    second = page(client, "pages", document.uuid, 1, query="?page=2")
    assert "第2页，共2页" in second
    assert "没有把握较低的行" in second


def test_the_picture_of_a_page_is_shown_to_who_may_read_the_document_only(client) -> None:
    document = make_scanned(make_actor("followup"), release="work_secret")
    address = reverse("documents:picture", args=[document.uuid, 1, 1])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:2] == b"\xff\xd8"
    client.force_login(make_holder("liaison", make_unit()))
    assert client.get(address).status_code == 404
    assert client.get(reverse("documents:pages", args=[document.uuid, 1])).status_code == 404


@pytest.mark.parametrize("query", ["?page=9", "?page=x", "?at=99999"])
def test_a_page_that_is_not_there_is_not_found_and_a_place_leads_to_the_nearest(
    client, query: str
) -> None:
    document = make_scanned(make_actor("followup"))
    status = client.get(reverse("documents:pages", args=[document.uuid, 1]) + query).status_code
    assert status == (404 if query == "?page=9" else 200)
