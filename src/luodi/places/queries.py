"""Reads of divisions: by code, by name, above, below."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from luodi.base.actors import Actor
from luodi.base.charts import Boundaries
from luodi.base.charts.boundaries import Polygons
from luodi.base.permissions import ask

from . import permissions
from .codes import tidy
from .models import Division, Outline

PAGE = 50
_MOST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A division with the names of what stands above it, the province first."""

    code: str
    name: str
    level: str
    level_name: str
    above: tuple[str, ...]
    valid_to: date | None
    successor_code: str

    @property
    def full_name(self) -> str:
        """Return the name with all that stand above in front."""
        return "".join((*self.above, self.name))


class Found(Enum):
    """How a name was answered."""

    ONE = "one"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to a name: one division, several that bear it, or none; never a guess."""

    state: Found
    division: DivisionRow | None = None
    candidates: tuple[DivisionRow, ...] = ()


def by_code(code: str) -> DivisionRow | None:
    """Return the division that bears or bore the code, or None when nobody did."""
    row = _with_above().filter(code=code).first()
    return _row(row) if row else None


def in_force(code: str) -> DivisionRow | None:
    """Return the division a code means today, followed along its successors."""
    row, seen = by_code(code), set()
    while row is not None and row.successor_code and row.code not in seen:
        seen.add(row.code)
        row = by_code(row.successor_code)
    return row


def by_name(name: str, within: str = "", *, on: date | None = None) -> Match:
    """Return the division of that full name, in force on the day (now when not given).

    `within` is the code of the division to look in. Only whole names match: 监利 is none of them,
    监利市 is; the reader's gazetteer is the place for names people shorten.
    """
    cleaned = tidy(name)
    rows = _with_above().filter(name=cleaned, code__startswith=within).filter(_in_force(on))
    found = tuple(_row(row) for row in rows.exclude(code=within)[:20])
    if len(found) == 1:
        return Match(Found.ONE, found[0], found)
    return Match(Found.AMBIGUOUS, None, found) if found else Match(Found.NONE)


def children(code: str) -> tuple[DivisionRow, ...]:
    """Return the divisions in force right below one."""
    return tuple(_row(row) for row in _with_above().filter(_in_force(None), parent__code=code))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of divisions by their codes, in the order of these; what is none is left
    out."""
    rows = Division.objects.filter(code__in=list(codes)).order_by("code")
    return dict(rows.values_list("code", "name"))


def ancestors(code: str) -> tuple[DivisionRow, ...]:
    """Return what stands above a division, the province first."""
    row = Division.objects.filter(code=code).select_related("parent__parent__parent").first()
    above: list[Division] = []
    while row is not None and row.parent is not None and len(above) < _MOST_LEVELS:
        above.insert(0, row.parent)
        row = row.parent
    return tuple(_row(division) for division in above)


def divisions(
    actor: Actor, *, search: str = "", parent: str = "", page: int | str = 1
) -> Page[Division]:
    """Return a page of divisions: those below one, or all whose name or code has the words."""
    ask(actor, permissions.VIEW_DIVISIONS)
    rows = _with_above()
    text = unicodedata.normalize("NFKC", search).strip()
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(code__startswith=text))
    elif parent:
        rows = rows.filter(parent__code=parent)
    else:
        rows = rows.filter(parent=None)
    return Paginator(rows, PAGE).get_page(page)


def rows_of(page: Page[Division]) -> list[DivisionRow]:
    """Return the rows of a page."""
    return [_row(division) for division in page.object_list]


def _in_force(on: date | None) -> Q:
    if on is None:
        return Q(valid_to=None)
    return (Q(valid_to=None) | Q(valid_to__gte=on)) & (Q(valid_from=None) | Q(valid_from__lte=on))


def _with_above() -> QuerySet[Division]:
    return Division.objects.select_related("parent__parent__parent").order_by("code")


def _row(division: Division) -> DivisionRow:
    above: list[str] = []
    up = division.parent
    while up is not None:
        above.insert(0, up.name)
        up = up.parent
    return DivisionRow(
        division.code,
        division.name,
        division.level,
        division.get_level_display(),
        tuple(above),
        division.valid_to,
        division.successor_code,
    )


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines by the code of their place, and whose they are."""

    boundaries: Boundaries
    source: str


def outlines_of(codes: Iterable[str]) -> Outlines | None:
    """Return the outlines that were loaded of these places; None where there is none."""
    rows = Outline.objects.filter(division__code__in=list(codes)).select_related("division")
    found = list(rows)
    if not found:
        return None
    polygons = {row.division.code: _as_tuples(row.polygons) for row in found}
    names = {row.division.code: row.division.name for row in found}
    sources = "；".join(dict.fromkeys(row.source for row in found))
    return Outlines(Boundaries(polygons, names), sources)


def _as_tuples(polygons: Any) -> Polygons:
    """JSON has lists, outlines are frozen."""
    return tuple(
        tuple(tuple((float(x), float(y)) for x, y in ring) for ring in polygon)
        for polygon in polygons
    )
