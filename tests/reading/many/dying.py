"""Readers of shards whose process dies, as one does that the system stops for want of memory."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from luodi.reading.many.plan import Shard
from luodi.reading.many.shard import Tally, read_shard


def once(shard: Shard) -> Tally:
    """Die in the middle of the second shard, but only the first time."""
    mark = Path(shard.folder) / ".luodi-died"
    if shard.number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_shard(shard)


def always(shard: Shard) -> Tally:
    """Die of the second shard every time."""
    if shard.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_shard(shard)
