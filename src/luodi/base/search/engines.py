"""What the two databases do differently. All of it stands here and in the migration.

SQLite: an FTS5 table without content of its own, `base_searchtext`, holds the pairs of every row in
order and its single signs; a phrase of pairs finds a word exactly.
PostgreSQL: a column `grams` of the row holds pairs and signs without order under a GIN index, which
finds words of one and two signs exactly; longer ones are looked up in what it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection

from ..models import SearchRow
from .folding import fold, grams, pair_words, sign_word

Fact = str | date | int | list[str]
_LOCK = 20_260_114  # names the search among the advisory locks


def is_postgres() -> bool:
    """Return whether the rows lie in PostgreSQL."""
    return connection.vendor == "postgresql"


def folded_of(row: SearchRow) -> str:
    """Return what is compared of a row: its title and its body."""
    return f"{fold(row.title)}\n{fold(row.body)}"


def lock(*, alone: bool) -> None:
    """Let services write beside each other, but not while rows are being made anew.

    SQLite has one writer at a time anyway.
    """
    if is_postgres():
        kind = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {kind}(%s)", [_LOCK])


def put(rows: Iterable[SearchRow]) -> None:
    """Make stored rows findable; on SQLite they must not be findable yet."""
    with connection.cursor() as cursor:
        if is_postgres():
            facts = [(list(grams(row.folded)), row.pk) for row in rows]
            cursor.executemany("UPDATE base_searchrow SET grams = %s WHERE id = %s", facts)
        else:
            cursor.executemany(
                "INSERT INTO base_searchtext (rowid, pairs, signs) VALUES (%s, %s, %s)",
                [(row.pk, *_columns(row)) for row in rows],
            )


def take_out(rows: Iterable[SearchRow]) -> None:
    """Make rows unfindable that are about to change or go; on PostgreSQL they are so with that."""
    if is_postgres():
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO base_searchtext (base_searchtext, rowid, pairs, signs)"
            " VALUES ('delete', %s, %s, %s)",
            [(row.pk, *_columns(row)) for row in rows],
        )


def leave_no_trace() -> None:
    """Rewrite the index without what was taken out of it; on PostgreSQL vacuum does that."""
    if not is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO base_searchtext (base_searchtext) VALUES ('optimize')")


def condition(words: Sequence[str]) -> tuple[str, list[Fact]]:
    """Return the condition, on rows `r`, that all of the folded words stand in a row."""
    if is_postgres():
        wanted = sorted(set().union(*map(_needed, words)))
        long = [word for word in words if len(word) > 2]
        sql = "r.grams @> %s::text[]" + " AND strpos(r.folded, %s) > 0" * len(long)
        return sql, [wanted, *long]
    phrases = " AND ".join(map(_phrase, words))
    sql = "r.id IN (SELECT rowid FROM base_searchtext WHERE base_searchtext MATCH %s)"
    return sql, [phrases]


def relevance(words: Sequence[str]) -> tuple[str, list[Fact]]:
    """Return how many of the words stand in the title, as an expression on rows `r`."""
    term = "(strpos(r.head, %s) > 0)::int" if is_postgres() else "(instr(r.head, %s) > 0)"
    return " + ".join([term] * len(words)), [*words]


def _needed(word: str) -> set[str]:
    return {gram for gram in grams(word) if len(gram) == min(2, len(word))}


def _columns(row: SearchRow) -> tuple[str, str]:
    folded = folded_of(row)
    signs = sorted(set(folded) - {"\n"})
    return pair_words(folded), " ".join(map(sign_word, signs))


def _phrase(word: str) -> str:
    if len(word) == 1:
        return f'signs : "{sign_word(word)}"'
    return f'pairs : "{pair_words(word)}"'
