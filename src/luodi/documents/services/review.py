"""Decisions about findings: accept, edit, reject, restore, undo; one after the other or many."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.events import EventType
from luodi.base.permissions import ask
from luodi.reading.second import REASON as SECOND

from .. import events, permissions, search_rows
from ..fields import Fields, check_fields, has_date, has_measure, has_owner
from ..models import Decision, Document, Finding
from ..states import allowed
from ..texts import one_line
from ..vocabularies import FindingState, RejectReason
from . import versions
from .common import Key, get_document, person_of_actor
from .steps import (
    SNAPSHOT,
    check_move,
    get_row,
    restore,
    snapshot,
    this_operation,
    write_step,
)


def accept_finding(
    finding: Finding | Key, *, actor: Actor, expected_revision: int | None = None
) -> Finding:
    """Return the finding as accepted; refuses one that is not proposed, or changed meanwhile."""

    def accept(row: Finding) -> None:
        row.state = FindingState.ACCEPTED

    return _decide("accept", finding, actor, expected_revision, accept, events.FINDING_ACCEPTED)


def reject_finding(
    finding: Finding | Key,
    reason: str,
    *,
    actor: Actor,
    note: str = "",
    expected_revision: int | None = None,
) -> Finding:
    """Return the finding as rejected; refuses without a reason, and "other" without a note."""
    note = one_line(note, 300)
    _check_reject_reason(reason, note)

    def reject(row: Finding) -> None:
        row.state, row.reject_reason, row.reject_note = FindingState.REJECTED, reason, note

    return _decide("reject", finding, actor, expected_revision, reject, events.FINDING_REJECTED)


def restore_finding(
    finding: Finding | Key, *, actor: Actor, expected_revision: int | None = None
) -> Finding:
    """Return the finding as proposed again, with the edits it has; refuses one that is proposed."""

    def restore(row: Finding) -> None:
        row.state, row.reject_reason, row.reject_note = FindingState.PROPOSED, "", ""

    return _decide("restore", finding, actor, expected_revision, restore, events.FINDING_RESTORED)


def edit_finding(
    finding: Finding | Key, given: Mapping[str, Any], *, actor: Actor, expected_revision: int
) -> Finding:
    """Return the finding with other fields, parts that are not given as they stand; refuses a save
    on top of somebody else's with `Conflict`, which carries theirs. Fields as the reader took them
    count as not edited."""
    row = get_row(finding, actor)
    check_move(row, "edit", expected_revision)
    fields = check_fields({**row.fields, **given}, row.fields_read)
    if fields == row.fields:
        return row

    def edit(row: Finding) -> None:
        set_fields(row, None if fields == row.fields_read else fields)

    return _decide("edit", row, actor, expected_revision, edit, events.FINDING_EDITED)


def set_fields(row: Finding, edited: Fields | None) -> None:
    """Give a finding its edited fields, or those as read, and what follows from them."""
    row.fields_edited = edited
    row.kind = row.fields["kind"]
    row.has_owner = has_owner(row.fields)
    row.has_date = has_date(row.fields)
    row.has_measure = has_measure(row.fields)


def undo_decision(document: Document | Key, *, actor: Actor) -> list[Finding]:
    """Return the findings of the actor's last step on the document as they stood before it (all of
    one operation together); refuses when there is none, or somebody decided about them since."""
    row = get_document(document, actor)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    wanted = _last_operation(row, actor)
    with change(actor) as record:
        # Two requests to take back one step wait for each other here; the second finds it undone.
        row = get_document(row, actor, lock=True)
        if _last_operation(row, actor) != wanted:
            raise Conflict(
                "这一步刚刚已经撤销。请刷新页面。",
                "That step has just been taken back. Please reload the page.",
            )
        steps = list(_own_steps(row, actor).filter(operation=wanted).order_by("-id"))
        findings = _locked_findings(steps)
        _check_nobody_since(steps, findings)
        for step in steps:
            _take_back(step, findings[step.finding_id])
        _refuse_twins(findings[step.finding_id] for step in steps if "start" in step.before)
        versions.reopen(steps)
        search_rows.index_findings(findings.values())
        record(
            events.DECISION_UNDONE,
            row,
            title=row.title,
            count=len(findings),
            digest=digest_of(str(finding.uuid) for finding in findings.values()),
        )
    return list(findings.values())


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many findings were accepted at once, and how many were passed over as changed since."""

    count: int
    passed_over: int


