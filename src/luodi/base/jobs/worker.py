"""The worker: django-tasks-db's loop, woken by a bell, with a heartbeat that renews the lease and
ticks."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from luodi.base import clock

from .bell import Bell
from .running import HandBack, Run, guard_with, held, lease_end
from .upkeep import tick

logger = logging.getLogger("luodi.jobs")

TICK_SECONDS = 5.0
GRACE_SECONDS = 7
LAST_SECONDS = 2


class Heartbeat(threading.Thread):
    """Renews the lease of the job under way and ticks, on a connection of its own."""

    def __init__(self) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.run_under_way: Run | None = None
        self.stopping = threading.Event()

    def run(self) -> None:
        """Beat until told to stop; a database that is busy or away is tried again."""
        pause = min(TICK_SECONDS, settings.JOB_LEASE_SECONDS / 4)
        while not self.stopping.wait(pause):
            try:
                self.beat()
            except (DatabaseError, InterfaceError):
                logger.warning("heartbeat: the database did not answer", exc_info=True)
                connection.close()
        connection.close()

    def beat(self) -> None:
        """Renew the lease, then tick."""
        close_old_connections()
        if run := self.run_under_way:
            held(run).update(lease_until=clock.now() + lease_end())
        tick()


class Worker(TaskWorker):
    """Ends after the current job when asked to; hands the job back when it takes too long."""

    def __init__(self, *, once: bool = False, interval: float = 1.0) -> None:
        super().__init__(
            queue_names=["default"],
            interval=interval,
            # Its loop ends when nothing is queued: between two looks the worker sleeps at the bell.
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}",
            excluded_queue_names=[],
        )
        self.once = once
        self.heartbeat = Heartbeat()
        self.interruptible = False

    def configure_signals(self) -> None:
        """Listen for the order to stop."""
        signal.signal(signal.SIGINT, self.shutdown)
        signal.signal(signal.SIGTERM, self.shutdown)
        signal.signal(signal.SIGALRM, self.hand_back)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Take no more jobs; give the one under way some seconds to end."""
        if self.running:
            self.running = False
            signal.alarm(GRACE_SECONDS)

    def hand_back(self, signum: int, frame: FrameType | None) -> None:
        """Break off the job under way; the second time, leave without it."""
        if self.interruptible:
            self.interruptible = False
            signal.alarm(LAST_SECONDS)
            raise HandBack
        # The lease runs out and another worker takes the job: nothing of it was written.
        os._exit(0)

    @contextmanager
    def guard(self, run: Run) -> Iterator[None]:
        """Keep the lease while the job's function works."""
        self.heartbeat.run_under_way = run
        self.interruptible = True
        try:
            yield
        finally:
            self.interruptible = False
            self.heartbeat.run_under_way = None

    def work(self) -> None:
        """Perform jobs until told to stop; a database that is busy or away is tried again."""
        guard_with(self.worker_id, self.guard)
        # Hung before the first look: who queues after that look finds the bell.
        bell = Bell()
        self.heartbeat.start()
        try:
            while self.running:
                try:
                    self.run()
                    if self.once:
                        break
                except (DatabaseError, InterfaceError):
                    logger.warning("worker: the database did not answer", exc_info=True)
                    connection.close()
                if self.running:
                    bell.wait(self.interval)
        finally:
            bell.close()
            self.heartbeat.stopping.set()
            self.heartbeat.join(LAST_SECONDS)
            signal.alarm(0)
