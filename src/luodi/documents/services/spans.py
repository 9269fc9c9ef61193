"""Where a finding stands: added by a person, cut otherwise, split, merged with neighbours.

The text is read before the transaction: it never changes, only the rows do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask
from luodi.reading import types
from luodi.reading.anchors import selector
from luodi.reading.spans import read_span

from .. import events, permissions
from ..fields import Fields, fields_of, has_date, has_measure, has_owner
from ..models import Document, DocumentVersion, Finding
from ..parting import apart, together
from ..vocabularies import FindingKind, FindingState
from .common import Key, get_document, person_of_actor
from .steps import ADD, check_move, get_row, snapshot, write_step

LONGEST = 5000
# What an added finding becomes when that is taken back.
_ASIDE = {
    "state": FindingState.PROPOSED.value,
    "superseded": True,
    "decided_by_id": None,
    "decided_at": None,
}
# What does not belong to a finding at its ends.
EDGES = " \t\r\n\u3000，、；。：！？,;.!?"


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters of a version as a finding, with what the reader finds in them."""

    version: DocumentVersion
    anchor: types.Selector
    found: types.Finding

    @property
    def place(self) -> tuple[int, int]:
        """Return where it begins and ends."""
        return self.anchor.start, self.anchor.end


def add_finding(
    document: Document | Key, start: int, end: int, kind: str, *, actor: Actor
) -> Finding:
    """Return the accepted finding of these characters of the newest version, with the fields that
    the reader finds inside; refuses a span that is none, and one that a finding has already."""
    row = get_document(document, actor)
    ask(actor, permissions.REVIEW_DOCUMENT, row)
    if kind not in FindingKind.values:
        raise Invalid("类别不在可选范围内。", "There is no such kind.", field="kind")
    cut = cut_of(row.versions.select_related("document").get(latest=True), start, end, kind)
    with change(actor) as record:
        row = get_document(row, actor, lock=True)
        _refuse_outdated(cut)
        _refuse_known(cut)
        made = added(cut, kind, actor)
        before = {**snapshot(made, place=True), **_ASIDE}
        made.save()
        write_step(made, ADD, actor, before)
        record(events.FINDING_ADDED, made, title=row.title, document=str(row.uuid), kind=kind)
    return made


def added(cut: Cut, kind: str, actor: Actor) -> Finding:
    """Return the accepted finding that the actor adds, not yet saved."""
    made = Finding(version=cut.version, kind=kind, state=FindingState.ACCEPTED, revision=0)
    put(made, cut)
    made.decided_by, made.decided_at = person_of_actor(actor), clock.now()
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
    row = get_row(finding, actor)
    check_move(row, "span", expected_revision)
    cut = cut_of(_version(row), start, end, row.kind)
    if cut.place == (row.start, row.end):
        return row
    with change(actor) as record:
        row = _locked(row, actor, "span", expected_revision, cut)
        _refuse_known(cut, but=[row])
        before = snapshot(row, place=True)
        put(row, cut)
        write_step(row, "span", actor, before)
        title = row.version.document.title
        place = [before["start"], before["end"]]
        record(events.SPAN_CHANGED, row, title=title, before=place, after=list(cut.place))
    return row


def split_finding(
    finding: Finding | Key, at: int, *, actor: Actor, expected_revision: int | None = None
) -> Finding:
    """Return the new finding behind the place `at` of the text; the old one keeps its id and what
    stands before. Fields that people edited are shared out. Refuses a place at the edge."""
    row = get_row(finding, actor)
    check_move(row, "split", expected_revision)
    if not row.start < at < row.end:
        raise Invalid("请选择摘录中间的位置。", "Choose a place inside the finding.", field="at")
    version = _version(row)
    first = cut_of(version, row.start, at, row.kind)
    second = cut_of(version, at, row.end, row.kind)
    with change(actor) as record:
        row = _locked(row, actor, "split", expected_revision, first)
        _refuse_known(first, but=[row])
        _refuse_known(second, but=[row])
        before, edited = snapshot(row, place=True), row.fields_edited
        other = _second(row, second)
        aside = {**snapshot(other, place=True), "superseded": True}
        if edited is not None:
            other.fields_edited = apart(edited, second.place, first.place)
            row.fields_edited = apart(edited, first.place, second.place)
        put(row, first)
        put(other, second)
        write_step(row, "split", actor, before)
        aside["merged_into_id"] = row.pk
        other.save()
        write_step(other, "split", actor, aside)
        title = row.version.document.title
        record(events.FINDING_SPLIT, row, title=title, other=str(other.uuid), at=at)
    return other


def _second(row: Finding, cut: Cut) -> Finding:
    other = Finding(version=cut.version, reading=row.reading, kind=row.kind, state=row.state)
    other.decided_by, other.decided_at = row.decided_by, row.decided_at
    other.revision = 0
    put(other, cut)
    return other


