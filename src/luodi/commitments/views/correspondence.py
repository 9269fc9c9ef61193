"""对照: a superior's document against a plan, clause by clause."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask, may
from luodi.base.requests import Request

from .. import permissions, queries, services
from ..forms import CorrespondenceForm
from ..vocabularies import AnswerState
from .plans import revision_in


@login_required
def correspondences(request: Request) -> HttpResponse:
    """The superiors' documents that are answered."""
    context = {
        "found": queries.correspondences(request.actor),
        "may_make": may(request.actor, permissions.EDIT_PLAN),
    }
    return render(request, "commitments/correspondences.html", context)


@login_required
def new(request: Request) -> HttpResponse:
    """Set a document against a plan."""
    ask(request.actor, permissions.EDIT_PLAN)
    form = CorrespondenceForm(
        posted(request),
        documents=queries.documents_to_answer(request.actor),
        plans=queries.plan_choices(request.actor),
        initial={"document": request.GET.get("document", ""), "plan": request.GET.get("plan", "")},
    )
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.start_correspondence(
                form.cleaned_data["document"], form.cleaned_data["plan"], actor=request.actor
            ),
        )
        if made:
            return redirect("commitments:correspondence", made.uuid)
    return render(request, "commitments/correspondence_form.html", {"form": form})


@login_required
def correspondence(request: Request, uuid: UUID) -> HttpResponse:
    """One document against one plan: coverage, gaps, answers."""
    state = request.GET.get("state", "")
    state = state if state in AnswerState.values else ""
    page = request.GET.get("page", 1)
    shown = queries.correspondence_page(request.actor, uuid, state=state, page=page)
    context = {"shown": shown, "row": shown.row, "state": state, "states": AnswerState.choices}
    return render(request, "commitments/correspondence.html", context)


@login_required
@require_POST
def renew(request: Request, uuid: UUID) -> HttpResponse:
    """Bring in what the review has found since."""
    n = services.renew_correspondence(uuid, actor=request.actor)
    done = ngettext("%(n)d clause was added.", "%(n)d clauses were added.", n)
    messages.success(request, done % {"n": n} if n else _("Everything is up to date."))
    return redirect("commitments:correspondence", uuid)


@login_required
@require_POST
def answer(request: Request, uuid: UUID) -> HttpResponse:
    """Answer one clause."""
    rows: list[UUID | str] = [key for key in request.POST.getlist("rows") if key]
    if other := request.POST.get("other", "").strip():
        rows.append(queries.row_named(request.actor, uuid, other))
    found = services.answer_clause(
        uuid,
        request.POST.get("state", ""),
        rows,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        expected_revision=revision_in(request),
    )
    address = reverse("commitments:correspondence", args=[found.correspondence.uuid])
    return redirect(f"{address}{_kept(request)}#a-{found.uuid}")


def _kept(request: Request) -> str:
    """The filter and the page of the list from which somebody answered."""
    state, page = request.POST.get("filter", ""), request.POST.get("page", "")
    kept = {"state": state} if state in AnswerState.values else {}
    if page.isdecimal() and int(page) > 1:
        kept["page"] = page
    return f"?{urlencode(kept)}" if kept else ""
