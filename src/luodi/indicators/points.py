"""Figures in order of time: what a point of a series is, and the parts of a series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .models import Indicator
from .periods import in_years
from .vocabularies import FigureKind, Frequency, ObservationState

Subject = tuple[int | None, int | None]  # keys of a place and of a body, one of them None
SeriesKey = tuple[int, Subject]


class Point(NamedTuple):
    """A figure of a series; one that is computed has no `uuid` and bears the day of its newest
    part. `n` is out of how many an official rank is."""

    period: str
    begins: date
    ends: date
    value: Decimal
    kind: str = FigureKind.LEVEL
    error: float | None = None
    n: int | None = None
    state: str = ObservationState.REPORTED
    reported_on: date | None = None
    uuid: str = ""
    issuer: str = ""

    @property
    def year(self) -> float:
        """Return the end of the period as a number of years, for measuring."""
        return in_years(self.ends)


Series = tuple[Point, ...]


def levels(series: Series) -> Series:
    """Return the values of a series, without official growth rates and ranks."""
    return tuple(point for point in series if point.kind == FigureKind.LEVEL)


def ranks(series: Series) -> Series:
    """Return the official ranks of a series."""
    return tuple(point for point in series if point.kind == FigureKind.RANK)


def regular(series: Series, indicator: Indicator) -> Series:
    """Return the points of the indicator's own frequency, each end once: a year's figure is no
    point of the months beside it. Where none is of that frequency, all of them."""
    own = tuple(point for point in series if fits(point.period, indicator.frequency))
    by_end = {point.ends: point for point in own or series}
    return tuple(by_end[end] for end in sorted(by_end))


def fits(code: str, frequency: str) -> bool:
    """Return whether a period is one of the frequency."""
    kind = code[5:6]
    if frequency == Frequency.YEAR:
        return len(code) == 4
    if frequency == Frequency.QUARTER:
        return kind == "Q"
    if frequency == Frequency.HALF:
        return kind == "H"
    return frequency == Frequency.MONTH and len(code) == 7 and kind.isdecimal()


def unbroken(series: Series, breaks: Iterable[date]) -> Series:
    """Return the points since the last break that lies within the series."""
    last = max((day for day in breaks), default=None)
    return series if last is None else tuple(point for point in series if point.begins >= last)
