"""Variants of one idea side by side, and how the verdict on a target depends on which is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from luodi.base.actors import Actor
from luodi.people.models import Unit
from luodi.places.models import Division

from ..aims import holds
from ..judging import Judgement
from ..models import Indicator, PeerMember, Target
from ..points import Point, Series, Subject, levels, regular
from ..vocabularies import ROLES, Aim, IndicatorState
from .computed import series_of
from .judgements import as_if, judgements_by_indicator, subject_of
from .sides import Side

_FROM_BASELINE = (Aim.MULTIPLE, Aim.INCREASE)


@dataclass(frozen=True, slots=True)
class VariantLine:
    """A variant for the place looked at. `passes` of `counted` places compared meet the target in
    the newest `period`, if this is what its words mean; where none is counted `why` says why: no
    `figures`, no `baseline` of their own to begin from, or a `rank`, which only so many can hold.
    """

    indicator: Indicator
    uuid: UUID
    variant: str
    definition: str
    source: str
    unit: str
    state: str
    state_words: str
    state_role: str
    is_this: bool
    latest: Point | None
    judgement: Judgement | None
    period: str
    passes: int
    counted: int
    why: str


def family_of(row: Indicator) -> list[Indicator]:
    """Return the variants of the idea that are in use, the head first; the row alone is none."""
    head = row.variant_of_id or row.pk
    rows = Indicator.objects.filter(Q(pk=head) | Q(variant_of=head))
    rows = rows.exclude(~Q(pk=row.pk) & Q(state=IndicatorState.RETIRED))
    found = sorted(rows.select_related("part", "whole"), key=lambda one: (one.pk != head, one.pk))
    return found if len(found) > 1 else []


def variant_lines(
    actor: Actor,
    family: Sequence[Indicator],
    subject: Side | None,
    target: Target | None,
    members: Sequence[PeerMember],
    on: date | None,
) -> tuple[VariantLine, ...]:
    """Return the variants side by side; empty where there is one meaning only."""
    if not family or subject is None:
        return ()
    compared = _compared(subject, members) if target is not None else set()
    known = series_of(family, compared | {subject.subject}, on)
    if target is None:
        return tuple(_line(row, None, None, known, subject, compared) for row in family)
    meant = [_meant(target, row, known.get((row.pk, subject.subject), ())) for row in family]
    judged = judgements_by_indicator(actor, meant, on)
    return tuple(
        _line(row, one, judgement, known, subject, compared, is_this=one is target)
        for row, one, judgement in zip(family, meant, judged, strict=True)
    )


def _meant(target: Target, row: Indicator, own: Series) -> Target:
    """The target for one variant: a baseline was given for the indicator that was chosen, every
    other variant begins from its own figure of that day."""
    return (
        target if row.pk == target.indicator_id else as_if(target, row, _baseline(target, row, own))
    )


def _baseline(target: Target, row: Indicator, series: Series) -> Decimal | None:
    """The value that a series has on the day of the baseline."""
    day = target.baseline_on
    points = regular(levels(series), row)
    known = [point for point in points if day and point.begins <= day <= point.ends]
    return known[-1].value if known else None


def _compared(subject: Side, members: Sequence[PeerMember]) -> set[Subject]:
    """The declared peers; without any the places or units beside the one looked at."""
    if members:
        return {subject_of(one) for one in members}
    place, body = subject.subject
    if place is None:
        unit = Unit.objects.get(pk=body or 0)
        alike = Unit.objects.filter(parent=unit.parent_id, kind=unit.kind)
        return {(None, pk) for pk in alike.values_list("pk", flat=True)}
    row = Division.objects.get(pk=place)
    beside = Division.objects.filter(parent=row.parent_id, level=row.level)
    return {(pk, None) for pk in beside.values_list("pk", flat=True)}


def _line(
    row: Indicator,
    target: Target | None,
    judgement: Judgement | None,
    known: Mapping[tuple[int, Subject], Series],
    subject: Side,
    compared: set[Subject],
    *,
    is_this: bool = False,
) -> VariantLine:
    own = regular(levels(known.get((row.pk, subject.subject), ())), row)
    newest = _newest(row, known, compared)
    met: list[bool] = []
    if target is not None and target.aim != Aim.RANK:
        median = judgement.median if judgement else None
        met = list(_met(target, median, row, newest, known, subject))
    return VariantLine(
        indicator=row,
        uuid=row.uuid,
        variant=row.variant or row.name,
        definition=row.definition or _quotient(row),
        source=row.source,
        unit=row.unit,
        state=row.state,
        state_words=str(IndicatorState(row.state).label),
        state_role=ROLES[IndicatorState(row.state)],
        is_this=is_this,
        latest=own[-1] if own else None,
        judgement=judgement,
        period=next(iter(newest.values())).period if newest else "",
        passes=sum(met),
        counted=len(met),
        why="" if met or target is None else _why(target, newest),
    )


def _quotient(row: Indicator) -> str:
    return f"{row.numerator} ÷ {row.denominator}" if row.denominator else row.numerator


def _newest(
    row: Indicator, known: Mapping[tuple[int, Subject], Series], compared: set[Subject]
) -> dict[Subject, Point]:
    """The figures of all compared places in the newest period that any of them has."""
    series = {key: regular(levels(known.get((row.pk, key), ())), row) for key in compared}
    ends = max((one[-1].ends for one in series.values() if one), default=None)
    return {key: one[-1] for key, one in series.items() if one and one[-1].ends == ends}


def _met(
    target: Target,
    median: Decimal | None,
    row: Indicator,
    newest: Mapping[Subject, Point],
    known: Mapping[tuple[int, Subject], Series],
    subject: Side,
) -> Iterator[bool]:
    """Whether each place meets the target, a multiple or an increase from its own baseline; nothing
    of one that has none."""
    for key, point in newest.items():
        asked = target
        if target.aim in _FROM_BASELINE and key != subject.subject:
            asked = as_if(target, row, _baseline(target, row, known[row.pk, key]))
        found = holds(asked, point.value, median)
        if found is not None:
            yield found


def _why(target: Target, newest: Mapping[Subject, Point]) -> str:
    if target.aim == Aim.RANK:
        return "rank"
    if newest and target.aim in _FROM_BASELINE:
        return "baseline"
    return "figures"
