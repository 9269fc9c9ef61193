"""The shipped census: loaded with its traps answered, the same a second time."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from luodi.base.actors import SYSTEM
from luodi.indicators import census, queries, services
from luodi.indicators.models import Indicator, Observation
from luodi.indicators.services.census import NAMELESS, TOTAL, UNKNOWN
from luodi.places.models import Division
from luodi.places.services import load_divisions

DAYS = census.DAYS


@pytest.fixture(scope="module")
def loaded(made_once):
    """What loading Hubei said."""
    load_divisions(actor=SYSTEM)
    return services.load_census(within="42", actor=SYSTEM)


def value(code: str, place: str, year: str) -> Decimal | None:
    row = Observation.objects.filter(
        indicator__code=code, place__code=place, period=DAYS[year], is_latest=True
    ).first()
    return row and row.value


def test_every_row_of_the_file_is_a_place_or_is_answered() -> None:
    rows = census.census_rows()
    assert len(rows) == 6604
    assert Counter(row.year for row in rows) == {"2010": 3246, "2020": 3358}
    assert all(row.figures for row in rows)


@pytest.mark.django_db
def test_hubei_is_loaded(loaded) -> None:
    assert (loaded.defined, loaded.revised, loaded.unchanged) == (8, 0, 0)
    assert loaded.rows == 233
    assert loaded.new == Observation.objects.count() == 1202
    assert [answer.name for answer in loaded.refused] == ["郧县", "京山县"]
    assert {answer.zh for answer in loaded.refused} == {UNKNOWN[0]}


@pytest.mark.django_db
def test_figures_are_those_of_the_books(loaded) -> None:
    assert value("census.population", "4210", "2020") == 5_231_180
    assert value("census.urban", "4210", "2020") == 2_904_346
    assert value("census.aged", "421022", "2020") is not None
    row = Observation.objects.filter(indicator__code="census.population", place__code="4210").last()
    assert (row.issuer, row.indicator.licence) == ("第七次全国人口普查", "MIT, (c) 2022 Lei Dong")
    assert "421000" in row.evidence


@pytest.mark.django_db
def test_jianli_stands_under_the_code_of_each_year(loaded) -> None:
    assert value("census.population", "421023", "2010") is not None
    assert value("census.population", "421088", "2020") is not None
    assert value("census.population", "421088", "2010") is None
    assert value("census.population", "421023", "2020") is None


@pytest.mark.django_db
def test_shashi_is_recognised_behind_its_look_alike(loaded) -> None:
    written = [row for row in census.census_rows() if row.name == "沙\u5dff区"]
    assert [row.code for row in written] == ["421002"]
    assert value("census.population", "421002", "2010") == written[0].figures["population"]


@pytest.mark.django_db
def test_totals_are_no_parts(loaded) -> None:
    """Counties sum up to the province, so no total stands among them; the one area that bears no
    code is answered and missing from the sum."""
    counties = Observation.objects.filter(
        indicator__code="census.population", period=DAYS["2020"], place__level="county"
    )
    whole = value("census.population", "42", "2020")
    uncoded = [row for row in census.census_rows() if row.name == "龙感湖管理区"]
    parts = sum(row.value for row in counties) + uncoded[0].figures["population"]
    assert parts == whole == 57_752_557
    nameless = [row for row in census.census_rows() if row.name == "省直辖县级行政区划"]
    assert len(nameless) == 5
    assert all(row.is_nameless_total for row in nameless)


@pytest.mark.django_db
def test_the_same_words_pass_or_fail_by_their_definition(loaded) -> None:
    shares = {row.code: row for row in Indicator.objects.filter(code__endswith="_share")}
    songzi = Division.objects.get(code="421087")
    known = queries.series_of(shares.values(), [(songzi.pk, None)])
    last = {
        code: round(known[row.pk, (songzi.pk, None)][-1].value, 1) for code, row in shares.items()
    }
    assert last == {
        "census.urban_share": Decimal("46.7"), "census.city_proper_share": Decimal("27.4"),
    }  # fmt: skip


@pytest.mark.django_db
def test_loading_again_changes_nothing(loaded) -> None:
    again = services.load_census(within="42", actor=SYSTEM)
    assert (again.defined, again.new, again.revised, again.unchanged) == (0, 0, 0, 1202)


@pytest.mark.django_db
def test_a_code_that_means_another_place_today_is_refused(loaded) -> None:
    """500110 was 万盛区 and is 綦江区; 110103 had ended before the census."""
    answers = {row.name: row for row in services.load_census(within="50", actor=SYSTEM).refused}
    assert "綦江区" in answers["万盛区"].zh
    beijing = {row.name: row for row in services.load_census(within="110", actor=SYSTEM).refused}
    assert "2010-06-30" in beijing["崇文区"].zh


@pytest.mark.django_db
def test_the_command_prints_counts_and_answers(loaded) -> None:
    said = StringIO()
    call_command("load", "census", "--within", "42", "--answers", stdout=said)
    text = said.getvalue()
    assert "MIT, (c) 2022 Lei Dong" in text
    assert "1,202" in text
    assert "420821 京山县" in text


def test_rows_without_a_code_are_told_apart() -> None:
    rows = [row for row in census.census_rows() if not row.code]
    words = Counter(TOTAL if row.is_nameless_total else NAMELESS for row in rows)
    assert words == {TOTAL: 16, NAMELESS: 55}


def test_the_industries_of_2010_stay_out_because_their_headers_are_scrambled() -> None:
    """Only columns with a definition of their own ship, so none of the industries does."""
    path = Path(str(files("luodi.indicators") / "data" / "census.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    assert columns[:3] == ["year", "code", "name"]
    assert sorted(columns[3:]) == sorted(census.COLUMNS)
    assert set(census.COLUMNS) == {
        "population", "urban", "city_proper", "households", "aged", "schooling",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["429004", "429005", "429006", "429021"])
def test_units_right_below_the_province_have_their_urban_residents(loaded, code) -> None:
    """The prefecture table lacks them; the county table has them, and what a table lacks is no
    figure, never nought."""
    for year in ("2010", "2020"):
        urban, whole = (value(f"census.{one}", code, year) for one in ("urban", "population"))
        assert urban is not None
        assert 0 < urban < whole
    assert value("census.city_proper", code, "2010") is None
    assert not Observation.objects.filter(place__code=code, value="0").exists()
