"""Targets by the measure that asked for them, and what a new one begins with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.figures import written
from luodi.base.permissions import ask
from luodi.commitments.models import Measure
from luodi.commitments.queries.measures import MeasureLine, measures_of
from luodi.documents.vocabularies import OF_OTHERS
from luodi.people.models import Unit

from .. import permissions
from ..access import not_found
from ..judging import Judgement
from ..models import Indicator, Target
from ..services.targets import implied, own_indicator_fits
from ..vocabularies import IndicatorState
from .judgements import judgements_of


@dataclass(frozen=True, slots=True)
class Begun:
    """What the form of a new target begins with; `own`: a count that needs no other indicator."""

    measure: MeasureLine
    values: dict[str, Any]
    own: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A target of a measure and how it stands."""

    target: Target
    judgement: Judgement


def targets() -> Any:
    """Return the rows of targets with all that judging them needs, to be filtered."""
    # Places, bodies and peers are few: each is made once, not once a target.
    return Target.objects.select_related("indicator").prefetch_related("place", "body", "peers")


def target_of(actor: Actor, measure: UUID) -> Target | None:
    """Return the target of a measure, or None."""
    ask(actor, permissions.VIEW_INDICATORS)
    return targets().filter(measure=measure).first()


def standings_of(
    actor: Actor, measures: Iterable[UUID], on: date | None = None
) -> dict[UUID, Standing]:
    """Return how the targets of these measures stand, by measure; some queries for all of them."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = list(targets().filter(measure__in=list(measures)))
    judged = judgements_of(actor, rows, on, with_control=False) if rows else {}
    return {row.measure: Standing(row, judged[row.pk]) for row in rows}


def measure_line(actor: Actor, target: Target) -> MeasureLine | None:
    """Return the measure of a target; None when a plan was put back without it."""
    return measures_of(actor, [target.measure]).get(target.measure)


def begun_target(actor: Actor, measure: UUID) -> Begun:
    """Return what the words of a measure say of its target, and the indicator that bears its name
    where there is one; refuses a measure that is not there."""
    line = measures_of(actor, [measure]).get(measure)
    row = (
        Measure.objects.select_related("row__plan__unit", "row__lead").filter(uuid=measure).first()
    )
    if line is None or row is None:
        raise not_found()
    found = implied(row)
    body = Unit.objects.filter(uuid=found.pop("body", None)).first()
    values: dict[str, Any] = {
        **found,
        **{
            name: written(found[name])
            for name in ("value", "value2")
            if found.get(name) is not None
        },
        "who": (body.short_name or body.name) if body else "",
        "indicator": _alike(line),
    }
    return Begun(line, values, own_indicator_fits(row))


def _alike(measure: MeasureLine) -> str:
    """The indicator whose whole name stands in the words of the row, the longest first."""
    rows = Indicator.objects.exclude(state=IndicatorState.RETIRED)
    if measure.comparator not in OF_OTHERS:
        rows = rows.filter(unit=measure.unit)
    named = [row for row in rows if row.name and row.name in measure.row_words]
    best = max(named, key=lambda row: len(row.name), default=None)
    return str(best.uuid) if best else ""
