"""Importing units and people: row by row, all or nothing unless the good rows are chosen.

A preview is the import itself, undone at its end: what it shows is what will happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Invalid, LuodiError
from luodi.base.permissions import ask

from .. import events, permissions, search_rows
from ..tables.columns import TableRow
from . import import_people as people_rows
from . import import_units as unit_rows
from .accounts import Slip, digest_of
from .rows import Outcome, RowAnswer


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What an import did, or in a preview would do; `slips` only for what was written."""

    rows: tuple[RowAnswer, ...]
    written: bool = False
    slips: tuple[Slip, ...] = field(default=(), repr=False)

    def count(self, *outcomes: Outcome) -> int:
        """Return how many rows had one of these outcomes."""
        return sum(row.outcome in outcomes for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of rows by outcome."""
        return {outcome.value: self.count(outcome) for outcome in Outcome}


class _UndoneError(Exception):
    """Ends a preview, or an import that must not be written."""


def import_units(
    rows: Sequence[TableRow], *, good_only: bool = False, preview: bool = False, actor: Actor
) -> ImportAnswer:
    """Return the answer to each row of a table of units; nothing is written if a row is bad,
    unless only the good ones are asked for. Repeated, it changes nothing."""
    ask(actor, permissions.SHAPE_UNITS)
    answer = ImportAnswer(())
    try:
        with change(actor) as record:
            job = unit_rows.UnitRows()
            answer = ImportAnswer(tuple(_in_rounds(rows, job.take)))
            _go_on(answer, good_only, preview)
            search_rows.index_units(job.written)
            record(
                events.UNITS_IMPORTED,
                job.root,
                created=answer.count(Outcome.NEW),
                changed=answer.count(Outcome.CHANGED),
                count=len(job.written),
                digest=digest_of(job.written),
            )
    except _UndoneError:
        return answer
    return replace(answer, written=True)


def import_people(
    rows: Sequence[TableRow], *, good_only: bool = False, preview: bool = False, actor: Actor
) -> ImportAnswer:
    """Return the answer to each row of a table of people and posts, with the slips of new
    accounts; nothing is written if a row is bad, unless only the good ones are asked for."""
    ask(actor, permissions.MANAGE_ACCOUNTS)
    answer = ImportAnswer(())
    try:
        with change(actor) as record:
            job = people_rows.PeopleRows(actor)
            answer = ImportAnswer(tuple(_in_rounds(rows, job.take)))
            _go_on(answer, good_only, preview)
            record(
                events.PERSONS_IMPORTED,
                job.root,
                created=len(job.slips),
                changed=answer.count(Outcome.CHANGED),
                appointed=job.appointed,
                count=len(job.written),
                digest=digest_of(job.written),
            )
    except _UndoneError:
        return answer
    return replace(answer, written=True, slips=tuple(job.slips))


def _go_on(answer: ImportAnswer, good_only: bool, preview: bool) -> None:
    changes = answer.count(Outcome.NEW, Outcome.CHANGED)
    if preview or not changes or (answer.count(Outcome.BAD) and not good_only):
        raise _UndoneError


def _in_rounds(rows: Iterable[TableRow], take: Callable[[TableRow], RowAnswer]) -> list[RowAnswer]:
    """Answer each row; bad ones are tried again as long as that helps, since a unit above, or a
    leader's post, may stand further down in the file."""
    answers: dict[int, RowAnswer] = {}
    waiting = list(rows)
    while waiting:
        for row in waiting:
            answers[row.number] = _one(row, take)
        still = [row for row in waiting if answers[row.number].outcome is Outcome.BAD]
        if len(still) == len(waiting):
            break
        waiting = still
    return [answers[number] for number in sorted(answers)]


def _one(row: TableRow, take: Callable[[TableRow], RowAnswer]) -> RowAnswer:
    if row.dangling:
        problem = Invalid(
            "写着“同上”，但上一行没有内容，请填写。",
            "It says “as above” but nothing stands above; fill it in.",
            field=row.dangling[0],
        )
        return RowAnswer.bad(row, problem)
    try:
        with transaction.atomic():
            return take(row)
    except LuodiError as problem:
        return RowAnswer.bad(row, problem)
