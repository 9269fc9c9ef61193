"""Tables of figures: taken, their columns settled, every row answered, then written.

Small tables are examined and written while the page waits; larger ones by jobs that say how far
they are. A table of up to `TOGETHER` figures is written in one transaction; a larger one in parts,
each of which leaves a note how far it came, so that work broken off is taken up there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from luodi.base import clock, files
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.jobs import enqueue
from luodi.base.permissions import ask
from luodi.documents.services.common import person_of_actor
from luodi.documents.services.storing import refusals
from luodi.documents.texts import one_line
from luodi.people.models import Unit
from luodi.reading.secrecy import refuse_secret

from .. import events, permissions
from ..access import Key, get_import, is_uuid
from ..importing.columns import Layout, check_layout, folded, guess, recalled
from ..importing.files import lines_of
from ..importing.subjects import Subjects
from ..models import FigureImport, SenderLayout
from ..vocabularies import ImportState
from .import_runs import CHECK_JOB, WRITE_JOB, check_rows, reportable, write_rows

SMALL = 2_000
SAMPLE = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = (ImportState.MAPPING, ImportState.PREVIEW)


def take_table(
    data: bytes, filename: str, *, sender: str = "", reported_on: date | None = None, actor: Actor
) -> FigureImport:
    """Return the table that was given, its columns guessed or as the sender's last one was settled;
    refuses a file that is no table or bears a mark of secrecy, and then stores nothing."""
    ask(actor, permissions.IMPORT_FIGURES)
    unit, on = _sender(sender, actor), reported_on or clock.today()
    if on > clock.today():
        raise Invalid("报送日期晚于今天。", "It is reported on a day ahead.", field="reported_on")
    head = lines_of(data, SAMPLE)
    lines = list(head)
    with refusals():
        refuse_secret("\n".join(" ".join(line[1:]) for line in lines), filename=filename)
    layout = _layout(lines, unit, actor)
    files.put(data)
    with change(actor) as record:
        row = FigureImport.objects.create(
            file=files.store(data, XLSX if data.startswith(b"PK") else "text/csv"),
            filename=one_line(filename, 200), sender=unit, reported_on=on, rows=head.rows,
            head=lines, layout=layout.as_json(), created_by=person_of_actor(actor),
            created_at=clock.now(),
        )  # fmt: skip
        record(
            events.IMPORT_TAKEN, row, name=row.filename, rows=head.rows, file=row.file.sha256,
            sender=str(unit) if unit else "",
        )  # fmt: skip
    return row


def _sender(given: str, actor: Actor) -> Unit | None:
    if given:
        unit = Unit.objects.filter(uuid=given, active=True).first() if is_uuid(given) else None
        if unit is None:
            raise Invalid("没有这个单位。", "There is no such unit.", field="sender")
        return unit
    own = next((grant.unit for grant in sorted(actor.grants, key=str) if grant.unit), "")
    return Unit.objects.filter(uuid=own).first() if own else None


def _layout(lines: list[list[str]], sender: Unit | None, actor: Actor) -> Layout:
    names = {folded(str(row)): str(row.uuid) for row in reportable(actor)}
    names |= {folded(row.code): str(row.uuid) for row in reportable(actor) if row.code}
    guessed = guess(lines, names)
    known = _known_layout(guessed, sender)
    if known is not None:
        return recalled(guessed, known)
    return _with_subjects(guessed, lines)


def _known_layout(guessed: Layout, sender: Unit | None) -> Layout | None:
    """Return the sender's newest layout of which most titles stand in this table too."""
    titles = {folded(title) for title in guessed.titles if title}
    for row in SenderLayout.objects.filter(sender=sender)[:20] if sender else ():
        known = Layout.of(row.layout)
        before = {folded(title) for title in known.titles if title}
        if titles and len(titles & before) * 5 >= len(titles | before) * 3:
            return known
    return None


