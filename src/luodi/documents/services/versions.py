"""New versions of a document: what people worked on is found again exactly, or a person settles it.

A finding moves to the new version only when its very characters stand there beyond doubt and under
the same heading. It keeps its id; where it stood before stays in its match. All others stay where
they are, in the old text, until somebody says where they stand now or that they are gone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import Record, change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask
from luodi.reading import types
from luodi.reading.alignment import Alignment
from luodi.reading.anchors import Located, locate, selector
from luodi.reading.frame import frame

from .. import events, permissions, search_rows
from ..models import Decision, Document, DocumentVersion, Finding, VersionMatch
from ..parting import Run, relocated
from ..vocabularies import FindingState, MatchStatus, RejectReason, Settlement
from .common import Key, get_document, is_uuid, not_found, person_of_actor
from .reading import ask_for_reading, untouched_in
from .spans import cut_of, put
from .steps import check_move, get_row, snapshot, write_step
from .storing import Given, given_file, make_version, refuse_unstorable, store_file

SETTLE = "settle"
# How many characters around a finding are looked for when all of them are not found.
SHORTER = (16, 8)
_NUMBER = re.compile(r"^[\s（(]*[第]?[一二三四五六七八九十百零〇\d]{1,4}[章节条、.．）)]*\s*")


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What came of a new version: findings carried over, and those that a person has to settle."""

    document: Document
    version: DocumentVersion
    carried: int
    open: int


def add_version(
    document: Document | Key, data: bytes, filename: str, *, actor: Actor
) -> NewVersion:
    """Return the new version of a document, with its reading queued; findings that people worked
    on are carried over or listed to be settled, proposals that nobody touched go.

    Refuses what `store_document` refuses, and a text that is that of the present version."""
    row = get_document(document, actor)
    ask(actor, permissions.EDIT_DOCUMENT, row)
    given = given_file(data, filename)
    refuse_unstorable(given.text)
    base = row.versions.get(latest=True)
    _refuse_same(base, given)
    with change(actor) as record:
        return place_version(row, given, record, actor)


def place_version(document: Document, given: Given, record: Record, actor: Actor) -> NewVersion:
    """Return the new version with what became of the findings; to be called in the change that adds
    it, and refuses a text that is that of the present version."""
    row = get_document(document, actor, lock=True)
    base = row.versions.select_for_update().get(latest=True)
    _refuse_same(base, given)
    version = _add(row, base, given)
    matches = list(_matches(row, version))
    counted = [match for match in matches if match.settlement == Settlement.CARRIED]
    untouched_in(Finding.objects.filter(version=base, superseded=False)).update(superseded=True)
    search_rows.index_document(row)
    search_rows.index_findings([match.finding for match in matches])
    ask_for_reading(version, actor)
    record(
        events.VERSION_ADDED,
        row,
        title=row.title,
        n=version.n,
        version=str(version.uuid),
        text_sha256=version.text_sha256,
        file_sha256=version.file.sha256 if version.file else "",
        carried=len(counted),
        open=len(matches) - len(counted),
    )
    return NewVersion(row, version, len(counted), len(matches) - len(counted))


def _refuse_same(base: DocumentVersion, given: Given) -> None:
    if base.text_sha256 == given.text_sha256:
        raise Invalid(
            f"正文与现有第{base.n}版完全相同，未保存任何内容。",
            f"The text is that of the present version {base.n}; nothing was stored.",
            field="file",
        )


def _add(document: Document, base: DocumentVersion, given: Given) -> DocumentVersion:
    version = make_version(given, document, store_file(given))
    version.n = base.n + 1
    base.latest = False
    base.save(update_fields=["latest"])
    version.save()
    return version


def _matches(document: Document, version: DocumentVersion) -> Iterator[VersionMatch]:
    """Settle what can be settled without doubt, and list the rest; a match of an older version that
    nobody settled is overtaken by the one made here."""
    overtaken = VersionMatch.objects.filter(finding__version__document=document, settlement="")
    waiting = set(overtaken.values_list("finding", flat=True))
    overtaken.update(settlement=Settlement.OVERTAKEN, settled_at=clock.now())
    living = Finding.objects.filter(version__document=document, superseded=False)
    skipped = set(untouched_in(living).values_list("pk", flat=True))
    rows = living.select_for_update(of=("self",)).select_related("version").defer("version__text")
    carrying = _Carrying(version)
    for row in rows.order_by("start", "end", "pk"):
        is_here = row.version.n == version.n - 1 or row.pk in waiting
        if is_here and row.pk not in skipped and (match := carrying.match(row)):
            match.save()
            yield match


