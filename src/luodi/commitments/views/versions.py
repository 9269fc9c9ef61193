"""Approved versions, comparisons, and the effect of an amendment."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base.requests import Request

from .. import queries


@login_required
def version(request: Request, uuid: UUID, n: int) -> HttpResponse:
    """A version as it was approved."""
    shown = queries.version_page(request.actor, uuid, n)
    context = {"shown": shown, "plan": shown.plan, "edition": shown.version}
    return render(request, "commitments/version.html", context)


@login_required
def effect(request: Request, uuid: UUID) -> HttpResponse:
    """What the rows as they stand would change against the version that holds."""
    found = queries.effect_of_amendment(request.actor, uuid)
    return render(request, "commitments/compare.html", {"found": found, "plan": found.plan})


@login_required
def compare(request: Request, uuid: UUID) -> HttpResponse:
    """Two versions side by side."""
    versions = queries.plan_page(request.actor, uuid).versions
    numbers = [line.n for line in versions]
    left = _number(request, "left", numbers[-1:] and max(1, numbers[0] - 1))
    right = _number(request, "right", numbers[:1] and numbers[0])
    found = queries.compare_versions(request.actor, uuid, left, right)
    context = {"found": found, "plan": found.plan, "numbers": sorted(numbers)}
    return render(request, "commitments/compare.html", context)


def _number(request: Request, name: str, default: object) -> int:
    given = request.GET.get(name, "")
    if given.isdecimal() and len(given) < 6:
        return int(given)
    return default if isinstance(default, int) else 0
