"""The application as the supervised server loads it: its process ends with its parent."""

import os
import signal

from .parentage import end_with_parent

# A server process must not outlive the one that spawned it, even when that one is killed.
end_with_parent(signal.SIGTERM, os.getppid())

from .wsgi import application  # noqa: E402

__all__ = ["application"]
