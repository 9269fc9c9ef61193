"""What a chart shows: frozen values, independent of how they are drawn.

Words (title, unit, names, labels) come in the language of the page. Values are exact decimals, or
floats where statistics made them; `links` lead to pages of this server only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Value = Decimal | float


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a date; `label` is the period in words, None as value a gap."""

    at: date
    value: Value | None
    label: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Lower and upper value at a date: of a forecast, or of the control limits."""

    at: date
    low: Value
    high: Value
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A named series."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical mark: a break of the series, no growth is read across it."""

    at: date
    words: str


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """A series with what it is held against. `share` is the probability that the fan covers,
    `corridor` the range in which the series is to lie; `restarts`: figures add up within a year, so
    that no line and no growth goes across its end."""

    title: str
    unit: str
    actual: tuple[Point, ...]
    plan: tuple[Point, ...] = ()
    baseline: Point | None = None
    target: Point | None = None
    fan: tuple[Span, ...] = ()
    share: float = 0.8
    limits: tuple[Span, ...] = ()
    peers: tuple[Line, ...] = ()
    breaks: tuple[Mark, ...] = ()
    corridor: tuple[Span, ...] = ()
    restarts: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return all ranges that are drawn."""
        return (*self.limits, *self.corridor, *self.fan)


@dataclass(frozen=True, slots=True)
class Panel:
    """One of many small charts: a series and, where there is one, its planned path."""

    name: str
    points: tuple[Point, ...]
    plan: tuple[Point, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """The same indicator for many places, on one scale."""

    title: str
    unit: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """What a scatter's side means."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place in a scatter; `focus` marks the one that is looked at."""

    name: str
    x: Value
    y: Value
    focus: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Two indicators against each other, with the medians as lines. `is_share`: both are shares of
    100 that ought to agree, so the whole square is shown, with its diagonal for the medians."""

    title: str
    x: Axis
    y: Axis
    dots: tuple[Dot, ...]
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Classes:
    """Named classes of values: a value belongs to the first whose upper bound it does not pass.

    `bounds` has one number less than `names`; `method` says in words how they were set.
    """

    method: str
    bounds: tuple[Value, ...]
    names: tuple[str, ...]

    def number(self, value: Value) -> int:
        """Return the class of a value, counted from 1."""
        return 1 + sum(float(value) > float(bound) for bound in self.bounds)


@dataclass(frozen=True, slots=True)
class Tile:
    """A place as a square of a grid; column and row are counted from 0."""

    name: str
    column: int
    row: int
    value: Value | None
    focus: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class TileMap:
    """Places as equal squares, roughly where they lie."""

    title: str
    unit: str
    tiles: tuple[Tile, ...]
    classes: Classes


Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A place with its outline: polygons, each an outer ring and its holes, in degrees."""

    code: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...] = field(repr=False)
    value: Value | None = None
    focus: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Choropleth:
    """Places in their outlines, which the operator loaded; `source` says whose they are."""

    title: str
    unit: str
    areas: tuple[Area, ...]
    classes: Classes
    source: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """How the values of many places lie: a tenth, a quarter, half, three quarters and nine tenths
    of the `count` places lie at or below the five values of `steps`, which rise."""

    name: str
    count: int
    steps: tuple[Value, Value, Value, Value, Value]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place that is looked at, in the row of its group."""

    name: str
    group: str
    value: Value


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of very many places, group by group; the first group holds all of them."""

    title: str
    unit: str
    groups: tuple[Group, ...]
    chosen: tuple[Chosen, ...] = ()


Chart = TimeSeries | SmallMultiples | Scatter | TileMap | Choropleth | Spread
KINDS: dict[str, type[Chart]] = {
    kind.__name__: kind
    for kind in (TimeSeries, SmallMultiples, Scatter, TileMap, Choropleth, Spread)
}
