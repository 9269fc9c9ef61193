"""Numbers of rows: they run while a plan is its makers' own, then each is settled for ever."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from ..models import Plan, PlanRow
from ..vocabularies import PlanState, RowState


def next_number(plan: Plan) -> int:
    """Return the next number of a row; the caller saves the plan."""
    plan.last_number += 1
    return plan.last_number


def number_rows(plan: Plan, held: Iterable[PlanRow] = ()) -> None:
    """Number the rows of a draft as they stand, those in force first; `held` are rows in hand that
    take their new numbers too. A plan that was ever sent round or approved keeps its numbers: units
    and papers have named them. Call it last in a change, with the plan locked."""
    if _is_settled(plan):
        return
    rows = sorted(plan.rows.order_by("order", "id"), key=lambda row: row.state != RowState.LIVE)
    numbers = {row.pk: at for at, row in enumerate(rows, start=1)}
    for row in held:
        row.number = numbers.get(row.pk, row.number)
    moved = [row for row in rows if row.number != numbers[row.pk]]
    _renumber(moved, numbers)
    if plan.last_number != len(rows):
        plan.last_number = len(rows)
        plan.save(update_fields=["last_number"])


def _is_settled(plan: Plan) -> bool:
    return plan.state != PlanState.DRAFT or plan.consultations.exists() or plan.versions.exists()


def _renumber(rows: list[PlanRow], numbers: dict[int, int]) -> None:
    """No two rows of a plan may share a number even for a moment: first all are out of the way."""
    if not rows:
        return
    away = max(row.number for row in rows) + len(numbers)
    PlanRow.objects.filter(pk__in=[row.pk for row in rows]).update(number=F("number") + away)
    for row in rows:
        row.number = numbers[row.pk]
    PlanRow.objects.bulk_update(rows, ["number"], batch_size=500)
