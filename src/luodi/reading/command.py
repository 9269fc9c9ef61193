"""`luodi read`: from files to findings, without a database."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from luodi.reading.errors import ReadingError
from luodi.reading.output.sink import Progress, Sink
from luodi.reading.output.widths import harmless
from luodi.reading.output.writers import FORMATS, Writer, writer_for

if TYPE_CHECKING:
    from luodi.reading.output import ReadFile
    from luodi.reading.output.words import Language
    from luodi.reading.types import ExtractedText

_ABOUT = {
    "zh": ("读政策文件，列出部署、请求和问题；不用数据库，不联网。",
           "格式：txt、md、html、docx、pdf、ofd、xlsx、doc、wps。"
           "文件名写 - 表示标准输入。有文件读不了时退出码为 1。"),
    "en": ("Read policy texts; list commitments, requests and problems. No database, no network.",
           "Formats: txt, md, html, docx, pdf, ofd, xlsx, doc, wps. A file named - is standard "
           "input. "
           "The exit code is 1 when a file could not be read."),
}  # fmt: skip
_OPTIONS = {
    "files": ("要读的文件", "files to read"),
    "format": ("输出格式：table 表格（默认）、jsonl、csv、xlsx、html", "output format (table)"),
    "date": ("文件的日期，用来推算“年内”“6月底前”", "date of the document, for 年内 and 6月底前"),
    "explain": (
        "列出每个分句及取舍理由",
        "print every clause with the reason it was taken or left",
    ),
    "problems": ("jsonl 中也列出问题", "put problems into jsonl too"),
    "bundle": (
        "把同一项举措的分句归为一个事项",
        "put the clauses of one measure into one plan row",
    ),
    "out": ("写到这个文件", "write to this file"),
    "lang": ("输出语言 zh 或 en（默认取 LUODI_LANG）", "zh or en (default from LUODI_LANG)"),
    "help": ("显示本说明", "show this help"),
}
_SUFFIXES = {".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx", ".html": "html", ".htm": "html"}
_SAID = {
    "folder": ("这是文件夹，请写成 {name}/*", "this is a folder; write {name}/*"),
    "missing": ("找不到这个文件", "no such file"),
    "denied": ("没有权限打开", "no permission to open it"),
    "system": ("打不开：{reason}", "cannot be opened: {reason}"),
    "terminal": ("xlsx 不能显示在屏幕上，请加 --out 文件名.xlsx",
                 "xlsx cannot be shown on a terminal; add --out FILE.xlsx"),
    "overwrite": ("--out 就是要读的文件：{name}", "--out is one of the files to read: {name}"),
    "unwritable": ("写不了 {name}：{reason}", "cannot write {name}: {reason}"),
    "two inputs": ("- 只能单独使用", "- can only stand alone"),
    "day": ("日期请写成 2026-01-31 的样子", "write the date as 2026-01-31"),
    "passed over": ("读了 {good} 个文件，跳过 {bad} 个。", "{good} files read, {bad} passed over."),
    "partly": ("程序内部出错，已跳过：{reason}", "an error inside the reader: {reason}"),
    "wrong": ("参数有误：{reason}。用法见 luodi read --help", "{reason}; see luodi read --help"),
    "usage": ("用法：luodi read 文件… [选项]", "luodi read FILE... [options]"),
    "arguments": ("文件", "files"),
    "options": ("选项", "options"),
}  # fmt: skip
_ARGPARSE = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"没有这个选项 \1"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1 没有 \2，可选 \3"),
    (r"argument (\S+): expected one argument", r"\1 后面缺少内容"),
    (r"argument (\S+): ", r"\1 "),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不明确，可能是 \2"),
)


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for."""

    files: tuple[str, ...]
    format: str
    day: date | None
    explain: bool
    problems: bool
    bundle: bool
    out: str
    language: Language

    def say(self, key: str, **facts: object) -> str:
        return _SAID[key][self.language == "en"].format(**facts)


