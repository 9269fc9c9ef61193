"""Background jobs: claimed once, kept by a lease, tried a limited number of times, ended once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from luodi.base import clock
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import Invalid
from luodi.base.jobs import (
    LeaseLost,
    Run,
    Upkeep,
    drain,
    enqueue,
    finishing,
    job,
    job_of,
    jobs_of,
    periodic,
    progress,
    tick,
)
from luodi.base.jobs.declared import forget, periodic_jobs
from luodi.base.jobs.queue import perform_ticket
from luodi.base.jobs.running import HandBack, claim, perform
from luodi.base.jobs.upkeep import prune
from luodi.base.models import ChainHead, Job, JobState, Timetable

pytestmark = pytest.mark.django_db

LI = Actor("li", "李")
NOON = timezone.make_aware(datetime(2026, 3, 2, 12, 0))
NAME = "test.job"


class Work:
    """A job whose function does what a test tells it, and remembers its calls."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.does: Any = lambda run: None

    def __call__(self, run: Run, **args: Any) -> None:
        self.calls.append(args)
        self.does(run)

    @property
    def row(self) -> Job:
        """The latest job."""
        return Job.objects.filter(name=NAME).latest("id")


@pytest.fixture
def work() -> Iterator[Work]:
    doing = Work()

    @job(NAME)
    def function(run: Run, **args: Any) -> None:
        doing(run, **args)

    yield doing
    forget(NAME)


@pytest.fixture(autouse=True)
def quiet_timetable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a test's own periodic jobs come by themselves."""
    monkeypatch.setattr(
        "luodi.base.jobs.upkeep.periodic_jobs",
        lambda: [known for known in periodic_jobs() if known.name.startswith("test.")],
    )


def at(moment: datetime) -> Any:
    return clock.set_clock(moment)


def put(key: str = "", **args: Any) -> Job:
    return enqueue(NAME, key=key, actor=LI, **args)


def fails(error: Exception) -> Any:
    def does(run: Run) -> None:
        raise error

    return does


# --- the queue ----------------------------------------------------------------------------------


def test_a_job_is_performed_with_its_arguments_and_ends_once(work: Work) -> None:
    made = put(version="7")
    assert made.state == JobState.QUEUED
    assert drain() == 1
    assert work.calls == [{"version": "7"}]
    assert (work.row.state, work.row.attempts, work.row.lease) == (JobState.DONE, 1, None)
    assert work.row.finished_at is not None
    assert perform(str(made.uuid)) is None
    assert drain() == 0
    assert len(work.calls) == 1


def test_the_same_key_is_one_open_job_and_a_new_one_once_it_has_ended(work: Work) -> None:
    first, again, other = put("a", n=1), put("a", n=2), put("b")
    assert first == again
    assert first != other
    drain()
    assert {call.get("n") for call in work.calls} == {1, None}
    assert put("a") != first
    assert job_of(NAME, "a") == work.row
    assert jobs_of(NAME, ["a", "b", "c"]) == {"a": work.row, "b": other}


def test_without_a_key_every_call_is_a_job(work: Work) -> None:
    assert put() != put()


def test_an_undeclared_job_is_refused() -> None:
    with pytest.raises(LookupError, match=r"test\.unknown"):
        enqueue("test.unknown", actor=LI)


def test_a_job_asked_for_in_a_change_that_fails_is_not_there(work: Work) -> None:
    def asks_and_fails() -> None:
        with transaction.atomic():
            put()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asks_and_fails()
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_every_queued_job_has_a_ticket_a_worker_takes(work: Work) -> None:
    made = put()
    ticket = DBTaskResult.objects.get(id=made.ticket)
    assert ticket.status == TaskResultStatus.READY
    perform_ticket.call(job=str(made.uuid))
    assert work.row.state == JobState.DONE


def test_a_job_of_a_version_that_is_gone_fails_with_a_sentence(work: Work) -> None:
    put()
    forget(NAME)
    drain()
    assert work.row.state == JobState.FAILED
    assert work.row.error_en
    assert work.row.error_zh


# --- who acts -----------------------------------------------------------------------------------


