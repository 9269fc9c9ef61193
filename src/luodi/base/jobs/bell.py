"""The bell between whoever queues a job and the worker beside it: a named pipe in the data folder.

The worker sleeps at it and looks at once when it rings; without a bell (a worker on another
machine, a file system without pipes) it looks in its interval, as it does anyway. A ring says
nothing: what is to be done stands in the database, so one ring too many or too few loses nothing.
"""

from __future__ import annotations

import os
import select
import stat
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

NAME = "bell"
MUCH = 65_536  # more rings than a pipe holds


def ring() -> bool:
    """Wake the workers on this machine; return whether one is there to hear it."""
    try:
        bell = os.open(_place(), os.O_WRONLY | os.O_NONBLOCK)
    except OSError:  # no pipe, or nobody has it open
        return False
    try:
        if not stat.S_ISFIFO(os.fstat(bell).st_mode):
            return False
        # A full pipe has rung already.
        with suppress(BlockingIOError):
            os.write(bell, b".")
    except OSError:  # the last worker has just ended
        return False
    finally:
        os.close(bell)
    return True


class Bell:
    """The end at which a worker sleeps."""

    def __init__(self) -> None:
        self._pipe: int | None = None
        with suppress(OSError):
            self._pipe = _hung()

    def wait(self, seconds: float) -> bool:
        """Sleep at most for so many seconds; return whether the bell rang."""
        if self._pipe is None:
            time.sleep(seconds)
            return False
        if not select.select([self._pipe], [], [], seconds)[0]:
            return False
        # All at once: whoever wakes looks at everything that is queued.
        with suppress(BlockingIOError):  # another worker was faster
            os.read(self._pipe, MUCH)
        return True

    def close(self) -> None:
        """Take the bell down for this worker."""
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None


def _place() -> Path:
    return Path(settings.LUODI_HOME) / NAME


def _hung() -> int | None:
    """Return the open pipe, made when it is missing; None when something else has its name."""
    with suppress(FileExistsError):
        os.mkfifo(_place(), 0o600)
    # For writing too: otherwise the pipe would end with the first who rings.
    pipe = os.open(_place(), os.O_RDWR | os.O_NONBLOCK)
    if stat.S_ISFIFO(os.fstat(pipe).st_mode):
        return pipe
    os.close(pipe)
    return None
