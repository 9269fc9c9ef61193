"""`luodi read`: from files to findings, without a database."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from luodi.reading.options import Parser, day_of, language_asked, utf8_streams, why_not
from luodi.reading.output.sink import Progress, Sink
from luodi.reading.output.widths import harmless
from luodi.reading.output.writers import FORMATS, Writer, writer_for

if TYPE_CHECKING:
    from luodi.reading.files import Tell
    from luodi.reading.output import ReadFile
    from luodi.reading.output.words import Language

_ABOUT = {
    "zh": ("读政策文件，列出部署、请求和问题；不用数据库，不联网。",
           "格式：txt、md、html、docx、pdf、ofd、xlsx、doc、wps；"
           "装有附加项 ocr 时还有扫描件和图片。"
           "文件名写 - 表示标准输入。有文件读不了时退出码为 1。"),
    "en": ("Read policy texts; list commitments, requests and problems. No database, no network.",
           "Formats: txt, md, html, docx, pdf, ofd, xlsx, doc, wps; with the extra `ocr` also "
           "scans and pictures. A file named - is standard input. "
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
    "terminal": ("xlsx 不能显示在屏幕上，请加 --out 文件名.xlsx",
                 "xlsx cannot be shown on a terminal; add --out FILE.xlsx"),
    "overwrite": ("--out 就是要读的文件：{name}", "--out is one of the files to read: {name}"),
    "unwritable": ("写不了 {name}：{reason}", "cannot write {name}: {reason}"),
    "two inputs": ("- 只能单独使用", "- can only stand alone"),
    "passed over": ("读了 {good} 个文件，跳过 {bad} 个。", "{good} files read, {bad} passed over."),
    "usage": ("用法：luodi read 文件… [选项]", "luodi read FILE... [options]"),
    "arguments": ("文件", "files"),
    "options": ("选项", "options"),
}  # fmt: skip


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
    utf8_streams()
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


def _order(argv: list[str]) -> _Order:
    language = language_asked(argv)
    given = _parser(language).parse_args(argv)
    chosen = given.format or _SUFFIXES.get(Path(given.out or "").suffix.lower(), "table")
    return _Order(
        tuple(given.files), chosen, given.date, given.explain, given.problems, given.bundle,
        given.out or "", cast("Language", given.lang),
    )  # fmt: skip


def _parser(language: str) -> argparse.ArgumentParser:
    english = language == "en"

    def told(key: str) -> str:
        return _OPTIONS[key][english]

    about, foot = _ABOUT[language]
    usage = _SAID["usage"][english]
    parser = Parser("luodi read", usage=usage, description=about, epilog=foot, add_help=False)
    parser.english = english
    files = parser.add_argument_group(_SAID["arguments"][english])
    files.add_argument("files", nargs="+", metavar="FILE", help=told("files"))
    options = parser.add_argument_group(_SAID["options"][english])
    options.add_argument("--format", choices=FORMATS, help=told("format"))
    options.add_argument("--date", type=day_of(english), metavar="YYYY-MM-DD", help=told("date"))
    options.add_argument("--explain", action="store_true", help=told("explain"))
    options.add_argument("--problems", action="store_true", help=told("problems"))
    options.add_argument("--bundle", action="store_true", help=told("bundle"))
    options.add_argument("--out", metavar="FILE", help=told("out"))
    options.add_argument("--lang", choices=("zh", "en"), default=language, help=told("lang"))
    options.add_argument("-h", "--help", action="help", help=told("help"))
    return parser


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
        written = writer.add(_read_one(name, order, partial(progress.page, name)))
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


def _read_one(name: str, order: _Order, tell: Tell) -> ReadFile:
    """Text of the file and its findings; a document with a mark of secrecy is refused here too."""
    from luodi.reading.files import MOST_BYTES, read_bytes
    from luodi.reading.naming import namer

    try:
        data = _bytes_of(name, MOST_BYTES)
        filename = "" if name == "-" else Path(name).name
        return read_bytes(
            name, data, filename, day=order.day, bundle=order.bundle, tell=tell, names=namer()
        )
    except Exception as error:  # one document must not stop the others
        raise _PassedOver(why_not(error, name)[order.language == "en"]) from error


def _bytes_of(name: str, most: int) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(most)
    with open(name, "rb") as file:
        return file.read(most)
