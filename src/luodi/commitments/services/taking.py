"""Taking accepted findings into a plan, bundled by measure of policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Invalid
from luodi.documents import permissions as documents_may
from luodi.documents.models import Document, DocumentVersion, Finding
from luodi.documents.services.common import get_document
from luodi.documents.vocabularies import FAMILIES, Family, FindingState
from luodi.people.models import Unit
from luodi.people.names import NameIndex
from luodi.people.queries import name_index
from luodi.reading.bundles import bundle

from .. import events, search_rows
from ..access import Key, get_open_plan
from ..models import Measure, Milestone, Plan, PlanRow, RowFinding, RowPartner
from ..proposals import RowProposal, proposal_of
from .numbering import next_number, number_rows

KINDS = FAMILIES[Family.COMMITMENT]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the findings: new rows, findings in them, and those passed over because they
    are no accepted commitments or stand in the plan already."""

    rows: tuple[PlanRow, ...]
    findings: int
    passed_over: int


def take_document(
    plan: Plan | Key, document: Document | Key, *, actor: Actor, bundled: bool = True
) -> Taken:
    """Take all accepted commitments of a document that the plan does not hold yet."""
    row = get_document(document, actor)
    found = Finding.objects.filter(
        version__document=row, state=FindingState.ACCEPTED, kind__in=KINDS, superseded=False
    )
    return take_findings(
        plan, list(found.values_list("uuid", flat=True)), actor=actor, bundled=bundled
    )


def take_findings(
    plan: Plan | Key, findings: Iterable[Key], *, actor: Actor, bundled: bool = True
) -> Taken:
    """Return the rows made of these accepted commitments; refuses when none of them is left.

    With `bundled` the clauses of one measure of policy share a row, else each has its own.
    """
    get_open_plan(plan, actor)
    asked = {UUID(str(key)) for key in findings}
    with change(actor) as record:
        row = get_open_plan(plan, actor, lock=True)
        fit = _fit(row, asked, actor)
        if not fit:
            raise Invalid(
                "没有可编入的部署：所选摘录尚未确认，或已在方案中。",
                "Nothing to take: these findings are not accepted commitments, or stand in the "
                "plan already.",
                field="findings",
            )
        groups = list(_bundles(fit)) if bundled else [[finding] for finding in fit]
        rows = _make_rows(row, groups, name_index())
        number_rows(row, rows)
        search_rows.index_rows(rows)
        record(
            events.FINDINGS_TAKEN,
            row,
            title=row.title,
            findings=len(fit),
            rows=len(rows),
            numbers=[made.number for made in rows],
        )
    return Taken(tuple(rows), len(fit), len(asked) - len(fit))


def _fit(plan: Plan, asked: set[UUID], actor: Actor) -> list[Finding]:
    """The findings that may be taken, in the order of their texts."""
    rows = (
        Finding.objects.select_for_update(of=("self",))
        .filter(
            documents_may.visible(actor, "version__document__"),
            uuid__in=asked,
            state=FindingState.ACCEPTED,
            kind__in=KINDS,
            superseded=False,
        )
        .exclude(in_rows__row__plan=plan)
        .select_related("version__document")
        .defer("version__text")
    )
    return list(rows.order_by("version_id", "start", "end", "pk"))


def _bundles(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    by_version: dict[int, list[Finding]] = {}
    for finding in findings:
        by_version.setdefault(finding.version_id, []).append(finding)
    texts = dict(DocumentVersion.objects.filter(pk__in=by_version).values_list("pk", "text"))
    for version, members in by_version.items():
        spans = [(finding.start, finding.end) for finding in members]
        for group in bundle(texts[version], spans):
            yield [members[at] for at in group]


def _make_rows(plan: Plan, groups: Sequence[Sequence[Finding]], units: NameIndex) -> list[PlanRow]:
    proposals = [proposal_of(group, units) for group in groups]
    wanted = {key for p in proposals for key in (p.lead, *p.partners) if key}
    known = {unit.uuid: unit for unit in Unit.objects.filter(uuid__in=wanted)}
    order = plan.rows.aggregate(last=Max("order"))["last"] or 0
    rows = []
    for at, (group, proposal) in enumerate(zip(groups, proposals, strict=True), start=1):
        rows.append(_make_row(plan, group, proposal, known, order + at))
    plan.save(update_fields=["last_number"])
    return rows


def _make_row(
    plan: Plan,
    findings: Sequence[Finding],
    proposal: RowProposal,
    units: dict[UUID, Unit],
    order: int,
) -> PlanRow:
    row = PlanRow.objects.create(
        plan=plan,
        number=next_number(plan),
        order=order,
        heading=proposal.heading,
        words=proposal.words,
        mode=proposal.mode,
        rhythm=proposal.rhythm,
        lead=units[proposal.lead] if proposal.lead else None,
        due=proposal.due,
        due_words=proposal.due_words,
    )
    RowFinding.objects.bulk_create(
        RowFinding(row=row, finding=finding, order=at) for at, finding in enumerate(findings)
    )
    RowPartner.objects.bulk_create(
        RowPartner(row=row, unit=units[key], order=at) for at, key in enumerate(proposal.partners)
    )
    Measure.objects.bulk_create(
        Measure(
            row=row,
            finding=m.finding,
            version=m.finding.version,
            start=m.start,
            end=m.end,
            words=m.words,
            comparator=m.comparator,
            value=m.value,
            value2=m.value2,
            unit=m.unit,
            order=at,
        )
        for at, m in enumerate(proposal.measures)
    )
    Milestone.objects.bulk_create(
        Milestone(row=row, words=step.words, due=step.due, order=at)
        for at, step in enumerate(proposal.milestones)
    )
    return row
