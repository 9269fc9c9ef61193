"""Pages that show facts of more than one area."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .waiting import waits_of


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    return render(request, "web/dashboard.html", {"waits": waits_of(request.actor)})
