"""What pages that compare say beyond `words`: sums over the year, ranks, movements, sentences."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from .periods import period
from .words import MINUS, amount, difference, in_chinese, readable
from .words import period_words as plain_period


def sentences(said: Iterable[str]) -> str:
    """Return sentences one after another; Chinese ones stand without blanks between them."""
    return ("" if in_chinese() else " ").join(one for one in said if one)


def listed(words: Iterable[str]) -> str:
    """Return words as a list within a sentence."""
    return ("、" if in_chinese() else ", ").join(words)


def period_words(code: str, *, cumulative: bool = False) -> str:
    """Return a period in words; of a sum over the year from its beginning on: 2026年1—3月."""
    if not code:
        return ""
    end = period(code).ends.month
    # The first quarter and January are sums from the beginning by themselves.
    is_plain = code[5:] in ("", "H1", "Q1", "01") or len(code) != 7
    return plain_period(code) if is_plain or not cumulative else _since(code, end)


def _since(code: str, end: int) -> str:
    if in_chinese():
        return f"{code[:4]}年1—{end}月"
    return f"Jan–{calendar.month_abbr[end]} {code[:4]}"


def tick_words(code: str) -> str:
    """Return a period as short as an axis wants it: 2010, 2025Q1, 2025-03; of a day its month."""
    year, part = code[:4], code[5:]
    if not part:
        return year
    return f"{year}{part}" if part[0] in "HQ" else f"{year}-{part[:2]}"


def shown_value(value: Decimal, unit: str = "", *, computed: bool = False) -> Decimal:
    """Return a figure as it is shown: a reported one with all its digits, a computed one with as
    many places as say something."""
    return readable(value, unit) if computed else value


def value_words(value: Decimal | None, unit: str = "", *, computed: bool = False) -> str:
    """Return a figure with its unit, thousands apart; a dash for none."""
    return amount(None if value is None else shown_value(value, unit, computed=computed), unit)


def signed(value: Decimal, unit: str = "", *, computed: bool = False) -> str:
    """Return a difference with its sign, in points where the unit is per cent."""
    return difference(shown_value(value, unit, computed=computed), unit)


def rate_words(value: Decimal | None) -> str:
    """Return a growth rate with its sign; a dash for none."""
    return "—" if value is None else f"{signed(value, computed=True)}%"


def without_sign(words: str) -> str:
    """Return a difference in words without its sign."""
    return words.removeprefix("+").removeprefix(MINUS)


def rank_words(rank: int | Decimal, of: int | None) -> str:
    """Return a rank out of so many: 第8位/17个."""
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
