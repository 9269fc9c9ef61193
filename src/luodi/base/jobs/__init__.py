"""Background work with lease, requeue, attempt limit, idempotency key and a periodic tick.

An area declares a job in its `tasks.py`:

    @job("documents.read")
    def read(run: Run, *, version: str) -> None:
        text = ...                                   # outside of any transaction
        run.progress(1, 2, "Reading")
        with run.finishing():                        # effects and "done": one transaction
            record_reading(..., actor=run.actor)

and a service asks for it inside its change: `enqueue("documents.read", key=..., actor=actor, ...)`.
"""

from .declared import declared, job, periodic
from .queue import enqueue, job_of, jobs_of
from .running import LeaseLost, Run, drain, finishing, progress
from .upkeep import Upkeep, is_working, tick
from .waiting import wait_a_moment

__all__ = [
    "LeaseLost",
    "Run",
    "Upkeep",
    "declared",
    "drain",
    "enqueue",
    "finishing",
    "is_working",
    "job",
    "job_of",
    "jobs_of",
    "periodic",
    "progress",
    "tick",
    "wait_a_moment",
]
