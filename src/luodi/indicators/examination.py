"""Every figure examined before anything is written: what it is of, what stands there, what is odd.

All lookups are made for all figures at once: some queries for each thousand, none for each figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError

from luodi.base import clock
from luodi.base.errors import Invalid
from luodi.people.models import Unit
from luodi.places.models import Division

from .access import uuids
from .figures import Figure
from .models import Observation
from .periods import Period, period
from .units import is_count
from .vocabularies import FigureKind, IndicatorState

JUMP = 10_000
MANY = 500
Item = TypeVar("Item")
Words = tuple[str, str]
Key = tuple[int, int | None, int | None, str, str]


class Refused(Exception):
    """A figure that cannot be taken, with the reason in both languages."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a figure belongs: the keys of its place or body, and its period."""

    place: int | None
    body: int | None
    period: Period


@dataclass(slots=True)
class Examined:
    """A figure with what was found out about it."""

    at: int
    figure: Figure
    reported_on: date
    cell: Cell | None = None
    standing: Observation | None = None
    flags: tuple[str, ...] = ()
    refusal: Words | None = None
    unchanged: bool = False
    uuid: UUID | None = None

    @property
    def outcome(self) -> str:
        """Return what becomes of it."""
        if self.refusal:
            return "refused"
        if self.unchanged:
            return "unchanged"
        return "revised" if self.standing is not None else "new"

    @property
    def key(self) -> Key:
        """Return what tells its cell from others."""
        assert self.cell is not None
        cell = self.cell
        return (
            self.figure.indicator.pk, cell.place, cell.body, cell.period.code, self.figure.kind,
        )  # fmt: skip


def examine(figures: Sequence[Figure], *, near: bool = False) -> list[Examined]:
    """Return every figure examined, in the order given. One of many parts of a large table is
    compared with what is `near`: figures of its own periods, not of whole series."""
    today = clock.today()
    subjects = _Subjects(figures)
    found = [Examined(at, one, one.reported_on or today) for at, one in enumerate(figures)]
    seen: dict[Key, int] = {}
    for item in found:
        try:
            item.cell = subjects.cell(item.figure)
            _check_figure(item, today)
            first = seen.setdefault(item.key, item.at)
            if first != item.at:
                raise Refused(
                    f"与第{first + 1}个数据重复（同一指标、对象和时期）",
                    f"the same cell as figure {first + 1}",
                )
        except Refused as error:
            item.refusal = (str(error.args[0]), str(error.args[1]))
        except Invalid as error:
            item.refusal = (error.zh, error.en)
    _compare([item for item in found if not item.refusal], near)
    return found


