"""Stored files: once, whole, never overwritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.db import transaction

from luodi.base import files
from luodi.base.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.LUODI_FILES = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


def test_what_is_stored_reads_back_under_its_hash(folder: Path) -> None:
    stored = files.store("内容".encode(), "text/plain")
    sha256 = hashlib.sha256("内容".encode()).hexdigest()
    assert files.read(stored) == "内容".encode()
    assert files.path_of(stored) == folder / sha256[:2] / sha256[2:4] / sha256
    assert (stored.sha256, stored.size) == (sha256, 6)


def test_the_file_can_be_read_by_its_owner_only_and_written_by_nobody() -> None:
    assert files.path_of(files.store(b"a", "text/plain")).stat().st_mode & 0o777 == 0o400


def test_the_same_content_is_one_file_and_one_row(folder: Path) -> None:
    first, second = (files.store(b"same", kind) for kind in ("text/plain", "text/html"))
    assert first == second
    assert second.media_type == "text/plain"
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1


def test_nothing_is_left_of_a_write_that_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.store(b"a", "text/plain")
    assert not [p for p in folder.rglob("*") if p.is_file()]
    assert not StoredFile.objects.exists()


def test_a_missing_file_is_refused_and_told() -> None:
    stored = files.store(b"a", "text/plain")
    files.path_of(stored).unlink()
    with pytest.raises(files.FileDamaged):
        files.read(stored)
    assert files.verify_files().missing == (stored.sha256,)


def test_a_damaged_file_is_refused_and_told(folder: Path) -> None:
    stored, whole = files.store(b"a", "text/plain"), files.store(b"b", "text/plain")
    files.path_of(stored).chmod(0o600)
    files.path_of(stored).write_bytes(b"x")
    with pytest.raises(files.FileDamaged):
        files.read(stored)
    seen = files.verify_files()
    assert (seen.checked, seen.damaged, seen.ok) == (2, (stored.sha256,), False)
    assert files.read(whole) == b"b"


def test_storing_again_heals_a_damaged_file_and_keeps_the_remains() -> None:
    stored = files.store(b"a", "text/plain")
    files.path_of(stored).chmod(0o600)
    files.path_of(stored).write_bytes(b"x")
    assert files.read(files.store(b"a", "text/plain")) == b"a"
    seen = files.verify_files()
    assert seen.ok
    assert len(seen.unnamed) == 1
    assert ".damaged-" in seen.unnamed[0]


def test_content_that_no_row_names_is_told_and_harms_nobody() -> None:
    sha256 = files.put(b"orphan")
    seen = files.verify_files()
    assert seen.ok
    assert seen.unnamed == (sha256,)


def test_erasing_takes_the_content_away_once_the_transaction_is_through(
    django_capture_on_commit_callbacks: object,
) -> None:
    stored = files.store(b"leak", "text/plain")
    path = files.path_of(stored)
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[operator]
        with transaction.atomic():
            files.erase(stored)
        assert path.exists()
    for callback in callbacks:
        callback()
    assert not path.exists()
    assert not StoredFile.objects.exists()


def test_erasing_leaves_content_that_was_stored_again_meanwhile(
    django_capture_on_commit_callbacks: object,
) -> None:
    stored = files.store(b"leak", "text/plain")
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[operator]
        files.erase(stored)
    again = files.store(b"leak", "text/plain")
    for callback in callbacks:
        callback()
    assert files.read(again) == b"leak"