def main(argv: list[str]) -> int:
    """Read files and write findings; 0 when all were read, 1 when some were not, 2 on wrong use."""
    _utf8_streams()
    order = _order(argv)
    if wrong := _wrong_use(order):
        print(f"luodi read: {wrong}", file=sys.stderr)
        return 2
    try:
        return _run(order)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            return _after_broken_pipe()
        said = order.say("unwritable", name=order.out or "-", reason=error.strerror)
        print(f"luodi read: {said}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _after_broken_pipe() -> int:
    """The reader of our output has left; nothing more may be written at exit either."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _utf8_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _order(argv: list[str]) -> _Order:
    language = _language(argv)
    given = _parser(language).parse_args(argv)
    chosen = given.format or _SUFFIXES.get(Path(given.out or "").suffix.lower(), "table")
    return _Order(
        tuple(given.files), chosen, given.date, given.explain, given.problems, given.bundle,
        given.out or "", cast("Language", given.lang),
    )  # fmt: skip


def _language(argv: list[str]) -> str:
    """The language of the help itself, known before the options are parsed."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    fallback = "en" if os.environ.get("LUODI_LANG", "").lower().startswith("en") else "zh"
    early.add_argument("--lang", default=fallback)
    with suppress(argparse.ArgumentError):
        return "en" if early.parse_known_args(argv)[0].lang == "en" else "zh"
    return fallback


def _parser(language: str) -> argparse.ArgumentParser:
    english = language == "en"

    def told(key: str) -> str:
        return _OPTIONS[key][english]

    about, foot = _ABOUT[language]
    usage = _SAID["usage"][english]
    parser = _Parser("luodi read", usage=usage, description=about, epilog=foot, add_help=False)
    parser.english = english
    files = parser.add_argument_group(_SAID["arguments"][english])
    files.add_argument("files", nargs="+", metavar="FILE", help=told("files"))
    options = parser.add_argument_group(_SAID["options"][english])
    options.add_argument("--format", choices=FORMATS, help=told("format"))
    options.add_argument("--date", type=_day(english), metavar="YYYY-MM-DD", help=told("date"))
    options.add_argument("--explain", action="store_true", help=told("explain"))
    options.add_argument("--problems", action="store_true", help=told("problems"))
    options.add_argument("--bundle", action="store_true", help=told("bundle"))
    options.add_argument("--out", metavar="FILE", help=told("out"))
    options.add_argument("--lang", choices=("zh", "en"), default=language, help=told("lang"))
    options.add_argument("-h", "--help", action="help", help=told("help"))
    return parser


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in the language asked for, and where to read on."""

    english = False

    def error(self, message: str) -> NoReturn:
        reason = message if self.english else _in_chinese(message)
        self.exit(2, f"luodi read: {_SAID['wrong'][self.english].format(reason=reason)}\n")

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


def _day(english: bool) -> Callable[[str], date]:
    def day(words: str) -> date:
        try:
            return date.fromisoformat(words)
        except ValueError as problem:
            raise argparse.ArgumentTypeError(_SAID["day"][english]) from problem

    return day


def _wrong_use(order: _Order) -> str:
    if "-" in order.files and len(order.files) > 1:
        return order.say("two inputs")
    if order.format == "xlsx" and not order.out and sys.stdout.isatty():
        return order.say("terminal")
    if order.out and any(_same(order.out, name) for name in order.files):
        return order.say("overwrite", name=order.out)
    return ""


def _same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def _run(order: _Order) -> int:
    bad = 0
    writer = writer_for(order.format, order.language, order.explain, order.problems, order.bundle)
    progress = Progress(len(order.files))
    with Sink(order.out) as sink:
        sink.write(writer.begin())
        for done, name in enumerate(order.files):
            progress.show(done, name)
            bad += not _carry_over(name, order, writer, sink, progress)
        progress.clear()
        sink.write(writer.end())
    if bad and len(order.files) > 1:
        print(order.say("passed over", bad=bad, good=len(order.files) - bad), file=sys.stderr)
    return 1 if bad else 0


def _carry_over(name: str, order: _Order, writer: Writer, sink: Sink, progress: Progress) -> bool:
    """Read one file and write it; say in one line why it was passed over."""
    try:
        written = writer.add(_read_one(name, order))
    except _PassedOver as reason:
        progress.clear()
        print(f"{harmless(name)}: {harmless(str(reason))}", file=sys.stderr)
        return False
    if sink.is_terminal:
        progress.clear()
    sink.write(written)
    return True


class _PassedOver(Exception):
    """Why one file could not be read, in the language asked for."""


def _read_one(name: str, order: _Order) -> ReadFile:
    """Text of the file and its findings; a document with a mark of secrecy is refused here too."""
    try:
        return _read(name, order)
    except ReadingError as error:
        english = order.language == "en"
        raise _PassedOver(error.message_en if english else error.message_zh) from error
    except OSError as error:
        raise _PassedOver(_system_words(error, name, order)) from error
    except Exception as error:  # one document must not stop the others
        raise _PassedOver(order.say("partly", reason=repr(error)[:200])) from error


def _read(name: str, order: _Order) -> ReadFile:
    from luodi.reading.output import ReadFile, bundled
    from luodi.reading.reader import read
    from luodi.reading.secrecy import refuse_secret

    extracted = _extracted(name)
    refuse_secret(extracted.text, filename=name, header=extracted.header)
    reading = read(extracted.text, date=order.day)
    if reading.frame.date is None and extracted.date:
        reading = read(extracted.text, date=extracted.date)
    found = ReadFile(name, extracted, reading)
    return bundled(found) if order.bundle else found


def _extracted(name: str) -> ExtractedText:
    """Plain text is only decoded, in this process; all that needs a parser goes to a child."""
    from luodi.reading.formats import Limits, extract, extract_isolated, is_plain

    limits = Limits()
    data = _bytes_of(name, limits.bytes + 1)
    filename = "" if name == "-" else Path(name).name
    if is_plain(data, filename):
        return extract(data, filename, limits)
    return extract_isolated(data, filename, limits)


def _bytes_of(name: str, most: int) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(most)
    with open(name, "rb") as file:
        return file.read(most)


def _system_words(error: OSError, name: str, order: _Order) -> str:
    if isinstance(error, IsADirectoryError):
        return order.say("folder", name=name.rstrip("/"))
    if isinstance(error, FileNotFoundError):
        return order.say("missing")
    if isinstance(error, PermissionError):
        return order.say("denied")
    return order.say("system", reason=error.strerror or repr(error))
