"""The examination: every check answers, even when what it looks at is broken."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import machine, state, store
from .findings import Answer, Finding, Level

logger = logging.getLogger("luodi.doctor")

Check = Callable[[], Answer]

CHECKS: tuple[tuple[str, Any, Check], ...] = (
    ("versions", _("Versions"), machine.versions),
    ("disk", _("Disk"), machine.disk),
    ("folder", _("Data folder"), machine.folder),
    ("names", _("Names of settings"), machine.names),
    ("database", _("Database"), store.database),
    ("tables", _("Tables"), store.tables),
    ("files", _("Stored files"), store.stored_files),
    ("jobs", _("Background jobs"), state.jobs),
    ("worker", _("Worker"), state.worker),
    ("ledger", _("Ledger"), state.ledger_tail),
    ("chain", _("Whole chain"), state.last_walk),
    ("backup", _("Last backup"), state.backups),
    ("calendar", _("Calendar"), machine.calendar),
    ("fonts", _("Chinese fonts"), machine.fonts),
    ("tools", _("Optional programs"), machine.tools),
    ("extras", _("Optional parts"), machine.extras),
)


def examine() -> list[Finding]:
    """Return what every check found, in the language of the page; never raises what a broken
    installation makes a check raise."""
    return [_examined(*check) for check in CHECKS]


def is_bad(findings: list[Finding]) -> bool:
    """Return whether something has to be done at once."""
    return any(finding.level is Level.BAD for finding in findings)


def _examined(code: str, title: Any, check: Check) -> Finding:
    try:
        answer = check()
    except Exception as error:
        logger.debug("doctor: %s", code, exc_info=True)
        said = gettext("It could not be examined: %(error)s") % {"error": _first_line(error)}
        advice = gettext(
            "Mend what the message names; if the tables are missing, run ./run migrate."
        )
        answer = Answer(Level.BAD, said, advice)
    return Finding(code, str(title), answer.level, answer.said, answer.advice)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__} {lines[0] if lines else ''}".strip()[:200]
