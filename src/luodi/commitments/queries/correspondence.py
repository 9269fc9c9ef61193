"""对照 as a page: coverage, gaps, and candidates by wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from luodi.base.actors import Actor
from luodi.base.errors import Invalid
from luodi.base.permissions import ask, may
from luodi.documents import permissions as documents_may
from luodi.documents.models import Document
from luodi.reading.likeness import Likeness

from .. import permissions
from ..access import Key, get_correspondence, not_found
from ..models import Answer, Correspondence, PlanRow
from ..vocabularies import ROLES, AnswerState, RowState

CANDIDATES, LEAST = 3, 0.12
CLAUSES_A_PAGE = 100
_NUMBER = re.compile(r"第?\s*(\d{1,5})\s*(?:[.．、]|号|项|$)")


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A row that answers or might answer a clause; `likeness` in percent, None when chosen."""

    uuid: UUID
    number: int
    words: str
    lead: str
    likeness: int | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the superior's document with its answer."""

    answer: UUID
    finding: UUID
    section: str
    exact: str
    state: str
    state_words: str
    state_role: str
    rows: tuple[RowChoice, ...]
    candidates: tuple[RowChoice, ...]
    reason: str
    decided_by: str
    decided_at: datetime | None
    revision: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many clauses are in a state."""

    state: str
    words: str
    role: str
    count: int


@dataclass(frozen=True, slots=True)
class CorrespondencePage:
    """All that the page of a correspondence shows; `covered` in whole percent of all clauses that
    apply: answered count whole, partly answered half. `page` is None where all clauses are told."""

    row: Correspondence
    clauses: tuple[Clause, ...]
    page: Page[Any] | None
    shares: tuple[Share, ...]
    total: int
    covered: int
    choices: tuple[RowChoice, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class CorrespondenceLine:
    """A correspondence in a list."""

    uuid: UUID
    title: str
    plan: str
    total: int
    open: int
    created_at: datetime


def correspondences(actor: Actor) -> list[CorrespondenceLine]:
    """Return the correspondences whose documents the actor sees, the newest first."""
    ask(actor, permissions.VIEW_PLANS)
    rows = (
        Correspondence.objects.filter(documents_may.visible(actor, "document__"))
        .select_related("document", "plan")
        .annotate(
            total=Count("answers"),
            left=Count("answers", Q(answers__state=AnswerState.OPEN)),
        )
    )
    return [
        CorrespondenceLine(
            row.uuid, row.document.title, row.plan.title, row.total, row.left, row.created_at
        )
        for row in rows.order_by("-created_at", "-pk")[:500]
    ]


def documents_to_answer(actor: Actor) -> list[tuple[str, str]]:
    """Return the documents with findings as choices, the newest first."""
    ask(actor, permissions.VIEW_PLANS)
    rows = Document.objects.filter(
        documents_may.visible(actor), versions__findings__superseded=False
    )
    ordered = rows.distinct().order_by("-created_at", "-pk")[:500]
    return [(str(row.uuid), row.title) for row in ordered]


def correspondence_page(
    actor: Actor, correspondence: Key, *, state: str = "", page: int | str | None = None
) -> CorrespondencePage:
    """Return all that the page of a correspondence shows, its clauses narrowed to one state, and to
    one page of them where one is asked for: a report of a year has 500 and more."""
    ask(actor, permissions.VIEW_PLANS)
    row = get_correspondence(correspondence, actor)
    counted = Counter(row.answers.order_by().values_list("state", flat=True))
    choices = _choices(row)
    answers = _answers(row, state)
    sheet = None if page is None else Paginator(answers, CLAUSES_A_PAGE).get_page(page)
    return CorrespondencePage(
        row=row,
        clauses=tuple(_clauses(list(answers if sheet is None else sheet.object_list), choices)),
        page=sheet,
        shares=tuple(Share(s.value, str(s.label), ROLES[s], counted[s.value]) for s in AnswerState),
        total=counted.total(),
        covered=_covered(counted),
        choices=choices,
        may_edit=may(actor, permissions.EDIT_PLAN),
    )


def _answers(row: Correspondence, state: str) -> QuerySet[Answer]:
    answers = row.answers.filter(state=state) if state else row.answers.all()
    return (
        answers.select_related("finding", "decided_by")
        .prefetch_related("rows__lead")
        .order_by("finding__start", "pk")
    )


def _covered(counted: Counter[str]) -> int:
    apply = sum(counted.values()) - counted[AnswerState.NOT_APPLICABLE]
    if not apply:
        return 100 if counted else 0
    return (2 * counted[AnswerState.ANSWERED] + counted[AnswerState.PARTLY]) * 50 // apply


def row_named(actor: Actor, answer: Key, said: str) -> UUID:
    """Return the row in force that is named by its number ("12", "12. 加快…") or by words that no
    other row of the plan has; refuses none and several."""
    ask(actor, permissions.VIEW_PLANS)
    found = Answer.objects.filter(uuid=answer).select_related("correspondence").first()
    if found is None:
        raise not_found()
    choices = _choices(get_correspondence(found.correspondence, actor))
    number = _NUMBER.match(said)
    fits = [item for item in choices if number and item.number == int(number[1])]
    fits = fits or [item for item in choices if said in item.words]
    if len(fits) != 1:
        raise Invalid(
            f"“{said[:40]}”没有对应到唯一的事项。请填写事项的序号。",
            "No row, or more than one, is named so. Please give its number.",
            field="other",
        )
    return fits[0].uuid


def _choices(row: Correspondence) -> tuple[RowChoice, ...]:
    rows = row.plan.rows.filter(state=RowState.LIVE).select_related("lead")
    return tuple(_choice(item) for item in rows.order_by("order", "pk"))


def _choice(row: PlanRow, likeness: int | None = None) -> RowChoice:
    return RowChoice(row.uuid, row.number, row.words, str(row.lead or ""), likeness)


def _clauses(answers: Sequence[Answer], choices: Sequence[RowChoice]) -> list[Clause]:
    alike: Any = Likeness([choice.words for choice in choices])
    return [_clause(answer, choices, alike) for answer in answers]


def _clause(answer: Answer, choices: Sequence[RowChoice], alike: Likeness) -> Clause:
    finding, state = answer.finding, AnswerState(answer.state)
    candidates: list[RowChoice] = []
    if state == AnswerState.OPEN:
        for place, score in alike.best(finding.exact, CANDIDATES, LEAST):
            found = choices[place]
            candidates.append(
                RowChoice(found.uuid, found.number, found.words, found.lead, round(score * 100))
            )
    return Clause(
        answer=answer.uuid,
        finding=finding.uuid,
        section=" › ".join(finding.section_path),
        exact=finding.exact,
        state=state.value,
        state_words=str(state.label),
        state_role=ROLES[state],
        rows=tuple(_choice(row) for row in answer.rows.all()),
        candidates=tuple(candidates),
        reason=answer.reason,
        decided_by=answer.decided_by.name if answer.decided_by else "",
        decided_at=answer.decided_at,
        revision=answer.revision,
    )
