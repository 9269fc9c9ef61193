"""Findings as cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from luodi.base.actors import Actor
from luodi.base.permissions import may
from luodi.reading.second import REASON as SECOND

from .. import permissions
from ..models import Document, Finding
from ..services.common import Key, key_of, not_found
from ..states import moves_from
from ..vocabularies import ROLES, FindingKind, FindingState, Gap, OwnerRole, RejectReason
from ..words import deadline_words, gaps_of, reason_words, target_words


@dataclass(frozen=True, slots=True)
class Named:
    """A word with the words of the text behind it."""

    words: str
    text: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All that a page shows of a finding, in the words of its language."""

    uuid: UUID
    document: UUID
    kind: str
    kind_words: str
    state: str
    state_words: str
    state_role: str
    exact: str
    start: int
    end: int
    section: str
    targets: tuple[Named, ...]
    deadline: Named | None
    owners: tuple[Named, ...]
    places: tuple[Named, ...]
    named: tuple[str, ...]
    cause: str
    body: str
    gaps: tuple[str, ...]
    missing: tuple[str, ...]
    confidence: float
    reason: str
    second: bool
    revision: int
    is_edited: bool
    moves: tuple[str, ...]
    decided_by: str
    decided_at: datetime | None
    in_bulk: bool
    rejected_for: str
    # The number of the version whose text was recognised from a scan; 0 for any other text.
    scanned: int

    @property
    def kind_role(self) -> str:
        """Return the colour of its kind."""
        return f"kind-{self.kind}"

    @property
    def percent(self) -> int:
        """Return the confidence in whole percent."""
        return round(self.confidence * 100)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of a document are in each state."""

    proposed: int = 0
    accepted: int = 0
    rejected: int = 0

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.proposed + self.accepted + self.rejected

    @property
    def decided(self) -> int:
        """Return how many people have decided about."""
        return self.accepted + self.rejected

    @property
    def decided_percent(self) -> int:
        """Return how much of the review is done, in whole percent."""
        return self.decided * 100 // self.all if self.all else 0


def current() -> QuerySet[Finding]:
    """Return the findings that count, without the texts they stand in."""
    return (
        Finding.objects.filter(superseded=False)
        .select_related("version__document__unit", "decided_by")
        .defer("version__text")
    )


def get_finding(actor: Actor, finding: Key) -> Finding:
    """Return a finding; one whose document the actor may not see is not there."""
    condition = permissions.visible(actor, "version__document__")
    row = current().filter(condition, uuid=key_of(finding)).first()
    if row is None:
        raise not_found()
    return row


def standing_finding(actor: Actor, finding: Key) -> Finding:
    """Return a finding, or the one that it was merged into; refuses what is not there."""
    condition = permissions.visible(actor, "version__document__")
    row = Finding.objects.filter(condition, uuid=key_of(finding)).first()
    seen = set()
    while row is not None and row.superseded and row.pk not in seen:
        seen.add(row.pk)
        row = row.merged_into
    if row is None:
        raise not_found()
    return get_finding(actor, row.uuid)


def card_of(actor: Actor, finding: Finding) -> Card:
    """Return the card of a finding the actor may see."""
    reviews = may(actor, permissions.REVIEW_DOCUMENT, finding.version.document)
    return card(finding, reviews=reviews)


def counts_of(documents: Iterable[int]) -> dict[int, Counts]:
    """Return the counts of each document's newest version, in one query."""
    rows = (
        Finding.objects.filter(
            version__document__in=list(documents), version__latest=True, superseded=False
        )
        .order_by()
        .values_list("version__document", "state")
        .annotate(Count("pk"))
    )
    counted: dict[int, dict[str, int]] = {}
    for document, state, count in rows:
        counted.setdefault(document, {})[state] = count
    return {document: Counts(**states) for document, states in counted.items()}


def kinds_of(document: Document) -> tuple[tuple[FindingKind, int], ...]:
    """Return how many findings of each kind the newest version has; kinds without any are left
    out."""
    rows = Finding.objects.filter(
        version__document=document, version__latest=True, superseded=False
    )
    counted = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    return tuple((kind, counted[kind]) for kind in FindingKind if kind in counted)


def card(finding: Finding, *, reviews: bool) -> Card:
    """Return the card of a finding; `reviews` says whether its reader may decide about it."""
    fields = finding.fields
    due = fields["deadline"]
    return Card(
        uuid=finding.uuid,
        document=finding.version.document.uuid,
        kind=finding.kind,
        kind_words=str(FindingKind(finding.kind).label),
        state=finding.state,
        state_words=str(FindingState(finding.state).label),
        state_role=ROLES[FindingState(finding.state)],
        exact=finding.exact,
        start=finding.start,
        end=finding.end,
        section=" › ".join(finding.section_path),
        targets=tuple(Named(target_words(row), row["text"]) for row in fields["targets"]),
        deadline=Named(deadline_words(due), due["text"]) if due else None,
        # A unit may be named as subject and carried on; it is shown once.
        owners=tuple(dict.fromkeys(_owner(row) for row in fields["owners"])),
        places=tuple(Named(row["text"], row.get("reader", "")) for row in fields["places"]),
        named=_left_to_check(fields),
        cause=(fields["cause"] or {}).get("text", ""),
        body=(fields["body"] or {}).get("text", ""),
        gaps=tuple(str(Gap(gap).label) for gap in gaps_of(finding)),
        missing=tuple(gap.value for gap in gaps_of(finding)),
        confidence=finding.confidence,
        reason=reason_words(finding.reason),
        second=finding.reason == SECOND,
        revision=finding.revision,
        is_edited=finding.fields_edited is not None,
        moves=moves_from(finding.state) if reviews else (),
        decided_by=finding.decided_by.name if finding.decided_by else "",
        decided_at=finding.decided_at,
        in_bulk=finding.decided_in_bulk,
        rejected_for=_rejected_for(finding),
        scanned=finding.version.n if finding.version.recognised else 0,
    )


def _left_to_check(fields: dict[str, Any]) -> tuple[str, ...]:
    """The bodies that another reader named and nobody has taken over."""
    taken = {row["text"] for row in fields["owners"]}
    return tuple(row["text"] for row in fields.get("named", ()) if row["text"] not in taken)


def _owner(row: dict[str, str]) -> Named:
    return Named(str(OwnerRole(row["role"]).label), row["text"], row["role"])


def _rejected_for(finding: Finding) -> str:
    if not finding.reject_reason:
        return ""
    words = str(RejectReason(finding.reject_reason).label)
    return f"{words}：{finding.reject_note}" if finding.reject_note else words


def documents_of_findings(actor: Actor, findings: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the public id of the document of each finding that the actor may see."""
    visible = permissions.visible(actor, "version__document__")
    rows = Finding.objects.filter(visible, uuid__in=list(findings))
    return dict(rows.values_list("uuid", "version__document__uuid"))
