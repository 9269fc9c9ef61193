"""Who may see and do what with indicators.

Indicators are for everybody with a business role and for the auditor. The follow-up office defines
them, sets targets and declares peers; it or a city leader settles a definition. Figures come from
the follow-up office and from the unit whose post owns the indicator; nobody checks a figure that
he or she reported.
"""

from __future__ import annotations

from typing import Any

import rules

from luodi.base.actors import Actor
from luodi.base.permissions import declare
from luodi.documents.permissions import BUSINESS
from luodi.people.models import Role

from .models import FigureImport, Indicator, Observation


@rules.predicate
def reads_business(actor: Actor, subject: object = None) -> bool:
    """Anyone with a business role, and the auditor."""
    return actor.has(*BUSINESS, Role.AUDITOR)


@rules.predicate
def defines(actor: Actor, subject: object = None) -> bool:
    """The follow-up office."""
    return actor.has(Role.FOLLOWUP)


@rules.predicate
def settles(actor: Actor, subject: object = None) -> bool:
    """The follow-up office, which records the decision, and city leaders."""
    return actor.has(Role.FOLLOWUP, Role.CITY_LEADER)


@rules.predicate
def reports(actor: Actor, indicator: Indicator | None = None) -> bool:
    """The follow-up office, and officers of the unit whose post owns the indicator."""
    if actor.has(Role.FOLLOWUP):
        return True
    if indicator is None or indicator.owner is None:
        return False
    unit = str(indicator.owner.unit.uuid)
    return any(g.unit == unit for g in actor.grants_of(Role.LIAISON, Role.UNIT_LEADER))


@rules.predicate
def imports(actor: Actor, given: FigureImport | None = None) -> bool:
    """Whoever reports figures somewhere; a table once given, its giver and the follow-up office."""
    if actor.has(Role.FOLLOWUP):
        return True
    if not actor.has(Role.LIAISON, Role.UNIT_LEADER):
        return False
    giver = given.created_by if given is not None else None
    return given is None or (giver is not None and str(giver.uuid) == actor.id)


@rules.predicate
def checks(actor: Actor, observation: Observation | None = None) -> bool:
    """The follow-up office, but not whoever reported the figure."""
    if not actor.has(Role.FOLLOWUP):
        return False
    reporter = observation.reporter if observation else None
    return reporter is None or str(reporter.uuid) != actor.id


def _declare(name: str, predicate: Any) -> str:
    return declare(f"indicators.{name}", predicate)


VIEW_INDICATORS = _declare("view_indicators", reads_business)
DEFINE_INDICATOR = _declare("define_indicator", defines)
SETTLE_INDICATOR = _declare("settle_indicator", settles)
RECORD_FIGURES = _declare("record_figures", reports)
CHECK_FIGURE = _declare("check_figure", checks)
IMPORT_FIGURES = _declare("import_figures", imports)
SET_TARGET = _declare("set_target", defines)
TEST_OUTLOOKS = _declare("test_outlooks", rules.always_false)
DRAW_STANDINGS = _declare("draw_standings", rules.always_false)
