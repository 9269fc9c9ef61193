"""The status page, and the walk along the ledger that administrators and auditors ask for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import doctor, queries, services
from .permissions import VIEW_STATUS, ask
from .requests import Request
from .views_page import back_from


@login_required
def status(request: Request) -> HttpResponse:
    """What the doctor finds, and the background work that waits, runs or failed."""
    ask(request.actor, VIEW_STATUS)
    findings = doctor.examine()
    context = {
        "findings": findings,
        "worst": max(map(_gravity, findings)),
        "works": queries.works(request.actor),
        "chain": queries.chain_state(request.actor),
    }
    return render(request, "base/status.html", context)


def _gravity(finding: doctor.Finding) -> int:
    return list(doctor.Level).index(finding.level)


@login_required
@require_POST
def verify(request: Request) -> HttpResponse:
    """Have the whole chain walked along in the background, and go back."""
    services.start_verification(actor=request.actor)
    messages.info(request, _("The ledger is being verified; you may leave this page meanwhile."))
    return back_from(request)


@login_required
def verification(request: Request) -> HttpResponse:
    """How far the walk is; once it has ended, the page is loaded anew."""
    chain = queries.chain_state(request.actor)
    if chain.work is None or not chain.work.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "base/parts/verifying.html", {"chain": chain})
