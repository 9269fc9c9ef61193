"""Maps: equal tiles that need no boundaries, and outlines that the operator loaded."""

from __future__ import annotations

from math import cos, radians
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from ..figures import written
from ..palette import colour, map_colour
from ..types import Area, Choropleth, Classes, Ring, Tile, TileMap
from .common import Entry, Size, chart, finished, spoken, wide

GAP = 0.04
# From how many pixels on a square holds its name, and from how many the number of its class; how
# many signs of a name are shown.
ROOM_FOR_NAME, ROOM_FOR_NUMBER = 33, 13
SHORT = 4
NAMED = 20
MOST_HEIGHT = 460
# Corners of an outline that lie nearer than so many pixels to the last one drawn are left out.
NEAR = 1.6


def entries(classes: Classes, *, missing: bool) -> list[Entry]:
    """Return the legend: each class with its number and name, and what has no figure."""
    count = len(classes.names)
    known = [
        Entry(f"{number} {name}", "ink", fill=map_colour(number, count))
        for number, name in enumerate(classes.names, 1)
    ]
    return (
        [*known, Entry(_("no figure"), "ink", fill=map_colour(None, count))] if missing else known
    )


# Tiles


def tiles(tile_map: TileMap, size: Size) -> dict[str, Any]:
    """Return the specification of a map of tiles: name and value stand in each."""
    columns = 1 + max(tile.column for tile in tile_map.tiles)
    rows = 1 + max(tile.row for tile in tile_map.tiles)
    side = min(size.width // columns, 84)
    across = alt.Scale(domain=[0, columns], nice=False)
    down = alt.Scale(domain=[rows, 0], nice=False)
    cells = [_cell(tile, tile_map) for tile in tile_map.tiles]
    squares = _squares(cells, _at("x", "y", across, down))
    words = _words(cells, _at("cx", "cy", across, down), side)
    plot = alt.layer(*squares, *words).properties(width=side * columns, height=side * rows)
    missing = any(tile.value is None for tile in tile_map.tiles)
    return finished(plot, entries(tile_map.classes, missing=missing), size, tile_map.unit)


def _at(x: str, y: str, across: alt.Scale, down: alt.Scale) -> dict[str, Any]:
    return {
        "x": alt.X(f"{x}:Q", axis=None, scale=across),
        "y": alt.Y(f"{y}:Q", axis=None, scale=down),
    }


def _cell(tile: Tile, tile_map: TileMap) -> dict[str, Any]:
    classes = tile_map.classes
    number = None if tile.value is None else classes.number(tile.value)
    return {
        "x": tile.column + GAP,
        "x2": tile.column + 1 - GAP,
        "y": tile.row + GAP,
        "y2": tile.row + 1 - GAP,
        "cx": tile.column + 0.5,
        "cy": tile.row + 0.5,
        "fill": map_colour(number, len(classes.names)),
        "name": tile.name,
        "value": written(tile.value),
        "number": "–" if number is None else str(number),
        "link": tile.link or None,
        "focus": tile.focus,
        "words": spoken(f"{tile.name}: {written(tile.value, tile_map.unit)}"),
    }


def _squares(cells: list[dict[str, Any]], where: dict[str, Any]) -> list[alt.Chart]:
    style = {"fill": alt.Fill("fill:N", scale=None), "x2": "x2:Q", "y2": "y2:Q"}
    said = {"description": "words:N", "href": "link:N"}
    layers = []
    for focus, stroke, width in ((False, "peer", 1), (True, "target", 3)):
        some = [cell for cell in cells if cell["focus"] is focus]
        square = chart(some).mark_rect(stroke=colour(stroke), strokeWidth=width)
        layers.append(square.encode(**where, **style, **said))
    return layers


def _words(cells: list[dict[str, Any]], where: dict[str, Any], side: int) -> list[alt.Chart]:
    """Return what stands in the squares: name and value, in small ones the number of the class."""
    letter = 12 if side >= 60 else 10
    lines: list[tuple[str, int, Any]] = []
    if side >= ROOM_FOR_NAME:
        signs = min(SHORT, (side - 3) // letter)
        cells = [{**cell, "short": cell["name"][:signs]} for cell in cells]
        fits = max(wide(cell["value"], letter) for cell in cells) <= side - 4
        lines = [("short", -8, "bold"), ("value" if fits else "number", 9, "normal")]
    elif side >= ROOM_FOR_NUMBER:
        lines = [("number", 0, "normal")]
    return [
        chart(cells)
        .mark_text(dy=down, fontSize=letter, fontWeight=weight, color=colour("ink"))
        .encode(**where, text=f"{field}:N")
        for field, down, weight in lines
    ]


# Outlines


def outlines(choropleth: Choropleth, size: Size) -> dict[str, Any]:
    """Return the specification of a map of outlines: each bears the number of its class."""
    middle = _middle(choropleth.areas)
    wide, high = _extent(choropleth.areas, middle)
    height = round(min(size.width * high / wide if wide else size.width, MOST_HEIGHT))
    near = NEAR * max(wide / size.width, high / height)
    shapes = [_feature(area, choropleth, middle, near) for area in choropleth.areas]
    plot = (
        alt.layer(*_shapes(shapes), *_numbers(choropleth, middle, size))
        .project(type="identity", reflectY=True)
        .properties(width=size.width, height=height)
    )
    missing = any(area.value is None for area in choropleth.areas)
    return finished(plot, entries(choropleth.classes, missing=missing), size, choropleth.unit)


def _corners(areas: tuple[Area, ...]) -> list[tuple[float, float]]:
    return [place for area in areas for polygon in area.polygons for place in polygon[0]]


def _middle(areas: tuple[Area, ...]) -> float:
    heights = [latitude for _longitude, latitude in _corners(areas)]
    return (min(heights) + max(heights)) / 2


def _extent(areas: tuple[Area, ...], middle: float) -> tuple[float, float]:
    """Return how wide and how high all of them lie on the plane."""
    places = [_flat(place, middle) for place in _corners(areas)]
    across, up = [x for x, _y in places], [y for _x, y in places]
    return max(across) - min(across), max(up) - min(up)


def _flat(place: tuple[float, float], middle: float) -> tuple[float, float]:
    """Return a place on the plane: degrees, those of longitude as long as in the middle."""
    return place[0] * cos(radians(middle)), place[1]


def _thinned(ring: list[tuple[float, float]], near: float) -> list[tuple[float, float]]:
    """Return a ring without the corners that nobody would see; a small one stays as it is."""
    kept = ring[:1]
    for place in ring[1:-1]:
        if abs(place[0] - kept[-1][0]) + abs(place[1] - kept[-1][1]) > near:
            kept.append(place)
    return [*kept, ring[-1]] if len(kept) > 2 else ring


def _feature(area: Area, choropleth: Choropleth, middle: float, near: float) -> dict[str, Any]:
    classes = choropleth.classes
    number = None if area.value is None else classes.number(area.value)
    flat = [
        [_thinned([_flat(place, middle) for place in ring], near) for ring in polygon]
        for polygon in area.polygons
    ]
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": flat},
        "fill": map_colour(number, len(classes.names)),
        "focus": area.focus,
        "link": area.link or None,
        "words": spoken(f"{area.name}: {written(area.value, choropleth.unit)}"),
    }


def _shapes(features: list[dict[str, Any]]) -> list[alt.Chart]:
    said = {"description": "words:N", "href": "link:N", "fill": alt.Fill("fill:N", scale=None)}
    # Every layer holds every shape, so that all are fitted into the same frame.
    plain = chart(features).mark_geoshape(stroke=colour("peer"), strokeWidth=1)
    chosen = chart(features).transform_filter("datum.focus")
    ring = chosen.mark_geoshape(stroke=colour("target"), strokeWidth=3)
    return [plain.encode(**said), ring.encode(**said)]


def _numbers(choropleth: Choropleth, middle: float, size: Size) -> list[alt.Chart]:
    """Return the number of each class, with the names where there is room for them."""
    named, rows = len(choropleth.areas) <= NAMED and not size.narrow, []
    for area in choropleth.areas:
        x, y = _flat(_centre(area), middle)
        number = "–" if area.value is None else str(choropleth.classes.number(area.value))
        words = f"{number} {area.name}" if named else number
        rows.append({"x": x, "y": y, "words": words})
    mark = chart(rows).mark_text(color=colour("ink"))
    return [mark.encode(longitude="x:Q", latitude="y:Q", text="words:N")]


def _centre(area: Area) -> tuple[float, float]:
    """Return the centre of the largest polygon's outer ring."""
    ring = max((polygon[0] for polygon in area.polygons), key=lambda ring: abs(_moments(ring)[0]))
    surface, x, y = _moments(ring)
    return (x / (6 * surface), y / (6 * surface)) if surface else ring[0]


def _moments(ring: Ring) -> tuple[float, float, float]:
    """Return half the signed surface's double, and the moments that give the centre."""
    surface = east = north = 0.0
    left, below = ring[0]
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        # Relative to the first corner: far from zero the products would lose their digits.
        cross = (x1 - left) * (y2 - below) - (x2 - left) * (y1 - below)
        surface += cross
        east += (x1 + x2 - 2 * left) * cross
        north += (y1 + y2 - 2 * below) * cross
    surface /= 2
    return surface, east + 6 * surface * left, north + 6 * surface * below
