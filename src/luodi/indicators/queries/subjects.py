"""Of whom there are figures: places and bodies, with their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.people.models import Unit
from luodi.places.models import Division

from .. import permissions
from ..models import Indicator, Observation, Target
from ..points import Subject
from .computed import with_parts
from .sides import Side, side_of_body


def subjects_of(actor: Actor, indicators: Sequence[Indicator]) -> list[Side]:
    """Return who has figures of the indicators, or of what they are computed from, or a target;
    places by code, then bodies by name."""
    ask(actor, permissions.VIEW_INDICATORS)
    family = with_parts(indicators)
    figures = Observation.objects.filter(indicator__in=list(family)).order_by()
    keys = set(figures.values_list("place_id", "body_id").distinct())
    aims = Target.objects.filter(indicator__in=[row.pk for row in indicators]).order_by()
    keys |= set(aims.values_list("place_id", "body_id").distinct())
    return named(keys)


def named(keys: Iterable[Subject]) -> list[Side]:
    """Return places and bodies by the keys of their rows, places by code, then bodies by name, in
    two queries; what a place belongs to is left out."""
    wanted = set(keys)
    places = Division.objects.only("code", "name", "level").in_bulk(
        [place for place, _ in wanted if place is not None]
    )
    bodies = Unit.objects.in_bulk([body for _, body in wanted if body is not None])
    lines = [Side(row.code, row.name, (row.pk, None), row.level) for row in places.values()]
    return [
        *sorted(lines, key=lambda side: side.key),
        *sorted(map(side_of_body, bodies.values()), key=lambda side: side.name),
    ]
