"""What is said of a document, and who may read it: edited, refused, recorded."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from luodi.base.errors import Conflict, Invalid, NotFound
from luodi.base.events import sentence
from luodi.base.models import Event
from luodi.documents import services
from luodi.documents.models import Document
from luodi.documents.services import Details

from .factories import make_document

pytestmark = pytest.mark.django_db

SAID = Details("新标题", "minutes", "望川市", "望纪〔2026〕1号", date(2026, 2, 3))


def last_event() -> tuple[str, dict[str, Any]]:
    event = Event.objects.order_by("-seq")[0]
    return event.name, json.loads(event.payload)["data"]


def test_the_details_are_changed_in_one_recorded_step(office) -> None:
    document = make_document(office, title="旧标题")
    row = services.edit_document(document, SAID, actor=office, expected_revision=1)
    kept = Document.objects.get()
    assert (kept.title, kept.kind, kept.issuer) == ("新标题", "minutes", "望川市")
    assert (kept.number, kept.date, kept.revision) == ("望纪〔2026〕1号", date(2026, 2, 3), 2)
    assert row.revision == 2
    name, data = last_event()
    assert name == "documents.document.edited"
    assert (data["before"]["title"], data["after"]["title"]) == ("旧标题", "新标题")
    assert data["after"]["date"] == "2026-02-03"


def test_what_is_given_empty_is_emptied_but_for_title_and_kind(office) -> None:
    document = make_document(office)
    services.edit_document(document, SAID, actor=office)
    services.edit_document(document, Details("新标题"), actor=office)
    kept = Document.objects.get()
    assert (kept.issuer, kept.number, kept.date, kept.kind) == ("", "", None, "minutes")
    with pytest.raises(Invalid) as caught:
        services.edit_document(document, Details(" \x00\n"), actor=office)
    assert caught.value.field == "title"


def test_the_same_details_are_no_step(office) -> None:
    document = make_document(office)
    services.edit_document(document, SAID, actor=office)
    events = Event.objects.count()
    assert services.edit_document(document, SAID, actor=office).revision == 2
    assert Event.objects.count() == events


def test_a_save_on_top_of_somebody_elses_is_refused_with_theirs(office, colleague) -> None:
    document = make_document(office)
    services.edit_document(document, SAID, actor=colleague, expected_revision=1)
    with pytest.raises(Conflict) as caught:
        services.edit_document(document, Details("我的"), actor=office, expected_revision=1)
    assert caught.value.theirs["title"] == "新标题"
    assert caught.value.theirs["revision"] == 2
    assert Document.objects.get().title == "新标题"


def test_a_title_of_any_length_is_cut_and_on_one_line(office) -> None:
    document = make_document(office)
    services.edit_document(document, Details("长\n" + "题" * 400), actor=office)
    assert Document.objects.get().title == "长 " + "题" * 298


def test_who_may_read_it_is_changed_and_told_in_both_languages(office) -> None:
    document = make_document(office, title="某标题")
    row = services.set_release(document, "work_secret", actor=office)
    assert (row.release, row.revision) == ("work_secret", 2)
    event = Event.objects.order_by("-seq")[0]
    names = {office.id: "林晓"}
    assert sentence(event, "zh", names) == "林晓将文件《某标题》的公开属性由内部改为工作秘密"
    said = "林晓 changed who may read “某标题” from Internal to Work secret"
    assert sentence(event, "en", names) == said


def test_the_same_release_is_no_step_and_another_word_is_refused(office) -> None:
    document = make_document(office)
    events = Event.objects.count()
    assert services.set_release(document, "internal", actor=office).revision == 1
    with pytest.raises(Invalid) as caught:
        services.set_release(document, "绝密", actor=office)
    assert caught.value.field == "release"
    assert Event.objects.count() == events


def test_what_one_may_not_see_one_cannot_describe(office, outsider) -> None:
    document = make_document(office, release="work_secret")
    for call in (
        lambda: services.edit_document(document, SAID, actor=outsider),
        lambda: services.set_release(document, "public", actor=outsider),
        lambda: services.start_reading(document, actor=outsider),
        lambda: services.edit_document("no-id", SAID, actor=office),
    ):
        with pytest.raises(NotFound):
            call()
