"""Keeps server and worker running: restarts the dead, stops all cleanly, leaves no orphan."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .parentage import end_with_parent

LOOK_EVERY = 0.2  # seconds between looks
CALM_AFTER = 60.0  # a service that lived this long may die again without being called broken
MOST_DEATHS = 5  # within CALM_AFTER, before the supervisor gives up
GRACE = 20.0  # seconds a service has to end what it does


@dataclass
class Service:
    """One process to keep alive."""

    name: str
    command: list[str]
    # Started only when the others answer: until the first page, the cores are theirs.
    waits: bool = False
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    due: float = 0.0

    def start(self) -> None:
        """Start the process in its own session, so that Ctrl-C reaches the supervisor alone."""
        parent = os.getpid()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: end_with_parent(signal.SIGTERM, parent),
        )

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process alone; it tells its own children."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill what is left of the process and its children."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def ended(self) -> bool:
        """Answer whether the process has died."""
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    """Runs services until told to stop, or until one of them cannot be kept alive."""

    def __init__(
        self,
        services: list[Service],
        *,
        ready: Callable[[], bool] | None = None,
        announce: Callable[[], None] | None = None,
    ) -> None:
        self.services = services
        self.stopping = False
        self._ready = ready
        self._announce = announce

    def run(self) -> int:
        """Keep the services alive; return 0 after a clean stop, 1 when one keeps dying."""
        with self._signals():
            try:
                code = self._watch()
            finally:
                self._stop_all()
        return code

    def _watch(self) -> int:
        while not self.stopping:
            for service in self.services:
                if not self._keep(service):
                    return 1
            self._say_when_ready()
            time.sleep(LOOK_EVERY)
        return 0

    def _keep(self, service: Service) -> bool:
        """Start a dead service again after a pause that grows; return False when it is hopeless."""
        now = time.monotonic()
        if service.process is None:
            if now >= service.due and not (service.waits and self._announce):
                service.start()
            return True
        if not service.ended:
            return True
        code = service.process.returncode
        service.sweep()
        service.process = None
        service.deaths = [at for at in service.deaths if now - at < CALM_AFTER] + [now]
        if len(service.deaths) >= MOST_DEATHS:
            _say(
                f"{service.name} 反复退出（代码 {code}），已停止，原因见上。",
                f"{service.name} keeps ending (code {code}); stopping, the reason stands above.",
            )
            return False
        service.due = now + 2.0 ** (len(service.deaths) - 1) - 1.0
        _say(
            f"{service.name} 意外退出（代码 {code}），正在重启。",
            f"{service.name} ended (code {code}); starting it again.",
        )
        return True

    def _say_when_ready(self) -> None:
        if self._announce and (self._ready is None or self._ready()):
            self._announce()
            self._announce = None

    def _stop_all(self) -> None:
        for service in self.services:
            service.signal(signal.SIGTERM)
        until = time.monotonic() + GRACE
        while time.monotonic() < until and any(s.process and not s.ended for s in self.services):
            time.sleep(LOOK_EVERY / 4)
        for service in self.services:
            service.sweep()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Turn SIGINT, SIGTERM and SIGHUP into a wish to stop."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = [signal.signal(number, self._wish_to_stop) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _wish_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True


def _say(zh: str, en: str) -> None:
    print(f"{zh} / {en}", file=sys.stderr, flush=True)
