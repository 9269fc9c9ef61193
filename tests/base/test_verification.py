"""Verifying: the command, the head of the tail, and the job whose result is an entry itself."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from luodi.base import files, ledger, queries, services
from luodi.base.actors import SYSTEM, Actor, Grant
from luodi.base.changes import Subject, change
from luodi.base.errors import Invalid, NotAllowed, NotFound
from luodi.base.events import declare_event, sentence
from luodi.base.jobs import drain, tick
from luodi.base.models import ChainHead, Event, Job, JobState, Timetable

pytestmark = pytest.mark.django_db

HAPPENED = declare_event("test.happened", "{actor}做了{what}", "{actor} did {what}")
AUDITOR = Actor("shen", "审", frozenset({Grant("auditor")}))
ADMIN = Actor("guan", "管", frozenset({Grant("system_admin")}))
OTHERS = [
    Actor("x", "某", frozenset({Grant(role)}))
    for role in ("security_admin", "followup", "liaison", "unit_leader", "city_leader", "assistant")
]


def write(count: int = 1) -> None:
    for number in range(count):
        with change(Actor("wang", "王")) as record:
            record(HAPPENED, Subject("test.thing", str(number)), what="事")


def verify(*words: str) -> str:
    said = StringIO()
    call_command("verify", *words, stdout=said)
    return said.getvalue()


# --- the command --------------------------------------------------------------------------------


def test_the_command_prints_the_head_to_keep() -> None:
    write(3)
    said = verify()
    assert str(ledger.head()) in said
    assert "whole" in said
    assert "--head" in said, "it must say that nothing was compared from outside"
    assert "--head" not in verify("--head", str(ledger.head()))


def test_the_command_names_the_first_broken_link() -> None:
    write(5)
    Event.objects.filter(seq__gte=3).update(payload="{}")
    with pytest.raises(CommandError, match=r"第 3 条断开(?s:.)*entry 3: Its content was changed"):
        verify()


def test_the_command_notices_a_cut_tail_by_the_head() -> None:
    write(3)
    known = ledger.head()
    Event.objects.filter(seq=3).delete()
    last = Event.objects.latest("seq")
    ChainHead.objects.update(seq=last.seq, hash=last.hash)
    assert "whole" in verify()
    with pytest.raises(CommandError, match="tail was cut"):
        verify("--head", str(known))


def test_the_command_notices_a_full_rewrite_by_the_head() -> None:
    write(3)
    known = ledger.head()
    Event.objects.all().delete()
    ChainHead.objects.all().delete()
    write(5)
    assert "whole" in verify()
    with pytest.raises(CommandError, match="rewritten"):
        verify("--head", str(known))


@pytest.mark.parametrize("head", ["7", "x:y", "1:abc", ":" + "0" * 64])
def test_a_head_that_is_none_is_refused(head: str) -> None:
    with pytest.raises((CommandError, Invalid), match="SEQ:HASH"):
        verify("--head", head)


def test_the_command_reads_the_stored_files_when_asked(settings: Any, tmp_path: Path) -> None:
    settings.LUODI_FILES = tmp_path
    stored = files.store(b"a", "text/plain")
    assert "files: 1" in verify("--files")
    files.path_of(stored).unlink()
    with pytest.raises(CommandError, match="missing"):
        verify("--files")
    assert "whole" in verify()


# --- the tail -----------------------------------------------------------------------------------


def test_the_tail_is_only_the_tail() -> None:
    write(10)
    seen = ledger.verify_tail(4)
    assert (seen.ok, seen.checked, seen.head) == (True, 4, ledger.head())
    assert ledger.verify_tail(100).checked == 10
    Event.objects.filter(seq=2).update(payload="{}")
    assert ledger.verify_tail(4).ok
    Event.objects.filter(seq=8).update(payload="{}")
    assert ledger.verify_tail(4).broken == ledger.Break(8, "payload")


def test_one_entry_is_checked_in_its_place() -> None:
    write(3)
    for seq in (1, 2, 3):
        assert ledger.check_entry(Event.objects.get(seq=seq)) is None
    Event.objects.filter(seq=1).update(hash="1" * 64)
    assert ledger.check_entry(Event.objects.get(seq=1)) == ledger.Break(1, "header")
    assert ledger.check_entry(Event.objects.get(seq=2)) == ledger.Break(2, "order")


def test_the_walk_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PAGE", 2)
    write(5)
    told: list[int] = []
    ledger.verify(tell=told.append)
    assert told == [2, 4, 5]


# --- the job ------------------------------------------------------------------------------------


def test_a_walk_asked_for_runs_in_the_background_and_is_recorded() -> None:
    write(3)
    assert queries.last_verification() is None
    job = services.start_verification(actor=AUDITOR)
    assert services.start_verification(actor=ADMIN) == job, "one walk at a time"
    assert queries.chain_state(AUDITOR).work is not None
    drain()
    seen = queries.last_verification()
    assert seen is not None
    assert (seen.checked, seen.purged, seen.fault) == (3, 0, None)
    assert seen.head == f"3:{Event.objects.get(seq=3).hash}"
    event = Event.objects.latest("seq")
    assert (event.actor_id, event.behalf_id) == ("system", "shen")
    assert sentence(event, "zh", {"shen": "审"}) == "系统（代审）校验了台账：共 3 条，链条完整"
    assert "3 entries: the chain is whole" in sentence(event, "en")
    assert ledger.verify().ok
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)


def test_a_broken_chain_is_recorded_as_such() -> None:
    write(3)
    Event.objects.filter(seq=2).update(payload="{}")
    services.start_verification(actor=AUDITOR)
    drain()
    seen = queries.last_verification()
    assert seen is not None
    assert seen.fault == ledger.Break(2, "payload")
    said = sentence(Event.objects.latest("seq"), "zh")
    assert said.endswith("第 2 条断开，记录的内容被改动")


def test_a_chain_without_its_head_fails_the_job_with_a_sentence() -> None:
    write(3)
    ChainHead.objects.all().delete()
    services.start_verification(actor=AUDITOR)
    drain()
    work = queries.chain_state(AUDITOR).work
    assert work is not None
    assert work.state == JobState.FAILED
    assert work.error


def test_the_walk_comes_by_itself_every_week() -> None:
    tick()
    assert Timetable.objects.filter(name=services.VERIFY_JOB).exists()
    assert Job.objects.filter(name=services.VERIFY_JOB, key=services.VERIFY_KEY).count() == 1
    services.start_verification(actor=AUDITOR)
    assert Job.objects.filter(name=services.VERIFY_JOB).count() == 1


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: next(iter(actor.grants)).role)
def test_others_neither_read_nor_verify(actor: Actor) -> None:
    write()
    for call in (
        lambda: services.start_verification(actor=actor),
        lambda: queries.entries(actor, queries.EntryFilter()),
        lambda: queries.entry(actor, 1),
        lambda: queries.chain_state(actor),
        lambda: queries.works(actor),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_the_system_administrator_verifies_and_does_not_read() -> None:
    write()
    services.start_verification(actor=ADMIN)
    assert queries.chain_state(ADMIN).head.seq == 1
    assert len(queries.works(ADMIN)) == 1
    with pytest.raises(NotAllowed):
        queries.entries(ADMIN, queries.EntryFilter())
    with pytest.raises(NotAllowed):
        queries.entry(ADMIN, 1)


@pytest.mark.parametrize("actor", [AUDITOR, ADMIN])
def test_nobody_but_the_job_records_a_result(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.record_verification(ledger.verify(), actor=actor)
    services.record_verification(ledger.verify(), actor=SYSTEM)


# --- reading entries ----------------------------------------------------------------------------


def found(**chosen: Any) -> list[int]:
    page = queries.entries(AUDITOR, queries.EntryFilter(**chosen))
    return [event.seq for event in page.object_list]


def test_entries_are_found_by_kind_person_subject_and_operation() -> None:
    with change(Actor("li", "李", behalf_of=Actor("zhou", "周"))) as record:
        record(HAPPENED, Subject("test.thing", "a"), what="一")
        record(HAPPENED, Subject("test.other", "b"), what="二")
    write()
    operation = str(Event.objects.get(seq=1).operation)
    assert found() == [3, 2, 1]
    assert found(name="test.happened") == [3, 2, 1]
    assert found(name="test.none") == []
    assert found(persons=frozenset({"zhou"})) == [2, 1]
    assert found(persons=frozenset({"wang", "a"})) == [3, 1]
    assert found(persons=frozenset()) == []
    assert found(subject="test.other") == [2]
    assert found(subject="b") == [2]
    assert found(subject="test.thing a") == [1]
    assert found(subject=operation) == [2, 1]


def test_entries_are_found_by_the_day_of_the_city() -> None:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from luodi.base import clock

    for hour in (0, 12, 23):
        moment = datetime(2026, 3, 2, hour, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
        with clock.set_clock(moment):
            write()
    assert found(first=date(2026, 3, 2), last=date(2026, 3, 2)) == [3, 2, 1]
    assert found(last=date(2026, 3, 1)) == []
    assert found(first=date(2026, 3, 3)) == []


def test_an_entry_shows_what_else_its_operation_did() -> None:
    with change(Actor("li", "李")) as record:
        record(HAPPENED, Subject("test.thing", "a"), what="一")
        record(HAPPENED, Subject("test.thing", "b"), what="二")
    entry = queries.entry(AUDITOR, 1)
    assert [event.seq for event in entry.together] == [2]
    assert entry.data == {"what": "一"}
    assert (entry.fault, entry.has_next) == (None, True)
    assert not queries.entry(AUDITOR, 2).has_next
    with pytest.raises(NotFound):
        queries.entry(AUDITOR, 3)


def test_an_entry_somebody_tampered_with_is_shown_and_says_so() -> None:
    write()
    Event.objects.update(payload='{"actor": 3')
    entry = queries.entry(AUDITOR, 1)
    assert entry.fault == ledger.Break(1, "payload")
    assert entry.data == {}
    assert "cannot be read" in sentence(entry.event, "en")
