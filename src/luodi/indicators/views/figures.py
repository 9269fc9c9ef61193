"""Figures by hand: recorded row by row, checked, disputed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base import clock
from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.commitments.forms import ReasonForm

from .. import permissions, services
from ..access import get_indicator, get_observation
from ..figures import Recorded
from ..forms_figures import FiguresForm, Row, answer_rows, read_rows, rows_of
from ..models import Indicator
from ..queries.subjects import subjects_of


@login_required
def record(request: Request, uuid: UUID) -> HttpResponse:
    """Record figures by hand: every row is answered, and nothing is written while one asks."""
    row = get_indicator(uuid, request.actor)
    ask(request.actor, permissions.RECORD_FIGURES, row)
    form = FiguresForm(posted(request), initial={"reported_on": clock.today()})
    rows = rows_of(posted(request), request.GET.get("of", ""))
    if request.method == "POST" and form.is_valid():
        recorded = _recorded(request, row, form, rows)
        if recorded is not None:
            words = _("%(new)d new, %(revised)d revised, %(same)d there already.")
            said = {"new": recorded.new, "revised": recorded.revised, "same": recorded.unchanged}
            messages.success(request, words % said)
            return redirect("indicators:indicator", uuid)
    context = {
        "form": form,
        "rows": rows,
        "indicator": row,
        "subjects": subjects_of(request.actor, [row])[:200],
        "good": sum(one.is_good for one in rows),
        "asked": any(one.role for one in rows),
    }
    return render(request, "indicators/figures_form.html", context)


def _recorded(
    request: Request, row: Indicator, form: FiguresForm, rows: list[Row]
) -> Recorded | None:
    """Return what was recorded; None while a row is in question and not left out on purpose."""
    read_rows(rows, row, form.cleaned_data)
    figures = [one.figure for one in rows if one.figure]
    answers = services.examine_figures(figures, actor=request.actor)
    answer_rows(rows, answers, chinese=not (get_language() or "").startswith("en"))
    typed = [one for one in rows if not one.is_empty]
    good = [one for one in typed if one.is_good]
    if not typed:
        form.add_error(None, _("Type at least one figure."))
        return None
    if not good or (len(good) < len(typed) and "good" not in request.POST):
        return None
    wanted = [one.figure for one in good if one.figure]
    return attempt(form, lambda: services.record_observations(wanted, actor=request.actor))


@login_required
@require_POST
def check(request: Request, uuid: UUID) -> HttpResponse:
    """Say that a figure was checked."""
    row = services.check_observation(uuid, actor=request.actor)
    messages.success(request, _("The figure is checked."))
    return _back(row)


@login_required
def dispute(request: Request, uuid: UUID) -> HttpResponse:
    """Dispute a figure, with what is doubtful."""
    row = get_observation(uuid, request.actor)
    ask(request.actor, permissions.CHECK_FIGURE, row)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: services.dispute_observation(row, reason, actor=request.actor)):
            messages.success(request, _("The figure is disputed."))
            return _back(row)
    context: dict[str, Any] = {
        "form": form,
        "indicator": row.indicator,
        "title": _("Dispute a figure"),
        "figure": row,
        "danger": False,
        "back": _address(row),
    }
    return render(request, "indicators/step.html", context)


def _back(row: Any) -> HttpResponse:
    return redirect(_address(row))


def _address(row: Any) -> str:
    of = row.place.code if row.place else row.body.uuid
    return f"{reverse('indicators:indicator', args=[row.indicator.uuid])}?of={of}#figures"