class _Carrying:
    """Finds findings again in a new text; `taken` are the places that are given away."""

    def __init__(self, version: DocumentVersion) -> None:
        self.version = version
        self.sections = frame(version.text).sections
        self.taken: set[Run] = set()
        self.sides: dict[int, Alignment] = {}

    def match(self, row: Finding) -> VersionMatch | None:
        """Return what became of a finding, which is moved where nothing is left to be decided;
        None for a rejected one that is not found: nobody has to settle what nobody wanted."""
        found = self._locate(row)
        status, place = self._judge(row, found)
        if place is None and row.state == FindingState.REJECTED:
            return None
        match = VersionMatch(
            finding=row,
            from_version=row.version,
            to_version=self.version,
            status=status,
            old_start=row.start,
            old_end=row.end,
            exact=row.exact,
            candidates=[list(run) for run in _candidates(found)],
        )
        if place is not None:
            self.taken.add(place)
            match.settlement, match.settled_at = Settlement.CARRIED, clock.now()
            self._carry(row, place)
        return match

    def _locate(self, row: Finding) -> Located:
        """With less and less of the words around it, which may have changed as well."""
        found = Located("gone")
        for reach in (len(row.prefix) + len(row.suffix), *SHORTER):
            found = locate(self.version.text, _anchor(row, reach), self._sides(row.version_id))
            if found.status != "gone":
                break
        return found

    def _judge(self, row: Finding, found: Located) -> tuple[str, Run | None]:
        """The status to be shown, and the place where nothing is left to be decided."""
        if found.status not in ("exact", "moved") or found.start is None or found.end is None:
            # The only place, though told by too little: somebody has to say that it moved there.
            alone = found.status == "ambiguous" and len(found.candidates) == 1
            return (MatchStatus.MOVED if alone else found.status), None
        place = (found.start, found.end)
        if place in self.taken:
            return MatchStatus.AMBIGUOUS, None
        same_heading = _bare(self._path_at(place[0])) == _bare(row.section_path)
        return (found.status, place) if same_heading else (MatchStatus.MOVED, None)

    def _path_at(self, at: int) -> list[str]:
        place = bisect_right(self.sections, at, key=lambda section: section.start) - 1
        return list(self.sections[place].path) if place >= 0 else []

    def _carry(self, row: Finding, place: Run) -> None:
        """Move a finding with its characters; parts that stand around it are found again or lose
        their place, never their words."""
        sides, old_place = self._sides(row.version_id), (row.start, row.end)
        shift = place[0] - row.start

        def find(start: int, end: int) -> Run | None:
            if old_place[0] <= start and end <= old_place[1]:
                return start + shift, end + shift
            return _beyond_doubt(sides, start, end)

        row.fields_read = relocated(row.fields_read, find)
        if row.fields_edited is not None:
            row.fields_edited = relocated(row.fields_edited, find)
        anchor = selector(self.version.text, *place)
        row.version, row.start, row.end = self.version, anchor.start, anchor.end
        row.prefix, row.suffix = anchor.prefix, anchor.suffix
        row.section_path = self._path_at(anchor.start)
        row.revision += 1
        row.save()

    def _sides(self, version: int) -> Alignment:
        """The text of an old version beside the new one."""
        if version not in self.sides:
            old = DocumentVersion.objects.values_list("text", flat=True).get(pk=version)
            self.sides[version] = Alignment(old, self.version.text)
        return self.sides[version]


def _anchor(row: Finding, reach: int) -> types.Selector:
    prefix = row.prefix[max(0, len(row.prefix) - reach) :]
    return types.Selector(row.start, row.end, row.exact, prefix, row.suffix[:reach])


def _candidates(found: Located) -> Sequence[Run]:
    if found.start is not None and found.end is not None:
        return [(found.start, found.end)] if found.start < found.end else []
    return [(start, end) for start, end in found.candidates if start < end][:10]


def _bare(path: Iterable[str]) -> list[str]:
    """The headings without their numbers: a section put in before shifts them all."""
    return [_NUMBER.sub("", heading) for heading in path]


def _beyond_doubt(sides: Alignment, start: int, end: int) -> Run | None:
    found = locate(sides.new, selector(sides.old, start, end), sides)
    if found.status in ("exact", "moved") and found.start is not None and found.end is not None:
        return found.start, found.end
    return None


