"""The page of a document: what it is, how far its reading is, its original, its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from luodi.base.errors import Conflict
from luodi.base.forms import attempt
from luodi.base.permissions import ask, may
from luodi.base.requests import Request
from luodi.base.templatetags.parts import day

from .. import permissions, queries, services
from ..forms import DetailsForm, ReleaseForm
from ..models import Document
from ..queries import Progress
from ..services import Details
from ..services.describing import EDITABLE
from ..vocabularies import DocumentKind
from .shared import number_in, revision_in

# Most texts are read at once, so the page asks soon, and then less often.
PACES = ("200ms", "400ms", "1s")
DOWNLOAD_POLICY = "sandbox; default-src 'none'"


@login_required
def document(request: Request, uuid: UUID) -> HttpResponse:
    """One document."""
    shown = queries.document_page(request.actor, uuid)
    context = {
        "shown": shown,
        "document": shown.document,
        "row": shown.row,
        "edition": shown.version,
        "reading": reading_part(request, uuid),
        "history": queries.history_of(request.actor, uuid),
        "versions": (versions := queries.versions_of(request.actor, uuid)),
        "to_settle": versions[0].open,
    }
    return render(request, "documents/document.html", context)


def reading_part(request: Request, uuid: UUID, then: str = "document") -> dict[str, object]:
    """Return what the part that shows a reading needs; `then` names the page to go to after."""
    row = queries.get_document(request.actor, uuid)
    progress = queries.progress_of(request.actor, uuid)
    looks = number_in(request.GET.get("looks"))
    return {
        "progress": progress,
        "note": _note(progress),
        "error": progress.error_en if _english() else progress.error_zh,
        "url": f"{reverse('documents:progress', args=[uuid])}?then={then}&looks={looks + 1}",
        "every": PACES[min(looks, len(PACES) - 1)],
        "may_read_again": may(request.actor, permissions.REVIEW_DOCUMENT, row),
        "document": row,
    }


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _note(progress: Progress) -> str:
    return _(progress.note) if progress.note else str(progress.state.label)


@login_required
def progress(request: Request, uuid: UUID) -> HttpResponse:
    """The part that shows how far the reading is; leads on when it has ended."""
    then = request.GET.get("then", "")
    then = then if then in ("document", "review") else "document"
    part = reading_part(request, uuid, then)
    shown: Progress = part["progress"]  # type: ignore[assignment]
    if not request.htmx:
        return redirect(f"documents:{then}", uuid)
    if not shown.is_open:
        return HttpResponseClientRedirect(reverse(f"documents:{then}", args=[uuid]))
    return render(request, "documents/parts/progress.html", {"reading": part})


@login_required
@require_POST
def read_again(request: Request, uuid: UUID) -> HttpResponse:
    """Have the newest version read again."""
    services.is_soon_read(services.start_reading(uuid, actor=request.actor).version)
    return redirect("documents:document", uuid)


@login_required
def edit(request: Request, uuid: UUID) -> HttpResponse:
    """Edit what is said of a document; a save on top of somebody else's shows both."""
    row = queries.get_document(request.actor, uuid)
    ask(request.actor, permissions.EDIT_DOCUMENT, row)
    form = DetailsForm(
        request.POST or None, initial={name: getattr(row, name) for name in EDITABLE}
    )
    context = {"document": row, "form": form, "revision": row.revision}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, lambda: _edit(request, row, form)):
                messages.success(request, _("Saved."))
                return redirect("documents:document", uuid)
            context["revision"] = revision_in(request)
        except Conflict as error:
            status = error.status
            theirs = error.theirs
            context |= {"clash": error, "theirs": _said(theirs), "revision": theirs["revision"]}
    elif request.method == "POST":
        context["revision"] = revision_in(request)
    return render(request, "documents/edit.html", context, status=status)


def _edit(request: Request, row: Document, form: DetailsForm) -> Document:
    return services.edit_document(
        row,
        Details(**form.cleaned_data),
        actor=request.actor,
        expected_revision=revision_in(request),
    )


def _said(theirs: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return what stands in the database now, each with its label."""
    form, values = DetailsForm(), {name: theirs[name] for name in EDITABLE}
    values["kind"] = DocumentKind(values["kind"]).label
    values["date"] = day(values["date"])
    return [(str(form[name].label), value) for name, value in values.items()]


@login_required
def release(request: Request, uuid: UUID) -> HttpResponse:
    """Change who may read a document."""
    row = queries.get_document(request.actor, uuid)
    ask(request.actor, permissions.SET_RELEASE, row)
    form = ReleaseForm(request.POST or None, initial={"release": row.release})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["release"]
        if attempt(form, lambda: services.set_release(row, chosen, actor=request.actor)):
            messages.success(request, _("Saved."))
            return redirect("documents:document", uuid)
    return render(request, "documents/release.html", {"document": row, "form": form})


@login_required
def original(request: Request, uuid: UUID) -> HttpResponse:
    """The file as it came, always to be saved and never shown: it may hold scripts."""
    found = queries.original_of(request.actor, uuid)
    name = content_disposition_header(True, found.filename) or "attachment"
    return HttpResponse(
        found.data,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": name,
            "Content-Security-Policy": DOWNLOAD_POLICY,
            "X-Content-Type-Options": "nosniff",
        },
    )
