"""Plans as lists and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q
from django.utils import timezone

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.permissions import ask, may
from luodi.documents import permissions as documents_may
from luodi.documents.models import Document, Finding
from luodi.documents.vocabularies import FAMILIES, Family, FindingState, Release

from .. import permissions
from ..access import Key, get_plan
from ..facts import facts_of, rows_with_parts
from ..models import Plan
from ..states import OPEN, moves_from
from ..vocabularies import ROLES, PlanState, RowState
from ..words import RowView, row_view
from .sources import readable

PAGE = 30
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in a list."""

    uuid: UUID
    title: str
    year: int
    unit: str
    state: str
    state_words: str
    state_role: str
    rows: int
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What the rows of a plan are narrowed to; empty parts narrow nothing."""

    unit: str = ""
    gap: str = ""
    mode: str = ""
    state: str = ""
    text: str = ""
    key: bool = False


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The rows under one heading, in the order of the plan."""

    heading: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter with its words and how many rows it leaves."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """An approved version in a list."""

    n: int
    approved_at: datetime
    approved_by: str
    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that the page of a plan shows; `gaps` are counted over all rows in force."""

    plan: Plan
    summary: PlanSummary
    groups: tuple[RowGroup, ...]
    shown: int
    live: int
    gaps: tuple[Choice, ...]
    units: tuple[Choice, ...]
    versions: tuple[VersionLine, ...]
    moves: tuple[str, ...]
    rounds: int
    is_open: bool
    may_edit: bool
    may_approve: bool


@dataclass(frozen=True, slots=True)
class Takeable:
    """A document with accepted commitments that a plan does not hold yet."""

    uuid: UUID
    title: str
    count: int
    is_secret: bool = False


def plans(actor: Actor, *, state: str = "", year: str = "", page: int | str = 1) -> Page[Any]:
    """Return a page of the plans, the newest years first."""
    ask(actor, permissions.VIEW_PLANS)
    rows = Plan.objects.select_related("unit")
    if state:
        rows = rows.filter(state=state)
    if year.isdecimal():
        rows = rows.filter(year=int(year))
    found: Any = Paginator(rows.order_by("-year", "-pk"), PAGE).get_page(page)
    found.object_list = summaries(list(found.object_list))
    return found


def summaries(found: Sequence[Plan]) -> list[PlanSummary]:
    """Return the summaries of plans, in one query more."""
    counted = {
        row["pk"]: row
        for row in Plan.objects.filter(pk__in=[plan.pk for plan in found])
        .order_by()
        .values("pk")
        .annotate(
            live=Count("rows", Q(rows__state=RowState.LIVE), distinct=True), n=Max("versions__n")
        )
    }
    return [_summary(plan, counted[plan.pk]["live"], counted[plan.pk]["n"] or 0) for plan in found]


def _summary(plan: Plan, rows: int, version: int) -> PlanSummary:
    return PlanSummary(
        uuid=plan.uuid,
        title=plan.title,
        year=plan.year,
        unit=plan.unit.short_name or plan.unit.name,
        state=plan.state,
        state_words=str(PlanState(plan.state).label),
        state_role=ROLES[PlanState(plan.state)],
        rows=rows,
        version=version,
        created_at=plan.created_at,
    )


def plan_page(actor: Actor, plan: Key, wanted: RowFilter | None = None) -> PlanPage:
    """Return all that the page of a plan shows; refuses one the actor may not see."""
    ask(actor, permissions.VIEW_PLANS)
    row = get_plan(plan, actor)
    versions = versions_of(row)
    day = made_on(versions)
    facts = readable(actor, facts_of(rows_with_parts(row)))
    views = [row_view(item, day) for item in facts]
    live = [view for view in views if view.is_live]
    shown = [view for view in views if _fits(view, wanted or RowFilter())]
    is_open = row.state in OPEN
    return PlanPage(
        plan=row,
        summary=_summary(row, len(live), versions[0].n if versions else 0),
        groups=grouped(shown),
        shown=len(shown),
        live=len(live),
        gaps=_gaps(live),
        units=_units(live),
        versions=versions,
        moves=moves_from(row.state),
        rounds=row.consultations.count(),
        is_open=is_open,
        may_edit=is_open and may(actor, permissions.EDIT_PLAN, row),
        may_approve=may(actor, permissions.APPROVE_PLAN, row),
    )