def test_a_job_acts_as_the_system_for_the_one_who_asked(work: Work) -> None:
    seen: list[Actor] = []
    work.does = lambda run: seen.append(run.actor)
    put()
    enqueue(NAME, actor=SYSTEM)
    drain()
    assert [(actor.id, actor.behalf_of and actor.behalf_of.id) for actor in seen] == [
        ("system", "li"),
        ("system", None),
    ]


# --- progress and the end -----------------------------------------------------------------------


def test_progress_is_seen_from_outside_and_never_faster_than_needed(work: Work) -> None:
    seen: list[tuple[int, int, str]] = []

    def does(run: Run) -> None:
        for done in (1, 2, 3):
            run.progress(done, 3, f"step {done}")
            seen.append(Job.objects.values_list("done", "total", "note").get())

    work.does = does
    put()
    drain()
    assert seen == [(1, 3, "step 1"), (1, 3, "step 1"), (3, 3, "step 3")]


def test_effects_and_end_are_one_transaction(work: Work) -> None:
    def does(run: Run) -> None:
        with run.finishing():
            ChainHead.objects.create(pk=50, seq=1)
            raise ZeroDivisionError

    work.does = does
    put()
    drain(1)
    assert not ChainHead.objects.filter(pk=50).exists()
    assert work.row.state == JobState.QUEUED


def test_inside_and_outside_of_a_job_the_same_words_work(work: Work) -> None:
    progress(1, 2, "nowhere")
    with finishing():
        pass

    def does(run: Run) -> None:
        progress(1, 1, "there")
        with finishing():
            pass
        assert run.settled

    work.does = does
    put()
    drain()
    assert (work.row.note, work.row.state) == ("there", JobState.DONE)


# --- failing ------------------------------------------------------------------------------------


def test_a_refusal_fails_the_job_at_once_with_its_sentence(work: Work) -> None:
    work.does = fails(Invalid("太长。", "Too long."))
    put()
    drain()
    assert (work.row.state, work.row.attempts) == (JobState.FAILED, 1)
    assert (work.row.error_zh, work.row.error_en) == ("太长。", "Too long.")


