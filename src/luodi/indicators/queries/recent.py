"""Which periods there are figures of, and which of them a page needs: so that a page reads some
figures of a long series, not all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from ..models import Indicator, Observation
from ..periods import year_before
from ..points import Subject
from ..vocabularies import FigureKind, Formula

# By indicator: the codes of its periods with values or official growth, and those with ranks.
Codes = dict[int, set[str]]


def codes_of(subjects: Collection[Subject]) -> tuple[Codes, Codes]:
    """Return the codes of the periods that figures of these places and bodies are of, by indicator:
    of all kinds, and of official ranks alone. One query, without the figures themselves."""
    places = [place for place, _ in subjects if place is not None]
    bodies = [body for _, body in subjects if body is not None]
    rows = Observation.objects.filter(is_latest=True)
    rows = rows.filter(Q(place__in=places) | Q(body__in=bodies)).order_by()
    every: Codes = {}
    ranked: Codes = {}
    for indicator, code, kind in rows.values_list("indicator_id", "period", "kind"):
        every.setdefault(indicator, set()).add(code)
        if kind == FigureKind.RANK:
            ranked.setdefault(indicator, set()).add(code)
    return every, ranked


def with_computed(every: Codes, indicators: Iterable[Indicator]) -> Codes:
    """Return the codes with those of computed indicators, which are those of their parts."""
    by_key = {one.pk: one for one in indicators}
    found = {key: set(codes) for key, codes in every.items()}
    for one in by_key.values():
        key, seen = one, {one.pk}
        while key.formula and key.part_id in by_key and key.part_id not in seen:
            key = by_key[key.part_id]
            seen.add(key.pk)
        if key.pk != one.pk and key.pk in every:
            found.setdefault(one.pk, set()).update(every[key.pk])
    return found


def shape(code: str) -> tuple[int, str]:
    """Return what tells years, quarters, months and days apart."""
    return len(code), code[5:6] if code[5:6] in ("Q", "H") else ""


def newest(codes: Iterable[str], count: int = 2) -> set[str]:
    """Return the newest codes of each kind of period; codes of one kind sort by time."""
    kinds: dict[tuple[int, str], list[str]] = {}
    for code in sorted(codes, reverse=True):
        kinds.setdefault(shape(code), []).append(code)
    return {code for found in kinds.values() for code in found[:count]}


def needed(codes: Iterable[str], indicators: Iterable[Indicator]) -> set[str]:
    """Return the codes with the years before them, and what formulas refer to."""
    found = set(codes)
    found |= {year_before(code) for code in found}
    formulas = [one for one in indicators if one.formula]
    if formulas:
        found |= {year_before(code) for code in found}
    found |= {one.base_period for one in formulas if one.formula == Formula.INDEX}
    return found


def before(code: str, ranked: Mapping[int, set[str]], indicator: int) -> str:
    """Return the last period before one of the same kind for which a rank was given; empty without
    one."""
    alike = [one for one in ranked.get(indicator, ()) if one < code and shape(one) == shape(code)]
    return max(alike, default="")
