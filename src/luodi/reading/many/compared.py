"""What the documents of an archive say twice, where they differ, and shares that do not add up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from luodi.reading.comparing import (
    Origin,
    Pair,
    Quantity,
    Statement,
    compare,
    words_before,
)
from luodi.reading.many.plan import Shard
from luodi.reading.many.shard import findings_of
from luodi.reading.output.sink import Sink

COMPARED: Final = "compared.jsonl"
Json = dict[str, Any]


def write_compared(shards: Sequence[Shard], folder: Path) -> Counter[str]:
    """Compare all findings of an archive, write the answer, return how often each relation stands.

    Every finding is held in memory; documents of unknown bodies are compared with none.
    """
    files = [line for shard in shards for line in _read_files(shard)]
    origins = {line["file"]: _origin(line) for line in files}
    told = [_statement(row) for shard in shards for row in findings_of(shard)
            if row["kind"] != "problem"]  # fmt: skip
    rows = [*map(_pair, compare(told, origins)), *(row for line in files for row in _shares(line))]
    with Sink(str(folder / COMPARED)) as sink:
        for row in rows:
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
    return Counter(row["relation"] for row in rows)


def _read_files(shard: Shard) -> Iterator[Json]:
    lines = map(json.loads, shard.files.read_text(encoding="utf-8").splitlines())
    return (line for line in lines if not line["error"])


def _origin(line: Json) -> Origin:
    return Origin(line["body"], date.fromisoformat(line["day"]) if line["day"] else None)


def _statement(row: Json) -> Statement:
    due = (row["deadline"] or {}).get("by")
    return Statement(
        row["file"], row["start"], row["end"], row["text"],
        tuple(_quantity(target, row) for target in row["targets"]),
        date.fromisoformat(due) if due else None,
    )  # fmt: skip


def _quantity(target: Json, row: Json) -> Quantity:
    second = target["value2"]
    return Quantity(
        target["text"], Decimal(str(target["value"])),
        None if second is None else Decimal(str(second)), target["unit"],
        target["indicator"] or words_before(row["text"], target["start"] - row["start"]),
    )  # fmt: skip


def _pair(pair: Pair) -> Json:
    return {
        "relation": pair.relation,
        "likeness": round(pair.score, 3),
        "earlier": _place(pair.earlier),
        "later": _place(pair.later),
        "differences": [
            {"what": one.what, "earlier": one.earlier, "later": one.later}
            for one in pair.differences
        ],
    }


def _place(told: Statement) -> Json:
    return {"file": told.document, "start": told.start, "end": told.end, "text": told.text}


def _shares(line: Json) -> Iterator[Json]:
    for one in line["doubtful_shares"]:
        yield {"relation": "doubtful_share", "file": line["file"]} | one
