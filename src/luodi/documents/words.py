"""Fields of a finding in words of the page's language."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from luodi.base.templatetags.parts import day
from luodi.reading.reasons import REASONS

from .fields import Fields
from .vocabularies import FindingKind, Gap

_PARTS = re.compile(r"(\d+)([YMWDH])")
_SPOKEN = re.compile(
    r"(\d+)\s*(?:(?P<Y>年|years?|y)|(?P<M>个?月|months?)"
    r"|(?P<B>个?工作日|working days?)|(?P<W>周|个?星期|weeks?|w)"
    r"|(?P<D>天|日|days?|d)|(?P<H>个?小时|hours?|h))\s*",
    re.IGNORECASE,
)

# What a job says while it reads (luodi.documents.tasks), kept here for translation.
NOTES = (
    gettext_noop("Reading the text"),
    gettext_noop("Writing down what was found"),
    gettext_noop("Asking the second reader"),
)


def reason_words(code: str) -> str:
    """Return why the reader took or left a clause; an unknown code reads as itself."""
    reason = REASONS.get(code)
    if reason is None:
        return code
    return reason.en if (get_language() or "").startswith("en") else reason.zh


def figure_words(value: str | None, unit: str) -> str:
    """Return a figure with its unit: in Chinese in 万 and 亿 as texts write them, else thousands
    apart; no digit is lost."""
    if not value:
        return unit
    figure = Decimal(value)
    if (get_language() or "").startswith("en"):
        return f"{_plain(figure, ',')} {unit}".strip().replace(" %", "%")
    for scale, word in ((8, "亿"), (4, "万")):
        if abs(figure) >= 10**scale and len(_plain(figure.scaleb(-scale))) <= _LONGEST:
            return f"{_plain(figure.scaleb(-scale))}{word}{unit}"
    return f"{_plain(figure, ',')}{unit}"


# Above this a figure reads better in full than with many decimal places of 万.
_LONGEST = 8


def _plain(figure: Decimal, apart: str = "") -> str:
    whole, _dot, places = f"{figure:{apart}f}".partition(".")
    places = places.rstrip("0")
    return f"{whole}.{places}" if places else whole


def target_words(target: Fields) -> str:
    """Return a target value in words."""
    figure = figure_words(target["value"], target["unit"])
    second = figure_words(target["value2"], target["unit"])
    return {
        ">=": _("at least %(figure)s"),
        "<=": _("at most %(figure)s"),
        "=": "%(figure)s",
        "~": _("about %(figure)s"),
        "range": _("%(figure)s to %(second)s"),
        "rank<=": _("rank within %(figure)s"),
        "x": _("%(figure)s (multiple)"),
        "+": _("up by %(figure)s"),
        "-": _("down by %(figure)s"),
        "median>=": _("at least the median"),
        "median<=": _("at most the median"),
        "average>=": _("at least the average"),
        "average<=": _("at most the average"),
    }.get(target["comparator"], "%(figure)s") % {"figure": figure, "second": second}


def deadline_words(deadline: Fields | None) -> str:
    """Return by when, in words; nothing for none."""
    if not deadline:
        return ""
    parts = []
    if deadline["by"]:
        parts.append(_("by %(day)s") % {"day": day(date.fromisoformat(deadline["by"]))})
    if deadline["duration"]:
        parts.append(duration_words(deadline["duration"], working=deadline["working"]))
    if deadline["recurring"]:
        parts.append(_("recurring"))
    return _(", ").join(parts)


def duration_words(duration: str, *, working: bool) -> str:
    """Return an ISO duration as a time limit in words."""
    time = spoken_duration(duration, working=working)
    return _("within %(time)s") % {"time": time} if time else duration


def spoken_duration(duration: str, *, working: bool = False) -> str:
    """Return an ISO duration as people say it, such as 3 years or 10 working days."""
    words = []
    for number, unit in _PARTS.findall(duration):
        n = int(number)
        words.append(
            {
                "Y": ngettext("%(n)d year", "%(n)d years", n),
                "M": ngettext("%(n)d month", "%(n)d months", n),
                "W": ngettext("%(n)d week", "%(n)d weeks", n),
                "D": ngettext("%(n)d working day", "%(n)d working days", n)
                if working
                else ngettext("%(n)d day", "%(n)d days", n),
                "H": ngettext("%(n)d hour", "%(n)d hours", n),
            }[unit]
            % {"n": n}
        )
    return " ".join(words)


def read_duration(text: str) -> tuple[str, bool]:
    """Return what people write as a duration (3年, 10 working days) as an ISO duration, and
    whether it counts working days; what is not understood comes back as it was."""
    folded = unicodedata.normalize("NFKC", text).strip()
    found = list(_SPOKEN.finditer(folded))
    if not found or "".join(part.group() for part in found) != folded:
        return folded, False
    parts = [(part.group(1), str(part.lastgroup)) for part in found]
    days = "".join(f"{int(n)}{'D' if unit == 'B' else unit}" for n, unit in parts if unit != "H")
    hours = "".join(f"{int(n)}H" for n, unit in parts if unit == "H")
    iso = f"P{days}{'T' * bool(hours)}{hours}"
    return iso, any(unit == "B" for _number, unit in parts)


def gaps_of(finding: Any) -> tuple[Gap, ...]:
    """Return what a finding does not say and should: a problem needs none of it, a request no
    measure."""
    if finding.kind == FindingKind.PROBLEM:
        return ()
    said = {Gap.OWNER: finding.has_owner, Gap.DATE: finding.has_date}
    if finding.kind != FindingKind.REQUEST:
        said[Gap.MEASURE] = finding.has_measure
    return tuple(gap for gap, there in said.items() if not there)
