"""Whatever a service changes, the search knows in the same transaction."""

from __future__ import annotations

import pytest
from tests.documents.factories import findings_of, make_document
from tests.people.factories import make_actor

from luodi.base import search
from luodi.base.actors import SYSTEM, Actor
from luodi.documents import search_rows, services

pytestmark = pytest.mark.django_db


def found(words: str, actor: Actor = SYSTEM) -> set[tuple[str, str]]:
    hits = search.search(words, labels=search_rows.labels_of(actor), limit=100).hits
    return {(hit.kind, hit.key) for hit in hits}


def test_a_document_is_found_from_its_storing_to_its_purge(unit) -> None:
    document = make_document(title="排水方案", unit=str(unit.uuid))
    key = ("document", str(document.uuid))
    assert key in found("排水")
    services.edit_document(document, services.Details(title="内涝方案"), actor=SYSTEM)
    assert key not in found("排水方案")
    assert key in found("内涝")
    outsider = make_actor("liaison")
    assert key in found("内涝", outsider)
    services.set_release(document, "work_secret", actor=SYSTEM)
    assert found("内涝", outsider) == set()
    both = make_actor("system_admin"), make_actor("security_admin")
    services.purge_document(document, actors=both, reason="误收")
    assert found("内涝") == set()
    assert search.keys_of("document") == search.keys_of("finding") == set()


def test_findings_are_found_while_they_are_accepted(office) -> None:
    document = make_document(office)
    first, second = findings_of(document)[:2]
    services.accept_finding(first, actor=office)
    assert search.keys_of("finding") == {str(first.uuid)}
    services.undo_decision(document, actor=office)
    assert search.keys_of("finding") == set()
    listed = {item.uuid: item.revision for item in findings_of(document)[:2]}
    services.accept_findings_above(document, 0.0, listed, actor=office)
    assert search.keys_of("finding") == {str(first.uuid), str(second.uuid)}
    services.reject_finding(first, "repeated", actor=office)
    assert search.keys_of("finding") == {str(second.uuid)}
