"""Asking the search: only rows whose label the actor holds, the best first, a page at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import connection

from ..models import SearchRow
from . import engines
from .folding import clean, words_of
from .snippets import Marked, marked, snippet

MOST = 100
_FURTHEST = 1_000_000


class _Everything:
    """The label set of those who may see every row."""


EVERYTHING: Final = _Everything()
Labels = Collection[str] | _Everything


@dataclass(frozen=True, slots=True)
class Filter:
    """What the hits are narrowed to; empty parts narrow nothing, both days count."""

    unit: str = ""
    state: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: title and a piece of its body, both with the words marked."""

    kind: str
    key: str
    title: Marked
    snippet: Marked
    unit: str
    state: str
    day: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how many there are in all, and the words that were looked for."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class _Where:
    """A condition in SQL and what goes into it."""

    sql: list[str] = field(default_factory=list)
    facts: list[engines.Fact] = field(default_factory=list)

    def add(self, sql: str, *facts: engines.Fact) -> None:
        self.sql.append(sql)
        self.facts += facts

    def one_of(self, column: str, values: Collection[str]) -> None:
        marks = ", ".join(["%s"] * len(values))
        self.add(f"r.{column} IN ({marks})" if values else "1 = 0", *values)


def search(
    question: str,
    *,
    labels: Labels,
    kinds: Collection[str] = (),
    narrowed: Filter | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Return a page of what holds all words of the question and bears one of the labels: first
    what has them in its title, then the newest. A question without a word finds nothing."""
    words = words_of(clean(question))
    if not words:
        return Found()
    limit, offset = max(1, min(limit, MOST)), max(0, min(offset, _FURTHEST))
    where = _where(words, labels, kinds, narrowed or Filter())
    ids, total = _page(words, where, limit, offset)
    rows = SearchRow.objects.defer("head", "folded").in_bulk(ids)
    hits = tuple(_hit(rows[pk], words) for pk in ids if pk in rows)
    return Found(hits, total, tuple(words))


def _where(words: list[str], labels: Labels, kinds: Collection[str], narrowed: Filter) -> _Where:
    where = _Where()
    sql, facts = engines.condition(words)
    where.add(sql, *facts)
    if not isinstance(labels, _Everything):
        where.one_of("access", sorted({clean(label) for label in labels} - {""}))
    if kinds:
        where.one_of("kind", sorted(map(clean, kinds)))
    for column in ("unit", "state", "source"):
        if value := clean(getattr(narrowed, column)):
            where.add(f"r.{column} = %s", value)
    if narrowed.since:
        where.add("r.day >= %s", narrowed.since)
    if narrowed.until:
        where.add("r.day <= %s", narrowed.until)
    return where


def _page(words: list[str], where: _Where, limit: int, offset: int) -> tuple[list[int], int]:
    """The ids of a page in order, and how many rows there are in all."""
    rank, facts = engines.relevance(words)
    condition = " AND ".join(where.sql)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id, COUNT(*) OVER () FROM base_searchrow r WHERE {condition}"
            f" ORDER BY {rank} DESC, r.day IS NULL, r.day DESC, r.id DESC LIMIT %s OFFSET %s",
            [*where.facts, *facts, limit, offset],
        )
        found = cursor.fetchall()
        if found or not offset:
            return [pk for pk, _ in found], found[0][1] if found else 0
        cursor.execute(f"SELECT COUNT(*) FROM base_searchrow r WHERE {condition}", where.facts)
        return [], int(cursor.fetchone()[0])


def _hit(row: SearchRow, words: list[str]) -> Hit:
    return Hit(
        kind=row.kind,
        key=row.key,
        title=marked(row.title, words),
        snippet=snippet(row.body, words),
        unit=row.unit,
        state=row.state,
        day=row.day,
        source=row.source,
    )
