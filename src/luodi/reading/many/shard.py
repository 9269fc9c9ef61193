"""One shard: its files read one by one, its findings and a line on each file written whole."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from luodi.reading.comparing import origin_of
from luodi.reading.files import MOST_BYTES, read_bytes
from luodi.reading.many.plan import Shard, Source
from luodi.reading.naming import namer
from luodi.reading.options import why_not
from luodi.reading.output import ReadFile
from luodi.reading.output.records import records
from luodi.reading.output.sink import Sink
from luodi.reading.shares import doubtful_shares

Json = dict[str, Any]
Read = Callable[[str, bytes, str], ReadFile]
_CHANGED = ("读取时文件正在改动，请再读一次", "the file changed while it was read; read it again")


class NoNames(Exception):
    """Names are asked for, and the extra `ner` is not where the shard is read."""


@dataclass(slots=True)
class Tally:
    """What became of files: how many were read, what was found, which were passed over."""

    read: int = 0
    characters: int = 0
    bytes: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    passed_over: list[tuple[str, str, str]] = field(default_factory=list)  # name, zh, en

    def add(self, other: Tally) -> None:
        """Take over the counts of another."""
        self.read += other.read
        self.characters += other.characters
        self.bytes += other.bytes
        self.findings.update(other.findings)
        self.passed_over += other.passed_over


def read_shard(shard: Shard) -> Tally:
    """Read a shard unless it lies there already; return what its own lines on the files say.
    Refuses with `NoNames` to read one without the names that are asked for."""
    if not shard.is_done:
        read = _reader(shard)
        lines: list[Json] = []
        with _sink(shard) as sink:
            for source in shard.sources:
                line, rows = _read_one(source, read)
                lines.append(line)
                sink.add(rows)
            with Sink(str(shard.files)) as listed:
                listed.write("".join(_dumped(line) for line in lines))
    return tally(shard.files)


def tally(files: Path) -> Tally:
    """Return the counts that a shard's lines on its files give."""
    told = Tally()
    for line in map(json.loads, files.read_text(encoding="utf-8").splitlines()):
        if line["error"]:
            told.passed_over.append((line["file"], line["error"]["zh"], line["error"]["en"]))
            continue
        told.read += 1
        told.characters += line["characters"]
        told.bytes += line["bytes"]
        told.findings.update(line["findings"])
    return told


def _reader(shard: Shard) -> Read:
    names = namer() if shard.names else None
    if shard.names and names is None:
        raise NoNames
    return partial(read_bytes, bundle=shard.bundle, names=names)


def _read_one(source: Source, read: Read) -> tuple[Json, list[Json]]:
    """What became of a file, and its findings; a bad file gives none and stops no other."""
    head: Json = {"file": source.name, "sha256": source.sha256}
    if source.error:
        return head | {"error": dict(zip(("zh", "en"), source.error, strict=True))}, []
    try:
        with open(source.path, "rb") as file:
            data = file.read(MOST_BYTES)
        if len(data) < MOST_BYTES and hashlib.sha256(data).hexdigest() != source.sha256:
            return head | {"error": dict(zip(("zh", "en"), _CHANGED, strict=True))}, []
        found = read(source.name, data, Path(source.path).name)
    except Exception as error:
        told = why_not(error, source.name)
        return head | {"error": dict(zip(("zh", "en"), told, strict=True))}, []
    return head | {"error": None} | _about(found, len(data)), list(records(found, problems=True))


def _about(found: ReadFile, size: int) -> Json:
    frame = found.reading.frame
    origin = origin_of(frame)
    kinds = Counter(finding.kind for finding in found.reading.findings)
    return {
        "bytes": size,
        "characters": len(found.extracted.text),
        "title": frame.title,
        "issuer": frame.issuer,
        "number": frame.number,
        "date": frame.date.isoformat() if frame.date else None,
        "kind": frame.document_kind,
        "body": origin.body,
        "day": origin.day.isoformat() if origin.day else None,
        "findings": dict(sorted(kinds.items())),
        "doubtful_shares": [
            {
                "start": one.span.start, "end": one.span.end, "text": one.span.text,
                "said": float(one.said), "computed": round(float(one.computed), 2),
            }
            for one in doubtful_shares(found.extracted.text)
        ],
    }  # fmt: skip


def findings_of(shard: Shard) -> Iterator[Json]:
    """Yield the findings that a shard holds, in the order of its files and their texts."""
    if shard.form == "parquet":
        from luodi.reading.many.parquet import rows

        yield from rows(shard.findings)
        return
    with shard.findings.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _dumped(record: Json) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


class _Lines(Sink):
    """Findings as lines of JSON; the file appears when it is whole."""

    def __enter__(self) -> _Lines:
        super().__enter__()
        return self

    def add(self, rows: list[Json]) -> None:
        """Write the findings of one file."""
        self.write("".join(map(_dumped, rows)))


def _sink(shard: Shard) -> Any:
    if shard.form == "parquet":
        from luodi.reading.many.parquet import Table

        return Table(shard.findings)
    return _Lines(str(shard.findings))