def grouped(views: Sequence[RowView]) -> tuple[RowGroup, ...]:
    """Return the rows under their headings; a heading that comes again begins a new group."""
    return tuple(
        RowGroup(heading, tuple(rows)) for heading, rows in groupby(views, lambda v: v.heading)
    )


def _fits(view: RowView, wanted: RowFilter) -> bool:
    state = wanted.state or RowState.LIVE
    return (
        (state == "all" or view.state == state)
        and (not wanted.unit or view.lead_uuid == wanted.unit)
        and (not wanted.gap or wanted.gap in view.gaps)
        and (not wanted.mode or view.mode == wanted.mode)
        and (not wanted.key or view.is_key)
        and (not wanted.text.strip() or wanted.text.strip() in view.words)
    )


def _gaps(live: Sequence[RowView]) -> tuple[Choice, ...]:
    counted = Counter(pair for view in live for pair in zip(view.gaps, view.gap_words, strict=True))
    return tuple(Choice(value, words, n) for (value, words), n in sorted(counted.items()))


def _units(live: Sequence[RowView]) -> tuple[Choice, ...]:
    counted = Counter((view.lead_uuid, view.lead) for view in live if view.lead)
    return tuple(Choice(key, name, n) for (key, name), n in counted.most_common())


def made_on(versions: Sequence[VersionLine]) -> date:
    """Return the day before which no deadline of a plan can lie: that of its last approval, today
    while it is being made. What runs out later is no fault of the plan."""
    return timezone.localtime(versions[0].approved_at).date() if versions else clock.today()


def versions_of(plan: Plan) -> tuple[VersionLine, ...]:
    """Return the approved versions of a plan, the newest first."""
    return tuple(
        VersionLine(
            n=version.n,
            approved_at=version.approved_at,
            approved_by=version.approved_by.name if version.approved_by else "",
            reason=version.reason,
            rows=sum(facts["state"] == RowState.LIVE for facts in version.rows),
        )
        for version in plan.versions.select_related("approved_by").order_by("-n")
    )


def plans_in_making(actor: Actor, most: int = 6) -> list[PlanSummary]:
    """Return the newest plans that are being made or amended; none for who makes no plans."""
    if not may(actor, permissions.EDIT_PLAN):
        return []
    rows = Plan.objects.filter(state__in=OPEN).select_related("unit").order_by("-pk")
    return summaries(list(rows[:most]))


def unplanned(actor: Actor) -> list[Takeable]:
    """Return the documents of the last year whose review is done and whose accepted commitments
    stand in no plan, the newest first; none for who makes no plans."""
    if not may(actor, permissions.EDIT_PLAN):
        return []
    recent = Finding.objects.filter(
        documents_may.visible(actor, "version__document__"),
        version__document__created_at__gte=clock.now() - YEAR,
        superseded=False,
    ).order_by()
    free = recent.filter(
        state=FindingState.ACCEPTED, kind__in=FAMILIES[Family.COMMITMENT], in_rows=None
    )
    counts = Counter(free.values_list("version__document", flat=True))
    waiting = recent.filter(state=FindingState.PROPOSED, version__document__in=counts)
    documents = (
        Document.objects.filter(pk__in=counts)
        .exclude(pk__in=waiting.values("version__document"))
        .order_by("-created_at", "-pk")
    )
    return [Takeable(doc.uuid, doc.title, counts[doc.pk]) for doc in documents]


def takeable(actor: Actor, plan: Key) -> list[Takeable]:
    """Return the documents the actor sees whose accepted commitments the plan does not hold."""
    row = get_plan(plan, actor)
    free = Finding.objects.filter(
        documents_may.visible(actor, "version__document__"),
        state=FindingState.ACCEPTED,
        kind__in=FAMILIES[Family.COMMITMENT],
        superseded=False,
    ).exclude(in_rows__row__plan=row)
    counts = Counter(free.order_by().values_list("version__document", flat=True))
    documents = Document.objects.filter(pk__in=counts).order_by("-created_at", "-pk")
    return [
        Takeable(doc.uuid, doc.title, counts[doc.pk], doc.release == Release.WORK_SECRET)
        for doc in documents
    ]
