"""Putting rows into the search and taking them out, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import transaction

from ..models import SearchRow
from . import engines
from .folding import clean, fold

T = TypeVar("T")
BATCH = 200
_TOLD = ("title", "head", "unit", "state", "day", "source", "access", "body", "folded")


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one thing: its words, what it is filtered by, and who may find it.

    `access` is one label, such as business or unit:<uuid>; without one only `EVERYTHING` finds it.
    """

    kind: str
    key: str
    title: str
    body: str = ""
    unit: str = ""
    state: str = ""
    day: date | None = None
    source: str = ""
    access: str = ""


def index(
    kind: str,
    key: object,
    title: str,
    body: str = "",
    *,
    unit: str = "",
    state: str = "",
    day: date | None = None,
    source: str = "",
    access: str = "",
) -> None:
    """Make a thing findable, or findable as it is now; what cannot be stored is left out."""
    index_many([Entry(kind, str(key), title, body, unit, state, day, source, access)])


def index_many(entries: Iterable[Entry]) -> int:
    """Make several things findable as they are now; returns how many. Of two with the same kind
    and key the later one holds."""
    count = 0
    with transaction.atomic():
        engines.lock(alone=False)
        for batch in _batches(entries):
            count += _put({(entry.kind, entry.key): entry for entry in batch})
    return count


def redescribe(
    kind: str,
    keys: Iterable[object],
    *,
    unit: str = "",
    day: date | None = None,
    source: str = "",
    access: str = "",
) -> None:
    """Give things that can be found another unit, day, source and label; their words and states
    stay. Those that cannot be found stay so."""
    with transaction.atomic():
        engines.lock(alone=False)
        for some in _batches(map(str, keys)):
            SearchRow.objects.filter(kind=kind, key__in=some).update(
                unit=clean(unit), day=day, source=clean(source)[:200], access=clean(access)
            )


def forget(kind: str, key: object) -> None:
    """Make a thing unfindable; one that is not findable stays so."""
    forget_many(kind, [key])


def forget_many(kind: str, keys: Iterable[object]) -> None:
    """Make several things of a kind unfindable."""
    with transaction.atomic():
        engines.lock(alone=False)
        for batch in _batches(map(str, keys)):
            _remove(kind, batch)


def erase(kind: str, keys: Iterable[object]) -> None:
    """Make things unfindable so that no trace of their words stays in the index: for a purge."""
    with transaction.atomic():
        forget_many(kind, keys)
        engines.leave_no_trace()


def keys_of(kind: str) -> set[str]:
    """Return the keys of a kind that can be found."""
    return set(SearchRow.objects.filter(kind=kind).values_list("key", flat=True))


def rebuild(
    kind: str,
    keys: Iterable[str],
    entries: Callable[[Sequence[str]], Iterable[Entry]],
    batch: int = BATCH,
) -> int:
    """Make a kind findable anew, in short transactions, beside services that go on; returns how
    many things can be found.

    `keys` are all there may be; `entries` gives those of some keys as they are now, and leaves
    out what is not to be found. `batch` is how many go into one transaction: few, where texts are
    long, for on SQLite nobody else writes meanwhile.
    """
    count, wanted = 0, list(dict.fromkeys(keys))
    for some in _batches([*wanted, *sorted(keys_of(kind) - set(wanted))], batch):
        with transaction.atomic():
            engines.lock(alone=True)
            found = {(entry.kind, entry.key): entry for entry in entries(some)}
            _remove(kind, some)
            count += _put(found)
    return count


def _put(entries: dict[tuple[str, str], Entry]) -> int:
    """Unlike delete and insert, this lets two transactions index one thing one after the other."""
    if not engines.is_postgres():
        engines.take_out(_stored(entries))
    SearchRow.objects.bulk_create(
        [_row(entry) for entry in entries.values()],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=_TOLD,
    )
    engines.put(_stored(entries))
    return len(entries)


def _stored(entries: dict[tuple[str, str], Entry]) -> list[SearchRow]:
    keys = {entry.key for entry in entries.values()}
    kinds = {entry.kind for entry in entries.values()}
    rows = SearchRow.objects.filter(kind__in=kinds, key__in=keys)
    return [row for row in rows if (row.kind, row.key) in entries]


def _remove(kind: str, keys: Sequence[str]) -> None:
    rows = SearchRow.objects.filter(kind=kind, key__in=keys)
    engines.take_out(rows if not engines.is_postgres() else ())
    rows.delete()


def _row(entry: Entry) -> SearchRow:
    row = SearchRow(
        kind=entry.kind,
        key=entry.key,
        title=clean(entry.title),
        head=fold(entry.title),
        unit=clean(entry.unit),
        state=clean(entry.state),
        day=entry.day,
        source=clean(entry.source)[:200],
        access=clean(entry.access),
        body=clean(entry.body),
    )
    # PostgreSQL looks long words up in it; FTS5 has no need of it.
    row.folded = engines.folded_of(row) if engines.is_postgres() else ""
    return row


def _batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
