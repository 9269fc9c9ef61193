"""Targets: from a measure of a plan row to an indicator, edited, dropped; all of them at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.base.errors import Conflict
from luodi.base.forms import attempt, narrowed, posted
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.commitments.forms import ReasonForm

from .. import permissions, services
from ..access import get_target
from ..forms_targets import BoardFilterForm, TargetForm, values_of
from ..models import Target
from ..queries import board as boards
from ..queries import choices
from ..queries.board import BoardFilter, board_choices
from ..queries.targets import begun_target, measure_line, target_of
from .definitions import revision_in


@login_required
def board(request: Request) -> HttpResponse:
    """All targets, those that can still go either way first."""
    form = BoardFilterForm(request.GET, choices=board_choices(request.actor))
    asked = narrowed(form)
    filtered = any(asked.values())
    wanted = BoardFilter(asked.pop("q"), **asked)
    found = boards.board(request.actor, wanted, request.GET.get("p", 1))
    context = {"board": found, "filter": form, "filtered": filtered, "chosen": wanted.group}
    return render(request, "indicators/board.html", context)


@login_required
def target(request: Request, uuid: UUID) -> HttpResponse:
    """Lead to the page of the target's indicator, to this target."""
    row = get_target(uuid, request.actor)
    address = reverse("indicators:indicator", args=[row.indicator.uuid])
    return redirect(f"{address}?target={row.uuid}#target")


@login_required
def new(request: Request, measure: UUID) -> HttpResponse:
    """Set the target of a measure; one that has a target leads to it."""
    ask(request.actor, permissions.SET_TARGET)
    known = target_of(request.actor, measure)
    if known is not None:
        return redirect("indicators:target_edit", known.uuid)
    begun = begun_target(request.actor, measure)
    form = _form(request, begun.values, own=begun.own)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.set_target(measure, form.given, actor=request.actor))
        if made:
            messages.success(request, _("The target is set."))
            return redirect("indicators:target", made.uuid)
    return render(request, "indicators/target_form.html", {"form": form, "measure": begun.measure})


def _form(request: Request, initial: dict[str, Any], *, own: bool = False) -> TargetForm:
    return TargetForm(
        posted(request),
        initial=initial,
        indicators=choices.indicator_choices(request.actor),
        peers=choices.peer_choices(request.actor),
        own=own,
    )


@login_required
def edit(request: Request, uuid: UUID) -> HttpResponse:
    """Edit a target; a save on top of somebody else's change is refused."""
    ask(request.actor, permissions.SET_TARGET)
    row = get_target(uuid, request.actor)
    form = _form(request, values_of(row))
    context: dict[str, Any] = {
        "form": form,
        "target": row,
        "revision": row.revision,
        "measure": measure_line(request.actor, row),
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, lambda: _save(request, row, form)):
                messages.success(request, _("Saved."))
                return redirect("indicators:target", uuid)
        except Conflict as error:
            # The form keeps what was typed.
            status, context["clash"] = error.status, error
    return render(request, "indicators/target_form.html", context, status=status)


def _save(request: Request, row: Target, form: TargetForm) -> Target:
    return services.edit_target(
        row, form.given, actor=request.actor, expected_revision=revision_in(request)
    )


@login_required
def drop(request: Request, uuid: UUID) -> HttpResponse:
    """Take a target away, with a reason; the measure stays."""
    ask(request.actor, permissions.SET_TARGET)
    row = get_target(uuid, request.actor)
    measure = measure_line(request.actor, row)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        # The service returns nothing: what it refuses is an error of the form.
        attempt(form, lambda: services.drop_target(row, reason, actor=request.actor))
        if form.is_valid():
            messages.success(request, _("The target is dropped."))
            if measure is not None:
                return redirect("commitments:row", measure.row)
            return redirect("indicators:indicator", row.indicator.uuid)
    context = {
        "form": form,
        "indicator": row.indicator,
        "title": _("Drop the target"),
        "danger": True,
        "back": reverse("indicators:target", args=[uuid]),
    }
    return render(request, "indicators/step.html", context)
