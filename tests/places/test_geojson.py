"""GeoJSON files of outlines: what is read, what is refused and where, and limits that hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from luodi.base.actors import SYSTEM
from luodi.base.errors import Invalid
from luodi.places import geojson, services
from luodi.places.models import Division, Outline
from luodi.reading.errors import FormatError


def collection(*features: dict[str, Any]) -> bytes:
    """A GeoJSON file."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(
    code: object = "9999", kind: str = "Polygon", corner: float = 112, key: str = "adcode"
) -> dict[str, Any]:
    """A triangle."""
    ring = [[corner, 30], [corner + 1, 30], [corner, 31], [corner, 30]]
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {key: code, "name": "云溪县"},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def test_outlines_are_read_by_code() -> None:
    said = json.loads(geojson.parse(collection(feature(), feature("9998", "MultiPolygon"))))
    assert set(said["polygons"]) == {"9999", "9998"}
    assert said["polygons"]["9998"][0][0][1] == [113.0, 30.0]
    assert said["others"] == []


@pytest.mark.parametrize(
    "code",
    ["420100", 420100, 420100.0, "156420100", " 4201 ", "\uff14\uff12\uff10\uff11\uff10\uff10"],
)
def test_codes_are_read_as_files_write_them(code: object) -> None:
    said = json.loads(geojson.parse(collection(feature(code, key="gb"))))
    assert set(said["polygons"]) == {"4201"}


def test_a_line_that_is_no_division_is_named_not_dropped() -> None:
    said = json.loads(geojson.parse(collection(feature(), feature("100000_JD"))))
    assert said["others"] == ["100000_JD"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK", "GeoJSON"),
        (b"", "GeoJSON"),
        ("{}".encode("utf-16"), "GeoJSON"),
        (b"[" * 9000, "GeoJSON"),
        (collection(), "GeoJSON"),
        (collection(feature(""), feature()), "第1个图形没有行政区划代码"),
        (b'{"type":"FeatureCollection","features":[7]}', "第1个图形没有行政区划代码"),
        (collection(feature(), feature()), "第2个图形的代码 9999 重复"),
        (collection(feature("420100"), feature("4201")), "第2个图形的代码 4201 重复"),
        (collection(feature(kind="Point")), "第1个图形不是"),
        (collection(feature(corner=4_000_000)), "第1个图形不是"),
        (collection(feature(corner=float("nan"))), "第1个图形不是"),
        (collection({**feature(), "geometry": None}), "第1个图形不是"),
    ],
)
def test_other_files_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(FormatError) as refusal:
        geojson.parse(data)
    assert words in refusal.value.message_zh


@pytest.mark.django_db
def test_a_file_that_asks_for_too_much_is_answered_and_changes_nothing(settings) -> None:
    Division.objects.create(code="4201", name="武汉市", level="city")
    settings.PARSE_MEMORY_BYTES = 40 * 1024 * 1024
    with pytest.raises(Invalid) as refusal:
        services.load_outlines(collection(feature("4201")), "某测绘院", actor=SYSTEM)
    assert "请先简化" in refusal.value.zh
    assert not Outline.objects.exists()


@pytest.mark.django_db
def test_the_child_names_the_feature_that_is_wrong() -> None:
    with pytest.raises(Invalid) as refusal:
        services.load_outlines(collection(feature(kind="Point")), "某测绘院", actor=SYSTEM)
    assert "第1个图形不是" in refusal.value.zh
