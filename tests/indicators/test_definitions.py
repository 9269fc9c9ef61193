"""An indicator's life: drafted, open, settled, retired; variants side by side; formulas; peers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.people.factories import make_actor, make_post

from luodi.base import clock
from luodi.base.errors import Conflict, Invalid, NotAllowed, NotFound
from luodi.base.models import Event
from luodi.indicators import services
from luodi.indicators.models import Indicator
from luodi.indicators.states import INDICATOR_MOVES, OBSERVATION_MOVES, as_table, moves_from

from .factories import define, report

pytestmark = pytest.mark.django_db
SETTLED = {"words": "望统发〔2026〕3号", "on": date(2026, 1, 5)}


def test_a_new_indicator_is_a_draft_with_one_event(office):
    post = make_post()
    made = define("城镇化率", office, unit="%", owner=post.uuid, direction="up")
    assert (made.state, made.unit, made.owner, made.revision) == ("draft", "%", post, 1)
    assert Event.objects.get(name="indicators.indicator.defined").subject_id == str(made.uuid)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"unit": "人"}, "name"),
        ({"name": "人口"}, "unit"),
        ({"name": "人口", "unit": "人", "direction": "sideways"}, "direction"),
        ({"name": "人口", "unit": "人", "owner": "nobody"}, "owner"),
        ({"name": "人口", "unit": "人", "formula": "share"}, "part"),
        ({"name": "人口", "unit": "人", "colour": "red"}, ""),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(office, given, field):
    with pytest.raises(Invalid) as error:
        services.define_indicator(given, actor=office)
    assert error.value.field == field
    assert not Indicator.objects.exists()


def test_a_code_is_used_once_and_no_code_often(office):
    define(code="pop")
    define()
    define()
    with pytest.raises(Invalid):
        define(code="pop")


def test_settling_names_who_when_and_which_document(office):
    made = services.settle_indicator(define(), **SETTLED, actor=office)
    assert (made.state, made.settled_on, made.settled_words) == (
        "settled", date(2026, 1, 5), "望统发〔2026〕3号",
    )  # fmt: skip
    assert str(made.settled_by.uuid) == office.id


@pytest.mark.parametrize(("words", "on"), [("", date(2026, 1, 5)), ("文件", date(2300, 1, 1))])
def test_settling_without_a_document_or_ahead_of_time_is_refused(office, words, on):
    with pytest.raises(Invalid):
        services.settle_indicator(define(), words=words, on=on, actor=office)


def test_settling_one_variant_retires_the_others_in_the_same_step(office):
    head = define("县城人口占比", unit="%", variant="城镇人口")
    other = define("县城人口占比", unit="%", variant="城区人口", variant_of=head)
    third = define("县城人口占比", unit="%", variant="建成区人口", variant_of=head)
    services.open_definition(head, "文件未写明", actor=office)
    services.settle_indicator(other, **SETTLED, actor=office)
    states = dict(Indicator.objects.values_list("variant", "state"))
    assert states == {"城镇人口": "retired", "城区人口": "settled", "建成区人口": "retired"}
    events = Event.objects.filter(name="indicators.indicator.retired")
    assert {event.subject_id for event in events} == {str(head.uuid), str(third.uuid)}
    assert len(set(events.values_list("operation", flat=True))) == 1


def test_a_variant_stands_under_a_head_and_not_under_another_variant(office):
    head = define()
    variant = define(variant_of=head)
    with pytest.raises(Invalid):
        define(variant_of=variant)
    with pytest.raises(Invalid):
        services.edit_indicator(head, {"variant_of": define()}, actor=office)


def test_a_settled_definition_does_not_change_until_it_is_opened_again(office):
    made = services.settle_indicator(define(definition="甲"), **SETTLED, actor=office)
    with pytest.raises(Conflict):
        services.edit_indicator(made, {"definition": "乙"}, actor=office)
    renamed = services.edit_indicator(made, {"name": "新名"}, actor=office)
    assert (renamed.name, renamed.state) == ("新名", "settled")
    opened = services.open_definition(made, "国家口径已改", actor=office)
    assert (opened.settled_on, opened.settled_by, opened.settled_words) == (None, None, "")
    assert services.edit_indicator(opened, {"definition": "乙"}, actor=office).definition == "乙"


def test_the_unit_stays_once_there_are_figures(city, office):
    made = define()
    report(made, [("2024", 5)])
    with pytest.raises(Conflict):
        services.edit_indicator(made, {"unit": "万人"}, actor=office)


def test_a_stale_page_overwrites_nothing(office):
    made = define()
    services.edit_indicator(made, {"name": "甲"}, actor=office, expected_revision=1)
    with pytest.raises(Conflict):
        services.edit_indicator(made, {"name": "乙"}, actor=office, expected_revision=1)


def _move(indicator, move, actor):
    if move == "settle":
        return services.settle_indicator(indicator, **SETTLED, actor=actor)
    step = {"open_definition": services.open_definition, "retire": services.retire_indicator}[move]
    return step(indicator, "理由", actor=actor)


@pytest.mark.parametrize("state", ["draft", "unsettled", "settled", "retired"])
@pytest.mark.parametrize("move", INDICATOR_MOVES)
def test_every_move_of_the_table_and_no_other(office, state, move):
    made = define()
    Indicator.objects.filter(pk=made.pk).update(state=state)
    if state in INDICATOR_MOVES[move].origins:
        assert _move(made, move, office).state == INDICATOR_MOVES[move].to
    else:
        with pytest.raises(Conflict):
            _move(made, move, office)


def test_the_tables_of_moves_stand_in_the_reference(root: Path):
    page = (root / "docs/reference/indicator-states.md").read_text(encoding="utf-8")
    assert as_table() in page
    assert moves_from(INDICATOR_MOVES, "retired") == ()
    assert moves_from(OBSERVATION_MOVES, "disputed") == ("check",)


@pytest.mark.parametrize("step", [services.open_definition, services.retire_indicator])
def test_a_move_without_a_reason_is_refused(office, step):
    with pytest.raises(Invalid):
        step(define(), "  ", actor=office)


def test_computed_indicators_get_their_unit_and_need_what_they_are_made_of(office):
    people, output = define("人口", unit="万人"), define("产值", unit="亿元")
    made = services.define_indicator(
        {"name": "人均产值", "formula": "per_head", "part": output, "whole": people}, actor=office
    )
    assert made.unit == "元/人"
    with pytest.raises(Invalid) as error:
        services.define_indicator(
            {"name": "占比", "formula": "share", "part": people}, actor=office
        )
    assert error.value.field == "whole"
    with pytest.raises(Invalid):
        services.define_indicator(
            {"name": "占比", "formula": "share", "part": people, "whole": output}, actor=office
        )


def test_circles_are_refused(office):
    levels = define("产值", unit="亿元")
    rate = define("增速", formula="growth", part=levels)
    faster = define("增速的增速", formula="growth", part=rate)
    with pytest.raises(Invalid):
        services.edit_indicator(rate, {"part": faster}, actor=office)
    with pytest.raises(Invalid):
        services.edit_indicator(rate, {"part": rate}, actor=office)


def test_a_break_is_marked_once_with_a_reason(office):
    made = define()
    mark = services.mark_break(made, "2020", "普查口径变化", actor=office)
    assert (mark.period, mark.begins) == ("2020", date(2020, 1, 1))
    with pytest.raises(Conflict):
        services.mark_break(made, "2020年", "又变", actor=office)
    with pytest.raises(Invalid):
        services.mark_break(made, "2021", "", actor=office)


def test_peers_are_of_one_level(city, office):
    made = services.declare_peers("荆州各县", places=["421022", "421024"], actor=office)
    assert [item.place.name for item in made.members.select_related("place")] == [
        "公安县",
        "江陵县",
    ]
    for places in (["421022", "4210"], ["421022", "999999"], ["421022"]):
        with pytest.raises(Invalid):
            services.declare_peers("别的", places=places, actor=office)
    with pytest.raises(Invalid):
        services.declare_peers("荆州各县", places=["421022", "421024"], actor=office)


def test_peers_may_be_units(city, office):
    made = services.declare_peers(
        "两个单位", bodies=[city.root.uuid, city.bureau.uuid], actor=office
    )
    assert {item.body for item in made.members.select_related("body")} == {city.root, city.bureau}


def test_who_may_not(city):
    made, liaison = define(), make_actor("liaison")
    with pytest.raises(NotAllowed):
        define(actor=liaison)
    with pytest.raises(NotAllowed):
        services.edit_indicator(made, {"name": "x"}, actor=liaison)
    with pytest.raises(NotAllowed):
        services.settle_indicator(made, words="文件", on=clock.today(), actor=liaison)
    leader = make_actor("city_leader")
    assert services.settle_indicator(made, words="文件", on=clock.today(), actor=leader)
    with pytest.raises(NotFound):
        services.edit_indicator(
            "01890000-0000-7000-8000-000000000000", {}, actor=make_actor("followup")
        )
