"""Notices of a plan: who needs one, which are drafted, signed out, stamped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from luodi.base import files
from luodi.base.actors import Actor
from luodi.base.permissions import ask, may
from luodi.people.queries import units_of

from .. import permissions
from ..access import Key, get_plan, not_found
from ..models import IssuedPaper, PaperSeries, PaperTemplate, Plan
from ..vocabularies import ROLES, PaperKind, PaperState, PlanState, RowState


@dataclass(frozen=True, slots=True)
class PaperView:
    """A notice in a list."""

    uuid: UUID
    unit: str
    number: str
    state: str
    state_words: str
    state_role: str
    signer: str
    signed_at: datetime | None
    contact: str
    copies: str
    scan_name: str
    why_withdrawn: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A unit with rows in the version that holds, for which there is no notice yet."""

    uuid: str
    name: str
    leads: int
    helps: int


@dataclass(frozen=True, slots=True)
class PapersPage:
    """All that the page of a plan's notices shows."""

    plan: Plan
    papers: tuple[PaperView, ...]
    needed: tuple[Needed, ...]
    last_mark: str
    may_draft: bool
    may_sign: bool


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a paper under its name."""

    filename: str
    media_type: str
    data: bytes


def papers_page(actor: Actor, plan: Key) -> PapersPage:
    """Return the notices of a plan and the units that have none; refuses who may not see plans."""
    ask(actor, permissions.VIEW_PLANS)
    row = get_plan(plan, actor)
    found = list(row.papers.select_related("unit").order_by("-created_at", "-pk"))
    open_to = row.state in (PlanState.APPROVED, PlanState.AMENDED)
    served = {str(p.unit.uuid) for p in found if p.state != PaperState.WITHDRAWN}
    last = PaperSeries.objects.order_by("-year", "-pk").first()
    return PapersPage(
        plan=row,
        papers=tuple(map(_view, found)),
        needed=tuple(_needed(row, served)) if open_to else (),
        last_mark=last.mark if last else "",
        may_draft=open_to and may(actor, permissions.EDIT_PLAN, row),
        may_sign=may(actor, permissions.APPROVE_PLAN, row),
    )


def _view(paper: IssuedPaper) -> PaperView:
    state = PaperState(paper.state)
    return PaperView(
        uuid=paper.uuid,
        unit=str(paper.unit),
        number=paper.number,
        state=state.value,
        state_words=str(state.label),
        state_role=ROLES[state],
        signer=paper.signer,
        signed_at=paper.signed_at,
        contact=paper.contact,
        copies=paper.copies,
        scan_name=paper.scan_name,
        why_withdrawn=paper.why_withdrawn,
    )


def _needed(plan: Plan, served: set[str]) -> Iterable[Needed]:
    version = plan.versions.order_by("-n").first()
    live = [f for f in version.rows if f["state"] == RowState.LIVE] if version else []
    leads = Counter(facts["lead"]["uuid"] for facts in live if facts["lead"])
    helps = Counter(unit["uuid"] for facts in live for unit in facts["partners"])
    names = units_of(UUID(key) for key in {*leads, *helps} - served)
    for key, unit in sorted(names.items(), key=lambda item: (-leads[str(item[0])], item[1].path)):
        name = unit.short_name or unit.name
        yield Needed(str(key), name, leads[str(key)], helps[str(key)])


def paper_file(actor: Actor, paper: Key, *, scan: bool = False) -> Download:
    """Return the Word file of a notice, a preview while it is a draft, or its stamped copy; refuses
    one that is not there."""
    from ..services.issuing import DOCX, content_of

    ask(actor, permissions.VIEW_PLANS)
    found = (
        IssuedPaper.objects.filter(uuid=paper)
        .select_related("plan__unit", "unit", "file", "scan")
        .first()
    )
    if found is None or (scan and found.scan is None):
        raise not_found()
    get_plan(found.plan, actor)
    if scan and found.scan:
        return Download(found.scan_name, found.scan.media_type, files.read(found.scan))
    name = f"{found.number or '交办通知单（草稿）'}{found.unit}.docx"
    if found.state == PaperState.DRAFT:
        return Download(name, DOCX, content_of(found))
    if found.file is None:
        raise not_found()
    return Download(name, DOCX, files.read(found.file))


def plan_of_paper(actor: Actor, paper: Key) -> UUID:
    """Return the plan that a notice belongs to; refuses one that is not there."""
    ask(actor, permissions.VIEW_PLANS)
    found = IssuedPaper.objects.filter(uuid=paper).values_list("plan__uuid", flat=True).first()
    if found is None:
        raise not_found()
    return found


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A kind of paper with the template in use, if any."""

    kind: str
    words: str
    filename: str
    uploaded_at: datetime | None


def templates(actor: Actor) -> list[TemplateView]:
    """Return every kind of paper with its template; refuses who does not make plans."""
    ask(actor, permissions.EDIT_PLAN)
    active = {row.kind: row for row in PaperTemplate.objects.filter(active=True)}
    return [
        TemplateView(
            kind.value,
            str(kind.label),
            active[kind].filename if kind in active else "",
            active[kind].uploaded_at if kind in active else None,
        )
        for kind in PaperKind
    ]