def _with_subjects(layout: Layout, lines: list[list[str]]) -> Layout:
    """Tell from the first rows whether names are of units or of places, and of which level."""
    at = layout.at("place")
    cells = [line[at + 1] for line in lines if int(line[0]) > layout.header and at is not None
             and at + 1 < len(line) and line[at + 1]]  # fmt: skip
    units, places = Subjects("bodies"), Subjects("places")
    if sum(units.find(cell).problem is None for cell in cells) * 2 > len(cells):
        return replace(layout, subjects="bodies")
    levels = [level for cell in cells if (level := places.level_of(cell))]
    most = max(set(levels), key=levels.count, default="")
    usual = levels.count(most) * 2 > len(levels)
    return replace(layout, level=most if usual else "")


def settle_columns(
    given: FigureImport | Key, layout: Mapping[str, Any] | Layout, *, actor: Actor
) -> FigureImport:
    """Return the table with its columns settled and its rows examined, or being examined; the
    sender's next table of these titles is read so too. Refuses what leaves a figure unexplained."""
    row = _open(given, actor)
    settled = layout if isinstance(layout, Layout) else Layout.of(layout)
    check_layout(settled)
    if len(settled.columns) != len(settled.titles):
        raise Invalid("列数与文件不符。", "The columns are not those of the file.")
    with transaction.atomic():
        _remember(row, settled)
        row.layout, row.answers, row.counts = settled.as_json(), [], {}
        row.state, row.written_to = ImportState.CHECKING, 0
        row.save(update_fields=["layout", "answers", "counts", "state", "written_to"])
        small = row.rows * len(settled.figures) <= SMALL
        if not small:
            enqueue(CHECK_JOB, key=str(row.uuid), actor=actor, table=str(row.uuid))
    if small:
        _now(check_rows, row)
    return get_import(row, actor)


def _remember(row: FigureImport, layout: Layout) -> None:
    if row.sender is None:
        return
    plain = sorted(
        {folded(title) for title in layout.titles if title and not title[:4].isdecimal()}
    )
    SenderLayout.objects.update_or_create(
        sender=row.sender,
        titles=hashlib.sha256("\n".join(plain).encode()).hexdigest(),
        defaults={"layout": layout.as_json(), "used_at": clock.now()},
    )


def _open(given: FigureImport | Key, actor: Actor) -> FigureImport:
    ask(actor, permissions.IMPORT_FIGURES)
    row = get_import(given, actor)
    if row.state not in OPEN:
        raise Conflict(
            "这份数据表正在处理或已登记。请刷新页面。",
            "This table is being worked on or is recorded already. Please reload the page.",
        )
    return row


def write_table(
    given: FigureImport | Key, *, good_only: bool = False, actor: Actor
) -> FigureImport:
    """Return the table with its figures written, or being written: all of them, or the good ones
    where that is asked for; refuses a table with refused figures else, and writes nothing then."""
    row = _open(given, actor)
    if row.state != ImportState.PREVIEW:
        raise Conflict("请先核对各列。", "Please settle the columns first.")
    if row.counts.get("refused") and not good_only:
        raise Invalid(
            f"有{row.counts['refused']}个数据不能登记。请修改后重新上传，或只登记其余数据。",
            f"{row.counts['refused']} figures cannot be taken. Mend the table, or take the others.",
        )
    figures = row.counts.get("figures", 0)
    with transaction.atomic():
        row.state, row.good_only = ImportState.WRITING, good_only
        row.save(update_fields=["state", "good_only"])
        if figures > SMALL:
            enqueue(WRITE_JOB, key=str(row.uuid), actor=actor, table=str(row.uuid))
    if figures <= SMALL:
        _now(write_rows, row)
    return get_import(row, actor)


def _now(work: Callable[[UUID], None], row: FigureImport) -> None:
    """Do the work of a small table while somebody waits; what breaks it leaves it to be settled."""
    try:
        work(row.uuid)
    except Exception:
        FigureImport.objects.filter(pk=row.pk).update(state=ImportState.MAPPING)
        raise


def drop_table(given: FigureImport | Key, *, actor: Actor) -> None:
    """Forget a table that is not written; its file goes with it unless something else names it."""
    with change(actor) as record:
        row = _open(given, actor)
        record(events.IMPORT_DROPPED, row, name=row.filename, file=row.file.sha256)
        stored = [one for one in (row.file, row.answers_file) if one is not None]
        row.delete()
        for one in stored:
            named = FigureImport.objects.filter(Q(file=one) | Q(answers_file=one))
            if not named.exists():
                files.erase(one)
