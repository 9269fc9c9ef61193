"""Restoring a backup: everything is checked in a place of its own, then swapped in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from luodi import __version__
from luodi.base import files
from luodi.base.errors import Conflict, Invalid, NotFound
from luodi.base.ledger import Head, Verification, verify
from luodi.base.models import Event, StoredFile

from . import archive, postgres, sqlite
from .archive import FORMAT, ArchiveBroken, Manifest

PREPARED = {"sqlite": sqlite.prepared, "postgresql": postgres.prepared}
SWAP = {"sqlite": sqlite.swap, "postgresql": postgres.swap}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `kept` is where the former database lies (empty: there was none)."""

    made_at: str
    head: Head
    files: int
    missing: tuple[str, ...]
    kept: str


def restore(path: Path, *, replace: bool = False) -> Restored:
    """Put the installation back to what the archive holds and return what that is.

    Refuses a broken archive, one from a newer version or another kind of database, and (without
    `replace`) an installation that is not empty. Nothing changes until all of it was checked.
    """
    if not path.is_file():
        raise NotFound(f"没有文件 {path}。", f"There is no file {path}.")
    if not replace and not _is_empty():
        raise Conflict(
            "此处已有数据，恢复会覆盖它们。确需覆盖，请加 --replace。",
            "There is data here that a restore would replace. If you mean it, add --replace.",
        )
    with _scratch() as folder:
        manifest = archive.unpack(path, folder, _acceptable)
        return _restore(folder, manifest)


def _restore(folder: Path, manifest: Manifest) -> Restored:
    vendor = connection.vendor
    with PREPARED[vendor](folder, manifest) as alias:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        head = _checked(verify(Head.parse(manifest.head), using=alias), manifest)
        count = _place_files(folder)
        kept = SWAP[vendor](alias)
    return Restored(manifest.made_at, head, count, tuple(manifest.missing), kept)


def _checked(seen: Verification, manifest: Manifest) -> Head:
    if seen.broken:
        raise ArchiveBroken(
            f"台账在第 {seen.broken.seq} 条断开，{seen.broken.zh.rstrip('。')}",
            f"its ledger breaks at entry {seen.broken.seq}: {seen.broken.en.rstrip('.')}",
        )
    if str(seen.head) != manifest.head:
        raise ArchiveBroken("台账与清单不符", "its ledger is not the one of its manifest")
    return seen.head


@contextmanager
def _scratch() -> Iterator[Path]:
    """Yield a folder in the data folder, so that files can be moved and not copied."""
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=settings.LUODI_HOME))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_empty() -> bool:
    with suppress(DatabaseError):  # no tables yet
        return not (Event.objects.exists() or StoredFile.objects.exists())
    return True


def _acceptable(manifest: Manifest) -> None:
    _not_newer(manifest)
    if manifest.database != connection.vendor:
        raise Invalid(
            f"这份备份来自 {manifest.database}，而此处使用 {connection.vendor}。"
            "请在同类数据库上恢复。",
            f"The backup is of {manifest.database}, this installation uses {connection.vendor}. "
            "Please restore it on the same kind of database.",
            field="file",
        )
    room, need = shutil.disk_usage(settings.LUODI_HOME).free, _size(manifest)
    if room < need:
        raise Invalid(
            f"磁盘空间不足：需要 {need // 2**20} MB，剩余 {room // 2**20} MB。",
            f"The disk is too full: {need // 2**20} MB needed, {room // 2**20} MB left.",
        )


def _size(manifest: Manifest) -> int:
    return sum(member.size for member in manifest.members.values())


def _not_newer(manifest: Manifest) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    unknown = {tuple(row) for row in manifest.migrations} - known.keys()
    if manifest.format > FORMAT or _version(manifest.luodi) > _version(__version__) or unknown:
        raise Invalid(
            f"这份备份由更新的版本（{manifest.luodi}）制作，此处为 {__version__}。请先升级。",
            f"The backup was made by a newer version ({manifest.luodi}); this is {__version__}. "
            "Please upgrade first.",
            field="file",
        )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def _place_files(folder: Path) -> int:
    """Move the files to their places; one that is there and whole already stays."""
    count = 0
    for source in sorted((folder / "files").glob("*")):
        target = files.path_to(source.name)
        if target.exists() and archive.digest_of(target).sha256 != source.name:
            target.rename(target.with_name(f"{target.name}.damaged-{os.getpid()}"))
        if not target.exists():
            files.make_folders(target.parent)
            source.chmod(0o400)
            os.rename(source, target)
            files.sync_folder(target.parent)
        count += 1
    return count
