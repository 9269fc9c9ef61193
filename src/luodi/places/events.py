"""Names of the area's events."""

from __future__ import annotations

from luodi.base.events import declare_event

DIVISIONS_LOADED = declare_event(
    "places.divisions.loaded",
    "{actor}载入行政区划：新增{created}个，修改{changed}个",
    "{actor} loaded administrative divisions: {created} new, {changed} changed",
)
OUTLINES_LOADED = declare_event(
    "places.outlines.loaded",
    "{actor}载入边界：{count}个地区（来源：{source}）",
    "{actor} loaded outlines of {count} places (source: {source})",
)
