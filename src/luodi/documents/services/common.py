"""What the services of the area share."""

from __future__ import annotations

from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.errors import NotFound
from luodi.people.models import Person

from .. import permissions
from ..models import Document

Key = UUID | str


def one_line(text: str, longest: int) -> str:
    """Return the text without line breaks and control characters, cut to the length."""
    clean = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return " ".join(clean.split())[:longest]


def person_of_actor(actor: Actor) -> Person | None:
    """Return the actor's account, or None for the system."""
    try:
        key = UUID(actor.id)
    except ValueError:
        return None
    return Person.objects.filter(uuid=key).first()


def not_found() -> NotFound:
    """Return the refusal of what is not there, or not there for this actor."""
    return NotFound(
        "没有找到，可能已被清除，或您无权查看。请返回文件列表。",
        "Not found, or not for you to see. Please go back to the list of documents.",
    )


def get_document(document: Document | Key, actor: Actor, *, lock: bool = False) -> Document:
    """Return a fresh row of the document; one that the actor may not see is not there."""
    key = document.uuid if isinstance(document, Document) else document
    rows = Document.objects.filter(permissions.visible(actor), uuid=key).select_related("unit")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise not_found()
    return row
