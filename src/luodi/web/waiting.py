"""What waits for an actor, put together from the areas: one bulk query of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from luodi.base.actors import Actor
from luodi.base.permissions import may
from luodi.commitments import queries as commitments
from luodi.commitments.queries import PlanSummary, Takeable
from luodi.documents import permissions as documents_may
from luodi.documents import queries as documents
from luodi.documents.queries.documents import DocumentRow, Waiting
from luodi.people import permissions as people_may
from luodi.people import queries as people

NEWEST = 6


@dataclass(frozen=True, slots=True)
class Waits:
    """Documents that wait, those that no plan holds yet, plans in the making, the newest other
    documents, and accounts for who manages them."""

    documents: Waiting = field(default_factory=Waiting)
    unplanned: tuple[Takeable, ...] = ()
    plans: tuple[PlanSummary, ...] = ()
    newest: tuple[DocumentRow, ...] = ()
    accounts: int = 0
    vacant: int = 0
    reads: bool = False
    adds: bool = False
    manages: bool = False

    @property
    def nothing(self) -> bool:
        """Return whether there is nothing to do."""
        work = self.documents
        mine = work.to_review or work.being_read or work.failed or self.unplanned or self.plans
        return not (mine or self.accounts)


def waits_of(actor: Actor) -> Waits:
    """Return what waits for the actor; an area the actor has no part in stays empty."""
    reads = may(actor, documents_may.VIEW_DOCUMENTS)
    work = documents.waiting_for(actor) if reads else Waiting()
    unplanned = commitments.unplanned(actor)
    listed = {row.uuid for row in (*work.to_review, *work.being_read, *work.failed)}
    listed |= {row.uuid for row in unplanned}
    newest = [row for row in documents.documents(actor) if row.uuid not in listed] if reads else []
    manages = may(actor, people_may.MANAGE_ACCOUNTS)
    return Waits(
        documents=work,
        unplanned=tuple(unplanned),
        plans=tuple(commitments.plans_in_making(actor)),
        newest=tuple(newest[:NEWEST]),
        accounts=people.accounts(actor, state="waiting").paginator.count if manages else 0,
        vacant=sum(row.vacant for row in people.units_tree(actor)) if manages else 0,
        reads=reads,
        adds=may(actor, documents_may.ADD_DOCUMENT),
        manages=manages,
    )
