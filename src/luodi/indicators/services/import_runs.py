"""Examining and writing the rows of a table, here or in a job, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from luodi.base import clock, files
from luodi.base.actors import SYSTEM, Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid, LuodiError
from luodi.base.permissions import may
from luodi.people.queries import actor_of

from .. import events, permissions
from ..examination import JUMP, Examined, examine
from ..importing.answers import Answers, Unheard
from ..importing.columns import Layout, folded
from ..importing.cumulated import Placed, fell, taken_apart
from ..importing.doubles import Doubles
from ..importing.files import Lines, lines_of
from ..importing.rows import Item, Reader
from ..importing.subjects import Subjects
from ..models import FigureImport, Indicator
from ..vocabularies import FigureKind, ImportState, IndicatorState
from .figures import write_examined

CHECK_JOB, WRITE_JOB = "indicators.check_table", "indicators.write_table"
PART = 5_000
TOGETHER = 20_000
MOST_APART = 200_000
Tell = Callable[[int, int, str], None]


def _silent(done: int, total: int, note: str) -> None:
    """Nobody waits for news."""


def reportable(actor: Actor) -> list[Indicator]:
    """Return the indicators in use that are reported and not computed, by name."""
    rows = Indicator.objects.exclude(state=IndicatorState.RETIRED).select_related("owner__unit")
    return [row for row in rows if may(actor, permissions.RECORD_FIGURES, row)]


def acting(row: FigureImport) -> Actor:
    """Return with whose rights a table is read and written: its giver's, as they are today."""
    return actor_of(row.created_by) if row.created_by is not None else SYSTEM


@dataclass(slots=True)
class Table:
    """A given table, ready to be read as often as it takes."""

    row: FigureImport
    lines: Lines
    layout: Layout
    reader: Reader

    def items(self) -> Iterator[Item]:
        """Give what every cell of figures became."""
        items = self.reader.items(self.lines)
        return _apart(items) if self.layout.difference else items


def _table(row: FigureImport) -> Table:
    layout = Layout.of(row.layout)
    lines = lines_of(files.read(row.file), patient=row.rows > TOGETHER)
    reader = Reader(
        layout, Subjects(layout.subjects, layout.level), _finder(acting(row)), row.reported_on
    )
    return Table(row, lines, layout, reader)


def _finder(actor: Actor) -> Callable[[str], Indicator | None]:
    """Return what finds an indicator by public id, code or name; two of one name are none."""
    found: dict[str, list[Indicator]] = {}
    for one in reportable(actor):
        for name in {str(one.uuid), folded(one.code), folded(str(one)), folded(one.name)} - {""}:
            found.setdefault(name, []).append(one)

    def find(text: str) -> Indicator | None:
        known = found.get(text) or found.get(folded(text)) or []
        return known[0] if len(known) == 1 else None

    return find


def _apart(items: Iterator[Item]) -> Iterator[Item]:
    """Give the figures of each period in the place of sums since January."""
    every = list(islice(items, MOST_APART + 1))
    if len(every) > MOST_APART:
        raise Invalid(
            "换算当期数时，一个文件最多20万个数据，请拆分。",
            "At most 200,000 sums are taken apart in one file; split it.",
            field="difference",
        )
    sums = {n: one for n, one in enumerate(every) if _adds_up(one)}
    placed = [Placed(n, one.figure) for n, one in sums.items() if one.figure is not None]
    made, problems = taken_apart(placed)
    figures = {one.row: one.figure for one in made}
    falling = fell(made)
    for n, item in enumerate(every):
        if n in problems:
            yield Item(item.row, item.column, item.name, item.figure, problems[n])
        elif n in figures:
            flags = (*item.flags, "fell") if n in falling else item.flags
            yield Item(item.row, item.column, item.name, figures[n], flags=flags)
        else:
            yield item


def _adds_up(item: Item) -> bool:
    figure = item.figure
    return figure is not None and figure.kind == FigureKind.LEVEL and figure.value is not None


def check_rows(key: UUID | str, tell: Tell = _silent) -> None:
    """Examine every row of a table and put the answers down; a table that cannot be read at all
    goes back to its columns, with the reason."""
    row = FigureImport.objects.select_related("file", "created_by").get(uuid=key)
    if row.state != ImportState.CHECKING:
        return
    answers = Answers()
    try:
        for _part in _examined(_table(row), answers, tell):
            pass
    except LuodiError:
        FigureImport.objects.filter(pk=row.pk).update(state=ImportState.MAPPING)
        raise
    data = answers.as_csv()
    files.put(data)
    with transaction.atomic():
        row.answers, row.counts = answers.shown(), dict(answers.counts)
        row.answers_file = files.store(data, "text/csv")
        row.state = ImportState.PREVIEW
        row.save(update_fields=["answers", "counts", "answers_file", "state"])


