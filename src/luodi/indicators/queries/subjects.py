"""Of whom there are figures: places and bodies, with their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.people.models import Unit
from luodi.places.models import Division

from .. import permissions
from ..models import Indicator, Observation, Target
from .computed import with_parts
from .points import Subject


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A place (its code) or a body (its public id) under its name."""

    key: Subject
    of: str
    name: str
    is_place: bool

    @property
    def typed(self) -> str:
        """Return what one types for it."""
        return f"{self.of} {self.name}" if self.is_place else self.name


def subjects_of(actor: Actor, indicators: Sequence[Indicator]) -> list[SubjectLine]:
    """Return who has figures of the indicators, or of what they are computed from, or a target;
    places by code, then bodies by name."""
    ask(actor, permissions.VIEW_INDICATORS)
    family = with_parts(indicators)
    figures = Observation.objects.filter(indicator__in=list(family)).order_by()
    keys = set(figures.values_list("place_id", "body_id").distinct())
    aims = Target.objects.filter(indicator__in=[row.pk for row in indicators]).order_by()
    keys |= set(aims.values_list("place_id", "body_id").distinct())
    return named(keys)


def named(keys: Iterable[Subject]) -> list[SubjectLine]:
    """Return the names of places and bodies by their keys, in two queries."""
    wanted = set(keys)
    places = Division.objects.in_bulk([place for place, _ in wanted if place is not None])
    bodies = Unit.objects.in_bulk([body for _, body in wanted if body is not None])
    lines = [SubjectLine((row.pk, None), row.code, row.name, True) for row in places.values()]
    lines.sort(key=lambda line: line.of)
    units = [
        SubjectLine((None, row.pk), str(row.uuid), row.short_name or row.name, False)
        for row in bodies.values()
    ]
    return lines + sorted(units, key=lambda line: line.name)