def accept_findings_above(
    document: Document | Key, confidence: float, listed: Mapping[UUID, int], *, actor: Actor
) -> Accepted:
    """Accept the findings that were on the list shown (id and revision) and return how many.

    Passes over those that were changed or decided since the list was made; refuses a list with
    anything below the confidence or from another document, and one of which nothing is left.
    """
    row = get_document(document, actor)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    if not listed or not 0 <= confidence <= 1:
        raise Invalid(
            "清单是空的，没有可接受的摘录。请返回复核页面。",
            "There is nothing on the list. Please go back to the review.",
            field="listed",
        )
    with change(actor) as record:
        found = list(
            Finding.objects.select_for_update(of=("self",))
            .filter(
                version__document=row,
                version__latest=True,
                uuid__in=list(listed),
                superseded=False,
            )
            .order_by("pk")
        )
        if len(found) != len(listed) or any(_is_below(item, confidence) for item in found):
            raise Invalid(
                "清单与文件不符，请重新打开清单。",
                "The list does not fit the document. Please open it again.",
                field="listed",
            )
        fit = [f for f in found if allowed("accept", f.state) and f.revision == listed[f.uuid]]
        if not fit:
            raise Conflict(
                "清单中的摘录都已有人处理。请返回复核页面。",
                "All findings on the list have been dealt with. Please go back to the review.",
            )
        _accept_all(fit, actor)
        record(
            events.FINDINGS_ACCEPTED,
            row,
            title=row.title,
            percent=round(confidence * 100),
            count=len(fit),
            digest=digest_of(str(finding.uuid) for finding in fit),
        )
    return Accepted(len(fit), len(found) - len(fit))


def _is_below(item: Finding, confidence: float) -> bool:
    """Whether a finding may not be accepted in bulk: a second reader's never may."""
    return item.confidence < confidence or item.reason == SECOND


def digest_of(ids: Any) -> str:
    """Return the digest under which the ledger knows the rows of a bulk operation."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def _accept_all(findings: list[Finding], actor: Actor) -> None:
    person, now, operation = person_of_actor(actor), clock.now(), this_operation()
    Decision.objects.bulk_create(
        Decision(
            finding=finding,
            version=finding.version,
            operation=operation,
            move="accept",
            by=person,
            at=now,
            before=snapshot(finding),
        )
        for finding in findings
    )
    for finding in findings:
        finding.state, finding.decided_in_bulk = FindingState.ACCEPTED, True
        finding.decided_by, finding.decided_at = person, now
        finding.revision += 1
    fields = ["state", "decided_in_bulk", "decided_by", "decided_at", "revision"]
    Finding.objects.bulk_update(findings, fields, batch_size=200)
    search_rows.index_findings(findings)


def _decide(
    move: str,
    finding: Finding | Key,
    actor: Actor,
    expected: int | None,
    apply: Callable[[Finding], None],
    event: EventType,
) -> Finding:
    """Make one move: ask, check, write, remember what stood before, record."""
    check_move(get_row(finding, actor), move, expected)
    with change(actor) as record:
        row = get_row(finding, actor, lock=True)
        check_move(row, move, expected)
        before = snapshot(row)
        apply(row)
        write_step(row, move, actor, before)
        changed = {name: before[name] for name in SNAPSHOT if before[name] != getattr(row, name)}
        document = row.version.document
        record(
            event,
            row,
            title=document.title,
            document=str(document.uuid),
            before=changed,
            after={name: getattr(row, name) for name in changed},
        )
    return row


def _check_reject_reason(reason: str, note: str) -> None:
    if reason not in RejectReason.values:
        raise Invalid("请选择不采纳的理由。", "Please choose a reason.", field="reason")
    if reason == RejectReason.OTHER and not note:
        raise Invalid("请写明不采纳的理由。", "Please write down the reason.", field="note")


def _own_steps(document: Document, actor: Actor) -> QuerySet[Decision]:
    return Decision.objects.filter(
        by=person_of_actor(actor), version__document=document, version__latest=True, undone=False
    )


def _last_operation(document: Document, actor: Actor) -> UUID:
    last = _own_steps(document, actor).order_by("-id").values_list("operation", flat=True).first()
    if last is None:
        raise Conflict("没有可撤销的操作。", "There is no step of yours to take back.")
    return last


def _locked_findings(steps: list[Decision]) -> dict[int, Finding]:
    keys = {step.finding_id for step in steps}
    rows = Finding.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _check_nobody_since(steps: list[Decision], findings: dict[int, Finding]) -> None:
    newest = max(step.pk for step in steps)
    later = Decision.objects.filter(finding__in=findings, undone=False, pk__gt=newest)
    if later.exclude(operation=steps[0].operation).exists():
        raise Conflict(
            "您之后已有他人处理过其中的摘录，不能撤销。请逐条处理。",
            "Somebody has decided about these findings since, so your step cannot be taken back. "
            "Please deal with them one by one.",
        )


def _take_back(step: Decision, finding: Finding) -> None:
    restore(finding, step.before)
    step.undone = True
    step.save(update_fields=["undone"])
    finding.revision += 1
    finding.save()


def _refuse_twins(findings: Iterable[Finding]) -> None:
    """A span that was given up may have become somebody else's finding since."""
    for row in findings:
        same = Finding.objects.filter(
            version=row.version_id, start=row.start, end=row.end, superseded=False
        )
        if not row.superseded and same.exclude(pk=row.pk).exists():
            raise Conflict(
                "原来的范围现在已是另一条摘录，不能撤销。",
                "What stood there is another finding now, so the step cannot be taken back.",
            )