def _examined(
    table: Table, answers: Answers, tell: Tell, start: int = 0
) -> Iterator[list[Examined]]:
    """Give the figures that can be written, part by part; all others are answered."""
    tell(0, table.row.rows, "Reading the table")
    doubles = Doubles(table.items())
    near = doubles.figures > TOGETHER
    jumps = _Jumps()
    items = table.items()
    done = 0
    while part := list(islice(items, PART)):
        done += len(part)
        good = list(_good(part, doubles, answers, jumps))
        if done > start:
            yield _part(good, answers, near)
        tell(part[-1].row, table.row.rows, "Examining the rows")


def _part(good: list[Item], answers: Answers, near: bool) -> list[Examined]:
    figures = [item.figure for item in good if item.figure is not None]
    found = examine(figures, near=near)
    for item, one in zip(good, found, strict=True):
        answers.examined(item, one)
    return found


def _good(
    part: Iterable[Item], doubles: Doubles, answers: Answers, jumps: _Jumps
) -> Iterator[Item]:
    """Give the cells that became a figure which stands in the table once; answer the others."""
    for item in part:
        if item.problem or item.figure is None:
            answers.refuse(item, *(item.problem or ("", "")))
        elif rows := doubles.rows_that_differ(item.figure):
            said = "、".join(str(row) for row in sorted(set(rows)))
            zh, en = (
                f"同一格有不同的数（第{said}行）",
                f"rows {said} give this cell different figures",
            )
            answers.refuse(item, zh, en)
        elif doubles.is_repeat(item.figure):
            answers.repeat(item)
        else:
            yield jumps.noted(item)


class _Jumps:
    """The figure before in the same series of the table: ten thousand times it is a slip."""

    def __init__(self) -> None:
        self._before: dict[tuple[Any, ...], Decimal] = {}

    def noted(self, item: Item) -> Item:
        """Remember a figure and return it, marked where it is out of all proportion."""
        figure = item.figure
        if figure is None or not figure.value:
            return item
        key = (figure.indicator.pk, figure.place, figure.body, figure.kind)
        before = self._before.get(key)
        self._before[key] = figure.value
        if before is None or 2 / Decimal(JUMP) < abs(figure.value / before) < JUMP / 2:
            return item
        return replace(item, flags=(*item.flags, "jump"))


def write_rows(key: UUID | str, tell: Tell = _silent) -> None:
    """Write the figures of a table that were found good; what somebody changed since is refused."""
    row = FigureImport.objects.select_related("file", "created_by").get(uuid=key)
    if row.state != ImportState.WRITING:
        return
    try:
        _write(_table(row), tell)
    except LuodiError:
        # What is written stays written: the rest is looked through anew.
        FigureImport.objects.filter(pk=row.pk).update(state=ImportState.MAPPING)
        raise


def _write(table: Table, tell: Tell) -> None:
    row, actor = table.row, acting(table.row)
    total = row.counts.get("figures", 0)
    done: dict[str, int] = {"new": 0, "revised": 0, **row.counts.get("written", {})}
    parts = _examined(table, Unheard(), lambda *_: None, start=row.written_to)
    if total <= TOGETHER:
        every = [one for part in parts for one in part]
        with change(actor) as record:
            _write_part(row, every, done, actor, len(every))
            _finish(row, record)
        return
    for part in parts:
        with transaction.atomic():
            _write_part(row, part, done, actor, row.written_to + PART)
        tell(min(row.written_to, total), total, "Writing the figures")
    with change(actor) as record:
        _finish(row, record)


def _write_part(
    row: FigureImport, part: list[Examined], done: dict[str, int], actor: Actor, to: int
) -> None:
    refused = [one for one in part if one.refusal]
    if refused and not row.good_only:
        raise Conflict(
            "核对之后他人修改了其中的数据，请重新核对。",
            "Somebody changed some of these figures meanwhile. Please look through them again.",
        )
    fresh = [one for one in part if one.outcome in ("new", "revised")]
    if fresh:
        write_examined(fresh, row.filename, actor)
    for one in fresh:
        done[one.outcome] += 1
    row.written_to, row.counts = to, {**row.counts, "written": done}
    row.save(update_fields=["written_to", "counts"])


def _finish(row: FigureImport, record: Any) -> None:
    row.state, row.finished_at = ImportState.DONE, clock.now()
    row.save(update_fields=["state", "finished_at"])
    done = row.counts["written"]
    record(
        events.IMPORT_WRITTEN, row, name=row.filename, new=done["new"], revised=done["revised"],
        unchanged=row.counts.get("unchanged", 0), refused=row.counts.get("refused", 0),
        file=row.file.sha256,
    )  # fmt: skip
