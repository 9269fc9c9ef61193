"""The same indicator for many places: small charts on one scale."""

from __future__ import annotations

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from ..palette import colour
from ..types import Panel, SmallMultiples
from .common import SOLID, Entry, Size, chart, finished, rows_of, time_axis, value_axis
from .time import PLAN

COLUMNS, COLUMNS_NARROW = 4, 2
# Of more points than this only the newest of each place has a sign: the table has them all.
MOST_SIGNS = 400


def drawn(many: SmallMultiples, size: Size) -> dict[str, Any]:
    """Return the specification: four side by side, two on a phone, in the order given."""
    columns = COLUMNS_NARROW if size.narrow else COLUMNS
    cell = Size(size.width // columns - 18, 90, 2, 11)
    points = [point for panel in many.panels for point in (*panel.plan, *panel.points)]
    where = {"x": time_axis(points, cell), "y": value_axis(ticks=3)}
    rows = chart(_rows(many))
    layers = [*_lines(rows, where), _signs(rows, where)]
    plot = alt.layer(*layers).properties(width=cell.width, height=cell.height)
    grid = plot.facet(
        facet=alt.Facet("name:N", title=None, sort=[panel.name for panel in many.panels]),
        columns=columns,
        spacing=14,
    )
    return finished(grid, _entries(many), size, many.unit)


def _rows(many: SmallMultiples) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for panel in many.panels:
        rows += rows_of(
            panel.plan, _("Planned"), many.unit, name=panel.name, kind="plan", sign=False
        )
        rows += _points(panel, many.unit)
    if sum(row["kind"] == "actual" for row in rows) > MOST_SIGNS:
        for row in rows:
            row["sign"] = row["sign"] and row["last"]
    return rows


def _points(panel: Panel, unit: str) -> list[dict[str, Any]]:
    rows = rows_of(panel.points, panel.name, unit, name=panel.name, kind="actual")
    known = [at for at, row in enumerate(rows) if row["y"] is not None]
    for at, row in enumerate(rows):
        row |= {"sign": row["y"] is not None, "last": at in known[-1:]}
    return rows


def _lines(rows: alt.Chart, where: dict[str, Any]) -> list[alt.Chart]:
    styles: list[tuple[str, str, Any]] = [("plan", "plan", PLAN), ("actual", "main", SOLID)]
    return [
        rows.transform_filter(f"datum.kind == '{kind}'")
        .mark_line(color=colour(role), strokeDash=dash, strokeWidth=2)
        .encode(**where)
        for kind, role, dash in styles
    ]


def _signs(rows: alt.Chart, where: dict[str, Any]) -> alt.Chart:
    known = rows.transform_filter("datum.sign")
    sign = known.mark_point(shape="circle", filled=True, size=26, color=colour("main"), opacity=1)
    return sign.encode(**where, description="words:N", href="link:N")


def _entries(many: SmallMultiples) -> list[Entry]:
    entries = [Entry(_("Actual"), "main", SOLID, "circle")]
    if any(panel.plan for panel in many.panels):
        entries.append(Entry(_("Planned path"), "plan", PLAN))
    return entries
