"""The accepted list: commitments, requests and problems across documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..models import Document, Finding
from ..services.common import is_uuid
from ..texts import one_line
from ..vocabularies import FAMILIES, Family, FindingState, Gap
from .findings import Card, card, current

PAGE = 50
GAPS = {Gap.OWNER: "has_owner", Gap.DATE: "has_date", Gap.MEASURE: "has_measure"}


@dataclass(frozen=True, slots=True)
class AcceptedFilter:
    """What the list is narrowed to; empty parts narrow nothing."""

    family: str = Family.COMMITMENT
    kind: str = ""
    document: str = ""
    missing: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """An accepted finding with the document it stands in."""

    card: Card
    document: UUID
    title: str
    date: date | None


def accepted_findings(
    actor: Actor, wanted: AcceptedFilter | None = None, page: int = 1
) -> Page[AcceptedRow]:
    """Return a page of accepted findings, the newest documents first, in the order of the text."""
    ask(actor, permissions.VIEW_DOCUMENTS)
    found: Any = Paginator(_filtered(actor, wanted or AcceptedFilter()), PAGE).get_page(page)
    found.object_list = [_row(finding) for finding in found.object_list]
    return found


def documents_with_accepted(actor: Actor) -> list[tuple[str, str]]:
    """Return id and title of the documents that have accepted findings, the newest first."""
    ask(actor, permissions.VIEW_DOCUMENTS)
    rows = Document.objects.filter(
        permissions.visible(actor),
        versions__findings__state=FindingState.ACCEPTED,
        versions__findings__superseded=False,
    )
    ordered = rows.distinct().order_by("-created_at", "-pk")
    return [(str(row.uuid), row.title) for row in ordered[:500]]


def _filtered(actor: Actor, wanted: AcceptedFilter) -> QuerySet[Finding]:
    rows = current().filter(
        permissions.visible(actor, "version__document__"), state=FindingState.ACCEPTED
    )
    if wanted.family in FAMILIES:
        rows = rows.filter(kind__in=FAMILIES[wanted.family])
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.document:
        keys = [wanted.document] if is_uuid(wanted.document) else []
        rows = rows.filter(version__document__uuid__in=keys)
    if wanted.missing in GAPS:
        rows = rows.filter(**{GAPS[Gap(wanted.missing)]: False})
    if text := one_line(wanted.text, 100):
        rows = rows.filter(Q(exact__icontains=text) | Q(version__document__title__icontains=text))
    order = ("-version__document__created_at", "version__document", "start", "end", "pk")
    return rows.order_by(*order)


def _row(finding: Finding) -> AcceptedRow:
    document = finding.version.document
    return AcceptedRow(card(finding, reviews=False), document.uuid, document.title, document.date)
