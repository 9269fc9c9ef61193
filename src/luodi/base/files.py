"""Files: written once, named by the SHA-256 of their content, never overwritten."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from . import clock
from .errors import LuodiError
from .models import StoredFile

CHUNK = 1024 * 1024


class FileDamaged(LuodiError):
    """A stored file is missing or is not what was stored."""

    status = 500

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"存储的文件 {sha256[:12]} 缺失或已损坏。请联系系统管理员从备份恢复。",
            f"The stored file {sha256[:12]} is missing or damaged. "
            "Please ask the system administrator to restore it from a backup.",
        )
        self.sha256 = sha256


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a look at every stored file found; `unnamed` are files that no row names."""

    checked: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    unnamed: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Return whether every stored file is there and whole."""
        return not self.missing and not self.damaged


def put(data: bytes) -> str:
    """Write the content to disk unless it is there already and return its SHA-256. Call it before
    the transaction that stores it: a file that no row names harms nobody."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_to(sha256)
    if target.exists():
        if _digest(target) == sha256:
            return sha256
        target.rename(target.with_name(f"{sha256}.damaged-{secrets.token_hex(4)}"))
    _write(target, data)
    return sha256


def store(data: bytes, media_type: str) -> StoredFile:
    """Return the stored file of this content, new or known; the row joins the transaction under
    way, the content is on the disk before the row is."""
    sha256 = put(data)
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"size": len(data), "media_type": media_type, "stored_at": clock.now()},
    )
    # Between the two steps an `erase` of the same content may have taken the file away.
    put(data)
    return stored


def read(stored: StoredFile) -> bytes:
    """Return the content; refuses with `FileDamaged` when it is not what was stored."""
    try:
        data = path_of(stored).read_bytes()
    except FileNotFoundError:
        raise FileDamaged(stored.sha256) from None
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileDamaged(stored.sha256)
    return data


def path_of(stored: StoredFile) -> Path:
    """Return where the content lies; nobody may write there."""
    return path_to(stored.sha256)


def path_to(sha256: str) -> Path:
    """Return where content of that SHA-256 lies or would lie."""
    return Path(settings.LUODI_FILES) / sha256[:2] / sha256[2:4] / sha256


def erase(stored: StoredFile) -> None:
    """Delete the row now and the content once the transaction is through; for a purge. Refuses
    (with the database's ProtectedError) a file that another row still names."""
    sha256 = stored.sha256
    stored.delete()
    transaction.on_commit(lambda: _unlink_unnamed(sha256))


def _unlink_unnamed(sha256: str) -> None:
    """Take the content away unless somebody stored the same again meanwhile: a row of our own
    holds the place against one that is just being written."""
    try:
        with transaction.atomic():
            ours = StoredFile.objects.create(
                sha256=sha256, size=0, media_type="", stored_at=clock.now()
            )
            path_to(sha256).unlink(missing_ok=True)
            ours.delete()
    except IntegrityError:
        return


def verify_files() -> FileCheck:
    """Read every stored file and return which are missing, damaged or named by no row."""
    missing, damaged, named = [], [], set()
    for sha256 in StoredFile.objects.order_by("pk").values_list("sha256", flat=True):
        named.add(sha256)
        path = path_to(sha256)
        if not path.exists():
            missing.append(sha256)
        elif _digest(path) != sha256:
            damaged.append(sha256)
    unnamed = tuple(path.name for path in _all() if path.name not in named)
    return FileCheck(len(named), tuple(missing), tuple(damaged), unnamed)


def missing_files(hashes: Iterable[str]) -> list[str]:
    """Return those of the hashes whose file is not there; quick, nothing is read."""
    return [sha256 for sha256 in hashes if not path_to(sha256).exists()]


def _all() -> Iterator[Path]:
    return (path for path in Path(settings.LUODI_FILES).glob("??/??/*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(target: Path, data: bytes) -> None:
    make_folders(target.parent)
    temporary = target.with_name(f".{target.name[:12]}-{secrets.token_hex(8)}")
    try:
        _write_synced(temporary, data)
        _link(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(target.parent)


def _write_synced(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _link(temporary: Path, target: Path) -> None:
    """Give the content its name; unlike a rename, a link never takes the place of a file."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        return
    except OSError:
        # Some file systems know no hard links; the content is the same by its name.
        os.rename(temporary, target)


def make_folders(folder: Path) -> None:
    """Make a folder of the store, for good."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for made in (folder, folder.parent, folder.parent.parent):
            sync_folder(made)


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
