"""Time: settable, in the city's zone, with working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.base import clock
from luodi.base.clock import WorkingDay, add_working_days, is_working_day


def test_the_clock_can_be_held_and_goes_on_afterwards() -> None:
    moment = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    with clock.set_clock(moment):
        assert clock.now() == moment
        assert clock.today() == date(2026, 3, 2)
        with clock.set_clock(moment + timedelta(days=1)):
            assert clock.today() == date(2026, 3, 3)
        assert clock.now() == moment
    assert clock.now() > moment


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.set_clock(datetime(2026, 3, 1)):
        pass


def test_a_deadline_ends_at_24_00_in_the_city() -> None:
    assert clock.end_of(date(2026, 3, 31)) == datetime(2026, 3, 31, 16, 0, tzinfo=UTC)


def test_holidays_and_days_worked_instead_are_known() -> None:
    assert not is_working_day(date(2026, 2, 17))  # Spring Festival, a Tuesday
    assert is_working_day(date(2026, 2, 14))  # a Saturday worked instead
    assert is_working_day(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
    ],
)
def test_working_days_are_counted_by_the_calendar(day: date, n: int, expected: date) -> None:
    assert add_working_days(day, n) == WorkingDay(expected, assumed=False)


def test_a_year_without_calendar_is_assumed_and_says_so() -> None:
    assert add_working_days(date(2049, 10, 1), 1) == WorkingDay(date(2049, 10, 4), assumed=True)
    assert is_working_day(date(2049, 10, 1))


@given(day=st.dates(date(2004, 1, 1), date(2026, 6, 1)), n=st.integers(1, 40))
def test_there_and_back_again(day: date, n: int) -> None:
    there = add_working_days(day, n).day
    assert is_working_day(there)
    assert add_working_days(there, -n).day <= day or not is_working_day(day)
    assert add_working_days(day, n + 1).day > there
