"""All targets at once: first those that can still go either way, by the months that are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.commitments.models import Measure
from luodi.commitments.queries.measures import MeasureLine, measures_of

from .. import permissions
from ..access import is_uuid
from ..judging import Judgement
from ..models import Target
from ..vocabularies import ROLES, Chance, Group, Meeting
from ..words import is_at_risk
from .judgements import judgements_of, subject_of
from .sides import Side
from .subjects import named
from .targets import targets

PAGE = 30
ORDER = tuple(Group)


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the targets are narrowed to; empty parts narrow nothing."""

    text: str = ""
    group: str = ""
    unit: str = ""
    plan: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A target with the measure that asked for it and how it stands."""

    target: Target
    measure: MeasureLine | None
    subject: Side
    judgement: Judgement
    group: Group


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many targets are in a group."""

    value: str
    words: str
    role: str
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the targets; counts and choices are those before the group is chosen."""

    page: Page[Any]
    counts: tuple[GroupCount, ...]
    total: int


def group_of(judgement: Judgement) -> Group:
    """Return where a target stands on the board."""
    if judgement.meeting == Meeting.MISSED:
        return Group.MISSED
    if judgement.is_between:
        return Group.BETWEEN
    if judgement.meeting == Meeting.MET and not is_at_risk(judgement):
        return Group.MET
    if judgement.chance in (Chance.UNLIKELY, Chance.NOT_AT_PACE):
        return Group.UNLIKELY
    if judgement.chance in (Chance.LIKELY, Chance.AT_PACE, Chance.OPEN):
        return Group.LIKELY
    return Group.UNKNOWN


def board(actor: Actor, wanted: BoardFilter, page: int | str = 1) -> Board:
    """Return a page of the targets in order of need; a fixed number of queries for all."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = list(_narrowed(targets(), wanted))
    judged = judgements_of(actor, rows, with_control=False) if rows else {}
    groups = {row.pk: group_of(judged[row.pk]) for row in rows}
    counted = Counter(groups.values())
    shown = [row for row in rows if not wanted.group or groups[row.pk] == wanted.group]
    shown.sort(key=lambda row: _need(groups[row.pk], judged[row.pk], row))
    found: Any = Paginator(shown, PAGE).get_page(page)
    found.object_list = _lines(actor, found.object_list, judged, groups)
    counts = tuple(
        GroupCount(group, str(group.label), ROLES[group], counted[group]) for group in ORDER
    )
    return Board(found, counts, len(rows))


def _narrowed(rows: QuerySet[Target], wanted: BoardFilter) -> QuerySet[Target]:
    """The targets that are asked for, but for their standing, which has to be judged."""
    if wanted.year.isdecimal():
        rows = rows.filter(due__year=int(wanted.year))
    if is_uuid(wanted.unit):
        rows = rows.filter(measure__in=_measures(row__lead__uuid=wanted.unit))
    if is_uuid(wanted.plan):
        rows = rows.filter(measure__in=_measures(row__plan__uuid=wanted.plan))
    if text := wanted.text.strip():
        said = Q(measure__in=_measures(words__contains=text))
        said |= Q(measure__in=_measures(row__words__contains=text))
        rows = rows.filter(said | Q(indicator__name__contains=text))
    return rows


def _measures(**wanted: str) -> QuerySet[Measure, UUID]:
    return Measure.objects.filter(**wanted).values_list("uuid", flat=True)


def _need(group: Group, judgement: Judgement, row: Target) -> tuple[int, int, int]:
    return ORDER.index(group), judgement.months_left, row.pk


def _lines(
    actor: Actor,
    rows: Sequence[Target],
    judged: dict[int, Judgement],
    groups: dict[int, Group],
) -> list[BoardRow]:
    measures = measures_of(actor, [row.measure for row in rows])
    lines = {side.subject: side for side in named(subject_of(row) for row in rows)}
    return [
        BoardRow(
            row, measures.get(row.measure), lines[subject_of(row)], judged[row.pk], groups[row.pk]
        )
        for row in rows
    ]


def board_choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Return what the board can be narrowed to: lead units, plans and due years of targets."""
    ask(actor, permissions.VIEW_INDICATORS)
    measures = Measure.objects.filter(uuid__in=Target.objects.values("measure"))
    units = measures.exclude(row__lead=None).values_list("row__lead__uuid", "row__lead__name")
    plans = measures.values_list("row__plan__uuid", "row__plan__title")
    years = Target.objects.dates("due", "year")
    return {
        "unit": _choices(units.distinct()),
        "plan": _choices(plans.distinct()),
        "year": [(str(day.year), str(day.year)) for day in years],
    }


def _choices(named_keys: Iterable[tuple[Any, str]]) -> list[tuple[str, str]]:
    return sorted(((str(key), name) for key, name in set(named_keys)), key=lambda item: item[1])
