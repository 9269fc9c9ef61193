"""The second reader in a document's life: off, allowed, proposing, lying, gone."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from tests.documents.test_endpoint import Model, model, says  # noqa: F401
from tests.people.factories import make_holder

from luodi.base import jobs
from luodi.base.actors import SYSTEM
from luodi.base.errors import Invalid
from luodi.base.models import Event
from luodi.documents import queries, services
from luodi.documents.models import Document, Finding, Reading
from luodi.documents.queries import learning
from luodi.documents.services import second_reading
from luodi.people.queries import actor_of

from .factories import findings_of, make_document

pytestmark = pytest.mark.django_db

# Two sentences in which the reader finds nothing, and says so with little confidence.
TEXT = """望川市2026年重点工作安排
一、项目建设
新建标准厂房50万平方米。
县里医共体建设3个。
乡里供水管网改造20公里。
"""
LEFT = "医共体建设3个"


@pytest.fixture
def llm(settings, model) -> Model:  # noqa: F811
    """A second reader that finds nothing unless told; internal documents may be sent."""
    settings.LLM_URL, settings.LLM_MODEL, settings.LLM_SEND = model.url, "qwen", "internal"
    settings.LLM_SECONDS = 2
    return model


def proposing(*rows: dict) -> object:
    return says(json.dumps({"findings": list(rows)}, ensure_ascii=False))


def second_of(document: Document) -> list[Finding]:
    return [one for one in findings_of(document) if one.reason == "second"]


def test_without_an_address_nothing_is_asked(settings, model) -> None:  # noqa: F811
    settings.LLM_MODEL, settings.LLM_SEND = "qwen", "work_secret"
    make_document(text=TEXT)
    assert model.asked == []
    assert Reading.objects.count() == 1


@pytest.mark.parametrize(
    ("send", "sent"),
    [
        ("public", {"public"}),
        ("internal", {"public", "internal"}),
        ("work_secret", {"public", "internal", "work_secret"}),
    ],
)
def test_only_what_the_setting_allows_leaves_the_machine(llm, settings, send, sent) -> None:
    settings.LLM_SEND = send
    for release in ("public", "internal", "work_secret"):
        llm.asked.clear()
        make_document(text=TEXT, release=release)
        assert bool(llm.asked) == (release in sent)


def test_the_default_sends_public_documents_only(settings) -> None:
    assert settings.LLM_SEND == "public"
    assert settings.LLM_URL == ""


def test_a_document_guarded_meanwhile_is_not_sent(llm) -> None:
    document = make_document(text=TEXT, read=False)
    reading = Reading.objects.get()
    jobs.running.perform(str(reading.job.uuid))
    services.set_release(document, "work_secret", actor=SYSTEM)
    jobs.drain()
    assert llm.asked == []


def test_a_proposal_is_marked_and_goes_to_review(llm) -> None:
    llm.behave = proposing({"text": LEFT, "kind": "project"})
    document = make_document(text=TEXT)
    found = second_of(document)
    assert [(one.exact, one.kind, one.state) for one in found] == [(LEFT, "project", "proposed")]
    assert found[0].confidence == 0.3
    assert [(t["value"], t["unit"]) for t in found[0].fields_read["targets"]] == [("3", "个")]
    _first, second = Reading.objects.order_by("pk")
    assert (second.reader, second.counts["findings"]) == ("llm:qwen", 1)
    assert second.counts["asked"] == len(llm.asked) >= 2
    # The other sentences were asked too: there the words do not stand.
    assert second.counts["refused"] == second.counts["asked"] - 1
    assert queries.progress_of(SYSTEM, document.uuid).state == "done"
    assert Event.objects.latest("seq").name == "documents.reading.second"
    # One sentence at a time, and never the whole text.
    for _path, _headers, body in llm.asked:
        assert "\n" not in body["messages"][1]["content"]


def test_a_proposal_is_never_accepted_in_bulk_and_teaches_nothing(llm) -> None:
    llm.behave = proposing({"text": LEFT, "kind": "project"})
    document = make_document(text=TEXT)
    found = second_of(document)[0]
    listed = {card.uuid for card in queries.acceptable_above(SYSTEM, document.uuid, 0.0)[1]}
    assert found.uuid not in listed
    with pytest.raises(Invalid):
        services.accept_findings_above(document, 0.0, {found.uuid: 1}, actor=SYSTEM)
    services.accept_finding(found, actor=actor_of(make_holder("followup")))
    assert learning.training_rows() == []


def test_inventions_and_repeats_are_dropped(llm) -> None:
    row = {"text": LEFT, "kind": "task"}
    llm.behave = proposing({"text": "医共体建设4个", "kind": "task"}, row, row)
    assert [one.exact for one in second_of(make_document(text=TEXT))] == [LEFT]


def test_a_dead_or_babbling_model_costs_its_proposals_and_nothing_else(llm) -> None:
    llm.behave = says("我不知道")
    document = make_document(text=TEXT)
    assert len(findings_of(document)) == 1
    told = Reading.objects.latest("pk").counts
    assert told["findings"] == 0
    assert told["unanswered"] == told["asked"] == len(llm.asked)
    llm.asked.clear()
    lines = "".join(f"乡里第{n}处管网改造{n}公里。\n" for n in range(2, 12))
    make_document(text=TEXT + lines)
    assert len(llm.asked) == second_reading.SILENCES


def test_reading_again_asks_again_and_puts_untouched_proposals_aside(llm) -> None:
    llm.behave = proposing({"text": LEFT, "kind": "project"})
    document = make_document(text=TEXT)
    services.start_reading(document, actor=SYSTEM)
    jobs.drain()
    assert [one.exact for one in second_of(document)] == [LEFT]
    assert Finding.objects.filter(reason="second").count() == 2


def test_an_answer_to_an_older_reading_is_not_written(llm) -> None:
    document = make_document(text=TEXT)
    first, _second = Reading.objects.order_by("pk")
    told = second_reading.Told("llm:qwen", (), 1, 0, 0)
    assert services.record_second_reading(first.uuid, told, actor=SYSTEM) is None
    assert Reading.objects.filter(version__document=document).count() == 2


def test_the_review_shows_which_reader_found_what(llm, client) -> None:
    llm.behave = proposing({"text": LEFT, "kind": "project"})
    person = make_holder("followup")
    client.force_login(person)
    document = make_document(actor_of(person), text=TEXT)
    page = client.get(reverse("documents:review", args=[document.uuid])).content.decode()
    assert re.search(r"第二读取器 qwen：问了 \d+ 句，提出 1 条，0 句无回答", page)
    cards = page.split("<article")[1:]
    assert ["第二读取器" in one for one in cards] == [False, True]
    assert "由第二读取器" not in cards[0]
