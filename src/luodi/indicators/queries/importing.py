"""Tables of figures on their way in, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from luodi.base.actors import Actor
from luodi.base.models import StoredFile
from luodi.base.permissions import ask
from luodi.base.queries import Work, work_of
from luodi.people.models import Role

from .. import permissions
from ..access import Key, get_import
from ..importing.columns import Layout, guess_at
from ..models import FigureImport, Indicator
from ..services.import_runs import CHECK_JOB, WRITE_JOB, reportable
from ..vocabularies import ROLES, Doubt, ImportState, RowOutcome

PAGE = 30
ANSWERS_PAGE = 50
JOBS = {ImportState.CHECKING: CHECK_JOB, ImportState.WRITING: WRITE_JOB}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table in the list."""

    uuid: UUID
    filename: str
    sender: str
    giver: str
    rows: int
    state: str
    given_at: datetime
    written: Mapping[str, int]

    @property
    def words(self) -> str:
        """Return its state in words."""
        return str(ImportState(self.state).label)

    @property
    def role(self) -> str:
        """Return the colour role of its state."""
        return ROLES[self.state]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What becomes of one figure."""

    row: int
    column: str
    name: str
    indicator: str
    period: str
    value: str
    before: str
    outcome: str
    said: str

    @property
    def words(self) -> str:
        """Return the outcome in words."""
        return str(RowOutcome(self.outcome).label)

    @property
    def role(self) -> str:
        """Return the colour role of the outcome."""
        return ROLES[self.outcome]


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table with the answers to its rows, and the work under way or broken off."""

    uuid: UUID
    filename: str
    sender: str
    state: str
    rows: int
    reported_on: date
    counts: Mapping[str, Any]
    answers: Page[Any]
    has_all: bool
    work: Work | None

    @property
    def written(self) -> Mapping[str, int]:
        """Return how many figures were written, new and revised."""
        return self.counts.get("written", {})

    @property
    def good(self) -> int:
        """Return how many figures would be written."""
        return int(self.counts.get("new", 0)) + int(self.counts.get("revised", 0))

    @property
    def shown(self) -> list[AnswerRow]:
        """Return the answers of the page."""
        return [answer_row(one) for one in self.answers.object_list]


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """A table whose columns are settled: its first lines, the layout so far, the indicators."""

    table: TablePage
    lines: list[list[str]]
    layout: Layout
    indicators: list[tuple[str, str]]


def tables(actor: Actor, page: int | str = 1) -> Page[Any]:
    """Return a page of the tables that were given, the newest first: all of them for the follow-up
    office, for others their own."""
    ask(actor, permissions.IMPORT_FIGURES)
    rows = FigureImport.objects.select_related("sender", "created_by").order_by("-pk")
    rows = rows.defer("head", "answers", "layout")
    if not actor.has(Role.FOLLOWUP):
        rows = rows.filter(created_by__uuid=actor.id)
    found: Page[Any] = Paginator(rows, PAGE).get_page(page)
    found.object_list = [_row(row) for row in found.object_list]
    return found


def _row(row: FigureImport) -> TableRow:
    return TableRow(
        row.uuid, row.filename, _sender(row), row.created_by.name if row.created_by else "",
        row.rows, row.state, row.created_at, row.counts.get("written", {}),
    )  # fmt: skip


def _sender(row: FigureImport) -> str:
    return (row.sender.short_name or row.sender.name) if row.sender else ""


def table_page(actor: Actor, key: Key, page: int | str = 1) -> TablePage:
    """Return a table; one of somebody else's is not there."""
    row = get_import(key, actor)
    return _page(row, page)


def _page(row: FigureImport, page: int | str = 1) -> TablePage:
    # After a job that failed the table waits for its columns again, and says why.
    state = ImportState(row.state)
    jobs = [JOBS[state]] if state in JOBS else [CHECK_JOB, WRITE_JOB]
    found = [work for name in jobs if (work := work_of(name, str(row.uuid)))]
    failed = [work for work in found if work.error]
    work = found[0] if state in JOBS and found else None
    if state is ImportState.MAPPING and failed:
        work = failed[-1]
    return TablePage(
        row.uuid, row.filename, _sender(row), row.state, row.rows, row.reported_on, row.counts,
        Paginator(row.answers, ANSWERS_PAGE).get_page(page), row.answers_file is not None, work,
    )  # fmt: skip


def answer_row(said: Mapping[str, Any]) -> AnswerRow:
    """Return an answer in the language of the page."""
    english = (get_language() or "").startswith("en")
    words = said["en"] if english else said["zh"]
    doubts = "; " if english else "；"
    words = words or doubts.join(str(Doubt(flag).label) for flag in said["flags"])
    parts = {name: value for name, value in said.items() if name not in ("flags", "zh", "en")}
    return AnswerRow(said=words, **parts)


def columns_page(actor: Actor, key: Key, header: int | None = None) -> ColumnsPage:
    """Return a table with its layout so far, or as it would be with another line as its header."""
    row = get_import(key, actor)
    layout = Layout.of(row.layout)
    if header is not None and header != layout.header:
        names = {one.name: str(one.uuid) for one in reportable(actor)}
        layout = guess_at(row.head, header, names) or layout
    choices = [(str(one.uuid), str(one)) for one in reportable(actor) if not one.formula]
    return ColumnsPage(_page(row), row.head, layout, choices)


def answers_file(actor: Actor, key: Key) -> StoredFile | None:
    """Return the file with all answers of a table, where they were made."""
    return get_import(key, actor).answers_file


def exported(actor: Actor, key: str = "") -> list[Indicator]:
    """Return the indicators whose figures go out: one, or all that are in use."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = Indicator.objects.exclude(state="retired")
    return list(rows.filter(uuid=key) if key else rows)
