"""A chart in words: a summary of one to three sentences, and the table that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .figures import by, difference, label_of, written
from .types import (
    Area,
    Chart,
    Choropleth,
    Classes,
    Dot,
    Group,
    Point,
    Scatter,
    SmallMultiples,
    Span,
    Spread,
    Tile,
    TileMap,
    TimeSeries,
    Value,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, whether they are a figure, and where they lead."""

    words: str
    is_figure: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows; the first cell of a row names it."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def summary(chart: Chart) -> str:
    """Return what the chart shows, in sentences of the page's language."""
    match chart:
        case TimeSeries():
            said = list(_of_series(chart))
        case SmallMultiples():
            said = list(_of_panels(chart))
        case Scatter():
            said = list(_of_scatter(chart))
        case TileMap():
            said = list(_of_places(chart.tiles, chart.classes, chart.unit))
        case Choropleth():
            said = list(_of_places(chart.areas, chart.classes, chart.unit))
        case Spread():
            said = list(_of_spread(chart))
    # Chinese sentences stand without blanks between them.
    return (" " if (get_language() or "").startswith("en") else "").join(said)


def table(chart: Chart) -> Table:
    """Return every figure of the chart."""
    match chart:
        case TimeSeries():
            return _series_table(chart)
        case SmallMultiples():
            return _panels_table(chart)
        case Scatter():
            return _scatter_table(chart)
        case TileMap():
            return _places_table(chart.tiles, chart.classes, chart.unit)
        case Choropleth():
            return _places_table(chart.areas, chart.classes, chart.unit)
        case Spread():
            return _spread_table(chart)


# Series


def _known(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.value is not None]


def _of_series(series: TimeSeries) -> Iterator[str]:
    known = _known(series.actual)
    if not known:
        yield _("There is no figure yet.")
        return
    last = known[-1]
    yield _("%(period)s: %(value)s.") % {
        "period": label_of(last),
        "value": written(last.value, series.unit),
    }
    if len(known) > 1 and not (series.restarts and known[-2].at.year < last.at.year):
        yield _growth(series, known[-2], last)
    if series.corridor:
        yield _corridor(series)
    elif series.target and series.target.value is not None and last.value is not None:
        yield _against(series.target, last.value, series.unit)
    if series.fan:
        yield _fan(series)


def _against(target: Point, last: Value, unit: str) -> str:
    apart = difference(last, _value(target))
    said = {
        "value": written(target.value, unit),
        "period": label_of(target),
        "gap": by(apart, unit),
    }
    if apart > 0:
        return _("The target is %(value)s (%(period)s); now it is %(gap)s above.") % said
    if apart < 0:
        return _("The target is %(value)s (%(period)s); now it is %(gap)s below.") % said
    return _("The target is %(value)s (%(period)s); now it is just that.") % said


def _corridor(series: TimeSeries) -> str:
    end = series.corridor[-1]
    return _("The range aimed at is %(low)s to %(high)s (%(period)s).") % {
        "low": written(end.low),
        "high": written(end.high, series.unit),
        "period": end.label or end.at.isoformat(),
    }


def _growth(series: TimeSeries, before: Point, last: Point) -> str:
    if any(before.at < mark.at <= last.at for mark in series.breaks):
        return _("The definition changed before it, so no growth is read.")
    grown = difference(_value(last), _value(before))
    said = {"amount": by(grown, series.unit), "period": label_of(before)}
    if grown > 0:
        return _("That is %(amount)s more than in %(period)s.") % said
    if grown < 0:
        return _("That is %(amount)s less than in %(period)s.") % said
    return _("That is as much as in %(period)s.") % said


def _value(point: Point) -> Value:
    return Decimal(0) if point.value is None else point.value


def _fan(series: TimeSeries) -> str:
    end = series.fan[-1]
    return _("Forecast for %(period)s: %(low)s to %(high)s in %(share)d%% of cases.") % {
        "period": end.label or end.at.isoformat(),
        "low": written(end.low),
        "high": written(end.high, series.unit),
        "share": round(series.share * 100),
    }


