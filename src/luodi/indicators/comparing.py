"""Comparisons as charts and as sentences to copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.base import charts
from luodi.base.charts.types import Value
from luodi.measuring.figures import NotAssessable

from .links import indicator_link
from .models import Indicator
from .points import Point
from .queries.comparison import WITHIN, Compared, Comparison, Paired
from .tiling import squares
from .vocabularies import Direction
from .wording import (
    listed,
    period_words,
    rank_words,
    sentences,
    shown_value,
    signed,
    tick_words,
    value_words,
)
from .words import MINUS, bracketed, in_chinese

MOST_PANELS = 40
LEAST_FOR_LINES = 2
# A map of outlines needs those of most places; else the squares say more.
LEAST_OUTLINES = 0.5
NAMED = 3
# Of very many values: a tenth, a quarter, half, three quarters, nine tenths.
STEPS = (0.1, 0.25, 0.5, 0.75, 0.9)
METHODS = {"quantiles": charts.quantiles, "equal": charts.equal_steps}


def _shown(point: Point, unit: str) -> Value:
    return shown_value(point.value, unit, computed=not point.uuid)


def _value_of(row: Compared, found: Comparison) -> Value | None:
    return _shown(row.point, found.indicator.unit) if row.point else None


def _title(found: Comparison) -> str:
    return _("%(indicator)s, %(period)s") % {
        "indicator": found.indicator,
        "period": period_words(found.period, cumulative=found.indicator.cumulative),
    }


def multiples(found: Comparison) -> charts.SmallMultiples | None:
    """Return a small chart for each of those compared, the best first; None where there are too
    many, or no series of two points."""
    rows = [row for row in found.rows if row.series]
    if not rows or len(rows) > MOST_PANELS:
        return None
    if all(len(row.series) < LEAST_FOR_LINES for row in rows):
        return None
    unit = found.indicator.unit
    panels = tuple(
        charts.Panel(
            row.side.name,
            tuple(
                charts.Point(point.ends, _shown(point, unit), tick_words(point.period))
                for point in row.series
            ),
            link=indicator_link(found.indicator.uuid, row.side.key),
        )
        for row in rows
    )
    return charts.SmallMultiples(str(found.indicator), unit, panels)


def _classes(found: Comparison, method: str) -> charts.Classes:
    values = [value for row in found.known if (value := _value_of(row, found)) is not None]
    return METHODS.get(method, charts.quantiles)(values, found.indicator.unit)


def tile_map(found: Comparison, method: str, focus: str) -> tuple[charts.TileMap, bool] | None:
    """Return the map of equal squares, and whether they lie as the places do; None without
    values."""
    if not found.known:
        return None
    rows = sorted(found.rows, key=lambda row: row.side.key)
    placed, by_position = squares([_position(found, row) for row in rows])
    tiles = tuple(
        charts.Tile(
            row.side.name, column, down, _value_of(row, found),
            row.side.key == focus, indicator_link(found.indicator.uuid, row.side.key),
        )
        for row, (column, down) in zip(rows, placed, strict=True)
    )  # fmt: skip
    chart = charts.TileMap(_title(found), found.indicator.unit, tiles, _classes(found, method))
    return chart, by_position


def _position(found: Comparison, row: Compared) -> tuple[float, float] | None:
    """Where a place lies: its own coordinates, else the middle of its outline."""
    side = row.side
    if side.longitude is not None and side.latitude is not None:
        return side.longitude, side.latitude
    polygons = found.outlines.boundaries.polygons.get(side.key) if found.outlines else None
    if not polygons:
        return None
    largest = max((polygon[0] for polygon in polygons), key=len)
    across, up = [x for x, _y in largest], [y for _x, y in largest]
    return (min(across) + max(across)) / 2, (min(up) + max(up)) / 2


def outline_map(found: Comparison, method: str, focus: str) -> charts.Choropleth | None:
    """Return the map of outlines with named classes; None where most places have none."""
    if not found.known or found.outlines is None:
        return None
    values = {row.side.key: _value_of(row, found) for row in found.rows}
    areas = found.outlines.boundaries.areas(
        values,
        focus=focus,
        links={key: indicator_link(found.indicator.uuid, key) for key in values},
    )
    if len(areas) < LEAST_OUTLINES * len(values):
        return None
    return charts.Choropleth(
        _title(found), found.indicator.unit, areas, _classes(found, method), found.outlines.source
    )


def scatter(found: Paired, focus: str) -> charts.Scatter | None:
    """Return the two indicators against each other; None without a pair."""
    if not found.pairs:
        return None
    dots = tuple(
        charts.Dot(
            pair.side.name, _shown(pair.x, found.x.unit), _shown(pair.y, found.y.unit),
            pair.side.key == focus, indicator_link(found.y.uuid, pair.side.key),
        )
        for pair in found.pairs
    )  # fmt: skip
    title = _("%(y)s against %(x)s") % {"x": found.x, "y": found.y}
    across, up = _axis(found.x, found.x_period), _axis(found.y, found.y_period)
    return charts.Scatter(title, across, up, dots)


def _axis(one: Indicator, period: str) -> charts.Axis:
    return charts.Axis(
        bracketed(str(one), period_words(period, cumulative=one.cumulative)), one.unit
    )


def spread(found: Comparison, focus: str) -> charts.Spread | None:
    """Return how the values of very many places lie, by province or prefecture where they are of
    several, the best first; None without values."""
    if not found.known:
        return None
    digits = len(next(iter(found.regions), ""))
    values: dict[str, list[float]] = {}
    for row in found.known:
        assert row.point is not None
        values.setdefault(row.side.key[:digits], []).append(float(row.point.value))
    every = _group(_("All"), [value for some in values.values() for value in some])
    parts = [
        _group(name, values[code], _within(found, code))
        for code, name in found.regions.items()
        if code in values
    ]
    sign = 1 if found.indicator.direction == Direction.DOWN else -1
    parts.sort(key=lambda group: sign * float(group.steps[2]))
    own = found.find(focus)
    chosen: tuple[charts.Chosen, ...] = ()
    if own is not None and own.point is not None:
        where = found.regions.get(own.side.key[:digits], every.name)
        chosen = (charts.Chosen(own.side.name, where, _shown(own.point, found.indicator.unit)),)
    return charts.Spread(_title(found), found.indicator.unit, (every, *parts), chosen)


def _group(name: str, values: list[float], link: str = "") -> charts.Group:
    low, quarter, middle, upper, high = np.quantile(values, STEPS)
    steps = (float(low), float(quarter), float(middle), float(upper), float(high))
    return charts.Group(name, len(values), steps, link)


def _within(found: Comparison, code: str) -> str:
    """The address of the comparison of what lies right below a province or prefecture."""
    asked = {"scope": f"{WITHIN}{code}", "indicator": found.indicator.uuid}
    return f"{reverse('indicators:comparison')}?{urlencode(asked)}"


def finding(found: Comparison, focus: str = "") -> str:
    """Return how those compared differ, in a few sentences to copy."""
    return sentences(_sentences(found, focus))


def _sentences(found: Comparison, focus: str) -> Iterator[str]:
    known, unit = found.known, found.indicator.unit
    if not known or found.median is None:
        yield _("None of “%(name)s” has a figure of %(indicator)s yet.") % {
            "name": found.name,
            "indicator": found.indicator,
        }
        return
    yield _(
        "%(indicator)s, %(period)s: the median of the %(count)s of “%(name)s” with a figure is "
        "%(median)s."
    ) % {
        "indicator": found.indicator,
        "period": period_words(found.period, cumulative=found.indicator.cumulative),
        "count": len(known),
        "name": found.name,
        "median": value_words(found.median, unit, computed=True),
    }
    yield _("First: %(first)s; last: %(last)s.") % {
        "first": listed(map(_named(unit), known[: min(NAMED, len(known))])),
        "last": listed(map(_named(unit), known[::-1][: min(NAMED, len(known))])),
    }
    own = found.find(focus)
    if own is not None and own.point is not None:
        yield _("%(name)s: %(value)s, %(rank)s, %(distance)s from the median.") % {
            "name": own.side.name,
            "value": _value(own, unit),
            "rank": rank_words(own.rank, len(known)),
            "distance": signed(own.point.value - found.median, unit, computed=True),
        }


def _named(unit: str) -> Callable[[Compared], str]:
    def name(row: Compared) -> str:
        return bracketed(row.side.name, _value(row, unit))

    return name


def _value(row: Compared, unit: str) -> str:
    assert row.point is not None
    return value_words(row.point.value, unit, computed=not row.point.uuid)


def together_words(found: Paired) -> str:
    """Return how two indicators go together, in sentences to copy."""
    if isinstance(found.together, NotAssessable):
        why = found.together.message_zh if in_chinese() else found.together.message_en
        return _("Whether %(x)s and %(y)s go together cannot be said: %(why)s.") % {
            "x": found.x, "y": found.y, "why": why,
        }  # fmt: skip
    return sentences(_together(found))


def _together(found: Paired) -> Iterable[str]:
    assert not isinstance(found.together, NotAssessable)
    seen = found.together.rank_correlation
    said = {
        "x": found.x,
        "y": found.y,
        "count": found.together.of,
        "name": found.name,
        "r": _two(seen.value),
        "low": _two(seen.low),
        "high": _two(seen.high),
    }
    if not found.together.is_certain:
        words = _("Among the %(count)s of “%(name)s” no connection of %(x)s and %(y)s can be told")
    elif seen.value > 0:
        words = _("Among the %(count)s of “%(name)s” a higher %(x)s goes with a higher %(y)s")
    else:
        words = _("Among the %(count)s of “%(name)s” a higher %(x)s goes with a lower %(y)s")
    yield (
        words % said
        + _(" (correlation of ranks %(r)s, interval at 95 per cent %(low)s to %(high)s).") % said
    )
    yield _("That two figures go together says nothing of a cause.")
    odd = _oddest(found)
    if odd:
        yield _("Farthest from what the others suggest: %(names)s.") % {"names": listed(odd)}


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)


def _oddest(found: Paired) -> list[str]:
    """Those whose rank in one differs most from what their rank in the other suggests."""
    if len(found.pairs) < 2 * NAMED:
        return []
    across = _places([pair.x for pair in found.pairs])
    up = _places([pair.y for pair in found.pairs])
    assert not isinstance(found.together, NotAssessable)
    if found.together.rank_correlation.value < 0:
        up = [-one for one in up]
    order = sorted(
        range(len(found.pairs)), key=lambda at: abs(_standard(across, at) - _standard(up, at))
    )
    return [found.pairs[at].side.name for at in order[::-1][:NAMED]]


def _places(points: list[Point]) -> list[float]:
    order = sorted(point.value for point in points)
    return [float(order.index(point.value)) for point in points]


def _standard(values: list[float], at: int) -> float:
    return values[at] - sum(values) / len(values)
