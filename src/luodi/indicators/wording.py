"""Periods, values and changes as pages and papers write them, in the present language."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luodi.base.charts.figures import written
from luodi.base.figures import rounded

from .periods import period

QUARTERS = ("一", "二", "三", "四")
COMPUTED_PLACES = 2


def in_english() -> bool:
    """Return whether the present language is English."""
    return (get_language() or "").startswith("en")


def joined(sentences: Iterable[str]) -> str:
    """Return sentences one after another; Chinese ones stand without blanks between them."""
    return (" " if in_english() else "").join(one for one in sentences if one)


def listed(words: Iterable[str]) -> str:
    """Return words as a list within a sentence."""
    return (", " if in_english() else "、").join(words)


def period_words(code: str, *, cumulative: bool = False) -> str:
    """Return a period in words: 2026年一季度; of a sum over the year from its beginning on."""
    if not code:
        return ""
    found = period(code)
    year, part = found.code[:4], found.code[5:]
    end = found.ends
    if in_english():
        return _english(year, part, end.month, end.day, cumulative)
    if not part:
        return f"{year}年"
    if part[0] == "H":
        return (
            f"{year}年上半年"
            if part == "H1"
            else f"{year}年" + ("全年" if cumulative else "下半年")
        )
    if cumulative and len(part) == 2 and end.month > 1:
        return f"{year}年1—{end.month}月"
    if part[0] == "Q":
        return f"{year}年{QUARTERS[int(part[1]) - 1]}季度"
    return f"{year}年{end.month}月" + (f"{end.day}日" if len(part) > 2 else "")


def _english(year: str, part: str, month: int, day: int, cumulative: bool) -> str:
    if not part:
        return year
    name = calendar.month_abbr[month]
    if cumulative and len(part) == 2 and month > 1:
        return f"Jan–{name} {year}"
    if part[0] in "HQ":
        return f"{part} {year}"
    return f"{name} {year}" if len(part) == 2 else f"{day} {name} {year}"


def tick_words(code: str) -> str:
    """Return a period as short as an axis wants it: 2010, 2025Q1, 2025-03; of a day its month."""
    year, part = code[:4], code[5:]
    if not part:
        return year
    return f"{year}{part}" if part[0] in "HQ" else f"{year}-{part[:2]}"


def shortened(value: Decimal, *, computed: bool = False) -> Decimal:
    """Return a figure as it is shown: a reported one with all its digits, a computed one at two
    places."""
    places = -int(value.as_tuple().exponent)
    return rounded(value, COMPUTED_PLACES) if computed and places > COMPUTED_PLACES else value


def value_words(value: Decimal | None, unit: str = "", *, computed: bool = False) -> str:
    """Return a figure with its unit, thousands apart; a dash for none."""
    return written(None if value is None else shortened(value, computed=computed), unit)


def signed(value: Decimal, unit: str = "", *, computed: bool = False) -> str:
    """Return a difference with its sign, in points where the unit is per cent."""
    shown = shortened(value, computed=computed)
    sign = "+" if shown > 0 else "−" if shown < 0 else "±"
    return sign + written(shown.copy_abs(), _points(unit))


def _points(unit: str) -> str:
    return _("percentage points") if unit.strip() in ("%", "％") else unit


def rate_words(value: Decimal | None) -> str:
    """Return a growth rate with its sign; a dash for none."""
    return "—" if value is None else signed(value, computed=True) + "%"


def rank_words(rank: int | Decimal, of: int | None) -> str:
    """Return a rank out of so many: 第8位（共17个）."""
    if of is None:
        return _("rank %(rank)s") % {"rank": rank}
    return _("%(rank)s of %(of)s") % {"rank": rank, "of": of}


def steps_words(up: int | None) -> str:
    """Return by how many places a rank rose or fell, with an arrow; a dash where not known."""
    if up is None:
        return "—"
    if not up:
        return _("as before")
    return f"↑{up}" if up > 0 else f"↓{-up}"
