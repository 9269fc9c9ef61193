"""The tick: lost jobs go back to the queue, periodic jobs come up, old rows go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from luodi.base import clock
from luodi.base.actors import SYSTEM
from luodi.base.models import OPEN_STATES, Job, JobState, Timetable

from .declared import Declared, periodic_jobs
from .queue import enqueue, issue
from .running import given_up, lease_end

KEEP_DONE = timedelta(days=30)
KEEP_FAILED = timedelta(days=180)
KEEP_TICKETS = timedelta(days=1)
OVERDUE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What one tick did."""

    requeued: int = 0
    failed: int = 0
    reissued: int = 0
    started: int = 0


def tick() -> Upkeep:
    """Requeue or fail jobs whose lease ran out, give lost tickets again, and queue periodic jobs
    that are due; returns the counts. Any number of processes may tick at the same time."""
    requeued, failed = _lapsed()
    return Upkeep(requeued, failed, _reissue(), sum(map(_start, _due())))


def is_working() -> bool:
    """Return whether some worker ticks: what comes regularly is not overdue."""
    oldest = Timetable.objects.order_by("due_at").values_list("due_at", flat=True).first()
    return oldest is not None and oldest > clock.now() - OVERDUE


def _lapsed() -> tuple[int, int]:
    requeued = failed = 0
    late = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=clock.now())
    for key in late.values_list("pk", flat=True):
        with transaction.atomic():
            # One that is finishing just now holds its row: it is passed over, not waited for.
            job = late.filter(pk=key).select_for_update(skip_locked=True).first()
            if job is None:
                continue
            if job.attempts < settings.JOB_ATTEMPTS:
                _requeue(job)
                requeued += 1
            else:
                _give_up(job)
                failed += 1
    return requeued, failed


def _requeue(job: Job) -> None:
    _drop_ticket(job)
    job.state, job.lease, job.lease_until = JobState.QUEUED, None, None
    job.save(update_fields=["state", "lease", "lease_until"])
    issue(job)


def _give_up(job: Job) -> None:
    _drop_ticket(job)
    job.state, job.lease, job.lease_until = JobState.FAILED, None, None
    job.error_zh, job.error_en = given_up(job)
    job.fault = job.fault or "lease ran out"
    job.finished_at = clock.now()
    job.save()


def _drop_ticket(job: Job) -> None:
    _ticket_of(job).delete()


def _ticket_of(job: Job) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(id__in=[job.ticket] if job.ticket else [])


def _reissue() -> int:
    """Give a ticket to queued jobs that have none a worker would still take."""
    count = 0
    grace = clock.now() - lease_end()
    waiting = Job.objects.filter(state=JobState.QUEUED, queued_at__lt=grace)
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    for key in waiting.exclude(ticket__in=ready.values("id")).values_list("pk", flat=True):
        with transaction.atomic():
            job = waiting.filter(pk=key).select_for_update(skip_locked=True).first()
            if job and not _is_moving(job):
                _drop_ticket(job)
                issue(job)
                count += 1
    return count


def _is_moving(job: Job) -> bool:
    """Return whether a worker took the ticket so lately that it may be about to claim the job."""
    recent = timezone.now() - lease_end()
    ticket = _ticket_of(job).first()
    if ticket is None or ticket.status == TaskResultStatus.READY:
        return ticket is not None
    return ticket.started_at is not None and ticket.started_at > recent


def _due() -> list[Declared]:
    due_at = dict(Timetable.objects.values_list("name", "due_at"))
    now = clock.now()
    return [known for known in periodic_jobs() if due_at.get(known.name, now) <= now]


def _start(known: Declared) -> int:
    assert known.every is not None
    now = clock.now()
    with transaction.atomic():
        _, first = Timetable.objects.get_or_create(
            name=known.name, defaults={"due_at": now + known.every}
        )
        due = Timetable.objects.filter(name=known.name, due_at__lte=now)
        # Of two processes that tick at once, one moves the date and queues.
        if not first and not due.update(due_at=now + known.every):
            return 0
        enqueue(known.name, key="periodic", actor=SYSTEM)
    return 1


def prune() -> int:
    """Delete tickets and jobs that ended long ago and return how many rows went."""
    now = clock.now()
    running = Job.objects.filter(state__in=OPEN_STATES).exclude(ticket=None).values("ticket")
    tickets = DBTaskResult.objects.exclude(status=TaskResultStatus.READY).exclude(id__in=running)
    old = [
        tickets.filter(started_at__lt=timezone.now() - KEEP_TICKETS),
        Job.objects.filter(state=JobState.DONE, finished_at__lt=now - KEEP_DONE),
        Job.objects.filter(state=JobState.FAILED, finished_at__lt=now - KEEP_FAILED),
    ]
    return sum(rows.delete()[0] for rows in old)
