"""Making a backup while the server runs."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from luodi import __version__
from luodi.base import clock, files
from luodi.base.errors import Conflict

from . import archive, postgres, sqlite
from .archive import Manifest, Member
from .snapshot import Snapshot

TAKE = {"sqlite": sqlite.take, "postgresql": postgres.take}
RECORD = "last-backup.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made; `missing` are stored files that were not there to be backed up."""

    path: str
    made_at: str
    size: int
    files: int
    head: str
    missing: tuple[str, ...]

    @property
    def at(self) -> datetime:
        """Return when it was made."""
        return datetime.fromisoformat(self.made_at)


def backup(path: Path) -> Backup:
    """Write everything into one archive at `path` (in a folder: under a name with the time) and
    return what it holds; refuses to overwrite. Damaged and missing files are told, not hidden."""
    made_at = clock.now()
    if path.is_dir():
        path = path / f"luodi-{made_at:%Y%m%d-%H%M%S}.tar.gz"
    _refuse_existing(path)
    with _scratch(path.parent) as folder:
        manifest = _write(path, folder, made_at)
    archive.examine(path)
    done = Backup(
        str(path.resolve()),
        manifest.made_at,
        path.stat().st_size,
        sum(name.startswith("files/") for name in manifest.members),
        manifest.head,
        tuple(manifest.missing),
    )
    _remember(done)
    return done


def last_backup() -> Backup | None:
    """Return the last backup made from this data folder, or None."""
    try:
        content = json.loads(_record().read_text())
        return Backup(**{**content, "missing": tuple(content["missing"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise Conflict(
            f"{path} 已存在，备份不覆盖任何文件。请换一个文件名。",
            f"{path} exists already and a backup overwrites nothing. Please choose another name.",
        )


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Yield a folder for the snapshot beside the archive: there must be room anyway."""
    made = Path(tempfile.mkdtemp(prefix=".luodi-backup-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write(path: Path, folder: Path, made_at: datetime) -> Manifest:
    snapshot = TAKE[connection.vendor](folder)
    stored, missing = _stored_members(snapshot)
    members = {name: archive.digest_of(place) for name, place in snapshot.members.items()}
    manifest = Manifest(
        luodi=__version__,
        made_at=made_at.isoformat(),
        database=connection.vendor,
        migrations=snapshot.migrations,
        head=snapshot.head,
        members=members | stored,
        missing=missing,
        columns=snapshot.columns,
    )
    archive.write(path, manifest, lambda name: snapshot.members.get(name) or _stored_path(name))
    return manifest


def _stored_members(snapshot: Snapshot) -> tuple[dict[str, Member], list[str]]:
    """Return the files the snapshot names that are there and whole, and the other hashes."""
    members, missing = {}, []
    for sha256 in snapshot.files:
        path = files.path_to(sha256)
        found = archive.digest_of(path) if path.exists() else None
        if found and found.sha256 == sha256:
            members[f"files/{sha256}"] = found
        else:
            missing.append(sha256)
    return members, missing


def _stored_path(name: str) -> Path:
    return files.path_to(name.removeprefix("files/"))


def _record() -> Path:
    return Path(settings.LUODI_HOME) / RECORD


def _remember(done: Backup) -> None:
    temporary = _record().with_suffix(".part")
    temporary.write_text(json.dumps(asdict(done), ensure_ascii=False))
    os.replace(temporary, _record())
