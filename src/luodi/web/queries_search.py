"""The search over all areas: hits with the page that each leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from luodi.base import search
from luodi.base.actors import Actor
from luodi.base.search import Filter, Hit, Labels, Marked
from luodi.commitments import search_rows as plans
from luodi.documents import search_rows as documents
from luodi.documents.queries import documents_of_findings, recognised_among
from luodi.people import search_rows as people
from luodi.people.queries import units_of

PAGE = 20
KINDS = (documents.DOCUMENT, documents.FINDING, plans.ROW, plans.PLAN, people.UNIT)


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit as a page shows it."""

    kind: str
    title: Marked
    snippet: Marked
    url: str
    unit: str
    day: date | None
    source: str
    recognised: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits; `following` is the number of the next page, or None."""

    hits: tuple[HitView, ...]
    total: int
    number: int
    following: int | None


def labels_of(actor: Actor) -> Labels:
    """Return the labels of what the actor may find, area by area."""
    own = documents.labels_of(actor)
    return {*own, people.SIGNED_IN} if isinstance(own, frozenset) and actor.id else own


def results(
    actor: Actor, words: str, *, kind: str = "", narrowed: Filter | None = None, number: int = 1
) -> Results:
    """Return a page of what was found for the words; nothing for no words."""
    kinds = [kind] if kind in KINDS else KINDS
    found = search.search(
        words,
        labels=labels_of(actor),
        kinds=kinds,
        narrowed=narrowed or Filter(),
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    more = number * PAGE < found.total
    return Results(
        tuple(_views(actor, found.hits)), found.total, number, number + 1 if more else None
    )


def _views(actor: Actor, hits: Sequence[Hit]) -> list[HitView]:
    findings = [UUID(hit.key) for hit in hits if hit.kind == documents.FINDING]
    places = documents_of_findings(actor, findings)
    papers = [UUID(hit.key) for hit in hits if hit.kind == documents.DOCUMENT]
    scans = recognised_among(actor, papers, findings)
    names = units_of(UUID(hit.unit) for hit in hits if hit.unit)
    return [
        HitView(
            kind=hit.kind,
            title=hit.title,
            snippet=hit.snippet,
            url=_url(hit, places),
            unit=_name(hit, {str(key): row.short_name or row.name for key, row in names.items()}),
            day=hit.day,
            source=hit.source,
            recognised=hit.key in scans,
        )
        for hit in hits
    ]


def _name(hit: Hit, names: Mapping[str, str]) -> str:
    return "" if hit.kind == people.UNIT else names.get(hit.unit, "")


def _url(hit: Hit, places: Mapping[UUID, UUID]) -> str:
    if hit.kind == documents.FINDING:
        document = places.get(UUID(hit.key))
        if document is None:
            return ""
        at = reverse("documents:review", args=[document])
        return f"{at}?state=all&finding={hit.key}#f-{hit.key}"
    page = {
        documents.DOCUMENT: "documents:document",
        plans.PLAN: "commitments:plan",
        plans.ROW: "commitments:row",
        people.UNIT: "people:unit",
    }[hit.kind]
    return reverse(page, args=[hit.key])
