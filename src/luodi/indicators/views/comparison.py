"""Places and bodies compared: in one indicator with maps, and in two against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.base import charts
from luodi.base.permissions import may
from luodi.base.requests import Request

from .. import comparing, permissions
from ..forms_comparing import ComparisonForm, ScatterForm
from ..links import indicator_link
from ..queries import comparison as comparisons
from ..wording import period_words, rate_words, signed, value_words

PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as words."""

    key: str
    name: str
    parent: str
    rank: int
    value: str
    change: str
    since: str
    link: str
    focus: bool


@login_required
@require_GET
def comparison(request: Request) -> HttpResponse:
    """Those of a scope in one indicator: small charts, maps, and the table."""
    asked = request.GET
    scopes, scope = _scopes(request)
    chosen = _chosen(request, scope, ("indicator",))
    if chosen is None:
        return _nothing(request)
    found = comparisons.comparison(request.actor, chosen[0], scope, asked.get("period", ""))
    method, focus = asked.get("classes", ""), asked.get("focus", "")
    context = {
        "found": found,
        "finding": comparing.finding(found, focus),
        "filter": _form(request, found, scopes, method, focus),
        "charts": _charts(request, found, method, focus),
        "median": value_words(found.median, found.indicator.unit, computed=True),
        "period": period_words(found.period, cumulative=found.indicator.cumulative),
        "page": _page(request, found, focus),
        "link": indicator_link(found.indicator.uuid),
    }
    return render(request, "indicators/comparison.html", context)


def _scopes(request: Request) -> tuple[comparisons.Choices, str]:
    """What can be compared, and which of it is asked for; else the first."""
    asked = request.GET.get("scope", "")
    scopes = comparisons.scope_choices(request.actor, asked)
    return scopes, asked or (scopes[0][0] if scopes else "")


def _chosen(request: Request, scope: str, names: tuple[str, ...]) -> list[str] | None:
    """What was asked for, or the first indicators with figures; None where there are none."""
    if not scope:
        return None
    asked = [request.GET.get(name, "") for name in names]
    if all(asked):
        return asked
    _name, members = comparisons.members_in(request.actor, scope)
    known = comparisons.with_figures(members, len(names))
    return (
        [one or other for one, other in zip(asked, known, strict=True)]
        if (len(known) == len(names))
        else None
    )


def _form(
    request: Request,
    found: comparisons.Comparison,
    scopes: comparisons.Choices,
    method: str,
    focus: str,
) -> ComparisonForm:
    cumulative = found.indicator.cumulative
    shown = {
        "indicator": str(found.indicator.uuid), "scope": found.scope, "period": found.period,
        "classes": method or "quantiles", "focus": focus,
    }  # fmt: skip
    return ComparisonForm(
        shown,
        indicators=comparisons.indicator_choices(request.actor),
        scopes=scopes,
        periods=[(code, period_words(code, cumulative=cumulative)) for code in found.periods],
        is_mapped=not found.is_large,
    )


def _charts(
    request: Request, found: comparisons.Comparison, method: str, focus: str
) -> dict[str, Any]:
    """The drawings with their words; small charts and maps stand where there are enough figures."""
    drawn: dict[str, Any] = {}
    if found.is_large:
        spread = comparing.spread(found, focus)
        return {"spread": charts.shown(spread, actor=request.actor)} if spread else drawn
    outlines = comparing.outline_map(found, method, focus)
    tiles = comparing.tile_map(found, method, focus)
    lines = comparing.multiples(found)
    if outlines:
        drawn["outlines"] = charts.shown(outlines, actor=request.actor)
    if tiles:
        drawn["tiles"], drawn["by_position"] = (
            charts.shown(tiles[0], actor=request.actor), tiles[1],
        )  # fmt: skip
    if lines:
        drawn["lines"] = charts.shown(lines, actor=request.actor)
    return drawn


def _page(request: Request, found: comparisons.Comparison, focus: str) -> Any:
    at = next((at for at, row in enumerate(found.rows) if row.side.key == focus), 0)
    page: Any = Paginator(found.rows, PAGE).get_page(request.GET.get("p", 1 + at // PAGE))
    page.object_list = [_line(found, row, focus) for row in page.object_list]
    return page


def _line(found: comparisons.Comparison, row: comparisons.Compared, focus: str) -> Line:
    one = found.indicator
    change, since = "", ""
    if row.moved is not None and row.point is not None:
        since = period_words(row.moved.since, cumulative=one.cumulative)
        change = (
            rate_words(row.moved.growth)
            if row.moved.growth is not None
            else signed(row.moved.difference, one.unit, computed=not row.point.uuid)
        )
    value = ""
    if row.point is not None:
        value = value_words(row.point.value, one.unit, computed=not row.point.uuid)
    return Line(
        row.side.key, row.side.name, row.side.parent, row.rank, value, change, since,
        indicator_link(one.uuid, row.side.key), row.side.key == focus,
    )  # fmt: skip


@login_required
@require_GET
def scatter(request: Request) -> HttpResponse:
    """Two indicators of those of a scope against each other."""
    asked = request.GET
    scopes, scope = _scopes(request)
    chosen = _chosen(request, scope, ("x", "y"))
    if chosen is None:
        return _nothing(request)
    x, y = chosen
    found, focus = comparisons.paired(request.actor, x, y, scope), asked.get("focus", "")
    chart = comparing.scatter(found, focus)
    shown = {"x": x, "y": y, "scope": scope, "focus": focus}
    context = {
        "found": found,
        "finding": comparing.together_words(found),
        "chart": charts.shown(chart, actor=request.actor) if chart else None,
        "filter": ScatterForm(
            shown, indicators=comparisons.indicator_choices(request.actor), scopes=scopes
        ),
    }
    return render(request, "indicators/scatter.html", context)


def _nothing(request: Request) -> HttpResponse:
    """No peers, or no figures of them: what to do next, by who may do it."""
    may_declare = may(request.actor, permissions.DEFINE_INDICATOR)
    context = {
        "may_declare": may_declare,
        "next": reverse("indicators:peers_new" if may_declare else "indicators:indicators"),
        "words": _("Declare peers") if may_declare else _("To the indicators"),
    }
    return render(request, "indicators/comparison_empty.html", context)
