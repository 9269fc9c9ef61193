"""What of documents and findings is found, by whom, and what is not found any more."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from tests.documents.factories import accept_some, make_document
from tests.people.factories import make_actor, make_unit

from luodi.base import search
from luodi.base.actors import NOBODY, SYSTEM, Actor
from luodi.base.models import SearchRow
from luodi.documents import permissions, search_rows, services
from luodi.documents.models import Document
from luodi.people.models import Role

pytestmark = pytest.mark.django_db


def found(question: str, actor: Actor = SYSTEM, *kinds: str) -> set[str]:
    hits = search.search(question, labels=search_rows.labels_of(actor), kinds=kinds, limit=100).hits
    return {hit.key for hit in hits}


def test_a_document_is_found_by_its_title_its_text_and_what_it_says_of_itself() -> None:
    document = make_document(
        read=False, title="城区排水方案", number="望政发〔2026〕7号", issuer="望川市人民政府"
    )
    key = {str(document.uuid)}
    for question in ("排水", "厂房50万", "〔2026〕7号", "望川市人民政府", "排水 厂房"):
        assert found(question) == key
    hit = search.search("厂房", labels=search_rows.labels_of(SYSTEM)).hits[0]
    assert (hit.title.text, hit.state, hit.source) == ("城区排水方案", "internal", "望川市人民政府")
    assert ("厂房", True) in hit.snippet.parts


def test_only_accepted_findings_are_found() -> None:
    document = make_document()
    first, second = accept_some(document)
    assert search.keys_of("finding") == {str(first.uuid), str(second.uuid)}
    assert found("标准厂房", SYSTEM, "finding") == {str(first.uuid)}
    assert found("项目建设", SYSTEM, "finding") == {str(first.uuid), str(second.uuid)}
    owners = [{"text": "市城管局", "role": "lead"}]
    services.edit_finding(first, {"owners": owners}, actor=SYSTEM, expected_revision=first.revision)
    assert found("市城管局", SYSTEM, "finding") == {str(first.uuid)}
    services.restore_finding(first, actor=SYSTEM)
    assert search.keys_of("finding") == {str(second.uuid)}


def test_findings_go_with_their_document() -> None:
    unit = make_unit("甲局")
    document = make_document(title="甲", issuer="甲局", unit=str(unit.uuid))
    accept_some(document)
    document = services.set_release(document, "work_secret", actor=SYSTEM)
    ours = SearchRow.objects.exclude(kind="unit")
    rows = ours.values_list("kind", "source", "unit", "access").distinct()
    assert set(rows) == {
        (kind, "甲局", str(unit.uuid), f"unit:{unit.uuid}") for kind in ("document", "finding")
    }
    stranger = make_actor("liaison", make_unit("乙局"))
    assert found("标准厂房", stranger) == set()
    assert len(found("标准厂房", make_actor("liaison", unit))) == 2


def _documents() -> list[Document]:
    """Of every release, of a unit, of one below it, of another, and of none."""
    city = make_unit("甲局")
    below, other = make_unit("甲局一科", city), make_unit("乙局")
    made = []
    for release in ("public", "internal", "work_secret"):
        for unit in (city, below, other):
            made.append(make_document(SYSTEM, read=False, release=release, unit=str(unit.uuid)))
        bare = make_document(SYSTEM, read=False, release=release)
        Document.objects.filter(pk=bare.pk).update(unit=None)
        made.append(Document.objects.get(pk=bare.pk))
    return made


def test_who_may_see_a_document_finds_it_and_nobody_else() -> None:
    made = _documents()
    for document in made:  # their units were changed behind the services
        search_rows.index_document(document)
    units = [document.unit for document in made[:3]]
    actors = [make_actor(role, unit) for role in Role.values for unit in units]
    seen = []
    for actor in [*actors, NOBODY, SYSTEM]:
        allowed = Document.objects.filter(permissions.visible(actor))
        visible = {str(uuid) for uuid in allowed.values_list("uuid", flat=True)}
        assert found("厂房", actor) == visible
        seen.append(len(visible))
    assert {0, 9, 10, 12} <= set(seen)


def test_a_purge_leaves_nothing_to_find() -> None:
    kept, document = make_document(), make_document()
    search_rows.index_findings(accept_some(document))
    for each in (kept, document):
        search_rows.index_document(each)
    search_rows.erase_document(document)
    ours = SearchRow.objects.exclude(kind="unit")
    assert set(ours.values_list("key", flat=True)) == {str(kept.uuid)}


def test_reindex_makes_anew_what_is_there_and_drops_what_is_not() -> None:
    documents = [make_document(), make_document()]
    accepted = accept_some(documents[0])
    search.index("document", "0192aaaa-0000-7000-8000-000000000000", "早已删除的厂房")
    search_rows.index_document(documents[1])
    SearchRow.objects.filter(kind="document").update(body="")
    said = StringIO()
    call_command("reindex", stdout=said)
    assert found("厂房", SYSTEM, "document") == {str(d.uuid) for d in documents}
    assert search.keys_of("finding") == {str(f.uuid) for f in accepted}
    assert "documents and findings: 4\n" in said.getvalue()
