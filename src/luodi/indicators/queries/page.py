"""All that the page of an indicator shows, for one place or body, as known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.permissions import ask, may
from luodi.commitments.queries.measures import MeasureLine, measures_of

from .. import permissions
from ..access import Key, get_indicator
from ..judging import Judgement
from ..models import Indicator, OutlookTest, PeerMember, SeriesBreak, Target
from ..points import Series, Subject
from ..states import INDICATOR_MOVES, moves_from
from ..vocabularies import ROLES, IndicatorState
from .computed import series_of
from .judgements import judgements_of, subject_of, tests_in_force
from .series import FigureRow, figure_rows
from .sides import Side
from .subjects import named, subjects_of
from .variants import VariantLine, family_of, variant_lines


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target with the measure that asked for it and what is judged of it."""

    target: Target
    measure: MeasureLine | None
    judgement: Judgement
    subject: Side
    test: OutlookTest | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """The page. `subject` is who is looked at, `peers` the series of those that are compared with,
    `targets` those of this subject, `target` the one that is looked at."""

    indicator: Indicator
    state_words: str
    state_role: str
    moves: tuple[str, ...]
    may_define: bool
    may_settle: bool
    may_report: bool
    may_target: bool
    breaks: tuple[SeriesBreak, ...]
    subjects: tuple[Side, ...]
    subject: Side | None
    series: Series
    peers: dict[str, Series]
    rows: tuple[FigureRow, ...]
    targets: tuple[TargetView, ...]
    target: TargetView | None
    variants: tuple[VariantLine, ...]
    known: date | None


def indicator_page(
    actor: Actor,
    indicator: Key,
    *,
    of: str = "",
    target: UUID | str = "",
    known: date | None = None,
) -> IndicatorPage:
    """Return the page of an indicator for the place (code) or body (public id) `of`, or that of a
    target; without either for the first target's, else for the first that has figures."""
    ask(actor, permissions.VIEW_INDICATORS)
    row = get_indicator(indicator, actor)
    family = family_of(row)
    of_idea = _targets(family or [row])
    aims = [aim for aim in of_idea if aim.indicator_id == row.pk]
    chosen = _chosen(aims, target)
    subjects = subjects_of(actor, [row])
    subject = _subject(subjects, of, chosen, aims or of_idea)
    views = views_of(actor, aims, subject, known)
    view = _view(views, chosen)
    meant = view.target if view else _of_subject(of_idea, subject)
    members = _members(meant)
    keys = {subject.subject} if subject else set()
    found = series_of([row], keys | {subject_of(one) for one in members}, known) if keys else {}
    breaks = tuple(SeriesBreak.objects.filter(indicator=row))
    own = found.get((row.pk, subject.subject), ()) if subject else ()
    peers = peers_of(row, found, members, subject)
    return IndicatorPage(
        indicator=row,
        state_words=str(IndicatorState(row.state).label),
        state_role=ROLES[IndicatorState(row.state)],
        moves=moves_from(INDICATOR_MOVES, row.state),
        may_define=may(actor, permissions.DEFINE_INDICATOR),
        may_settle=may(actor, permissions.SETTLE_INDICATOR),
        may_report=may(actor, permissions.RECORD_FIGURES, row) and not row.formula,
        may_target=may(actor, permissions.SET_TARGET),
        breaks=breaks,
        subjects=tuple(subjects),
        subject=subject,
        series=own,
        peers=peers,
        rows=tuple(
            figure_rows(
                actor, row, subject.subject, own, peers.values(), [b.begins for b in breaks], known
            )
        )
        if subject
        else (),
        targets=views,
        target=view,
        variants=variant_lines(actor, family, subject, meant, members, known),
        known=known,
    )


def _targets(meant: Sequence[Indicator]) -> list[Target]:
    """The targets of the idea: while it is open what it means, of all its variants."""
    rows = Target.objects.select_related("indicator", "place", "body", "peers")
    return list(rows.filter(indicator__in=[row.pk for row in meant]).order_by("due", "pk"))


def _of_subject(aims: Sequence[Target], subject: Side | None) -> Target | None:
    found = (aim for aim in aims if subject is not None and subject_of(aim) == subject.subject)
    return next(found, None)


def _chosen(aims: Sequence[Target], key: UUID | str) -> Target | None:
    return next((aim for aim in aims if str(aim.uuid) == str(key)), None)


def _subject(
    subjects: Sequence[Side], of: str, chosen: Target | None, aims: Sequence[Target]
) -> Side | None:
    wanted = subject_of(chosen) if chosen else None
    if wanted is None and of:
        clean = " ".join(of.split())
        names = (clean, clean.split(" ")[0]) if clean else ()
        for line in subjects:
            if line.key in names or line.name == clean:
                return line
    if wanted is None and aims:
        wanted = subject_of(aims[0])
    found = next((line for line in subjects if line.subject == wanted), None)
    return found or (subjects[0] if subjects else None)


def views_of(
    actor: Actor, aims: Sequence[Target], subject: Side | None, known: date | None
) -> tuple[TargetView, ...]:
    """Return the targets of one place or body with what is judged of them."""
    mine = [aim for aim in aims if subject is not None and subject_of(aim) == subject.subject]
    if not mine or subject is None:
        return ()
    judged = judgements_of(actor, mine, known)
    measures = measures_of(actor, [aim.measure for aim in mine])
    tests = tests_in_force()
    return tuple(
        TargetView(
            aim,
            measures.get(aim.measure),
            judged[aim.pk],
            subject,
            tests.get(aim.indicator.frequency),
        )
        for aim in mine
    )


def _view(views: Sequence[TargetView], chosen: Target | None) -> TargetView | None:
    found = (view for view in views if chosen is not None and view.target.pk == chosen.pk)
    return next(found, views[0] if views else None)


def _members(target: Target | None) -> list[PeerMember]:
    if target is None or target.peers_id is None:
        return []
    return list(PeerMember.objects.filter(peers=target.peers_id).order_by("order", "pk"))


def peers_of(
    row: Indicator,
    found: dict[tuple[int, Subject], Series],
    members: Sequence[PeerMember],
    subject: Side | None,
) -> dict[str, Series]:
    """Return the series of the peers by name, without that of the one looked at."""
    keys = [subject_of(one) for one in members]
    names = {side.subject: side.name for side in named(keys)} if keys else {}
    return {
        names[key]: found[row.pk, key]
        for key in keys
        if key in names and (row.pk, key) in found and (subject is None or key != subject.subject)
    }