def merge_findings(
    findings: Sequence[Finding | Key],
    *,
    actor: Actor,
    expected_revisions: Mapping[UUID, int] | None = None,
) -> Finding:
    """Return the first of neighbouring findings, which now reaches to the end of the last; the
    others are put aside and lead on to it. Accepted as soon as one of them was.

    Refuses findings of several versions, and others between them."""
    expected = expected_revisions or {}
    rows = _in_order(get_row(finding, actor) for finding in findings)
    for row in rows:
        check_move(row, "merge", expected.get(row.uuid))
    cut = _union(rows)
    with change(actor) as record:
        rows = _in_order(
            _locked(row, actor, "merge", expected.get(row.uuid), cut)
            for row in sorted(rows, key=lambda row: row.pk)
        )
        if _union_place(rows) != cut.place:
            raise _outdated()
        _refuse_others_between(rows)
        _refuse_known(cut, but=rows)
        steps = [(row, snapshot(row, place=True)) for row in rows]
        _join(rows, cut)
        for row, before in steps:
            write_step(row, "merge", actor, before)
        record(
            events.FINDINGS_MERGED,
            rows[0],
            title=rows[0].version.document.title,
            count=len(rows),
            others=[str(row.uuid) for row in rows[1:]],
        )
    return rows[0]


def _in_order(rows: Iterable[Finding]) -> list[Finding]:
    return sorted(rows, key=lambda row: (row.start, row.end, row.pk))


def _union_place(rows: Sequence[Finding]) -> tuple[int, int]:
    return rows[0].start, max(row.end for row in rows)


def _union(rows: Sequence[Finding]) -> Cut:
    versions = {row.version_id for row in rows}
    if len({row.pk for row in rows}) < 2 or len(versions) > 1:
        raise Invalid("请选择相邻的摘录。", "Choose neighbouring findings.", field="findings")
    return cut_of(_version(rows[0]), *_union_place(rows), rows[0].kind, field="findings")


def _refuse_others_between(rows: Sequence[Finding]) -> None:
    between = Finding.objects.filter(
        version=rows[0].version_id,
        superseded=False,
        start__gt=rows[0].start,
        start__lt=rows[-1].start,
    ).exclude(pk__in=[row.pk for row in rows])
    if between.exclude(state=FindingState.REJECTED).exists():
        raise Invalid(
            "所选摘录之间还有其他摘录，不能合并。",
            "Another finding stands between them, so they cannot be merged.",
            field="findings",
        )


def _join(rows: Sequence[Finding], cut: Cut) -> None:
    """The first takes over what people decided about and edited in the others."""
    first, others = rows[0], rows[1:]
    decided = next((row for row in rows if row.state == FindingState.ACCEPTED), first)
    first.state = decided.state
    first.decided_by, first.decided_at = decided.decided_by, decided.decided_at
    first.decided_in_bulk = decided.decided_in_bulk
    edited: Fields | None = None
    if any(row.fields_edited is not None for row in rows):
        edited = together([row.fields for row in rows])
    first.fields_edited = edited
    put(first, cut)
    for row in others:
        row.superseded, row.merged_into = True, first


# What they share


def cut_of(
    version: DocumentVersion, start: int, end: int, kind: str | None, *, field: str = "span"
) -> Cut:
    """Return these characters without blanks and marks at their ends, and what they say; refuses
    what then is none or too long."""
    start, end = _trimmed(version.text, start, end, field)
    date = version.document.date
    found = read_span(version.text, start, end, kind=kind, date=date)  # type: ignore[arg-type]
    return Cut(version, selector(version.text, start, end), found)


def _trimmed(text: str, start: int, end: int, field: str) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise Invalid("所选范围不在文中。", "This span is not in the text.", field=field)
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    if start == end:
        raise Invalid("所选范围没有文字。", "There are no words in this span.", field=field)
    if end - start > LONGEST:
        raise Invalid(
            f"所选范围过长，最多{LONGEST}字。",
            f"This span is too long: at most {LONGEST} characters.",
            field=field,
        )
    return start, end


def put(row: Finding, cut: Cut) -> None:
    """Give a finding its characters and what the reader finds in them; edits by people stay."""
    row.version, anchor, found = cut.version, cut.anchor, cut.found
    row.start, row.end, row.exact = anchor.start, anchor.end, anchor.exact
    row.prefix, row.suffix = anchor.prefix, anchor.suffix
    row.fields_read = fields_of(found)
    row.confidence, row.reason = found.confidence, found.reason
    row.section_path = list(found.section_path)
    row.has_owner = has_owner(row.fields)
    row.has_date = has_date(row.fields)
    row.has_measure = has_measure(row.fields)


def _version(row: Finding) -> DocumentVersion:
    return DocumentVersion.objects.select_related("document").get(pk=row.version_id)


def _locked(row: Finding, actor: Actor, move: str, expected: int | None, cut: Cut) -> Finding:
    """The fresh row under lock, the document first: two who cut in one text wait for each other."""
    get_document(row.version.document, actor, lock=True)
    row = get_row(row, actor, lock=True)
    check_move(row, move, expected)
    if row.version_id != cut.version.pk:
        raise _outdated()
    return row


def _refuse_outdated(cut: Cut) -> None:
    if not DocumentVersion.objects.filter(pk=cut.version.pk, latest=True).exists():
        raise _outdated()


def _outdated() -> Conflict:
    return Conflict(
        "文件或摘录刚刚有变，尚未保存。请刷新页面后再选。",
        "The document or the finding has just changed; nothing was saved. Reload the page and "
        "choose again.",
    )


def _refuse_known(cut: Cut, but: Collection[Finding] = ()) -> None:
    start, end = cut.place
    rows = Finding.objects.filter(version=cut.version, start=start, end=end, superseded=False)
    if rows.exclude(pk__in=[row.pk for row in but]).exists():
        raise Conflict(
            "这段文字已是一条摘录（可能在“未采纳”中）。请直接处理那一条。",
            "These very characters are a finding already, perhaps a rejected one. Deal with that.",
        )
