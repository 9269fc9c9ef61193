"""The yes/no matrices of permissions: every service and every page, every role, yes or no.

A row names a service, how to call it, and the roles that may. `functions` finds the services of a
module, so that a function without a row fails the test; `refused` makes the calls. In the same way
`page` names an address with the roles it opens to, `page_names` finds the addresses of an area,
and `opened` asks for one. See tests/people/test_permissions.py and test_page_permissions.py for
how an area uses them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from luodi.base.actors import Actor
from luodi.base.errors import NotAllowed
from luodi.people.models import Person, Role

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


@dataclass(frozen=True)
class Page:
    """One address with the roles it opens to; `posted` where it takes a step and shows nothing.

    `address` gives the path from the test's world and the visitor (None: not signed in).
    """

    name: str
    address: Callable[[Any, Person | None], str]
    allowed: frozenset[str] = field(default_factory=frozenset)
    case: str = ""
    posted: bool = False

    def __str__(self) -> str:
        return f"{self.name}({self.case})" if self.case else self.name


def page(
    name: str,
    address: Callable[[Any, Person | None], str],
    *allowed: str,
    case: str = "",
    posted: bool = False,
) -> Page:
    """Return a page; a role that does not exist is a mistake in the test."""
    assert set(allowed) <= set(ROLES), f"{name}: no such role in {allowed}"
    return Page(name, address, frozenset(allowed), case, posted)


def page_names(*urls: ModuleType) -> set[str]:
    """Return the names of the addresses of these modules of addresses."""
    return {
        str(pattern.name)
        for module in urls
        for pattern in module.urlpatterns
        if isinstance(pattern, URLPattern)
    }


def opened(row: Page, world: Any, visitor: Person | None) -> bool:
    """Return whether the address opens to the visitor; what a step writes is undone.

    A step that is answered by anything but "not allowed" or "not there" was permitted.
    """
    client = Client()
    with transaction.atomic():
        path = row.address(world, visitor)
        if visitor is not None:
            client.force_login(visitor)
        answer = client.post(path) if row.posted else client.get(path)
        transaction.set_rollback(True)
    assert answer.status_code < 500, f"{row}: {answer.status_code}"
    to_sign_in = answer.get("Location", "").startswith("/account/login/")
    return answer.status_code not in (403, 404) and not to_sign_in


def table(rows: Iterable[Row | Page], first: str = "service") -> str:
    """Return the matrix as a Markdown table, for docs/reference/permissions.md."""
    head = [first, *(role.replace("_", " ") for role in ROLES)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for entry in rows:
        marks = ["yes" if role in entry.allowed else "" for role in ROLES]
        lines.append(f"| `{entry}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"