def _series_table(series: TimeSeries) -> Table:
    columns = list(_columns(series))
    days = sorted({day for _head, cells in columns for day in cells})
    names = _periods(series)
    heads = (Cell(_("Period")), *(Cell(head, True) for head, _cells in columns))
    rows = tuple(
        (Cell(names[day]), *(cells.get(day, Cell("", True)) for _head, cells in columns))
        for day in days
    )
    return Table(heads, rows)


def _columns(series: TimeSeries) -> Iterator[tuple[str, dict[date, Cell]]]:
    unit = f" ({series.unit})" if series.unit else ""
    yield _("Actual") + unit, _cells(series.actual)
    if series.plan:
        yield _("Planned"), _cells(series.plan)
    if series.corridor:
        yield _("Range aimed at"), _ends(series.corridor)
    if series.baseline:
        yield _("Baseline"), _cells([series.baseline])
    if series.target:
        yield _("Target"), _cells([series.target])
    if series.fan:
        yield _("Forecast"), _ends(series.fan)
    if series.limits:
        yield _("Control limits"), _ends(series.limits)
    for peer in series.peers:
        yield peer.name, _cells(peer.points)


def _cells(points: Sequence[Point]) -> dict[date, Cell]:
    return {point.at: Cell(written(point.value), True, point.link) for point in points}


def _ends(spans: Sequence[Span]) -> dict[date, Cell]:
    return {
        span.at: Cell(
            written(span.low)
            if span.low == span.high
            else f"{written(span.low)} – {written(span.high)}",
            True,
        )
        for span in spans
    }


def _periods(series: TimeSeries) -> dict[date, str]:
    ends = [point for point in (series.target, series.baseline) if point]
    peers = [point for line in series.peers for point in line.points]
    points = [*peers, *series.plan, *ends, *series.actual]
    spans = {span.at: span.label or span.at.isoformat() for span in series.spans}
    return {**spans, **{point.at: label_of(point) for point in points}}


# Many series


def _lasts(many: SmallMultiples) -> list[tuple[str, Point]]:
    pairs = ((panel.name, _known(panel.points)) for panel in many.panels)
    return [(name, known[-1]) for name, known in pairs if known]


def _of_panels(many: SmallMultiples) -> Iterator[str]:
    lasts = _lasts(many)
    yield _("%(count)d places.") % {"count": len(many.panels)}
    if lasts:
        yield _extremes([(name, point.value) for name, point in lasts], many.unit)


def _extremes(pairs: Sequence[tuple[str, Value | None]], unit: str) -> str:
    low = min(pairs, key=lambda pair: float(pair[1] or 0))
    high = max(pairs, key=lambda pair: float(pair[1] or 0))
    return _("Highest: %(high)s, %(most)s; lowest: %(low)s, %(least)s.") % {
        "high": high[0],
        "most": written(high[1], unit),
        "low": low[0],
        "least": written(low[1], unit),
    }


def _panels_table(many: SmallMultiples) -> Table:
    labels = {point.at: label_of(point) for panel in many.panels for point in panel.points}
    days = sorted(labels)
    heads = (Cell(_("County or city")), *(Cell(labels[day], True) for day in days))
    rows = []
    for panel in many.panels:
        cells = _cells(panel.points)
        first = Cell(panel.name, link=panel.link)
        rows.append((first, *(cells.get(day, Cell("", True)) for day in days)))
    return Table(heads, tuple(rows))


# Places


def _of_scatter(scatter: Scatter) -> Iterator[str]:
    if scatter.is_share:
        for dot in scatter.dots:
            yield _("%(name)s: said %(x)s, came true %(y)s.") % {
                "name": dot.name,
                "x": written(dot.x, scatter.x.unit),
                "y": written(dot.y, scatter.y.unit),
            }
        return
    yield _("%(count)d places.") % {"count": len(scatter.dots)}
    middles = {
        "x": scatter.x.name,
        "x_middle": written(float(median(float(dot.x) for dot in scatter.dots)), scatter.x.unit),
        "y": scatter.y.name,
        "y_middle": written(float(median(float(dot.y) for dot in scatter.dots)), scatter.y.unit),
    }
    yield _("Medians: %(x)s %(x_middle)s, %(y)s %(y_middle)s.") % middles
    for dot in scatter.dots:
        if dot.focus:
            yield _("%(name)s: %(x)s, %(y)s.") % _dot_words(scatter, dot)


