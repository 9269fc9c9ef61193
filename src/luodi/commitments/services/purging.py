"""Erasing a document together with what plans took over from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from luodi.base import files, ledger
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Invalid
from luodi.documents import services as documents
from luodi.documents.models import Document
from luodi.documents.services.common import key_of, not_found

from .. import search_rows
from ..access import Key
from ..models import IssuedPaper, Measure, Plan, PlanRow, PlanVersion
from ..vocabularies import RowState

ERASED = "（内容已依规清除）"
NO_WORDS = ("goal", "heading", "theme", "due_words")


def purge_document(
    document: Document | Key, *, actors: Sequence[Actor], reason: str
) -> ledger.Purge:
    """Erase a document and every word that plans, their versions and answers took over from it;
    returns what the ledger erased. The rows stay as cancelled, with their numbers. Refuses unless
    both administrators act together, with a reason."""
    if len(actors) != 2:
        raise Invalid("清除须两人共同办理。", "A purge needs two persons.", field="actors")
    row = Document.objects.filter(uuid=key_of(document)).first()
    if row is None:
        raise not_found()
    with change(actors[0]):
        plans = list(Plan.objects.filter(rows__bundled__finding__version__document=row).distinct())
        frozen = _erase_versions(str(row.uuid))
        _erase_rows(row)
        row.correspondences.all().delete()
        for plan in {plan.pk: plan for plan in (*plans, *frozen)}.values():
            _erase_papers(plan)
        subjects = {plan.pk: plan for plan in (*plans, *frozen)}.values()
        if subjects:
            ledger.purge(subjects, actors, reason)
        return documents.purge_document(row, actors=actors, reason=reason)


def _erase_rows(document: Document) -> None:
    """A row that has one word of the document loses all its words: people may have mixed them."""
    rows = PlanRow.objects.filter(bundled__finding__version__document=document).distinct()
    found = list(rows)
    search_rows.erase_rows(found)
    for row in found:
        for parts in (row.bundled, row.milestones, row.proposed_changes, row.opinions):
            parts.all().delete()
        Measure.objects.filter(row=row).delete()
        row.words, row.state, row.state_reason = ERASED, RowState.CANCELLED, ERASED
        for name in NO_WORDS:
            setattr(row, name, "")
        row.revision += 1
        row.save()


def _erase_papers(plan: Plan) -> None:
    """Notices quote the rows: their files go, number and state stay."""
    for paper in plan.papers.select_related("file", "scan"):
        stored = [file for file in (paper.file, paper.scan) if file]
        paper.file = paper.scan = None
        paper.save(update_fields=["file", "scan"])
        for file in stored:
            if not IssuedPaper.objects.filter(Q(file=file) | Q(scan=file)).exists():
                files.erase(file)


def _erase_versions(document: str) -> list[Plan]:
    """Erase the facts of rows that answered to the document; the digest tells that the version is
    no longer what was approved. Return the plans."""
    touched = []
    for version in PlanVersion.objects.select_related("plan"):
        if any(_speaks_of(facts, document) for facts in version.rows):
            version.rows = [
                _erased(facts) if _speaks_of(facts, document) else facts for facts in version.rows
            ]
            version.save(update_fields=["rows"])
            touched.append(version.plan)
    return touched


def _speaks_of(facts: dict[str, Any], document: str) -> bool:
    return any(finding["document"] == document for finding in facts["findings"])


def _erased(facts: dict[str, Any]) -> dict[str, Any]:
    blank = dict.fromkeys(NO_WORDS, "")
    gone: dict[str, Any] = {"measures": [], "milestones": [], "findings": []}
    return {**facts, **blank, **gone, "words": ERASED, "state_reason": ERASED}
