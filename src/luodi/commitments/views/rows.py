"""Rows: one row, its form, and the steps that change its place or its findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base.errors import Conflict, Invalid
from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.people.queries import unit_choices

from .. import permissions, queries, services
from ..forms import ReasonForm, RowForm
from ..models import PlanRow
from .plans import revision_in

Beside = Callable[[queries.RowPage], dict[str, Any]]


@login_required
def row(
    request: Request,
    uuid: UUID,
    template: str = "commitments/row.html",
    beside: Beside = lambda shown: {},
) -> HttpResponse:
    """One row: what it asks, where it comes from, who, by when, how it is measured. A page over
    several areas gives its own template, and what stands beside."""
    shown = queries.row_page(request.actor, uuid)
    context = {"shown": shown, "row": shown.view, "plan": shown.plan, "reason": ReasonForm()}
    return render(request, template, context | beside(shown))


@login_required
def edit(request: Request, uuid: UUID) -> HttpResponse:
    """Edit a row; a save on top of somebody else's shows both."""
    shown = queries.row_page(request.actor, uuid)
    ask(request.actor, permissions.EDIT_PLAN, shown.plan)
    form = RowForm(
        posted(request),
        facts=shown.facts,
        units=unit_choices(request.actor),
        leaders=queries.leader_choices(request.actor),
    )
    context = {"shown": shown, "row": shown.view, "plan": shown.plan, "form": form}
    context["revision"] = shown.revision
    status = 200
    if request.method == "POST":
        context["revision"] = revision_in(request)
        try:
            saved = attempt(form, lambda: _save(request, uuid, form)) if form.is_valid() else None
            if saved:
                messages.success(request, _("Saved."))
                return redirect("commitments:row", uuid)
        except Conflict as error:
            # The form keeps what was typed; what stands now is shown beside it.
            status = error.status
            context |= {"clash": error, "revision": shown.revision}
    return render(request, "commitments/row_form.html", context, status=status)


def _save(request: Request, uuid: UUID, form: RowForm) -> PlanRow:
    return services.edit_row(
        uuid, form.given, actor=request.actor, expected_revision=revision_in(request)
    )


@login_required
@require_POST
def split(request: Request, uuid: UUID) -> HttpResponse:
    """Split a row: the findings from the chosen one on, or those that were ticked, go."""
    anchors = [anchor.uuid for anchor in queries.row_page(request.actor, uuid).view.anchors]
    chosen = request.POST.getlist("findings")
    start = request.POST.get("from", "")
    if start in anchors:
        chosen = anchors[anchors.index(start) :]
    other = services.split_row(
        uuid,
        [key for key in chosen if key in anchors],
        actor=request.actor,
        expected_revision=revision_in(request),
    )
    messages.success(request, _("Row %(n)d is new.") % {"n": other.number})
    return _back(request, other.plan.uuid, other.uuid)


@login_required
@require_POST
def join(request: Request, uuid: UUID) -> HttpResponse:
    """Join a row into the one before it."""
    shown = queries.row_page(request.actor, uuid)
    if shown.before is None:
        raise Invalid("前面没有事项可并入。", "There is no row before it to join.")
    kept = services.join_rows(UUID(shown.before.uuid), [uuid], actor=request.actor)
    messages.success(request, _("Joined into row %(n)d.") % {"n": kept.number})
    return _back(request, kept.plan.uuid, kept.uuid)


@login_required
@require_POST
def place(request: Request, uuid: UUID) -> HttpResponse:
    """Move a row one place up or down."""
    shown = queries.row_page(request.actor, uuid)
    found = services.shift_row(uuid, up=request.POST.get("direction") == "up", actor=request.actor)
    return _back(request, shown.plan.uuid, found.uuid)


@login_required
@require_POST
def remove(request: Request, uuid: UUID) -> HttpResponse:
    """Take a row out of a plan that was never approved with it."""
    plan = queries.row_page(request.actor, uuid).plan
    services.remove_row(uuid, actor=request.actor, expected_revision=revision_in(request))
    messages.success(request, _("The row is out of the plan; its findings can be taken again."))
    return redirect("commitments:plan", plan.uuid)


@login_required
@require_POST
def cancel(request: Request, uuid: UUID) -> HttpResponse:
    """Cancel a row with a reason."""
    services.cancel_row(uuid, request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, _("The row is cancelled once the amendment is approved."))
    return redirect("commitments:row", uuid)


@login_required
@require_POST
def reinstate(request: Request, uuid: UUID) -> HttpResponse:
    """Put a cancelled row in force again."""
    services.reinstate_row(uuid, actor=request.actor)
    messages.success(request, _("The row is in force again."))
    return redirect("commitments:row", uuid)


def _back(request: Request, plan: UUID, row: UUID) -> HttpResponse:
    """Go back to the plan, to the row; the page scrolls there and keeps its filters."""
    query = request.POST.get("query", "")
    address = reverse("commitments:plan", args=[plan])
    kept = f"?{query}" if query and "\n" not in query and "#" not in query else ""
    return redirect(f"{address}{kept}#r-{row}")
