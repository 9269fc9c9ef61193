"""Year's end: open rows go over into another plan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask
from luodi.base.requests import Request

from .. import permissions, queries, services
from ..forms import CarryForm


@login_required
def carry(request: Request, uuid: UUID) -> HttpResponse:
    """Choose the open rows that go over, and the plan they go into."""
    shown = queries.plan_page(request.actor, uuid)
    ask(request.actor, permissions.EDIT_PLAN, shown.plan)
    rows = [row for group in shown.groups for row in group.rows]
    form = CarryForm(
        posted(request),
        plans=[(str(p.uuid), f"{p.title}") for p in queries.open_plans(request.actor, uuid)],
        rows=[(row.uuid, f"{row.number}. {row.words}") for row in rows],
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.carry_over(uuid, data["rows"], data["into"], actor=request.actor),
        )
        if made:
            done = ngettext(
                "%(n)d row was carried over.", "%(n)d rows were carried over.", len(made)
            )
            messages.success(request, done % {"n": len(made)})
            return redirect("commitments:plan", data["into"])
    context = {"form": form, "plan": shown.plan, "rows": rows}
    return render(request, "commitments/carry.html", context)
