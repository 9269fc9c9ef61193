"""A child process with limits on memory, time and output: the one way to parse a foreign file.

The payload goes in through memory (never a file on disk: it may turn out to be secret), the answer
comes back through a pipe as one status byte and a body. Whatever the target prints is kept apart.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from luodi.reading import errors
from luodi.reading.errors import ParserFailed, ReadingError
from luodi.reading.formats.limits import MEBIBYTE, Limits

_CHILD = Path(__file__).with_name("_child.py")
_SOURCES = str(Path(__file__).resolve().parents[3])
_MEMORY, _ROOM = "/dev/shm", 512 * MEBIBYTE
_BLOCK = 1 << 16
_COMPLAINT = 4_096  # as much of a child's stderr as is kept
_ADVICE_ZH = "请在 Word 或 WPS 中打开并另存为 docx 后再试；仍不行请联系管理员。"
_ADVICE_EN = (
    "Open the file where it was made, save it again as docx; if that fails, ask your administrator."
)


@dataclass(slots=True)
class _Outcome:
    answer: bytes = b""
    complaint: bytes = b""
    stopped: str = ""
    code: int = 0


def run_limited(target: str, payload: bytes, limits: Limits | None = None) -> bytes:
    """Return what `module:function` makes of the payload in a child process.

    Errors of `luodi.reading.errors` come back as themselves; a child that crashes, hangs or asks
    for more than its limits is `ParserFailed`. Nothing the child started survives the call.
    """
    limits = limits or Limits()
    with _in_memory(_framed(target, payload, limits)) as source:
        outcome = _run(source, limits)
    return _answer(outcome, limits)


def _framed(target: str, payload: bytes, limits: Limits) -> tuple[bytes, bytes]:
    paths = [_SOURCES, *(os.path.abspath(p) for p in sys.path if p)]
    head = {
        "target": target,
        "paths": list(dict.fromkeys(paths)),
        "memory": limits.memory,
        "cpu": limits.cpu_seconds,
        "wall": limits.wall_seconds,
        "file": limits.file_bytes,
    }
    return json.dumps(head).encode() + b"\n", payload


def _in_memory(parts: tuple[bytes, bytes]) -> IO[bytes]:
    """An unnamed file that the child reads from; on systems without memfd an unlinked one."""
    try:
        file: IO[bytes] = os.fdopen(os.memfd_create("luodi"), "w+b")
    except (AttributeError, OSError):
        file = tempfile.TemporaryFile()  # noqa: SIM115
    for part in parts:
        file.write(part)
    file.flush()
    file.seek(0)
    return file


def _run(source: IO[bytes], limits: Limits) -> _Outcome:
    with tempfile.TemporaryDirectory(prefix="luodi-", dir=_memory_folder()) as home:
        child = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=home,
            env=_environment(home),
            start_new_session=True,
        )
        try:
            outcome = _listen(child, limits)
            outcome.code = _end(child, limits if not outcome.stopped else None)
        finally:
            _kill_group(child)
    return outcome


def _memory_folder() -> str | None:
    """Where programs that want a file find it without a disk; None where memory has no room."""
    try:
        room = os.statvfs(_MEMORY)
    except OSError:
        return None
    free = room.f_bavail * room.f_frsize
    return _MEMORY if free > _ROOM and os.access(_MEMORY, os.W_OK | os.X_OK) else None


def _environment(home: str) -> dict[str, str]:
    """A bare environment: no secrets of the server, one thread for numerical libraries."""
    path = os.environ.get("PATH", os.defpath)
    single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return {"PATH": path, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", **single}


def _listen(child: subprocess.Popen[bytes], limits: Limits) -> _Outcome:
    """Collect the answer until the child closes it, the time is up, or it grows too long."""
    assert child.stdout
    assert child.stderr
    answer, complaint = child.stdout.fileno(), child.stderr.fileno()
    outcome, open_pipes = _Outcome(), {answer, complaint}
    until = time.monotonic() + limits.wall_seconds
    while answer in open_pipes:
        left = until - time.monotonic()
        ready = _ready(open_pipes, left) if left > 0 else []
        if not ready:
            outcome.stopped = "time"
            break
        for pipe in ready:
            block = os.read(pipe, _BLOCK)
            if not block:
                open_pipes.discard(pipe)
            elif pipe == answer:
                outcome.answer += block
            else:
                outcome.complaint = (outcome.complaint + block)[-_COMPLAINT:]
        if len(outcome.answer) > limits.output:
            outcome.stopped = "output"
            break
    return outcome


def _ready(pipes: set[int], seconds: float) -> list[int]:
    poll = select.poll()
    for pipe in pipes:
        poll.register(pipe, select.POLLIN | select.POLLHUP)
    return [pipe for pipe, _ in poll.poll(max(1, int(seconds * 1000)))]


def _end(child: subprocess.Popen[bytes], limits: Limits | None) -> int:
    """The exit code; a child that has answered gets a moment to leave, others are killed."""
    if limits is not None:
        try:
            return child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            pass
    _kill_group(child)
    return child.wait()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe:
            pipe.close()


def _answer(outcome: _Outcome, limits: Limits) -> bytes:
    status, body = outcome.answer[:1], outcome.answer[1:]
    if outcome.stopped == "time":
        raise _failed(
            f"用时超过 {limits.wall_seconds:g} 秒", f"took over {limits.wall_seconds:g} s"
        )
    if outcome.stopped == "output":
        size = limits.output / MEBIBYTE
        raise _failed(f"输出超过 {size:g} MB", f"gave more than {size:g} MB")
    if outcome.code == 0 and status == b"+":
        return body
    if outcome.code == 0 and status == b"!":
        raise _reading_error(json.loads(body))
    raise _crash(outcome, limits)


def _reading_error(said: dict[str, str]) -> ReadingError:
    kind = getattr(errors, said["type"], ParserFailed)
    error: ReadingError = kind(said["zh"], said["en"])
    return error


def _crash(outcome: _Outcome, limits: Limits) -> ParserFailed:
    size = limits.memory // MEBIBYTE
    if outcome.answer[:1] == b"m" or b"MemoryError" in outcome.complaint:
        return _failed(f"所需内存超过 {size} MB", f"needed more than {size} MB of memory")
    if outcome.code == -signal.SIGXCPU:
        return _failed(f"计算超过 {limits.cpu_seconds} 秒", f"computed over {limits.cpu_seconds} s")
    if outcome.code < 0:
        name = signal.Signals(-outcome.code).name
        return _failed(f"解析程序崩溃（{name}）", f"crashed ({name})")
    last = outcome.complaint.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    return _failed(f"解析程序出错（{last}）", f"failed ({last})")


def _failed(zh: str, en: str) -> ParserFailed:
    return ParserFailed(f"文件无法解析：{zh}。{_ADVICE_ZH}", f"The parser {en}. {_ADVICE_EN}")
