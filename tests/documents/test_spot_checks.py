"""The random sample: drawn by lot when a text is read, judged once, without the reader's answer."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base import jobs
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid, NotFound
from luodi.base.models import Event
from luodi.documents import queries, services
from luodi.documents.models import Reading, SpotCheck
from luodi.documents.services import spot_checks
from luodi.people.queries import actor_of
from luodi.reading.reader import VERSION, read

from .factories import TEXT, make_check, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_drawn(monkeypatch) -> None:
    """Every clause falls into the sample."""
    monkeypatch.setattr(spot_checks, "SHARE", 1.0)


def test_the_lot_draws_about_one_in_twenty_found_or_not() -> None:
    answer = read(TEXT * 60)
    drawn = spot_checks.draw(answer, "0" * 64)
    assert len(answer.clauses) == 660
    assert 16 <= len(drawn) <= 50  # 33 in the mean, three standard deviations to each side
    assert {bool(one.said["kind"]) for one in drawn} == {True, False}
    assert spot_checks.draw(answer, "0" * 64) == drawn
    assert spot_checks.draw(answer, "1" * 64) != drawn


def test_reading_draws_once_and_keeps_what_the_grammar_said(office, all_drawn) -> None:
    document = make_document(office)
    rows = SpotCheck.objects.filter(version__document=document)
    text = document.versions.get().text
    reading = Reading.objects.get(version__document=document)
    assert {(row.start, row.end) for row in rows} == {(c[0], c[1]) for c in reading.clauses}
    assert {row.reader_version for row in rows} == {VERSION}
    built = next(row for row in rows if "标准厂房" in row.said.get("text", ""))
    assert built.said["kind"] == "project"
    assert built.said["measured"] is True
    assert built.section_path == ["一、项目建设"]
    heading = rows.get(start=text.index("一、项目建设"))
    assert (heading.said["kind"], heading.said["reason"]) == ("", "heading")
    services.start_reading(document, actor=office)
    jobs.drain()
    assert rows.count() == len(reading.clauses)


def test_an_answer_is_kept_with_its_event_and_can_be_changed(office) -> None:
    check = make_check(make_document(office, read=False))
    row = services.answer_spot_check(check.uuid, "task", actor=office)
    assert (row.answer, row.answered_by.uuid.__str__()) == ("task", office.id)
    assert Event.objects.latest("seq").name == "documents.spot_check.answered"
    changed = services.answer_spot_check(check.uuid, "none", actor=office, expected="task")
    assert changed.answer == "none"


def test_what_cannot_be_answered_is_refused(office, outsider) -> None:
    check = make_check(make_document(office, read=False, release="work_secret"))
    with pytest.raises(Invalid):
        services.answer_spot_check(check.uuid, "maybe", actor=office)
    for key in ("no id", "01890000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound):
            services.answer_spot_check(key, "task", actor=office)
    with pytest.raises(NotFound):
        services.answer_spot_check(check.uuid, "task", actor=outsider)
    services.answer_spot_check(check.uuid, "task", actor=SYSTEM)
    with pytest.raises(Conflict):
        services.answer_spot_check(check.uuid, "none", actor=office)


# The page


@pytest.fixture
def person():
    """Somebody of the follow-up office."""
    return make_holder("followup", name="林晓")


@pytest.fixture
def client(client, person):
    """Signed in as that person."""
    client.force_login(person)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def test_the_page_asks_one_sentence_without_the_readers_answer(client, person) -> None:
    document = make_document(actor_of(person), read=False)
    text = document.versions.get().text
    start = text.index("新建标准厂房")
    make_check(document, start, kind="project")
    page = client.get(at("spot_check", document.uuid)).content.decode()
    assert "<strong>新建标准</strong>" in page
    assert '<span class="muted">到2026年底前，</span>' in page
    assert '<span class="muted">厂房50万平方米。</span>' in page
    assert "行动动词" not in page
    form = page.partition('class="card stack spot"')[2].partition("</form>")[0]
    assert "aria-pressed" not in form
    assert "%" not in form


def test_answers_lead_to_the_next_and_then_to_the_end(client, person) -> None:
    document = make_document(actor_of(person), read=False)
    first, second = make_check(document, 0), make_check(document, 10)
    url = at("spot_check", document.uuid)
    assert "2 句待核对" in client.get(at("review", document.uuid)).content.decode()
    given = {"check": str(first.uuid), "before": "", "answer": "none"}
    page = client.post(url, given, follow=True).content.decode()
    assert "已核对 1 句，共 2 句" in page
    assert str(second.uuid) in page
    again = client.post(url, given, follow=True).content.decode()
    assert "已有人核对" in again
    back = client.get(f"{url}?check={first.uuid}").content.decode()
    assert 'value="none" aria-pressed="true"' in back
    client.post(url, {"check": str(second.uuid), "before": "", "answer": "unsure"})
    assert "抽样核对已完成" in client.get(url).content.decode()
    assert "待核对" not in client.get(at("review", document.uuid)).content.decode()


def test_a_document_without_a_sample_says_so(client, person) -> None:
    document = make_document(actor_of(person), text="标题\n", read=False)
    assert "没有抽到句子" in client.get(at("spot_check", document.uuid)).content.decode()


def test_only_those_who_review_are_asked(client) -> None:
    document = make_document(SYSTEM, read=False)
    make_check(document)
    client.force_login(make_holder("city_leader"))
    assert client.get(at("spot_check", document.uuid)).status_code == 403
    assert "待核对" not in client.get(at("review", document.uuid)).content.decode()
    assert queries.open_checks(document) == 1