# Settled by a person


def settle_match(
    match: VersionMatch | UUID | str,
    settlement: str,
    start: int | None = None,
    end: int | None = None,
    *,
    actor: Actor,
) -> VersionMatch:
    """Return the match as settled: "placed" at these characters of the new version, where its
    fields are read again (edits by people stay), or "dropped", which rejects the finding.

    Refuses one that is settled, and characters that are none or are another finding's."""
    row = _get_match(match, actor)
    if settlement not in (Settlement.PLACED, Settlement.DROPPED):
        raise Invalid("请选择如何处理。", "Please choose what to do with it.", field="settlement")
    if settlement == Settlement.PLACED:
        return _place(row, start, end, actor)
    return _drop(row, actor)


def _get_match(
    match: VersionMatch | UUID | str, actor: Actor, *, lock: bool = False
) -> VersionMatch:
    key = str(match.uuid if isinstance(match, VersionMatch) else match)
    if not is_uuid(key):
        raise not_found()
    rows = VersionMatch.objects.filter(
        permissions.visible(actor, "to_version__document__"), uuid=key
    )
    rows = rows.select_related("finding", "from_version", "to_version__document__unit")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise not_found()
    ask(actor, permissions.REVIEW_DOCUMENT, row.to_version.document)
    if row.settlement:
        raise Conflict(
            "这一条已有人核对。请刷新页面。",
            "Somebody has settled this one already. Please reload the page.",
        )
    return row


def _place(match: VersionMatch, start: int | None, end: int | None, actor: Actor) -> VersionMatch:
    if start is None or end is None:
        raise Invalid(
            "请选择它在新版本中的文字。", "Choose its words in the new version.", field="span"
        )
    version = match.to_version
    cut = cut_of(version, start, end, match.finding.kind)
    with change(actor) as record:
        match, row = _locked(match, actor)
        same = Finding.objects.filter(
            version=version, start=cut.place[0], end=cut.place[1], superseded=False
        )
        worked_on = same.exclude(pk__in=untouched_in(same).values("pk"))
        if worked_on.exists():
            raise Conflict(
                "这段文字已是另一条摘录。", "These very characters are another finding already."
            )
        untouched_in(same).update(superseded=True, merged_into=row)
        before = snapshot(row, place=True)
        before["version_id"] = row.version_id
        sides = Alignment(row.version.text, version.text)

        def find(first: int, last: int) -> Run | None:
            return _beyond_doubt(sides, first, last)

        if row.fields_edited is not None:
            row.fields_edited = relocated(row.fields_edited, find)
        reason, confidence = row.reason, row.confidence
        put(row, cut)
        row.reason, row.confidence = reason, confidence
        write_step(row, SETTLE, actor, before)
        _close(match, Settlement.PLACED, actor)
        record(events.MATCH_SETTLED, row, title=version.document.title, place=list(cut.place))
    return match


def _drop(match: VersionMatch, actor: Actor) -> VersionMatch:
    with change(actor) as record:
        match, row = _locked(match, actor)
        before = snapshot(row)
        check_move(row, "reject", None)
        row.state, row.reject_reason = FindingState.REJECTED, RejectReason.DROPPED
        row.decided_by, row.decided_at = person_of_actor(actor), clock.now()
        row.decided_in_bulk = False
        write_step(row, SETTLE, actor, before, match.to_version)
        _close(match, Settlement.DROPPED, actor)
        record(events.MATCH_SETTLED, row, title=match.to_version.document.title, dropped=True)
    return match


def _locked(match: VersionMatch, actor: Actor) -> tuple[VersionMatch, Finding]:
    get_document(match.to_version.document, actor, lock=True)
    match = _get_match(match, actor, lock=True)
    if not match.to_version.latest:
        raise Conflict(
            "又有了更新的版本。请在新版本中核对。",
            "There is a newer version. Please settle it there.",
        )
    return match, get_row(match.finding, actor, lock=True)


def _close(match: VersionMatch, settlement: str, actor: Actor) -> None:
    match.settlement, match.settled_at = settlement, clock.now()
    match.settled_by = person_of_actor(actor)
    match.save()


def reopen(steps: Iterable[Decision]) -> None:
    """List again the findings whose settling was taken back."""
    for step in steps:
        if step.move == SETTLE:
            VersionMatch.objects.filter(finding=step.finding_id, to_version=step.version_id).update(
                settlement="", settled_by=None, settled_at=None
            )
