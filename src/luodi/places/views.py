"""The list of divisions."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base.requests import Request

from . import queries
from .forms import DivisionFilter
from .services import SOURCE


@login_required
def divisions(request: Request) -> HttpResponse:
    """The divisions below one, or those found."""
    form = DivisionFilter(request.GET or None)
    search = form.cleaned_data.get("q", "") if form.is_valid() else ""
    parent = request.GET.get("in", "")
    page = queries.divisions(
        request.actor, search=search, parent=parent, page=request.GET.get("page", "1")
    )
    context = {
        "page": page,
        "rows": queries.rows_of(page),
        "filter": form,
        "search": search,
        "above": (*queries.ancestors(parent), queries.by_code(parent)) if parent else (),
        "source": SOURCE,
    }
    return render(request, "places/divisions.html", context)
