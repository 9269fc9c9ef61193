"""What is said of a document, and who may read it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.languages import in_both_languages
from luodi.base.permissions import ask

from .. import events, permissions, search_rows
from ..models import Document
from ..vocabularies import Release
from .common import Key, get_document
from .storing import Details, check_details

EDITABLE = ("title", "kind", "issuer", "number", "date")


def edit_document(
    document: Document | Key,
    details: Details,
    *,
    actor: Actor,
    expected_revision: int | None = None,
) -> Document:
    """Return the document with new title, kind, issuer, number and date; refuses an empty title
    and a save on top of somebody else's."""
    ask(actor, permissions.EDIT_DOCUMENT, get_document(document, actor))
    given = asdict(check_details(details))
    if not given["title"]:
        raise Invalid("请填写标题。", "Please give a title.", field="title")
    wanted = {name: given[name] for name in EDITABLE if given[name] or name != "kind"}
    row = get_document(document, actor)
    _check_revision(row, expected_revision)
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    with change(actor) as record:
        row = get_document(document, actor, lock=True)
        _check_revision(row, expected_revision)
        before = {name: str(getattr(row, name) or "") for name in wanted}
        _write(row, wanted)
        after = {name: str(value or "") for name, value in wanted.items()}
        record(events.EDITED, row, title=row.title, before=before, after=after)
    return row


def set_release(document: Document | Key, release: str, *, actor: Actor) -> Document:
    """Return the document with a new release state; refuses a word outside the vocabulary."""
    row = get_document(document, actor)
    ask(actor, permissions.SET_RELEASE, row)
    if release not in Release.values:
        raise Invalid(
            "公开属性不在可选范围内。", "There is no such release state.", field="release"
        )
    if row.release == release:
        return row
    with change(actor) as record:
        row = get_document(document, actor, lock=True)
        before = row.release
        _write(row, {"release": release})
        record(
            events.RELEASE_SET,
            row,
            title=row.title,
            before=before,
            after=release,
            **in_both_languages(before=Release(before).label, after=Release(release).label),
        )
    return row


def _check_revision(row: Document, expected: int | None) -> None:
    if expected is not None and row.revision != expected:
        raise Conflict(
            "他人刚刚修改了这份文件的信息，您的修改尚未保存。请对照后再改。",
            "Somebody has just changed the details of this document; yours are not saved yet.",
            theirs={name: getattr(row, name) for name in EDITABLE} | {"revision": row.revision},
        )


def _write(row: Document, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*values, "revision"])
    search_rows.index_document(row)
