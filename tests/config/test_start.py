"""`luodi start`: one command to the first page, and a clean end however it comes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.config.serving import (
    ADMINISTRATOR,
    Started,
    children,
    environment,
    free_port,
    gone,
    living,
)

ROOT = Path(__file__).resolve().parents[2]
START = [sys.executable, "-m", "luodi", "start"]
slow = pytest.mark.slow


def _start(home: Path, *words: str, port: int = 0) -> Started:
    port = port or free_port()
    command = [*START, "--port", str(port), *words]
    return Started(command, home, port, PYTHONPATH=str(ROOT / "src"), **ADMINISTRATOR)


def _refused(home: Path, *words: str, **more: str) -> str:
    """Run a start that ends by itself with an error; return what it said."""
    variables = environment(home, PYTHONPATH=str(ROOT / "src"), **more)
    done = subprocess.run(
        [*START, *words],
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode not in (0, None)
    assert "Traceback" not in done.stderr
    return done.stderr


@slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_server_and_worker(tmp_path: Path, number: signal.Signals) -> None:
    with _start(tmp_path, "--empty") as run:
        below = _complete(run)
        run.stop(number)
    assert run.code == 0
    assert len(below) >= 3  # the server, one of its processes at least, the worker
    assert not living(below)
    assert "Traceback" not in run.said


@slow
def test_nothing_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    with _start(tmp_path, "--empty") as run:
        below = _complete(run)
        run.process.kill()
    assert len(below) >= 3
    assert gone(below)


@slow
@pytest.mark.parametrize("victim", ["luodi.config.serve", "luodi work"])
def test_a_killed_service_is_started_again(tmp_path: Path, victim: str) -> None:
    with _start(tmp_path, "--empty") as run:
        _complete(run)
        before = _found(run, victim)
        os.kill(min(before), signal.SIGKILL)
        run.wait_for("starting it again")
        until = time.monotonic() + 60
        while not (_found(run, victim) - before and run.answers()):
            assert time.monotonic() < until
            time.sleep(0.2)
    assert run.code == 0


def _complete(run: Started) -> set[int]:
    """Wait for the worker too, which starts after the first page; return all that runs."""
    until = time.monotonic() + 60
    while not _found(run, "luodi work"):
        assert time.monotonic() < until
        time.sleep(0.1)
    return children(run.process.pid)


def _found(run: Started, words: str) -> set[int]:
    """The running children that have the words in their command line."""
    lines = {pid: _command(pid) for pid in living(children(run.process.pid))}
    return {pid for pid, line in lines.items() if words in line}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


@slow
def test_empty_takes_the_first_administrator_from_the_environment(tmp_path: Path) -> None:
    with _start(tmp_path, "--empty") as run:
        assert "均属虚构" not in run.page("/account/login/")
    assert "管理员已设立 / administrator ready: admin" in run.said
    assert "密码 / password:" not in run.said
    assert not (tmp_path / "demonstration.json").exists()


@slow
def test_the_demonstration_says_once_how_to_sign_in_at_every_start(tmp_path: Path) -> None:
    passwords = []
    for _ in range(2):
        with _start(tmp_path) as run:
            assert "均属虚构" in run.page("/account/login/")
        assert run.said.count("密码 / password:") == 1
        assert f"http://127.0.0.1:{run.port}" in run.said
        assert run.said.count("duchashi ") == 1
        passwords += re.findall(r"password: (\S+)", run.said)
    assert passwords[0] == passwords[1]


@slow
def test_a_file_is_stored_and_its_review_is_a_page(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("2026年6月底前完成造林8万亩。\n", "utf-8")
    with _start(tmp_path, str(article)) as run:
        address = re.search(
            rf"http://127\.0\.0\.1:{run.port}(/documents/\S+)", run._log.read_text()
        )
        assert address
        # Without a sign-in it leads there first, and back afterwards.
        assert f"next={address[1]}" in run.page(address[1]).replace("%3D", "=").replace("%2F", "/")


@slow
def test_without_a_port_another_is_taken_when_8000_is(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", 8000))
            holder.listen()
        except OSError:
            pass  # somebody else has it: as good
        command = [*START, "--empty"]
        with Started(command, tmp_path, 0, PYTHONPATH=str(ROOT / "src"), **ADMINISTRATOR) as run:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", run._log.read_text("utf-8"))
            assert found
            run.port = int(found[1])
            assert run.port != 8000
            assert run.answers()


def test_a_taken_port_is_refused_when_asked_for(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        said = _refused(tmp_path, "--empty", "--port", str(holder.getsockname()[1]))
    assert "choose another with --port" in said
    assert not list(tmp_path.glob("*.sqlite3"))


@pytest.mark.parametrize("port", ["0x50", "-1", "70000"])
def test_an_impossible_port_is_refused(tmp_path: Path, port: str) -> None:
    assert port in _refused(tmp_path, f"--port={port}")


def test_a_file_that_is_not_there_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    assert "There is no file" in _refused(tmp_path, "nowhere.txt")
    assert not list(tmp_path.iterdir())


def test_an_empty_start_without_answers_says_what_it_needs(tmp_path: Path) -> None:
    assert "LUODI_ADMIN_PASSWORD" in _refused(tmp_path, "--empty")
