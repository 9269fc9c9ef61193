"""Measures by their public id: what they say, in which row, and the sentence they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from luodi.base.actors import Actor
from luodi.base.figures import written
from luodi.base.permissions import ask
from luodi.documents.fields import Fields
from luodi.documents.words import target_words

from .. import permissions
from ..access import Key, get_plan
from ..models import Measure
from ..vocabularies import RowState
from .sources import unseen


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with its row and plan; `finding`, `document` and `exact` are empty when it was
    typed by a person, or stands in a document that the reader may not see."""

    uuid: UUID
    words: str
    figure: str
    unit: str
    comparator: str
    value: Decimal | None
    row: UUID
    number: int
    row_words: str
    due: date | None
    lead: str
    plan: UUID
    plan_title: str
    finding: str
    document: str
    exact: str


def measures_of(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, MeasureLine]:
    """Return the measures that are there under these public ids, in one query."""
    ask(actor, permissions.VIEW_PLANS)
    rows = _with_all().filter(uuid__in=list(keys))
    return {line.uuid: line for line in _lines(actor, rows)}


def measures_in(actor: Actor, plan: Key) -> list[MeasureLine]:
    """Return the measures of a plan's rows in force, in the order of the plan."""
    found = get_plan(plan, actor)
    rows = _with_all().filter(row__plan=found, row__state=RowState.LIVE)
    return _lines(actor, rows.order_by("row__order", "row_id", "order", "pk"))


def _lines(actor: Actor, rows: Iterable[Measure]) -> list[MeasureLine]:
    found = [_line(row) for row in rows]
    hidden = unseen(actor, [line.document for line in found if line.document])
    return [
        replace(line, finding="", document="", exact="") if line.document in hidden else line
        for line in found
    ]


def _with_all() -> QuerySet[Measure]:
    return Measure.objects.select_related(
        "row__plan", "row__lead", "finding__version__document"
    ).defer("finding__version__text")


def _facts(row: Measure) -> Fields:
    value, second = (None if one is None else written(one) for one in (row.value, row.value2))
    return {
        "comparator": row.comparator, "value": value, "value2": second,
        "unit": row.unit,
    }  # fmt: skip


def _line(row: Measure) -> MeasureLine:
    finding = row.finding
    return MeasureLine(
        uuid=row.uuid,
        words=row.words,
        figure=target_words(_facts(row)),
        unit=row.unit,
        comparator=row.comparator,
        value=row.value,
        row=row.row.uuid,
        number=row.row.number,
        row_words=row.row.words,
        due=row.row.due,
        lead=str(row.row.lead) if row.row.lead else "",
        plan=row.row.plan.uuid,
        plan_title=row.row.plan.title,
        finding=str(finding.uuid) if finding else "",
        document=str(finding.version.document.uuid) if finding else "",
        exact=finding.exact if finding else "",
    )
