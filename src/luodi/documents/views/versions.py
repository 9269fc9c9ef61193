"""New versions of a document: given, settled, and the older ones to read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from luodi.base.actors import Actor
from luodi.base.errors import Conflict, Invalid
from luodi.base.forms import attempt
from luodi.base.permissions import ask, may
from luodi.base.requests import Request

from .. import permissions, queries, services
from ..forms import VersionForm
from ..highlights import marked_text
from ..models import Recognition
from ..services import NewVersion
from ..vocabularies import Settlement
from .shared import number_in, uuid_in


@login_required
def add(request: Request, uuid: UUID) -> HttpResponse:
    """Take the file of a new version."""
    document = queries.get_document(request.actor, uuid)
    ask(request.actor, permissions.EDIT_DOCUMENT, document)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), file.name or ""
        done = attempt(form, lambda: _add(uuid, data, name, request.actor))
        if isinstance(done, Recognition):
            return redirect("documents:scan", done.uuid)
        if done is not None:
            messages.success(request, _told(done))
            place = "documents:matches" if done.open else "documents:document"
            return redirect(place, uuid)
    versions = queries.versions_of(request.actor, uuid)
    context = {"document": document, "form": form, "versions": versions}
    return render(request, "documents/new_version.html", context)


def _add(uuid: UUID, data: bytes, name: str, actor: Actor) -> NewVersion | Recognition:
    """The new version; of a scan, the way it takes until its text is recognised."""
    try:
        return services.add_version(uuid, data, name, actor=actor)
    except services.Scanned:
        if not services.can_recognise():
            raise
        return services.give_scan(data, name, actor=actor, document=uuid)


def _told(done: NewVersion) -> str:
    carried = ngettext(
        "%(n)d finding was carried over.", "%(n)d findings were carried over.", done.carried
    ) % {"n": done.carried}
    left = ngettext("%(n)d is to be settled.", "%(n)d are to be settled.", done.open) % {
        "n": done.open
    }
    added = _("Version %(n)d was added and is being read.") % {"n": done.version.n}
    return " ".join([added, carried, left] if done.open else [added, carried])


@login_required
def matches(request: Request, uuid: UUID) -> HttpResponse:
    """The findings that a new version left to be settled."""
    rows = queries.matches_of(request.actor, uuid)
    document = queries.get_document(request.actor, uuid)
    context = {
        "document": document,
        "rows": rows,
        "n": queries.versions_of(request.actor, uuid)[0].n,
    }
    return render(request, "documents/matches.html", context)


@login_required
@require_POST
def settle(request: Request, uuid: UUID) -> HttpResponse:
    """Say where a finding stands in the new version, or that it is no longer asked for."""
    key = uuid_in(request.POST.get("match"))
    try:
        if request.POST.get("settlement") == Settlement.DROPPED:
            services.settle_match(str(key), Settlement.DROPPED, actor=request.actor)
        else:
            start, end = _place(request, uuid)
            services.settle_match(str(key), Settlement.PLACED, start, end, actor=request.actor)
        messages.success(request, _("Settled."))
    except (Conflict, Invalid) as error:
        messages.error(request, error.sentence)
    left = queries.open_matches(request.actor, uuid)
    return redirect("documents:matches" if left else "documents:review", uuid)


def _place(request: Request, uuid: UUID) -> tuple[int, int]:
    """The place of the candidate that was chosen, or of the words that were typed."""
    start, dash, end = request.POST.get("place", "").partition("-")
    if dash:
        return number_in(start), number_in(end)
    words = request.POST.get("words", "")
    found = queries.place_in_document(request.actor, uuid, words, None)
    if found is None:
        raise Invalid(
            "新版本中没有这样的文字，或出现不止一处。请写得更完整。",
            "These words do not stand in the new version, or several times. Give more of them.",
            field="words",
        )
    return found


@login_required
def version(request: Request, uuid: UUID, n: int) -> HttpResponse:
    """The text of one version, with the places where its findings stand or stood."""
    shown = queries.version_text(request.actor, uuid, n)
    context = {
        "document": shown.document,
        "shown": shown,
        "text": marked_text(
            shown.text,
            shown.marks,
            uuid_in(request.GET.get("finding")),
            link=_link,
            unsure=[(one.start, one.end) for one in shown.scanned.low] if shown.scanned else (),
        ),
        "versions": queries.versions_of(request.actor, uuid),
        "may_review": may(request.actor, permissions.REVIEW_DOCUMENT, shown.document),
    }
    return render(request, "documents/version.html", context)


def _link(finding: UUID) -> str:
    return f"?finding={finding}#t-{finding}"
