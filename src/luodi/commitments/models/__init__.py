"""Plans and their rows, consultations about them, and answers to superiors' documents."""

from .consultation import Consultation, Consulted, Opinion, ProposedChange
from .correspondence import Answer, Correspondence
from .papers import IssuedPaper, PaperSeries, PaperTemplate
from .plans import Measure, Milestone, Plan, PlanRow, PlanVersion, RowFinding, RowPartner

__all__ = [
    "Answer",
    "Consultation",
    "Consulted",
    "Correspondence",
    "IssuedPaper",
    "Measure",
    "Milestone",
    "Opinion",
    "PaperSeries",
    "PaperTemplate",
    "Plan",
    "PlanRow",
    "PlanVersion",
    "ProposedChange",
    "RowFinding",
    "RowPartner",
]
