"""Where a finding stands: added by a person, cut otherwise, split, merged with neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask
from luodi.reading.anchors import selector
from luodi.reading.spans import read_span

from .. import events, permissions
from ..fields import fields_of, has_date, has_measure, has_owner
from ..models import Document, DocumentVersion, Finding
from ..vocabularies import FindingKind, FindingState
from .common import Key, get_document, person_of_actor
from .steps import ADD, check_move, get_row, snapshot, write_step

LONGEST = 2000
# What does not belong to a finding at its ends.
EDGES = " \t\r\n\u3000，、；。：！？,;.!?"


def add_finding(
    document: Document | Key, start: int, end: int, kind: str, *, actor: Actor
) -> Finding:
    """Return the accepted finding of these characters of the newest version, with the fields that
    the reader finds inside; refuses a span that is none, and one that a finding has already."""
    row = get_document(document, actor)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    if kind not in FindingKind.values:
        raise Invalid("类别不在可选范围内。", "There is no such kind.", field="kind")
    with change(actor) as record:
        row = get_document(row, actor, lock=True)
        version = row.versions.order_by("-n")[0]
        start, end = _trimmed(version.text, start, end)
        _refuse_known(version, start, end)
        made = Finding(version=version, kind=kind)
        _place(made, version, start, end)
        before = {**snapshot(made, place=True), "superseded": True}
        made.state = FindingState.ACCEPTED
        made.decided_by, made.decided_at = person_of_actor(actor), clock.now()
        made.revision = 0
        made.save()
        write_step(made, ADD, actor, before)
        record(events.FINDING_ADDED, made, title=row.title, document=str(row.uuid), kind=kind)
    return made


def change_span(
    finding: Finding | Key,
    start: int,
    end: int,
    *,
    actor: Actor,
    expected_revision: int | None = None,
) -> Finding:
    """Return the finding cut to these characters; its fields are read again, edits by people stay.
    Refuses a span that is none, and one that another finding has."""
    with change(actor) as record:
        row = get_row(finding, actor, lock=True)
        check_move(row, "span", expected_revision)
        version = DocumentVersion.objects.get(pk=row.version_id)
        start, end = _trimmed(version.text, start, end)
        _refuse_known(version, start, end)
        before = snapshot(row, place=True)
        _place(row, version, start, end)
        write_step(row, "span", actor, before)
        title = row.version.document.title
        place = [before["start"], before["end"]]
        record(events.SPAN_CHANGED, row, title=title, before=place, after=[start, end])
    return row


def split_finding(
    finding: Finding | Key, at: int, *, actor: Actor, expected_revision: int | None = None
) -> Finding:
    """Return the new finding behind the place `at` of the text; the old one keeps its id and what
    stands before. Refuses a place at the edge."""
    with change(actor) as record:
        row = get_row(finding, actor, lock=True)
        check_move(row, "split", expected_revision)
        version = DocumentVersion.objects.get(pk=row.version_id)
        if not row.start < at < row.end:
            raise Invalid(
                "请选择摘录中间的位置。", "Choose a place inside the finding.", field="at"
            )
        first = _trimmed(version.text, row.start, at)
        second = _trimmed(version.text, at, row.end)
        _refuse_known(version, *second)
        before = snapshot(row, place=True)
        other = Finding(version=version, kind=row.kind, reading=row.reading, state=row.state)
        _place(other, version, *second)
        aside = {**snapshot(other, place=True), "superseded": True}
        other.decided_by, other.decided_at, other.revision = row.decided_by, row.decided_at, 0
        _place(row, version, *first)
        write_step(row, "split", actor, before)
        other.save()
        write_step(other, "split", actor, aside)
        title = row.version.document.title
        record(events.FINDING_SPLIT, row, title=title, other=str(other.uuid), at=at)
    return other


def merge_findings(findings: Sequence[Finding | Key], *, actor: Actor) -> Finding:
    """Return the first of neighbouring findings, which now reaches to the end of the last; the
    others are put aside. Refuses findings of several versions, and others between them."""
    with change(actor) as record:
        rows = sorted(
            (get_row(finding, actor, lock=True) for finding in findings),
            key=lambda row: (row.start, row.end),
        )
        for row in rows:
            check_move(row, "merge", None)
        version = _common_version(rows)
        start, end = rows[0].start, max(row.end for row in rows)
        if end - start > LONGEST:
            raise Invalid("合并后太长。", "Together they are too long.", field="findings")
        first, others = rows[0], rows[1:]
        steps = [(row, snapshot(row, place=True)) for row in rows]
        _place(first, version, start, end)
        for row in others:
            row.superseded = True
        for row, before in steps:
            write_step(row, "merge", actor, before)
        title = first.version.document.title
        record(
            events.FINDINGS_MERGED,
            first,
            title=title,
            count=len(rows),
            others=[str(row.uuid) for row in others],
        )
    return first


def _common_version(rows: Sequence[Finding]) -> DocumentVersion:
    keys = {row.version_id for row in rows}
    if len({row.pk for row in rows}) < 2 or len(keys) > 1:
        raise Invalid("请选择相邻的摘录。", "Choose neighbouring findings.", field="findings")
    between = Finding.objects.filter(
        version__in=keys,
        superseded=False,
        start__gt=rows[0].start,
        start__lt=rows[-1].start,
    ).exclude(pk__in=[row.pk for row in rows])
    if between.exists():
        raise Invalid(
            "所选摘录之间还有其他摘录，不能合并。",
            "Another finding stands between them, so they cannot be merged.",
            field="findings",
        )
    return DocumentVersion.objects.get(pk=keys.pop())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without blanks and marks at its ends; refuses what then is none."""
    if not 0 <= start < end <= len(text):
        raise Invalid("所选范围不在文中。", "This span is not in the text.", field="span")
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    if start == end:
        raise Invalid("所选范围没有文字。", "There are no words in this span.", field="span")
    if end - start > LONGEST:
        raise Invalid(
            f"所选范围过长，最多{LONGEST}字。",
            f"This span is too long: at most {LONGEST} characters.",
            field="span",
        )
    return start, end


def _refuse_known(version: DocumentVersion, start: int, end: int) -> None:
    if Finding.objects.filter(version=version, start=start, end=end, superseded=False).exists():
        raise Conflict(
            "这段文字已是一条摘录。",
            "These very characters are a finding already.",
        )


def _place(row: Finding, version: DocumentVersion, start: int, end: int) -> None:
    """Give a finding its characters, and the fields that the reader finds in them."""
    date = version.document.date
    found = read_span(version.text, start, end, kind=row.kind, date=date)  # type: ignore[arg-type]
    anchor = selector(version.text, start, end)
    row.start, row.end, row.exact = anchor.start, anchor.end, anchor.exact
    row.prefix, row.suffix = anchor.prefix, anchor.suffix
    row.fields_read = fields_of(found)
    row.confidence, row.reason = found.confidence, found.reason
    row.section_path = list(found.section_path)
    row.has_owner = has_owner(row.fields)
    row.has_date = has_date(row.fields)
    row.has_measure = has_measure(row.fields)
