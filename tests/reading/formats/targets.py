"""What the child process is asked to do in the tests: behave well, and badly in every way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from luodi.reading.errors import BrokenFile


def reverse(payload: bytes) -> bytes:
    return payload[::-1]


def describe(payload: bytes) -> bytes:
    print("chatter on stdout")
    lines = [str(sorted(os.environ)), os.getcwd(), str(len(payload))]
    return "\n".join(lines).encode()


def refuse(payload: bytes) -> bytes:
    raise BrokenFile("第3行有误", "line 3 is wrong")


def fail(payload: bytes) -> bytes:
    raise KeyError("nothing here")


def crash(payload: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def leave(payload: bytes) -> bytes:
    os._exit(0)


def hang(payload: bytes) -> bytes:
    time.sleep(60)
    return b""


def spin(payload: bytes) -> bytes:
    while True:
        pass


def eat(payload: bytes) -> bytes:
    kept = []
    while True:
        kept.append(bytearray(b"x") * (1 << 24))


def pour(payload: bytes) -> bytes:
    return bytes(1 << 22)


def complain(payload: bytes) -> bytes:
    for _ in range(20_000):
        print("warning " * 10, file=sys.stderr)
    return b"done"


def write_much(payload: bytes) -> bytes:
    with open("big", "wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    return b""


def leave_a_grandchild(payload: bytes) -> bytes:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    return str(child.pid).encode()


def hang_with_a_grandchild(payload: bytes) -> bytes:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with open(payload.decode(), "w") as file:
        file.write(str(child.pid))
    time.sleep(60)
    return b""
