"""How the values of very many places lie: a row for all and one for each group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from ..figures import written
from ..palette import colour
from ..types import Group, Spread
from .common import Dash, Entry, Size, chart, finished, spoken, wide

ROW = 19
ALL: Dash = [3, 3]
GAP = 12


def drawn(spread: Spread, size: Size) -> dict[str, Any]:
    """Return the specification: a thin line from a tenth to nine tenths, a box for the middle half,
    a stroke for the median; the places looked at are diamonds."""
    names = [group.name for group in spread.groups]
    across = size.width - round(max(wide(name, size.letter) for name in names)) - GAP
    where = {"x": _x("low"), "y": _y(names)}
    rows = chart(_row(group, spread.unit) for group in spread.groups)
    layers = [*_rows(rows, where), *_chosen(spread, where)]
    plot = alt.layer(_middle(spread), *layers).properties(width=across, height=ROW * len(names))
    return finished(plot, list(_entries(spread)), replace(size, width=across), spread.unit)


def _x(field: str) -> alt.X:
    axis = alt.Axis(title=None, labelExpr="format(datum.value, ',.6~r')", tickCount=5)
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(zero=False, nice=True))


def _y(names: list[str]) -> alt.Y:
    axis = alt.Axis(title=None, ticks=False, domain=False, labelLimit=0, labelPadding=6)
    return alt.Y("name:N", axis=axis, sort=names, scale=alt.Scale(domain=names))


def _row(group: Group, unit: str) -> dict[str, Any]:
    _low, quarter, middle, upper, _high = group.steps
    said = _("%(name)s (%(count)d): median %(middle)s, middle half %(low)s to %(high)s") % {
        "name": group.name, "count": group.count, "middle": written(middle, unit),
        "low": written(quarter), "high": written(upper, unit),
    }  # fmt: skip
    keys = ("low", "quarter", "middle", "upper", "high")
    steps = dict(zip(keys, map(float, group.steps), strict=True))
    return {"name": group.name, "link": group.link or None, "words": spoken(said), **steps}


def _rows(rows: alt.Chart, where: dict[str, Any]) -> list[alt.Chart]:
    said = {"description": "words:N", "href": "link:N"}
    line = rows.mark_rule(color=colour("limit"), strokeWidth=1.5)
    box = rows.mark_bar(
        fill=colour("fan"), stroke=colour("main"), strokeWidth=1, height=11, opacity=1
    )
    middle = rows.mark_tick(color=colour("main"), thickness=3, height=11, opacity=1)
    return [
        line.encode(**where, x2="high:Q"),
        box.encode(x=_x("quarter"), x2="upper:Q", y=where["y"], **said),
        middle.encode(x=_x("middle"), y=where["y"], **said),
    ]


def _middle(spread: Spread) -> alt.Chart:
    rows = [{"all": float(spread.groups[0].steps[2])}]
    rule = chart(rows).mark_rule(color=colour("plan"), strokeDash=ALL, strokeWidth=1.5)
    return rule.encode(x=_x("all"))


def _chosen(spread: Spread, where: dict[str, Any]) -> Iterator[alt.Chart]:
    rows = [
        {"low": float(one.value), "name": name,
         "words": spoken(f"{one.name}: {written(one.value, spread.unit)}")}
        for one in spread.chosen
        for name in dict.fromkeys((spread.groups[0].name, one.group))
    ]  # fmt: skip
    if rows:
        sign = chart(rows).mark_point(
            shape="diamond", filled=True, size=110, color=colour("target"), opacity=1
        )
        yield sign.encode(**where, description="words:N")


def _entries(spread: Spread) -> Iterator[Entry]:
    yield Entry(_("Middle half"), "main", fill=colour("fan"))
    yield Entry(_("Middle 80 per cent"), "limit", [1, 0])
    yield Entry(_("Median"), "main", shape="square")
    yield Entry(_("Median of all"), "plan", ALL)
    for one in spread.chosen:
        yield Entry(one.name, "target", shape="diamond")
