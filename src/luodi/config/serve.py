"""The server process: `python -m luodi.config.serve HOST PORT`.

The application is loaded once, before the server's processes are forked from it, so that all
cores do not load the same thing at start and one that died is replaced at once.
"""

from __future__ import annotations

import os
import sys

from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from .wsgi import application

PROCESSES = max(1, min(4, os.cpu_count() or 1))
# In each process; every thread keeps a connection to the database.
THREADS = 2 * (os.cpu_count() or 1) + 1
KILL_AFTER = 10  # seconds


def main(words: list[str]) -> None:
    """Serve at the host and port until told to stop."""
    host, port = words
    assert application is not None
    # Every address is known before the first request asks for one.
    _ = get_resolver().url_patterns
    Granian(
        "luodi.config.serving:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1:])
