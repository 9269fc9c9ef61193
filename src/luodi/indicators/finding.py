"""What a page says in one sentence, to be copied into a paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .arithmetic import growth
from .periods import year_before
from .picture import shown_points
from .points import Point, levels, ranks
from .queries.page import IndicatorPage, TargetView
from .queries.standing import place_among
from .units import is_percent
from .vocabularies import Aim, IndicatorState, Meeting
from .words import (
    aim_words,
    amount,
    bracketed,
    chance_words,
    day_words,
    difference,
    in_chinese,
    inside,
    is_at_risk,
    joined,
    period_words,
    point_value,
    readable,
    why_words,
)


def finding_of(page: IndicatorPage) -> str:
    """Return what is known of the place or body looked at: the newest figure, how it moved, where
    it stands, what was asked and what is to be expected; empty where nothing is known."""
    points = shown_points(page)
    if page.subject is None or not (points or page.target):
        return ""
    said = [_newest(page, points[-1])] if points else [_nothing(page)]
    if page.target is not None:
        said.append(_aimed(page.target))
    if page.indicator.state == IndicatorState.UNSETTLED:
        said.append(_("the definition is not settled"))
    elif page.indicator.state == IndicatorState.DRAFT:
        said.append(_("the definition is a draft"))
    return ("；" if in_chinese() else "; ").join(said) + ("。" if in_chinese() else ".")


def _nothing(page: IndicatorPage) -> str:
    named = {"who": page.subject.name if page.subject else "", "what": str(page.indicator)}
    return _("%(what)s of %(who)s: no figure yet") % named


def _newest(page: IndicatorPage, point: Point) -> str:
    is_rank = page.target is not None and page.target.target.aim == Aim.RANK
    words = _("In %(period)s %(what)s of %(who)s was %(value)s")
    value = amount(point_value(point, page.indicator), page.indicator.unit)
    if is_rank:
        words = _("In %(period)s %(who)s ranked %(value)s by %(what)s")
        value = f"{point.value}/{point.n}" if point.n else str(point.value)
    said = words % {
        "period": period_words(point.period),
        "what": str(page.indicator),
        "who": page.subject.name if page.subject else "",
        "value": value,
    }
    return joined([said, "" if is_rank else _change(page, point), _place(page, point)])


def _change(page: IndicatorPage, point: Point) -> str:
    known = {one.period: one for one in levels(page.series)}
    before = known.get(year_before(point.period))
    if before is None:
        return ""
    if any(before.begins < mark.begins <= point.begins for mark in page.breaks):
        return _("not comparable with the year before, since its meaning changed")
    if is_percent(page.indicator.unit):
        unit = page.indicator.unit
        moved = difference(readable(point.value - before.value, unit), unit)
    else:
        rate = growth(point.value, before.value)
        if rate is None:
            return ""
        moved = f"{'+' if rate > 0 else ''}{amount(round(rate, 1), '%')}"
    return _("%(moved)s on a year before") % {"moved": moved}


def _place(page: IndicatorPage, point: Point) -> str:
    """The rank: an official one, which is never replaced, else that among the declared peers."""
    official = next((one for one in reversed(ranks(page.series)) if one.period == point.period), 0)
    if isinstance(official, Point) and official is not point:
        return _("rank %(rank)s of %(n)s (%(issuer)s)") % {
            "rank": official.value, "n": official.n, "issuer": official.issuer or _("official"),
        }  # fmt: skip
    if page.target is not None and page.target.target.aim == Aim.RANK:
        return ""
    others = [
        one.value
        for series in page.peers.values()
        for one in levels(series)
        if one.period == point.period
    ]
    found = place_among(page.indicator, point.value, others)
    if found is None:
        return ""
    return _("rank %(rank)d of %(n)d peers") % {"rank": found[0], "n": found[1]}


def _aimed(view: TargetView) -> str:
    target, judgement = view.target, view.judgement
    asked = _("the target is %(aim)s by %(due)s") % {
        "aim": aim_words(target, judgement.median), "due": day_words(target.due),
    }  # fmt: skip
    said = [asked, _met(view)]
    if judgement.meeting in (Meeting.NOT_YET, Meeting.UNKNOWN):
        why = why_words(target, judgement).rstrip(".。")
        expected = inside(chance_words(judgement))
        said.append(bracketed(expected, why) if why else expected)
    elif is_at_risk(judgement):
        said.append(_("but at this pace not on that day"))
    return joined(said)


def _met(view: TargetView) -> str:
    judgement = view.judgement
    if judgement.latest is None or judgement.meeting == Meeting.UNKNOWN:
        return ""
    words = inside(str(judgement.meeting.label))
    if judgement.meeting != Meeting.MET and judgement.asked is not None:
        unit = "" if view.target.aim == Aim.RANK else view.target.indicator.unit
        away = difference(readable(judgement.latest.value - judgement.asked, unit), unit)
        words = bracketed(words, _("%(away)s from it") % {"away": away})
    return words


def variants_words(page: IndicatorPage) -> str:
    """Return how the verdict depends on the variant that is meant; empty where all agree."""
    view = page.target
    known = [one for one in page.variants if one.judgement is not None and one.latest is not None]
    if view is None or len(known) < 2:
        return ""
    verdicts = {one.judgement.meeting for one in known if one.judgement}
    said = [
        _("%(variant)s: %(value)s, %(verdict)s") % {
            "variant": one.variant,
            "value": amount(point_value(one.latest, one.indicator), one.unit) if one.latest else "",
            "verdict": inside(str(one.judgement.meeting.label)) if one.judgement else "",
        }
        for one in known
    ]  # fmt: skip
    if len(verdicts) < 2:
        head = _("Whichever is meant, the verdict is the same")
    else:
        head = _("The verdict depends on what is meant")
    tail = ("；" if in_chinese() else "; ").join(said)
    return f"{head}：{tail}。" if in_chinese() else f"{head}: {tail}."
