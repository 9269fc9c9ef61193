"""What children of the tests do: `python acts.py ACT ...`; each step is told once it is through."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django


def say(*words: object) -> None:
    """Print a line at once."""
    print(*words, flush=True)


def write(who: str, count: str, go: str = "") -> None:
    """Write events one after another, once the file to wait for is there."""
    from luodi.base.actors import Actor
    from luodi.base.changes import Subject, change
    from luodi.base.events import declare_event

    happened = declare_event("test.happened", "{actor}做了{what}", "{actor} did {what}")
    if go:
        say("ready")
        while not Path(go).exists():
            time.sleep(0.001)
    for number in range(int(count)):
        with change(Actor(who, who)) as record:
            record(happened, Subject("test.thing", f"{who}-{number}"), what="事")
        say(number)
        # Somebody who writes without a pause keeps the lock of the file from whoever waits for it.
        time.sleep(0.002)


def store(who: str, count: str) -> None:
    """Store files one after another, each with its event in the same transaction."""
    from luodi.base import files
    from luodi.base.actors import Actor
    from luodi.base.changes import change
    from luodi.base.events import declare_event

    stored = declare_event("test.stored", "{actor}存了文件", "{actor} stored a file")
    for number in range(int(count)):
        with change(Actor(who, who)) as record:
            row = files.store(f"{who} {number}".encode() * 500, "text/plain")
            record(stored, row)
        say(row.sha256)


def found(account: str, password: str) -> None:
    """Set up a unit and an account of the follow-up office under a password of its own."""
    from luodi.base.actors import SYSTEM
    from luodi.people import services

    root = services.create_unit(name="望川市", kind="city", actor=SYSTEM)
    person = services.create_person(name="林晓", account=account, actor=SYSTEM).person
    post = services.create_post(root, "督查岗", "followup", actor=SYSTEM)
    services.appoint(person, post, actor=SYSTEM)
    services.change_own_password(person, password, actor=SYSTEM)


def work_slowly(seconds: str, mark: str) -> None:
    """Be a worker whose one job takes its time and leaves a line in a file for each beginning and
    each end."""
    from luodi.base.actors import SYSTEM
    from luodi.base.jobs import Run, enqueue, job, worker
    from luodi.base.models import Job

    worker.GRACE_SECONDS = 1
    worker.TICK_SECONDS = 0.2

    @job("test.slow")
    def slow(run: Run) -> None:
        with Path(mark).open("a") as file:
            file.write("begin\n")
        say("begun")
        until = time.monotonic() + float(seconds)
        while time.monotonic() < until:
            time.sleep(0.05)
        with run.finishing(), Path(mark).open("a") as file:
            file.write("end\n")

    if not Job.objects.filter(name="test.slow").exists():
        enqueue("test.slow", key="one", actor=SYSTEM)
    working = worker.Worker(once=False, interval=0.1)
    working.configure_signals()
    working.work()
    say("stopped")


def sleep_at_the_bell() -> None:
    """Be a worker that looks for work once an hour, and whenever it is woken."""
    from luodi.base.jobs import Run, job, worker

    worker.TICK_SECONDS = 3600.0

    @job("test.heard")
    def heard(run: Run) -> None:
        pass

    class Told(worker.Bell):
        def wait(self, seconds: float) -> bool:
            say("sleeps")
            return super().wait(seconds)

    worker.Bell = Told
    working = worker.Worker(interval=3600.0)
    working.configure_signals()
    working.work()


def ask_for_work() -> None:
    """Queue a job, as a request does."""
    from luodi.base.actors import SYSTEM
    from luodi.base.jobs import enqueue, job

    job("test.heard")(lambda run: None)
    enqueue("test.heard", actor=SYSTEM)


if __name__ == "__main__":
    django.setup()
    globals()[sys.argv[1]](*sys.argv[2:])
