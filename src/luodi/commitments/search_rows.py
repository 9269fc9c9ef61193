"""What the search knows of plans and their rows. Plans are for everybody with a business role, so
their words bear that label; a word taken over from a work secret bears the label of its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from luodi.base import search
from luodi.base.search import Entry
from luodi.documents.search_rows import EVERYONE

from .models import Plan, PlanRow, RowPartner
from .vocabularies import RowState

PLAN: Final = "plan"
ROW: Final = "row"


def index_plan(plan: Plan) -> None:
    """Make a plan findable as it is now; to be called in the change that made or altered it."""
    search.index_many([_plan(plan)])


def index_rows(rows: Iterable[PlanRow]) -> None:
    """Make those of the rows findable that are in force, and no other of them; to be called in the
    change that altered them, also when it deleted them."""
    keys = [str(row.uuid) for row in rows]
    entries = list(_rows(keys))
    search.index_many(entries)
    search.forget_many(ROW, sorted(set(keys) - {entry.key for entry in entries}))


def index_rows_of(plan: Plan) -> None:
    """Make all rows of a plan findable as they are now; what is gone from it is found no more."""
    index_rows(plan.rows.all())


def erase_rows(rows: Iterable[PlanRow]) -> None:
    """Leave no trace of these rows in the search; for a purge."""
    search.erase(ROW, [row.uuid for row in rows])


def rebuild() -> int:
    """Make all plans and rows in force findable anew; returns how many there are."""
    plans = Plan.objects.order_by("pk").values_list("uuid", flat=True)
    rows = PlanRow.objects.filter(state=RowState.LIVE).order_by("pk").values_list("uuid", flat=True)
    count = search.rebuild(PLAN, map(str, plans), _plans)
    return count + search.rebuild(ROW, map(str, rows), _rows)


def _plans(keys: Sequence[str]) -> Iterator[Entry]:
    return map(_plan, Plan.objects.filter(uuid__in=keys).select_related("unit"))


def _plan(plan: Plan) -> Entry:
    return Entry(
        kind=PLAN,
        key=str(plan.uuid),
        title=plan.title,
        body=str(plan.year),
        unit=str(plan.unit.uuid),
        state=plan.state,
        day=timezone.localtime(plan.created_at).date(),
        access=EVERYONE,
    )


def _rows(keys: Sequence[str]) -> Iterator[Entry]:
    return map(_row, _live().filter(uuid__in=keys))


def _live() -> QuerySet[PlanRow]:
    partners = Prefetch("partners", RowPartner.objects.select_related("unit"))
    rows = PlanRow.objects.filter(state=RowState.LIVE).select_related("plan", "lead")
    return rows.prefetch_related(partners, "measures")


def _row(row: PlanRow) -> Entry:
    units = [str(row.lead or ""), *(str(partner.unit) for partner in row.partners.all())]
    measures = [measure.words for measure in row.measures.all()]
    return Entry(
        kind=ROW,
        key=str(row.uuid),
        title=row.words,
        body="\n".join(filter(None, [row.goal, *units, *measures, row.theme, row.heading])),
        unit=str(row.lead.uuid) if row.lead else "",
        state=row.state,
        day=row.due,
        source=row.plan.title,
        access=EVERYONE,
    )
