"""What there is to read, and which shard each file belongs to.

A file's shard is told by a hash of its name, and a shard's name by the names and contents of its
files, the reader and the options. So a shard that lies there is right, whoever wrote it and
whatever was broken off; a new or changed file makes its own shard new and no other.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from luodi.reading.formats import ENDINGS, PICTURE_ENDINGS
from luodi.reading.formats.names import extension_of
from luodi.reading.formats.scanned.engine import is_installed
from luodi.reading.reader import READER, VERSION

Format = Literal["jsonl", "parquet"]
FORMATS: Final = ("jsonl", "parquet")
STATE: Final = "read-many.json"
_A_SHARD: Final = 16  # files, when the folder is read for the first time
_BLOCK: Final = 1 << 20


class NotOurs(Exception):
    """The folder for the answers holds other things; the message names it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its name in the answers, where it lies, and a digest of its content.

    The digest is empty, and `error` says why, where the content could not be had.
    """

    name: str
    path: str
    sha256: str
    error: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are read together and written into one file."""

    number: int
    sources: tuple[Source, ...]
    form: Format
    bundle: bool
    folder: str
    names: bool = False

    @property
    def key(self) -> str:
        """A digest of all that the answer depends on."""
        told = [READER, VERSION, self.form, self.bundle]
        told += ["names"] * self.names
        told += [[one.name, one.sha256] for one in self.sources]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    @property
    def findings(self) -> Path:
        """Where its findings go."""
        return Path(self.folder) / f"{self.number:05}-{self.key}.findings.{self.form}"

    @property
    def files(self) -> Path:
        """Where it says of each file what became of it; written first."""
        return Path(self.folder) / f"{self.number:05}-{self.key}.files.jsonl"

    @property
    def is_done(self) -> bool:
        """Whether both are there."""
        return self.findings.is_file() and self.files.is_file()


def found(asked: Iterable[str], without: Path) -> Iterator[tuple[str, str]]:
    """Yield name and path of each file asked for, and of those below a folder, in order of names.

    A single folder gives names relative to it. Hidden files and the folder of answers are left out.
    """
    given = list(asked)
    alone = len(given) == 1
    for one in given:
        if not os.path.isdir(one):
            yield one, one
            continue
        for path in _below(one, without.resolve()):
            yield (os.path.relpath(path, one) if alone else path), path


def _below(folder: str, without: Path) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders
            if not name.startswith(".") and Path(here, name).resolve() != without
        )  # fmt: skip
        yield from (os.path.join(here, name) for name in sorted(names) if name[0] not in ".~")


def is_known(name: str) -> bool:
    """Whether the ending of a name is one that the reader opens here: pictures only with `ocr`."""
    ending = extension_of(name)
    return ending in ENDINGS or (ending in PICTURE_ENDINGS and is_installed())


def digest(path: str) -> str:
    """Return the SHA-256 of a file; OSError where it cannot be opened."""
    total = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()


def shards(
    sources: Iterable[Source], folder: Path, form: Format, *, bundle: bool, names: bool = False
) -> list[Shard]:
    """Return the shards of all sources, those without a file left out."""
    held = sorted(sources, key=lambda one: one.name)
    number = _number_of_shards(folder, len(held))
    parts: list[list[Source]] = [[] for _ in range(number)]
    for one in held:
        parts[int(hashlib.sha256(one.name.encode()).hexdigest(), 16) % number].append(one)
    return [
        Shard(at, tuple(part), form, bundle, str(folder), names)
        for at, part in enumerate(parts, 1)
        if part
    ]


def _number_of_shards(folder: Path, files: int) -> int:
    """Settled at the first time and kept, so that a file never changes its shard."""
    state = folder / STATE
    if state.is_file():
        return max(1, int(json.loads(state.read_text(encoding="utf-8"))["shards"]))
    if any(folder.iterdir()):
        raise NotOurs(str(folder))
    number = max(1, -(-files // _A_SHARD))
    state.write_text(json.dumps({"shards": number}) + "\n", encoding="utf-8")
    return number


def remove_others(folder: Path, wanted: Iterable[Shard], older_than: float) -> None:
    """Remove shards that nothing asks for any more, and what broken runs left behind."""
    keep = {path.name for shard in wanted for path in (shard.findings, shard.files)}
    for pattern in ("*.findings.*", "*.files.jsonl"):
        for path in folder.glob(f"[0-9][0-9][0-9][0-9][0-9]-{pattern}"):
            if path.name not in keep:
                path.unlink(missing_ok=True)
    for path in folder.glob(".luodi-*"):
        if path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
