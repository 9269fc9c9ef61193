"""Putting jobs into the queue, in the transaction of the change that asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.ids import uuid7
from luodi.base.models import OPEN_STATES, Job

from .bell import ring
from .declared import declared


@task()
def perform_ticket(job: str) -> None:
    """Perform the job a ticket of the task table stands for."""
    from .running import perform

    perform(job)


def enqueue(name: str, *, key: str = "", actor: Actor, **args: Any) -> Job:
    """Return the open job with this name and key, queued in the current transaction unless there
    is one already; refuses an undeclared name. Without a key every call makes a job of its own."""
    if declared(name) is None:
        raise LookupError(f"no such job: {name}")
    key = key or str(uuid7())
    try:
        with transaction.atomic():
            return _put(name, key, actor, args)
    except IntegrityError:
        # Another request was faster: its job is this one. None is left when it has just ended.
        return _open(name, key) or enqueue(name, key=key, actor=actor, **args)


def _put(name: str, key: str, actor: Actor, args: dict[str, Any]) -> Job:
    if found := _open(name, key):
        return found
    job = Job.objects.create(
        name=name, key=key, args=args, actor_id=actor.id, queued_at=clock.now()
    )
    issue(job)
    return job


def _open(name: str, key: str) -> Job | None:
    return Job.objects.filter(name=name, key=key, state__in=OPEN_STATES).first()


def issue(job: Job, delay: timedelta | None = None) -> None:
    """Give a queued job a ticket in the task table, at once or after the delay; a worker beside
    is woken as soon as the change is written."""
    after = timezone.now() + delay if delay else None
    ticket = perform_ticket.using(run_after=after).enqueue(job=str(job.uuid))
    job.ticket = ticket.id
    job.save(update_fields=["ticket"])
    if delay is None:
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    ring()


def job_of(name: str, key: str) -> Job | None:
    """Return the latest job with this name and key, or None when there is none (any more)."""
    return Job.objects.filter(name=name, key=key).order_by("-id").first()


def jobs_of(name: str, keys: Iterable[str]) -> dict[str, Job]:
    """Return the latest job of each key that has one, in one query."""
    rows = Job.objects.filter(name=name, key__in=list(keys)).order_by("id")
    return {row.key: row for row in rows}