class _Subjects:
    """The places and bodies that figures name, looked up at once."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        codes = sorted({figure.place for figure in figures if figure.place})
        self.places: dict[str, Division] = {}
        for part in _parts(codes):
            self.places |= {row.code: row for row in Division.objects.filter(code__in=part)}
        keys = uuids({figure.body for figure in figures if figure.body})
        self.bodies: dict[str, int] = {}
        for some in _parts(keys):
            rows = Unit.objects.filter(uuid__in=some).values_list("uuid", "pk")
            self.bodies |= {str(uuid): pk for uuid, pk in rows}
        self.periods: dict[str, Period] = {}

    def cell(self, figure: Figure) -> Cell:
        """Return where the figure belongs; refuses what does not exist, or not in that time."""
        if bool(figure.place) == bool(figure.body):
            raise Refused("请指明一个地区或一个单位", "name one place or one unit")
        when = self._period(figure.period)
        if figure.body:
            body = self.bodies.get(str(figure.body))
            if body is None:
                raise Refused("没有这个单位", "there is no such unit")
            return Cell(None, body, when)
        place = self.places.get(figure.place)
        if place is None:
            raise Refused(f"没有代码{figure.place}", f"there is no code {figure.place}")
        _check_time(place, when)
        return Cell(place.pk, None, when)

    def _period(self, text: str) -> Period:
        if text not in self.periods:
            self.periods[text] = period(text)
        return self.periods[text]


def _check_time(place: Division, when: Period) -> None:
    if place.valid_to and when.begins > place.valid_to:
        after = f"，此后为{place.successor_code}" if place.successor_code else ""
        later = f", then {place.successor_code}" if place.successor_code else ""
        raise Refused(
            f"{place.name}（{place.code}）到{place.valid_to}为止{after}",
            f"{place.name} ({place.code}) ended on {place.valid_to}{later}",
        )
    if place.valid_from and when.ends < place.valid_from:
        raise Refused(
            f"{place.name}（{place.code}）自{place.valid_from}起才有",
            f"{place.name} ({place.code}) began on {place.valid_from}",
        )


def _check_figure(item: Examined, today: date) -> None:
    figure, cell = item.figure, item.cell
    assert cell is not None
    if figure.kind not in FigureKind.values:
        raise Refused("没有这种数据", "there is no such kind of figure")
    if figure.indicator.state == IndicatorState.RETIRED:
        raise Refused("指标已停用", "the indicator is retired")
    if figure.indicator.formula and figure.kind == FigureKind.LEVEL:
        raise Refused("这个指标由其他指标算出，不能填报", "the indicator is computed, not reported")
    if item.reported_on > today:
        raise Refused("报送日期晚于今天", "it is reported on a day that lies ahead")
    if cell.period.begins > item.reported_on:
        raise Refused("报送日期早于时期", "it was reported before its period began")
    _check_size(figure)


def _check_size(figure: Figure) -> None:
    counted = (figure.k is not None, figure.n is not None)
    if (figure.value is not None) == any(counted) or counted[0] != counted[1]:
        raise Refused("请给出数值，或给出k和n", "give a value, or k and n")
    for number in (figure.value, figure.error):
        try:
            Observation._meta.get_field("value").clean(number, None) if number is not None else None
        except ValidationError as error:
            raise Refused("数字无法识别或过长", error.messages[0]) from None
    if figure.error is not None and figure.error < 0:
        raise Refused("标准误不能为负数", "a standard error is not negative")
    if figure.k is not None and figure.n is not None:
        _check_count(figure, figure.k, figure.n)
    elif figure.kind == FigureKind.RANK:
        raise Refused("名次应写明第几名、共几个", "a rank is k of n")
    elif _is_negative_count(figure):
        raise Refused("这类数据不能为负数", "a count is not negative")


def _check_count(figure: Figure, k: int, n: int) -> None:
    least = 1 if figure.kind == FigureKind.RANK else 0
    if figure.kind == FigureKind.GROWTH:
        raise Refused("增长率应为一个数", "a growth rate is one number")
    if not least <= k <= n or n < 1:
        raise Refused(f"{k}不在{least}至{n}之间", f"{k} is not between {least} and {n}")


def _is_negative_count(figure: Figure) -> bool:
    level = figure.kind == FigureKind.LEVEL and figure.value is not None and figure.value < 0
    return level and is_count(figure.indicator.unit)


def _compare(items: list[Examined], near: bool) -> None:
    """Set every figure against what stands in its cell, and against the one before in time."""
    standing = {_key(row): row for row in _standing(items, near)}
    before = _before(standing.values())
    for item in items:
        item.standing = standing.get(item.key)
        if item.standing is None:
            item.flags = _flags(item, before)
            continue
        item.unchanged = _same(item, item.standing)
        item.flags = _flags(item, before)
        if not item.unchanged and item.reported_on < item.standing.reported_on:
            item.refusal = (
                f"已有{item.standing.reported_on}报送的数据，不能再登记更早的",
                f"a figure reported on {item.standing.reported_on} stands already",
            )


def _standing(items: Sequence[Examined], near: bool) -> Iterator[Observation]:
    """Give the newest figures of all series that the items belong to, or of their periods only."""
    periods = {item.cell.period.code for item in items if item.cell is not None}
    some = {"period__in": sorted(periods)} if near and len(periods) <= MANY else {}
    of_places: dict[int, set[int]] = {}
    of_bodies: dict[int, set[int]] = {}
    for item in items:
        assert item.cell is not None
        if item.cell.place is not None:
            of_places.setdefault(item.figure.indicator.pk, set()).add(item.cell.place)
        elif item.cell.body is not None:
            of_bodies.setdefault(item.figure.indicator.pk, set()).add(item.cell.body)
    for name, wanted in (("place_id__in", of_places), ("body_id__in", of_bodies)):
        for indicator, keys in wanted.items():
            for part in _parts(sorted(keys)):
                rows = Observation.objects.filter(indicator=indicator, is_latest=True, **some)
                yield from rows.filter(**{name: part}).order_by("ends", "id")


def _key(row: Observation) -> Key:
    return (row.indicator_id, row.place_id, row.body_id, row.period, row.kind)


def _before(rows: Iterable[Observation]) -> dict[Key, Decimal]:
    """Return of each series its newest figure that is not zero, under a key without period."""
    found: dict[Key, Decimal] = {}
    for row in rows:
        if row.figure:
            found[(row.indicator_id, row.place_id, row.body_id, "", row.kind)] = row.figure
    return found


def _flags(item: Examined, before: dict[Key, Decimal]) -> tuple[str, ...]:
    indicator, place, body, _period_code, kind = item.key
    known, value = before.get((indicator, place, body, "", kind)), item.figure.value
    if known is None or not value:
        return ()
    ratio = abs(value / known)
    # Within half of ten thousand times: the usual slip between 万 and the unit itself.
    return ("jump",) if ratio >= JUMP / 2 or ratio <= Decimal(2) / JUMP else ()


def _same(item: Examined, row: Observation) -> bool:
    figure = item.figure
    return (figure.value, figure.k, figure.n, figure.error) == (row.value, row.k, row.n, row.error)


def _parts(keys: list[Item]) -> Iterator[list[Item]]:
    for at in range(0, len(keys), MANY):
        yield keys[at : at + MANY]
