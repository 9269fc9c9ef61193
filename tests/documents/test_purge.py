"""Purging a document: nothing of it is left but that it was purged, and the chain holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.people.factories import make_actor, make_holder

from luodi.base import files, jobs, ledger
from luodi.base.actors import Actor
from luodi.base.errors import Invalid, NotAllowed, NotFound
from luodi.base.models import Event, Job, StoredFile
from luodi.documents import queries, services
from luodi.documents.models import Decision, Document, DocumentVersion, Finding, Reading
from luodi.people import queries as people

from .factories import TEXT, findings_of, make_document

pytestmark = pytest.mark.django_db

LEAKED = "新建标准厂房"


@pytest.fixture
def both(db) -> tuple[Actor, Actor]:
    """The two administrators."""
    return make_actor("system_admin"), make_actor("security_admin")


def given(actor: Actor, data: bytes = TEXT.encode(), **details: str) -> Document:
    """A document from a file, read and partly reviewed."""
    more = services.Details(**details)  # type: ignore[arg-type]
    document = services.store_document(data, "a.txt", actor=actor, details=more).document
    jobs.drain()
    found = findings_of(document)
    services.accept_finding(found[0], actor=actor)
    edit = {"owners": [{"text": "泄密单位"}]}
    services.edit_finding(found[1], edit, actor=actor, expected_revision=1)
    services.reject_finding(found[2], "other", note="泄密理由", actor=actor)
    listed = {f.uuid: f.revision for f in findings_of(document)[3:]}
    services.accept_findings_above(document, 0.5, listed, actor=actor)
    services.undo_decision(document, actor=actor)
    services.start_reading(document, actor=actor)
    jobs.drain()
    return document


def everything(folder: Path) -> str:
    """All that the database and the disk hold, as text. (A table of a full-text index cannot be
    read as a whole; what it holds stands in the tables beside it.)"""
    names = connection.introspection.table_names()
    ours = ("documents_", "base_", "django_tasks")
    tables = [name for name in names if name.startswith(ours) and name != "base_searchtext"]
    parts = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            parts.append(str(cursor.fetchall()))
    parts += [p.read_bytes().decode(errors="replace") for p in folder.rglob("*") if p.is_file()]
    return "\n".join(parts)


def test_nothing_is_left_but_that_it_was_purged(
    office, both, files_folder, django_capture_on_commit_callbacks
) -> None:
    document = given(office, title="泄密标题")
    uuid = str(document.uuid)
    assert LEAKED in everything(files_folder)
    with django_capture_on_commit_callbacks(execute=False) as after:
        done = services.purge_document(document, actors=both, reason="误传涉密内容")
    for callback in after:
        if "_unlink" in repr(callback) or "erase" in repr(callback):
            callback()
    left = everything(files_folder)
    assert not [word for word in (LEAKED, "泄密标题", "泄密单位", "泄密理由") if word in left]
    for model in (Document, DocumentVersion, Reading, Finding, Decision, StoredFile):
        assert not model._default_manager.exists()
    assert not Job.objects.filter(name="documents.read").exists()
    seen = ledger.verify()
    assert seen.ok
    assert seen.purged == done.count > 5
    purged = Event.objects.filter(name="documents.document.purged").get()
    assert purged.subject_id == uuid
    with pytest.raises(NotFound):
        queries.document_page(office, uuid)


def test_a_file_that_another_document_names_stays(office, outsider, both, files_folder) -> None:
    document = given(office, release="work_secret")
    other = services.store_document(TEXT.encode(), "a.txt", actor=outsider)
    assert other.is_new
    services.purge_document(document, actors=both, reason="处置")
    assert files.read(other.version.file) == TEXT.encode()
    assert queries.original_of(outsider, other.document.uuid).data == TEXT.encode()


def test_other_documents_and_their_events_stay(office, both) -> None:
    document, other = given(office), make_document(office)
    before = Event.objects.filter(purged=False, subject_id=str(other.uuid)).count()
    services.purge_document(document, actors=both, reason="处置")
    assert Event.objects.filter(purged=False, subject_id=str(other.uuid)).count() == before
    assert len(findings_of(other)) == 8


def test_a_purge_needs_the_two_administrators_and_a_reason(office, both) -> None:
    document = given(office)
    third = people.actor_of(make_holder("system_admin"))
    events = Event.objects.count()
    for actors, error in (
        ((both[0],), Invalid),
        ((both[0], both[0]), NotAllowed),
        ((both[0], third), NotAllowed),
        ((office, both[1]), NotAllowed),
        ((*both, third), Invalid),
    ):
        with pytest.raises(error):
            services.purge_document(document, actors=actors, reason="处置")
    with pytest.raises(Invalid, match="reason"):
        services.purge_document(document, actors=both, reason=" ")
    assert Document.objects.filter(pk=document.pk).exists()
    assert Event.objects.count() == events
    assert not Event.objects.filter(purged=True).exists()


def test_what_is_gone_is_not_found(office, both) -> None:
    document = given(office)
    services.purge_document(document, actors=both, reason="处置")
    for key in (document, document.uuid, "no-id"):
        with pytest.raises(NotFound):
            services.purge_document(key, actors=both, reason="处置")


def test_a_document_of_thousands_of_findings_is_purged(office, both) -> None:
    lines = "".join(f"要新建学校{n}所。\n" for n in range(1, 2501))
    document = make_document(office, f"望川市工作安排\n{lines}")
    assert len(findings_of(document)) >= 2000
    services.purge_document(document, actors=both, reason="处置")
    assert not Finding.objects.exists()
    assert ledger.verify().ok


def test_the_same_file_is_new_again_after_a_purge(office, both) -> None:
    document = given(office)
    services.purge_document(document, actors=both, reason="误会")
    stored = services.store_document(TEXT.encode(), "a.txt", actor=office)
    assert stored.is_new
    assert stored.document.uuid != document.uuid
