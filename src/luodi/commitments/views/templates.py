"""The city's own Word templates for papers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base.errors import Invalid
from luodi.base.requests import Request

from .. import papers, queries, services
from .papers import download


@login_required
def templates(request: Request) -> HttpResponse:
    """Which papers use a template of the city's own; a POST sets one."""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            raise Invalid("请选择模板文件。", "Please choose the template.")
        kind = request.POST.get("kind", "")
        services.set_template(kind, file.read(), file.name or "", actor=request.actor)
        messages.success(request, _("The template is in use."))
        return redirect("commitments:templates")
    return render(request, "commitments/templates.html", {"rows": queries.templates(request.actor)})


@login_required
@require_POST
def drop(request: Request, kind: str) -> HttpResponse:
    """Go back to luodi's own layout."""
    services.drop_template(kind, actor=request.actor)
    messages.success(request, _("luodi's own layout is in use again."))
    return redirect("commitments:templates")


@login_required
def sample(request: Request) -> HttpResponse:
    """A template with every tag, to begin with."""
    queries.templates(request.actor)
    return download(_("sample template") + ".docx", papers.sample(len(papers.ROW)))
