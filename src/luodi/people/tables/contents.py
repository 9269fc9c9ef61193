"""What an export of units or people holds, in the columns that the import takes."""

from __future__ import annotations

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..models import Holding, Person, Unit
from .layouts import KIND_TITLE, ROLE_TITLE


def unit_rows(actor: Actor) -> list[list[str]]:
    """Return the active units below the topmost one, parents before children."""
    ask(actor, permissions.SEE_UNITS)
    units = Unit.objects.filter(active=True).exclude(parent=None).order_by("path")
    ordered = sorted(
        units.select_related("parent").prefetch_related("aliases"),
        key=lambda unit: (unit.path.count("/"), unit.order, unit.pk),
    )
    return [
        [
            unit.name,
            KIND_TITLE[unit.kind],
            unit.parent.name if unit.parent else "",
            unit.short_name,
            "、".join(alias.name for alias in unit.aliases.all()),
            unit.duty,
            unit.code,
            str(unit.order),
        ]
        for unit in ordered
    ]


def people_rows(actor: Actor) -> list[list[str]]:
    """Return the active accounts, one row for each post held today, or one without any."""
    ask(actor, permissions.EXPORT_ACCOUNTS)
    held: dict[int, list[Holding | None]] = {}
    today = Holding.objects.filter(permissions.holds_now())
    for holding in today.select_related("post__unit", "post__assists").order_by("post__order"):
        held.setdefault(holding.person_id, []).append(holding)
    persons = Person.objects.filter(is_active=True).order_by("name", "id")
    return [
        [person.name, person.account, person.mobile or "", *_post_cells(holding)]
        for person in persons
        for holding in held.get(person.pk, [None])
    ]


def _post_cells(holding: Holding | None) -> list[str]:
    if holding is None:
        return ["", "", "", "", ""]
    post = holding.post
    return [
        post.unit.name,
        post.title,
        ROLE_TITLE[post.role],
        post.assists.title if post.assists else "",
        holding.begins.isoformat(),
    ]
