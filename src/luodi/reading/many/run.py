"""Shards on processes of this machine or on a Dask cluster: the same calls of an `Executor`."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any, Final

from luodi.reading.many.plan import Shard
from luodi.reading.many.shard import Tally, read_shard

ATTEMPTS: Final = 3  # a shard whose worker died is given to another so often
_WAITING: Final = 2  # shards handed out for each worker, so that none stands idle
_LOST = (
    "读取它的进程中断了 {n} 次（可能内存不足）",
    "the process that read it died {n} times (perhaps for want of memory)",
)
Done = Callable[[Shard, Tally], None]


@dataclass(frozen=True, slots=True)
class Crew:
    """An executor and how many shards it reads at a time."""

    executor: Executor
    workers: int


class Here(Executor):
    """Carries out each call at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done already."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def processes(workers: int) -> Iterator[Crew]:
    """Give an executor on so many processes of this machine; one is this process itself."""
    executor: Executor = Here()
    if workers > 1:
        executor = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_undisturbed)
    try:
        yield Crew(executor, workers)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _undisturbed() -> None:
    """Ctrl-C is for the process that hands out: it waits for the shards in hand."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """Give an executor on the cluster whose scheduler has this address; needs the extra.

    Its workers need luodi, and the same folders under the same names.
    """
    from distributed import Client

    connected: Any = Client
    with connected(address, timeout=20) as client:
        workers = sum(client.nthreads().values())
        yield Crew(client.get_executor(retries=ATTEMPTS, pure=False), max(1, workers))


@dataclass(slots=True)
class Run:
    """Shards handed out a few at a time, and those whose worker died handed out again.

    `crew` gives an executor; a broken one is replaced. A shard that fails for another reason (the
    disk is full) ends the run with that error: what is done stays done.
    """

    crew: Callable[[], AbstractContextManager[Crew]]
    done: Done
    read: Callable[[Shard], Tally] = read_shard
    attempts: dict[int, int] = field(default_factory=dict)

    def all(self, shards: Iterable[Shard]) -> None:
        """Read all shards; `done` is called for each as it comes."""
        waiting = deque(shards)
        while waiting:
            with self.crew() as crew:
                self._until_broken(crew, waiting)

    def _until_broken(self, crew: Crew, waiting: deque[Shard]) -> None:
        running: dict[Future[Tally], Shard] = {}
        broken = False
        while running or (waiting and not broken):
            while not broken and self._may_go(running, waiting, crew):
                try:
                    future = crew.executor.submit(self.read, waiting[0])
                except BrokenExecutor:  # broken meanwhile: those in hand will say so
                    broken = True
                else:
                    running[future] = waiting.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                shard, error = running.pop(future), future.exception()
                if error is None:
                    self.done(shard, future.result())
                elif _worker_died(error):
                    broken = True
                    self._again(shard, waiting)
                else:
                    raise error

    def _may_go(
        self, running: dict[Future[Tally], Shard], waiting: deque[Shard], crew: Crew
    ) -> bool:
        """Whether the next shard may be handed out now: one under suspicion only alone.

        A pool that breaks does not say whose fault it was.
        """
        suspects = any(shard.number in self.attempts for shard in running.values())
        if not waiting or suspects:
            return False
        return not running or (
            waiting[0].number not in self.attempts and len(running) < _WAITING * crew.workers
        )

    def _again(self, shard: Shard, waiting: deque[Shard]) -> None:
        """Hand a shard out again, or give it up: its files are reported as not read."""
        tried = self.attempts[shard.number] = self.attempts.get(shard.number, 0) + 1
        if tried < ATTEMPTS:
            waiting.appendleft(shard)
            return
        zh, en = (words.format(n=tried) for words in _LOST)
        lost = [(source.name, zh, en) for source in shard.sources]
        self.done(shard, Tally(passed_over=lost))


def _worker_died(error: BaseException) -> bool:
    """A pool's own error, or Dask's, whose class is only known where Dask is installed."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def report(tally: Tally, shards: Sequence[Shard]) -> dict[str, Any]:
    """Return what a run found out, the same for the same files whenever it is run."""
    return {
        "shards": len(shards),
        "read": tally.read,
        "characters": tally.characters,
        "bytes": tally.bytes,
        "findings": dict(sorted(tally.findings.items())),
        "passed_over": [
            {"file": name, "zh": zh, "en": en} for name, zh, en in sorted(tally.passed_over)
        ],
    }
