"""Real processes: two writers keep one chain; a worker stopped or killed loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from .installations import Installation, lines_of, patiently

STATE = "SELECT state, attempts FROM base_job WHERE name = 'test.slow'"


def test_two_writing_processes_keep_one_chain(installation: Installation, tmp_path: Path) -> None:
    go = tmp_path / "go"
    writers = [installation.act("write", who, 200, go) for who in ("li", "wang")]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    go.touch()
    for writer in writers:
        assert lines_of(writer) == [str(number) for number in range(200)]
    rows = installation.ask("SELECT seq, actor_id FROM base_event ORDER BY seq")
    assert [seq for seq, _ in rows] == list(range(1, 401))
    turns = sum(a != b for (_, a), (_, b) in pairwise(rows))
    assert turns > 1, "the two never wrote at the same time"
    done = installation.luodi("verify")
    assert done.returncode == 0, done.stderr
    assert "400" in done.stdout


@pytest.mark.parametrize("act", ["write", "store"])
def test_what_a_killed_writer_was_told_is_there(installation: Installation, act: str) -> None:
    told = []
    for turn in range(3):
        writer = installation.act(act, f"turn{turn}", 10_000)
        assert writer.stdout is not None
        told += [writer.stdout.readline().strip() for _ in range(10)]
        writer.kill()
        told += writer.communicate()[0].split()
    (count,) = installation.ask("SELECT count(*) FROM base_event")[0]
    # The last step of each turn may have been through before it could be told.
    assert len(told) <= count <= len(told) + 3
    done = installation.luodi("verify", "--files")
    assert done.returncode == 0, done.stdout + done.stderr
    if act == "store":
        known = {row[0] for row in installation.ask("SELECT sha256 FROM base_storedfile")}
        assert set(told) <= known
        assert f"files: {len(known)}" in done.stdout


def begun(installation: Installation, seconds: float, mark: Path) -> subprocess.Popen[str]:
    worker = installation.act("work_slowly", seconds, mark, LUODI_JOB_LEASE_SECONDS="2")
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "begun"
    return worker


def finished(installation: Installation, mark: Path) -> None:
    worker = begun(installation, 0, mark)
    patiently(lambda: installation.ask(STATE)[0][0] == "done", "the job's end")
    worker.terminate()
    worker.wait()


def test_a_job_under_way_is_ended_before_the_worker_stops(
    installation: Installation, tmp_path: Path
) -> None:
    worker = begun(installation, 0.3, tmp_path / "mark")
    worker.send_signal(signal.SIGTERM)
    assert "stopped" in lines_of(worker)
    assert installation.ask(STATE) == [("done", 1)]


def test_a_job_that_takes_too_long_is_handed_back_and_loses_no_attempt(
    installation: Installation, tmp_path: Path
) -> None:
    worker = begun(installation, 600, tmp_path / "mark")
    worker.send_signal(signal.SIGTERM)
    assert "stopped" in lines_of(worker)
    assert installation.ask(STATE) == [("queued", 0)]
    finished(installation, tmp_path / "mark")
    assert (tmp_path / "mark").read_text().split() == ["begin", "begin", "end"]


def test_the_job_of_a_killed_worker_is_done_once_by_the_next(
    installation: Installation, tmp_path: Path
) -> None:
    worker = begun(installation, 600, tmp_path / "mark")
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert installation.ask(STATE) == [("running", 1)]
    finished(installation, tmp_path / "mark")
    assert installation.ask(STATE) == [("done", 2)]
    assert (tmp_path / "mark").read_text().split() == ["begin", "begin", "end"]


def test_a_sleeping_worker_is_woken_by_whoever_queues_a_job(installation: Installation) -> None:
    worker = installation.act("sleep_at_the_bell", LUODI_JOB_LEASE_SECONDS="100000")
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "sleeps"
    lines_of(installation.act("ask_for_work"))
    state = "SELECT state FROM base_job WHERE name = 'test.heard'"
    patiently(lambda: installation.ask(state) == [("done",)], "the woken worker")


def test_a_long_job_keeps_its_lease_while_its_worker_lives(
    installation: Installation, tmp_path: Path
) -> None:
    worker = begun(installation, 6, tmp_path / "mark")  # three times the lease
    patiently(lambda: installation.ask(STATE)[0][0] == "done", "the job's end")
    worker.terminate()
    worker.wait()
    assert installation.ask(STATE) == [("done", 1)]
    assert (tmp_path / "mark").read_text().split() == ["begin", "end"]
