"""Installations: a data folder, a database, and processes of their own that may be killed."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
ACTS = Path(__file__).with_name("acts.py")
PATIENCE = 120.0  # seconds; a busy machine is no failure
SERVER = os.environ.get("LUODI_DATABASE_URL", "")


def patiently(condition: Callable[[], Any], what: str) -> Any:
    """Return what the condition returns once that is true; fails when it never becomes so."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


class Installation:
    """A data folder with its database; its processes end with the test."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home, self.database = home, database
        self.processes: list[subprocess.Popen[str]] = []
        kept = ("PATH", "HOME", "TMPDIR", "LANG")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "LUODI_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "luodi.config.settings",
            "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("src", "tools", "")),
            "PYTHONUNBUFFERED": "1",
        }
        if database:
            self.environment["LUODI_DATABASE_URL"] = database

    def luodi(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Carry out a word of the command line to its end."""
        command = [sys.executable, "-m", "luodi", *words]
        return subprocess.run(
            command,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
        )

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Start a word of the command line and leave it running."""
        return self._start([sys.executable, "-m", "luodi", *words], more)

    def act(self, name: str, *words: object, **more: str) -> subprocess.Popen[str]:
        """Start one of the acts of acts.py; it prints a line for each step once that is through."""
        return self._start([sys.executable, str(ACTS), name, *map(str, words)], more)

    def _start(self, command: list[str], more: dict[str, str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what the database answers."""
        with self._connected() as connection:
            return [tuple(row) for row in connection.execute(sql).fetchall()]

    def tell(self, sql: str) -> None:
        """Write past luodi, as somebody with the database's password can."""
        with self._connected() as connection:
            connection.execute(sql)
            connection.commit()

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as connection:
                yield connection
            return
        with contextlib.closing(
            sqlite3.connect(self.home / "luodi.sqlite3", timeout=PATIENCE)
        ) as connection:
            yield connection

    def close(self) -> None:
        """Kill what still runs."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def lines_of(process: subprocess.Popen[str]) -> list[str]:
    """Wait for a process to end well and return the lines it printed."""
    said, wrong = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, wrong
    return said.splitlines()


class Template:
    """A migrated database, made once a session, of which every installation is a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = _created() if SERVER else ""
        done = Installation(folder, self.database).luodi("migrate", "-v0")
        assert done.returncode == 0, done.stderr

    @contextmanager
    def copy(self, home: Path, *, empty: bool = False) -> Iterator[Installation]:
        """Yield a new installation; an empty one has no tables."""
        home.mkdir(mode=0o700)
        if not SERVER and not empty:
            shutil.copy(self.folder / "luodi.sqlite3", home)
        database = _created("" if empty else self.database) if SERVER else ""
        installation = Installation(home, database)
        try:
            yield installation
        finally:
            installation.close()
            _dropped(database)

    def close(self) -> None:
        """Drop the database."""
        _dropped(self.database)


def _created(template: str = "") -> str:
    name = f"luodi_{secrets.token_hex(6)}"
    like = f' TEMPLATE "{urlsplit(template).path[1:]}"' if template else ""
    _on_server(f'CREATE DATABASE "{name}"{like}')
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def _dropped(database: str) -> None:
    if database:
        _on_server(f'DROP DATABASE "{urlsplit(database).path[1:]}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
