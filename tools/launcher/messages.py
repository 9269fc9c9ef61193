"""What the launcher says: one line, Chinese and English."""

from __future__ import annotations

import sys
from typing import NoReturn


class Stop(Exception):
    """The launcher cannot go on; its text is the one sentence that says why and what to do."""


def line(zh: str, en: str) -> str:
    """Return both languages as one line."""
    return f"{zh} / {en}"


def say(zh: str, en: str) -> None:
    """Print one line of progress."""
    print(line(zh, en), file=sys.stderr, flush=True)


def stop(zh: str, en: str) -> NoReturn:
    """Give up with one clear sentence."""
    raise Stop(line(zh, en))
