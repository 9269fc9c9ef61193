"""A city's own Word templates: tried before they are taken, and used when papers are written."""

from __future__ import annotations

import base64
import json
from typing import Any

from luodi.base import clock, files
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Invalid
from luodi.base.languages import in_both_languages
from luodi.base.papers import Paper, write_docx
from luodi.base.permissions import ask
from luodi.documents.services.common import person_of_actor
from luodi.documents.services.storing import limits, refusals
from luodi.reading.formats import base_name
from luodi.reading.formats.isolation import run_limited

from .. import events, permissions
from ..filling import request_of
from ..models import PaperTemplate
from ..papers.contexts import ROW, context_of
from ..vocabularies import PaperKind

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TARGET = "luodi.commitments.filling:fill"
SAMPLE: dict[str, Any] = {
    **dict.fromkeys(
        ("title", "number", "issuer", "recipients", "signers", "contact", "copies", "date"), "样"
    ),
    "text": "样",
    "note": "样",
    "heads": ["样"] * len(ROW),
    "rows": [{"group": "", **dict.fromkeys(ROW, "样")}],
}


def set_template(kind: str, data: bytes, filename: str, *, actor: Actor) -> PaperTemplate:
    """Return the template, from now on used for this kind of paper; refuses one that cannot be
    filled, with the words around the fault."""
    ask(actor, permissions.EDIT_PLAN)
    if kind not in PaperKind.values:
        raise Invalid("没有这种文书。", "There is no such paper.", field="kind")
    if not data.startswith(b"PK"):
        raise Invalid("模板须为 docx 文件。", "A template is a .docx file.", field="file")
    fill(data, SAMPLE)
    with change(actor) as record:
        PaperTemplate.objects.filter(kind=kind, active=True).update(active=False)
        made = PaperTemplate.objects.create(
            kind=kind,
            file=files.store(data, DOCX),
            filename=base_name(filename)[:200],
            uploaded_by=person_of_actor(actor),
            uploaded_at=clock.now(),
        )
        record(
            events.TEMPLATE_SET,
            made,
            file=made.file.sha256,
            **in_both_languages(kind=PaperKind(kind).label),
        )
    return made


def drop_template(kind: str, *, actor: Actor) -> None:
    """Go back to luodi's own layout for this kind of paper; refuses where there is no template."""
    ask(actor, permissions.EDIT_PLAN)
    found = PaperTemplate.objects.filter(kind=kind, active=True).first()
    if found is None:
        raise Invalid("没有启用中的模板。", "There is no template in use.", field="kind")
    with change(actor) as record:
        found.active = False
        found.save(update_fields=["active"])
        record(events.TEMPLATE_DROPPED, found, **in_both_languages(kind=PaperKind(kind).label))


def written(kind: PaperKind, paper: Paper) -> bytes:
    """Return a paper as Word: in the city's own template when there is one, else in the layout of
    GB/T 9704."""
    template = PaperTemplate.objects.filter(kind=kind, active=True).select_related("file").first()
    if template is None:
        return write_docx(paper)
    return fill(files.read(template.file), context_of(paper))


def fill(template: bytes, context: dict[str, Any]) -> bytes:
    """Return the filled template; refuses a broken one with the line at fault."""
    with refusals():
        answer = json.loads(run_limited(TARGET, request_of(template, context), limits()))
    if "docx" in answer:
        return base64.b64decode(answer["docx"])
    near = f"，位置在：{answer['line']}" if answer["line"] else ""
    at = f", near: {answer['line']}" if answer["line"] else ""
    raise Invalid(
        f"模板有误：{answer['error']}{near}。请在 Word 或 WPS 中改正后重新上传。",
        f"The template is broken: {answer['error']}{at}. Mend it and give it again.",
        field="file",
    )
