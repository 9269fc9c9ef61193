"""Backups: whole while others write, checked to the last byte, and refused when they are not."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from luodi.base.backup import archive, restore
from luodi.base.errors import LuodiError
from luodi.base.models import Event

from .installations import SERVER, Installation, Template

Change = Callable[[dict[str, Any], dict[str, bytes]], None]
Install = Callable[..., Installation]


def rows(installation: Installation, table: str, order: str) -> list[tuple[Any, ...]]:
    return installation.ask(f"SELECT * FROM {table} ORDER BY {order}")


def stored(installation: Installation) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (installation.home / "files").glob("??/??/*")}


def write(installation: Installation, who: str = "li", count: int = 5) -> None:
    writer = installation.act("store", who, count)
    assert writer.communicate()[0].split(), "nothing was stored"


def backed_up(installation: Installation, path: Path) -> Path:
    done = installation.luodi("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def source(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with something in it; tests leave it as it is."""
    with template.copy(tmp_path_factory.mktemp("backup") / "source") as installation:
        write(installation)
        yield installation


@pytest.fixture(scope="module")
def whole(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup; tests leave it as it is."""
    return backed_up(source, tmp_path_factory.mktemp("archive") / "whole.tar.gz")


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Path:
    """The data folder of an empty installation in this process."""
    settings.LUODI_HOME = tmp_path / "here"
    settings.LUODI_FILES = settings.LUODI_HOME / "files"
    settings.LUODI_HOME.mkdir()
    return settings.LUODI_HOME


def refused_here(path: Path, home: Path) -> str:
    """Restore in this process, expect a refusal and return it; nothing may have changed."""
    with pytest.raises(LuodiError) as caught:
        restore(path)
    assert caught.value.zh
    assert list(home.iterdir()) == []
    assert not Event.objects.exists()
    return caught.value.en


def refused(installation: Installation, path: Path, *words: str) -> str:
    """Restore, expect a refusal without a traceback, and return it; nothing may have changed."""
    done = installation.luodi("restore", str(path), *words)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert not list(installation.home.glob("restore-*"))
    return done.stderr


def untouched(installation: Installation) -> bool:
    """Whether an empty installation is still one."""
    return not stored(installation) and installation.ask("SELECT 1 FROM base_event") == []


# --- there and back -----------------------------------------------------------------------------


@pytest.mark.parametrize("empty", [True, False], ids=["no tables", "empty tables"])
def test_everything_comes_back(
    source: Installation, whole: Path, install: Install, empty: bool
) -> None:
    target = install("target", empty=empty)
    done = target.luodi("restore", str(whole))
    assert done.returncode == 0, done.stderr
    for table, order in (
        ("base_event", "seq"),
        ("base_storedfile", "id"),
        ("base_chainhead", "id"),
    ):
        assert rows(target, table, order) == rows(source, table, order)
    assert stored(target) == stored(source)
    assert len(stored(target)) == 5
    head = source.ask("SELECT seq, hash FROM base_chainhead")[0]
    verified = target.luodi("verify", "--files", "--head", f"{head[0]}:{head[1]}")
    assert verified.returncode == 0, verified.stderr
    write(target, "wang")  # numbers go on where they ended
    assert target.luodi("verify").returncode == 0


def test_a_backup_while_others_write_is_of_one_moment(install: Install, tmp_path: Path) -> None:
    source, target = install("source"), install("target", empty=True)
    writer = source.act("store", "li", 100_000)
    assert writer.stdout is not None
    for _ in range(20):
        writer.stdout.readline()
    path = backed_up(source, tmp_path / "live.tar.gz")
    at_that_time = len(source.ask("SELECT 1 FROM base_event"))
    assert writer.poll() is None, "nobody wrote during the backup"
    writer.kill()
    writer.communicate()
    assert target.luodi("restore", str(path)).returncode == 0
    done = target.luodi("verify", "--files")
    assert done.returncode == 0, done.stdout + done.stderr
    (count,) = target.ask("SELECT count(*) FROM base_event")[0]
    (files,) = target.ask("SELECT count(*) FROM base_storedfile")[0]
    assert 20 <= count == files <= at_that_time


def test_the_printed_head_is_the_one_in_the_archive(source: Installation, tmp_path: Path) -> None:
    done = source.luodi("backup", str(tmp_path))
    (path,) = tmp_path.glob("luodi-*.tar.gz")
    assert path.stat().st_mode & 0o077 == 0
    head = archive.examine(path).head
    assert head in done.stdout
    assert source.luodi("verify", "--head", head).returncode == 0
    assert json.loads((source.home / "last-backup.json").read_text())["head"] == head


def test_sign_ins_do_not_come_back_to_life(install: Install, tmp_path: Path) -> None:
    source, target = install("source"), install("target")
    write(source, count=1)
    source.tell(
        "INSERT INTO django_session (session_key, session_data, expire_date) "
        "VALUES ('key', 'data', '2099-01-01 00:00:00')"
    )
    path = backed_up(source, tmp_path / "backup.tar.gz")
    assert target.luodi("restore", str(path)).returncode == 0
    assert rows(target, "django_session", "session_key") == []
    assert len(rows(source, "django_session", "session_key")) == 1


def test_a_lost_file_is_told_and_not_hidden(install: Install, tmp_path: Path) -> None:
    source = install("source")
    write(source)
    lost, damaged, *_ = sorted((source.home / "files").glob("??/??/*"))
    lost.unlink()
    damaged.chmod(0o600)
    damaged.write_bytes(b"x")
    path = tmp_path / "backup.tar.gz"
    done = source.luodi("backup", str(path))
    assert done.returncode == 0
    assert lost.name in done.stderr
    assert damaged.name in done.stderr
    target = install("target")
    restored = target.luodi("restore", str(path))
    assert lost.name in restored.stderr
    assert len(stored(target)) == 3


# --- what a backup refuses ----------------------------------------------------------------------


def test_a_backup_overwrites_nothing(source: Installation, whole: Path) -> None:
    before = whole.read_bytes()
    done = source.luodi("backup", str(whole))
    assert done.returncode == 1
    assert "overwrites nothing" in done.stderr
    assert whole.read_bytes() == before


def test_a_backup_into_nowhere_is_a_sentence_and_leaves_nothing(
    installation: Installation, tmp_path: Path
) -> None:
    done = installation.luodi("backup", str(tmp_path / "no" / "where.tar.gz"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (installation.home / "last-backup.json").exists()


# --- what a restore refuses ---------------------------------------------------------------------


def test_a_full_installation_is_kept_unless_replaced(
    source: Installation, whole: Path, install: Install
) -> None:
    target = install("target")
    write(target, "wang", 2)
    before = rows(target, "base_event", "seq")
    assert "--replace" in refused(target, whole)
    assert rows(target, "base_event", "seq") == before
    done = target.luodi("restore", str(whole), "--replace")
    assert done.returncode == 0, done.stderr
    assert rows(target, "base_event", "seq") == rows(source, "base_event", "seq")
    kept = done.stdout.rpartition("kept: ")[2].strip()
    if SERVER:
        assert len(target.ask(f'SELECT 1 FROM "{kept}".base_event')) == 2
    else:
        assert Path(kept).is_file()
    assert target.luodi("verify", "--files").returncode == 0


@pytest.mark.skipif(bool(SERVER), reason="a schema is swapped though others are connected")
def test_a_database_in_use_is_not_swapped_away(whole: Path, install: Install) -> None:
    target = install("target")
    writer = target.act("store", "wang", 100_000)
    assert writer.stdout is not None
    writer.stdout.readline()
    assert "in use" in refused(target, whole, "--replace")
    writer.kill()
    writer.communicate()
    assert target.luodi("verify").returncode == 0


def test_a_file_that_is_not_there(here: Path, tmp_path: Path) -> None:
    assert "no file" in refused_here(tmp_path / "none.tar.gz", here)


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", gzip.compress(b"hello"), gzip.compress(b"\0" * 10240)],
    ids=["nothing", "text", "gzip", "an empty tar"],
)
def test_what_is_no_backup(here: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.tar.gz"
    path.write_bytes(content)
    assert "broken" in refused_here(path, here)


def test_a_truncated_archive_wherever_it_ends(whole: Path, here: Path, tmp_path: Path) -> None:
    content, cut = whole.read_bytes(), tmp_path / "cut.tar.gz"
    for length in (20, len(content) // 3, len(content) - 1000, len(content) - 8, len(content) - 1):
        cut.write_bytes(content[:length])
        assert "broken" in refused_here(cut, here), length


def test_one_changed_byte_wherever_it_is(whole: Path, tmp_path: Path) -> None:
    content, changed = whole.read_bytes(), tmp_path / "changed.tar.gz"
    # Bytes 4 to 9 of gzip's head say when and where it was packed: they mean nothing here.
    places = [0, 2, *range(10, len(content), max(1, len(content) // 60)), len(content) - 6]
    plain = unpacked(content)
    for place in places:
        damaged = content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
        if unpacked(damaged) == plain:
            continue  # a run of zeros can be packed in two ways that differ in one byte
        changed.write_bytes(damaged)
        with pytest.raises(archive.ArchiveBroken):
            archive.examine(changed)


def unpacked(packed: bytes) -> bytes | None:
    """What is packed, its check sum included; None where that is broken."""
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        return None


def repacked(whole: Path, folder: Path, change: Change) -> Path:
    """An archive made anew after a change of its manifest or members, well packed."""
    with tarfile.open(whole) as tar:
        members = {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]
    manifest = json.loads(members.pop(archive.MANIFEST))
    change(manifest, members)
    path = folder / "repacked.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in {archive.MANIFEST: json.dumps(manifest).encode(), **members}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


def same(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    pass


def tamper(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.startswith("files/"))
    members[name] = members[name][:-1] + b"?"


def drop(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    del members[next(name for name in members if name.startswith("files/"))]


def add(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    members["more"] = b"x"


def escape(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["members"]["../outside"] = {"size": 1, "sha256": "0" * 64}
    members["../outside"] = b"x"


def newer_format(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["format"] += 1


def newer_version(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["luodi"] = "99.0.0"


def newer_tables(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["migrations"].append(["base", "9999_from_the_future"])


def other_database(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["database"] = "sqlite" if SERVER else "postgresql"


def other_head(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    seq, _, digest = manifest["head"].partition(":")
    manifest["head"] = f"{seq}:{digest[::-1]}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (tamper, "differs from its digest"),
        (drop, "is not in it"),
        (add, "does not belong"),
        (escape, "manifest cannot be read"),
        (newer_format, "newer version"),
        (newer_version, "newer version"),
        (newer_tables, "newer version"),
        (other_database, "same kind of database"),
    ],
)
def test_an_archive_that_does_not_fit_changes_nothing(
    whole: Path, here: Path, tmp_path: Path, change: Change, said: str
) -> None:
    assert said in refused_here(repacked(whole, tmp_path, change), here)
    assert not (tmp_path / "outside").exists()


def test_the_ledger_in_an_archive_is_walked_along_before_it_is_taken(
    whole: Path, install: Install, tmp_path: Path
) -> None:
    target = install("target")
    assert "rewritten" in refused(target, repacked(whole, tmp_path, other_head))
    assert untouched(target)
    assert target.luodi("restore", str(repacked(whole, tmp_path, same))).returncode == 0


def test_a_ledger_rewritten_before_the_backup_is_named(install: Install, tmp_path: Path) -> None:
    source, target = install("source"), install("target")
    write(source, count=3)
    source.tell("UPDATE base_event SET subject_id = 'x' WHERE seq = 3")
    path = backed_up(source, tmp_path / "tampered.tar.gz")  # evidence is kept, too
    assert "breaks at entry 3" in refused(target, path)
    assert untouched(target)
