"""Pages that show facts of more than one area."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base.requests import Request

from .waiting import waits_of


@login_required
def dashboard(request: Request) -> HttpResponse:
    """What waits for me."""
    return render(request, "web/dashboard.html", {"waits": waits_of(request.actor)})
