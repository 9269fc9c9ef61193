"""The bell at which a worker sleeps, and requests that wait a moment for what it does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from luodi.base.actors import SYSTEM
from luodi.base.jobs import Run, bell, drain, enqueue, job, queue, wait_a_moment, waiting
from luodi.base.jobs.bell import Bell, ring
from luodi.base.jobs.declared import forget
from luodi.base.jobs.running import RETRY_AFTER
from luodi.base.models import Job, JobState

NAME = "test.bell"
LONG = 3600.0  # seconds nobody here ever waits


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.LUODI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def hung() -> Iterator[Bell]:
    made = Bell()
    yield made
    made.close()


def test_nobody_hears_a_bell_that_is_not_hung_or_was_taken_down(hung: Bell, home: Path) -> None:
    assert ring()
    hung.close()
    assert not ring()
    (home / bell.NAME).unlink()
    assert not ring()


def test_a_ring_wakes_once_and_many_rings_wake_once_too(hung: Bell) -> None:
    assert not hung.wait(0)
    ring()
    assert hung.wait(LONG)
    assert not hung.wait(0)
    for _ in range(3):
        ring()
    assert hung.wait(LONG)
    assert not hung.wait(0)


def test_a_ring_before_the_worker_sleeps_is_not_lost_and_a_full_pipe_has_rung(hung: Bell) -> None:
    assert all(ring() for _ in range(bell.MUCH + 10))
    assert hung.wait(LONG)
    assert not hung.wait(0)


def test_every_worker_that_sleeps_is_woken(hung: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Bell()
    look = bell.select.select

    def both_look(*asked: Any) -> Any:
        seen = look(*asked)
        # The other has read the ring between this one's look and its reading.
        monkeypatch.setattr(bell.select, "select", look)
        other.wait(0)
        return seen

    ring()
    monkeypatch.setattr(bell.select, "select", both_look)
    assert hung.wait(LONG)
    other.close()


def test_without_pipes_a_worker_sleeps_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*asked: Any) -> None:
        raise OSError

    slept: list[float] = []
    monkeypatch.setattr(os, "mkfifo", refuse)
    monkeypatch.setattr(bell.time, "sleep", slept.append)
    made = Bell()
    assert not made.wait(LONG)
    assert slept == [LONG]
    made.close()


def test_a_file_of_the_same_name_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / bell.NAME).write_text("mine")
    monkeypatch.setattr(bell.time, "sleep", lambda seconds: None)
    made = Bell()
    assert not ring()
    assert not made.wait(LONG)
    assert (home / bell.NAME).read_text() == "mine"


# --- jobs ---------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> Iterator[Any]:
    """Queue a job that does nothing."""

    @job(NAME)
    def function(run: Run) -> None:
        pass

    yield lambda: enqueue(NAME, actor=SYSTEM)
    forget(NAME)


@pytest.mark.django_db
def test_it_rings_when_the_change_is_written_and_not_before(
    asked: Any, hung: Bell, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = asked()
        assert not hung.wait(0)
    assert hung.wait(LONG)
    with django_capture_on_commit_callbacks(execute=True):
        queue.issue(made, RETRY_AFTER)
    assert not hung.wait(0)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_wakes_nobody(asked: Any, hung: Bell) -> None:
    with transaction.atomic():
        asked()
        transaction.set_rollback(True)
    assert not hung.wait(0)
    asked()
    assert hung.wait(LONG)


@pytest.mark.django_db
def test_a_request_waits_until_the_job_has_ended(
    asked: Any, hung: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked()
    monkeypatch.setattr(waiting.time, "sleep", lambda seconds: drain())
    assert wait_a_moment(made)
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.django_db
def test_a_request_never_waits_for_long(
    asked: Any, hung: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(waiting.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(waiting.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    assert not wait_a_moment(asked())
    assert waiting.MOMENT <= now[0] < waiting.MOMENT + 2 * waiting.LOOK_EVERY


@pytest.fixture
def sleepless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at any wait."""
    monkeypatch.setattr(waiting.time, "sleep", lambda seconds: pytest.fail("it waited"))


@pytest.mark.django_db
def test_where_no_worker_hears_nobody_waits(asked: Any, sleepless: None) -> None:
    assert not wait_a_moment(asked())


@pytest.mark.django_db
def test_few_wait_at_the_same_time(asked: Any, hung: Bell, sleepless: None) -> None:
    for _ in range(waiting.AT_ONCE):
        waiting._places.acquire()
    try:
        assert not wait_a_moment(asked())
    finally:
        for _ in range(waiting.AT_ONCE):
            waiting._places.release()
