"""Charts: frozen values in; drawing, summary and table out.

    chart = TimeSeries(_("Urban share"), "%", actual=points, plan=path, target=target)
    context["chart"] = charts.shown(chart, actor=request.actor)

and in the template `{% chart chart %}`. Papers take `pictures(charts)`, as PNG.
"""

from .boundaries import Boundaries
from .classes import equal_steps, given, quantiles
from .store import Shown, Unpictured, drawn_now, pictures, shown
from .types import (
    Area,
    Axis,
    Chart,
    Choropleth,
    Chosen,
    Classes,
    Dot,
    Group,
    Line,
    Mark,
    Panel,
    Point,
    Scatter,
    SmallMultiples,
    Span,
    Spread,
    Tile,
    TileMap,
    TimeSeries,
)

__all__ = [
    "Area",
    "Axis",
    "Boundaries",
    "Chart",
    "Choropleth",
    "Chosen",
    "Classes",
    "Dot",
    "Group",
    "Line",
    "Mark",
    "Panel",
    "Point",
    "Scatter",
    "Shown",
    "SmallMultiples",
    "Span",
    "Spread",
    "Tile",
    "TileMap",
    "TimeSeries",
    "Unpictured",
    "drawn_now",
    "equal_steps",
    "given",
    "pictures",
    "quantiles",
    "shown",
]
