"""A moment of the database, outside of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luodi.base.chain import FIRST

Ask = Callable[[str], list[Any]]

# What a backup leaves out: counters of guesses, and sign-ins that must not come back to life.
LEFT_OUT = ("base_cache", "django_session")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where the parts of the copied database lie, and what the copy says of itself."""

    members: dict[str, Path]
    migrations: list[list[str]]
    head: str
    files: list[str]
    columns: dict[str, list[str]] = field(default_factory=dict)


def facts(ask: Ask) -> dict[str, Any]:
    """Return migrations, head and named files as the copy holds them."""
    migrations = ask("SELECT app, name FROM django_migrations ORDER BY id")
    head = ask("SELECT seq, hash FROM base_chainhead WHERE id = 1") or [(0, FIRST)]
    files = ask("SELECT sha256 FROM base_storedfile ORDER BY id")
    return {
        "migrations": [list(row) for row in migrations],
        "head": f"{head[0][0]}:{head[0][1]}",
        "files": [row[0] for row in files],
    }
