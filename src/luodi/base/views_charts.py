"""The drawing of a chart, once the job process has made it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from .charts import store
from .requests import Request


@login_required
def chart(request: Request, name: str) -> HttpResponse:
    """The drawing of that digest, or the part that asks for it again. Whoever knows the digest was
    shown the figures themselves: it follows from nothing else."""
    drawing, failed = store.state_of(name)
    context = {"name": name, "drawing": drawing, "failed": failed}
    return render(request, "base/parts/drawing.html", context)
