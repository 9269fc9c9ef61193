"""Places and bodies that have figures, to choose one from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.people.models import Unit
from luodi.places.models import Division

from .. import permissions
from ..models import Observation, Target
from .sides import Side, side_of_body

PAGE = 50
MOST_BODIES = 100
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in a list; `aimed` where targets are set for it."""

    key: str
    name: str
    above: str
    level: str
    aimed: bool


def places(actor: Actor, *, q: str = "", page: int | str = 1) -> Page[Any]:
    """Return a page of the places in force that have figures, those with targets first."""
    ask(actor, permissions.VIEW_INDICATORS)
    figures = Observation.objects.filter(place=OuterRef("pk"))
    aims = Target.objects.filter(place=OuterRef("pk"))
    rows = Division.objects.filter(Exists(figures), valid_to=None)
    text = unicodedata.normalize("NFKC", q).strip()
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(code__startswith=text))
    rows = rows.annotate(aimed=Exists(aims)).select_related("parent")
    found: Any = Paginator(rows.order_by("-aimed", "code"), PAGE).get_page(page)
    found.object_list = [
        PlaceRow(
            row.code,
            row.name,
            row.parent.name if row.parent else "",
            row.get_level_display(),
            row.aimed,
        )
        for row in found.object_list
    ]
    return found


def bodies(actor: Actor) -> tuple[Side, ...]:
    """Return the units that have figures of their own."""
    ask(actor, permissions.VIEW_INDICATORS)
    figures = Observation.objects.filter(body=OuterRef("pk"))
    rows = Unit.objects.filter(Exists(figures)).order_by("path")[:MOST_BODIES]
    return tuple(map(side_of_body, rows))


def sides_to_report(actor: Actor) -> Choices:
    """Return of whom a monthly report can be made, to choose from: units with figures that have
    parts, then places with targets, then the other units with figures."""
    ask(actor, permissions.VIEW_INDICATORS)
    figures = Observation.objects.filter(body=OuterRef("pk"))
    parts = Unit.objects.filter(parent=OuterRef("pk"), active=True)
    rows = Unit.objects.filter(Exists(figures), active=True).annotate(has_parts=Exists(parts))
    bodies = [(str(row.uuid), str(row), row.has_parts) for row in rows.order_by("path")]
    aimed = Division.objects.filter(pk__in=Target.objects.values("place"), valid_to=None)
    return [
        *((key, name) for key, name, whole in bodies if whole),
        *((row.code, row.name) for row in aimed.order_by("code")),
        *((key, name) for key, name, whole in bodies if not whole),
    ][:MOST_BODIES]
