"""Outlines out of a GeoJSON file that the operator has the right to use; luodi ships none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from luodi.base.errors import Invalid

from .types import Area, Ring, Value

# Property names under which files keep the code of a division, and its name.
CODES = ("code", "adcode", "行政区划代码", "区划代码", "代码")
NAMES = ("name", "NAME", "名称")
MOST_PLACES = 400_000
Polygons = tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Outlines by the code of their division, and their names in the file."""

    polygons: Mapping[str, Polygons]
    names: Mapping[str, str]

    def areas(
        self,
        values: Mapping[str, Value | None],
        *,
        focus: str = "",
        links: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> tuple[Area, ...]:
        """Return the areas of the given codes that have an outline here, in their order."""
        called = {**self.names, **(names or {})}
        return tuple(
            Area(code, called[code], self.polygons[code], value, code == focus,
                 (links or {}).get(code, ""))
            for code, value in values.items()
            if code in self.polygons
        )  # fmt: skip


def read_boundaries(data: bytes) -> Boundaries:
    """Return the outlines of a FeatureCollection of polygons in degrees (WGS 84), each with a
    property `code`; refuses other files, and says which feature is wrong."""
    polygons: dict[str, Polygons] = {}
    names: dict[str, str] = {}
    for number, feature in enumerate(_features(data), 1):
        code, name = _named(feature, number)
        if code in polygons:
            raise Invalid(
                f"边界文件第{number}个图形的代码 {code} 重复。",
                f"Feature {number} of the file repeats the code {code}.",
            )
        polygons[code], names[code] = tuple(_polygons(feature, number)), name
    if sum(len(ring) for shape in polygons.values() for rings in shape for ring in rings) > (
        MOST_PLACES
    ):
        raise Invalid(
            f"边界文件的折点超过{MOST_PLACES}个，请先简化。",
            f"The file has over {MOST_PLACES} corners; please simplify it first.",
        )
    return Boundaries(polygons, names)


def _features(data: bytes) -> list[Any]:
    try:
        read = json.loads(data.decode("utf-8-sig"))
        features = read["features"]
        if read["type"] != "FeatureCollection" or not isinstance(features, list) or not features:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Invalid(
            "这不是 GeoJSON 边界文件：须为 FeatureCollection，每个图形带有 code 属性。",
            "This is no GeoJSON file of outlines: a FeatureCollection is needed, "
            "with a property `code` in each feature.",
        ) from None
    return features


def _named(feature: Any, number: int) -> tuple[str, str]:
    told = feature.get("properties") if isinstance(feature, dict) else None
    told = told if isinstance(told, dict) else {}
    code = next((str(told[key]).strip() for key in CODES if told.get(key)), "")
    if not code.isdigit():
        raise Invalid(
            f"边界文件第{number}个图形没有行政区划代码（code 属性）。",
            f"Feature {number} of the file has no code of a division (property `code`).",
        )
    return code, next((str(told[key]).strip() for key in NAMES if told.get(key)), code)


def _polygons(feature: dict[str, Any], number: int) -> Iterator[tuple[Ring, ...]]:
    try:
        shape = feature["geometry"]
        kinds = {"Polygon": lambda found: [found], "MultiPolygon": list}
        for polygon in kinds[shape["type"]](shape["coordinates"]):
            yield tuple(_ring(ring) for ring in polygon)
    except (KeyError, TypeError, ValueError, IndexError):
        raise Invalid(
            f"边界文件第{number}个图形不是以经纬度表示的多边形。",
            f"Feature {number} of the file is no polygon in degrees.",
        ) from None


def _ring(ring: list[Any]) -> Ring:
    places = tuple((float(place[0]), float(place[1])) for place in ring)
    if len(places) < 4 or not all(abs(x) <= 180 and abs(y) <= 90 for x, y in places):
        raise ValueError("no ring")
    return places
