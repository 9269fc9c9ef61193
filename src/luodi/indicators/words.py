"""Figures, targets and judgements in words of the page's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from luodi.base.charts.figures import unit_apart, written
from luodi.base.figures import rounded
from luodi.base.templatetags.parts import MONTHS
from luodi.base.templatetags.parts import day as day_of
from luodi.measuring.figures import NotAssessable

from .aims import asked_value, way_of
from .judging import Judgement
from .models import Indicator, Target
from .points import Point
from .units import is_count, is_percent, taken_apart
from .vocabularies import Aim, Chance, FigureKind, Meeting, Pace

MINUS = "−"
_PARTS = {
    "H1": ("上半年", "first half of"),
    "H2": ("下半年", "second half of"),
    "Q1": ("一季度", "Q1"),
    "Q2": ("二季度", "Q2"),
    "Q3": ("三季度", "Q3"),
    "Q4": ("四季度", "Q4"),
}


def in_chinese() -> bool:
    """Return whether the page speaks Chinese."""
    return not (get_language() or "").startswith("en")


def inside(words: str) -> str:
    """Return words that stand in the middle of a sentence: English ones begin small there."""
    return words if in_chinese() else words[:1].lower() + words[1:]


def joined(parts: list[str]) -> str:
    """Return parts of a sentence as one, with the commas of the language."""
    return ("，" if in_chinese() else ", ").join(part for part in parts if part)


def amount(value: Decimal | float | None, unit: str = "") -> str:
    """Return a figure with its unit; trailing zeros after the point are left out."""
    if isinstance(value, Decimal) and "." in f"{value:f}":
        value = Decimal(f"{value:f}".rstrip("0").rstrip("."))
    return written(value, unit).replace("-", MINUS) if value is not None else "—"


def readable(value: Decimal, unit: str) -> Decimal:
    """Return a computed figure with as many places as say something: none of counts, else two; a
    small one keeps two digits."""
    places = 0 if is_count(unit) and taken_apart(unit).factor == 1 else 2
    while places < 4 and value and abs(value) < Decimal(1).scaleb(1 - places):
        places += 1
    return rounded(value, places)


def point_value(point: Point, indicator: Indicator) -> Decimal:
    """Return the value of a point: as it was reported, or readable where it is computed."""
    is_computed = indicator.formula and point.kind == FigureKind.LEVEL
    return readable(point.value, indicator.unit) if is_computed else point.value


def difference(value: Decimal, unit: str) -> str:
    """Return a difference with its sign; of percentages in percentage points."""
    unit = unit_apart("%") if is_percent(unit) else unit
    sign = "+" if value > 0 else ""
    return sign + amount(value, unit)


def period_words(code: str) -> str:
    """Return a period as one says it: 2026年一季度, Q1 2026."""
    year, rest = code[:4], code[5:]
    if not rest:
        return f"{year}年" if in_chinese() else year
    if rest in _PARTS:
        return f"{year}年{_PARTS[rest][0]}" if in_chinese() else f"{_PARTS[rest][1]} {year}"
    if len(rest) == 2:
        month = int(rest)
        return f"{year}年{month}月" if in_chinese() else f"{MONTHS[month - 1]} {year}"
    return day_words(date.fromisoformat(code))


def day_words(day: date) -> str:
    """Return a day as one says it; the last of a year or month as that year or month's end."""
    if (day.month, day.day) == (12, 31):
        return _("end of %(year)s") % {"year": day.year}
    return str(day_of(day))


def unit_of(target: Target) -> str:
    """Return the unit in which a target is judged; ranks have none."""
    return "" if target.aim == Aim.RANK else target.indicator.unit


def aim_words(target: Target, median: Decimal | None = None) -> str:
    """Return what a target asks for, in words."""
    unit, value = target.indicator.unit, target.value
    if target.aim == Aim.RANGE:
        ends = {"low": amount(value, ""), "high": amount(target.value2, unit)}
        return _("between %(low)s and %(high)s") % ends
    if target.aim == Aim.RANK:
        return _("among the first %(n)s") % {"n": amount(value, "")}
    if target.aim == Aim.MEDIAN:
        peers = target.peers.name if target.peers else ""
        words = _("the median of %(peers)s") % {"peers": peers}
        return words if median is None else bracketed(words, amount(median, unit))
    return _moved_words(target) if target.aim != Aim.THRESHOLD else _threshold_words(target)


def _threshold_words(target: Target) -> str:
    said = {"value": amount(target.value, target.indicator.unit)}
    return (
        _("at most %(value)s") % said
        if way_of(target) == "down"
        else _("at least %(value)s") % said
    )


def _moved_words(target: Target) -> str:
    unit, value = target.indicator.unit, target.value or Decimal(0)
    asked = amount(asked_value(target), unit)
    if target.aim == Aim.MULTIPLE:
        return _("%(times)s times the baseline, that is %(asked)s") % {
            "times": amount(value, ""), "asked": asked,
        }  # fmt: skip
    size = amount(abs(value), "%" if target.relative else unit)
    words = _("%(size)s less than at the start, that is %(asked)s")
    if value >= 0:
        words = _("%(size)s more than at the start, that is %(asked)s")
    return words % {"size": size, "asked": asked}


def chance_words(judgement: Judgement) -> str:
    """Return what is to be expected: with the probability only where it may be shown."""
    if judgement.meeting == Meeting.MISSED:
        return ""
    words = str(Chance(judgement.chance).label)
    if judgement.probability is None:
        return words
    return _("%(words)s (probability %(share)s)") % {
        "words": words, "share": share(judgement.probability),
    }  # fmt: skip


def share(value: float) -> str:
    """Return a probability in whole per cent; never 0 or 100, which would be certainty."""
    whole = round(100 * value)
    if whole < 1:
        return "<1%"
    return ">99%" if whole > 99 else f"{whole}%"


def why_words(target: Target, judgement: Judgement) -> str:
    """Return why nothing is to be expected, in words."""
    if judgement.latest is None:
        return _("There is no figure yet.")
    if judgement.chance != Chance.NONE or judgement.why_not is None:
        return ""
    if target.aim == Aim.RANK:
        return _("A rank follows from the figures of the peers: these are not known well enough.")
    why: NotAssessable = judgement.why_not
    return why.message_zh.replace("，无法评估", "") if in_chinese() else why.message_en


def is_at_risk(judgement: Judgement) -> bool:
    """Return whether a target is met now but not to be expected to be on its day."""
    slipping = judgement.chance in (Chance.UNLIKELY, Chance.NOT_AT_PACE)
    return judgement.meeting == Meeting.MET and slipping and judgement.months_left >= 0


def pace_words(judgement: Judgement, unit: str) -> str:
    """Return how far the newest figure is from the plan for its day."""
    if judgement.gap is None:
        return ""
    units = difference(readable(judgement.gap.units, unit), unit)
    words = str(Pace(judgement.pace).label)
    if judgement.gap.days_are == "exact" and judgement.gap.days:
        days = ngettext("%(n)d day", "%(n)d days", abs(judgement.gap.days))
        units = joined([units, days % {"n": abs(judgement.gap.days)}])
    return bracketed(words, units)


def bracketed(words: str, more: str) -> str:
    """Return words with more of them in brackets."""
    return f"{words}（{more}）" if in_chinese() else f"{words} ({more})"


def months_words(judgement: Judgement) -> str:
    """Return how long there is left."""
    left = judgement.months_left
    if left < 0:
        return _("past")
    if left == 0:
        return _("under a month")
    return ngettext("%(n)d month", "%(n)d months", left) % {"n": left}
