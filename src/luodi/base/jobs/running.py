"""Performing a job: claim, progress, and an end that only the holder of the lease can write."""

from __future__ import annotations

import logging
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from luodi.base import clock
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import LuodiError
from luodi.base.models import Job, JobState

from .declared import Declared, declared
from .queue import issue

logger = logging.getLogger("luodi.jobs")

PROGRESS_EVERY = 0.5
RETRY_AFTER = timedelta(seconds=5)


class LeaseLost(Exception):
    """Another worker has this job now: whatever was under way here is not written."""


class HandBack(BaseException):
    """The worker must stop now: the job goes back to the queue and the attempt does not count."""


@dataclass
class Run:
    """One attempt at a job; `lease` is the token that proves it."""

    job: Job
    lease: uuid.UUID
    settled: bool = False
    _said: float = field(default=0.0, repr=False)

    @property
    def actor(self) -> Actor:
        """Return the actor of the job's changes: the system, on behalf of who asked for it."""
        asked = self.job.actor_id
        return replace(SYSTEM, behalf_of=Actor(asked, "")) if asked != SYSTEM.id else SYSTEM

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Tell how far the job is, at most twice a second; `note` is an English source string.
        Refuses with `LeaseLost` when another worker has the job."""
        elapsed = time.monotonic() - self._said
        if done < total and elapsed < PROGRESS_EVERY:
            return
        self._said = time.monotonic()
        if not held(self).update(done=done, total=total, note=note[:200]):
            raise LeaseLost

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Open the transaction in which the job's effects and its end are written together.
        Refuses with `LeaseLost` before any effect when another worker has the job."""
        with transaction.atomic():
            if held(self).select_for_update().values_list("pk", flat=True).first() is None:
                raise LeaseLost
            yield
            held(self).update(
                state=JobState.DONE, finished_at=clock.now(), lease=None, lease_until=None
            )
        self.settled = True


_current: ContextVar[Run | None] = ContextVar("luodi_run", default=None)


def held(run: Run) -> QuerySet[Job]:
    """Return the job's row as long as this run holds its lease."""
    return Job.objects.filter(pk=run.job.pk, state=JobState.RUNNING, lease=run.lease)


def progress(done: int, total: int, note: str = "") -> None:
    """Tell how far the job under way is; outside of a job nothing happens."""
    if run := _current.get():
        run.progress(done, total, note)


def finishing() -> AbstractContextManager[None]:
    """Return the `finishing` of the job under way; outside of a job nothing is finished."""
    run = _current.get()
    return run.finishing() if run else nullcontext()


def lease_end() -> timedelta:
    """Return how long a lease lasts."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(key: str, worker: str) -> Run | None:
    """Return a run of the queued job, or None when it is not queued any more."""
    lease, now = uuid.uuid4(), clock.now()
    taken = Job.objects.filter(uuid=key, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        lease=lease,
        lease_until=now + lease_end(),
        worker=worker,
        started_at=now,
        attempts=F("attempts") + 1,
    )
    return Run(Job.objects.get(uuid=key), lease) if taken else None


Guard = Callable[[Run], AbstractContextManager[None]]
_guard: list[Guard] = [lambda run: nullcontext()]
_worker: list[str] = ["here"]


def guard_with(worker: str, guard: Guard) -> None:
    """Tell who works in this process, and what surrounds each job's function (the heartbeat)."""
    _worker[0], _guard[0] = worker, guard


def perform(key: str) -> JobState | None:
    """Perform the queued job of that public id and return its new state, or None when somebody
    else has it or it is gone; never raises what the job's function raises."""
    run = claim(key, _worker[0])
    if run is None:
        return None
    token = _current.set(run)
    try:
        _attempt(run)
    finally:
        _current.reset(token)
    # A purge may have taken the job away together with what it was about.
    state = Job.objects.filter(pk=run.job.pk).values_list("state", flat=True).first()
    return JobState(state) if state else None


def _attempt(run: Run) -> None:
    known = declared(run.job.name)
    try:
        if known is None:
            raise LuodiError("本版本没有这一类任务。", "This version has no job of this kind.")
        _call(known, run)
    except LeaseLost:
        logger.warning("job %s: the lease was lost; nothing of it is written here", run.job)
    except HandBack:
        give_back(run)
    except LuodiError as error:
        fail(run, error.zh, error.en)
    except Exception as error:
        logger.exception("job %s failed", run.job)
        retry_or_fail(run, _fault(error))


def _call(known: Declared, run: Run) -> None:
    with _guard[0](run):
        known.function(run, **run.job.args)
    if not run.settled:
        with run.finishing():
            pass


def _fault(error: Exception) -> str:
    """Return the class and the place of an error, without its text: that may quote a document."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {PurePath(place.filename).name}:{place.lineno}"


def fail(run: Run, zh: str, en: str, fault: str = "") -> None:
    """End the job as failed with a sentence for people."""
    held(run).update(
        state=JobState.FAILED,
        error_zh=zh,
        error_en=en,
        fault=fault[:300],
        finished_at=clock.now(),
        lease=None,
        lease_until=None,
    )


def retry_or_fail(run: Run, fault: str) -> None:
    """Queue the job again a little later, or end it as failed when its attempts are used up."""
    if run.job.attempts >= settings.JOB_ATTEMPTS:
        fail(run, *given_up(run.job), fault)
        return
    _queue_again(run, RETRY_AFTER * run.job.attempts, fault=fault[:300])


def give_back(run: Run) -> None:
    """Queue the job again at once; the attempt does not count."""
    _queue_again(run, None, attempts=F("attempts") - 1)


def _queue_again(run: Run, delay: timedelta | None, **also: object) -> None:
    with transaction.atomic():
        changes = {"state": JobState.QUEUED, "lease": None, "lease_until": None, **also}
        if held(run).update(**changes):
            issue(run.job, delay)


def given_up(job: Job) -> tuple[str, str]:
    """Return the sentence, in both languages, of a job whose attempts are used up."""
    return (
        f"已尝试 {job.attempts} 次仍未完成。请重试；仍不成功时，请联系系统管理员。",
        f"Not finished after {job.attempts} attempts. Please try again; "
        "if it fails again, ask the system administrator.",
    )


def drain(limit: int = 10_000) -> int:
    """Perform the queued jobs here and now, oldest first, and return how many attempts that took;
    for set-up, the demonstration and tests."""
    for count in range(limit):
        waiting = Job.objects.filter(state=JobState.QUEUED).order_by("id").first()
        if waiting is None:
            return count
        perform(str(waiting.uuid))
    return limit
