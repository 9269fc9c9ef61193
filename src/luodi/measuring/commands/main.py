"""Entry of `luodi measure`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress

from luodi.measuring.commands import over_time, reported, side_by_side
from luodi.measuring.commands.answers import Answer, as_json, as_table
from luodi.measuring.commands.options import Order, WrongUse, help_text, is_english, order, said
from luodi.measuring.commands.table import Table, read_table
from luodi.measuring.errors import MeasuringError

_MEASURES: dict[str, Callable[[Table, Order], Answer]] = {
    "trajectory": over_time.trajectory,
    "control": over_time.control,
    "trend": over_time.trend,
    "peers": side_by_side.peers,
    "region": side_by_side.region,
    "plausibility": reported.plausibility,
    "hdi": side_by_side.hdi,
}

_SYSTEM: tuple[tuple[type[OSError], tuple[str, str]], ...] = (
    (FileNotFoundError, ("找不到这个文件", "no such file")),
    (IsADirectoryError, ("这是文件夹，请给出一个CSV文件", "this is a folder; name one CSV file")),
    (PermissionError, ("没有权限打开", "no permission to open it")),
)


def main(argv: list[str]) -> int:
    """Measure one table and print the answer; 0 done, 1 figures refused, 2 wrong use."""
    _utf8_streams()
    english = is_english(argv)
    if not argv or {"-h", "--help"} & set(argv):
        print(help_text(english))
        return 0 if argv else 2
    try:
        asked = order(argv)
        print(_answered(asked))
    except WrongUse as error:
        return _refused(said("wrong", english, str(error)), 2)
    except MeasuringError as error:
        return _refused(error.message_en if english else error.message_zh, 1)
    except BrokenPipeError:
        # The reader of our output has left; nothing more may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _refused(_system_words(error, english), 1)
    except KeyboardInterrupt:
        return 130
    return 0


def _answered(asked: Order) -> str:
    answer = _MEASURES[asked.what](read_table(asked.file), asked)
    if asked["format"] == "json":
        return as_json(asked.what, answer)
    return as_table(answer, asked.english)


def _system_words(error: OSError, english: bool) -> str:
    """Why a file cannot be opened."""
    for kind, words in _SYSTEM:
        if isinstance(error, kind):
            return f"{error.filename}: {words[english]}"
    return f"{error.filename}: {('打不开：', 'cannot be opened: ')[english]}{error.strerror}"


def _refused(message: str, code: int) -> int:
    print(f"luodi measure: {message}", file=sys.stderr)
    return code


def _utf8_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
