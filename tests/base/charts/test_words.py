"""Summaries, tables, classes and areas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from tests.base.charts.samples import AREAS, MULTIPLES, SCATTER, SERIES, SPREAD, TILES, years

from luodi.base.charts import Boundaries, Mark, TimeSeries, equal_steps, given, quantiles
from luodi.base.charts.words import summary, table
from luodi.base.errors import Invalid


def test_a_series_in_words() -> None:
    assert summary(SERIES) == (
        "2025年为37.2%。比2024年增加0.8个百分点。目标值为40%（2030年），现低2.8个百分点。"
        "预测2030年有80%的可能在38.6至42.2%之间。"
    )
    with translation.override("en"):
        assert summary(replace(SERIES, fan=(), target=None)) == (
            "2025年: 37.2%. That is 0.8 percentage points more than in 2024年."
        )


def test_no_growth_is_read_across_a_break() -> None:
    series = TimeSeries("a", "人", years(2019, "10", "30"), breaks=(Mark(date(2020, 6, 1), "x"),))
    assert summary(series) == "2020年为30人。此前口径有调整，不计算增减。"


def test_an_empty_series_says_so() -> None:
    assert summary(TimeSeries("a", "人", ())) == "还没有数据。"


def test_the_table_of_a_series_holds_every_figure() -> None:
    shown = table(SERIES)
    assert [head.words for head in shown.heads] == [
        "时期", "实际 (%)", "计划", "基期", "目标值", "预测", "控制限", "临江县", "青石县",
    ]  # fmt: skip
    rows = {row[0].words: [cell.words for cell in row[1:]] for row in shown.rows}
    assert len(rows) == 13
    assert rows["2021年"] == ["—", "", "", "", "", "30.1 – 38.6", "36.8", "30.4"]
    assert rows["2030年"] == ["", "40.0", "", "40", "38.6 – 42.2", "", "", ""]
    assert shown.rows[0][1].link == "/documents/1/"


def test_places_in_words() -> None:
    assert summary(MULTIPLES) == "共8个地区。最高为南陵县，40%；最低为云溪县，33%。"
    assert summary(SCATTER).startswith(
        "共8个地区。中位数：常住人口39.5万人，城镇化率46.5%。云溪县："
    )
    words = (
        "共8个地区，7个有数据。最高为南陵县，45%；最低为云溪县，31%。分级办法：分级：人数大致相等。"
    )
    assert summary(TILES) == summary(AREAS) == words
    assert [cell.words for cell in table(TILES).rows[6]] == ["石门县", "—", "无数据"]
    assert [cell.words for cell in table(AREAS).rows[7]] == ["南陵县", "45", "3 40%以上"]


def test_classes_are_named_by_their_bounds() -> None:
    classes = quantiles([1, 2, 3, 4, None, 4, 4], "%", 2)
    assert classes.bounds == (Decimal(2),)
    assert classes.names == ("2%及以下", "2%以上")
    assert [classes.number(value) for value in (1, 2, 3)] == [1, 1, 2]
    assert equal_steps([0, 10], "人", 4).bounds == (Decimal("2.5"), Decimal(5), Decimal("7.5"))
    assert equal_steps([7, 7], "人", 4).names == ("全部数值",)


def test_classes_that_cannot_be_are_refused() -> None:
    for wrong in (
        lambda: quantiles([None]),
        lambda: quantiles([1], count=6),
        lambda: given([2, 1]),
    ):
        with pytest.raises(Invalid):
            wrong()


def test_how_very_many_values_lie_in_words() -> None:
    assert summary(SPREAD) == (
        "500个地区中，中间一半在38.5至55.25%之间。最低的十分之一不高于30%，"
        "最高的十分之一不低于70%。各组中位数从38%（西省）到52%（东省）。"
    )
    found = table(SPREAD)
    assert [cell.words for cell in found.rows[2]] == ["西省", "200", "25", "31", "38", "44", "52"]
    assert found.rows[1][0].link


def test_areas_are_those_that_have_an_outline() -> None:
    ring = ((112.0, 30.0), (113.0, 30.0), (112.0, 31.0), (112.0, 30.0))
    found = Boundaries({"9999": ((ring,),), "9998": ((ring,),)}, {"9999": "甲县", "9998": "云溪县"})
    areas = found.areas({"9998": Decimal(3), "1234": None}, focus="9998", links={"9998": "/a/"})
    assert [(area.code, area.name, area.value, area.focus, area.link) for area in areas] == [
        ("9998", "云溪县", Decimal(3), True, "/a/")
    ]
    assert areas[0].polygons[0][0][1] == (113.0, 30.0)
