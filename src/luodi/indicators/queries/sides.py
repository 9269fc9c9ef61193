"""Places and bodies as those that are looked at and compared, a place together with its former
codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from luodi.people.models import Unit, UnitKind
from luodi.places.codes import Kept, is_total, successions
from luodi.places.models import Division

from ..access import is_uuid
from ..models import PeerMember
from ..points import Subject


@dataclass(frozen=True, slots=True)
class Side:
    """A place or a body: its key in addresses (the code, or the public id), its name, the keys of
    its rows; of a place also where it lies and what it belongs to."""

    key: str
    name: str
    subject: Subject
    level: str = ""
    parent: str = ""
    longitude: float | None = None
    latitude: float | None = None

    @property
    def typed(self) -> str:
        """Return what one types for it."""
        return f"{self.key} {self.name}" if self.subject[0] is not None else self.name


def side_of_place(place: Division) -> Side:
    """Return the place."""
    parent = place.parent.name if place.parent_id and place.parent else ""
    return Side(
        place.code, place.name, (place.pk, None), place.level, parent,
        place.longitude, place.latitude,
    )  # fmt: skip


def side_of_body(body: Unit) -> Side:
    """Return the body."""
    return Side(str(body.uuid), body.short_name or body.name, (None, body.pk))


def find_side(key: str) -> Side | None:
    """Return the place of that code or the body of that public id; None where there is none."""
    if is_uuid(key):
        body = Unit.objects.filter(uuid=UUID(key)).first()
        return side_of_body(body) if body else None
    place = Division.objects.select_related("parent").filter(code=key).first()
    return side_of_place(place) if place else None


_MEMBER = (
    "place", "body", "place__code", "place__name", "place__level", "place__parent__name",
    "place__longitude", "place__latitude", "body__uuid", "body__short_name", "body__name",
)  # fmt: skip


def members_of(peers: int) -> tuple[Side, ...]:
    """Return the members of a set of peers, in the order in which they were declared."""
    rows = PeerMember.objects.filter(peers=peers).order_by("order", "pk")
    # Thousands of them: no row becomes an object.
    return tuple(_member(*row) for row in rows.values_list(*_MEMBER))


def _member(
    place: int | None, body: int | None, code: str, name: str, level: str, parent: str | None,
    longitude: float | None, latitude: float | None, uuid: UUID, short: str, long: str,
) -> Side:  # fmt: skip
    if place is None:
        return Side(str(uuid), short or long, (None, body))
    return Side(code, name, (place, None), level, parent or "", longitude, latitude)


def parts_of(whole: Side) -> tuple[Side, ...]:
    """Return the places in force right below a place, in the order of their codes and without
    those that stand for a sum; of a body the counties below it, or where there are none all bodies
    right below it."""
    place, body = whole.subject
    if place is not None:
        rows = Division.objects.filter(parent=place, valid_to=None).select_related("parent")
        found = [row for row in rows.order_by("code") if not is_total(row.name)]
        return tuple(map(side_of_place, found))
    below = list(Unit.objects.filter(parent=body, active=True).order_by("order", "pk"))
    counties = [row for row in below if row.kind == UnitKind.COUNTY]
    return tuple(side_of_body(row) for row in counties or below)


def heirs_of(subjects: Iterable[Subject]) -> dict[Subject, Subject]:
    """Return whose figures count for whom: places under former codes, where a new code only
    renamed them. What was merged or split is no forerunner: its figures are of other ground."""
    wanted = {place for place, _body in subjects if place is not None}
    renamed = {one.code: one.successor for one in successions() if one.kind is Kept.RENAMED}
    if not wanted or not renamed:
        return {}
    rows = Division.objects.filter(code__in={*renamed, *renamed.values()})
    keys = dict(rows.values_list("code", "pk"))
    found: dict[Subject, Subject] = {}
    for code in renamed:
        heir = _last(code, renamed)
        if code in keys and keys.get(heir) in wanted:
            found[keys[code], None] = (keys[heir], None)
    return found


def _last(code: str, renamed: dict[str, str]) -> str:
    seen: set[str] = set()
    while code in renamed and code not in seen:
        seen.add(code)
        code = renamed[code]
    return code
