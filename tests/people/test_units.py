"""The tree of units: paths stay true, names lead to the unit in force."""

from __future__ import annotations

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid
from luodi.base.models import Event
from luodi.people import queries, services
from luodi.people.models import Unit
from luodi.people.names import Found

from .factories import make_holder, make_person, make_post, make_root, make_unit

pytestmark = pytest.mark.django_db


def paths_are_true() -> bool:
    return all(
        unit.path == f"{unit.parent.path if unit.parent else ''}{unit.uuid}/"
        for unit in Unit.objects.select_related("parent")
    )


def test_a_unit_stands_below_its_parent_with_its_names_and_an_event():
    root = make_root()
    unit = make_unit("望川市发展和改革委员会", short_name="市发改委", aliases=["发改委"])
    assert unit.path == f"{root.path}{unit.uuid}/"
    assert queries.find_unit("发改委").unit.uuid == unit.uuid
    event = Event.objects.get(name="people.unit.created", subject_id=str(unit.uuid))
    assert event.actor_id == "system"


def test_there_is_one_root():
    make_root()
    with pytest.raises(Invalid) as refused:
        services.create_unit(name="别的市", kind="city", actor=SYSTEM)
    assert refused.value.field == "parent"


@pytest.mark.parametrize(
    ("name", "kind", "field"), [("", "section", "name"), ("新科", "moon", "kind")]
)
def test_a_unit_needs_a_name_and_a_kind(name, kind, field):
    with pytest.raises(Invalid) as refused:
        services.create_unit(name=name, kind=kind, parent=make_root(), actor=SYSTEM)
    assert refused.value.field == field


def test_a_name_stands_once_under_a_parent():
    first, second = make_unit(), make_unit()
    make_unit("办公室", first, "section")
    make_unit("办公室", second, "section")
    with pytest.raises(Invalid):
        make_unit("办公室", first, "section")


def test_a_renamed_unit_keeps_its_old_name_as_an_alias():
    unit = make_unit("市工信局")
    services.edit_unit(unit, name="市经信局", kind="department", actor=SYSTEM)
    assert queries.find_unit("市工信局").unit.name == "市经信局"


def test_a_moved_unit_takes_its_subtree_along():
    county, bureau = make_unit("云岭县", kind="county"), make_unit("水利局")
    section = make_unit("河湖科", bureau, "section")
    services.move_unit(bureau, county, actor=SYSTEM)
    section.refresh_from_db()
    assert section.path.startswith(county.path)
    assert paths_are_true()


def test_a_unit_cannot_stand_below_itself():
    bureau = make_unit()
    section = make_unit(parent=bureau, kind="section")
    with pytest.raises(Invalid):
        services.move_unit(bureau, section, actor=SYSTEM)
    with pytest.raises(Invalid):
        services.move_unit(make_root(), bureau, actor=SYSTEM)


def test_the_tree_is_ten_levels_deep_at_most():
    unit = make_root()
    for _ in range(9):
        unit = make_unit(parent=unit, kind="section")
    with pytest.raises(Invalid):
        make_unit(parent=unit, kind="section")
    branch = make_unit()
    make_unit(parent=branch)
    with pytest.raises(Invalid):
        services.move_unit(branch, unit, actor=SYSTEM)


def test_a_closed_unit_leads_to_its_successor():
    old, new = make_unit("市科技局"), make_unit("市科技创新局")
    services.close_unit(old, successor=new, actor=SYSTEM)
    assert queries.find_unit("市科技局").unit.uuid == new.uuid
    assert str(old.uuid) not in {str(row.uuid) for row in queries.units_tree(SYSTEM)}


def test_a_unit_with_a_holder_or_a_unit_below_stays_open():
    bureau = make_unit()
    section = make_unit(parent=bureau)
    with pytest.raises(Invalid):
        services.close_unit(bureau, actor=SYSTEM)
    make_holder("liaison", section)
    with pytest.raises(Invalid):
        services.close_unit(section, actor=SYSTEM)


def test_a_closed_unit_reopens_and_closes_once():
    unit = make_unit()
    services.close_unit(unit, actor=SYSTEM)
    with pytest.raises(Conflict):
        services.close_unit(unit, actor=SYSTEM)
    assert services.reopen_unit(unit, actor=SYSTEM).active


def test_an_alias_of_two_units_is_ambiguous_and_taken_back():
    first, second = make_unit("甲局", aliases=["专班"]), make_unit("乙局")
    alias = services.add_alias(second, "专班", actor=SYSTEM)
    assert queries.find_unit("专班").state is Found.AMBIGUOUS
    services.remove_alias(alias, actor=SYSTEM)
    assert queries.find_unit("专班").unit.uuid == first.uuid
    with pytest.raises(Invalid):
        services.add_alias(first, "专班", actor=SYSTEM)


def test_finding_many_names_takes_two_queries(django_assert_num_queries):
    make_unit("甲局", aliases=["甲"])
    with django_assert_num_queries(2):
        index = queries.name_index()
    with django_assert_num_queries(0):
        assert index.find("甲局").unit.name == "甲局"


def test_the_tree_and_a_unit_page_take_as_many_queries_however_many_units(
    django_assert_max_num_queries,
):
    bureau = make_unit()
    for number in range(5):
        below = make_unit(parent=bureau)
        make_post(below, title=f"岗{number}")
        make_holder("liaison", below)
    with django_assert_max_num_queries(2):
        rows = queries.units_tree(SYSTEM)
    assert [row.depth for row in rows] == [0, 1, 2, 2, 2, 2, 2]
    assert [(row.posts, row.vacant) for row in rows[2:]] == [(2, 1)] * 5
    with django_assert_max_num_queries(10):
        page = queries.unit_page(SYSTEM, bureau.uuid)
    assert len(page.below) == 5
    assert [row.uuid for row in page.above] == [make_root().uuid]


@bounded(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=8))
def test_paths_stay_true_whatever_moves(db, moves):
    with transaction.atomic():
        units = [make_root()]
        for number in range(7):
            units.append(make_unit(parent=units[number // 2]))
        for moved, target in moves:
            with contextlib.suppress(Invalid):
                services.move_unit(units[moved], units[target], actor=SYSTEM)
        assert paths_are_true()
        transaction.set_rollback(True)


def test_a_vacant_post_does_not_keep_a_unit_open():
    unit = make_unit()
    post = make_post(unit)
    services.appoint(make_person(), post, actor=SYSTEM)
    services.release(post, actor=SYSTEM)
    services.close_unit(unit, actor=SYSTEM)
    post.refresh_from_db()
    assert not post.active
