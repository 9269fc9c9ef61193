"""Every figure of tests/reference/measuring is met, in the tolerance its README names."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from luodi.measuring import control, hdi, ranks
from luodi.measuring.region import classes, growth, inequality, sizes, structure

Read = Callable[[str], list[dict[str, str]]]


def test_every_published_index_of_human_development(table: Read) -> None:
    rows = table("hdi.csv")
    columns = ("le", "eys", "mys", "gnipc")
    off = [
        (row["iso3"], row["year"])
        for row in rows
        if f"{hdi.hdi(*(float(row[name]) for name in columns)).index:.3f}"
        != str(Decimal(row["hdi"]).quantize(Decimal("0.001")))
    ]
    assert len(rows) == 3477
    assert off == []


def test_control_charts_have_the_labels_of_the_nhs(table: Read) -> None:
    points = {
        key: list(rows)
        for key, rows in groupby(
            table("xmr_points.csv"),
            lambda row: (row["series"], row["direction"], row["screen_outliers"]),
        )
    }
    for (series, direction, screened), rows in points.items():
        better = {"increase": "up", "decrease": "down"}[direction]
        values = [float(row["y"]) for row in rows]
        chart = control.xmr(values, better, 56, screened == "True")  # type: ignore[arg-type]
        for row, point in zip(rows, chart.points, strict=True):
            assert chart.mean == pytest.approx(float(row["mean_col"]), abs=1e-6)
            assert chart.lower == pytest.approx(float(row["lpl"]), abs=1e-6)
            assert chart.upper == pytest.approx(float(row["upl"]), abs=1e-6)
            assert point.cause == row["special_cause_type"], (series, row["x"])
            assert point.kind == row["point_type"]
            assert str(point.outside_limits) == row["outside_limits"]
            assert str(point.close_to_limits) == row["close_to_limits"]
            assert str(point.relative_to_mean) == row["relative_to_mean"]
        last = [
            row
            for row in table("xmr_summary.csv")
            if (row["series"], row["direction"], row["screen_outliers"])
            == (series, direction, screened)
        ]
        assert [chart.assurance] == [row["assurance"] for row in last]
        assert [chart.points[-1].kind] == [row["variation_last"] for row in last]
    assert len(points) == 12


@pytest.fixture
def employment(table: Read) -> list[list[float]]:
    rows = table("employment_hubei_2020.csv")
    return [[float(value) for value in list(row.values())[1:]] for row in rows]


def test_location_quotients_of_hubei(table: Read, employment: list[list[float]]) -> None:
    rows = table("location_quotients_hubei_2020.csv")
    expected = [[float(value) for value in list(row.values())[1:]] for row in rows]
    assert np.abs(structure.location_quotients(employment) - expected).max() < 1e-8


@pytest.fixture
def hubei(table: Read) -> list[dict[str, str]]:
    return [row for row in table("prefectures_2020.csv") if row["province"] == "湖北省"]


def test_sizes_of_the_units_of_hubei(hubei: list[dict[str, str]], reference: Path) -> None:
    expected = json.loads((reference / "regional.json").read_text())
    people = [float(row["population"]) for row in hubei]
    assert sizes.rank_size(people, shift=0).slope == pytest.approx(
        expected["rank_size_slope_ols"], abs=1e-8
    )
    assert sizes.primacy(people).two_city == pytest.approx(expected["two_city_index"], abs=1e-8)
    assert inequality.gini(people) == pytest.approx(expected["gini_pysal_inequality"], abs=1e-8)
    line = sizes.rank_size(people)
    assert (round(line.slope, 2), round(line.error, 2), line.n) == (-0.61, 0.21, 17)


def test_natural_breaks_of_urbanisation(hubei: list[dict[str, str]], reference: Path) -> None:
    expected = json.loads((reference / "regional.json").read_text())
    urban = [100 * float(r["urban"]) / float(r["population"]) for r in hubei if r["urban"]]
    assert classes.natural_breaks(urban, 4) == pytest.approx(
        expected["fisher_jenks4_urbanisation_upper_bounds"], abs=1e-8
    )


def test_inequality_of_prefectures_between_and_within_provinces(table: Read) -> None:
    rows = table("prefectures_2020.csv")
    found = inequality.theil_by_group(
        [float(row["population"]) for row in rows], [row["province"] for row in rows]
    )
    assert (round(found.total, 3), round(found.between, 3)) == (0.350, 0.187)


def test_rank_sets_of_pisa_lie_within_those_of_the_authors(table: Read) -> None:
    rows = table("rank_sets_pisa2018_math.csv")
    bounds = ranks.rank_bounds(
        [row["jurisdiction"] for row in rows],
        [float(row["score"]) for row in rows],
        [float(row["se"]) for row in rows],
    )
    assert isinstance(bounds, tuple)
    assert [one.rank for one in bounds] == [int(row["rank"]) for row in rows]
    off = 0
    for one, row in zip(bounds, rows, strict=True):
        for found, side in ((one.best, "L"), (one.worst, "U")):
            low, high = int(row[f"marg_{side}_min"]), int(row[f"marg_{side}_max"])
            assert low - 1 <= found <= high + 1
            off += not low <= found <= high and low == high
    assert off <= len(rows) // 20


@pytest.mark.corpus
def test_shift_share_of_provinces(shared: Path) -> None:
    """The table bears no licence, so it is read where it lies and not kept here."""
    path = shared / "reference" / "regional" / "province_gdp_3sectors_2015_2024.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sectors = ("第一产业", "第二产业", "第三产业")
    names = sorted({row["省份"] for row in rows})

    def of(year: str) -> list[list[float]]:
        by_name = {row["省份"]: row for row in rows if row["年份"] == year}
        return [[float(by_name[name][sector]) for sector in sectors] for name in names]

    found = growth.shift_share(of("2015"), of("2024"))
    for part in found:
        assert part.national + part.mix + part.regional == pytest.approx(part.change, abs=1e-9)
    hubei = found[names.index("湖北省")]
    assert [round(x) for x in (hubei.national, hubei.mix, hubei.regional)] == [27294, -618, 2425]