def test_a_fault_is_tried_again_until_the_attempts_are_used_up(
    work: Work, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.JOB_ATTEMPTS = 3
    work.does = fails(ValueError("机密内容"))
    put()
    assert drain() == 3
    row = work.row
    assert (row.state, row.attempts, len(work.calls)) == (JobState.FAILED, 3, 3)
    assert "3" in row.error_zh
    assert "3 attempts" in row.error_en
    assert row.fault.startswith("ValueError test_jobs.py:")
    assert "机密" not in row.fault + row.error_zh


def test_a_fault_waits_longer_before_each_further_attempt(work: Work) -> None:
    work.does = fails(ValueError())
    put()
    drain(1)
    first = DBTaskResult.objects.get(id=work.row.ticket).run_after
    drain(1)
    second = DBTaskResult.objects.get(id=work.row.ticket).run_after
    assert timezone.now() < first < second


def test_a_job_that_is_handed_back_loses_no_attempt(work: Work) -> None:
    def does(run: Run) -> None:
        raise HandBack

    work.does = does
    put()
    drain(1)
    assert (work.row.state, work.row.attempts, work.row.lease) == (JobState.QUEUED, 0, None)


# --- the lease ----------------------------------------------------------------------------------


def test_a_job_is_claimed_by_one_worker_only(work: Work) -> None:
    made = put()
    assert claim(str(made.uuid), "one") is not None
    assert claim(str(made.uuid), "two") is None
    assert (work.row.worker, work.row.attempts) == ("one", 1)


def lost_job(attempts: int = 1) -> Run:
    """A job whose worker was killed: running, its lease run out."""
    run = claim(str(put("lost").uuid), "killed")
    assert run is not None
    Job.objects.update(lease_until=clock.now() - timedelta(seconds=1), attempts=attempts)
    return run


def test_a_lost_job_is_queued_again_and_done_by_the_next_worker(work: Work) -> None:
    old = lost_job()
    ticket = work.row.ticket
    assert tick() == Upkeep(requeued=1)
    assert work.row.state == JobState.QUEUED
    assert not DBTaskResult.objects.filter(id=ticket).exists()
    assert drain() == 1
    assert (work.row.state, work.row.attempts) == (JobState.DONE, 2)
    with pytest.raises(LeaseLost):
        old.progress(1, 1)
    with pytest.raises(LeaseLost), old.finishing():
        pytest.fail("the first worker wrote though another had the job")


def test_a_job_with_a_living_lease_is_left_alone(work: Work) -> None:
    claim(str(put().uuid), "alive")
    assert tick() == Upkeep()
    assert work.row.state == JobState.RUNNING


def test_a_job_lost_too_often_fails_for_good(work: Work, settings: Any) -> None:
    settings.JOB_ATTEMPTS = 3
    lost_job(attempts=3)
    assert tick() == Upkeep(failed=1)
    assert (work.row.state, work.row.fault) == (JobState.FAILED, "lease ran out")
    assert "3 attempts" in work.row.error_en
    assert drain() == 0


def test_what_a_worker_without_the_lease_did_is_not_written(work: Work) -> None:
    def does(run: Run) -> None:
        Job.objects.update(lease=uuid4())
        with run.finishing():
            ChainHead.objects.create(pk=51, seq=1)

    work.does = does
    put()
    drain(1)
    assert not ChainHead.objects.filter(pk=51).exists()
    assert work.row.state == JobState.RUNNING


def test_a_queued_job_whose_ticket_is_gone_gets_another(work: Work) -> None:
    with at(NOON):
        made = put()
    DBTaskResult.objects.all().delete()
    with at(NOON + timedelta(seconds=5)):
        assert tick() == Upkeep()  # it may just be on its way
    with at(NOON + timedelta(hours=1)):
        assert tick() == Upkeep(reissued=1)
    made.refresh_from_db()
    assert DBTaskResult.objects.get().id == made.ticket
    with at(NOON + timedelta(hours=2)):
        assert tick() == Upkeep()


# --- periodic -----------------------------------------------------------------------------------


@pytest.fixture
def daily() -> Iterator[list[datetime]]:
    calls: list[datetime] = []

    @periodic(every=timedelta(days=1))
    @job("test.daily")
    def function(run: Run) -> None:
        calls.append(clock.now())

    yield calls
    forget("test.daily")


def test_a_periodic_job_comes_at_once_and_then_when_it_is_due(daily: list[datetime]) -> None:
    for hours, started in ((0, 1), (1, 0), (23, 0), (24, 1), (25, 0)):
        with at(NOON + timedelta(hours=hours)):
            assert tick().started == started
            drain()
    assert daily == [NOON, NOON + timedelta(days=1)]


def test_a_periodic_job_that_was_missed_for_long_comes_once(daily: list[datetime]) -> None:
    with at(NOON):
        tick()
    with at(NOON + timedelta(days=30)):
        assert tick().started == 1
        assert tick().started == 0
        assert drain() == 1
    assert Timetable.objects.get().due_at == NOON + timedelta(days=31)


def test_only_a_job_can_be_periodic() -> None:
    with pytest.raises(ValueError, match="not a job"):
        periodic(every=timedelta(days=1))(lambda run: None)


def test_a_name_is_declared_once(work: Work) -> None:
    with pytest.raises(ValueError, match=r"test\.job"):

        @job(NAME)
        def another(run: Run) -> None:
            pass


# --- old rows -----------------------------------------------------------------------------------


def test_old_jobs_and_tickets_go_and_open_ones_stay(work: Work) -> None:
    with at(NOON):
        put("done")
        drain()
        work.does = fails(Invalid("不行。", "No."))
        put("failed")
        drain()
        put("open")
    with at(NOON + timedelta(days=31)):
        prune()
    assert set(Job.objects.values_list("key", flat=True)) == {"failed", "open"}
    with at(NOON + timedelta(days=181)):
        prune()
    assert set(Job.objects.values_list("key", flat=True)) == {"open"}
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()
