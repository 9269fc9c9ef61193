"""Rows of a plan as plain JSON: what a version freezes, what papers print, what is compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch

from luodi.base.figures import written

from .models import Measure, Plan, PlanRow, RowFinding, RowPartner

Facts = dict[str, Any]


def rows_with_parts(plan: Plan) -> list[PlanRow]:
    """Return the rows of a plan in order, with all their parts, in a handful of queries."""
    return list(
        plan.rows.select_related("lead", "leader__unit", "carried_from__plan")
        .prefetch_related(
            Prefetch("partners", RowPartner.objects.select_related("unit")),
            Prefetch(
                "bundled",
                RowFinding.objects.select_related("finding__version__document").defer(
                    "finding__version__text"
                ),
            ),
            Prefetch(
                "measures",
                Measure.objects.select_related("finding", "version").defer("version__text"),
            ),
            "milestones",
        )
        .order_by("order", "id")
    )


def facts_of(rows: Iterable[PlanRow]) -> list[Facts]:
    """Return the facts of rows that came from `rows_with_parts`."""
    return [_facts(row) for row in rows]


def digest_of(facts: Sequence[Facts]) -> str:
    """Return the SHA-256 of the facts in their one canonical spelling."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def present(part: str, facts: Facts) -> Any:
    """Return what a row says now, in the form in which a proposed change keeps it."""
    partners = [unit["uuid"] for unit in facts["partners"]]
    if part == "partners":
        return partners
    if part == "lead":
        return {"lead": facts["lead"]["uuid"] if facts["lead"] else None, "partners": partners}
    if part == "due":
        return {"due": facts["due"], "due_words": facts["due_words"]}
    return facts[part]


def mark_of(value: Any) -> str:
    """Return a short mark of a value: a page gives it back to say which value it showed."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _facts(row: PlanRow) -> Facts:
    return {
        "uuid": str(row.uuid),
        "number": row.number,
        "order": row.order,
        "heading": row.heading,
        "words": row.words,
        "mode": row.mode,
        "goal": row.goal,
        "rhythm": row.rhythm,
        "least": row.least,
        "theme": row.theme,
        "is_key": row.is_key,
        "lead": _named(row.lead),
        "partners": [_named(partner.unit) for partner in row.partners.all()],
        "leader": _post(row.leader),
        "due": _day(row.due),
        "due_words": row.due_words,
        "measures": [_measure(measure) for measure in row.measures.all()],
        "milestones": [
            {"uuid": str(step.uuid), "words": step.words, "due": _day(step.due)}
            for step in row.milestones.all()
        ],
        "findings": [_finding(bundled) for bundled in row.bundled.all()],
        "state": row.state,
        "state_reason": row.state_reason,
        "carried_from": str(row.carried_from.uuid) if row.carried_from else None,
    }


def _named(unit: Any) -> dict[str, str] | None:
    return {"uuid": str(unit.uuid), "name": unit.short_name or unit.name} if unit else None


def _post(post: Any) -> dict[str, str] | None:
    if post is None:
        return None
    return {
        "uuid": str(post.uuid),
        "name": f"{post.unit.short_name or post.unit.name} {post.title}",
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _measure(measure: Measure) -> Facts:
    return {
        "uuid": str(measure.uuid),
        "words": measure.words,
        "comparator": measure.comparator,
        "value": written(measure.value) if measure.value is not None else None,
        "value2": written(measure.value2) if measure.value2 is not None else None,
        "unit": measure.unit,
        "finding": str(measure.finding.uuid) if measure.finding else None,
        "version": str(measure.version.uuid) if measure.version else None,
        "start": measure.start,
        "end": measure.end,
    }


def _finding(bundled: RowFinding) -> Facts:
    finding = bundled.finding
    document = finding.version.document
    return {
        "uuid": str(finding.uuid),
        "kind": finding.kind,
        "exact": finding.exact,
        "start": finding.start,
        "end": finding.end,
        "version": str(finding.version.uuid),
        "document": str(document.uuid),
        "title": document.title,
        "section": " › ".join(finding.section_path),
        # Said only where it is so: what was frozen before does not know of it.
        **({"recognised": True} if finding.version.recognised else {}),
    }
