"""The random sample put to the reviewer, and how good the reader is here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from luodi.base.errors import Conflict, Invalid
from luodi.base.requests import Request

from .. import queries, services
from ..vocabularies import ROLES, FindingKind, SpotAnswer
from .shared import uuid_in

# The order of the keys: commitments first, then the other two, then none.
_LAST = (SpotAnswer.NONE, SpotAnswer.UNSURE)


@login_required
def spot_check(request: Request, uuid: UUID) -> HttpResponse:
    """One sentence of the random sample at a time, without the reader's answer."""
    if request.method == "POST":
        return _answer(request, uuid)
    page = queries.spot_page(request.actor, uuid, uuid_in(request.GET.get("check")))
    context = {
        "page": page,
        "document": page.document,
        "kinds": [(kind, SpotAnswer(kind).label, ROLES[kind]) for kind in FindingKind],
        "others": [(one, one.label) for one in _LAST],
    }
    return render(request, "documents/spot_check.html", context)


def _answer(request: Request, uuid: UUID) -> HttpResponse:
    try:
        services.answer_spot_check(
            request.POST.get("check", ""),
            request.POST.get("answer", ""),
            actor=request.actor,
            expected=request.POST.get("before", ""),
        )
    except (Conflict, Invalid) as error:
        messages.error(request, error.sentence)
    return redirect("documents:spot_check", uuid)


@login_required
def accuracy(request: Request) -> HttpResponse:
    """How good the reader is in this deployment, and what it learnt."""
    return render(
        request, "documents/accuracy.html", {"accuracy": queries.accuracy_here(request.actor)}
    )
