"""Waiting a moment for a job that ends at once, so that the next page shows what came of it."""

from __future__ import annotations

import threading
import time

from luodi.base.models import OPEN_STATES, Job

from .bell import ring

MOMENT = 0.8  # seconds a request is held at most
LOOK_EVERY = 0.02
# Requests of one server process that may wait at the same time: its threads are few.
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)


def wait_a_moment(job: Job) -> bool:
    """Return whether the job has ended, waiting for it a moment; call it after the change that
    queued it. Where no worker hears the bell, or others wait here already, it never waits."""
    if not ring() or not _places.acquire(blocking=False):
        return _ended(job)
    try:
        return _look_out(job)
    finally:
        _places.release()


def _look_out(job: Job) -> bool:
    until = time.monotonic() + MOMENT
    while not (ended := _ended(job)) and time.monotonic() < until:
        time.sleep(LOOK_EVERY)
    return ended


def _ended(job: Job) -> bool:
    return not Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).exists()
