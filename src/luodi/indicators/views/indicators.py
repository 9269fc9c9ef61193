"""Indicators: the list, one indicator, and what is said of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base import charts, clock
from luodi.base.forms import narrowed
from luodi.base.permissions import may
from luodi.base.requests import Request

from .. import permissions
from ..finding import finding_of, variants_words
from ..forms import IndicatorFilterForm
from ..picture import chart_of
from ..queries import lists
from ..queries.page import indicator_page


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


@login_required
def indicator(request: Request, uuid: UUID) -> HttpResponse:
    """One indicator: its meaning, where a place or unit stands, whether the target is reached."""
    page = indicator_page(
        request.actor,
        uuid,
        of=request.GET.get("of", ""),
        target=request.GET.get("target", ""),
        known=_day(request.GET.get("known", "")),
    )
    chart = chart_of(page)
    context = {
        "page": page,
        "indicator": page.indicator,
        "finding": finding_of(page),
        "chart": charts.shown(chart, actor=request.actor) if chart else None,
        "variants_words": variants_words(page),
        "any_level": any(row.point for row in page.rows),
        "official_growth": any(row.growth for row in page.rows),
        "official_rank": any(row.rank for row in page.rows),
        "any_moves": any(row.moves for row in page.rows),
    }
    return render(request, "indicators/indicator.html", context)


def _day(text: str) -> date | None:
    """The day as known on which the page is asked for; today and later days say nothing more."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < clock.today() else None
