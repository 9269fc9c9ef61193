"""Names of units: one, ambiguous or none, never a guess."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.people.names import (
    Found,
    NameIndex,
    UnitNames,
    clean_login,
    clean_mobile,
    clean_name,
    fold,
    is_account,
)


def unit(name, above=None, *, kind="department", short="", aliases=(), active=True, to=None):
    uuid = uuid4()
    path = f"{above.path if above else ''}{uuid}/"
    return UnitNames(uuid, name, short, path, kind, tuple(aliases), active, to)


CITY = unit("望川市人民政府", kind="city", short="望川市")
REFORM = unit(
    "望川市发展和改革委员会", CITY, short="市发改委", aliases=("发改委", "市发展和改革委员会")
)
FINANCE = unit("望川市财政局", CITY)
MARKET = unit("市场监管局", CITY)
NORTH = unit("北河县人民政府", CITY, kind="county", short="北河县")
NORTH_REFORM = unit("北河县发展和改革局", NORTH, short="县发改局")
NORTH_FINANCE = unit("北河县财政局", NORTH)
SOUTH = unit("南山区", CITY, kind="county")
SOUTH_FINANCE = unit("财政局", SOUTH, aliases=("区财政",))
EAST = unit("东湖市", CITY, kind="county")
EAST_FINANCE = unit("东湖市财政局", EAST)
OLD = unit("望川市科技局", CITY, active=False, to=REFORM.uuid)
GONE = unit("望川市农机局", CITY, active=False)
ALL = (
    CITY,
    REFORM,
    FINANCE,
    MARKET,
    NORTH,
    NORTH_REFORM,
    NORTH_FINANCE,
    SOUTH,
    SOUTH_FINANCE,
    EAST,
    EAST_FINANCE,
    OLD,
    GONE,
)
INDEX = NameIndex.of(ALL)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("望川市发展和改革委员会", REFORM),
        ("市发展和改革委员会", REFORM),
        ("市发改委", REFORM),
        ("发改委", REFORM),
        ("望川市发改委", REFORM),
        ("望川发改委", REFORM),
        ("市 发 改 委", REFORM),
        ("市财政局", FINANCE),
        ("市场监管局", MARKET),
        ("市市场监管局", MARKET),
        ("望川市市场监管局", MARKET),
        ("北河县发改局", NORTH_REFORM),
        ("望川市北河县发改局", NORTH_REFORM),
        ("北河发改局", NORTH_REFORM),
        ("县财政局", NORTH_FINANCE),
        ("南山区财政局", SOUTH_FINANCE),
        ("北河县", NORTH),
        ("望川市", CITY),
        ("市科技局", REFORM),
    ],
)
def test_a_name_finds_its_unit(name, expected):
    match = INDEX.find(name)
    assert (match.state, match.unit) == (Found.ONE, expected)


def test_the_full_name_of_one_unit_wins_over_the_short_forms_of_others():
    assert INDEX.find("财政局").unit == SOUTH_FINANCE
    assert INDEX.find("财政局", NORTH.path).unit == NORTH_FINANCE


def test_the_bare_word_city_means_the_city_but_within_a_county_level_city_that_one():
    assert INDEX.find("市财政局").unit == FINANCE
    assert INDEX.find("市财政局", EAST.path).unit == EAST_FINANCE
    assert INDEX.find("东湖财政局").unit == EAST_FINANCE


def test_a_name_borne_by_several_units_is_ambiguous_and_names_them():
    west = unit("西岭县", CITY, kind="county")
    both = NameIndex.of((*ALL, west, unit("西岭县财政局", west)))
    match = both.find("县财政局")
    assert match.state is Found.AMBIGUOUS
    assert match.unit is None
    assert {u.name for u in match.candidates} == {"北河县财政局", "西岭县财政局"}
    twice = NameIndex.of((*ALL, unit("望川发展投资集团", CITY, aliases=("发改委",))))
    assert twice.find("发改委").state is Found.AMBIGUOUS
    assert twice.find("市发改委").unit == REFORM


@pytest.mark.parametrize("name", ["", "  ", "局", "市农机局", "公安局", "场监管局x"])
def test_a_name_nobody_bears_finds_none(name):
    assert INDEX.find(name).state is Found.NONE


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert clean_name(clean_name(text)) == clean_name(text)
    assert clean_login(clean_login(text)) == clean_login(text)


@given(st.sampled_from(ALL[:-2]), st.sampled_from(ALL))
def test_every_full_name_finds_its_own_unit(wanted, within):
    match = INDEX.find(wanted.name, within.path)
    inside = wanted.path.startswith(within.path)
    assert (match.unit == wanted) if inside else (match.unit != wanted)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Zhang.San ", "zhang.san"),
        ("１３８ ０００１ ０００２", "13800010002"),
        ("+86 138-0001-0002", "13800010002"),
        ("008613800010002", "13800010002"),
        ("12345", "12345"),
    ],
)
def test_a_login_is_folded(typed, stored):
    assert clean_login(typed) == stored


def test_accounts_and_mobile_numbers():
    assert clean_mobile("138 0001 0002") == "13800010002"
    assert clean_mobile("0716-8888888") is None
    assert is_account("zhang_san")
    assert is_account("13800010002")
    assert not any(map(is_account, ("", "ab", "张三", "a b c", "-abc", "x" * 61)))


def test_blanks_inside_a_chinese_name_are_layout():
    assert clean_name("张　三") == "张三"
    assert clean_name(" Ada  Lovelace ") == "Ada Lovelace"
