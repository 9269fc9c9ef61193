"""The archive: a gzipped tar whose first member names size and SHA-256 of all others."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from luodi.base.errors import Invalid

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
MOST_MANIFEST = 500 * 1024 * 1024


class ArchiveBroken(Invalid):
    """The archive is cut off, changed, or none of ours."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"备份文件不完整或已损坏，未恢复任何内容：{zh}。请换用另一份备份。",
            f"The archive is broken, nothing was restored: {en}. Please use another backup.",
            field="file",
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds and what made it; `missing` are files already lost at that time."""

    luodi: str
    made_at: str
    database: str
    migrations: list[list[str]]
    head: str
    members: dict[str, Member]
    missing: list[str] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Manifest:
        """Return the manifest that was written; refuses anything else."""
        try:
            content: dict[str, Any] = json.loads(raw)
            members = {name: Member(**member) for name, member in content["members"].items()}
            return cls(**{**content, "members": members})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ArchiveBroken("清单无法读取", "its manifest cannot be read") from error


def digest_of(path: Path) -> Member:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as file:
        return Member(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def write(target: Path, manifest: Manifest, path_of: Callable[[str], Path]) -> None:
    """Write the archive beside its place and give it its name when all of it is on the disk."""
    temporary = target.with_name(f".{target.name}.part")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, manifest, path_of)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _write(file: IO[bytes], manifest: Manifest, path_of: Callable[[str], Path]) -> None:
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, filename="", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        raw = manifest.to_json()
        tar.addfile(_entry(MANIFEST, len(raw)), io.BytesIO(raw))
        for name, member in manifest.members.items():
            with path_of(name).open("rb") as source:
                tar.addfile(_entry(name, member.size), source)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def examine(path: Path) -> Manifest:
    """Return the manifest of an archive after comparing every member with it; refuses a broken
    one with `ArchiveBroken`."""
    return _read(path, lambda manifest: None)


def unpack(path: Path, folder: Path, accept: Callable[[Manifest], None]) -> Manifest:
    """Unpack an archive into an empty folder and return its manifest, every member compared with
    it. `accept` sees the manifest first and may refuse. Refuses a broken archive; what it wrote by
    then is the caller's to throw away."""

    def begin(manifest: Manifest) -> Path:
        accept(manifest)
        return folder

    return _read(path, begin)


def _read(path: Path, begin: Callable[[Manifest], Path | None]) -> Manifest:
    with _complaints(), gzip.open(path, "rb") as packed:
        with tarfile.open(fileobj=packed, mode="r|") as tar:
            entries = iter(tar)
            manifest = _manifest(tar, next(entries, None))
            folder = begin(manifest)
            seen = {entry.name for entry in _members(tar, entries, manifest, folder)}
        # The tar ends before the packed stream does, and only at its end stands its checksum.
        while packed.read(CHUNK):
            pass
    if absent := manifest.members.keys() - seen:
        raise ArchiveBroken(f"缺少 {min(absent)}", f"{min(absent)} is not in it")
    return manifest


@contextmanager
def _complaints() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise ArchiveBroken("文件读不完整", "it cannot be read to its end") from error


def _manifest(tar: tarfile.TarFile, entry: tarfile.TarInfo | None) -> Manifest:
    source = tar.extractfile(entry) if entry and entry.name == MANIFEST else None
    if source is None or entry is None or entry.size > MOST_MANIFEST:
        raise ArchiveBroken("不是 luodi 的备份", "it is no backup of luodi")
    manifest = Manifest.from_json(source.read())
    for name in manifest.members:
        if name.startswith("/") or ".." in name.split("/"):
            raise ArchiveBroken("清单无法读取", "its manifest cannot be read")
    return manifest


def _members(
    tar: tarfile.TarFile, entries: Iterator[tarfile.TarInfo], manifest: Manifest, to: Path | None
) -> Iterator[tarfile.TarInfo]:
    for entry in entries:
        expected = manifest.members.get(entry.name)
        source = tar.extractfile(entry) if entry.isreg() else None
        if expected is None or source is None:
            raise ArchiveBroken(f"多出 {entry.name}", f"{entry.name} does not belong in it")
        if _copy(source, to / entry.name if to else None) != expected:
            raise ArchiveBroken(f"{entry.name} 校验不符", f"{entry.name} differs from its digest")
        yield entry


def _copy(source: IO[bytes], target: Path | None) -> Member:
    """Copy a member (to nowhere: only read it) and return its size and SHA-256."""
    state, size = hashlib.sha256(), 0
    with _opened(target) as sink:
        while piece := source.read(CHUNK):
            state.update(piece)
            size += len(piece)
            sink.write(piece)
        sink.flush()
        if target:
            os.fsync(sink.fileno())
    return Member(size, state.hexdigest())


@contextmanager
def _opened(target: Path | None) -> Iterator[IO[bytes]]:
    if target is None:
        with open(os.devnull, "wb") as nowhere:
            yield nowhere
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
