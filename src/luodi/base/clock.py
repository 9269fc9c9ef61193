"""The only source of time: aware, in the city's time zone, settable in tests and demonstrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar
from django.utils import timezone

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A day counted to; `assumed` when a year on the way has no published calendar yet, so that
    Monday to Friday were taken for working days. Pages say so."""

    day: date
    assumed: bool


_set: ContextVar[datetime | None] = ContextVar("luodi_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware."""
    return _set.get() or timezone.now()


def today() -> date:
    """Return today's date in the city's time zone."""
    return timezone.localtime(now()).date()


def start_of(day: date) -> datetime:
    """Return the moment a day begins in the city's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """Return the moment a deadline on that day ends: 24:00 in the city's time zone."""
    return start_of(day + timedelta(days=1))


@contextmanager
def set_clock(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment inside the block; refuses a naive one."""
    if timezone.is_naive(moment):
        raise ValueError("the clock takes aware moments only")
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)


def is_working_day(day: date) -> bool:
    """Return whether offices work that day, by the published calendar where there is one."""
    return _working(day)[0]


def add_working_days(day: date, n: int) -> WorkingDay:
    """Return the n-th working day after `day` (before it when n is negative); for n = 0 the day
    itself, or the next working day when it is none."""
    step = timedelta(days=-1 if n < 0 else 1)
    works, assumed = _working(day)
    left = abs(n) if n or works else 1
    while left:
        day += step
        works, guessed = _working(day)
        left -= works
        assumed |= guessed
    return WorkingDay(day, assumed)


def _working(day: date) -> tuple[bool, bool]:
    """Return whether the day is a working day and whether that is only assumed."""
    try:
        return bool(chinese_calendar.is_workday(day)), False
    except NotImplementedError:
        return day.weekday() < SATURDAY, True
