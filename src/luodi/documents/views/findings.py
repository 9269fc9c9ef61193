"""One finding: its card, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base.errors import Conflict
from luodi.base.forms import attempt
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.people.queries import unit_names

from .. import permissions, queries, services
from ..forms import FindingForm, RejectForm
from ..models import Finding
from ..vocabularies import FindingState, RejectReason
from .review import bar_now, place_of, tell
from .shared import Wanted, review_url, revision_in, wanted_in


@login_required
def finding(request: Request, uuid: UUID) -> HttpResponse:
    """The card of a finding; opened by itself, the place of the finding in the review."""
    if not request.htmx:
        return redirect(place_of(queries.standing_finding(request.actor, uuid)))
    row = queries.get_finding(request.actor, uuid)
    return render(request, "documents/parts/card.html", _card(request, row))


def _card(request: Request, row: Finding) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    return {
        "card": queries.card_of(request.actor, row),
        "wanted": wanted_in(asked),
        "document": row.version.document,
    }


@login_required
@require_POST
def accept(request: Request, uuid: UUID) -> HttpResponse:
    """Accept a finding."""
    return _decide(
        request,
        uuid,
        lambda: services.accept_finding(
            uuid, actor=request.actor, expected_revision=revision_in(request)
        ),
        "accept",
    )


@login_required
@require_POST
def restore(request: Request, uuid: UUID) -> HttpResponse:
    """Put a finding back among the proposed ones."""
    return _decide(
        request,
        uuid,
        lambda: services.restore_finding(
            uuid, actor=request.actor, expected_revision=revision_in(request)
        ),
        "restore",
    )


@login_required
def reject(request: Request, uuid: UUID) -> HttpResponse:
    """Ask for the reason, then reject a finding."""
    row = queries.get_finding(request.actor, uuid)
    ask(request.actor, permissions.REVIEW_DOCUMENT, row.version.document)
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        answer = attempt(
            form,
            lambda: _decide(
                request,
                uuid,
                lambda: services.reject_finding(
                    uuid,
                    data["reason"],
                    note=data["note"],
                    actor=request.actor,
                    expected_revision=revision_in(request),
                ),
                "reject",
            ),
        )
        if answer:
            return answer
    return _form_page(request, row, "reject", form)


@login_required
def edit(request: Request, uuid: UUID) -> HttpResponse:
    """Edit the fields of a finding; a save on top of somebody else's shows both versions."""
    row = queries.get_finding(request.actor, uuid)
    ask(request.actor, permissions.REVIEW_DOCUMENT, row.version.document)
    form = FindingForm(request.POST or None, fields=row.fields)
    if request.method == "POST" and form.is_valid():
        try:
            if saved := attempt(form, lambda: _edit(request, uuid, form)):
                return _answer(request, saved, _("Saved."))
        except Conflict as error:
            theirs = queries.get_finding(request.actor, uuid)
            return _form_page(request, theirs, "edit", form, clash=error.sentence, status=409)
    return _form_page(request, row, "edit", form)


def _edit(request: Request, uuid: UUID, form: FindingForm) -> Finding:
    return services.edit_finding(
        uuid, form.given, actor=request.actor, expected_revision=revision_in(request)
    )


def _form_page(
    request: Request,
    row: Finding,
    name: str,
    form: RejectForm | FindingForm,
    *,
    clash: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a form in the place of the card, or as a page of its own."""
    posted = request.method == "POST" and not clash
    context = {
        **_card(request, row),
        "form": form,
        "name": name,
        "part": f"documents/parts/card_{name}.html",
        "revision": revision_in(request) if posted else row.revision,
        "clash": clash,
        "unit_names": [unit.name for unit in unit_names() if unit.active] if name == "edit" else (),
    }
    if request.htmx:
        return render(request, context["part"], context)
    return render(request, "documents/finding_form.html", context, status=status)


def _decide(request: Request, uuid: UUID, step: Callable[[], Finding], move: str) -> HttpResponse:
    try:
        row = step()
    except Conflict as error:
        return _clash(request, uuid, move, error)
    said = {
        "accept": _("Accepted."),
        "reject": _("Rejected."),
        "restore": _("Put back among the proposed ones."),
    }
    return _answer(request, row, said[move])


def _answer(request: Request, row: Finding, said: str) -> HttpResponse:
    """Show the new card with the counts, or go back to the review."""
    part = _card(request, queries.get_finding(request.actor, row.uuid))
    wanted: Wanted = part["wanted"]
    if not request.htmx:
        messages.success(request, said)
        return redirect(review_url(part["document"].uuid, wanted, row.uuid))
    context = {**bar_now(request.actor, part["document"], wanted), **part}
    return tell(render(request, "documents/parts/decided.html", context), said, [row])


def _clash(request: Request, uuid: UUID, move: str, error: Conflict) -> HttpResponse:
    """Show the finding as it is now beside what was wanted, with a choice."""
    row = queries.get_finding(request.actor, uuid)
    part = _card(request, row)
    part |= {
        "clash": error.sentence,
        "mine": _mine(request, move),
        "move": move if move in part["card"].moves else "",
        "again": {name: request.POST.get(name, "") for name in ("reason", "note")},
    }
    if request.htmx:
        context = {**bar_now(request.actor, part["document"], part["wanted"]), **part}
        return tell(render(request, "documents/parts/decided.html", context), error.sentence, [row])
    return render(request, "documents/clash.html", part, status=error.status)


def _mine(request: Request, move: str) -> str:
    """Return in words what the actor wanted."""
    if move == "accept":
        return str(FindingState.ACCEPTED.label)
    if move == "restore":
        return str(FindingState.PROPOSED.label)
    reasons = dict(RejectReason.choices)
    note = request.POST.get("note", "")
    words = [FindingState.REJECTED.label, reasons.get(request.POST.get("reason", ""), ""), note]
    return " · ".join(str(word) for word in words if word)
