"""Lists: the documents, and what was accepted out of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base.forms import narrowed
from luodi.base.permissions import may
from luodi.base.requests import Request

from .. import permissions, queries
from ..forms import AcceptedFilterForm, DocumentFilterForm
from ..vocabularies import FAMILIES, Family, Gap
from .shared import number_in

GAPS: dict[str, tuple[Gap, ...]] = {
    Family.COMMITMENT: (Gap.OWNER, Gap.DATE, Gap.MEASURE),
    Family.REQUEST: (Gap.OWNER, Gap.DATE),
    Family.PROBLEM: (),
}


@login_required
def documents(request: Request) -> HttpResponse:
    """The documents that the actor may see."""
    form = DocumentFilterForm(request.GET)
    asked = narrowed(form)
    wanted = queries.DocumentFilter(
        asked["q"], asked["kind"], asked["release"], bool(asked["waiting"])
    )
    context = {
        "found": queries.documents(request.actor, wanted, number_in(request.GET.get("p"), 1)),
        "scans": queries.scans_under_way(request.actor),
        "filter": form,
        "filtered": wanted != queries.DocumentFilter(),
        "may_add": may(request.actor, permissions.ADD_DOCUMENT),
        "sees_accuracy": may(request.actor, permissions.VIEW_ACCURACY),
    }
    return render(request, "documents/documents.html", context)


@login_required
def accepted(request: Request) -> HttpResponse:
    """The accepted findings of one family, each one click from its sentence."""
    family = request.GET.get("family", "")
    family = family if family in FAMILIES else Family.COMMITMENT.value
    form = _accepted_filter(request, family)
    asked = narrowed(form)
    wanted = queries.AcceptedFilter(
        family,
        asked.get("kind", ""),
        asked.get("document", ""),
        asked.get("missing", ""),
        asked["q"],
    )
    context = {
        "found": queries.accepted_findings(
            request.actor, wanted, number_in(request.GET.get("p"), 1)
        ),
        "filter": form,
        "filtered": wanted != queries.AcceptedFilter(family),
        "family": family,
        "tabs": _tabs(request, family),
        "columns": GAPS[family],
        "is_problem": family == Family.PROBLEM,
        "back": urlencode({"back": f"{request.path}?{request.GET.urlencode()}"}),
    }
    return render(request, "documents/accepted.html", context)


def _accepted_filter(request: Request, family: str) -> AcceptedFilterForm:
    return AcceptedFilterForm(
        {**request.GET.dict(), "family": family},
        kinds=FAMILIES[family],
        documents=queries.documents_with_accepted(request.actor),
        gaps=GAPS[family],
    )


def _tabs(request: Request, family: str) -> list[dict[str, Any]]:
    """A document and words that were asked for stay when the family changes."""
    kept = {name: request.GET[name] for name in ("document", "q") if request.GET.get(name)}
    return [
        {
            "label": one.label,
            "url": "?" + urlencode({"family": one.value, **kept}),
            "current": one.value == family,
        }
        for one in Family
    ]
