"""Putting the rows of a plan back as a version froze them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from luodi.documents.models import Finding
from luodi.people.models import Post, Unit

from ..facts import Facts
from ..models import Measure, Milestone, Plan, PlanRow, RowFinding, RowPartner

PLAIN = (
    "order",
    "heading",
    "words",
    "mode",
    "goal",
    "rhythm",
    "least",
    "theme",
    "is_key",
    "due_words",
    "state",
    "state_reason",
)


def restore_rows(plan: Plan, frozen: Sequence[Facts]) -> None:
    """Give the plan exactly the rows that were frozen; call it inside the change that asks."""
    keys = _Keys(frozen)
    plan.rows.exclude(uuid__in=[facts["uuid"] for facts in frozen]).delete()
    present = {str(row.uuid): row for row in plan.rows.all()}
    for facts in frozen:
        row = present.get(facts["uuid"]) or PlanRow(
            plan=plan, uuid=facts["uuid"], number=facts["number"]
        )
        _write(row, facts, keys)


class _Keys:
    """The rows of other areas that the facts name, looked up in one query each."""

    def __init__(self, frozen: Sequence[Facts]) -> None:
        units = {
            unit["uuid"] for facts in frozen for unit in (facts["lead"], *facts["partners"]) if unit
        }
        posts = {facts["leader"]["uuid"] for facts in frozen if facts["leader"]}
        findings = {finding["uuid"] for facts in frozen for finding in facts["findings"]}
        self.units = {str(unit.uuid): unit for unit in Unit.objects.filter(uuid__in=units)}
        self.posts = {str(post.uuid): post for post in Post.objects.filter(uuid__in=posts)}
        self.findings = {
            str(finding.uuid): finding for finding in Finding.objects.filter(uuid__in=findings)
        }


def _write(row: PlanRow, facts: Facts, keys: _Keys) -> None:
    for name in PLAIN:
        setattr(row, name, facts[name])
    row.lead = keys.units.get(facts["lead"]["uuid"]) if facts["lead"] else None
    row.leader = keys.posts.get(facts["leader"]["uuid"]) if facts["leader"] else None
    row.due = date.fromisoformat(facts["due"]) if facts["due"] else None
    row.revision += 1
    row.save()
    _write_parts(row, facts, keys)


def _write_parts(row: PlanRow, facts: Facts, keys: _Keys) -> None:
    for parts in (row.partners, row.bundled, row.measures, row.milestones):
        parts.all().delete()
    RowPartner.objects.bulk_create(
        RowPartner(row=row, unit=keys.units[unit["uuid"]], order=at)
        for at, unit in enumerate(facts["partners"])
    )
    RowFinding.objects.bulk_create(
        RowFinding(row=row, finding=keys.findings[finding["uuid"]], order=at)
        for at, finding in enumerate(facts["findings"])
    )
    Measure.objects.bulk_create(
        _measure(row, at, measure, keys) for at, measure in enumerate(facts["measures"])
    )
    Milestone.objects.bulk_create(
        Milestone(
            row=row,
            uuid=step["uuid"],
            words=step["words"],
            due=date.fromisoformat(step["due"]) if step["due"] else None,
            order=at,
        )
        for at, step in enumerate(facts["milestones"])
    )


def _measure(row: PlanRow, at: int, facts: dict[str, Any], keys: _Keys) -> Measure:
    return Measure(
        row=row,
        uuid=facts["uuid"],
        finding=keys.findings.get(facts["finding"]) if facts["finding"] else None,
        start=facts["start"],
        end=facts["end"],
        words=facts["words"],
        comparator=facts["comparator"],
        value=Decimal(facts["value"]),
        value2=Decimal(facts["value2"]) if facts["value2"] is not None else None,
        unit=facts["unit"],
        order=at,
    )
