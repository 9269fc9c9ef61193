"""征求意见: send a plan round, take replies, decide about opinions and changes one by one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base import clock
from luodi.base.errors import Invalid, NotFound
from luodi.base.forms import attempt, posted
from luodi.base.papers import write_xlsx
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.people.queries import unit_choices, units_tree

from .. import papers, permissions, queries, services
from ..forms import ConsultForm, ReplyForm
from ..services import ReadBack
from ..vocabularies import OpinionState, PaperKind
from .papers import download, row_address

TABLES = (".xlsx", ".csv")


@login_required
def consult(request: Request, uuid: UUID) -> HttpResponse:
    """Choose who is asked; the plan is then in consultation."""
    shown = queries.plan_page(request.actor, uuid)
    ask(request.actor, permissions.EDIT_PLAN, shown.plan)
    named = {choice.value for choice in shown.units}
    form = ConsultForm(
        posted(request), units=unit_choices(request.actor), initial={"units": sorted(named)}
    )
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.open_consultation(uuid, **form.cleaned_data, actor=request.actor),
        )
        if made:
            return redirect("commitments:consultation", uuid)
    return render(request, "commitments/consult.html", {"form": form, "plan": shown.plan})


@login_required
def consultation(request: Request, uuid: UUID) -> HttpResponse:
    """The replies to a consultation; a POST takes one in."""
    given = request.GET.get("n", "")
    shown = queries.consultation_page(
        request.actor, uuid, int(given) if given.isdecimal() and len(given) < 4 else None
    )
    form = ReplyForm(
        posted(request),
        request.FILES or None,
        units=[(str(reply.uuid), reply.unit) for reply in shown.replies],
        rows=shown.rows,
    )
    if request.method == "POST":
        ask(request.actor, permissions.EDIT_PLAN, shown.plan)
        if form.is_valid():
            said = attempt(form, lambda: _take(request, form))
            if said:
                messages.success(request, said)
                return redirect("commitments:consultation", uuid)
    context = {"shown": shown, "plan": shown.plan, "form": form, "states": OpinionState.choices}
    return render(request, "commitments/consultation.html", context)


def _take(request: Request, form: ReplyForm) -> str:
    """Take a reply in and return what it brought, in words."""
    data, file = form.cleaned_data, form.cleaned_data["file"]
    if file is None:
        if not data["words"].strip() and "none" not in request.POST:
            raise Invalid(
                "请附上退回的表格或复函，或填写意见；单位没有意见的，请点“登记为无意见”。",
                "Attach what came back or type the opinions; for a unit without any, press "
                "“Record that it has none”.",
                field="file",
            )
        lines = data["words"].splitlines()
        row = data["row"] or None
        services.record_reply(data["unit"], lines, row=row, actor=request.actor)
        return _("The reply is recorded.")
    if file.name.lower().endswith(TABLES):
        return _said(services.read_table(data["unit"], file.read(), actor=request.actor))
    services.read_letter(data["unit"], file.read(), file.name, actor=request.actor)
    return _("The letter is read.")


def _said(answer: ReadBack) -> str:
    if answer.known:
        return _("This very file was read before; it brings nothing new.")
    return _(
        "%(changes)d changes and %(opinions)d opinions; %(unreadable)d cells could not be read."
    ) % {
        "changes": answer.changes,
        "opinions": answer.opinions,
        "unreadable": answer.unreadable,
    }


@login_required
@require_POST
def opinion(request: Request, uuid: UUID) -> HttpResponse:
    """Decide about an opinion."""
    found = services.decide_opinion(
        uuid,
        request.POST.get("state", ""),
        why=request.POST.get("why", ""),
        actor=request.actor,
    )
    plan = found.consulted.consultation.plan.uuid
    return redirect(f"{reverse('commitments:consultation', args=[plan])}#o-{uuid}")


@login_required
@require_POST
def change(request: Request, uuid: UUID, decision: str) -> HttpResponse:
    """Accept or decline a proposed change."""
    if decision == "accept":
        seen = request.POST.get("seen", "")
        found = services.accept_change(uuid, actor=request.actor, seen=seen)
    elif decision == "decline":
        why = request.POST.get("why", "")
        found = services.decline_change(uuid, why=why, actor=request.actor)
    else:
        raise NotFound("没有这一步。", "There is no such step.")
    plan = found.consulted.consultation.plan.uuid
    return redirect(f"{reverse('commitments:consultation', args=[plan])}#changes")


@login_required
def paper(request: Request, uuid: UUID, kind: str) -> HttpResponse:
    """The table to send round, or the 意见采纳情况表."""
    with translation.override("zh-hans"):
        if kind == "table":
            shown = queries.plan_page(request.actor, uuid)
            names = [row.short_name or row.name for row in units_tree(request.actor)]
            sheet = papers.breakdown_sheet(shown, names, row_address(request), opinions=True)
            return download(f"{shown.plan.title}（征求意见表）.xlsx", write_xlsx(sheet))
        if kind == "opinions":
            found = queries.consultation_page(request.actor, uuid)
            made = papers.opinions_paper(found, clock.today())
            data = services.written(PaperKind.OPINIONS, made)
            return download(f"{found.plan.title}征求意见采纳情况表.docx", data)
    raise NotFound("没有这种文书。", "There is no such paper.")
