"""The chart of an indicator's page: the series with path, baseline, target, forecast and peers."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.base.actors import Actor
from luodi.base.charts import Line, Mark, Point, Span, TimeSeries
from luodi.commitments.queries.measures import MeasureLine
from luodi.measuring.outlook import Drift, fan, fit
from luodi.measuring.trajectory import Plan, planned

from .aims import goal_of, median_of, plan_of, way_of
from .judging import judged_series, times_and_values
from .models import Indicator, Target
from .periods import in_years
from .points import Point as Figure
from .points import Series, levels, ranks, regular
from .queries.page import IndicatorPage, TargetView
from .queries.pictured import pages_for_charts
from .queries.profile import Profile
from .vocabularies import Aim, Frequency
from .words import day_words, period_words, point_value, readable

MOST_POINTS = 48
MOST_PEERS = 6
MOST_PICTURES, LEAST_POINTS = 2, 3
_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.HALF: 6}


def sentence_link(measure: MeasureLine | None) -> str:
    """Return where the characters stand that asked for a measure; of a typed one its plan row."""
    if measure is None:
        return ""
    if not measure.finding:
        return reverse("commitments:row", args=[measure.row])
    review = reverse("documents:review", args=[measure.document])
    return f"{review}?state=all&finding={measure.finding}#f-{measure.finding}"


def chart_of(page: IndicatorPage) -> TimeSeries | None:
    """Return the chart of the place or body looked at; None while there is nothing to show."""
    points = shown_points(page)
    view = page.target
    if page.subject is None or (not points and view is None):
        return None
    is_rank = view is not None and view.target.aim == Aim.RANK
    return TimeSeries(
        title=f"{page.subject.name}　{page.indicator}",
        unit=_("rank") if is_rank else page.indicator.unit,
        actual=tuple(_point(page, point) for point in points),
        restarts=page.indicator.cumulative and not is_rank,
        breaks=tuple(Mark(one.begins, one.reason) for one in page.breaks),
        peers=() if is_rank else tuple(_peers(page, points)),
        **(_aimed(page, view) if view is not None else {}),  # type: ignore[arg-type]
    )


def charts_of_profile(actor: Actor, shown: Profile) -> tuple[TimeSeries, ...]:
    """Return the charts that a profile on paper shows, the same as on the indicators' pages; none
    of a series of too few points."""
    drawn = map(chart_of, pages_for_charts(actor, shown, 2 * MOST_PICTURES))
    found = [chart for chart in drawn if chart is not None and _is_long(chart)]
    return tuple(found[:MOST_PICTURES])


def _is_long(chart: TimeSeries) -> bool:
    return sum(point.value is not None for point in chart.actual) >= LEAST_POINTS


def shown_points(page: IndicatorPage) -> Series:
    """Return the points that are drawn: what the target is judged by, else the values; of a sum
    over the year those of its two newest years."""
    view = page.target
    is_rank = view is not None and view.target.aim == Aim.RANK
    found = regular(ranks(page.series) if is_rank else levels(page.series), page.indicator)
    if page.indicator.cumulative and found and not is_rank:
        found = tuple(one for one in found if one.ends.year >= found[-1].ends.year - 1)
    return found[-MOST_POINTS:]


def _point(page: IndicatorPage, point: Figure) -> Point:
    address = reverse("indicators:indicator", args=[page.indicator.uuid])
    of = page.subject.key if page.subject else ""
    value = point_value(point, page.indicator)
    return Point(
        point.ends, value, period_words(point.period), f"{address}?of={of}#p-{point.period}"
    )


def _aimed(page: IndicatorPage, view: TargetView) -> dict[str, object]:
    """What a target adds to the chart."""
    target, judgement = view.target, view.judgement
    link = sentence_link(view.measure)
    plan = plan_of(target, judgement.median)
    goal = goal_of(target, judgement.median)
    found: dict[str, object] = {}
    if target.baseline is not None and target.baseline_on is not None:
        on = target.baseline_on
        found["baseline"] = Point(on, target.baseline, _end_words(on, page))
    if judgement.asked is not None:
        found["target"] = Point(target.due, judgement.asked, _end_words(target.due, page), link)
    if way_of(target) == "band":
        found["corridor"] = tuple(_corridor(plan, page, target))
    elif plan is not None:
        unit = "" if target.aim == Aim.RANK else target.indicator.unit
        found["plan"] = tuple(
            Point(day, readable(planned(plan, day).value, unit), _end_words(day, page), link)
            for day in _days(plan.origin, plan.due, target.indicator)
        )
    if goal is not None and target.aim != Aim.RANK:
        found["fan"] = tuple(_fan(page, view))
    if judgement.control is not None:
        chart = judgement.control
        found["limits"] = tuple(
            Span(point.ends, chart.lower, chart.upper, period_words(point.period))
            for point in _judged(page, view)
        )
    return found


def _judged(page: IndicatorPage, view: TargetView) -> Series:
    return judged_series(view.target, page.series, [one.begins for one in page.breaks])


def _corridor(plan: Plan | None, page: IndicatorPage, target: Target) -> Iterator[Span]:
    """The range that is due on each day; without a baseline the same from the first figure on."""
    if plan is not None:
        for day in _days(plan.origin, plan.due, target.indicator):
            asked = planned(plan, day)
            if asked.low is not None and asked.high is not None:
                yield Span(day, asked.low, asked.high, _end_words(day, page))
    elif target.value is not None and target.value2 is not None:
        points = shown_points(page)
        for day in sorted({points[0].ends if points else target.due, target.due}):
            yield Span(day, target.value, target.value2, _end_words(day, page))


def _fan(page: IndicatorPage, view: TargetView) -> Iterator[Span]:
    """The forecast from the newest figure to the due date."""
    points = _judged(page, view)
    walk = fit(*times_and_values(points))
    if not isinstance(walk, Drift) or view.target.due <= points[-1].ends:
        return
    last = points[-1]
    days = [day for day in _days(last.ends, view.target.due, page.indicator) if day > last.ends]
    value = point_value(last, page.indicator)
    yield Span(last.ends, value, value, period_words(last.period))
    for day, one in zip(days, fan(walk, [in_years(day) for day in days]), strict=True):
        yield Span(day, one.low, one.high, _end_words(day, page))


def _end_words(day: date, page: IndicatorPage) -> str:
    """The period of the indicator that ends on a day, else the day."""
    months = _MONTHS.get(Frequency(page.indicator.frequency), 12)
    if (day + timedelta(1)).day == 1 and day.month % months == 0:
        return period_words(_code(day, months))
    return day_words(day)


def _code(day: date, months: int) -> str:
    number = day.month // months
    parts = {1: f"-{day.month:02d}", 3: f"-Q{number}", 6: f"-H{number}"}
    return f"{day.year}{parts.get(months, '')}"


def _days(start: date, end: date, indicator: Indicator) -> list[date]:
    """The ends of the indicator's periods between two days, and both days."""
    months = _MONTHS.get(Frequency(indicator.frequency), 12)
    while (end - start).days > 31 * months * MOST_POINTS:
        months *= 2
    found, year, month = [start], start.year, 0
    while True:
        month += months
        year, month = (year, month) if month <= 12 else (year + 1, month - 12)
        day = date(year, month, calendar.monthrange(year, month)[1])
        if day >= end:
            return [*found, end]
        if day > start:
            found.append(day)


def _peers(page: IndicatorPage, points: Series) -> Iterator[Line]:
    """The peers' series; of many of them the highest, the middle and the lowest of each period."""
    first, unit = points[0].ends if points else date.min, page.indicator.unit
    series = {
        name: [one for one in regular(levels(known), page.indicator) if one.ends >= first]
        for name, known in page.peers.items()
    }
    if len(series) <= MOST_PEERS:
        for name, known in series.items():
            if known:
                yield Line(
                    name,
                    tuple(
                        Point(one.ends, point_value(one, page.indicator), period_words(one.period))
                        for one in known
                    ),
                )
        return
    by_end: dict[date, list[Decimal]] = {}
    codes = {one.ends: one.period for known in series.values() for one in known}
    for known in series.values():
        for one in known:
            by_end.setdefault(one.ends, []).append(one.value)
    taken: Callable[[Sequence[Decimal]], Decimal]
    for name, taken in (
        (_("Peers: highest"), max),
        (_("Peers: median"), lambda values: median_of(values) or Decimal(0)),
        (_("Peers: lowest"), min),
    ):
        yield Line(
            name,
            tuple(
                Point(day, readable(taken(by_end[day]), unit), period_words(codes[day]))
                for day in sorted(by_end)
            ),
        )
