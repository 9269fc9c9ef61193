"""Putting the rows of a plan back as a version froze them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from luodi.documents.models import DocumentVersion, Finding
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
    keys = _Keys(plan, frozen)
    others = plan.rows.exclude(uuid__in=[facts["uuid"] for facts in frozen])
    RowFinding.objects.filter(row__in=others).delete()
    present = {str(row.uuid): row for row in plan.rows.all()}
    for facts in frozen:
        row = present.get(facts["uuid"]) or PlanRow(
            plan=plan, uuid=facts["uuid"], number=facts["number"]
        )
        _write(row, facts, keys)
    # Measures are gone last: one that went to another row came back from there as itself.
    others.delete()
    frozen_measures = [measure["uuid"] for facts in frozen for measure in facts["measures"]]
    Measure.objects.filter(row__plan=plan).exclude(uuid__in=frozen_measures).delete()


class _Keys:
    """What the facts name and is there, looked up in one query each."""

    def __init__(self, plan: Plan, frozen: Sequence[Facts]) -> None:
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
        versions = {m["version"] for facts in frozen for m in facts["measures"] if m["version"]}
        known = DocumentVersion.objects.filter(uuid__in=versions).values_list("uuid", "pk")
        self.versions = {str(uuid): key for uuid, key in known}
        there = Measure.objects.filter(row__plan=plan).values_list("uuid", "pk")
        self.measures = {str(uuid): key for uuid, key in there}


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
    for parts in (row.partners, row.bundled, row.milestones):
        parts.all().delete()
    RowPartner.objects.bulk_create(
        RowPartner(row=row, unit=keys.units[unit["uuid"]], order=at)
        for at, unit in enumerate(facts["partners"])
    )
    RowFinding.objects.bulk_create(
        RowFinding(row=row, finding=keys.findings[finding["uuid"]], order=at)
        for at, finding in enumerate(facts["findings"])
    )
    _write_measures(row, facts["measures"], keys)
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


def _write_measures(row: PlanRow, frozen: Sequence[Facts], keys: _Keys) -> None:
    """A measure that is still there stays the same one: higher areas point at it."""
    for at, facts in enumerate(frozen):
        measure = _measure(row, at, facts, keys)
        measure.pk = keys.measures.get(facts["uuid"])
        measure.save()


def _measure(row: PlanRow, at: int, facts: Facts, keys: _Keys) -> Measure:
    return Measure(
        row=row,
        uuid=facts["uuid"],
        finding=keys.findings.get(facts["finding"]) if facts["finding"] else None,
        version_id=keys.versions.get(facts["version"]),
        start=facts["start"],
        end=facts["end"],
        words=facts["words"],
        comparator=facts["comparator"],
        value=Decimal(facts["value"]) if facts["value"] is not None else None,
        value2=Decimal(facts["value2"]) if facts["value2"] is not None else None,
        unit=facts["unit"],
        order=at,
    )
