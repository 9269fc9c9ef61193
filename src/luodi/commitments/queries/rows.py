"""One row: all that its page shows, and who might lead it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.permissions import ask, may
from luodi.documents.vocabularies import OwnerRole
from luodi.people.models import Unit
from luodi.reading.duties import usual_duty
from luodi.reading.meaning import meaning
from luodi.reading.suggestions import Duty, Past, Suggestion, suggest

from .. import permissions
from ..access import not_found
from ..facts import Facts, facts_of, rows_with_parts
from ..models import Plan, PlanRow, RowFinding
from ..states import OPEN
from ..vocabularies import RowState
from ..words import RowView, row_view
from .plans import made_on, versions_of
from .sources import readable

PAST = 3000


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row with its plan; `facts` fill the form, `before` and `after` are its neighbours, `stated`
    the units that the text itself names, with their part: they need not be units of this city."""

    plan: Plan
    view: RowView
    facts: Facts
    revision: int
    stated: tuple[tuple[str, str], ...]
    suggestions: tuple[Suggestion[UUID], ...]
    before: RowView | None
    after: RowView | None
    carried_from: tuple[str, str] | None
    carried_to: tuple[str, str] | None
    may_edit: bool


def row_page(actor: Actor, row: UUID | str) -> RowPage:
    """Return all that the page of a row shows; refuses one that is not there."""
    ask(actor, permissions.VIEW_PLANS)
    found = PlanRow.objects.filter(uuid=row).select_related("plan__unit").first()
    if found is None:
        raise not_found()
    rows = rows_with_parts(found.plan)
    facts = readable(actor, facts_of(rows))
    live = [item for item in facts if item["state"] == RowState.LIVE]
    own = next(item for item in facts if item["uuid"] == str(found.uuid))
    at = live.index(own) if own in live else None
    may_edit = found.plan.state in OPEN and may(actor, permissions.EDIT_PLAN, found.plan)
    return RowPage(
        plan=found.plan,
        view=row_view(own, made_on(versions_of(found.plan))),
        facts=own,
        revision=found.revision,
        stated=_stated(next(item for item in rows if item.pk == found.pk)),
        suggestions=tuple(suggestions_for(own["words"], found.plan)) if may_edit else (),
        before=row_view(live[at - 1]) if at else None,
        after=row_view(live[at + 1]) if at is not None and at + 1 < len(live) else None,
        carried_from=_where(found.carried_from),
        carried_to=_where(found.carried_to.select_related("plan").first()),
        may_edit=may_edit,
    )


def _stated(row: PlanRow) -> tuple[tuple[str, str], ...]:
    """Each unit once, who leads first."""
    owners = [owner for item in row.bundled.all() for owner in item.finding.fields["owners"]]
    named: dict[str, str] = {}
    for owner in sorted(owners, key=lambda owner: owner["role"] != OwnerRole.LEAD):
        named.setdefault(owner["text"], str(OwnerRole(owner["role"]).label))
    return tuple(named.items())


def _where(row: PlanRow | None) -> tuple[str, str] | None:
    return (str(row.uuid), f"{row.plan.title} {row.number}") if row else None


def suggestions_for(words: str, plan: Plan) -> list[Suggestion[UUID]]:
    """Return candidate lead units by duty texts and by rows that units led before, best first."""
    units = Unit.objects.filter(active=True).order_by("order", "pk")
    duties = [_duty(unit) for unit in units]
    past = (
        PlanRow.objects.exclude(lead=None)
        .filter(lead__active=True, plan__versions__isnull=False)
        .exclude(plan=plan)
        .distinct()
        .select_related("lead", "plan")
        .order_by("-pk")[:PAST]
    )
    led = [
        Past(row.lead.uuid, str(row.lead), row.words, row.plan.title) for row in past if row.lead
    ]
    return suggest(words, duties, led, meaning=meaning())


def _duty(unit: Unit) -> Duty[UUID]:
    """The duty that was recorded, else the usual one of units with such a name."""
    if unit.duty:
        return Duty(unit.uuid, str(unit), unit.duty)
    known = usual_duty(str(unit))
    return Duty(unit.uuid, str(unit), known.duty if known else "", usual=True)


def rows_of_findings(findings: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, int, str]]]:
    """Return, for each finding, the rows that answer to it: id, number and title of the plan."""
    found: dict[UUID, list[tuple[UUID, int, str]]] = {}
    rows = (
        RowFinding.objects.filter(finding__uuid__in=list(findings))
        .exclude(row__state=RowState.CANCELLED)
        .values_list("finding__uuid", "row__uuid", "row__number", "row__plan__title")
    )
    for finding, row, number, title in rows:
        found.setdefault(finding, []).append((row, number, title))
    return found
