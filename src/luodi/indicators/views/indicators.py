"""Indicators: the list, one indicator, and what is said of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base.permissions import may
from luodi.base.requests import Request
from luodi.documents.forms import narrowed

from .. import permissions
from ..forms import IndicatorFilterForm
from ..queries import lists


@login_required
def indicators(request: Request) -> HttpResponse:
    """The indicators, with those whose definition is not settled counted above."""
    form = IndicatorFilterForm(
        request.GET,
        units=lists.owner_choices(request.actor),
        themes=lists.theme_choices(request.actor),
    )
    asked = narrowed(form)
    context = {
        "found": lists.indicators(request.actor, **asked, page=request.GET.get("p", 1)),
        "counts": lists.state_counts(request.actor),
        "filter": form,
        "filtered": any(asked.values()),
        "may_define": may(request.actor, permissions.DEFINE_INDICATOR),
    }
    return render(request, "indicators/indicators.html", context)
