"""What the commands of the reader share: options in both languages, and why a file was not read."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import NoReturn

from luodi.reading.errors import ReadingError

_WRONG = ("参数有误：{reason}。用法见 {prog} --help", "{reason}; see {prog} --help")
_DAY = ("日期请写成 2026-01-31 的样子", "write the date as 2026-01-31")
_FOLDER = ("这是文件夹，请写成 {name}/*", "this is a folder; write {name}/*")
_MISSING = ("找不到这个文件", "no such file")
_DENIED = ("没有权限打开", "no permission to open it")
_SYSTEM = ("打不开：{reason}", "cannot be opened: {reason}")
_INSIDE = ("程序内部出错，已跳过：{reason}", "an error inside the reader: {reason}")
_ARGPARSE = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"没有这个选项 \1"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1 没有 \2，可选 \3"),
    (r"argument (\S+): expected one argument", r"\1 后面缺少内容"),
    (r"argument (\S+): ", r"\1 "),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不明确，可能是 \2"),
)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in the language asked for, and where to read on."""

    english = False

    def error(self, message: str) -> NoReturn:
        reason = message if self.english else _in_chinese(message)
        self.exit(2, f"{self.prog}: {_WRONG[self.english].format(reason=reason, prog=self.prog)}\n")

    def format_usage(self) -> str:
        return f"{self.usage}\n"

    def format_help(self) -> str:
        """Without argparse's own word before the usage."""
        return super().format_help().removeprefix("usage: ")


def _in_chinese(message: str) -> str:
    """What argparse says, which has no Chinese of its own."""
    for english, chinese in _ARGPARSE:
        message = re.sub(english, chinese, message)
    return message


def language_asked(argv: list[str]) -> str:
    """Return zh or en, known before the options are parsed: the help itself speaks it."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    fallback = "en" if os.environ.get("LUODI_LANG", "").lower().startswith("en") else "zh"
    early.add_argument("--lang", default=fallback)
    with suppress(argparse.ArgumentError):
        return "en" if early.parse_known_args(argv)[0].lang == "en" else "zh"
    return fallback


def day_of(english: bool) -> Callable[[str], date]:
    """Return what turns the words of an option into a date."""

    def day(words: str) -> date:
        try:
            return date.fromisoformat(words)
        except ValueError as problem:
            raise argparse.ArgumentTypeError(_DAY[english]) from problem

    return day


def utf8_streams() -> None:
    """Let standard output and error take Chinese on every system."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def why_not(error: Exception, name: str) -> tuple[str, str]:
    """Return why a file could not be read, in Chinese and in English."""
    if isinstance(error, ReadingError):
        return error.message_zh, error.message_en
    zh, en = _words_for(error)
    facts = {
        "name": name.rstrip("/"),
        "reason": getattr(error, "strerror", "") or repr(error)[:200],
    }
    return zh.format(**facts), en.format(**facts)


def _words_for(error: Exception) -> tuple[str, str]:
    if isinstance(error, IsADirectoryError):
        return _FOLDER
    if isinstance(error, FileNotFoundError):
        return _MISSING
    if isinstance(error, PermissionError):
        return _DENIED
    return _SYSTEM if isinstance(error, OSError) else _INSIDE
