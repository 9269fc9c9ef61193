"""Where a place stands: ranks, medians and movements with planted answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.factories import make_actor

from luodi.base import jobs
from luodi.base.actors import NOBODY, SYSTEM
from luodi.base.errors import NotAllowed, NotFound
from luodi.indicators import services
from luodi.indicators.figures import Figure
from luodi.indicators.models import DrawnStandings
from luodi.indicators.queries import profile as profiles
from luodi.indicators.queries import standing
from luodi.places.models import Division

from .factories import define, report

pytestmark = pytest.mark.django_db
D = Decimal
COUNTIES = ("421101", "421102", "421103", "421104", "421105")


@pytest.fixture
def peers(city):
    """Five counties that were declared comparable; 甲县 is the first."""
    for code, name in zip(COUNTIES, "甲乙丙丁戊", strict=True):
        Division.objects.create(code=code, name=f"{name}县", level="county", parent=city.prefecture)
    return services.declare_peers("五县", places=COUNTIES, reason="同类", actor=SYSTEM)


def table(indicator, period, values, **more):
    """One value for each county."""
    for code, value in zip(COUNTIES, values, strict=True):
        report(indicator, [(period, value)], place=code, **more)


def only(found):
    (row,) = found.rows
    return row


def test_rank_median_and_movement_are_those_of_the_figures(peers):
    output = define("产值", unit="亿元")
    table(output, "2024", [10, 30, 20, 40, 50])
    table(output, "2025", [35, 31, 22, 41, 50])
    row = only(profiles.profile(SYSTEM, "421101"))
    found = row.stood
    assert (found.rank, found.of, found.declared, found.median) == (3, 5, 5, D(35))
    assert (found.distance, found.ahead) == (0, 0)
    assert (found.up, found.since, found.both) == (2, "2024", 5)
    assert found.best <= 3 <= found.worst
    assert found.basis == "peers"
    assert found.percentile == 50
    assert (row.moved.difference, row.moved.growth, row.moved.good) == (D(25), D("250.0000"), 1)


def test_less_is_better_turns_rank_and_side_round(peers):
    rate = define("失业率", unit="%", direction="down")
    table(rate, "2025", [2, 3, 4, 5, 6])
    row = only(profiles.profile(SYSTEM, "421101"))
    assert (row.stood.rank, row.stood.ahead, row.stood.distance) == (1, 1, D(-2))
    worst = only(profiles.profile(SYSTEM, "421105"))
    assert (worst.stood.rank, worst.stood.ahead) == (5, -1)


def test_equal_values_share_the_better_rank(peers):
    rate = define(unit="%")
    table(rate, "2025", [7, 7, 7, 1, 9])
    assert only(profiles.profile(SYSTEM, "421102")).stood.rank == 2


def test_a_rank_with_known_errors_has_the_set_of_the_errors(peers):
    rate = define("满意度", unit="%")
    for code, k in zip(COUNTIES, (50, 55, 90, 92, 10), strict=True):
        figure = Figure(rate, "2025", place=code, k=k, n=100)
        services.record_observations([figure], actor=SYSTEM)
    found = only(profiles.profile(SYSTEM, "421101")).stood
    # 50 and 55 of 100 cannot be told apart; all others can.
    assert (found.rank, found.best, found.worst, found.basis) == (4, 3, 4, "errors")


def test_too_few_peers_with_a_figure_and_a_band_give_no_rank_and_say_why(peers):
    rate, band = define("甲率", unit="%"), define("负债率", unit="%", direction="band")
    for code, value in (("421101", 5), ("421102", 6)):
        report(rate, [("2025", value)], place=code)
    table(band, "2025", [1, 2, 3, 4, 5])
    found = profiles.profile(SYSTEM, "421101")
    assert {row.indicator.name: (row.standing.why, row.standing.of) for row in found.rows} == {
        "甲率": ("few", 2),
        "负债率": ("band", 5),
    }
    assert len(found.unranked) == 2


def test_a_change_of_definition_is_no_movement(peers):
    rate = define(unit="%")
    table(rate, "2024", [1, 2, 3, 4, 5])
    table(rate, "2025", [5, 4, 3, 2, 1])
    services.mark_break(rate, "2025", "口径调整", actor=SYSTEM)
    row = only(profiles.profile(SYSTEM, "421101"))
    assert row.moved is None
    assert row.stood.up is None


def test_a_census_is_compared_with_the_one_before_and_says_so(peers):
    share = define("城镇化率", unit="%")
    table(share, "2010", [30, 31, 32, 33, 34])
    table(share, "2020", [40, 39, 38, 37, 36])
    row = only(profiles.profile(SYSTEM, "421101"))
    assert (row.moved.since, row.moved.difference, row.moved.growth) == ("2010", D(10), None)
    assert row.stood.up == 4


def test_sums_over_the_year_are_compared_with_the_same_months_only(peers):
    sales = define("零售额", unit="亿元", cumulative=True, frequency="month")
    report(sales, [("2025-12", 120), ("2026-02", 20)], place="421101")
    assert only(profiles.profile(SYSTEM, "421101")).moved is None
    report(sales, [("2025-02", 16)], place="421101")
    assert only(profiles.profile(SYSTEM, "421101")).moved.growth == 25


def test_official_growth_and_rank_stand_beside_what_the_values_give(peers):
    output = define("产值", unit="亿元")
    table(output, "2024", [100, 30, 20, 40, 50])
    table(output, "2025", [108, 31, 22, 41, 50])
    report(output, [("2025", "6.5")], place="421101", kind="growth", issuer="公报")
    rank = Figure(output, "2025", place="421101", k=8, n=17, kind="rank", issuer="公报")
    services.record_observations([rank], actor=SYSTEM)
    row = only(profiles.profile(SYSTEM, "421101"))
    assert (row.official_growth.value, row.moved.growth) == (D("6.5"), D("8.0000"))
    assert row.growth_differs == D("-1.5")
    assert (row.official_rank.value, row.official_rank.n, row.stood.rank) == (8, 17, 1)


def test_figures_under_a_former_code_count_for_the_place(city):
    share = define("城镇化率", unit="%")
    report(share, [("2010", 30)], place="421023")
    report(share, [("2020", 44)], place="421088")
    row = only(profiles.profile(SYSTEM, "421088"))
    assert (row.point.value, row.moved.since, row.moved.difference) == (D(44), "2010", D(14))


def test_computed_indicators_are_ranked_too(peers):
    urban, people = define("城镇人口"), define("人口")
    share = define("城镇化率", formula="share", part=urban.uuid, whole=people.uuid, unit="")
    table(urban, "2025", [5, 1, 2, 3, 4])
    table(people, "2025", [10, 10, 10, 10, 10])
    found = {row.indicator.name: row for row in profiles.profile(SYSTEM, "421101").rows}
    assert (found["城镇化率"].point.value, found["城镇化率"].stood.rank) == (D("50.0000"), 1)
    assert share.unit == "%"


def test_many_peers_are_drawn_by_the_job_process(peers, monkeypatch):
    monkeypatch.setattr(standing, "MOST_UNITS", 4)
    rate = define(unit="%")
    table(rate, "2025", [1, 2, 3, 4, 5])
    found = profiles.profile(SYSTEM, "421105")
    assert found.waits
    assert only(found).stood is None
    services.ask_for_standings(found.side, peers, actor=SYSTEM)
    services.ask_for_standings(found.side, peers, actor=SYSTEM)
    jobs.drain()
    found = profiles.profile(SYSTEM, "421105")
    assert (found.waits, found.stale, only(found).stood.rank) == (False, False, 1)
    assert found.drawn_at is not None
    # A new figure makes them old: they are shown with their day until they are drawn again.
    report(rate, [("2025", 9)], place="421101")
    found = profiles.profile(SYSTEM, "421105")
    assert (found.waits, found.stale, only(found).stood.rank) == (True, True, 1)
    services.ask_for_standings(found.side, peers, actor=SYSTEM)
    jobs.drain()
    assert only(profiles.profile(SYSTEM, "421105")).stood.rank == 2
    assert DrawnStandings.objects.count() == 1


def test_what_is_not_there_and_who_may_not(peers):
    for key, chosen in (("999999", ""), ("0" * 40, ""), ("421101", "0" * 36)):
        with pytest.raises(NotFound):
            profiles.profile(SYSTEM, key, chosen)
    for actor in (NOBODY, make_actor("system_admin")):
        with pytest.raises(NotAllowed):
            profiles.profile(actor, "421101")


def test_one_without_figures_or_peers_is_shown_so(city):
    assert profiles.profile(SYSTEM, "421024").rows == ()
    report(define(), [("2025", 5)], place="421024")
    found = profiles.profile(SYSTEM, "421024")
    assert (found.peers, only(found).standing) == (None, None)


def test_queries_do_not_grow_with_indicators_and_peers(peers):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            profiles.profile(SYSTEM, "421101")
        return len(queries)

    table(define(unit="%"), "2025", [1, 2, 3, 4, 5])
    few = count()
    for _ in range(5):
        table(define(unit="%"), "2025", [1, 2, 3, 4, 5])
    assert count() == few <= 12


def test_an_official_rank_without_values_is_the_figure(peers):
    rank = define("全省排名", unit="位")
    given = [Figure(rank, year, place="421101", k=k, n=79, kind="rank") for year, k in
             (("2024", 24), ("2025", 22))]  # fmt: skip
    services.record_observations(given, actor=SYSTEM)
    row = only(profiles.profile(SYSTEM, "421101"))
    assert (row.is_official_rank, row.point.value, row.point.n) == (True, 22, 79)
    assert (row.moved.difference, row.moved.growth, row.moved.good) == (-2, None, 1)
    assert row.standing is None
