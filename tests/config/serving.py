"""`luodi start` in a test: started in a data folder of its own, asked for pages, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ADMINISTRATOR = {"LUODI_ADMIN_ACCOUNT": "admin", "LUODI_ADMIN_PASSWORD": "crane-lantern-42"}


def environment(home: Path, **more: str) -> dict[str, str]:
    """The variables of a deployment: nothing of the test run's."""
    foreign = ("LUODI_", "PYTHON", "DJANGO", "PYTEST")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    return kept | {"LUODI_HOME": str(home), "PYTHONUNBUFFERED": "1"} | more


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children(pid: int) -> set[int]:
    """The processes below a process."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    parents = dict(map(int, line.split()) for line in listed.splitlines())
    found: set[int] = set()
    while more := {p for p, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def living(pids: set[int]) -> set[int]:
    """Those of the processes that still run; one that nobody has waited for yet does not."""
    return {pid for pid in pids if _state(pid) not in ("", "Z")}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def gone(pids: set[int], seconds: float = 30) -> bool:
    """Wait until none of the processes runs; answer whether that happened."""
    until = time.monotonic() + seconds
    while living(pids) and time.monotonic() < until:
        time.sleep(0.1)
    return not living(pids)


class Started:
    """A started installation; what it said is in `said` after the end, its exit code in `code`."""

    def __init__(
        self, command: list[str], home: Path, port: int, cwd: Path | None = None, **more: str
    ) -> None:
        self.port, self.said, self.code = port, "", -1
        self._log = home / "said.txt"
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment(home, **more),
            stdin=subprocess.DEVNULL,
            stdout=self._log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> Started:
        self.wait_for("Ctrl-C")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGTERM)

    def stop(self, number: signal.Signals) -> None:
        """Send the signal and wait for the end."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.code = self.process.wait(60)
        self.said = self._log.read_text("utf-8")

    def wait_for(self, words: str, seconds: float = 180) -> str:
        """Wait until the words were said; return all that was said. Fails when it ends before."""
        until = time.monotonic() + seconds
        while words not in (said := self._log.read_text("utf-8")):
            assert self.process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.1)
        return said

    def page(self, path: str) -> str:
        """Return the page at the path, after redirections."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            text: str = answer.read().decode()
            return text

    def answers(self) -> bool:
        """Answer whether a page comes."""
        try:
            return bool(self.page("/account/login/"))
        except (urllib.error.URLError, OSError):
            return False
