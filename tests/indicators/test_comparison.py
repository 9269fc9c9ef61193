"""Places side by side: ranks, medians, maps and how two figures go together."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.factories import make_actor, make_holder, make_unit

from luodi.base.actors import SYSTEM
from luodi.base.errors import NotAllowed, NotFound
from luodi.indicators import comparing, services
from luodi.indicators.queries import comparison as comparisons
from luodi.indicators.tiling import squares
from luodi.places.models import Division
from luodi.places.services import load_outlines

from .factories import City, define, report

pytestmark = pytest.mark.django_db
COUNTIES = tuple(f"42110{at}" for at in range(1, 8))
VALUES = (70, 60, 50, 40, 30, 20, 10)


@pytest.fixture(scope="module")
def world(made_once):
    """Seven counties that lie in a row, with two figures; the last county has but one of them."""
    city = City()
    for at, (code, name) in enumerate(zip(COUNTIES, "甲乙丙丁戊己庚", strict=True)):
        Division.objects.create(
            code=code, name=f"{name}县", level="county", parent=city.prefecture,
            longitude=112.0 + at, latitude=30.0,
        )  # fmt: skip
    peers = services.declare_peers("七县", places=COUNTIES, reason="同类", actor=SYSTEM)
    share = define("城镇化率", unit="%", source="统计局", licence="公开")
    aged = define("老年占比", unit="%", direction="down")
    for code, value in zip(COUNTIES, VALUES, strict=True):
        report(share, [("2024", value - 2), ("2025", value)], place=code)
    for at, code in enumerate(COUNTIES[:6]):
        report(aged, [("2025", (12, 15, 14, 18, 20, 25)[at])], place=code)
    report(share, [("2026", 71)], place=COUNTIES[0])
    return {"city": city, "peers": peers, "share": share, "aged": aged,
            "person": make_holder("followup", name="某人")}  # fmt: skip


def compared(world, period=""):
    return comparisons.comparison(
        SYSTEM, str(world["share"].uuid), str(world["peers"].uuid), period
    )


def test_the_period_is_the_newest_that_most_have_and_another_can_be_asked_for(world) -> None:
    found = compared(world)
    assert (found.period, found.periods) == ("2025", ("2026", "2025", "2024"))
    assert [row.side.name for row in found.rows] == [f"{one}县" for one in "甲乙丙丁戊己庚"]
    assert (found.median, found.rows[6].rank) == (40, 7)
    assert found.rows[0].moved is not None
    assert (found.rows[0].moved.since, found.rows[0].moved.difference) == ("2024", 2)
    newest = compared(world, "2026")
    assert [row.rank for row in newest.rows] == [1, 0, 0, 0, 0, 0, 0]
    assert compared(world, "1999").period == "2025"


def test_less_is_better_ranks_the_smallest_first(world) -> None:
    found = comparisons.comparison(SYSTEM, str(world["aged"].uuid), str(world["peers"].uuid))
    assert found.rows[0].side.name == "甲县"
    assert found.rows[-1].point is None
    assert len(found.known) == 6


def test_equal_values_share_the_better_rank(world) -> None:
    one = define(unit="%")
    for code, value in zip(COUNTIES[:4], (5, 7, 7, 1), strict=True):
        report(one, [("2025", value)], place=code)
    found = comparisons.comparison(SYSTEM, str(one.uuid), str(world["peers"].uuid))
    assert [row.rank for row in found.rows] == [1, 1, 3, 4, 0, 0, 0]


def test_the_parts_of_a_place_and_the_counties_of_a_city_are_compared(world) -> None:
    found = comparisons.comparison(SYSTEM, str(world["share"].uuid), "in:4210")
    assert found.name == "荆州市"
    # The former code of a county is none of the parts.
    assert {row.side.key for row in found.rows} == {*COUNTIES, "421022", "421024", "421088"}
    body = make_unit("某市", kind="city")
    for name in ("东县", "西县"):
        make_unit(name, kind="county", parent=body)
    make_unit("某局", parent=body)
    _name, members = comparisons.members_in(SYSTEM, f"in:{body.uuid}")
    assert [side.name for side in members] == ["东县", "西县"]


def test_charts_hold_what_the_table_holds(world) -> None:
    found = compared(world)
    lines = comparing.multiples(found)
    assert lines is not None
    assert [panel.name for panel in lines.panels][:2] == ["甲县", "乙县"]
    assert [point.value for point in lines.panels[1].points] == [58, 60]
    tiles, by_position = comparing.tile_map(found, "equal", "421103")
    assert by_position
    # They lie in a row from west to east.
    assert [tile.name for tile in sorted(tiles.tiles, key=lambda one: one.column)] == [
        f"{one}县" for one in "甲乙丙丁戊己庚"
    ]
    assert [tile.focus for tile in tiles.tiles] == [False, False, True, *[False] * 4]
    assert tiles.classes.names[0] == "25%及以下"
    assert comparing.outline_map(found, "", "") is None


def test_of_too_many_places_it_is_drawn_how_their_values_lie(world, monkeypatch, client) -> None:
    monkeypatch.setattr(comparisons, "MOST_DRAWN", 3)
    found = compared(world)
    assert found.is_large
    assert found.regions == {}
    shown = comparing.spread(found, "421103")
    assert shown is not None
    (every,) = shown.groups
    assert (every.name, every.count, every.steps) == ("全部", 7, (16.0, 25.0, 40.0, 55.0, 64.0))
    assert [(one.name, one.group, one.value) for one in shown.chosen] == [("丙县", "全部", 50)]
    client.force_login(world["person"])
    text = client.get(f"/indicators/comparison/?scope={world['peers'].uuid}").content.decode()
    assert "正在绘图" in text
    assert "地图分级" not in text


def test_very_many_places_are_grouped_by_what_they_belong_to(world, monkeypatch) -> None:
    monkeypatch.setattr(comparisons, "MOST_DRAWN", 3)
    Division.objects.create(code="4211", name="东市", level="city")
    Division.objects.create(code="4212", name="西市", level="city")
    far = Division.objects.create(code="421201", name="远县", level="county")
    report(world["share"], [("2025", 90)], place=far.code)
    peers = services.declare_peers("八县", places=[*COUNTIES, far.code], actor=SYSTEM)
    found = comparisons.comparison(SYSTEM, str(world["share"].uuid), str(peers.uuid))
    shown = comparing.spread(found, "")
    assert shown is not None
    assert [(one.name, one.count) for one in shown.groups] == [
        ("全部", 8), ("西市", 1), ("东市", 7),
    ]  # fmt: skip
    assert "scope=in%3A4211&" in shown.groups[2].link


def test_outlines_make_a_map_with_named_classes_and_their_source(world) -> None:
    square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    features = [
        {"type": "Feature", "properties": {"code": code},
         "geometry": {"type": "Polygon", "coordinates": [[[x + at, y] for x, y in square]]}}
        for at, code in enumerate(COUNTIES)
    ]  # fmt: skip
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    load_outlines(data, "某院", actor=SYSTEM)
    chart = comparing.outline_map(compared(world), "", "421101")
    assert chart is not None
    assert (len(chart.areas), chart.source, len(chart.classes.names)) == (7, "某院", 4)


def test_squares_keep_neighbours_and_places_unknown_stand_below() -> None:
    corners = [(110.0, 32.0), (112.0, 32.0), (110.0, 30.0), (112.0, 30.0)]
    found, known = squares(corners)
    assert known
    (a, b, c, d) = found
    assert a[0] < b[0]
    assert c[0] < d[0]
    assert a[1] < c[1]
    assert b[1] < d[1]
    found, known = squares([*corners, None])
    assert known
    assert found[4][1] > max(row for _column, row in found[:4])
    assert squares([None, None]) == ([(0, 0), (1, 0)], False)
    many, _ = squares([(at * 7 % 10, at * 3 % 13) for at in range(100)])
    assert len(set(many)) == 100


def test_two_figures_go_together_or_it_cannot_be_said(world) -> None:
    scope = str(world["peers"].uuid)
    found = comparisons.paired(SYSTEM, str(world["share"].uuid), str(world["aged"].uuid), scope)
    assert len(found.pairs) == 6
    said = comparing.together_words(found)
    assert "城镇化率高的，老年占比低" in said
    assert "−0.94" in said
    assert "相关不等于因果" in said
    chart = comparing.scatter(found, "421102")
    assert chart is not None
    assert [dot.focus for dot in chart.dots].index(True) == 1
    alone = define(unit="%")
    report(alone, [("2025", 1)], place=COUNTIES[0])
    few = comparisons.paired(SYSTEM, str(world["share"].uuid), str(alone.uuid), scope)
    assert "无法判断：数据点不足" in comparing.together_words(few)


def test_what_is_not_there_and_who_may_not(world) -> None:
    share, scope = str(world["share"].uuid), str(world["peers"].uuid)
    for indicator, where in (("0" * 36, scope), (share, "0" * 36), (share, "in:999999")):
        with pytest.raises(NotFound):
            comparisons.comparison(SYSTEM, indicator, where)
    with pytest.raises((NotAllowed, NotFound)):
        comparisons.comparison(make_actor("system_admin"), share, scope)


def text_of(answer) -> str:
    body = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[body.index("<main") :]))


def test_the_pages_say_it_in_sentences_with_charts_and_table(client, world) -> None:
    client.force_login(world["person"])
    said = text_of(client.get("/indicators/comparison/?focus=421103"))
    assert "2025年，“七县”中有数据的7个，城镇化率的中位数为40%。前三位为甲县（70%）" in said
    assert "丙县为50%，第3位/7个，与中位数相差+10个百分点。" in said
    assert "7个中有7个有数据" in said
    two = text_of(client.get("/indicators/comparison/two/"))
    assert "相关不等于因果" in two
    assert "7个中有6个同时有两项数据" in two


def test_queries_do_not_grow_with_places(world) -> None:
    def count(scope: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            comparisons.comparison(SYSTEM, str(world["share"].uuid), scope)
        return len(queries)

    few = services.declare_peers("三县", places=COUNTIES[:3], actor=SYSTEM)
    assert count(str(few.uuid)) == count(str(world["peers"].uuid)) <= 8
