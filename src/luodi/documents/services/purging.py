"""Erasing a document after a leak or a legal request."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from luodi.base import ledger
from luodi.base.actors import Actor
from luodi.base.changes import Subject, change
from luodi.base.errors import Invalid
from luodi.base.models import Job

from .. import events, search_rows
from ..models import Document, Finding
from .common import Key, key_of, not_found
from .scans import erase_unnamed, files_of


def purge_document(
    document: Document | Key, *, actors: Sequence[Actor], reason: str
) -> ledger.Purge:
    """Erase a document, its text, file and findings, and what the ledger says of them; returns
    what the ledger erased. Refuses unless both administrators act together, with a reason."""
    if len(actors) != 2:
        raise Invalid("清除须两人共同办理。", "A purge needs two persons.", field="actors")
    row = Document.objects.filter(uuid=key_of(document)).first()
    if row is None:
        raise not_found()
    with change(actors[0]) as record:
        done = ledger.purge(_subjects(row), actors, reason)
        search_rows.erase_document(row)
        stored = [version.file for version in row.versions.select_related("file") if version.file]
        scans = list(row.recognitions.select_related("file"))
        stored += files_of(scans)
        Job.objects.filter(Q(readings__version__document=row) | Q(scans__document=row)).delete()
        subject = Subject("documents.document", str(row.uuid))
        row.delete()
        erase_unnamed(stored)
        record(events.PURGED, subject, second=actors[1].id)
    return done


def _subjects(row: Document) -> list[Document | Subject]:
    findings = Finding.objects.filter(version__document=row).values_list("uuid", flat=True)
    scans = row.recognitions.values_list("uuid", flat=True)
    return [
        row,
        *(Subject("documents.finding", str(uuid)) for uuid in findings),
        *(Subject("documents.recognition", str(uuid)) for uuid in scans),
    ]
