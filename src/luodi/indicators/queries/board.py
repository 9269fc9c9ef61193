"""All targets at once: first those that can still go either way, by the months that are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.commitments.queries.measures import MeasureLine, measures_of

from .. import permissions
from ..judging import Judgement
from ..models import Target
from ..vocabularies import ROLES, Chance, Group, Meeting
from ..words import is_at_risk
from .judgements import judgements_of, subject_of
from .subjects import SubjectLine, named
from .targets import targets

PAGE = 50
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
    subject: SubjectLine
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
    rows = list(targets())
    measures = measures_of(actor, [row.measure for row in rows])
    rows = [row for row in rows if _fits(row, measures.get(row.measure), wanted)]
    judged = judgements_of(actor, rows, with_control=False) if rows else {}
    groups = {row.pk: group_of(judged[row.pk]) for row in rows}
    counted = Counter(groups.values())
    shown = [row for row in rows if not wanted.group or groups[row.pk] == wanted.group]
    shown.sort(key=lambda row: _need(groups[row.pk], judged[row.pk], row))
    found: Any = Paginator(shown, PAGE).get_page(page)
    found.object_list = _lines(found.object_list, measures, judged, groups)
    counts = tuple(
        GroupCount(group, str(group.label), ROLES[group], counted[group]) for group in ORDER
    )
    return Board(found, counts, len(rows))


def _fits(row: Target, measure: MeasureLine | None, wanted: BoardFilter) -> bool:
    words = f"{measure.words}{measure.row_words}" if measure else ""
    return (
        (not wanted.text or wanted.text in f"{row.indicator.name}{words}")
        and (not wanted.unit or (measure is not None and measure.lead == wanted.unit))
        and (not wanted.plan or (measure is not None and str(measure.plan) == wanted.plan))
        and (not wanted.year or str(row.due.year) == wanted.year)
    )


def _need(group: Group, judgement: Judgement, row: Target) -> tuple[int, int, int]:
    return ORDER.index(group), judgement.months_left, row.pk


def _lines(
    rows: Sequence[Target],
    measures: dict[Any, MeasureLine],
    judged: dict[int, Judgement],
    groups: dict[int, Group],
) -> list[BoardRow]:
    lines = {line.key: line for line in named(subject_of(row) for row in rows)}
    return [
        BoardRow(
            row, measures.get(row.measure), lines[subject_of(row)], judged[row.pk], groups[row.pk]
        )
        for row in rows
    ]


def board_choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Return what the board can be narrowed to: lead units, plans and due years of targets."""
    ask(actor, permissions.VIEW_INDICATORS)
    keys = list(Target.objects.values_list("measure", "due"))
    lines = measures_of(actor, [measure for measure, _due in keys]).values()
    units = sorted({line.lead for line in lines if line.lead})
    plans = {str(line.plan): line.plan_title for line in lines}
    years = sorted({str(due.year) for _measure, due in keys})
    return {
        "unit": [(name, name) for name in units],
        "plan": sorted(plans.items(), key=lambda item: item[1]),
        "year": [(year, year) for year in years],
    }
