"""Places and bodies by name."""

from __future__ import annotations

import pytest

from luodi.reading.gazetteer import divisions, find_places, is_body, is_open_class


def names(text: str) -> list[str]:
    return [place.text for place in find_places(text)]


def test_divisions_have_codes_levels_and_parents() -> None:
    by_code = {row.code: row for row in divisions()}
    assert by_code["42"].name == "湖北省"
    assert (by_code["421022"].name, by_code["421022"].parent) == ("公安县", "4210")
    assert {row.level for row in divisions()} == {"province", "city", "county", "street"}
    assert all(row.parent in by_code for row in divisions() if row.parent)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持松滋市、公安县发展", ["松滋市", "公安县"]),
        ("建设北京主数据中心和贵阳备份数据中心", ["北京", "贵阳"]),
        ("全市推进，我省落实", []),
        ("加强公安机关建设", []),
        ("医保定点机构管理", []),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("name", ["市住建局", "各县区", "国家发展改革委", "县人民政府", "政务部门"])
def test_bodies(name: str) -> None:
    assert is_body(name)


@pytest.mark.parametrize("name", ["有关部门", "国务院有关部门", "相关单位"])
def test_open_classes(name: str) -> None:
    assert is_open_class(name)
