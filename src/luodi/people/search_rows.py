"""What the search knows of units: all their names and duties. Persons are not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from luodi.base import search
from luodi.base.search import Entry

from .models import Unit

UNIT: Final = "unit"
# Everybody who is signed in sees the units.
SIGNED_IN: Final = "signed-in"
_BATCH = 500


def index_unit(unit: Unit) -> None:
    """Make a unit in force findable as it is now, and a closed one unfindable; to be called in the
    change that altered it."""
    entries = list(_units([str(unit.uuid)]))
    if entries:
        search.index_many(entries)
    else:
        search.forget(UNIT, unit.uuid)


def index_units(keys: Sequence[str]) -> None:
    """Make many units in force findable as they are now, in a few statements."""
    batches = (keys[at : at + _BATCH] for at in range(0, len(keys), _BATCH))
    search.index_many(entry for batch in batches for entry in _units(batch))


def rebuild() -> int:
    """Make all units in force findable anew; returns how many there are."""
    keys = Unit.objects.filter(active=True).order_by("pk").values_list("uuid", flat=True)
    return search.rebuild(UNIT, map(str, keys), _units)


def _units(keys: Sequence[str]) -> Iterator[Entry]:
    rows = Unit.objects.filter(uuid__in=keys, active=True).prefetch_related("aliases")
    for unit in rows:
        names = [unit.short_name, *(alias.name for alias in unit.aliases.all())]
        yield Entry(
            kind=UNIT,
            key=str(unit.uuid),
            title=unit.name,
            body="\n".join([" ".join(filter(None, names)), unit.duty]),
            unit=str(unit.uuid),
            access=SIGNED_IN,
        )
