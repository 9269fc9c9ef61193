"""The page of a plan row with what the areas above plans know of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from luodi.base.permissions import may
from luodi.base.requests import Request
from luodi.commitments import queries as plans
from luodi.commitments.views import rows
from luodi.indicators import permissions as indicators_may
from luodi.indicators.queries.targets import standings_of


def row(request: Request, uuid: UUID) -> HttpResponse:
    """One row of a plan, with how the targets of its measures stand."""

    def beside(shown: plans.RowPage) -> dict[str, Any]:
        measures = [UUID(measure.uuid) for measure in shown.view.measures]
        standings = standings_of(request.actor, measures)
        return {
            "standings": {str(key): one for key, one in standings.items()},
            "may_target": may(request.actor, indicators_may.SET_TARGET) and shown.view.is_live,
        }

    return rows.row(request, uuid, "web/row.html", beside)
