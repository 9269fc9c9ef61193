"""From the lines of a table to figures, cell by cell, each with its row or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from luodi.base.errors import Invalid

from ..cells import Said, counts_in, said_by, scale_of_suffix, scaled
from ..figures import Figure
from ..models import Indicator
from ..periods import Period, period
from ..units import is_percent
from ..vocabularies import FigureKind, Frequency
from .columns import KINDS, Layout, Mapped, Role
from .cumulated import quarter_or_month
from .subjects import Subject, Subjects, Words

FindIndicator = Callable[[str], Indicator | None]


class Unread(Exception):
    """A cell that is no figure, with the reason in both languages."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a cell of figures became: a figure, or a problem; `row` is the line in the file."""

    row: int
    column: str
    name: str
    figure: Figure | None = None
    problem: Words | None = None
    flags: tuple[str, ...] = ()


def letter(at: int) -> str:
    """Return the letters of a column as table programs show them."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


class Reader:
    """Reads lines by a layout; what was looked up once is kept."""

    def __init__(
        self, layout: Layout, subjects: Subjects, find: FindIndicator, reported_on: date
    ) -> None:
        self._layout, self._subjects, self._find = layout, subjects, find
        self._on = reported_on
        self._at = {role: layout.at(role) for role in Role.values if role}
        self._columns = [(at, one, letter(at)) for at, one in layout.figures]
        self._indicators: dict[str, Indicator | None] = {}
        self._periods: dict[tuple[str, str], Period | None] = {}

    def items(self, lines: Iterable[Sequence[str]]) -> Iterator[Item]:
        """Give what every cell of figures became; one that says there is none gives nothing."""
        above: list[str] = []
        for line in lines:
            number, cells = int(line[0]), list(line[1:])
            if number <= self._layout.header:
                continue
            above = _as_above(cells, above)
            for at, column, name in self._columns:
                item = self._item(number, above, at, column, name)
                if item is not None:
                    yield item

    def _item(
        self, number: int, cells: Sequence[str], at: int, column: Mapped, name: str
    ) -> Item | None:
        cell = cells[at] if at < len(cells) else ""
        said = said_by(cell)
        if said.is_missing:
            return None
        label = self._cell(cells, Role.NAME) or self._of(cells, column, "place")
        try:
            figure, flags = self._figure(cells, column, said, cell)
            return Item(number, name, label, figure, flags=flags)
        except Unread as error:
            words = (str(error.args[0]), str(error.args[1]))
            return Item(number, name, label, problem=words)

    def _figure(
        self, cells: Sequence[str], column: Mapped, said: Said, cell: str
    ) -> tuple[Figure, tuple[str, ...]]:
        indicator = self._indicator(self._of(cells, column, "indicator"))
        when = self._period(self._of(cells, column, "period"), indicator)
        subject = self._subject(cells, column, when)
        kind = self._kind(cells, column)
        given: dict[str, Any] = {
            "indicator": indicator, "period": when.code, "place": subject.place,
            "body": subject.body, "kind": kind, "reported_on": self._on,
        }  # fmt: skip
        if column.role == Role.CASES or kind == FigureKind.RANK or self._is_cases(cells):
            k, n = self._counts(cells, cell)
            return Figure(k=k, n=n, **given), ()
        if said.figure is None:
            raise Unread(f"“{cell}”不是数字", f"“{cell}” is no number")
        unit = "%" if kind == FigureKind.GROWTH else indicator.unit
        value, flags = self._value(cells, column, said, unit)
        return Figure(value=value, **given), flags

    def _value(
        self, cells: Sequence[str], column: Mapped, said: Said, unit: str
    ) -> tuple[Decimal, tuple[str, ...]]:
        assert said.figure is not None
        # Growth has its unit, whatever the file counts in; so has a figure with one behind it.
        written = said.suffix or self._cell(cells, Role.UNIT) or column.unit
        written = written or ("" if is_percent(unit) else self._layout.unit)
        by = scale_of_suffix(written, unit)
        if by is None:
            raise Unread(
                f"以“{written}”计，指标的计量单位是“{unit}”",
                f"it counts in “{written}”, the indicator in “{unit}”",
            )
        power = self._cell(cells, Role.POWER)
        if power and power.lstrip("-").isdecimal():
            by = by.scaleb(int(power))
        flags: tuple[str, ...] = ()
        if is_percent(unit) and not said.suffix:
            if self._layout.fractions:
                by = by.scaleb(2)
            elif 0 < abs(said.figure) <= 1:
                flags = ("fraction",)
        return scaled(said.figure, by), flags

    def _is_cases(self, cells: Sequence[str]) -> bool:
        """Whether a table that names the kind of each figure gives k and n of this one."""
        return bool(self._cell(cells, Role.KIND) and self._cell(cells, Role.AMONG))

    def _counts(self, cells: Sequence[str], cell: str) -> tuple[int, int]:
        found, among = counts_in(cell), self._cell(cells, Role.AMONG)
        k, n = found or (None, None)
        if n is None and among.isdecimal():
            n = int(among)
        if k is None or n is None:
            raise Unread(
                f"“{cell}”应写明第几（几个）、共几个",
                f"“{cell}” must say which of how many",
            )
        return k, n

    def _kind(self, cells: Sequence[str], column: Mapped) -> str:
        said = self._cell(cells, Role.KIND)
        if said and said not in FigureKind.values:
            raise Unread(f"没有数据种类“{said}”", f"there is no kind “{said}”")
        return said or KINDS.get(Role(column.role), FigureKind.LEVEL)

    def _indicator(self, text: str) -> Indicator:
        if text not in self._indicators:
            self._indicators[text] = self._find(text)
        found = self._indicators[text]
        if found is None:
            raise Unread(
                f"没有可以填报的指标“{text}”", f"there is no indicator “{text}” that you may report"
            )
        return found

    def _period(self, text: str, indicator: Indicator) -> Period:
        key = (text, indicator.frequency)
        if key not in self._periods:
            by_quarter = indicator.frequency == Frequency.QUARTER
            try:
                self._periods[key] = period(
                    quarter_or_month(_plain_period(text), by_quarter=by_quarter)
                )
            except Invalid:
                self._periods[key] = None
        found = self._periods[key]
        if found is None:
            raise Unread(f"“{text}”不是时期", f"“{text}” is no period")
        return found

    def _subject(self, cells: Sequence[str], column: Mapped, when: Period) -> Subject:
        # A name beside a fixed place belongs to the row and not to the column.
        name = "" if column.place else self._cell(cells, Role.NAME)
        found = self._subjects.find(self._of(cells, column, "place"), name, when.ends)
        if found.problem:
            raise Unread(*found.problem)
        return found

    def _of(self, cells: Sequence[str], column: Mapped, part: str) -> str:
        """What a column fixes, else the row says, else holds for the whole file."""
        fixed = getattr(column, part)
        return fixed or self._cell(cells, part) or getattr(self._layout, part, "")

    def _cell(self, cells: Sequence[str], role: str) -> str:
        at = self._at.get(role)
        return cells[at].strip() if at is not None and at < len(cells) else ""


_DITTO = frozenset({"同上", "同前", "〃", "″", '"', "''"})
_SDMX = re.compile(r"(\d{4})-(?:S([12])|M(\d{2})|A1)")


def _as_above(cells: list[str], above: Sequence[str]) -> list[str]:
    """Return the cells, 同上 replaced by what stands above."""
    return [
        above[at] if cell in _DITTO and at < len(above) else cell for at, cell in enumerate(cells)
    ]


def _plain_period(text: str) -> str:
    """Return a period in the words of `periods`: 2026-M03 and 2026-S1 are SDMX's."""
    found = _SDMX.fullmatch(text)
    if found is None:
        return text
    year, half, month = found.groups()
    return f"{year}-H{half}" if half else f"{year}-{month}" if month else year
