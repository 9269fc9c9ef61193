"""A parser that crashes, hangs or swells is an answer, not an outage."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from luodi.reading.errors import BrokenFile, ParserFailed
from luodi.reading.formats import Limits, run_limited

TARGETS = "tests.reading.formats.targets"
BRIEF = Limits(wall_seconds=1.0)


def call(name: str, payload: bytes = b"", limits: Limits | None = None) -> bytes:
    return run_limited(f"{TARGETS}:{name}", payload, limits)


def failure(name: str, limits: Limits | None = None, payload: bytes = b"") -> str:
    with pytest.raises(ParserFailed) as caught:
        call(name, payload, limits)
    assert "解析" in caught.value.message_zh
    assert "docx" in caught.value.message_en
    return caught.value.message_en


def is_alive(process: int) -> bool:
    """Whether a process runs; one that waits for its parent to collect it does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_dead(process: int) -> bool:
    for _ in range(100):
        if not is_alive(process):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("payload", [b"", b"abc\n\0", os.urandom(3_000_000)])
def test_the_answer_comes_back_whole(payload: bytes) -> None:
    assert call("reverse", payload) == payload[::-1]


def test_the_child_sees_neither_the_servers_environment_nor_its_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LUODI_SECRET_KEY", "x")
    environment, folder, size = call("describe", b"12345").decode().split("\n")
    assert "SECRET" not in environment
    assert folder != os.getcwd()
    assert not Path(folder).exists()
    assert size == "5"


def test_errors_of_reading_come_back_as_themselves() -> None:
    with pytest.raises(BrokenFile) as caught:
        call("refuse")
    assert (caught.value.message_zh, caught.value.message_en) == ("第3行有误", "line 3 is wrong")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fail", "nothing here"),
        ("crash", "SIGSEGV"),
        ("leave", "failed"),
        ("no_such_function", "no_such_function"),
    ],
)
def test_a_crash_is_an_answer(name: str, words: str) -> None:
    assert words in failure(name)


def test_a_module_that_is_not_there_is_an_answer() -> None:
    with pytest.raises(ParserFailed, match="no_such_module"):
        run_limited("luodi.no_such_module:x", b"")


def test_a_parser_that_hangs_is_stopped() -> None:
    began = time.monotonic()
    assert "took over 1 s" in failure("hang", BRIEF)
    assert time.monotonic() - began < 20


def test_a_parser_that_computes_for_ever_is_stopped() -> None:
    assert "computed over 1 s" in failure("spin", Limits(cpu_seconds=1, wall_seconds=30))


def test_a_parser_that_eats_memory_is_stopped() -> None:
    assert "256 MB of memory" in failure("eat", Limits(memory=256 << 20))


def test_an_answer_without_end_is_cut_off() -> None:
    assert "more than 1 MB" in failure("pour", Limits(output=1 << 20))


def test_a_flood_of_warnings_does_no_harm() -> None:
    assert call("complain") == b"done"


def test_files_that_grow_without_end_are_stopped() -> None:
    assert "File too large" in failure("write_much", Limits(file_bytes=8 << 20))


def test_nothing_the_child_started_survives_its_answer() -> None:
    assert wait_until_dead(int(call("leave_a_grandchild")))


def test_nothing_the_child_started_survives_a_timeout(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    failure("hang_with_a_grandchild", Limits(wall_seconds=3), str(note).encode())
    assert wait_until_dead(int(note.read_text()))
