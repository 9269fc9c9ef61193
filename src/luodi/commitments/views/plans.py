"""Plans: the list, one plan, taking documents in, approval and the other moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_POST

from luodi.base import clock
from luodi.base.errors import Conflict, NotFound
from luodi.base.forms import attempt, narrowed, posted
from luodi.base.permissions import ask, may
from luodi.base.requests import Request
from luodi.documents.vocabularies import Release

from .. import permissions, queries, services
from ..forms import ApproveForm, PlanFilterForm, PlanForm, RowFilterForm, TakeForm
from ..vocabularies import PlanState

# Each move with what is said when it is made: what has happened, and what comes next.
MOVES: dict[str, tuple[Callable[..., Any], str]] = {
    "close_consultation": (
        services.close_consultation,
        gettext_noop("The consultation has ended; the plan is a draft again."),
    ),
    "start_amendment": (
        services.start_amendment,
        gettext_noop("The amendment has begun: change the rows, then approve it."),
    ),
    "withdraw_amendment": (
        services.withdraw_amendment,
        gettext_noop("The amendment is withdrawn; the approved version holds."),
    ),
    "close": (services.close_plan, gettext_noop("The plan is closed.")),
}


@login_required
def plans(request: Request) -> HttpResponse:
    """The plans, the newest years first."""
    form = PlanFilterForm(request.GET)
    asked = narrowed(form)
    context = {
        "found": queries.plans(request.actor, **asked, page=request.GET.get("p", 1)),
        "filter": form,
        "filtered": any(asked.values()),
        "may_make": may(request.actor, permissions.EDIT_PLAN),
    }
    return render(request, "commitments/plans.html", context)


@login_required
def new(request: Request) -> HttpResponse:
    """Begin a plan."""
    ask(request.actor, permissions.EDIT_PLAN)
    form = PlanForm(posted(request), initial={"year": clock.today().year})
    document = request.GET.get("document", "")
    if request.method == "POST" and form.is_valid():
        unit = queries.own_unit(request.actor)
        made = attempt(
            form, lambda: services.create_plan(**form.cleaned_data, unit=unit, actor=request.actor)
        )
        if made:
            return redirect(_take_address(made.uuid, document))
    others = queries.plans_in_making(request.actor) if document else []
    context = {"form": form, "others": [(p, _take_address(p.uuid, document)) for p in others]}
    return render(request, "commitments/plan_form.html", context)


def _take_address(plan: UUID, document: str) -> str:
    """Where documents are taken into a plan; one that was chosen on the way is ticked there."""
    address = reverse("commitments:take", args=[plan])
    return f"{address}?{urlencode({'document': document})}" if document else address


@login_required
def edit(request: Request, uuid: UUID) -> HttpResponse:
    """Change a plan's title or year."""
    shown = queries.plan_page(request.actor, uuid)
    ask(request.actor, permissions.EDIT_PLAN, shown.plan)
    row = shown.plan
    form = PlanForm(posted(request), initial={"title": row.title, "year": row.year})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.edit_plan(
                row,
                **form.cleaned_data,
                actor=request.actor,
                expected_revision=revision_in(request),
            ),
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect("commitments:plan", uuid)
    return render(request, "commitments/plan_form.html", {"form": form, "plan": row})


def revision_in(request: Request) -> int | None:
    """Return the revision that the page showed."""
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() else None


@login_required
def plan(request: Request, uuid: UUID) -> HttpResponse:
    """One plan with its rows."""
    whole = queries.plan_page(request.actor, uuid)
    form = RowFilterForm(
        request.GET,
        units=[(c.value, f"{c.words} ({c.count})") for c in whole.units],
        gaps=[(c.value, f"{c.words} ({c.count})") for c in whole.gaps],
    )
    asked = narrowed(form)
    wanted = queries.RowFilter(
        unit=asked["unit"],
        gap=asked["gap"],
        mode=asked["mode"],
        text=asked["q"],
        key=bool(asked["key"]),
        state="all" if request.GET.get("state") == "all" else "",
    )
    filtered = wanted != queries.RowFilter()
    shown = queries.plan_page(request.actor, uuid, wanted) if filtered else whole
    context = {"shown": shown, "plan": shown.plan, "filter": form, "filtered": filtered}
    return render(request, "commitments/plan.html", context)


@login_required
def take(request: Request, uuid: UUID) -> HttpResponse:
    """Take the accepted commitments of documents into a plan."""
    shown = queries.plan_page(request.actor, uuid)
    ask(request.actor, permissions.EDIT_PLAN, shown.plan)
    found = queries.takeable(request.actor, uuid)
    form = TakeForm(
        posted(request),
        documents=[(str(row.uuid), _choice(row)) for row in found],
        initial={"documents": [request.GET.get("document", "")]},
    )
    if request.method == "POST" and form.is_valid():
        rows = sum(
            len(_take(request, uuid, document, form).rows)
            for document in form.cleaned_data["documents"]
        )
        done = ngettext("%(n)d row was added.", "%(n)d rows were added.", rows)
        messages.success(request, done % {"n": rows})
        return redirect("commitments:plan", uuid)
    context = {"form": form, "plan": shown.plan, "found": found, "is_open": shown.is_open}
    return render(request, "commitments/take.html", context)


def _choice(row: queries.Takeable) -> str:
    words = ngettext(
        "%(title)s (%(n)d commitment not in the plan)",
        "%(title)s (%(n)d commitments not in the plan)",
        row.count,
    )
    shown = words % {"title": row.title, "n": row.count}
    return f"{shown} · {Release.WORK_SECRET.label}" if row.is_secret else shown


def _take(request: Request, plan: UUID, document: str, form: TakeForm) -> services.Taken:
    bundled = form.cleaned_data["bundled"]
    return services.take_document(plan, UUID(document), actor=request.actor, bundled=bundled)


@login_required
def approve(request: Request, uuid: UUID) -> HttpResponse:
    """Look at what an approval would do, then approve."""
    shown = queries.plan_page(request.actor, uuid)
    ask(request.actor, permissions.APPROVE_PLAN, shown.plan)
    if not shown.is_open:
        raise Conflict(
            "方案已批准或已办结。请返回方案页面。",
            "The plan is approved or closed already. Please go back to its page.",
        )
    form = ApproveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.approve_plan(
                uuid, actor=request.actor, reason=form.cleaned_data["reason"]
            ),
        )
        if made:
            messages.success(request, _("Version %(n)d is approved.") % {"n": made.n})
            return redirect("commitments:plan", uuid)
    context = {
        "shown": shown,
        "plan": shown.plan,
        "form": form,
        "amends": shown.plan.state == PlanState.AMENDED,
        "effect": queries.effect_of_amendment(request.actor, uuid),
        "unsettled": queries.unsettled(request.actor, uuid),
    }
    return render(request, "commitments/approve.html", context)


@login_required
@require_POST
def move(request: Request, uuid: UUID, move: str) -> HttpResponse:
    """Make one of the moves that need no page of their own."""
    step = MOVES.get(move)
    if step is None:
        raise NotFound("没有这一步。", "There is no such step.")
    make, said = step
    make(uuid, actor=request.actor)
    messages.success(request, _(said))
    return redirect("commitments:plan", uuid)
