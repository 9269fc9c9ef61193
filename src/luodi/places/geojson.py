"""Outlines out of a GeoJSON file, read in a child process with limits: nothing here needs Django.

`parse` is what the child runs; what it refuses are errors of `luodi.reading`, which come back from
the child as themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from luodi.reading.errors import BrokenFile, TooLarge

from .codes import short_code
from .outlines import Polygons, Ring, simplified

# Property names under which files keep the code of a division.
CODES = ("code", "adcode", "gb", "行政区划代码", "区划代码", "代码")
COUNTRY = "156"  # before the code of a division where a file names the country as well
MOST_CORNERS = 1_000_000


def parse(data: bytes) -> bytes:
    """Return the simplified outlines of a FeatureCollection by the code of their division, and the
    codes that can be none, as JSON; refuses other files, and says which feature is wrong."""
    polygons: dict[str, Any] = {}
    others: list[str] = []
    corners = 0
    for number, feature in enumerate(_features(data), 1):
        said = _code(feature, number)
        code = short_code(said)
        if not code:
            others.append(said)
            continue
        if code in polygons:
            raise BrokenFile(
                f"边界文件第{number}个图形的代码 {said} 重复。",
                f"Feature {number} of the file repeats the code {said}.",
            )
        polygons[code] = simplified(_polygons(feature, number))
        corners += sum(len(ring) for polygon in polygons[code] for ring in polygon)
        if corners > MOST_CORNERS:
            raise TooLarge(
                f"边界文件简化后的折点仍超过{MOST_CORNERS:,}个，请先简化，或分成几个文件。",
                f"Even simplified the file has over {MOST_CORNERS:,} corners; simplify it first, "
                "or split it.",
            )
    return json.dumps({"polygons": polygons, "others": others}, ensure_ascii=False).encode()


def _features(data: bytes) -> list[Any]:
    try:
        read = json.loads(data.decode("utf-8-sig"))
        features = read["features"]
        if read["type"] != "FeatureCollection" or not isinstance(features, list) or not features:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BrokenFile(
            "这不是 GeoJSON 边界文件：须为 UTF-8 编码的 FeatureCollection，"
            "每个图形带有 code 属性。",
            "This is no GeoJSON file of outlines: a FeatureCollection in UTF-8 is needed, "
            "with a property `code` in each feature.",
        ) from None
    return features


def _code(feature: Any, number: int) -> str:
    told = feature.get("properties") if isinstance(feature, dict) else None
    told = told if isinstance(told, dict) else {}
    said = next((_digits(told[key]) for key in CODES if told.get(key)), "")
    if not said:
        raise BrokenFile(
            f"边界文件第{number}个图形没有行政区划代码（code 属性）。",
            f"Feature {number} of the file has no code of a division (property `code`).",
        )
    return said


def _digits(code: Any) -> str:
    """The code as it is written elsewhere: a number without its point, without the country."""
    if isinstance(code, float) and code.is_integer():
        code = int(code)
    said = str(code).strip()[:40]
    return said[len(COUNTRY) :] if len(said) == 9 and said.startswith(COUNTRY) else said


def _polygons(feature: dict[str, Any], number: int) -> Polygons:
    try:
        shape = feature["geometry"]
        kinds = {"Polygon": lambda found: [found], "MultiPolygon": list}
        found = tuple(
            tuple(_rings(polygon)) for polygon in kinds[shape["type"]](shape["coordinates"])
        )
        if not found or not all(found):
            raise ValueError("no polygon")
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        raise BrokenFile(
            f"边界文件第{number}个图形不是以经纬度表示的多边形。",
            f"Feature {number} of the file is no polygon in degrees.",
        ) from None
    return found


def _rings(polygon: list[Any]) -> Iterator[Ring]:
    for ring in polygon:
        places = tuple((float(place[0]), float(place[1])) for place in ring)
        if len(places) < 4 or not all(abs(x) <= 180 and abs(y) <= 90 for x, y in places):
            raise ValueError("no ring")
        yield places
