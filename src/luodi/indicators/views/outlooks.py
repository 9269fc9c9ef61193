"""How the probabilities of the past came true."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base import charts
from luodi.base.requests import Request

from ..queries.outlooks import outlook_scores
from ..reliability import reliability_chart


@login_required
def outlooks(request: Request) -> HttpResponse:
    """The newest test of each frequency, with its reliability plot."""
    found = []
    for score in outlook_scores(request.actor):
        chart = reliability_chart(score)
        found.append((score, charts.shown(chart, actor=request.actor) if chart else None))
    return render(request, "indicators/outlooks.html", {"found": found})