def _dot_words(scatter: Scatter, dot: Dot) -> dict[str, str]:
    return {
        "name": dot.name,
        "x": f"{scatter.x.name} {written(dot.x, scatter.x.unit)}",
        "y": f"{scatter.y.name} {written(dot.y, scatter.y.unit)}",
    }


def _scatter_table(scatter: Scatter) -> Table:
    names = (
        f"{axis.name} ({axis.unit})" if axis.unit else axis.name for axis in (scatter.x, scatter.y)
    )
    first = _("Forecasts") if scatter.is_share else _("County or city")
    heads = (Cell(first), *(Cell(name, True) for name in names))
    rows = tuple(
        (Cell(dot.name, link=dot.link), Cell(written(dot.x), True), Cell(written(dot.y), True))
        for dot in scatter.dots
    )
    return Table(heads, rows)


def _of_places(
    places: Sequence[Tile] | Sequence[Area], classes: Classes, unit: str
) -> Iterator[str]:
    known = [(place.name, place.value) for place in places if place.value is not None]
    yield _("%(count)d places, %(known)d with a figure.") % {
        "count": len(places),
        "known": len(known),
    }
    if known:
        yield _extremes(known, unit)
    yield _("Classes: %(method)s.") % {"method": classes.method}


def _places_table(places: Sequence[Tile] | Sequence[Area], classes: Classes, unit: str) -> Table:
    head = _("Figure") + (f" ({unit})" if unit else "")
    rows = tuple(
        (
            Cell(place.name, link=place.link),
            Cell(written(place.value), True),
            Cell(_class_of(classes, place)),
        )
        for place in places
    )
    return Table((Cell(_("County or city")), Cell(head, True), Cell(_("Class"))), rows)


def _class_of(classes: Classes, place: Tile | Area) -> str:
    if place.value is None:
        return _("no figure")
    number = classes.number(place.value)
    return f"{number} {classes.names[number - 1]}"


# Very many places


def _of_spread(spread: Spread) -> Iterator[str]:
    every, *parts = spread.groups
    low, quarter, _middle, upper, high = every.steps
    yield _("Of %(count)d places half lie between %(low)s and %(high)s.") % {
        "count": every.count,
        "low": written(quarter),
        "high": written(upper, spread.unit),
    }
    yield _("A tenth lies at %(low)s or below, a tenth at %(high)s or above.") % {
        "low": written(low, spread.unit),
        "high": written(high, spread.unit),
    }
    if len(parts) > 1:
        least, most = (pick(parts, key=_middle_of) for pick in (min, max))
        yield _("Medians go from %(low)s (%(least)s) to %(high)s (%(most)s).") % {
            "low": written(_middle_of(least), spread.unit),
            "least": least.name,
            "high": written(_middle_of(most), spread.unit),
            "most": most.name,
        }


def _middle_of(group: Group) -> float:
    return float(group.steps[2])


def _spread_table(spread: Spread) -> Table:
    unit = f" ({spread.unit})" if spread.unit else ""
    steps = (
        _("A tenth below"), _("A quarter below"), _("Median") + unit,
        _("A quarter above"), _("A tenth above"),
    )  # fmt: skip
    heads = (
        Cell(_("Province or prefecture")),
        Cell(_("Number of places"), True),
        *(Cell(head, True) for head in steps),
    )
    rows = tuple(
        (
            Cell(group.name, link=group.link),
            Cell(str(group.count), True),
            *(Cell(written(step), True) for step in group.steps),
        )
        for group in spread.groups
    )
    return Table(heads, rows)
