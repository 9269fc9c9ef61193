"""What the services of the area share."""

from __future__ import annotations

from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.errors import NotFound
from luodi.base.permissions import may
from luodi.people.models import Person

from .. import permissions
from ..models import Document, Finding

Key = UUID | str


def is_uuid(text: str) -> bool:
    """Return whether a text is a public id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def person_of_actor(actor: Actor) -> Person | None:
    """Return the actor's account, or None for the system."""
    return Person.objects.filter(uuid=actor.id).first() if is_uuid(actor.id) else None


def not_found() -> NotFound:
    """Return the refusal of what is not there, or not there for this actor."""
    return NotFound(
        "没有找到，可能已被清除，或您无权查看。请返回文件列表。",
        "Not found, or not for you to see. Please go back to the list of documents.",
    )


def key_of(thing: Document | Finding | Key) -> UUID:
    """Return the public id of a row, or the id given; what is no id is not there."""
    if isinstance(thing, Document | Finding):
        return thing.uuid
    if not is_uuid(str(thing)):
        raise not_found()
    return UUID(str(thing))


def get_document(document: Document | Key, actor: Actor, *, lock: bool = False) -> Document:
    """Return a fresh row of the document; one that the actor may not see is not there."""
    rows = Document.objects.filter(
        permissions.visible(actor), uuid=key_of(document)
    ).select_related("unit")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None or not may(actor, permissions.VIEW_DOCUMENT, row):
        raise not_found()
    return row
