"""Codes through time and names in tables: the traps of the census files, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from luodi.base.actors import SYSTEM
from luodi.places import queries, services
from luodi.places.codes import Kept, code_on, is_total, short_code, tidy

CENSUS_2010, CENSUS_2020 = date(2010, 11, 1), date(2020, 11, 1)


def test_jianli_is_one_place_under_two_codes():
    forward, back = code_on("421023", CENSUS_2020), code_on("421088", CENSUS_2010)
    assert (forward.kept, forward.codes) == (Kept.RENAMED, ("421088",))
    assert (back.kept, back.codes) == (Kept.RENAMED, ("421023",))
    assert forward.is_comparable
    assert back.is_comparable


@pytest.mark.parametrize(
    ("code", "day"),
    [("421023", CENSUS_2010), ("421088", CENSUS_2020), ("421022", CENSUS_2010), ("421022", CENSUS_2020)],
)  # fmt: skip
def test_a_code_in_force_on_the_day_stays(code, day):
    assert code_on(code, day).codes == (code,)
    assert code_on(code, day).kept is Kept.SAME


def test_the_last_day_belongs_to_the_old_code():
    assert code_on("421023", date(2020, 6, 11)).kept is Kept.SAME
    assert code_on("421023", date(2020, 6, 12)).codes == ("421088",)


def test_a_merged_county_is_not_compared_with_the_larger_one():
    forward, back = code_on("310103", CENSUS_2020), code_on("310101", CENSUS_2010)
    assert (forward.kept, forward.codes) == (Kept.MERGED, ("310101",))
    assert (back.kept, back.codes) == (Kept.MERGED, ("310101", "310103"))
    assert not forward.is_comparable
    assert not back.is_comparable


def test_a_divided_prefecture_has_several_successors_and_is_not_compared():
    forward = code_on("3414", CENSUS_2020)
    assert (forward.kept, forward.codes) == (Kept.SPLIT, ("3401", "3402", "3405"))
    assert not forward.is_comparable
    assert not code_on("3401", CENSUS_2010).is_comparable


def test_a_district_written_with_a_look_alike_is_recognised():
    assert tidy("沙\u5dff区") == "沙市区"
    assert tidy(" 沙市　区") == "沙市区"


@pytest.mark.django_db
def test_by_name_finds_the_district_under_its_look_alike():
    services.load_divisions(actor=SYSTEM)
    found = queries.by_name("沙\u5dff区", within="42").division
    assert found is not None
    assert found.code == "421002"


@pytest.mark.django_db
def test_a_divided_place_names_no_single_successor():
    services.load_divisions(actor=SYSTEM)
    found = queries.by_code("3414")
    assert found is not None
    assert (found.valid_to, found.successor_code) == (date(2011, 8, 21), "")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("湖北省", "420000"),
        ("荆州市", "421000"),
        ("省直辖县级行政区划", "429000"),
        ("自治区直辖县级行政区划", "659000"),
        ("合  计", ""),
        ("全省总计", ""),
        ("市辖区", "421001"),
    ],
)
def test_totals_among_counties_are_told(name, code):
    assert is_total(name, code)


@pytest.mark.parametrize(
    ("name", "code"), [("公安县", "421022"), ("仙桃市", "429004"), ("沙巿区", "421002")]
)
def test_counties_are_no_totals(name, code):
    assert not is_total(name, code)


def test_prefectures_are_no_totals_among_prefectures():
    assert not is_total("荆州市", "421000", length=4)
    assert is_total("湖北省", "420000", length=4)
    assert is_total("省直辖县级行政区划", "429000", length=4)


@pytest.mark.parametrize(
    ("given", "short"),
    [("421000", "4210"), ("４２１０２２", "421022"), ("420000", "42"), ("abc", ""), ("42102", ""), ("4210", "4210")],
)  # fmt: skip
def test_codes_lose_the_zeros_of_their_level(given, short):
    assert short_code(given) == short
