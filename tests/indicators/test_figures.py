"""Figures: answered one by one, never overwritten, known as they were on any day."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people.factories import make_actor, make_holder, make_post

from luodi.base import clock
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid, NotAllowed
from luodi.base.models import Event
from luodi.indicators import queries, services
from luodi.indicators.figures import Figure
from luodi.indicators.models import Observation
from luodi.indicators.queries.page import indicator_page
from luodi.indicators.states import OBSERVATION_MOVES
from luodi.people.queries import actor_of

from .factories import define, report

pytestmark = pytest.mark.django_db


def figure(indicator, period="2024", value="5", **more) -> Figure:
    exact = None if value is None else Decimal(value)
    return Figure(indicator, period, **{"place": "421022", "value": exact, **more})


def refusal(answer) -> str:
    assert answer.outcome == "refused"
    assert answer.refusal_en
    return answer.refusal_zh


def test_figures_are_kept_digit_by_digit_with_one_event(city, office):
    made = define(unit="亿元")
    found = report(
        made, [("2024", "12345678901234567890.12345678"), ("2025", "0.10")], actor=office
    )
    assert (found.new, found.revised, found.unchanged) == (2, 0, 0)
    rows = Observation.objects.order_by("period")
    assert [str(row.value) for row in rows] == ["12345678901234567890.12345678", "0.10"]
    assert (rows[0].begins, rows[0].ends) == (date(2024, 1, 1), date(2024, 12, 31))
    assert str(rows[0].reporter.uuid) == office.id
    data = json.loads(Event.objects.get(name="indicators.figures.recorded").payload)["data"]
    assert (data["count"], data["new"], len(data["digest"])) == (2, 2, 64)


def test_the_same_again_changes_nothing(city):
    made = define()
    report(made, [("2024", "5"), ("2025", "6.0")])
    events = Event.objects.count()
    again = report(made, [("2024", "5.00"), ("2025", "6")])
    assert (again.new, again.revised, again.unchanged) == (0, 0, 2)
    assert (Observation.objects.count(), Event.objects.count()) == (2, events)


def test_a_revision_supersedes_and_the_old_figure_stays(city):
    made = define()
    report(made, [("2024", "5")], on=date(2025, 2, 1))
    found = report(made, [("2024", "7")], on=date(2025, 6, 1))
    assert (found.revised, found.answers[0].before) == (1, Decimal(5))
    old, new = Observation.objects.order_by("pk")
    assert (old.value, old.is_latest, new.value, new.is_latest, new.supersedes) == (
        Decimal(5), False, Decimal(7), True, old,
    )  # fmt: skip


def test_figures_as_they_were_known_on_a_day(city):
    made = define()
    report(made, [("2023", "4"), ("2024", "5")], on=date(2025, 2, 1))
    report(made, [("2024", "7")], on=date(2025, 6, 1))
    report(made, [("2024", "8")], on=date(2025, 9, 1))
    known = {
        day: sorted((row.period, str(row.value)) for row in queries.as_known_on(day))
        for day in (date(2025, 1, 31), date(2025, 2, 1), date(2025, 8, 31), date(2025, 9, 1))
    }
    assert list(known.values()) == [
        [],
        [("2023", "4"), ("2024", "5")],
        [("2023", "4"), ("2024", "7")],
        [("2023", "4"), ("2024", "8")],
    ]


def test_a_figure_of_a_past_day_has_the_state_that_it_had_then(city, office):
    made = define(unit="%")
    with clock.set_clock(_noon(2, 1)):
        report(made, [("2024", "5")], on=date(2025, 2, 1))
    row = Observation.objects.get()
    with clock.set_clock(_noon(3, 1)):
        services.check_observation(row, actor=office)
    with clock.set_clock(_noon(4, 1)):
        services.dispute_observation(row, "口径存疑", actor=office)
    subject = (row.place_id, None)
    with clock.set_clock(_noon(6, 1)):
        seen = []
        for day in (date(2025, 2, 28), date(2025, 3, 1), date(2025, 4, 1), None):
            known = queries.series_of([made], {subject}, day)
            page = indicator_page(office, made.uuid, of="421022", known=day)
            (line,) = page.rows
            assert line.state == known[made.pk, subject][0].state
            seen.append((line.state, line.state_reason, bool(line.moves)))
    assert seen == [
        ("reported", "", False),
        ("checked", "", False),
        ("disputed", "口径存疑", False),
        ("disputed", "口径存疑", True),
    ]


def test_a_computed_figure_of_a_past_day_is_as_doubtful_as_its_parts_were_then(city, office):
    made = define(unit="人")
    rate = define(unit="%", formula="growth", part=made)
    with clock.set_clock(_noon(2, 1)):
        report(made, [("2023", "4"), ("2024", "5")], on=date(2025, 2, 1))
    with clock.set_clock(_noon(4, 1)):
        for row in Observation.objects.all():
            services.check_observation(row, actor=office)
    subject = (city.gongan.pk, None)
    with clock.set_clock(_noon(6, 1)):
        states = [
            queries.series_of([rate], {subject}, day)[rate.pk, subject][-1].state
            for day in (date(2025, 3, 31), date(2025, 4, 1), None)
        ]
    assert states == ["reported", "checked", "checked"]


def _noon(month: int, day: int) -> datetime:
    return timezone.make_aware(datetime(2025, month, day, 12))


def test_an_earlier_vintage_after_a_later_one_is_refused(city):
    made = define()
    report(made, [("2024", "5")], on=date(2025, 6, 1))
    with pytest.raises(Invalid):
        report(made, [("2024", "4")], on=date(2025, 2, 1))


def test_all_or_nothing_and_the_refusal_names_the_figure(city):
    made = define()
    with pytest.raises(Invalid) as error:
        services.record_observations(
            [figure(made), figure(made, "2025", place="999999")], actor=SYSTEM
        )
    assert error.value.zh.startswith("第2个数据")
    assert not Observation.objects.exists()


def test_a_dry_run_answers_every_figure_and_writes_nothing(city):
    made = define()
    report(made, [("2023", "4")])
    answers = services.examine_figures(
        [figure(made), figure(made, "2023", "4"), figure(made, "2023-13"), figure(made, value="6")],
        actor=SYSTEM,
    )
    assert [answer.outcome for answer in answers] == ["new", "unchanged", "refused", "refused"]
    assert "重复" in refusal(answers[3])
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"value": None},
        {"value": Decimal(5), "k": 1, "n": 2},
        {"value": None, "k": 3},
        {"value": None, "k": 3, "n": 2},
        {"value": None, "k": -1, "n": 2},
        {"value": None, "k": 0, "n": 0},
        {"value": Decimal(-5)},
        {"value": Decimal("NaN")},
        {"error": Decimal(-1)},
        {"kind": "rank"},
        {"kind": "rank", "value": None, "k": 0, "n": 17},
        {"kind": "growth", "value": None, "k": 1, "n": 17},
        {"kind": "mood"},
        {"place": ""},
        {"body": "01890000-0000-7000-8000-000000000000"},
        {"place": "", "body": "01890000-0000-7000-8000-000000000000"},
        {"reported_on": date(2300, 1, 1)},
        {"reported_on": date(2023, 12, 31)},
    ],
)
def test_bad_figures_are_refused(city, more):
    (answer,) = services.examine_figures([figure(define(), **more)], actor=SYSTEM)
    assert refusal(answer)


def test_jianli_bears_its_code_in_its_time_only(city):
    made = define()
    answers = services.examine_figures(
        [
            figure(made, "2010", place="421023"),
            figure(made, "2010", place="421088"),
            figure(made, "2020-11-01", place="421023"),
            figure(made, "2020-11-01", place="421088"),
        ],
        actor=SYSTEM,
    )
    assert [answer.outcome for answer in answers] == ["new", "refused", "refused", "new"]
    assert "421088" in refusal(answers[2])


def test_a_jump_of_ten_thousand_times_is_taken_but_flagged(city):
    made = define()
    report(made, [("2023", "53")])
    found = report(made, [("2024", "541000"), ("2025", "55")])
    assert [answer.flags for answer in found.answers] == [("jump",), ()]


def test_an_official_rank_and_growth_rate_stand_beside_the_value(city):
    made = define(unit="亿元")
    found = services.record_observations(
        [
            figure(made),
            figure(made, value="6.2", kind="growth"),
            figure(made, value=None, k=8, n=17, kind="rank", issuer="省统计月报2024年12月"),
        ],
        actor=SYSTEM,
    )
    assert found.new == 3
    rank = Observation.objects.get(kind="rank")
    assert (rank.figure, rank.n, rank.issuer) == (Decimal(8), 17, "省统计月报2024年12月")


def test_k_of_n_reads_as_a_percentage(city):
    services.record_observations(
        [figure(define(unit="%"), value=None, k=2904346, n=5231180)], actor=SYSTEM
    )
    assert Observation.objects.get().figure == Decimal("55.5199")


def test_computed_and_retired_indicators_take_no_figures(city, office):
    levels = define(unit="亿元")
    rate = define(formula="growth", part=levels)
    retired = services.retire_indicator(define(), "不再统计", actor=office)
    answers = services.examine_figures([figure(rate), figure(retired)], actor=SYSTEM)
    assert [answer.outcome for answer in answers] == ["refused", "refused"]
    official = figure(rate, kind="growth", value="3")
    assert services.examine_figures([official], actor=SYSTEM)[0].outcome == "new"


def test_queries_do_not_grow_with_figures(city):
    made, counts = define(), []
    for years in (range(1950, 1952), range(1952, 1990)):
        with CaptureQueriesContext(connection) as seen:
            report(made, [(str(year), year) for year in years])
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_owner_unit_reports_and_another_does_not(city):
    made = define(owner=make_post(city.bureau).uuid)
    own, other = make_actor("liaison", city.bureau), make_actor("liaison")
    assert report(made, [("2024", 5)], actor=own).new == 1
    with pytest.raises(NotAllowed):
        report(made, [("2025", 5)], actor=other)
    with pytest.raises(NotAllowed):
        services.examine_figures([figure(made)], actor=other)


def test_nobody_checks_a_figure_of_his_or_her_own(city):
    person = make_holder("followup")
    reporter, colleague = actor_of(person), make_actor("followup")
    report(define(), [("2024", 5)], actor=reporter)
    row = Observation.objects.get()
    with pytest.raises(NotAllowed):
        services.check_observation(row, actor=reporter)
    assert services.check_observation(row, actor=colleague).state == "checked"
    with pytest.raises(Conflict):
        services.check_observation(row, actor=colleague)
    with pytest.raises(Invalid):
        services.dispute_observation(row, "", actor=colleague)
    disputed = services.dispute_observation(row, "与台账不符", actor=colleague)
    assert (disputed.state, disputed.state_reason) == ("disputed", "与台账不符")


@pytest.mark.parametrize("state", ["reported", "checked", "disputed"])
@pytest.mark.parametrize("move", OBSERVATION_MOVES)
def test_every_move_of_a_figure(city, office, state, move):
    report(define(), [("2024", 5)])
    Observation.objects.update(state=state)
    row = Observation.objects.get()
    step = {
        "check": lambda: services.check_observation(row, actor=office),
        "dispute": lambda: services.dispute_observation(row, "疑问", actor=office),
    }[move]
    if state in OBSERVATION_MOVES[move].origins:
        assert step().state == OBSERVATION_MOVES[move].to
    else:
        with pytest.raises(Conflict):
            step()


def test_a_superseded_figure_is_neither_checked_nor_disputed(city, office):
    made = define()
    report(made, [("2024", 5)], on=date(2025, 1, 1))
    report(made, [("2024", 6)], on=date(2025, 2, 1))
    with pytest.raises(Conflict):
        services.check_observation(Observation.objects.get(is_latest=False), actor=office)
