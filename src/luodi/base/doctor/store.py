"""Where things are kept: the database, its tables, the stored files."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luodi.base import files
from luodi.base.models import StoredFile

from .findings import Answer, Level

# What the promise "nothing acknowledged is lost" stands on, for each kind of database.
SQLITE = {"journal_mode": ("wal",), "synchronous": ("2", "3"), "foreign_keys": ("1",)}
POSTGRES = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on",)}
STRONGER = ("remote_apply", "remote_write", "local")


def database() -> Answer:
    """Return kind, version and mode of the database; a mode that may lose what was acknowledged
    is bad."""
    is_sqlite = connection.vendor == "sqlite"
    wanted = SQLITE if is_sqlite else POSTGRES
    modes = {name: _mode(name, is_sqlite) for name in wanted}
    said = f"{_kind(is_sqlite)}: " + ", ".join(f"{name} {mode}" for name, mode in modes.items())
    wrong = [name for name, mode in modes.items() if mode not in wanted[name]]
    if not wrong:
        return Answer(Level.OK, said)
    advice = _("After a power cut, what was acknowledged may be missing. Set %(names)s right.")
    names = ", ".join(f"{name}={wanted[name][0]}" for name in wrong)
    return Answer(Level.BAD, said, advice % {"names": names})


def _kind(is_sqlite: bool) -> str:
    if is_sqlite:
        return f"SQLite {_asked('SELECT sqlite_version()')}"
    return f"PostgreSQL {_asked('SHOW server_version')}"


def _mode(name: str, is_sqlite: bool) -> str:
    mode = str(_asked(f"PRAGMA {name}" if is_sqlite else f"SHOW {name}"))
    return "on" if mode in STRONGER else mode


def _asked(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def tables() -> Answer:
    """Return whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return Answer(Level.OK, _("as this version needs them"))
    said = ngettext(
        "%(count)s step of an update is not done yet",
        "%(count)s steps of an update are not done yet",
        len(waiting),
    )
    return Answer(Level.BAD, said % {"count": len(waiting)}, _("Run ./run migrate."))


def stored_files() -> Answer:
    """Return whether every stored file is there; a backup looks into each of them as well."""
    hashes = StoredFile.objects.values_list("sha256", flat=True)
    missing = files.missing_files(hashes.iterator())
    parts = {"count": hashes.count(), "missing": len(missing)}
    if not missing:
        return Answer(Level.OK, _("%(count)s, all there") % parts)
    said = _("%(missing)s of %(count)s are missing") % parts
    advice = _("Take them from a backup: docs/how-to/backup.md says how.")
    return Answer(Level.BAD, said, advice)
