"""Adding documents: files and pasted text, each answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from luodi.base.actors import Actor
from luodi.base.errors import Invalid
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.people.models import Role
from luodi.people.queries import unit_choices, units_of

from .. import permissions, services
from ..forms import AddForm
from ..models import Recognition
from ..services import Details, Stored


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file or text."""

    name: str
    stored: Stored | None = None
    refusal: str = ""
    scan: Recognition | None = None


@login_required
def add(request: Request) -> HttpResponse:
    """Take files and a pasted text; each is stored, known already, or refused with a reason."""
    ask(request.actor, permissions.ADD_DOCUMENT)
    form = AddForm(request.POST or None, request.FILES or None, units=own_units(request.actor))
    if request.method == "POST" and form.is_valid():
        answers = list(_answers(form.cleaned_data, request.actor))
        if len(answers) > 1:
            context = {
                "answers": answers,
                "refused": " ".join(one.refusal for one in answers if one.refusal),
            }
            return render(request, "documents/added.html", context)
        if stored := answers[0].stored:
            return _to_document(request, stored)
        if scan := answers[0].scan:
            return redirect("documents:scan", scan.uuid)
        form.add_error("file" if form.cleaned_data["file"] else "text", answers[0].refusal)
    return render(request, "documents/add.html", {"form": form})


def own_units(actor: Actor) -> list[tuple[str, str]]:
    """Return the units in whose name the actor may add a document."""
    if actor.has(Role.FOLLOWUP):
        return unit_choices(actor)
    keys = {UUID(grant.unit) for grant in actor.grants_of(*permissions.BUSINESS) if grant.unit}
    return [(str(key), row.name) for key, row in units_of(keys).items()]


def _answers(given: dict[str, Any], actor: Actor) -> Iterator[Answer]:
    details = Details(
        **{name: given.get(name) or "" for name in AddForm.told if name != "date"},
        date=given["date"],
    )
    for file in given["file"]:
        yield _answer_file(file, details, actor)
    if given["text"].strip():
        yield _answer_text(given["text"], details, actor)


def _answer_file(file: UploadedFile, details: Details, actor: Actor) -> Answer:
    name, data = file.name or _("a file without a name"), file.read()
    try:
        return Answer(name, services.store_document(data, name, actor=actor, details=details))
    except services.Scanned as error:
        if not services.can_recognise():
            return Answer(name, refusal=error.sentence)
    except Invalid as error:
        return Answer(name, refusal=error.sentence)
    return _answer_scan(data, name, details, actor)


def _answer_scan(data: bytes, name: str, details: Details, actor: Actor) -> Answer:
    try:
        scan = services.give_scan(data, name, actor=actor, details=details)
    except Invalid as error:
        return Answer(name, refusal=error.sentence)
    return Answer(name, scan=scan)


def _answer_text(text: str, details: Details, actor: Actor) -> Answer:
    name = _("the pasted text")
    # A browser sends a text with CRLF; stored is what was pasted.
    pasted = text.replace("\r\n", "\n")
    try:
        return Answer(name, services.paste_document(pasted, actor=actor, details=details))
    except Invalid as error:
        return Answer(name, refusal=error.sentence)


def _to_document(request: Request, stored: Stored) -> HttpResponse:
    if stored.is_new:
        is_read = services.is_soon_read(stored.version)
        said = _("Added.") if is_read else _("Added. The reading begins by itself.")
        messages.success(request, said)
    else:
        messages.info(request, _("This document is here already; nothing was added."))
    return redirect("documents:document", stored.document.uuid)
