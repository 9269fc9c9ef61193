"""What somebody may read of where rows come from: a plan is for every business role, the documents
behind it need not be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from luodi.base.actors import Actor
from luodi.documents import permissions as documents_may
from luodi.documents.models import Document

from ..facts import Facts


def readable(actor: Actor, facts: Sequence[Facts]) -> list[Facts]:
    """Return the facts without the sources that lie in documents the actor may not see: title,
    section, words and link go, what the row itself says stays."""
    named = {finding["document"] for item in facts for finding in item["findings"]}
    hidden = unseen(actor, named)
    return [_without(item, hidden) for item in facts] if hidden else list(facts)


def unseen(actor: Actor, documents: Iterable[UUID | str]) -> set[str]:
    """Return those of the documents that the actor may not see; asks nothing for who sees all."""
    named = {str(key) for key in documents}
    if not named or actor.has(*documents_may.SEE_ALL):
        return set()
    seen = Document.objects.filter(documents_may.visible(actor), uuid__in=named)
    return named - {str(key) for key in seen.values_list("uuid", flat=True)}


def _without(item: Facts, hidden: set[str]) -> Facts:
    kept = [finding for finding in item["findings"] if finding["document"] not in hidden]
    gone = {finding["uuid"] for finding in item["findings"]} - {part["uuid"] for part in kept}
    measures = [
        {**one, "finding": None, "hidden": True} if one["finding"] in gone else one
        for one in item["measures"]
    ]
    return {**item, "findings": kept, "measures": measures}
