"""Reads of the ledger and of background work: typed rows, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from . import clock, ledger
from .actors import Actor
from .errors import LuodiError, NotFound
from .events import data_in
from .jobs import job_of
from .ledger import Break, Head
from .models import Event, Job, JobState
from .permissions import VIEW_LEDGER, VIEW_STATUS, ask
from .services import VERIFIED, VERIFY_JOB, VERIFY_KEY

PAGE = 50
JOBS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries of the ledger: empty parts let all through; `persons` are opaque ids."""

    name: str = ""
    persons: frozenset[str] | None = None
    subject: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with its place in the chain: `fault` is why it does not hold, if it does not."""

    event: Event
    fault: Break | None
    has_next: bool
    data: dict[str, Any]
    together: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What the last walk along the whole chain found, and when."""

    at: datetime
    checked: int
    purged: int
    head: str
    fault: Break | None


@dataclass(frozen=True, slots=True)
class Work:
    """A background job as pages show it; `note` and `error` are in the language of the page."""

    name: str
    state: JobState
    done: int
    total: int
    note: str
    error: str
    fault: str
    attempts: int
    worker: str
    queued_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Return whether it still waits or runs."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def role(self) -> str:
        """Return the colour of its state."""
        return {"queued": "quiet", "running": "info", "done": "good", "failed": "bad"}[self.state]


@dataclass(frozen=True, slots=True)
class ChainState:
    """Where the chain ends, what the last walk along it found, and the walk under way or last."""

    head: Head
    verified: Verified | None
    work: Work | None


def entries(actor: Actor, chosen: EntryFilter, *, page: int | str = 1) -> Page[Event]:
    """Return a page of the entries, the latest first."""
    ask(actor, VIEW_LEDGER)
    return Paginator(_chosen(chosen), PAGE).get_page(page)


def entry(actor: Actor, seq: int) -> Entry:
    """Return one entry, checked in its place; refuses one that is not there."""
    ask(actor, VIEW_LEDGER)
    event = Event.objects.filter(seq=seq).first()
    if event is None:
        raise NotFound("台账中没有这一条。", "The ledger has no such entry.")
    others = Event.objects.filter(operation=event.operation).exclude(seq=seq).order_by("seq")
    return Entry(
        event,
        ledger.check_entry(event),
        Event.objects.filter(seq=seq + 1).exists(),
        data_in(event),
        tuple(others[:PAGE]),
    )


def chain_state(actor: Actor) -> ChainState:
    """Return where the chain ends and what is known of it."""
    ask(actor, VIEW_STATUS)
    return ChainState(ledger.head(), last_verification(), work_of(VERIFY_JOB, VERIFY_KEY))


def last_verification() -> Verified | None:
    """Return what the last recorded walk along the whole chain found, or None before the first."""
    event = Event.objects.filter(name=VERIFIED.name, purged=False).order_by("-seq").first()
    if event is None:
        return None
    said = data_in(event)
    fault = Break(said["broken"], said["code"]) if said.get("code") in ledger.REASONS else None
    return Verified(event.at, said["checked"], said["purged"], said["head"], fault)


def work_of(name: str, key: str) -> Work | None:
    """Return the latest job with this name and key as pages show it, or None."""
    row = job_of(name, key)
    return _work(row) if row else None


def works(actor: Actor) -> tuple[Work, ...]:
    """Return the jobs that wait, run or failed, the latest first."""
    ask(actor, VIEW_STATUS)
    rows = Job.objects.exclude(state=JobState.DONE).order_by("-id")[:JOBS_SHOWN]
    return tuple(map(_work, rows))


# --- inside -------------------------------------------------------------------------------------


def _chosen(chosen: EntryFilter) -> QuerySet[Event]:
    rows = Event.objects.order_by("-seq")
    if chosen.name:
        rows = rows.filter(name=chosen.name)
    if chosen.persons is not None:
        rows = rows.filter(_by(chosen.persons))
    if chosen.subject:
        rows = rows.filter(_about(chosen.subject))
    if chosen.first:
        rows = rows.filter(at__gte=clock.start_of(chosen.first))
    if chosen.last:
        rows = rows.filter(at__lt=clock.end_of(chosen.last))
    return rows


def _by(persons: Iterable[str]) -> Q:
    ids = list(persons)
    return Q(actor_id__in=ids) | Q(behalf_id__in=ids) | Q(subject_id__in=ids)


def _about(text: str) -> Q:
    """A type of subject, an opaque id, or both as they stand on the page of an entry; or an
    operation."""
    kind, _, key = text.strip().partition(" ")
    if key:
        return Q(subject_type=kind, subject_id=key.strip())
    wanted = Q(subject_type=kind) | Q(subject_id=kind)
    with suppress(ValueError):
        wanted |= Q(operation=UUID(kind))
    return wanted


def _work(row: Job) -> Work:
    return Work(
        row.name,
        JobState(row.state),
        row.done,
        row.total,
        gettext(row.note) if row.note else "",
        LuodiError(row.error_zh, row.error_en).sentence,
        row.fault,
        row.attempts,
        row.worker,
        row.queued_at,
        row.finished_at,
    )
