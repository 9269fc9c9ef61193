"""Charts as markup: nothing a page's policy refuses, every sign there, colour never alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from tests.base.charts.samples import SAMPLES

from luodi.base.charts import packing, rendering, svg
from luodi.base.charts.palette import COLOURS, ROLES
from luodi.base.errors import LuodiError


@pytest.fixture(scope="module")
def drawings() -> dict[str, str]:
    """Each sample, drawn once."""
    return {name: rendering.markup(chart, "zh-hans") for name, chart in SAMPLES.items()}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_may_hold_the_drawing(name: str, drawings: dict[str, str]) -> None:
    """No style, script, handler, address or written-out colour."""
    text = drawings[name]
    assert re.findall(r"style|<script|\son\w+=|https?:|//|url\(|#[0-9a-fA-F]{3,6}", text) == []
    root = ElementTree.fromstring(f"<div>{text}</div>")
    assert {element.tag for element in root.iter()} <= {*svg.ELEMENTS, "div", "title"}
    assert len(text) < 60_000


@pytest.mark.parametrize("name", SAMPLES)
def test_every_class_is_coloured(name: str, drawings: dict[str, str], root) -> None:
    sheet = (root / "src/luodi/base/static/base/charts.css").read_text("utf-8")
    known = set(re.findall(r"\.([\w-]+)", sheet))
    used = {
        word for found in re.findall(r'class="([^"]*)"', drawings[name]) for word in found.split()
    }
    assert used - known == set()


def test_the_series_shows_each_of_its_parts_by_form_as_well(drawings: dict[str, str]) -> None:
    text = drawings["series"]
    for words in (
        "实际",
        "序时进度",
        "目标值",
        "基期",
        "预测，80%的情形",
        "控制限",
        "对标对象",
        "口径调整",
    ):
        assert f">{words}</text>" in text
    assert {"7,4", "2,3", "1,4", "4,2"} <= set(re.findall(r'stroke-dasharray="([^"]*)"', text))
    assert "<title>实际 2024年: 36.4%</title>" in text
    assert 'href="/documents/1/"' in text


def test_classes_of_a_map_bear_their_number(drawings: dict[str, str]) -> None:
    assert ">1 35%及以下</text>" in drawings["tiles"]
    assert ">1 云溪县</text>" in drawings["areas"]
    assert ">– 石门县</text>" in drawings["areas"]
    assert ">31</text>" in drawings["tiles"]


def test_small_squares_bear_the_number_of_their_class_alone() -> None:
    tiles, last = SAMPLES["tiles"], SAMPLES["tiles"].tiles[-1]
    far = replace(last, column=24)
    text = rendering.markup(replace(tiles, tiles=(*tiles.tiles[:-1], far)), "zh-hans")
    assert ">云溪县</text>" not in text
    assert "<title>云溪县: 31%</title>" in text
    assert re.search(">1</text>", text)


def test_the_place_looked_at_stands_among_all_and_in_its_group(drawings: dict[str, str]) -> None:
    assert drawings["spread"].count("<title>云溪县: 40.5%</title>") == 4  # wide and narrow
    assert "<title>西省（200个）：中位数38%，中间一半为31至44%</title>" in drawings["spread"]


def test_of_very_many_points_only_the_newest_has_a_sign() -> None:
    panel = SAMPLES["multiples"].panels[0]
    many = replace(SAMPLES["multiples"], panels=(panel,))
    few = rendering.markup(many, "zh-hans")
    assert few.count("<title>") == 8
    points = tuple(replace(panel.points[-1], at=date(1800 + at, 12, 31)) for at in range(401))
    many = replace(many, panels=(replace(panel, points=points, plan=()),))
    assert rendering.markup(many, "zh-hans").count("<title>") == 2


def test_roles_and_colours_are_one_to_one() -> None:
    assert len(ROLES) == len(COLOURS)


@pytest.mark.parametrize(
    "drawing",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>x</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><image href="x"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><rect fill="#123456"/></svg>',
    ],
)
def test_what_has_no_place_in_a_page_is_refused(drawing: str) -> None:
    with pytest.raises(svg.DrawingRefused):
        svg.for_page(drawing)


@pytest.mark.parametrize(
    "address", ["//a.b/c", "https://a.b", "javascript:go()", "/\\a.b", f"{svg.PLACED}//a.b"]
)
def test_links_lead_nowhere_else(address: str) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="1" height="1"><a xlink:href="{address}"><text fill="#20242a">a</text></a></svg>'
    )
    assert "href" not in svg.for_page(drawing)


def test_words_stay_words() -> None:
    words = '<b style="x">&</b>'
    chart = SAMPLES["tiles"]
    tile = type(chart.tiles[0])(words, 0, 0, None)
    text = rendering.markup(type(chart)(chart.title, "%", (tile,), chart.classes), "zh-hans")
    assert "<b" not in text
    assert "&lt;b style=" in text


def test_letters_that_no_font_has_look_alike() -> None:
    assert rendering.drawn_apart("a", "b")
    # Signs that no alphabet has: they have no shape, as Chinese letters have none without a font.
    assert not rendering.drawn_apart("\u0378", "\u0379")


def test_a_picture_for_word_is_a_png_of_its_width(monkeypatch) -> None:
    monkeypatch.setattr(rendering, "has_letters", lambda: True)
    whole, half = (rendering.png(SAMPLES["series"], "zh-hans", half=half) for half in (False, True))
    for png, width in ((whole, 1600), (half, 800)):
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert abs(int.from_bytes(png[16:20], "big") - width) < 400


def test_without_a_font_there_is_no_picture_of_boxes(monkeypatch) -> None:
    monkeypatch.setattr(rendering, "has_letters", lambda: False)
    with pytest.raises(LuodiError, match="boxes"):
        rendering.png(SAMPLES["tiles"], "zh-hans")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_chart_survives_the_queue(name: str) -> None:
    chart = SAMPLES[name]
    assert packing.chart_of(packing.packed(chart)) == chart


def test_the_digest_follows_values_and_language() -> None:
    series, tiles = SAMPLES["series"], SAMPLES["tiles"]
    assert packing.digest(series, "zh-hans") == packing.digest(series, "zh-hans")
    assert packing.digest(series, "zh-hans") != packing.digest(series, "en")
    assert packing.digest(series, "en") != packing.digest(tiles, "en")


def test_only_charts_come_out_of_the_queue() -> None:
    with pytest.raises(ValueError, match="no chart"):
        packing.chart_of({"is": "date", "value": "2026-01-01"})
