"""The yes/no matrix of permissions: every service function, every role, allowed or refused.

A row names a service, how to call it, and the roles that may. `functions` finds the services of a
module, so that a function without a row fails the test; `check` makes the calls. See
tests/people/test_permissions.py for how an area uses it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from django.db import transaction

from luodi.base.actors import Actor
from luodi.base.errors import NotAllowed
from luodi.people.models import Role

SOMEBODY = "somebody"  # an account that holds no post
NOBODY = "nobody"  # not signed in
ROLES = (*Role.values, SOMEBODY, NOBODY)


@dataclass(frozen=True)
class Row:
    """One service with the roles that may call it; `call` prepares what it needs and calls it.

    `case` tells apart several rows of one service (own unit, another unit).
    """

    service: str
    call: Callable[[Actor], Any]
    allowed: frozenset[str] = field(default_factory=frozenset)
    case: str = ""

    def __str__(self) -> str:
        return f"{self.service}({self.case})" if self.case else self.service


def row(service: str, call: Callable[[Actor], Any], *allowed: str, case: str = "") -> Row:
    """Return a row; a role that does not exist is a mistake in the test."""
    assert set(allowed) <= set(ROLES), f"{service}: no such role in {allowed}"
    return Row(service, call, frozenset(allowed), case)


def functions(*modules: ModuleType) -> set[str]:
    """Return the names of the public functions of services that take an `actor` keyword."""
    return {
        name
        for module in modules
        for name, thing in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and thing.__module__.startswith(module.__name__)
        and "actor" in inspect.signature(thing).parameters
    }


def without_row(rows: Iterable[Row], *modules: ModuleType) -> set[str]:
    """Return the services that no row speaks of."""
    return functions(*modules) - {row.service for row in rows}


def refused(row: Row, actor: Actor) -> bool:
    """Return whether the service refuses the actor; what it writes is undone.

    Any other error means that permission was given: the row's call must be one that works.
    """
    try:
        with transaction.atomic():
            row.call(actor)
            transaction.set_rollback(True)
    except NotAllowed:
        return True
    return False


def table(rows: Iterable[Row]) -> str:
    """Return the matrix as a Markdown table, for docs/reference/permissions.md."""
    head = ["service", *(role.replace("_", " ") for role in ROLES)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for entry in rows:
        marks = ["yes" if role in entry.allowed else "" for role in ROLES]
        lines.append(f"| `{entry}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"
