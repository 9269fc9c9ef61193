"""Who may see and do what with plans.

Plans are for everybody with a business role and for the auditor. The follow-up office makes and
amends them; it or a city leader (or who acts for one) approves. A unit reads and is consulted.
"""

from __future__ import annotations

from typing import Any

import rules

from luodi.base.actors import Actor
from luodi.base.permissions import declare
from luodi.documents.permissions import BUSINESS
from luodi.people.models import Role


@rules.predicate
def reads_business(actor: Actor, subject: object = None) -> bool:
    """Anyone with a business role, and the auditor."""
    return actor.has(*BUSINESS, Role.AUDITOR)


@rules.predicate
def makes_plans(actor: Actor, subject: object = None) -> bool:
    """The follow-up office."""
    return actor.has(Role.FOLLOWUP)


@rules.predicate
def approves(actor: Actor, subject: object = None) -> bool:
    """The follow-up office, which records the approval, and city leaders."""
    return actor.has(Role.FOLLOWUP, Role.CITY_LEADER)


def _declare(name: str, predicate: Any) -> str:
    return declare(f"commitments.{name}", predicate)


VIEW_PLANS = _declare("view_plans", reads_business)
EDIT_PLAN = _declare("edit_plan", makes_plans)
APPROVE_PLAN = _declare("approve_plan", approves)
