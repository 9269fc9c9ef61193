"""A series with its planned path, baseline, target, forecast, control limits and peers."""

from __future__ import annotations

from itertools import chain
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from ..figures import day_number
from ..palette import colour
from ..types import Mark, Point, Span, TimeSeries
from .common import (
    SOLID,
    Dash,
    Entry,
    Size,
    chart,
    finished,
    rows_of,
    spoken,
    time_axis,
    value_axis,
)

PLAN: Dash = [7, 4]
LIMIT: Dash = [2, 3]
BASELINE: Dash = [1, 4]
FAN: Dash = [4, 2]


def drawn(series: TimeSeries, size: Size) -> dict[str, Any]:
    """Return the specification; what a series does not have is neither drawn nor explained."""
    where = {"x": time_axis(_every(series), size), "y": value_axis()}
    parts = [_fan, _limits, _corridor, _peers, _baseline, _plan, _actual, _target]
    layers = [layer for part in parts for layer in part(series, where)]
    marks = list(chain.from_iterable(_break(mark, where) for mark in series.breaks))
    plot = alt.layer(*layers, *marks).properties(width=size.width, height=size.height)
    return finished(plot, list(_entries(series)), size, series.unit)


def _every(series: TimeSeries) -> list[Point]:
    """Return all points there are; those of the series itself last, so that their labels hold."""
    spans = [Point(span.at, None, span.label) for span in series.spans]
    ends = [point for point in (series.target, series.baseline) if point]
    peers = [point for line in series.peers for point in line.points]
    return [*spans, *peers, *series.plan, *ends, *series.actual]


def _entries(series: TimeSeries) -> Any:
    yield Entry(_("Actual"), "main", SOLID, "circle")
    if series.plan:
        yield Entry(_("Planned path"), "plan", PLAN, "diamond")
    if series.corridor:
        yield Entry(_("Range aimed at"), "plan", PLAN)
    if series.target:
        yield Entry(_("Target"), "target", shape="cross")
    if series.baseline:
        yield Entry(_("Baseline"), "soft", BASELINE, "square")
    if series.fan:
        words = _("Forecast, %(share)d%% of cases") % {"share": round(series.share * 100)}
        yield Entry(words, "main", fill=colour("fan"))
    if series.limits:
        yield Entry(_("Control limits"), "limit", LIMIT)
    if series.peers:
        yield Entry(_("Peers"), "peer", SOLID)


def _spans(spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    return [
        {"x": day_number(span.at), "y": float(span.low), "high": float(span.high)} for span in spans
    ]


def _fan(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    if not series.fan:
        return []
    area = chart(_spans(series.fan)).mark_area(
        fill=colour("fan"), opacity=1,
        line={"color": colour("main"), "strokeWidth": 1, "strokeDash": FAN},
    )  # fmt: skip
    return [area.encode(**where, y2="high:Q")]


def _limits(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    style: dict[str, Any] = {"color": colour("limit"), "strokeDash": LIMIT, "strokeWidth": 1.5}
    return _two_ends(series.limits, where, interpolate="step", **style)


def _corridor(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    style: dict[str, Any] = {"color": colour("plan"), "strokeDash": PLAN, "strokeWidth": 2}
    return _two_ends(series.corridor, where, **style)


def _two_ends(spans: tuple[Span, ...], where: dict[str, Any], **style: Any) -> list[alt.Chart]:
    rows = _spans(spans)
    ends = (rows, [{**row, "y": row["high"]} for row in rows]) if rows else ()
    return [chart(end).mark_line(**style).encode(**where) for end in ends]


def _peers(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    rows = [
        {**row, "words": spoken(line.name)}
        for line in series.peers
        for row in rows_of(line.points, line.name, series.unit, name=line.name)
    ]
    if not rows:
        return []
    line = chart(rows).mark_line(color=colour("peer"), strokeWidth=1)
    return [line.encode(**where, detail="name:N", description="words:N")]


def _baseline(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    if series.baseline is None:
        return []
    rows = rows_of([series.baseline], _("Baseline"), series.unit)
    rule = chart(rows).mark_rule(color=colour("soft"), strokeDash=BASELINE)
    sign = chart(rows).mark_point(
        shape="square", filled=True, size=60, color=colour("soft"), opacity=1
    )
    return [rule.encode(y=where["y"]), sign.encode(**where, description="words:N")]


def _plan(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    if not series.plan:
        return []
    rows = rows_of(series.plan, _("Planned"), series.unit)
    line = chart(rows).mark_line(color=colour("plan"), strokeDash=PLAN, strokeWidth=2)
    sign = chart(rows).mark_point(
        shape="diamond", filled=True, size=45, color=colour("plan"), opacity=1
    )
    return [line.encode(**where), sign.encode(**where, description="words:N", href="link:N")]


def _actual(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    rows = rows_of(series.actual, _("Actual"), series.unit)
    for row, part in zip(rows, _parts(series), strict=True):
        row["part"] = part
    line = chart(rows).mark_line(color=colour("main"), strokeWidth=2.5)
    known = [row for row in rows if row["y"] is not None]
    sign = chart(known).mark_point(
        shape="circle", filled=True, size=50, color=colour("main"), opacity=1
    )
    return [
        line.encode(**where, detail="part:N"),
        sign.encode(**where, description="words:N", href="link:N"),
    ]


def _parts(series: TimeSeries) -> list[int]:
    """Return for each point in which piece of the line it lies: none runs across a break or gap,
    nor across the end of a year where figures add up within it."""
    gaps, parts = 0, []
    for point in series.actual:
        gaps += point.value is None
        broken = sum(point.at >= mark.at for mark in series.breaks)
        parts.append(1000 * gaps + broken + 1_000_000 * (point.at.year if series.restarts else 0))
    return parts


def _target(series: TimeSeries, where: dict[str, Any]) -> list[alt.Chart]:
    if series.target is None:
        return []
    rows = rows_of([series.target], _("Target"), series.unit)
    sign = chart(rows).mark_point(
        shape="cross", filled=True, size=120, color=colour("target"), opacity=1
    )
    return [sign.encode(**where, description="words:N", href="link:N")]


def _break(mark: Mark, where: dict[str, Any]) -> list[alt.Chart]:
    rows = [{"x": day_number(mark.at), "words": mark.words}]
    rule = chart(rows).mark_rule(color=colour("target"), strokeDash=[3, 3])
    words = chart(rows).mark_text(
        align="left", baseline="top", dx=5, color=colour("target"), text=mark.words
    )
    return [rule.encode(x=where["x"]), words.encode(x=where["x"], y=alt.YValue(2))]
