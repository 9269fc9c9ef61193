"""交办通知单: draft, sign out, download, attach the stamped copy, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from luodi.base.errors import Invalid
from luodi.base.requests import Request

from .. import queries, services


@login_required
def papers(request: Request, uuid: UUID) -> HttpResponse:
    """The notices of a plan."""
    shown = queries.papers_page(request.actor, uuid)
    return render(request, "commitments/papers.html", {"shown": shown, "plan": shown.plan})


@login_required
@require_POST
def draft(request: Request, uuid: UUID) -> HttpResponse:
    """Draft notices to the chosen units."""
    units = request.POST.getlist("units")
    if not units:
        raise Invalid("请选择单位。", "Please choose the units.")
    for unit in units:
        services.draft_notice(
            uuid,
            unit,
            contact=request.POST.get("contact", ""),
            copies=request.POST.get("copies", ""),
            actor=request.actor,
        )
    n = len(units)
    done = ngettext("%(n)d notice was drafted.", "%(n)d notices were drafted.", n)
    messages.success(request, done % {"n": n})
    return redirect("commitments:papers", uuid)


@login_required
@require_POST
def sign(request: Request, uuid: UUID) -> HttpResponse:
    """Sign a notice out; it gets the next number."""
    paper = services.sign_out(
        uuid,
        mark=request.POST.get("mark", ""),
        signer=request.POST.get("signer", ""),
        actor=request.actor,
    )
    messages.success(request, _("Signed out as %(number)s.") % {"number": paper.number})
    return redirect("commitments:papers", paper.plan.uuid)


@login_required
@require_POST
def drop(request: Request, uuid: UUID) -> HttpResponse:
    """Take a draft away."""
    plan = queries.plan_of_paper(request.actor, uuid)
    services.drop_notice(uuid, actor=request.actor)
    return redirect("commitments:papers", plan)


@login_required
@require_POST
def stamp(request: Request, uuid: UUID) -> HttpResponse:
    """Attach the stamped copy."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("请选择盖章件。", "Please choose the stamped copy.")
    paper = services.attach_scan(uuid, file.read(), file.name or "", actor=request.actor)
    messages.success(request, _("The stamped copy is attached."))
    return redirect("commitments:papers", paper.plan.uuid)


@login_required
@require_POST
def withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Withdraw a notice that was signed out."""
    paper = services.withdraw_paper(uuid, request.POST.get("why", ""), actor=request.actor)
    messages.success(request, _("The notice is withdrawn; its number stays."))
    return redirect("commitments:papers", paper.plan.uuid)


@login_required
def file(request: Request, uuid: UUID, kind: str) -> HttpResponse:
    """The Word file or the stamped copy, to be saved."""
    found = queries.paper_file(request.actor, uuid, scan=kind == "scan")
    name = content_disposition_header(True, found.filename) or "attachment"
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.data, content_type=found.media_type, headers=headers)
