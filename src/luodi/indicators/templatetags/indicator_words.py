"""Figures, targets and judgements as templates of the area show them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luodi.base.languages import marked_as_chinese
from luodi.base.templatetags.parts import chip
from luodi.commitments.queries.measures import MeasureLine

from .. import words
from ..judging import Judgement
from ..models import Indicator
from ..picture import sentence_link
from ..points import Point
from ..queries.board import BoardRow
from ..queries.page import TargetView
from ..queries.series import FigureRow, Official
from ..queries.targets import Standing
from ..units import is_percent
from ..vocabularies import ROLES, Aim, Chance, Meeting

Judged = TargetView | BoardRow | Standing
register = template.Library()
register.filter("period", words.period_words)


@register.filter
def of(found: Mapping[str, Any], key: object) -> Any:
    """Return what is found under a public id, or nothing."""
    return found.get(str(key))


@register.filter
def signed_gain(value: float) -> str:
    """Return a gain in a score with three digits, and a minus as figures have it."""
    return f"{round(value, 3) + 0:.3f}".replace("-", words.MINUS)


@register.simple_tag
def amount_of(value: Decimal | float | None, unit: str = "") -> SafeString:
    """Return a figure with its unit."""
    return marked_as_chinese(words.amount(value, unit))


@register.simple_tag
def point_of(point: Point, indicator: Indicator) -> str:
    """Return the value of a point, without its unit."""
    return words.amount(words.point_value(point, indicator))


@register.simple_tag
def aim_of(view: Judged) -> SafeString:
    """Return what a target asks for."""
    return marked_as_chinese(words.aim_words(view.target, view.judgement.median))


@register.simple_tag
def sentence_of(measure: MeasureLine) -> str:
    """Return the address of the characters that asked for a measure."""
    return sentence_link(measure)


@register.simple_tag
def meeting_of(judgement: Judgement) -> SafeString:
    """Return whether a target is met, as a chip."""
    return chip(judgement.meeting.label, ROLES[judgement.meeting])


@register.simple_tag
def chance_of(judgement: Judgement) -> SafeString:
    """Return what is to be expected, as a chip; nothing of a target that is met or missed."""
    if words.is_at_risk(judgement):
        return chip(_("At this pace not on that day"), "warn")
    if judgement.meeting in (Meeting.MET, Meeting.MISSED):
        return SafeString("")
    return chip(words.chance_words(judgement), ROLES[Chance(judgement.chance)])


@register.simple_tag
def standing(view: Judged) -> SafeString:
    """Return how a target stands: whether it is met, and what is to be expected."""
    judgement = view.judgement
    chips = [meeting_of(judgement), chance_of(judgement)]
    if view.target.indicator.state == "unsettled":
        chips.append(chip(view.target.indicator.get_state_display(), "warn"))
    return format_html_join(" ", "{}", ((one,) for one in chips if one))


@register.simple_tag
def pace_of(view: Judged) -> SafeString:
    """Return how far the newest figure is from the plan for its day."""
    return marked_as_chinese(words.pace_words(view.judgement, words.unit_of(view.target)))


@register.simple_tag
def outlook_of(view: TargetView) -> dict[str, str]:
    """Return why nothing is to be expected, why a probability is shown or not, and what the
    control chart calls for."""
    judgement, test = view.judgement, view.test
    control = judgement.control
    said = ""
    if judgement.chance != Chance.NONE and judgement.meeting == Meeting.NOT_YET:
        said = _tested(test.forecasts, test.series, test.may_be_shown) if test else _untested()
    called = ""
    if control is not None:
        called = control.message_zh if words.in_chinese() else control.message_en
        called = _("Control chart: %(words)s") % {"words": called}
    return {"why": words.why_words(view.target, judgement), "shown": said, "control": called}


def _tested(forecasts: int, series: int, may_be_shown: bool) -> str:
    said = {"forecasts": forecasts, "series": series}
    if may_be_shown:
        return (
            _(
                "The probability is shown because %(forecasts)d earlier ones on %(series)d series"
                " did better than always saying the usual share."
            )
            % said
        )
    return (
        _(
            "No probability is shown: %(forecasts)d earlier ones on %(series)d series did not do"
            " better than always saying the usual share, or are too few."
        )
        % said
    )


def _untested() -> str:
    return _("No probability is shown before earlier ones have been tested.")


@register.simple_tag
def change_of(row: FigureRow, indicator: Indicator) -> str:
    """Return the change on the period a year before: growth, of percentages a difference."""
    if row.change is None:
        return "—"
    if is_percent(indicator.unit):
        return words.difference(words.readable(row.change, "%"), "%")
    sign = "+" if row.change > 0 else ""
    return sign + words.amount(round(row.change, 1), "%")


@register.simple_tag
def official(found: Official | None, kind: str) -> SafeString:
    """Return an official figure with the computed one beside it and the difference."""
    if found is None:
        return SafeString("—")
    if kind == "rank":
        said = f"{words.amount(found.value)}/{found.n}" if found.n else words.amount(found.value)
    else:
        said = words.amount(found.value, "%")
    return format_html(
        "<strong>{}</strong>{}{}", said, _beside(_computed(found, kind)), _beside(found.issuer)
    )


def _beside(text: str) -> SafeString:
    if not text:
        return SafeString("")
    return format_html('<br><span class="small muted">{}</span>', marked_as_chinese(text))


def _computed(found: Official, kind: str) -> str:
    if found.computed is None or found.differs is None:
        return _("nothing to compute it from")
    if kind == "rank":
        computed = f"{words.amount(found.computed)}/{found.computed_of}"
        away = words.amount(found.differs) if found.differs else ""
    else:
        computed = words.amount(round(found.computed, 1), "%")
        rounded = round(found.differs, 1)
        away = words.difference(rounded, "%") if rounded else ""
    if not away:
        return _("computed %(figure)s, the same") % {"figure": computed}
    return _("computed %(figure)s, difference %(away)s") % {"figure": computed, "away": away}


@register.simple_tag
def latest_of(view: Judged) -> SafeString:
    """Return the newest figure that a target is judged by, with its period."""
    latest = view.judgement.latest
    if latest is None:
        return format_html('<span class="muted">{}</span>', _("no figure"))
    unit = words.unit_of(view.target)
    value = words.amount(words.point_value(latest, view.target.indicator), unit)
    if view.target.aim == Aim.RANK and latest.n:
        value = f"{value}/{latest.n}"
    return format_html("{}{}", marked_as_chinese(value), _beside(words.period_words(latest.period)))


@register.simple_tag
def expected_of(view: Judged) -> SafeString:
    """Return whether a target is met, else what is to be expected, with its probability as a bar
    where it may be shown, or why nothing can be said."""
    judgement = view.judgement
    if judgement.meeting in (Meeting.MET, Meeting.MISSED) and not judgement.is_between:
        return format_html("{} {}", meeting_of(judgement), chance_of(judgement))
    if judgement.probability is None:
        said = chip(Chance(judgement.chance).label, ROLES[Chance(judgement.chance)])
        return format_html("{}{}", said, _beside(words.why_words(view.target, judgement)))
    return format_html(
        '{} <span class="probability"><svg class="bar-track" aria-hidden="true">'
        '<rect width="{}%" height="100%"></rect></svg>{}</span>',
        chip(Chance(judgement.chance).label, ROLES[Chance(judgement.chance)]),
        round(100 * judgement.probability),
        words.share(judgement.probability),
    )


@register.simple_tag
def left_of(view: BoardRow) -> str:
    """Return how long there is left."""
    return words.months_words(view.judgement)


@register.simple_tag
def latest_words(view: Judged) -> SafeString:
    """Return the newest figure of a target with its period, in one line."""
    latest = view.judgement.latest
    if latest is None:
        return SafeString(_("no figure"))
    unit = words.unit_of(view.target)
    value = words.amount(words.point_value(latest, view.target.indicator), unit)
    return marked_as_chinese(words.bracketed(value, words.period_words(latest.period)))
