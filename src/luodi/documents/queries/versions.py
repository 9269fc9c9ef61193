"""The versions of a document, what stood in each, and what a new one left to be settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..models import Document, DocumentVersion, Finding, VersionMatch
from ..services.common import Key, not_found
from ..vocabularies import ROLES, FindingKind, FindingState, MatchStatus, Settlement
from .documents import get_document
from .marks import Mark
from .scans import ScannedText, scanned_text

AROUND = 30
GIVEN_A_PLACE = (Settlement.CARRIED, Settlement.PLACED)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in a list, with what became of the findings when it came."""

    n: int
    filename: str
    length: int
    created_at: datetime
    latest: bool
    carried: int
    open: int


@dataclass(frozen=True, slots=True)
class VersionText:
    """The text of one version with the places where findings stand or stood."""

    document: Document
    n: int
    latest: bool
    text: str
    marks: tuple[Mark, ...]
    scanned: ScannedText | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a finding may stand in the new version, with some words around it."""

    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A finding that somebody has to settle: its old words, and where it may stand now."""

    uuid: UUID
    finding: UUID
    kind_words: str
    kind_role: str
    state_words: str
    state_role: str
    exact: str
    section: str
    old: int
    status: str
    status_words: str
    status_role: str
    candidates: tuple[Candidate, ...]


def versions_of(actor: Actor, document: Key) -> tuple[VersionRow, ...]:
    """Return the versions of a document, the newest first; refuses one the actor may not see."""
    row = get_document(actor, document)
    given = Q(matches_to__settlement__in=GIVEN_A_PLACE)
    versions = row.versions.annotate(
        carried=Count("matches_to", given),
        waiting=Count("matches_to", Q(matches_to__settlement="")),
    )
    return tuple(
        VersionRow(v.n, v.filename, v.length, v.created_at, v.latest, v.carried, v.waiting)
        for v in versions.defer("text").order_by("-n")
    )


def version_text(actor: Actor, document: Key, n: int) -> VersionText:
    """Return a version's text with marks where findings stand, and where those that have moved on
    stood; refuses a version that is not there."""
    row = get_document(actor, document)
    version = row.versions.filter(n=n).first()
    if version is None:
        raise not_found()
    here = Finding.objects.filter(version=version, superseded=False)
    marks = [Mark(*one) for one in here.values_list("uuid", "start", "end", "kind", "state")]
    left = VersionMatch.objects.filter(from_version=version, settlement__in=GIVEN_A_PLACE)
    names = ("finding__uuid", "old_start", "old_end", "finding__kind", "finding__state")
    marks += [Mark(*one) for one in left.exclude(finding__version=version).values_list(*names)]
    return VersionText(
        row, version.n, version.latest, version.text, tuple(marks), scanned_text(version)
    )


def open_matches(actor: Actor, document: Key) -> int:
    """Return how many findings wait to be settled; refuses a document the actor may not see."""
    return _open(get_document(actor, document)).count()


def left_open_by(version: DocumentVersion) -> int:
    """Return how many findings the version left to be settled; the first one leaves none."""
    if version.n == 1:
        return 0
    return VersionMatch.objects.filter(to_version=version, settlement="").count()


def matches_of(actor: Actor, document: Key) -> tuple[MatchRow, ...]:
    """Return the findings that wait to be settled, in the order of the old text; refuses who may
    not review."""
    row = get_document(actor, document)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    found = _open(row).select_related("finding", "from_version").defer("from_version__text")
    text = row.versions.get(latest=True).text
    return tuple(_match(match, text) for match in found.order_by("old_start", "old_end", "pk"))


def version_of_finding(finding: Finding) -> int | None:
    """Return the number of the older version that a finding still stands in, or None where it
    stands in the newest."""
    version = DocumentVersion.objects.defer("text").get(pk=finding.version_id)
    return None if version.latest else version.n


def _open(document: Document) -> QuerySet[VersionMatch]:
    return VersionMatch.objects.filter(
        to_version__document=document, to_version__latest=True, settlement=""
    )


def _match(match: VersionMatch, text: str) -> MatchRow:
    finding = match.finding
    status = MatchStatus(match.status)
    return MatchRow(
        uuid=match.uuid,
        finding=finding.uuid,
        kind_words=str(FindingKind(finding.kind).label),
        kind_role=f"kind-{finding.kind}",
        state_words=str(FindingState(finding.state).label),
        state_role=ROLES[FindingState(finding.state)],
        exact=match.exact,
        section=" › ".join(finding.section_path),
        old=match.from_version.n,
        status=status.value,
        status_words=str(status.label),
        status_role=ROLES[status],
        candidates=tuple(_candidate(text, start, end) for start, end in match.candidates),
    )


def _candidate(text: str, start: int, end: int) -> Candidate:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Candidate(
        start, end, before.rpartition("\n")[2], text[start:end], after.partition("\n")[0]
    )
