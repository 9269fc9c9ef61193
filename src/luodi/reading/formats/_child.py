"""The child of `run_limited`: sets its limits, then calls the target. Imports nothing else."""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import traceback


def main() -> int:
    """Read one framed request from stdin, write one framed answer to the first stdout."""
    answer = os.dup(1)
    os.dup2(2, 1)
    head = json.loads(sys.stdin.buffer.readline())
    _limit(head)
    sys.path[:0] = [p for p in head["paths"] if p not in sys.path]
    status, body = _call(head["target"], sys.stdin.buffer.read())
    with os.fdopen(answer, "wb") as out:
        out.write(status + body)
    return 0 if status in b"+!" else 1


def _limit(head: dict[str, float]) -> None:
    cpu = int(head["cpu"])
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, cpu, cpu + 2),
        (resource.RLIMIT_FSIZE, int(head["file"]), int(head["file"])),
        (resource.RLIMIT_AS, int(head["memory"]), int(head["memory"])),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        ceiling = resource.getrlimit(kind)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            sys.stderr.write(f"limit {kind} cannot be set here\n")
    # Should the parent be killed, nobody else would end a child that hangs.
    signal.setitimer(signal.ITIMER_REAL, head["wall"] + 10)


def _call(target: str, payload: bytes) -> tuple[bytes, bytes]:
    try:
        module, _, name = target.partition(":")
        made = getattr(importlib.import_module(module), name)(payload)
        return b"+", bytes(made)
    except MemoryError:
        return b"m", b""
    except Exception as problem:
        if hasattr(problem, "message_zh") and hasattr(problem, "message_en"):
            said = {"zh": problem.message_zh, "en": problem.message_en}
            return b"!", json.dumps({"type": type(problem).__name__, **said}).encode()
        traceback.print_exc()
        return b"x", b""


if __name__ == "__main__":
    # No finalisers: a parser's atexit hook must not undo an answer that is complete.
    code = main()
    sys.stderr.flush()
    os._exit(code)
