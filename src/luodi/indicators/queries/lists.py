"""Indicators as a list: filtered, counted by state, variants under their head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.commitments.models import Measure, PlanRow

from .. import permissions
from ..access import is_uuid
from ..models import Indicator, Observation, Target
from ..vocabularies import ROLES, IndicatorState

PAGE = 40
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in a list; `latest` is the newest period with a figure."""

    uuid: UUID
    name: str
    variant: str
    is_variant: bool
    state: str
    state_words: str
    state_role: str
    unit: str
    frequency: str
    formula: str
    owner: str
    latest: str
    targets: int


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many indicators are in a state."""

    state: str
    words: str
    count: int


def indicators(
    actor: Actor,
    *,
    q: str = "",
    state: str = "",
    unit: str = "",
    theme: str = "",
    page: int | str = 1,
) -> Page[Any]:
    """Return a page of the indicators, by name, variants after their head. `unit` is that of the
    owner, `theme` one of a plan row that has a target on the indicator."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = _narrowed(Indicator.objects.all(), q.strip(), unit, theme)
    rows = rows.filter(state=state) if state else rows.exclude(state=IndicatorState.RETIRED)
    found: Any = Paginator(_in_order(rows), PAGE).get_page(page)
    found.object_list = _rows(list(found.object_list))
    return found


def _narrowed(rows: QuerySet[Indicator], q: str, unit: str, theme: str) -> QuerySet[Indicator]:
    if q:
        rows = rows.filter(Q(name__contains=q) | Q(variant__contains=q) | Q(code__startswith=q))
    if is_uuid(unit):
        rows = rows.filter(owner__unit__uuid=unit)
    if theme:
        measures = Measure.objects.filter(row__theme=theme).values("uuid")
        rows = rows.filter(pk__in=Target.objects.filter(measure__in=measures).values("indicator"))
    return rows


def _in_order(rows: QuerySet[Indicator]) -> QuerySet[Indicator]:
    head = Coalesce("variant_of__name", "name"), Coalesce("variant_of_id", "pk")
    return rows.order_by(*head, F("variant_of").asc(nulls_first=True), "pk")


def _rows(found: Sequence[Indicator]) -> list[IndicatorRow]:
    keys = [row.pk for row in found]
    newest = Observation.objects.filter(indicator=OuterRef("pk"), is_latest=True)
    rows = (
        Indicator.objects.filter(pk__in=keys)
        .select_related("owner__unit")
        .annotate(
            latest=Subquery(newest.order_by("-period").values("period")[:1]),
            aims=Count("targets", distinct=True),
        )
        .order_by()
    )
    by_key = {row.pk: row for row in rows}
    return [_row(by_key[key]) for key in keys]


def _row(row: Any) -> IndicatorRow:
    unit = row.owner.unit if row.owner else None
    return IndicatorRow(
        uuid=row.uuid,
        name=row.name,
        variant=row.variant,
        is_variant=row.variant_of_id is not None,
        state=row.state,
        state_words=str(IndicatorState(row.state).label),
        state_role=ROLES[row.state],
        unit=row.unit,
        frequency=row.get_frequency_display(),
        formula=row.get_formula_display() if row.formula else "",
        owner=(unit.short_name or unit.name) if unit else "",
        latest=row.latest or "",
        targets=row.aims,
    )


def state_counts(actor: Actor) -> list[StateCount]:
    """Return how many indicators there are in each state, all of them."""
    ask(actor, permissions.VIEW_INDICATORS)
    counted = dict(Indicator.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return [
        StateCount(state, str(state.label), counted.get(state, 0))
        for state in (
            IndicatorState.UNSETTLED,
            IndicatorState.DRAFT,
            IndicatorState.SETTLED,
            IndicatorState.RETIRED,
        )
    ]


def theme_choices(actor: Actor) -> Choices:
    """Return the themes of plan rows that have a target."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = PlanRow.objects.filter(measures__uuid__in=Target.objects.values("measure"))
    themes = rows.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    return [(theme, theme) for theme in themes]


def owner_choices(actor: Actor) -> Choices:
    """Return the units whose posts own indicators."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = Indicator.objects.exclude(owner=None).order_by("owner__unit__name")
    named = rows.values_list("owner__unit__uuid", "owner__unit__name").distinct()
    return [(str(uuid), name) for uuid, name in named]
