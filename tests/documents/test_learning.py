"""The reader learns from reviews: what teaches it, when a model is taken up, and the way back."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from tests.people.factories import make_holder

from luodi.base import files, jobs
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict
from luodi.base.models import Event
from luodi.documents import services
from luodi.documents.models import Finding, ReaderModel, Reading, SpotCheck
from luodi.documents.queries import learning as queries
from luodi.people.queries import actor_of
from luodi.reading.learnt import from_bytes
from luodi.reading.reader import VERSION

from .factories import BAD, findings_of, make_check, make_document, make_model, make_reviews

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """Somebody of the follow-up office."""
    return make_holder("followup", name="林晓")


def run(*words: str) -> str:
    said = StringIO()
    call_command("learn", *words, stdout=said)
    return said.getvalue()


# What teaches


def test_single_decisions_teach_and_bulk_ones_do_not(person) -> None:
    actor = actor_of(person)
    document = make_document(actor)
    first, second, third, fourth, fifth, *_rest = findings_of(document)
    services.accept_finding(first, actor=actor)
    services.reject_finding(second, "not_a_commitment", actor=actor)
    services.reject_finding(third, "already_done", actor=actor)
    services.reject_finding(fourth, "repeated", actor=actor)
    services.accept_findings_above(document, 0.0, {fifth.uuid: 1}, actor=actor)
    text = document.versions.get().text
    services.add_finding(document, text.index("望川市2026"), 5, "task", actor=actor)
    rows = queries.training_rows()
    assert [row.right for row in rows] == [True, False, False]
    assert [row.case.text for row in rows] == [first.exact, second.exact, third.exact]
    assert rows[0].case.measured is True
    assert {row.document for row in rows} == {str(document.pk)}
    services.restore_finding(second, actor=actor)
    assert len(queries.training_rows()) == 2
    assert queries.training_rows(Finding.objects.get(pk=first.pk).decided_at) == rows[:1]


def test_only_answers_that_tell_are_a_sample_and_only_of_the_reader_of_today() -> None:
    document = make_document(SYSTEM, read=False)
    make_check(document, 0, "task", "task")
    make_check(document, 5, "task", "goal")
    make_check(document, 10, "", "none")
    make_check(document, 15, "task", "unsure")
    make_check(document, 20, "task")
    make_check(document, 25, "task", "task", version="0.1.0")
    rows = queries.sample()
    told = [(row.case is not None, row.wanted, row.same_kind) for row in rows]
    assert told == [(True, True, True), (True, True, False), (False, False, False)]


def test_sampled_clauses_are_put_to_a_newer_reader(office) -> None:
    document = make_document(office)
    text = document.versions.get().text
    heading, gone = text.index("一、项目建设"), make_check(document, 1, "", "none", version="0.1.0")
    row = make_check(document, heading, "task", "none", version="0.1.0")
    SpotCheck.objects.filter(pk=row.pk).update(end=heading + len("一、项目建设"))
    assert services.refresh_spot_checks(actor=SYSTEM) == 1
    row.refresh_from_db()
    gone.refresh_from_db()
    assert (row.reader_version, row.said["kind"], row.said["reason"]) == (VERSION, "", "heading")
    assert gone.reader_version == "0.1.0"
    assert services.refresh_spot_checks(actor=SYSTEM) == 0


# Taking up and taking back


def test_below_200_sampled_clauses_nothing_changes(person) -> None:
    make_reviews(person, each=39)
    before = Event.objects.count()
    outcome = services.learn(actor=SYSTEM)
    assert (outcome.rows, outcome.sampled, outcome.comparison) == (100, 195, None)
    assert not ReaderModel.objects.exists()
    assert Event.objects.count() == before
    assert "尚不可测" in run()


def test_a_better_model_is_taken_up_and_has_its_say_in_readings(person) -> None:
    make_reviews(person)
    said = run()
    model = ReaderModel.objects.get()
    assert "第 1 号模型已启用" in said
    assert "70.0% [70.0, 70.0] → 95.0% [95.0, 95.0]" in said
    assert (model.state, model.rows, model.documents, model.follows) == ("in_use", 100, 5, None)
    assert from_bytes(files.read(model.file)).number == 1
    event = Event.objects.latest("seq")
    assert event.name == "documents.reader.model_taken"
    document = make_document(text=f"要{BAD}。\n要新建学校十二所。\n")
    reading = Reading.objects.get(version__document=document)
    assert reading.reader_version == f"{VERSION}+1"
    assert queries.learnt_model().number == 1
    # The same decisions again: nothing new can come of it.
    assert "没有新的逐条复核决定" in run()


def test_a_model_that_is_not_surely_better_is_kept_but_not_taken(person) -> None:
    make_reviews(person)
    SpotCheck.objects.filter(said__kind="task").update(answer="task")
    said = run()
    assert "未启用" in said
    assert ReaderModel.objects.get().state == "not_taken"
    assert Event.objects.latest("seq").name == "documents.reader.model_not_taken"
    assert queries.learnt_model() is None


def test_taking_back_goes_to_what_was_in_use_before(person) -> None:
    first = make_model("retired")
    second = make_model("in_use", follows=first)
    assert "第 1 号模型" in run("--back")
    states = {row.n: row.state for row in ReaderModel.objects.all()}
    assert states == {first.n: "in_use", second.n: "taken_back"}
    assert "随附的读取器" in run("--back")
    assert queries.model_in_use() is None
    with pytest.raises(CommandError, match="无可退回"):
        run("--back")
    with pytest.raises(Conflict):
        services.take_model_back(actor=SYSTEM)


def test_a_new_model_replaces_the_old_one(person) -> None:
    make_reviews(person)
    services.learn(actor=SYSTEM)
    first = ReaderModel.objects.get()
    # As if the first had known a single decision only.
    earliest = Finding.objects.order_by("decided_at").first().decided_at
    ReaderModel.objects.update(trained_until=earliest, rows=1)
    outcome = services.learn(actor=SYSTEM)
    assert outcome.taken
    assert outcome.model.follows == first
    assert {row.n: row.state for row in ReaderModel.objects.all()} == {1: "retired", 2: "in_use"}


def test_the_monthly_job_learns(person) -> None:
    make_reviews(person)
    jobs.enqueue("documents.learn", actor=SYSTEM)
    jobs.drain()
    assert ReaderModel.objects.get().state == "in_use"


# The page


def test_the_page_says_not_yet_measurable_then_gives_figures(client, person) -> None:
    client.force_login(person)
    url = reverse("documents:accuracy")
    open_one = make_document(SYSTEM, read=False)
    make_check(open_one)
    page = client.get(url).content.decode()
    assert "尚不可测" in page
    assert "已核对 0 句，需要 200 句" in page
    assert reverse("documents:spot_check", args=[open_one.uuid]) in page
    make_reviews(person)
    services.learn(actor=SYSTEM)
    page = client.get(url).content.decode()
    assert "尚不可测" not in page
    assert "70.0% [70.0, 70.0]" in page
    assert "5 份文件的 200 句" in page
    assert "95.0% [95.0, 95.0]" in page
    assert "启用中" in page


def test_a_unit_does_not_see_the_page(client) -> None:
    client.force_login(make_holder("liaison"))
    assert client.get(reverse("documents:accuracy")).status_code == 403
