"""Reads of plans and rows: typed rows, never more than the actor may see."""

from .choices import leader_choices, open_plans, own_unit, plan_choices
from .consulting import ConsultationPage, consultation_page, unsettled
from .correspondence import (
    CorrespondencePage,
    correspondence_page,
    correspondences,
    documents_to_answer,
    row_named,
)
from .measures import MeasureLine, measures_in, measures_of
from .papers import PapersPage, paper_file, papers_page, plan_of_paper, templates
from .plans import (
    PlanPage,
    PlanSummary,
    RowFilter,
    RowGroup,
    Takeable,
    grouped,
    plan_page,
    plans,
    plans_in_making,
    takeable,
    unplanned,
    versions_of,
)
from .rows import RowPage, row_page, rows_of_findings, suggestions_for
from .versions import (
    Comparison,
    EffectView,
    VersionPage,
    compare_versions,
    effect_of_amendment,
    version_page,
)

__all__ = [
    "Comparison",
    "ConsultationPage",
    "CorrespondencePage",
    "EffectView",
    "MeasureLine",
    "PapersPage",
    "PlanPage",
    "PlanSummary",
    "RowFilter",
    "RowGroup",
    "RowPage",
    "Takeable",
    "VersionPage",
    "compare_versions",
    "consultation_page",
    "correspondence_page",
    "correspondences",
    "documents_to_answer",
    "effect_of_amendment",
    "grouped",
    "leader_choices",
    "measures_in",
    "measures_of",
    "open_plans",
    "own_unit",
    "paper_file",
    "papers_page",
    "plan_choices",
    "plan_of_paper",
    "plan_page",
    "plans",
    "plans_in_making",
    "row_named",
    "row_page",
    "rows_of_findings",
    "suggestions_for",
    "takeable",
    "templates",
    "unplanned",
    "unsettled",
    "version_page",
    "versions_of",
]
