"""Variants of one idea side by side, and how the verdict on a target depends on which is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from luodi.base.actors import Actor
from luodi.people.models import Unit
from luodi.places.models import Division

from ..aims import holds
from ..judging import Judgement
from ..models import Indicator, PeerMember, Target
from ..vocabularies import ROLES, Aim, IndicatorState
from .computed import series_of
from .judgements import judgements_by_indicator, subject_of
from .points import Point, Series, Subject, levels, regular
from .sides import Side


@dataclass(frozen=True, slots=True)
class VariantLine:
    """A variant for the place looked at. `passes` of `counted` places compared meet the target in
    the newest `period`, if this is what its words mean."""

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
    judged: Sequence[Judgement | None] = [None] * len(family)
    if target is not None:
        judged = judgements_by_indicator(actor, target, family, on)
    return tuple(
        _line(row, judgement, known, subject, target, compared)
        for row, judgement in zip(family, judged, strict=True)
    )


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
    judgement: Judgement | None,
    known: dict[tuple[int, Subject], Series],
    subject: Side,
    target: Target | None,
    compared: set[Subject],
) -> VariantLine:
    own = regular(levels(known.get((row.pk, subject.subject), ())), row)
    latest = own[-1] if own else None
    newest = _newest(row, known, compared)
    met = [_met(row, target, judgement, point) for point in newest]
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
        is_this=target is not None and row.pk == target.indicator_id,
        latest=latest,
        judgement=judgement,
        period=newest[0].period if newest else "",
        passes=sum(found is True for found in met),
        counted=sum(found is not None for found in met),
    )


def _quotient(row: Indicator) -> str:
    return f"{row.numerator} ÷ {row.denominator}" if row.denominator else row.numerator


def _newest(
    row: Indicator, known: dict[tuple[int, Subject], Series], compared: set[Subject]
) -> list[Point]:
    """The figures of all compared places in the newest period that any of them has."""
    series = [regular(levels(known.get((row.pk, key), ())), row) for key in compared]
    ends = max((one[-1].ends for one in series if one), default=None)
    return [point for one in series for point in one[-1:] if point.ends == ends]


def _met(
    row: Indicator, target: Target | None, judgement: Judgement | None, point: Point
) -> bool | None:
    """Whether another place's figure meets the target; only where what is asked does not depend on
    the place's own baseline."""
    if target is None or target.aim not in (Aim.THRESHOLD, Aim.RANGE, Aim.MEDIAN):
        return None
    return holds(target, point.value, judgement.median if judgement else None)
