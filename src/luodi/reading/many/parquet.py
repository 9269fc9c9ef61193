"""Findings as Parquet, with the extra `parquet`; the columns are the fields of the JSON lines."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
from pyarrow import parquet

Json = dict[str, Any]
_AT_ONCE = 1_000  # rows held in memory when a file of findings is read again
_SPAN = [("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())]
_OWNERS = pa.list_(pa.struct([*_SPAN, ("source", pa.string())]))
_TARGET = [
    *_SPAN, ("comparator", pa.string()), ("value", pa.float64()), ("value2", pa.float64()),
    ("unit", pa.string()), ("baseline", pa.float64()), ("indicator", pa.string()),
]  # fmt: skip
_BENCHMARK = [
    *_SPAN, ("statistic", pa.string()), ("comparator", pa.string()), ("among", pa.string()),
]  # fmt: skip
_DEADLINE = pa.struct(
    [*_SPAN, ("by", pa.string()), ("duration", pa.string()), ("working", pa.bool_()),
     ("recurring", pa.bool_())]
)  # fmt: skip
_PLACES = pa.list_(pa.struct([*_SPAN, ("reader", pa.string())]))
_NAMED = pa.list_(pa.struct([*_SPAN, ("what", pa.string()), ("reader", pa.string())]))
_RECOGNISED = [("page", pa.int32()), ("confidence", pa.float64()), ("mark", pa.string())]
SCHEMA = pa.schema(
    [
        ("file", pa.string()), *_SPAN, ("kind", pa.string()),
        ("targets", pa.list_(pa.struct(_TARGET))),
        ("benchmarks", pa.list_(pa.struct(_BENCHMARK))), ("deadline", _DEADLINE),
        ("inherited_deadline", _DEADLINE),
        ("owners", pa.struct([("lead", _OWNERS), ("partners", _OWNERS)])),
        ("places", _PLACES), ("named", _NAMED), ("confidence", pa.float64()),
        ("reason", pa.string()), ("section_path", pa.list_(pa.string())),
        ("cause", pa.struct(_SPAN)), ("body", pa.struct(_SPAN)), ("bundle", pa.int32()),
        ("recognised", pa.struct(_RECOGNISED)),
        ("reader", pa.string()), ("version", pa.string()),
    ]
)  # fmt: skip


class Table:
    """A file of findings that appears when it is whole; one group of rows for each document."""

    def __init__(self, path: Path) -> None:
        self._path = path
        descriptor, self._part = tempfile.mkstemp(dir=path.parent, prefix=".luodi-")
        self._file = os.fdopen(descriptor, "wb")
        self._writer = parquet.ParquetWriter(self._file, SCHEMA)

    def __enter__(self) -> Table:
        return self

    def add(self, rows: list[Json]) -> None:
        """Write the findings of one file."""
        if rows:
            self._writer.write_table(pa.Table.from_pylist(rows, SCHEMA))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._writer.close()
        self._file.close()
        if kind is not None:
            os.unlink(self._part)
            return
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(self._part, 0o666 & ~mask)
        os.replace(self._part, self._path)


def rows(path: Path) -> Iterator[Json]:
    """Yield the findings of a file, a group of rows at a time."""
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(_AT_ONCE):
            yield from batch.to_pylist()
