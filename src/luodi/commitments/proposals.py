"""What a row takes over from its findings: words, measures, dates, owners; nothing invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from luodi.documents.models import Finding
from luodi.people.names import Found, NameIndex

from .vocabularies import Rhythm, RowMode

_RHYTHMS = (
    ("每周", Rhythm.WEEK),
    ("每月", Rhythm.MONTH),
    ("月度", Rhythm.MONTH),
    ("每季", Rhythm.QUARTER),
    ("季度", Rhythm.QUARTER),
    ("每半年", Rhythm.HALF),
    ("每年", Rhythm.YEAR),
    ("年度", Rhythm.YEAR),
)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class MeasureProposal:
    """A target of a finding as a measure, with its characters."""

    finding: Finding
    start: int | None
    end: int | None
    words: str
    comparator: str
    value: Decimal | None
    value2: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone that the text gives: an earlier date than the row's."""

    words: str
    due: date


@dataclass(frozen=True, slots=True)
class RowProposal:
    """A row as its findings say it; `lead` and `partners` only where the text names one unit."""

    heading: str
    words: str
    mode: str
    rhythm: str
    due: date | None
    due_words: str
    lead: UUID | None
    partners: tuple[UUID, ...]
    measures: tuple[MeasureProposal, ...]
    milestones: tuple[Step, ...]


def proposal_of(findings: Sequence[Finding], units: NameIndex) -> RowProposal:
    """Return the row that these findings, in the order of the text, propose."""
    due, due_words, steps = _dates(findings)
    rhythm = _rhythm(findings)
    lead, partners = owners_of(findings, units)
    standing = due is None and any(_recurs(finding) for finding in findings)
    return RowProposal(
        heading=_heading(findings[0]),
        words="；".join(_flat(finding.exact) for finding in findings),
        mode=RowMode.STANDING if standing else RowMode.GOAL,
        rhythm=rhythm if standing else "",
        due=due,
        due_words=due_words,
        lead=lead,
        partners=partners,
        measures=tuple(measures_of(findings)),
        milestones=steps,
    )


def _heading(finding: Finding) -> str:
    """A text without sections stands under its own title, not under the section before it."""
    path = finding.section_path
    return str(path[-1] if path else finding.version.document.title)[:LONGEST]


def measures_of(findings: Sequence[Finding]) -> list[MeasureProposal]:
    """Return the targets of the findings as measures."""
    return [
        MeasureProposal(
            finding=finding,
            start=target["start"],
            end=target["end"],
            words=_flat(target["indicator"] or target["text"])[:LONGEST],
            comparator=target["comparator"],
            value=Decimal(target["value"]) if target["value"] is not None else None,
            value2=Decimal(target["value2"]) if target["value2"] is not None else None,
            unit=target["unit"],
        )
        for finding in findings
        for target in finding.fields["targets"]
    ]


def owners_of(
    findings: Sequence[Finding], units: NameIndex
) -> tuple[UUID | None, tuple[UUID, ...]]:
    """Return the lead unit and the partners that the text names beyond doubt: of several that
    lead together the first leads, the others are partners."""
    named: dict[UUID, None] = {}
    helping: dict[UUID, None] = {}
    for finding in findings:
        for owner in finding.fields["owners"]:
            match = units.find(owner["text"])
            if match.state is Found.ONE and match.unit is not None:
                (named if owner["role"] == "lead" else helping)[match.unit.uuid] = None
    leads = list(named)
    others = dict.fromkeys([*leads[1:], *helping])
    return (leads[0] if leads else None), tuple(unit for unit in others if unit not in leads[:1])


def _dates(findings: Sequence[Finding]) -> tuple[date | None, str, tuple[Step, ...]]:
    dated = []
    for finding in findings:
        due = finding.fields["deadline"]
        if due and due["by"]:
            dated.append((date.fromisoformat(due["by"]), due["text"], finding))
    if not dated:
        said = [finding.fields["deadline"] for finding in findings if finding.fields["deadline"]]
        return None, said[0]["text"][:100] if said else "", ()
    last = max(by for by, _, _ in dated)
    words = next(text for by, text, _ in dated if by == last)
    steps = tuple(Step(_flat(finding.exact)[:LONGEST], by) for by, _, finding in dated if by < last)
    return last, words[:100], steps


def _recurs(finding: Finding) -> bool:
    due = finding.fields["deadline"]
    return bool(due and due["recurring"])


def _rhythm(findings: Sequence[Finding]) -> str:
    for finding in findings:
        said = (finding.fields["deadline"] or {}).get("text", "")
        for word, rhythm in _RHYTHMS:
            if word in said:
                return rhythm.value
    return ""


def _flat(text: str) -> str:
    return " ".join(text.split())
