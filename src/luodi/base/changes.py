"""One change of state: one transaction, its events written at the end, all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models, transaction

from . import chain, clock
from .actors import Actor
from .events import EventType
from .ids import uuid7


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, where it is no row of a table or the row is gone."""

    kind: str
    key: str


@dataclass
class _Operation:
    actor: Actor
    id: uuid.UUID = field(default_factory=uuid7)
    pending: list[chain.Pending] = field(default_factory=list)


class Record(Protocol):
    """What `change` yields: call it once for each event."""

    def __call__(self, event: EventType, subject: models.Model | Subject, **data: Any) -> None:
        """Add an event about the subject; data must be JSON and name persons by opaque id only."""


_current: ContextVar[_Operation | None] = ContextVar("luodi_operation", default=None)


class ChangeWithoutEvent(AssertionError):
    """A change of state recorded nothing: a mistake in the service, so nothing is written."""


@contextmanager
def change(actor: Actor) -> Iterator[Record]:
    """Open the one transaction of a change of state and yield the recorder of its events.

    A change inside another joins its transaction and operation. The head of the chain is locked
    last, so that two writers wait for each other only at the very end. Refuses with
    `ChangeWithoutEvent` a block that recorded nothing.
    """
    outer = _current.get()
    with _inner(outer, actor) if outer else _outermost(actor) as record:
        yield record


@contextmanager
def _outermost(actor: Actor) -> Iterator[Record]:
    operation = _Operation(actor)
    token = _current.set(operation)
    try:
        with transaction.atomic():
            yield _recorder(operation, actor)
            _must_have_more(operation, 0)
            chain.append(operation.pending)
    finally:
        _current.reset(token)


@contextmanager
def _inner(outer: _Operation, actor: Actor) -> Iterator[Record]:
    kept, acting = len(outer.pending), outer.actor
    outer.actor = actor
    try:
        with transaction.atomic():
            yield _recorder(outer, actor)
            _must_have_more(outer, kept)
    except BaseException:
        del outer.pending[kept:]
        raise
    finally:
        outer.actor = acting


def _must_have_more(operation: _Operation, than: int) -> None:
    if len(operation.pending) == than:
        raise ChangeWithoutEvent("a change of state recorded no event")


def current_actor() -> Actor | None:
    """Return who acts in the change under way, or None outside of one."""
    current = _current.get()
    return current.actor if current else None


def operation_id() -> uuid.UUID | None:
    """Return the id of the operation under way, or None outside of one."""
    current = _current.get()
    return current.id if current else None


def subject_of(subject: models.Model | Subject) -> tuple[str, str]:
    """Return the type and the opaque id under which the ledger knows a row."""
    if isinstance(subject, Subject):
        return subject.kind, subject.key
    return subject._meta.label_lower, str(getattr(subject, "uuid", None) or subject.pk)


def _recorder(operation: _Operation, actor: Actor) -> Record:
    def record(event: EventType, subject: models.Model | Subject, **data: Any) -> None:
        kind, key = subject_of(subject)
        operation.pending.append(
            chain.Pending(
                name=event.name,
                at=clock.now(),
                operation=operation.id,
                subject_type=kind,
                subject_id=key,
                actor_id=actor.id,
                behalf_id=actor.behalf_of.id if actor.behalf_of else "",
                data=data,
            )
        )

    return record
