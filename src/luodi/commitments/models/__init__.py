"""Plans and their rows, consultations about them, and answers to superiors' documents."""

from .consultation import Consultation, Consulted, Opinion, ProposedChange
from .correspondence import Answer, Correspondence
from .plans import Measure, Milestone, Plan, PlanRow, PlanVersion, RowFinding, RowPartner

__all__ = [
    "Answer",
    "Consultation",
    "Consulted",
    "Correspondence",
    "Measure",
    "Milestone",
    "Opinion",
    "Plan",
    "PlanRow",
    "PlanVersion",
    "ProposedChange",
    "RowFinding",
    "RowPartner",
]
