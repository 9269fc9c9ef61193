"""What the search knows of documents and accepted findings, and which of it an actor may find.

A row bears one label: business, or the unit that owns a work secret. `labels_of` says the same as
`permissions.visible`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from luodi.base import search
from luodi.base.actors import Actor
from luodi.base.search import EVERYTHING, Entry, Labels
from luodi.people.models import Role, Unit

from .models import Document, DocumentVersion, Finding
from .permissions import BUSINESS, SEE_ALL, UNIT_ROLES
from .vocabularies import FindingState, Release

DOCUMENT: Final = "document"
FINDING: Final = "finding"
EVERYONE: Final = "business"
# A work secret that no unit owns: only those find it who may see everything.
NO_UNIT: Final = "office"
_TEXTS = 10  # documents that are made findable anew at once


def labels_of(actor: Actor) -> Labels:
    """Return the labels of what the actor may find; none for who has no business role."""
    if actor.has(*SEE_ALL):
        return EVERYTHING
    if not actor.has(*BUSINESS):
        return frozenset()
    units = {grant.unit for grant in actor.grants_of(*UNIT_ROLES) if grant.unit}
    for grant in actor.grants_of(Role.UNIT_LEADER):
        if grant.unit_path:
            below = Unit.objects.filter(path__startswith=grant.unit_path)
            units.update(str(uuid) for uuid in below.values_list("uuid", flat=True))
    return frozenset({EVERYONE, *map(_label, units)})


def index_document(document: Document) -> None:
    """Make a document findable as it is now; its accepted findings take over its unit, date, issuer
    and label. To be called in the change that stored it or altered any of that."""
    entry = next(_documents([str(document.uuid)]))
    search.index_many([entry])
    search.redescribe(
        FINDING,
        Finding.objects.filter(version__document=document).values_list("uuid", flat=True),
        unit=entry.unit,
        day=entry.day,
        source=entry.source,
        access=entry.access,
    )


def index_findings(findings: Iterable[Finding]) -> None:
    """Make those of the findings findable that are accepted and count, and no other of them. To be
    called in the change that decided about them, took it back or edited them."""
    keys = [str(finding.uuid) for finding in findings]
    entries = list(_findings(keys))
    search.index_many(entries)
    search.forget_many(FINDING, sorted(set(keys) - {entry.key for entry in entries}))


def erase_document(document: Document) -> None:
    """Leave no trace of a document and its findings in the search: to be called in a purge, before
    the rows are deleted."""
    findings = Finding.objects.filter(version__document=document).values_list("uuid", flat=True)
    search.forget_many(FINDING, list(findings))
    search.erase(DOCUMENT, [document.uuid])


def rebuild() -> int:
    """Make all documents and accepted findings findable anew; returns how many there are."""
    documents = Document.objects.order_by("pk").values_list("uuid", flat=True)
    findings = _accepted().order_by("pk").values_list("uuid", flat=True)
    count = search.rebuild(DOCUMENT, map(str, documents), _documents, batch=_TEXTS)
    return count + search.rebuild(FINDING, map(str, findings), _findings)


def _documents(keys: Sequence[str]) -> Iterator[Entry]:
    latest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-n")
    rows = Document.objects.filter(uuid__in=keys).select_related("unit").order_by("pk")
    with_text = rows.annotate(latest_text=Subquery(latest.values("text")[:1]))
    return (_document(row, row.latest_text or "") for row in with_text)


def _findings(keys: Sequence[str]) -> Iterator[Entry]:
    return map(_finding, _accepted().filter(uuid__in=keys))


def _accepted() -> QuerySet[Finding]:
    rows = Finding.objects.filter(state=FindingState.ACCEPTED, superseded=False)
    return rows.select_related("version__document__unit").defer("version__text")


def _document(row: Document, text: str) -> Entry:
    return Entry(
        kind=DOCUMENT,
        key=str(row.uuid),
        title=row.title,
        body="\n".join(filter(None, [row.number, row.issuer, text])),
        unit=_unit(row),
        state=row.release,
        day=row.date,
        source=row.issuer,
        access=_access(row),
    )


def _finding(row: Finding) -> Entry:
    """Its own words as title; what stands around it, and its owners, as the rest."""
    document = row.version.document
    owners = dict.fromkeys(owner["text"] for owner in row.fields["owners"])
    return Entry(
        kind=FINDING,
        key=str(row.uuid),
        title=row.exact,
        body="\n".join(["；".join(owners), *row.section_path]),
        unit=_unit(document),
        state=row.state,
        day=document.date,
        source=document.issuer,
        access=_access(document),
    )


def _unit(document: Document) -> str:
    return str(document.unit.uuid) if document.unit else ""


def _access(document: Document) -> str:
    if document.release != Release.WORK_SECRET:
        return EVERYONE
    return _label(document.unit.uuid) if document.unit else NO_UNIT


def _label(unit: UUID | str) -> str:
    return f"unit:{unit}"
