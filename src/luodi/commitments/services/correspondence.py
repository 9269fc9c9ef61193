"""对照: a superior's document is set against a plan; a person answers clause by clause."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.languages import in_both_languages
from luodi.base.permissions import ask
from luodi.documents.models import Document, DocumentVersion, Finding
from luodi.documents.services.common import get_document, person_of_actor
from luodi.documents.texts import one_line
from luodi.documents.vocabularies import FAMILIES, Family, FindingState

from .. import events, permissions
from ..access import Key, get_correspondence, get_plan, not_found
from ..models import Answer, Correspondence, Plan, PlanRow
from ..vocabularies import AnswerState, RowState


def start_correspondence(
    document: Document | Key, plan: Plan | Key, *, actor: Actor
) -> Correspondence:
    """Return the document set against the plan, every clause open; the known one when there is one
    already. Refuses a document in which nothing was found."""
    ask(actor, permissions.EDIT_PLAN)
    given, row = get_document(document, actor), get_plan(plan, actor)
    version = given.versions.defer("text").order_by("-n")[0]
    if known := Correspondence.objects.filter(version=version, plan=row).first():
        return known
    with change(actor) as record:
        row = get_plan(row, actor, lock=True)
        clauses = list(clauses_of(version))
        if not clauses:
            raise Invalid(
                "这份文件中没有找到要求，无法对照。请先读取并复核文件。",
                "Nothing was found in this document, so there is nothing to answer.",
                field="document",
            )
        made = Correspondence.objects.create(
            document=given,
            version=version,
            plan=row,
            created_by=person_of_actor(actor),
            created_at=clock.now(),
        )
        Answer.objects.bulk_create(
            Answer(correspondence=made, finding=finding) for finding in clauses
        )
        record(
            events.CORRESPONDENCE_STARTED,
            made,
            title=given.title,
            plan=row.title,
            count=len(clauses),
        )
    return made


def clauses_of(version: DocumentVersion) -> QuerySet[Finding]:
    """Return what the document asks: its commitments that nobody rejected, in order. A new version
    takes its findings along, so they are those of the document."""
    return (
        Finding.objects.filter(
            version__document=version.document_id,
            kind__in=FAMILIES[Family.COMMITMENT],
            superseded=False,
        )
        .exclude(state=FindingState.REJECTED)
        .order_by("start", "end", "pk")
    )


def renew_correspondence(correspondence: Correspondence | Key, *, actor: Actor) -> int:
    """Return how many clauses were added that the review has brought since; clauses rejected since
    and still open go."""
    ask(actor, permissions.EDIT_PLAN)
    row = get_correspondence(correspondence, actor)
    present = set(row.answers.values_list("finding", flat=True))
    clauses = {finding.pk: finding for finding in clauses_of(row.version)}
    added = [finding for key, finding in clauses.items() if key not in present]
    gone = row.answers.filter(state=AnswerState.OPEN).exclude(finding__in=clauses)
    if not added and not gone.exists():
        return 0
    with change(actor) as record:
        gone.delete()
        Answer.objects.bulk_create(
            (Answer(correspondence=row, finding=finding) for finding in added),
            ignore_conflicts=True,
        )
        record(events.CORRESPONDENCE_RENEWED, row, title=row.document.title, count=len(added))
    return len(added)


def answer_clause(
    answer: Answer | Key,
    state: str,
    rows: Iterable[PlanRow | Key] = (),
    *,
    reason: str = "",
    actor: Actor,
    expected_revision: int | None = None,
) -> Answer:
    """Return the answer as decided; "answered" and "partly" name rows of the plan, "does not apply"
    a reason; refuses a save on top of somebody else's."""
    ask(actor, permissions.EDIT_PLAN)
    reason = one_line(reason, 500)
    keys = {str(row.uuid if isinstance(row, PlanRow) else row) for row in rows}
    _check(state, keys, reason)
    with change(actor) as record:
        found = _get_answer(answer, actor)
        if expected_revision is not None and found.revision != expected_revision:
            raise Conflict(
                "他人刚刚处理了这一条，您的操作尚未保存。请刷新后再决定。",
                "Somebody has just answered this clause; yours is not saved. Reload and decide.",
                theirs={"state": found.state, "reason": found.reason, "revision": found.revision},
            )
        chosen = list(found.correspondence.plan.rows.filter(uuid__in=keys, state=RowState.LIVE))
        if len(chosen) < len(keys):
            raise Invalid(
                "所选事项不在这个方案中或已不在办。",
                "These rows are not in force in this plan.",
                field="rows",
            )
        decided = state != AnswerState.OPEN
        found.state, found.reason = state, reason
        found.decided_by = person_of_actor(actor) if decided else None
        found.decided_at = clock.now() if decided else None
        found.revision += 1
        found.save()
        found.rows.set(chosen if state in (AnswerState.ANSWERED, AnswerState.PARTLY) else [])
        record(
            events.CLAUSE_ANSWERED,
            found.correspondence,
            title=found.correspondence.document.title,
            answer=str(found.uuid),
            state=state,
            rows=[row.number for row in chosen],
            reason=reason,
            **in_both_languages(state=AnswerState(state).label),
        )
    return found


def _check(state: str, rows: set[str], reason: str) -> None:
    if state not in AnswerState.values:
        raise Invalid("对应情况不在可选范围内。", "There is no such answer.", field="state")
    if state in (AnswerState.ANSWERED, AnswerState.PARTLY) and not rows:
        raise Invalid("请选择对应的事项。", "Please choose the rows that answer it.", field="rows")
    if state == AnswerState.NOT_APPLICABLE and not reason:
        raise Invalid("请写明不适用的理由。", "Please say why it does not apply.", field="reason")


def _get_answer(answer: Answer | Key, actor: Actor) -> Answer:
    key = answer.uuid if isinstance(answer, Answer) else answer
    rows = Answer.objects.select_for_update(of=("self",)).filter(uuid=key)
    found = rows.select_related("correspondence__document", "correspondence__plan").first()
    if found is None:
        raise not_found()
    get_correspondence(found.correspondence, actor)
    return found
