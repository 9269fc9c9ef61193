"""The supervisor: the dead are started again, the hopeless are given up, all end together."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from luodi.config import supervisor
from luodi.config.supervisor import Service, Supervisor


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(supervisor, "GRACE", 1.0)


def _python(name: str, code: str, **more: bool) -> Service:
    return Service(name, [sys.executable, "-c", code], **more)


def _stop_when(watched: Supervisor, ready) -> None:
    """Stop the supervisor from beside as soon as the condition holds."""

    def watch() -> None:
        until = time.monotonic() + 30
        while not ready() and time.monotonic() < until:
            time.sleep(0.02)
        watched.stopping = True

    threading.Thread(target=watch, daemon=True).start()


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


def _writes(file: Path, rest: str) -> str:
    return f"import time; open({str(file)!r}, 'a').write('x\\n'); {rest}"


def test_the_dead_are_started_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "starts"
    dies = _writes(file, f"time.sleep(60 if len(open({str(file)!r}).read()) > 3 else 0)")
    watched = Supervisor([_python("short", dies)])
    _stop_when(watched, lambda: _lines(file) == 2)
    assert watched.run() == 0
    assert _lines(file) == 2
    assert "short ended (code 0); starting it again." in capfd.readouterr().err


def test_one_that_keeps_dying_ends_all(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "MOST_DEATHS", 2)
    calm = _python("calm", "import time; time.sleep(60)")
    watched = Supervisor([_python("broken", "raise SystemExit(3)"), calm])
    assert watched.run() == 1
    assert "broken keeps ending (code 3)" in capfd.readouterr().err
    assert calm.ended


def test_one_that_does_not_listen_is_killed() -> None:
    deaf = _python(
        "deaf", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    )
    watched = Supervisor([deaf])
    _stop_when(watched, lambda: deaf.process is not None)
    assert watched.run() == 0
    assert deaf.ended


def test_who_waits_starts_after_the_announcement(tmp_path: Path) -> None:
    file, said = tmp_path / "late", []
    first = _python("first", "import time; time.sleep(60)")
    late = _python("late", _writes(file, "time.sleep(60)"), waits=True)
    looks = iter([False, False, True])

    def ready() -> bool:
        assert late.process is None
        return next(looks)

    watched = Supervisor([first, late], ready=ready, announce=lambda: said.append("ready"))
    _stop_when(watched, file.exists)
    assert watched.run() == 0
    assert said == ["ready"]
    assert file.exists()
