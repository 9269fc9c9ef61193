"""What a profile on paper shows as charts: the series that matter, read for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..models import Indicator, Observation, PeerMember, SeriesBreak, Target
from ..vocabularies import FigureKind
from .computed import series_of
from .judgements import subject_of
from .page import IndicatorPage, TargetView, peers_of, views_of
from .profile import Profile, ProfileRow
from .sides import Side

LEAST_PERIODS = 4


def pages_for_charts(actor: Actor, shown: Profile, most: int) -> list[IndicatorPage]:
    """Return, of so many indicators of a profile, what their charts show and no more: first those
    with a target, then those farthest from the median; without a target a row needs figures of
    several periods."""
    ask(actor, permissions.VIEW_INDICATORS)
    place, body = shown.side.subject
    targets = list(
        Target.objects.filter(place=place, body=body)
        .select_related("indicator", "place", "body", "peers")
        .order_by("due", "pk")
    )
    rows = _worth(shown, {target.indicator_id for target in targets})[:most]
    indicators = [row.indicator for row in rows]
    return _pages(actor, shown.side, indicators, targets) if indicators else []


def _worth(shown: Profile, aimed: set[int]) -> list[ProfileRow]:
    place, body = shown.side.subject
    known = Observation.objects.filter(
        place=place, body=body, kind=FigureKind.LEVEL, is_latest=True
    )
    counted = dict(known.values_list("indicator").annotate(of=Count("period", distinct=True)))

    def worth(row: ProfileRow) -> tuple[bool, float]:
        return row.indicator.pk in aimed, abs(row.stood.percentile - 50) if row.stood else 0

    rows = (
        row
        for row in shown.rows
        if row.indicator.pk in aimed or counted.get(row.indicator.pk, 0) >= LEAST_PERIODS
    )
    return sorted(rows, key=worth, reverse=True)


def _pages(
    actor: Actor, side: Side, indicators: Sequence[Indicator], targets: Sequence[Target]
) -> list[IndicatorPage]:
    keys = {one.pk for one in indicators}
    views: dict[int, TargetView] = {}
    for view in views_of(actor, [one for one in targets if one.indicator_id in keys], side, None):
        views.setdefault(view.target.indicator_id, view)
    sets = {view.target.peers_id for view in views.values()} - {None}
    members = list(PeerMember.objects.filter(peers__in=sets).order_by("order", "pk"))
    subjects = {side.subject, *map(subject_of, members)}
    known = series_of(indicators, subjects)
    breaks = list(SeriesBreak.objects.filter(indicator__in=keys))
    pages = []
    for one in indicators:
        own = views.get(one.pk)
        wanted = [m for m in members if own and m.peers_id == own.target.peers_id]
        pages.append(
            IndicatorPage(
                indicator=one, state_words="", state_role="", moves=(), may_define=False,
                may_settle=False, may_report=False, may_target=False,
                breaks=tuple(row for row in breaks if row.indicator_id == one.pk),
                subjects=(side,), subject=side, series=known.get((one.pk, side.subject), ()),
                peers=peers_of(one, known, wanted, side), rows=(),
                targets=(own,) if own else (), target=own, variants=(), known=None,
            )
        )  # fmt: skip
    return pages
