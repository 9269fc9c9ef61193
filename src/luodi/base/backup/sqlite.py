"""SQLite: its own backup, and a swap of the database file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from luodi.base import clock
from luodi.base.errors import Conflict

from .archive import ArchiveBroken, Manifest
from .snapshot import LEFT_OUT, Snapshot, facts

MEMBER = "database.sqlite3"


def take(folder: Path) -> Snapshot:
    """Copy the database as of one moment into the folder; writers may go on meanwhile."""
    place = folder / MEMBER
    connection.ensure_connection()
    with closing(sqlite3.connect(place)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        for table in LEFT_OUT:
            copy.execute(f"DELETE FROM {table}")
        copy.commit()
        return Snapshot({MEMBER: place}, **facts(lambda sql: copy.execute(sql).fetchall()))


@contextmanager
def prepared(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield an alias under which Django sees the unpacked database; refuses a damaged one."""
    place = folder / MEMBER
    with closing(sqlite3.connect(place)) as copy:
        try:
            said = copy.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            said = str(error)
    if said != "ok":
        raise ArchiveBroken("其中的数据库已损坏", "the database in it is damaged")
    alias = f"restored-{folder.name}"
    connections.databases[alias] = _settings(place)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def _settings(place: Path) -> dict[str, Any]:
    return {**connections.databases["default"], "NAME": str(place)}


def swap(alias: str) -> str:
    """Put the restored database in the place of the present one, in one step; returns where the
    former one is kept (empty: there was none). Refuses while the former one is in use."""
    restored = Path(str(connections[alias].settings_dict["NAME"]))
    present = Path(str(settings.DATABASES["default"]["NAME"]))
    _settle(alias)
    connections["default"].close()
    kept = _set_aside(present) if present.exists() else ""
    os.replace(restored, present)
    return kept


def _settle(alias: str) -> None:
    """Bring everything into the one file, without a log beside it."""
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA journal_mode=DELETE")
    connections[alias].close()


def _set_aside(present: Path) -> str:
    with closing(sqlite3.connect(present, timeout=2)) as former:
        try:
            # Leaving the write-ahead log needs the database for oneself alone.
            mode = former.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "locked"
    if mode != "delete":
        raise Conflict(
            "数据库正在使用中。请先停止 luodi，再恢复备份。",
            "The database is in use. Please stop luodi, then restore.",
        )
    kept = present.with_name(f"{present.name}.replaced-{clock.now():%Y%m%d-%H%M%S}")
    os.link(present, kept)
    return str(kept)
