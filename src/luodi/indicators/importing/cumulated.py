"""Figures that add up since January, taken apart into those of each quarter or month."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from luodi.base.figures import EXACT

from ..figures import Figure
from ..periods import period

_SINCE = re.compile(r"(\d{4})年?1[-—–~至](\d{1,2})月")
_WORDS = {"一季度": 3, "上半年": 6, "前三季度": 9, "三季度末": 9, "全年": 12}


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with the row it came from."""

    row: int
    figure: Figure


def end_month(text: str) -> tuple[int, int] | None:
    """Return year and last month of a time since January: 2026年1-6月, 2026年前三季度, 2026-Q2."""
    clean = unicodedata.normalize("NFKC", text).replace(" ", "")
    if found := _SINCE.fullmatch(clean):
        month = int(found[2])
        return (int(found[1]), month) if 1 <= month <= 12 else None
    year, words = clean[:4], clean[4:].removeprefix("年")
    if year.isdecimal() and words in _WORDS:
        return int(year), _WORDS[words]
    return None


def quarter_or_month(text: str, *, by_quarter: bool) -> str:
    """Return the period at whose end a sum since January stands; other words stay as they are."""
    found = end_month(text)
    if found is None:
        return text
    year, month = found
    return f"{year}-Q{month // 3}" if by_quarter and month % 3 == 0 else f"{year}-{month:02d}"


def taken_apart(figures: Sequence[Placed]) -> tuple[list[Placed], dict[int, tuple[str, str]]]:
    """Return each figure less the one before it in the year, and the rows for which that is not
    there: without the sum to the end of the period before, nothing can be told."""
    known = {(_series(one.figure), _end(one.figure)): one.figure for one in figures}
    made: list[Placed] = []
    problems: dict[int, tuple[str, str]] = {}
    for one in figures:
        step = _step(one.figure)
        year, month = _end(one.figure)
        before = known.get((_series(one.figure), (year, month - step)))
        if month == step:
            made.append(one)
        elif before is None or before.value is None or one.figure.value is None:
            problems[one.row] = (
                "缺少上一期的累计数，不能换算为当期数",
                "the sum up to the period before is missing, so it cannot be taken apart",
            )
        else:
            value = EXACT.subtract(one.figure.value, before.value)
            made.append(replace(one, figure=replace(one.figure, value=value)))
    return made, problems


def fell(figures: Iterable[Placed]) -> set[int]:
    """Return the rows whose sum since January is less than the one before."""
    zero = Decimal(0)
    return {one.row for one in figures if one.figure.value is not None and one.figure.value < zero}


def _series(figure: Figure) -> tuple[int, str, str]:
    return figure.indicator.pk, figure.place, str(figure.body)


def _end(figure: Figure) -> tuple[int, int]:
    ends = period(figure.period).ends
    return ends.year, ends.month


def _step(figure: Figure) -> int:
    """How many months lie between two figures of the kind: of a quarter 3, of a half-year 6."""
    kind = period(figure.period).code[5:6]
    return {"Q": 3, "H": 6}.get(kind, 1 if kind else 12)
