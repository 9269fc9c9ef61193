"""Judgements of many targets at once, and computed series: exact where figures are exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.factories import make_actor

from luodi.base import jobs
from luodi.base.actors import SYSTEM
from luodi.base.errors import NotAllowed
from luodi.indicators import queries, services
from luodi.indicators.figures import Figure
from luodi.indicators.judging import months_between
from luodi.indicators.models import OutlookTest, Target

from .factories import aim, define, make_measure, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
D = Decimal
TODAY = date(2026, 6, 30)
BASE = {"baseline": "30", "baseline_on": "2020-12-31", "due": "2030-12-31"}
RISING = [
    (str(2020 + at), value)
    for at, value in enumerate(["30", "31.2", "31.8", "33.1", "34.0", "35.2"])
]


def judged(target, on=TODAY, **more):
    rows = Target.objects.select_related("indicator").filter(pk=target.pk)
    return queries.judgements_of(SYSTEM, list(rows), on, **more)[target.pk]


def test_value_against_the_path_of_its_day_in_units_and_days(city):
    rate = define(unit="%")
    report(rate, RISING, on=date(2026, 2, 1))
    found = judged(aim(indicator=rate, aim="threshold", value="40", **BASE))
    assert found.latest is not None
    assert (found.latest.period, found.latest.value) == ("2025", D("35.2"))
    assert found.gap is not None
    assert found.gap.planned.value == D("35.0000")
    assert found.gap.units == D("0.2000")
    assert (found.pace, found.meeting, found.points, found.months_left) == (
        "ahead",
        "not_yet",
        6,
        54,
    )


def test_fewer_than_five_points_are_not_assessable_and_say_so(city):
    rate = define(unit="%")
    report(rate, RISING[:4], on=date(2026, 2, 1))
    found = judged(aim(indicator=rate, aim="threshold", value="40", **BASE))
    assert (found.chance, found.probability) == ("none", None)
    assert found.why_not is not None
    assert (found.why_not.reason, found.why_not.points, found.why_not.needed) == ("too_few", 4, 5)


def test_without_figures_nothing_is_known(city):
    found = judged(aim(indicator=define(unit="%"), aim="threshold", value="40", **BASE))
    assert (found.latest, found.meeting, found.pace, found.chance) == (
        None,
        "unknown",
        "none",
        "none",
    )


def test_words_only_until_past_probabilities_were_worth_it(city):
    rate = define(unit="%")
    report(rate, RISING, on=date(2026, 2, 1))
    target = aim(indicator=rate, aim="threshold", value="40", **BASE)
    assert (judged(target).chance, judged(target).probability) == ("at_pace", None)
    kept = {"frequency": "year", "series": 9, "forecasts": 90, "tested_at": "2026-06-01T00:00Z"}
    OutlookTest.objects.create(**kept, may_be_shown=True)
    shown = judged(target)
    assert shown.probability == pytest.approx(shown.outlook.probability.value)
    assert shown.chance == shown.outlook.band
    OutlookTest.objects.create(**{**kept, "tested_at": "2026-06-02T00:00Z"}, may_be_shown=False)
    assert judged(target).probability is None


def test_a_missed_date_is_missed_and_a_met_one_met(city):
    rate = define(unit="%")
    report(rate, RISING, on=date(2026, 2, 1))
    due = {**BASE, "due": "2025-12-31"}
    assert judged(aim(indicator=rate, aim="threshold", value="40", **due)).meeting == "missed"
    band = aim(make_measure(), indicator=rate, aim="range", value="35", value2="36", **BASE)
    assert judged(band).meeting == "met"


def test_a_target_is_judged_by_what_was_known_on_the_day(city):
    rate = define(unit="%")
    report(rate, RISING, on=date(2026, 2, 1))
    report(rate, [("2025", "39")], on=date(2026, 5, 1))
    target = aim(indicator=rate, aim="threshold", value="40", **BASE)
    assert judged(target, date(2026, 4, 30)).latest.value == D("35.2")
    assert judged(target, date(2026, 5, 1)).latest.value == D(39)
    assert judged(target, date(2025, 12, 31)).latest is None


def test_a_rank_is_judged_by_official_ranks_and_their_date(city):
    output = define(unit="亿元")
    ranks = [Figure(output, str(year), place="421022", k=rank, n=60, kind="rank", issuer="省年鉴")
             for year, rank in ((2024, 24), (2025, 21))]  # fmt: skip
    services.record_observations(ranks, actor=SYSTEM)
    report(output, [("2025", "310")])
    found = judged(aim(indicator=output, aim="rank", value="20", **BASE | {"baseline": "24"}))
    assert (found.latest.value, found.latest.n, found.latest.issuer) == (D(21), 60, "省年鉴")
    assert found.meeting == "not_yet"


def test_the_first_places_come_from_the_walks_of_all_peers(city):
    output = define(unit="亿元")
    for place, base, step in (("421022", 100, 9), ("421024", 120, 2), ("421088", 60, 1)):
        years = enumerate([0, 1.1, 1.9, 3.2, 4.0, 5.1])
        at = [(str(2020 + year), base + step * way) for year, way in years]
        services.record_observations(
            [Figure(output, when, place=place, value=D(str(round(what, 4)))) for when, what in at
             if place != "421088" or when >= "2021"], actor=SYSTEM,
        )  # fmt: skip
    peers = services.declare_peers("三县", places=["421022", "421024", "421088"], actor=SYSTEM)
    target = aim(indicator=output, aim="rank", value="1", peers=peers, due="2030-12-31")
    found = judged(target)
    assert (found.of, found.first.bounds.rank, found.first.place) == (3, 1, "surely_in")
    assert found.first.probability > 0.95


def test_the_median_of_the_peers_in_the_same_year(city):
    rate = define(unit="%")
    for place, value in (("421022", "31"), ("421024", "33"), ("421088", "35")):
        report(rate, [("2025", value)], place=place)
    peers = services.declare_peers("三县", places=["421022", "421024", "421088"], actor=SYSTEM)
    found = judged(aim(indicator=rate, aim="median", value="", peers=peers, due="2030-12-31"))
    assert (found.median, found.meeting) == (D(33), "not_yet")


def test_a_cumulative_count_is_judged_within_its_year(city):
    target = aim(make_measure())
    months = [(f"2025-{month:02d}", 10 * month) for month in range(1, 13)]
    months += [("2026-01", 8), ("2026-02", 21), ("2026-03", 35), ("2026-04", 44), ("2026-05", 58)]
    report(target.indicator, months)
    found = judged(target)
    assert (found.points, found.latest.period) == (5, "2026-05")
    assert found.gap.planned.value == D("49.6438")
    assert found.pace == "ahead"
    assert found.control is None


def test_figures_before_a_break_do_not_count(city):
    rate = define(unit="%")
    report(rate, RISING, on=date(2026, 2, 1))
    services.mark_break(rate, "2023", "口径变化", actor=SYSTEM)
    found = judged(aim(indicator=rate, aim="threshold", value="40", **BASE))
    assert (found.points, found.chance) == (3, "none")


def test_control_limits_need_eight_points_and_one_odd_month_calls_for_nothing(city):
    rate = define(unit="%", frequency="month")
    values = ["50", "52", "49", "51", "50", "53", "48", "51", "50", "70"]
    report(rate, [(f"2025-{at:02d}", value) for at, value in enumerate(values, 1)])
    found = judged(aim(indicator=rate, aim="threshold", value="60", due="2026-12-31"))
    assert found.control.points[-1].cause == "Above UCL"
    assert found.control.calls_for == "nothing"
    assert judged(Target.objects.get(), with_control=False).control is None


def test_months_left():
    assert months_between(date(2026, 6, 30), date(2026, 12, 31)) == 6
    assert months_between(date(2026, 6, 30), date(2026, 7, 29)) == 0
    assert months_between(date(2026, 6, 30), date(2026, 6, 1)) == -1


def test_queries_do_not_grow_with_targets(city):
    rate = define(unit="%")
    report(rate, RISING, on=date(2026, 2, 1))
    counts = []
    for many in (1, 6):
        for _ in range(many):
            aim(make_measure(), indicator=rate, aim="threshold", value="40", **BASE)
        targets = list(Target.objects.select_related("indicator"))
        with CaptureQueriesContext(connection) as seen:
            queries.judgements_of(SYSTEM, targets, TODAY)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4


def test_judgements_are_for_those_with_business(city):
    with pytest.raises(NotAllowed):
        queries.judgements_of(make_actor("system_admin"), [])


def test_the_job_keeps_the_score_of_past_probabilities(city):
    rate = define(unit="%")
    for place in ("421022", "421024"):
        report(rate, [(str(2005 + at), 30 + at + (at % 3) / 10) for at in range(20)], place=place)
        aim(
            make_measure(),
            indicator=rate,
            aim="threshold",
            value="60",
            place=place,
            due="2030-12-31",
        )
    jobs.enqueue("indicators.test_outlooks", key="test", actor=SYSTEM)
    jobs.drain()
    test = OutlookTest.objects.get()
    assert (test.frequency, test.series) == ("year", 2)
    assert test.forecasts > 100
    # Two series are too few to show a probability by, whatever their score.
    assert test.may_be_shown is False


def _computed(indicator, subject):
    return {
        point.period: point.value for point in queries.series_of([indicator])[indicator.pk, subject]
    }


def test_computed_series_by_formula_with_scaled_units(city):
    here = (city.gongan.pk, None)
    people, output = define(unit="万人"), define(unit="亿元")
    town = define(unit="人")
    report(people, [("2024", "80"), ("2025", "75.5")])
    report(output, [("2023", "280"), ("2024", "300"), ("2025", "318.6")])
    report(town, [("2024", "352000")])
    head = define(formula="per_head", part=output, whole=people)
    share = define(formula="share", part=town, whole=people)
    rate = define(formula="growth", part=output)
    index = define(formula="index", part=output, base_period="2024")
    assert _computed(head, here) == {"2024": D("37500.0000"), "2025": D("42198.6755")}
    assert _computed(share, here) == {"2024": D("44.0000")}
    assert _computed(rate, here) == {"2024": D("7.1429"), "2025": D("6.2000")}
    assert _computed(index, here) == {
        "2023": D("93.3333"),
        "2024": D("100.0000"),
        "2025": D("106.2000"),
    }
    of_rate = define(formula="index", part=rate, base_period="2024")
    assert _computed(of_rate, here)["2025"] == D("86.7995")


def test_no_growth_is_computed_across_a_break_and_an_official_rate_stands_beside(city):
    output = define(unit="亿元")
    report(output, [("2024", "300"), ("2025", "318.6")])
    rate = define(formula="growth", part=output)
    official = Figure(rate, "2025", place="421022", value=D("5.8"), kind="growth")
    services.record_observations([official], actor=SYSTEM)
    series = queries.series_of([rate])[rate.pk, (city.gongan.pk, None)]
    assert [(point.kind, point.value) for point in series] == [
        ("level", D("6.2000")),
        ("growth", D("5.8")),
    ]
    services.mark_break(output, "2025", "核算方法改变", actor=SYSTEM)
    series = queries.series_of([rate])[rate.pk, (city.gongan.pk, None)]
    assert [point.kind for point in series] == ["growth"]


def test_a_computed_figure_is_as_doubtful_as_its_parts(city):
    people, town = define(unit="人"), define(unit="人")
    report(people, [("2024", "100")])
    report(town, [("2024", "44")])
    services.dispute_observation(town.observations.get(), "疑问", actor=SYSTEM)
    share = define(formula="share", part=town, whole=people)
    (point,) = queries.series_of([share])[share.pk, (city.gongan.pk, None)]
    assert (point.value, point.state, point.uuid) == (D("44.0000"), "disputed", "")
