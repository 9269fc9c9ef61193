"""Databases, cache, files and static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from .knobs import home, knob, unknown_names

LUODI_HOME = home()
UNKNOWN_NAMES = unknown_names()
# Written where the demonstration was built: how to sign in to it.
DEMONSTRATION_NOTE = LUODI_HOME / "demonstration.json"


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Only transactions take this mode, and only changes of state open transactions.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What is deleted is overwritten (secure_delete), so that a purge is one.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            ),
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    options: dict[str, Any] = environ.Env.db_url_config(url)
    # PgBouncer in transaction mode keeps neither cursors nor prepared statements of a session.
    options["DISABLE_SERVER_SIDE_CURSORS"] = True
    options.setdefault("OPTIONS", {})["prepare_threshold"] = None
    return options | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _database(url: str) -> dict[str, Any]:
    scheme, _, rest = url.partition("://")
    if not url or scheme == "sqlite":
        return _sqlite(Path(rest) if rest else LUODI_HOME / "luodi.sqlite3")
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"LUODI_DATABASE_URL: {scheme}://: postgres://... 或留空用 SQLite / or empty for SQLite"
        )
    return _postgres(url)


DATABASES = {"default": _database(knob("LUODI_DATABASE_URL"))}
# The limits on guessing must be shared by all server processes, so the cache is a table; and they
# must not be culled: by default a cache keeps 300 entries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LUODI_FILES = LUODI_HOME / "files"
# Drawings of charts: made again when missing, and in no backup.
LUODI_CHARTS = LUODI_HOME / "charts"
UPLOAD_BYTES: int = knob("LUODI_UPLOAD_MB") * 1024 * 1024
# Uploads stay in memory until the mark of secrecy has been looked for: nothing touches the disk.
FILE_UPLOAD_HANDLERS = ["luodi.base.uploads.MemoryUploadHandler"]
# The whole request: one file of the largest size, and the form around it.
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_BYTES + 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = LUODI_HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LEDGER_HASH: str = knob("LUODI_LEDGER_HASH")
JOB_ATTEMPTS: int = knob("LUODI_JOB_ATTEMPTS")
JOB_LEASE_SECONDS: int = knob("LUODI_JOB_LEASE_SECONDS")
PARSE_SECONDS: int = knob("LUODI_PARSE_SECONDS")
PARSE_MEMORY_BYTES: int = knob("LUODI_PARSE_MEMORY_MB") * 1024 * 1024

OCR_PAGES: int = knob("LUODI_OCR_PAGES")
OCR_SECONDS: int = knob("LUODI_OCR_SECONDS")
OCR_MEMORY_BYTES: int = knob("LUODI_OCR_MEMORY_MB") * 1024 * 1024
# What recognises the text of pictures; tests put their own here.
OCR_ENGINE = "luodi.reading.formats.scanned.rapid:engine"

LLM_URL: str = knob("LUODI_LLM_URL")
LLM_MODEL: str = knob("LUODI_LLM_MODEL")
LLM_KEY: str = knob("LUODI_LLM_KEY")
LLM_SEND: str = knob("LUODI_LLM_SEND")
LLM_SECONDS: int = knob("LUODI_LLM_SECONDS")
