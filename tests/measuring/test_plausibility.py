"""What is said of reported figures: contradictions stated, everything else asked."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.measuring.errors import OutOfRange, Uneven
from luodi.measuring.figures import NotAssessable
from luodi.measuring.plausibility.bunching import bunching
from luodi.measuring.plausibility.digits import digit_questions, first_digits, last_digits
from luodi.measuring.plausibility.examine import Reported, examine
from luodi.measuring.plausibility.identities import not_falling, parts_and_wholes
from luodi.measuring.plausibility.related import disagreeing, odd_points
from luodi.measuring.plausibility.remarks import ORDER
from luodi.measuring.plausibility.revisions import Revision, near_deadlines

D = Decimal
DEADLINE = date(2026, 12, 31)
RANDOM = np.random.default_rng(11)


def test_counties_that_do_not_sum_to_the_city_are_a_contradiction() -> None:
    (found,) = parts_and_wholes(["一季度", "二季度"], [[D(3), D(4)], [D(3), D(5)]], [D(7), D(9)])
    assert (found.where, found.voice) == ("二季度", "contradiction")
    assert found.message_zh == "分项之和为8，合计为9，相差-1"
    assert "？" not in found.message_zh


def test_rounding_is_no_contradiction() -> None:
    rounded = [D("1.3"), D("1.3"), D("1.3")]
    assert parts_and_wholes(["甲"], [rounded], [D("4.0")]) == ()
    assert parts_and_wholes(["甲"], [rounded], [D("4.3")])
    assert parts_and_wholes(["甲"], [rounded], [D("4.0")], tolerance=D(0))


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=6))
def test_parts_always_agree_with_their_own_sum(parts: list[Decimal]) -> None:
    assert parts_and_wholes(["甲"], [parts], [sum(parts, D(0))]) == ()


def test_a_cumulative_figure_may_fall_only_where_it_begins_anew() -> None:
    names, values = ["一", "二", "三"], [D(5), D(4), D(6)]
    assert [one.where for one in not_falling(names, values)] == ["二"]
    assert not_falling(names, values, [True, True, False]) == ()
    with pytest.raises(Uneven):
        not_falling(names, values, [True])


def revised(before: str, after: str, days: int = 2, goal: str | None = None) -> Revision:
    day = DEADLINE - timedelta(days)
    return Revision("甲县", day, DEADLINE, D(before), D(after), None if goal is None else D(goal))


def test_a_revision_that_carries_a_figure_over_its_target_is_asked_about() -> None:
    (found,) = near_deadlines([revised("39.8", "40.1", goal="40")])
    assert found.voice == "question"
    assert found.message_zh.endswith("请问是什么原因？")
    assert found.message_en.endswith("?")
    assert near_deadlines([revised("39.8", "39.9", goal="40")]) == ()
    assert near_deadlines([revised("39.8", "40.1", days=40, goal="40")]) == ()
    assert near_deadlines([revised("40.1", "39.8", goal="40")]) == ()


def test_many_revisions_the_good_way_are_asked_about_once() -> None:
    good, bad = revised("10", "11"), revised("11", "10")
    assert len(near_deadlines([good] * 9 + [bad])) == 0  # 11 of 1024: not rare enough
    assert len(near_deadlines([good] * 10)) == 1
    assert near_deadlines([good, bad] * 20) == ()
    assert near_deadlines([revised("10", "10")] * 30) == ()


def test_bunching_just_above_the_target() -> None:
    honest = RANDOM.uniform(90, 110, 400)
    assert bunching(honest, [100.0] * 400).remark is None
    lifted = np.where((honest > 97) & (honest < 100), 100.2, honest)
    found = bunching(lifted, [100.0] * 400)
    assert found.remark is not None
    assert found.met > found.missed
    assert bunching(200 - lifted, [100.0] * 400, better="down").remark is not None
    assert bunching(lifted[:10], [100.0] * 10).remark is None
    with pytest.raises(OutOfRange):
        bunching([1.0], [0.0])


def test_a_unit_whose_output_grows_without_its_electricity_is_asked() -> None:
    electricity = RANDOM.normal(5, 3, 30)
    output = 1 + 0.9 * electricity + RANDOM.normal(0, 0.5, 30)
    output[4] += 9
    found = disagreeing([str(n) for n in range(30)], output, electricity)
    assert isinstance(found, tuple)
    assert [one.where for one in found] == ["4"]
    assert disagreeing(["甲"], [1.0], [1.0]) == NotAssessable("too_few", 1, 8)
    assert disagreeing(["甲"] * 9, range(9), [1.0] * 9) == NotAssessable("no_variation")


def test_an_odd_point_is_a_question() -> None:
    values = [50.0, 52, 49, 51, 50, 48, 51, 50, 52, 49, 51, 50, 80]
    found = odd_points([str(n) for n in range(13)], values)
    assert isinstance(found, tuple)
    assert [(one.where, one.voice) for one in found] == [("12", "question")]
    assert odd_points(["甲"] * 9, values[:9]) == NotAssessable("too_few", 9, 13)


def test_digits_of_county_populations(reference: Path) -> None:
    expected = json.loads((reference / "digits.json").read_text())["county_population_2020"]
    people = [float(one) for one in (reference / "county_population_2020.txt").read_text().split()]
    first, last = first_digits(people), last_digits(people)
    assert len(people) == expected["n"]
    assert list(first.counts) == expected["first_digit_counts"]
    assert first.chi_square == pytest.approx(expected["chi2_8df"], abs=1e-8)
    assert first.probability == pytest.approx(expected["p"], rel=1e-8)
    assert first.deviation == pytest.approx(expected["mad"], abs=1e-8)
    assert list(last.counts) == expected["last_digit_counts"]
    assert last.chi_square == pytest.approx(expected["last_digit_chi2_9df"], abs=1e-8)
    assert last.probability == pytest.approx(expected["last_digit_p"], abs=1e-8)
    found = digit_questions(people)
    assert isinstance(found, tuple)
    (asked,) = found  # honest figures, so no more than a question
    assert asked.voice == "question"
    assert "真实数据也常如此" in asked.message_zh


def test_digits_are_tested_only_on_many_figures_over_a_wide_range() -> None:
    assert digit_questions(range(1, 400)) == NotAssessable("too_few", 399, 500)
    assert digit_questions(range(100, 900)) == NotAssessable("too_narrow")
    wide = np.floor(10 ** RANDOM.uniform(3, 7, 2000))
    assert digit_questions(wide) == ()
    invented = np.floor(wide / 10) * 10 + 5
    found = digit_questions(invented)
    assert isinstance(found, tuple)
    assert [one.check for one in found] == ["digits"]
    with pytest.raises(OutOfRange):
        last_digits([1.5])


def test_contradictions_come_first_and_what_was_not_checked_is_said() -> None:
    values = tuple(map(D, [50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 51, 50, 80]))
    found = examine(
        Reported(
            tuple("abcdefghijklm"), values, in_time=True,
            parts=((*((v,) for v in values[:-1]), (D(79),))),
            revisions=(revised("39.8", "40.1", goal="40"),),
        )
    )  # fmt: skip
    assert [one.check for one in found.remarks] == ["identity", "revision", "odd_point"]
    assert found.made == ("identity", "revision", "odd_point")
    assert found.not_made == (("digits", NotAssessable("too_few", 13, 500)),)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_only_identities_are_stated(values: list[int]) -> None:
    names = tuple(map(str, range(len(values))))
    figures = tuple(map(D, values))
    found = examine(Reported(names, figures, in_time=True, cumulative=True, related=figures))
    places = [ORDER.index(one.check) for one in found.remarks]
    assert places == sorted(places)
    for one in found.remarks:
        assert (one.voice == "question") == one.message_zh.endswith("？")
