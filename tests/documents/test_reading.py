"""The reading of a document: in the background, recorded once, kind to what people did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.people.factories import make_actor

from luodi.base import clock, jobs, ledger
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, NotAllowed, NotFound
from luodi.base.jobs.running import LeaseLost, claim, perform
from luodi.base.models import Event, Job
from luodi.documents import queries, services, tasks
from luodi.documents.models import Finding, Reading
from luodi.reading.reader import read
from luodi.reading.types import Span

from .factories import TEXT, findings_of, make_document

pytestmark = pytest.mark.django_db


def latest(document) -> Reading:
    return Reading.objects.filter(version__document=document).order_by("-pk")[0]


def read_again(document, actor) -> Reading:
    services.start_reading(document, actor=actor)
    jobs.drain()
    return latest(document)


def seen(document, actor) -> tuple[str, int, int]:
    at = queries.progress_of(actor, document.uuid)
    return at.state, at.done, at.total


def test_a_reading_goes_from_waiting_to_done(office, monkeypatch) -> None:
    document = make_document(office, read=False)
    assert seen(document, office) == ("queued", 0, 0)
    during = []

    def reads(text, *, date=None):
        during.append(seen(document, office))
        return read(text, date=date)

    monkeypatch.setattr(tasks, "read", reads)
    jobs.drain()
    assert during == [("running", 0, 3)]
    assert seen(document, office)[0] == "done"
    row = latest(document)
    assert row.counts["findings"] == Finding.objects.count() == 8
    assert row.counts["clauses"] == len(row.clauses) > 8
    assert sum(row.counts["kinds"].values()) == 8
    assert (row.reader, row.reader_version) == ("luodi-grammar", row.reader_version)


def test_the_findings_are_those_of_the_reader(office) -> None:
    document = make_document(office)
    text = document.versions.get().text
    answer = read(text)
    found = findings_of(document)
    spans = [(f.start, f.end, f.kind, f.confidence, f.reason) for f in found]
    assert spans == [
        (f.span.start, f.span.end, f.kind, f.confidence, f.reason) for f in answer.findings
    ]
    assert all(text[f.start : f.end] == f.exact for f in found)
    assert all(text[: f.start].endswith(f.prefix) for f in found)
    assert all(text[f.end :].startswith(f.suffix) for f in found)
    schools = found[1]
    assert schools.fields["targets"][0]["value"] == "12"
    assert schools.fields["deadline"]["by"] == "2026-06-30"
    assert (schools.has_owner, schools.has_date, schools.has_measure) == (True, True, True)
    assert not found[4].has_date


def test_the_date_of_the_document_tells_what_a_bare_month_means(office) -> None:
    text = "望川市工作安排\n市教育局要在6月底前新建改建学校12所。\n"
    document = make_document(office, text, date=date(2027, 3, 1))
    assert findings_of(document)[0].fields["deadline"]["by"] == "2027-06-30"


def test_the_reading_is_recorded_by_the_system_for_who_asked(office) -> None:
    make_document(office)
    event = Event.objects.get(name="documents.reading.recorded")
    assert (event.actor_id, event.behalf_id) == ("system", office.id)


def test_a_reading_is_recorded_once(office) -> None:
    document = make_document(office)
    row = latest(document)
    answer = read(document.versions.get().text)
    with pytest.raises(Conflict):
        services.record_reading(row.uuid, answer, actor=SYSTEM)
    assert Finding.objects.count() == 8
    assert Event.objects.filter(name="documents.reading.recorded").count() == 1


def test_nobody_but_the_system_records_a_reading(office) -> None:
    document = make_document(office, read=False)
    with pytest.raises(NotAllowed):
        services.record_reading(latest(document).uuid, read(TEXT), actor=office)
    with pytest.raises(NotFound):
        services.record_reading(document.uuid, read(TEXT), actor=SYSTEM)


def test_findings_whose_characters_are_not_the_texts_are_refused_as_a_whole(office) -> None:
    document = make_document(office, read=False)
    answer = read(document.versions.get().text)
    first = answer.findings[0]
    shifted = Span(first.span.start + 1, first.span.end + 1, first.span.text)
    wrong = replace(answer, findings=(replace(first, span=shifted), *answer.findings[1:]))
    with pytest.raises(AssertionError):
        services.record_reading(latest(document).uuid, wrong, actor=SYSTEM)
    assert not Finding.objects.exists()
    assert latest(document).recorded_at is None


def test_a_worker_that_lost_its_lease_writes_nothing(office, monkeypatch) -> None:
    """The first worker is slow, the tick gives the job to a second, then the first comes back."""
    document = make_document(office, read=False)
    key = str(Job.objects.get().uuid)
    first = claim(key, "first")
    Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert jobs.tick().requeued == 1
    with pytest.raises(LeaseLost):
        tasks.read_version(first, reading=str(latest(document).uuid))
    assert not Finding.objects.exists()
    assert perform(key) == "done"
    with pytest.raises(LeaseLost), first.finishing():
        pytest.fail("the first worker may not write any more")
    assert Finding.objects.count() == 8
    assert Event.objects.filter(name="documents.reading.recorded").count() == 1
    assert ledger.verify().ok


def test_a_worker_killed_between_reading_and_writing_leaves_nothing_half(
    office, monkeypatch
) -> None:
    document = make_document(office, read=False)
    record = tasks.record_reading

    def killed(*args, **more):
        record(*args, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "record_reading", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.drain()
    assert not Finding.objects.exists()
    assert seen(document, office)[0] == "running"
    monkeypatch.undo()
    Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    jobs.tick()
    jobs.drain()
    assert Finding.objects.count() == 8
    assert Job.objects.get(name="documents.read").attempts == 2


def test_a_reader_that_fails_is_tried_again_and_then_answers(
    office, monkeypatch, settings, caplog
) -> None:
    settings.JOB_ATTEMPTS = 2

    def fails(text, *, date=None):
        raise ValueError(text)

    monkeypatch.setattr(tasks, "read", fails)
    document = make_document(office)
    at = queries.progress_of(office, document.uuid)
    assert at.state == "failed"
    assert "2 attempts" in at.error_en
    assert "2 次" in at.error_zh
    # What went wrong is told without the words of the document.
    assert "新建" not in Job.objects.get().fault
    monkeypatch.undo()
    read_again(document, office)
    assert seen(document, office)[0] == "done"
    assert len(findings_of(document)) == 8


# --- reading again


def test_who_asks_again_while_it_is_read_gets_the_same_reading(office, colleague) -> None:
    document = make_document(office, read=False)
    row = services.start_reading(document, actor=colleague)
    assert row == latest(document)
    assert Reading.objects.count() == Job.objects.count() == 1


def test_reading_again_takes_the_place_of_what_nobody_touched(office) -> None:
    document = make_document(office)
    old = {f.uuid for f in findings_of(document)}
    row = read_again(document, office)
    new = {f.uuid for f in findings_of(document)}
    assert len(new) == 8
    assert not old & new
    assert (row.counts["findings"], row.counts["kept"]) == (8, 0)
    assert Finding.objects.filter(superseded=True).count() == 8
    assert queries.document_page(office, document.uuid).row.counts.all == 8


def test_reading_again_keeps_what_people_worked_on(office) -> None:
    document = make_document(office)
    found = findings_of(document)
    services.accept_finding(found[0], actor=office)
    services.reject_finding(found[1], "repeated", actor=office)
    services.edit_finding(found[2], {"kind": "goal"}, actor=office, expected_revision=1)
    restored = services.reject_finding(found[3], "repeated", actor=office)
    services.restore_finding(restored, actor=office)
    worked_on = {f.uuid: (f.state, f.revision, f.kind) for f in findings_of(document)[:4]}
    row = read_again(document, office)
    after = findings_of(document)
    assert len(after) == 8
    assert {f.uuid: (f.state, f.revision, f.kind) for f in after[:4]} == worked_on
    assert not {f.uuid for f in after[4:]} & {f.uuid for f in found}
    assert (row.counts["findings"], row.counts["kept"]) == (4, 4)


def test_reading_again_leaves_what_a_former_reading_put_aside(office) -> None:
    document = make_document(office)
    for _ in range(3):
        read_again(document, office)
    assert len(findings_of(document)) == 8
    assert Finding.objects.count() == 32


def test_a_finding_that_was_replaced_says_so(office) -> None:
    document = make_document(office)
    stale = findings_of(document)[0]
    read_again(document, office)
    with pytest.raises(Conflict, match="replaced"):
        services.accept_finding(stale, actor=office, expected_revision=1)
    with pytest.raises(NotFound):
        queries.get_finding(office, stale.uuid)


def test_a_document_that_was_purged_meanwhile_is_not_read(office, monkeypatch) -> None:
    document = make_document(office, read=False)
    both = (make_actor("system_admin"), make_actor("security_admin"))

    def purged(text, *, date=None):
        services.purge_document(document, actors=both, reason="泄露处置")
        return read(text, date=date)

    monkeypatch.setattr(tasks, "read", purged)
    assert jobs.drain() == 1
    assert not Job.objects.exists()
    assert not Finding.objects.exists()
    assert ledger.verify().ok


def test_what_another_reader_names_is_marked_and_bodies_are_no_owners(office, monkeypatch) -> None:
    words = [("支持", "v"), ("樟木镇", "LOC"), ("、", "w"), ("南昌大学", "ORG"), ("共建", "v")]
    monkeypatch.setattr(tasks, "namer", lambda: lambda sentence: words)
    make_document(office, text="工作安排\n支持樟木镇、南昌大学共建实训基地。\n")
    finding = Finding.objects.get(exact="支持樟木镇、南昌大学共建实训基地")
    assert [(row["text"], row["reader"]) for row in finding.fields["places"]] == [("樟木镇", "ner")]
    assert [(row["text"], row["reader"]) for row in finding.fields["named"]] == [
        ("南昌大学", "ner")
    ]
    assert finding.fields["owners"] == []
    card = queries.card_of(office, finding)
    assert ([(p.words, p.text) for p in card.places], card.named) == (
        [("樟木镇", "ner")], ("南昌大学",),
    )  # fmt: skip
    given = {"owners": [{"text": "南昌大学", "role": "lead"}]}
    edited = services.edit_finding(finding, given, actor=office, expected_revision=finding.revision)
    assert queries.card_of(office, edited).named == ()
    # What was proposed keeps its mark, and fields given back as read are no edit.
    assert [row["reader"] for row in edited.fields["places"]] == ["ner"]
    back = services.edit_finding(
        edited, {"owners": []}, actor=office, expected_revision=edited.revision
    )
    assert not queries.card_of(office, back).is_edited
