"""Starts an unpacked bundle where there is no network but this machine itself; run by the test.

`unshare -n` gives an empty namespace, in which even 127.0.0.1 is down until it is brought up.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
PORT = 8123


def loopback_up() -> None:
    """Bring 127.0.0.1 up in this namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = fcntl.ioctl(sock, SIOCGIFFLAGS, struct.pack("16sH14x", b"lo", 0))
        flags = struct.unpack("16sH14x", request)[1]
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def interfaces() -> list[str]:
    """Return the names of the network interfaces here."""
    return [name for _, name in socket.if_nameindex()]


def sign_in_page(process: subprocess.Popen[bytes], seconds: float) -> str:
    """Return the page that the server shows first, as soon as it answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=10) as answer:
                return f"{answer.status} {answer.url}\n{answer.read().decode()}"
        except urllib.error.HTTPError as answer:
            return f"{answer.code} {answer.url}"
        except OSError:
            time.sleep(0.3)
    return f"no answer; the process has {process.poll()}"


def main(folder: str) -> None:
    """Start, fetch, stop; print what was seen."""
    loopback_up()
    print("interfaces", interfaces())
    process = subprocess.Popen([str(Path(folder) / "run"), "start", "--port", str(PORT)])
    page = sign_in_page(process, 300)
    os.kill(process.pid, signal.SIGTERM)
    print("exit", process.wait(60))
    print(page)


if __name__ == "__main__":
    main(sys.argv[1])
