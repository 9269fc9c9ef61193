"""The ledger as the auditor reads it: entries of the base, with the names of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import get_language

from luodi.base import queries as base
from luodi.base.actors import SYSTEM, Actor
from luodi.base.events import ids_in, sentence
from luodi.base.models import Event
from luodi.base.queries import EntryFilter
from luodi.people import queries as people

SYSTEM_NAMES = ("system", "系统", "luodi")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in a list, as a sentence in the language of the page."""

    seq: int
    at: datetime
    sentence: str
    purged: bool


@dataclass(frozen=True, slots=True)
class EntryPage:
    """All that the page of one entry shows."""

    line: Line
    entry: base.Entry
    actor: str
    behalf_of: str
    together: tuple[Line, ...]


def ledger_lines(actor: Actor, chosen: EntryFilter, *, page: int | str = 1) -> Page[Any]:
    """Return a page of the entries as sentences, the latest first."""
    found: Any = base.entries(actor, chosen, page=page)
    found.object_list = _lines(found.object_list)
    return found


def ledger_entry(actor: Actor, seq: int) -> EntryPage:
    """Return one entry with its place in the chain; refuses one that is not there."""
    found = base.entry(actor, seq)
    event = found.event
    names = _names([event])
    return EntryPage(
        _line(event, names),
        found,
        names.get(event.actor_id, ""),
        names.get(event.behalf_id, ""),
        tuple(_lines(found.together)),
    )


def persons_meant(actor: Actor, text: str) -> frozenset[str] | None:
    """Return the opaque ids of the persons that a text means: an id, the system, an account, a
    name, a mobile number or a unit; None for no text."""
    text = text.strip()
    if not text:
        return None
    if text.lower() in SYSTEM_NAMES:
        return frozenset({SYSTEM.id})
    if _is_uuid(text):
        return frozenset({text.lower()})
    return frozenset(_accounts(actor, text))


def _accounts(actor: Actor, text: str) -> Iterable[str]:
    number = 1
    while True:
        page = people.accounts(actor, search=text, page=number)
        yield from (str(row.uuid) for row in page.object_list)
        if not page.has_next():
            return
        number += 1


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _names(events: Iterable[Event]) -> dict[str, str]:
    return people.person_names({text for event in events for text in ids_in(event)})


def _lines(events: Iterable[Event]) -> list[Line]:
    rows = list(events)
    names = _names(rows)
    return [_line(row, names) for row in rows]


def _line(event: Event, names: dict[str, str]) -> Line:
    said = sentence(event, get_language() or "", names)
    return Line(event.seq, event.at, said, event.purged)
