"""PostgreSQL: every table by COPY in one snapshot, and a swap of schemas.

`pg_dump` is not used: it is missing where only the driver is installed and refuses a server newer
than itself (docs/why/0004).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from luodi.base import clock

from .archive import ArchiveBroken, Manifest
from .snapshot import LEFT_OUT, Snapshot, facts

TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
SERIALS = """
SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
FROM information_schema.columns WHERE table_schema = current_schema()
  AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL
"""


@contextmanager
def _alias(name: str, search_path: str = "") -> Iterator[str]:
    """Yield an alias with a connection of its own, in a schema of its own when one is named."""
    described: dict[str, Any] = {**connections.databases["default"], "CONN_MAX_AGE": 0}
    if search_path:
        described["OPTIONS"] = {**described["OPTIONS"], "options": f"-c search_path={search_path}"}
    connections.databases[name] = described
    try:
        yield name
    finally:
        connections[name].close()
        del connections[name]
        del connections.databases[name]


def take(folder: Path) -> Snapshot:
    """Copy every table as of one moment into the folder; writers may go on meanwhile."""
    (folder / "database").mkdir()
    with _alias("snapshot") as alias, transaction.atomic(using=alias):
        cursor = connections[alias].cursor()
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        columns = _tables(cursor)
        members = {}
        for table, names in columns.items():
            member = f"database/{table}.copy"
            members[member] = folder / member
            _copy_out(cursor, table, names, members[member])
        return Snapshot(members, columns=columns, **facts(lambda sql: _ask(cursor, sql)))


def _tables(cursor: Any) -> dict[str, list[str]]:
    return {table: names for table, names in _ask(cursor, TABLES) if table not in LEFT_OUT}


def _ask(cursor: Any, sql: str) -> list[Any]:
    cursor.execute(sql)
    return list(cursor.fetchall())


def _columns(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _copy_out(cursor: Any, table: str, names: list[str], place: Path) -> None:
    # Named without a schema: the archive must fit wherever it is restored.
    with (
        cursor.copy(f'COPY "{table}" ({_columns(names)}) TO STDOUT') as out,
        place.open("wb") as to,
    ):
        for piece in out:
            to.write(piece)


@contextmanager
def prepared(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield an alias of a fresh schema that holds the unpacked tables, at the archive's state."""
    if not connections["default"].introspection.table_names():
        # Some libraries' migrations look at the default database, whichever they are run on.
        call_command("migrate", verbosity=0, interactive=False)
    schema = f"luodi_restore_{secrets.token_hex(4)}"
    _execute(f'CREATE SCHEMA "{schema}"')
    try:
        with _alias(f"restored-{schema}", schema) as alias:
            _build(alias, manifest)
            _fill(alias, folder, manifest)
            yield alias
    finally:
        _execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


def _execute(*statements: str) -> None:
    with transaction.atomic(), connections["default"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _build(alias: str, manifest: Manifest) -> None:
    """Make the tables as the archive's migrations left them."""
    executor = MigrationExecutor(connections[alias])
    applied = {tuple(row) for row in manifest.migrations}
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    wanted = [(node, back) for node, back in plan if (node.app_label, node.name) in applied]
    executor.migrate([], plan=wanted)


def _fill(alias: str, folder: Path, manifest: Manifest) -> None:
    with transaction.atomic(using=alias):
        cursor = connections[alias].cursor()
        present = _tables(cursor)
        if strange := manifest.columns.keys() - present.keys():
            raise ArchiveBroken(f"不认识表 {min(strange)}", f"its table {min(strange)} is unknown")
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in present))
        for table, names in manifest.columns.items():
            _copy_in(cursor, table, names, folder / f"database/{table}.copy")
        for table, column, sequence in _ask(cursor, SERIALS):
            cursor.execute(
                f'SELECT setval(%s, COALESCE(MAX("{column}"), 1), MAX("{column}") IS NOT NULL) '
                f'FROM "{table}"',
                [sequence],
            )


def _copy_in(cursor: Any, table: str, names: list[str], place: Path) -> None:
    with (
        place.open("rb") as source,
        cursor.copy(f'COPY "{table}" ({_columns(names)}) FROM STDIN') as into,
    ):
        while piece := source.read(1024 * 1024):
            into.write(piece)


def swap(alias: str) -> str:
    """Put the restored schema in the place of the present one, in one transaction; returns the
    name under which the former one is kept."""
    restored = connections[alias].settings_dict["OPTIONS"]["options"].rpartition("=")[2]
    connections[alias].close()
    with connections["default"].cursor() as cursor:
        present = _ask(cursor, "SELECT current_schema()")[0][0]
    kept = f"luodi_replaced_{clock.now():%Y%m%d_%H%M%S}"
    _execute(
        f'ALTER SCHEMA "{present}" RENAME TO "{kept}"',
        f'ALTER SCHEMA "{restored}" RENAME TO "{present}"',
    )
    return kept
