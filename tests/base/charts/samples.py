"""One chart of every kind; the places and figures are invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from luodi.base.charts import (
    Area,
    Axis,
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


def years(first: int, *values: str | None, link: str = "") -> tuple[Point, ...]:
    """Points at the ends of years."""
    return tuple(
        Point(date(year, 12, 31), None if value is None else Decimal(value), f"{year}年", link)
        for year, value in enumerate(values, first)
    )


def spans(first: int, *ends: tuple[float, float]) -> tuple[Span, ...]:
    """Spans at the ends of years."""
    return tuple(
        Span(date(year, 12, 31), low, high, f"{year}年")
        for year, (low, high) in enumerate(ends, first)
    )


SERIES = TimeSeries(
    "云溪县城人口占县域人口比重",
    "%",
    years(2018, "31.2", "32.0", "33.1", None, "34.6", "35.3", "36.4", "37.2", link="/documents/1/"),
    plan=years(2025, "37.2", "37.8", "38.3", "38.9", "39.4", "40.0"),
    baseline=years(2025, "37.2")[0],
    target=years(2030, "40", link="/documents/2/")[0],
    fan=spans(
        2025, (37.2, 37.2), (37.4, 38.4), (37.7, 39.5), (38.0, 40.5), (38.3, 41.4), (38.6, 42.2)
    ),
    limits=spans(2018, *[(30.1, 38.6)] * 8),
    peers=(
        Line("临江县", years(2018, "35.0", "35.4", "36.2", "36.8", "37.5", "38.4", "39.0", "39.8")),
        Line("青石县", years(2018, "28.8", "29.3", "30.1", "30.4", "31.0", "31.4", "32.3", "32.6")),
    ),
    breaks=(Mark(date(2020, 11, 1), "口径调整"),),
)
COUNTIES = ("云溪县", "临江县", "青石县", "白鹭市", "望川区", "沙洲区", "石门县", "南陵县")
MULTIPLES = SmallMultiples(
    "城镇化率",
    "%",
    tuple(
        Panel(
            name,
            years(2021, str(30 + at), str(31 + at), str(31 + at), str(33 + at)),
            years(2024, str(33 + at), str(35 + at)),
        )
        for at, name in enumerate(COUNTIES)
    ),
)
SCATTER = Scatter(
    "城镇化率与常住人口",
    Axis("常住人口", "万人"),
    Axis("城镇化率", "%"),
    tuple(
        Dot(name, Decimal(str(30 + at * 7 % 23)), Decimal(str(40 + at * 5 % 17)), at == 0, "/x/")
        for at, name in enumerate(COUNTIES)
    ),
)
CLASSES = Classes(
    "分级：人数大致相等", (Decimal(35), Decimal(40)), ("35%及以下", "35%以上至40%", "40%以上")
)
TILES = TileMap(
    "城镇化率",
    "%",
    tuple(
        Tile(name, at % 3, at // 3, None if at == 6 else Decimal(str(31 + at * 2)), at == 0)
        for at, name in enumerate(COUNTIES)
    ),
    CLASSES,
)


def square(west: float, south: float) -> tuple[tuple[tuple[tuple[float, float], ...], ...], ...]:
    """The outline of half a degree, clockwise or not: it makes no difference."""
    east, north = west + 0.5, south + 0.5
    return (((((west, south), (east, south), (east, north), (west, north), (west, south))),),)


AREAS = Choropleth(
    "城镇化率",
    "%",
    tuple(
        Area(
            f"99990{at}",
            name,
            square(112 + at % 3 * 0.5, 30 - at // 3 * 0.5),
            None if at == 6 else Decimal(str(31 + at * 2)),
            at == 0,
        )
        for at, name in enumerate(COUNTIES)
    ),
    CLASSES,
    "试验用的方格，不是边界",
)
SPREAD = Spread(
    "城镇化率",
    "%",
    (
        Group("全部", 500, (30.0, 38.5, 46.0, 55.25, 70.0)),
        Group("东省", 300, (36.0, 44.0, 52.0, 61.0, 74.0), "/indicators/comparison/?scope=in:98"),
        Group("西省", 200, (25.0, 31.0, 38.0, 44.0, 52.0)),
    ),
    (Chosen("云溪县", "西省", Decimal("40.5")),),
)
SAMPLES = {
    "series": SERIES,
    "multiples": MULTIPLES,
    "scatter": SCATTER,
    "tiles": TILES,
    "areas": AREAS,
    "spread": SPREAD,
}
