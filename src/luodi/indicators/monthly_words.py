"""The monthly report in words: cells of its tables, and its finding as sentences to copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .arithmetic import percent
from .models import Indicator
from .points import Point
from .queries.monthly import Aimed, Growth, MonthLine, Monthly, Place
from .vocabularies import Aim, Direction, Pace
from .wording import (
    listed,
    period_words,
    rank_words,
    rate_words,
    sentences,
    signed,
    steps_words,
    value_words,
    without_sign,
)
from .words import day_words, in_chinese

# Growth that differs by less is a matter of rounding.
ROUNDING = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row of the report says; an empty cell is a figure that there is not."""

    total: str
    growth: str
    growth_note: str
    target: str
    reached: str
    pace: str
    pace_role: str
    official: str
    official_note: str
    province: str
    province_note: str
    group: str
    group_note: str


def month_words(shown: Monthly) -> str:
    """Return the month in words."""
    return period_words(f"{shown.month:%Y-%m}")


def cells(line: MonthLine) -> Cells:
    """Return a row of the report in words."""
    aimed = line.aimed
    return Cells(
        total=total_words(line.indicator, line.point),
        growth=growth_words(line.growth),
        growth_note=growth_note(line.growth),
        target=target_words(aimed) if aimed else "",
        reached=reached_words(line),
        pace=_pace(aimed),
        pace_role="warn" if aimed and aimed.judgement.pace == Pace.BEHIND else "good",
        official=place_words(line.official),
        official_note=moved_note(line.official),
        province=place_words(line.province),
        province_note=moved_note(line.province),
        group=place_words(line.group),
        group_note=moved_note(line.group),
    )


def total_words(indicator: Indicator, point: Point | None) -> str:
    """Return the value with its unit; empty where only growth or rank is known."""
    if point is None:
        return ""
    return value_words(point.value, indicator.unit, computed=not point.uuid)


def growth_words(found: Growth) -> str:
    """Return the growth that a bulletin gave; without one that of the values, marked as such."""
    if found.official is not None:
        return rate_words(found.official.value)
    if found.computed is None:
        return ""
    said = _computed(found)
    return _("%(rate)s (computed)") % {"rate": said}


def _computed(found: Growth) -> str:
    assert found.computed is not None
    if found.in_points:
        return signed(found.computed, "%", computed=True)
    return rate_words(found.computed)


def growth_note(found: Growth) -> str:
    """Return by how much the official growth differs from that of the values."""
    if found.official is None or found.computed is None or found.in_points:
        return ""
    if found.differs is None or abs(found.differs) < ROUNDING:
        return ""
    return _("values give %(rate)s, a difference of %(points)s") % {
        "rate": _computed(found),
        "points": signed(found.differs, "%", computed=True),
    }


def target_words(aimed: Aimed) -> str:
    """Return what is aimed at and by when: ≥ 1,460亿元 by end of 2028."""
    target, unit = aimed.target, aimed.target.indicator.unit
    if target.aim == Aim.RANGE:
        asked = f"{value_words(target.value)}–{value_words(target.value2, unit)}"
    elif target.aim == Aim.RANK:
        asked = _("first %(count)s") % {"count": target.value}
    elif aimed.asked is None:
        asked = str(target.get_aim_display())
    else:
        sign = "≤" if target.indicator.direction == Direction.DOWN else "≥"
        asked = sign + value_words(aimed.asked, unit, computed=True)
    return _("%(asked)s by %(due)s") % {"asked": asked, "due": day_words(target.due)}


def reached_words(line: MonthLine) -> str:
    """Return which share of the target is reached, where a share says something: of figures that
    are to rise to a value."""
    aimed, point = line.aimed, line.point
    rises = aimed is not None and aimed.target.aim in (Aim.THRESHOLD, Aim.MULTIPLE, Aim.INCREASE)
    if not rises or point is None or aimed is None or aimed.asked is None or aimed.asked <= 0:
        return ""
    if line.indicator.direction != Direction.UP or aimed.target.due.year < point.ends.year:
        return ""
    if line.indicator.cumulative and aimed.target.due.year != point.ends.year:
        return ""
    return value_words(percent(point.value, aimed.asked), "%", computed=True)


def _pace(aimed: Aimed | None) -> str:
    if aimed is None or aimed.judgement.pace == Pace.NONE:
        return ""
    return str(Pace(aimed.judgement.pace).label)


def place_words(place: Place | None) -> str:
    """Return a rank out of so many; empty where there is none."""
    return rank_words(place.rank, place.of) if place else ""


def moved_note(place: Place | None) -> str:
    """Return by how many places it moved, and since when."""
    if place is None or place.up is None:
        return ""
    return _("%(steps)s since %(since)s") % {
        "steps": steps_words(place.up),
        "since": period_words(place.since),
    }


def finding(shown: Monthly) -> str:
    """Return the month in a few sentences to copy."""
    return sentences(_sentences(shown))


def _sentences(shown: Monthly) -> Iterator[str]:
    if not shown.lines:
        yield _("There is no figure of %(name)s yet.") % {"name": shown.side.name}
        return
    yield _("%(month)s, %(name)s: %(lines)s.") % {
        "month": month_words(shown),
        "name": shown.side.name,
        "lines": ("；" if in_chinese() else "; ").join(map(_said, shown.lines)),
    }
    ranked = [line for line in shown.lines if line.official and line.official.up is not None]
    if ranked:
        rose = sum(line.official.up > 0 for line in ranked if line.official and line.official.up)
        fell = sum(line.official.up < 0 for line in ranked if line.official and line.official.up)
        yield _("Of %(count)s official ranks %(rose)s rose and %(fell)s fell.") % {
            "count": len(ranked),
            "rose": rose,
            "fell": fell,
        }
    behind = [
        line for line in shown.lines if line.aimed and line.aimed.judgement.pace == Pace.BEHIND
    ]
    if behind:
        yield _("Behind plan: %(names)s.") % {
            "names": listed(str(line.indicator) for line in behind)
        }
    noted = [line for line in shown.lines if growth_note(line.growth)]
    if noted:
        yield _("The official growth of %(names)s is not that of the values.") % {
            "names": listed(str(line.indicator) for line in noted)
        }


def _said(line: MonthLine) -> str:
    blank, comma = ("", "，") if in_chinese() else (" ", ", ")
    total, grown = total_words(line.indicator, line.point), _grown(line.growth)
    said = blank.join(filter(None, (str(line.indicator), total or grown)))
    parts = [said, grown if total else ""]
    if line.official is not None:
        parts.append(_("official rank %(rank)s") % {"rank": place_words(line.official)})
    return comma.join(filter(None, parts))


def _grown(found: Growth) -> str:
    """The growth as a sentence has it: up 6.2 per cent."""
    rate = found.official.value if found.official else found.computed
    if rate is None:
        return ""
    size = without_sign(signed(rate, "%" if found.in_points else "", computed=True))
    said = {"rate": size if found.in_points else f"{size}%"}
    words = _("up %(rate)s") if rate > 0 else _("down %(rate)s") if rate < 0 else _("as before")
    grown = words % said if rate else words
    return grown if found.official else _("%(rate)s (computed)") % {"rate": grown}
