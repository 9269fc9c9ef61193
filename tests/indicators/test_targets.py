"""Targets: each aim with its test of being met, the path, and a count that needs no definition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.people.factories import make_actor

from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid, NotAllowed, NotFound
from luodi.base.models import Event
from luodi.indicators import services
from luodi.indicators.aims import asked_value, holds, median_of, plan_of, way_of
from luodi.indicators.models import Indicator, Target
from luodi.measuring.trajectory import planned

from .factories import aim, define, make_measure, report

pytestmark = pytest.mark.django_db
BASE = {"baseline": "30", "baseline_on": "2025-12-31", "due": "2026-12-31"}
D = Decimal


@pytest.mark.parametrize(
    ("given", "asked", "way", "good", "bad"),
    [
        ({"aim": "threshold", "value": "40"}, "40", "up", "40", "39.9999"),
        ({"aim": "range", "value": "35", "value2": "40"}, "35", "band", "40", "40.0001"),
        ({"aim": "rank", "value": "20"}, "20", "down", "20", "21"),
        ({"aim": "multiple", "value": "2", **BASE}, "60", "up", "60", "59.9"),
        (
            {"aim": "increase", "value": "6", "relative": True, **BASE},
            "31.8",
            "up",
            "31.8",
            "31.79",
        ),
        ({"aim": "increase", "value": "-6", **BASE}, "24", "down", "24", "24.1"),
    ],
)
def test_each_aim_and_its_exact_end(city, given, asked, way, good, bad):
    target = aim(indicator=define(unit="%"), **given)
    assert asked_value(target) == D(asked)
    assert way_of(target) == way
    assert holds(target, D(good)) is True
    assert holds(target, D(bad)) is False


def test_a_measure_of_the_median_aims_at_it_and_one_of_an_average_asks_for_its_figure(city, office):
    peers = services.declare_peers("三县", places=["421022", "421024", "421088"], actor=office)
    words = {"words": "处于全省中位数以上", "value": None, "unit": ""}
    target = aim(
        make_measure(**words, comparator="median>="), indicator=define(), value="", peers=peers
    )
    assert (target.aim, target.value) == ("median", None)
    average = make_measure(**words, comparator="average>=")
    with pytest.raises(Invalid) as refused:
        aim(average, indicator=define())
    assert refused.value.field == "value"
    assert aim(average, indicator=define(), value="36100").aim == "threshold"


def test_less_is_better_when_the_indicator_says_so(city):
    target = aim(indicator=define(unit="%", direction="down"), aim="threshold", value="3")
    assert holds(target, D(3)) is True
    assert holds(target, D("3.1")) is False


def test_the_median_is_that_of_the_peers(city, office):
    peers = services.declare_peers("三县", places=["421022", "421024", "421088"], actor=office)
    target = aim(indicator=define(), aim="median", value="", peers=peers)
    assert asked_value(target) is None
    assert holds(target, D(5)) is None
    assert holds(target, D(5), D("4.5")) is True
    assert holds(target, D(4), D("4.5")) is False
    assert median_of([D(1), D(4), D("2.5")]) == D("2.5")
    assert median_of([D(1), D(4)]) == D("2.5")
    assert median_of([]) is None


def test_the_path_leads_from_the_baseline_to_the_target(city):
    target = aim(indicator=define(unit="%"), aim="threshold", value="40", **BASE)
    plan = plan_of(target)
    assert plan is not None
    assert planned(plan, date(2026, 7, 2)).value == D("35.0137")
    steps = [["2026-06-30", "32"], ["2026-09-30", "38"]]
    stepped = services.edit_target(target, {"shape": "stepped", "steps": steps}, actor=SYSTEM)
    plan = plan_of(stepped)
    assert plan is not None
    assert [planned(plan, date(2026, m, 1)).value for m in (6, 7, 10)] == [D(30), D(32), D(38)]


def test_a_count_adds_up_from_nothing_over_its_year(city):
    target = aim(make_measure())
    plan = plan_of(target)
    assert plan is not None
    assert plan.cumulative
    assert planned(plan, date(2026, 12, 31)).value == D(120)
    assert planned(plan, date(2026, 7, 2)).value == D("60.1644")


def test_a_target_met_at_its_baseline_has_no_path_and_is_taken(city):
    target = aim(indicator=define(unit="%"), aim="threshold", value="25", **BASE)
    assert plan_of(target) is None
    assert holds(target, D(30)) is True


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"aim": "threshold", "value": ""}, "value"),
        ({"aim": "threshold", "value": "many"}, "value"),
        ({"aim": "range", "value": "40", "value2": "35"}, "value2"),
        ({"aim": "rank", "value": "2.5"}, "value"),
        ({"aim": "rank", "value": "0"}, "value"),
        ({"aim": "multiple", "value": "2"}, "baseline"),
        ({"aim": "multiple", "value": "-2", **BASE}, "value"),
        ({"aim": "median", "value": ""}, "peers"),
        ({"aim": "threshold", "value": "40", "baseline": "30"}, "baseline"),
        ({"aim": "threshold", "value": "40", **BASE, "due": "2025-12-31"}, "due"),
        ({"aim": "threshold", "value": "40", "due": ""}, "due"),
        ({"aim": "threshold", "value": "40", "due": "soon"}, "due"),
        ({"aim": "wish", "value": "40"}, "aim"),
        ({"aim": "threshold", "value": "40", "place": "999999"}, "place"),
        ({"aim": "threshold", "value": "40", **BASE, "shape": "stepped", "steps": []}, "value"),
        ({"aim": "threshold", "value": "40", "colour": "red"}, ""),
    ],
)
def test_a_target_that_contradicts_itself_is_refused(city, given, field):
    with pytest.raises(Invalid) as error:
        aim(indicator=define(unit="%"), **given)
    assert error.value.field == field
    assert not Target.objects.exists()


def test_a_plain_count_gets_an_indicator_of_its_own(city):
    measure = make_measure("改造120个老旧小区，补齐停车位")
    target = aim(measure)
    own = target.indicator
    assert (own.name, own.unit, own.cumulative, own.measure) == (
        "改造120个老旧小区", "个", True, measure.uuid,
    )  # fmt: skip
    assert (target.aim, target.value, target.due) == ("threshold", D(120), date(2026, 12, 31))


def test_what_is_no_plain_count_asks_for_an_indicator(city):
    measure = make_measure("居民收入增长6%以上", comparator="+", value=D(6), unit="%")
    with pytest.raises(Invalid) as error:
        aim(measure)
    assert error.value.field == "indicator"
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("comparator", "unit", "aim_of", "value"),
    [("rank<=", "位", "rank", "20"), ("x", "倍", "multiple", "20"), ("-", "%", "increase", "-20")],
)
def test_the_words_of_the_measure_say_what_is_aimed_at(city, comparator, unit, aim_of, value):
    measure = make_measure("某项要求", comparator=comparator, value=D(20), unit=unit)
    target = aim(measure, indicator=define(unit="%"), **BASE)
    assert (target.aim, target.value) == (aim_of, D(value))
    assert target.relative is (comparator == "-")


def test_one_target_for_a_measure(city):
    measure = make_measure()
    aim(measure)
    with pytest.raises(Conflict):
        aim(measure)
    with pytest.raises(NotFound):
        services.set_target("01890000-0000-7000-8000-000000000000", {}, actor=SYSTEM)


def test_editing_keeps_what_stood_there_in_the_ledger_and_dropping_says_why(city, office):
    target = aim(indicator=define(unit="%"), aim="threshold", value="40")
    edited = services.edit_target(target, {"value": "42"}, actor=office, expected_revision=1)
    assert (edited.value, edited.revision) == (D(42), 2)
    with pytest.raises(Conflict):
        services.edit_target(target, {"value": "43"}, actor=office, expected_revision=1)
    assert '"value": "40"' in _payload("indicators.target.edited")
    with pytest.raises(Invalid):
        services.drop_target(target, " ", actor=office)
    services.drop_target(target, "要求已取消", actor=office)
    assert not Target.objects.exists()
    assert "要求已取消" in _payload("indicators.target.dropped")


def _payload(name: str) -> str:
    return Event.objects.get(name=name).payload.replace('":"', '": "')


def test_targets_are_set_by_the_follow_up_office(city):
    target, liaison = aim(), make_actor("liaison")
    for step in (
        lambda: aim(make_measure(), actor=liaison),
        lambda: services.edit_target(target, {}, actor=liaison),
        lambda: services.drop_target(target, "理由", actor=liaison),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert aim(make_measure(), actor=make_actor("followup"))


def test_a_target_outlives_a_plan_that_is_put_back_as_approved(city):
    measure = make_measure()
    target = aim(measure)
    report(target.indicator, [("2026-03", 10)])
    measure.delete()
    assert Target.objects.get().measure == target.measure
