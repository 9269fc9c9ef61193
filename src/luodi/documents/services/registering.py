"""Items that come without a document: the typed words become one, so that the anchor holds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from luodi import __version__
from luodi.base import clock, files
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Invalid
from luodi.base.models import StoredFile
from luodi.base.permissions import ask
from luodi.reading.formats import base_name
from luodi.reading.formats.sniff import sniff
from luodi.reading.secrecy import refuse_secret

from .. import events, permissions, search_rows
from ..fields import check_fields
from ..items import items_of
from ..models import Document, DocumentVersion, Finding, Reading
from ..texts import one_line
from ..vocabularies import FAMILIES, DocumentKind, Family, FindingKind, Release, Source
from .common import person_of_actor
from .describing import check_details
from .review import set_fields
from .spans import LONGEST, added, cut_of
from .storing import Details, Stored, limits, refusals, refuse_unstorable, unit_for, wait_in_line

TYPED = "typed"
PERSON = "person"
KINDS = {
    Source.REMARK: DocumentKind.REMARK,
    Source.MINUTES: DocumentKind.MINUTES,
    Source.SUPERIOR: DocumentKind.LETTER,
    Source.PROPOSAL: DocumentKind.LETTER,
    Source.HOTLINE: DocumentKind.OTHER,
}
# Titles are data, in the language of the documents.
TITLES = {
    Source.REMARK: "批示",
    Source.MINUTES: "会议议定事项",
    Source.SUPERIOR: "交办事项",
    Source.PROPOSAL: "建议提案",
    Source.HOTLINE: "12345热线事项",
}
SCANS = {"pdf": "application/pdf", "ofd": "application/ofd", "image": "application/octet-stream"}
# What somebody said is never public from the first moment.
RELEASES = (Release.INTERNAL, Release.WORK_SECRET)
MOST_WORDS = 60_000


@dataclass(frozen=True, slots=True)
class Scan:
    """The paper as a picture; stored as it is and never parsed."""

    data: bytes
    filename: str


@dataclass(frozen=True, slots=True)
class _Item:
    words: str
    source: str
    leader: str
    date: Date
    title: str
    release: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.words.encode()).hexdigest()


def register_words(
    words: str,
    *,
    source: str,
    leader: str,
    date: Date | None,
    actor: Actor,
    unit: str = "",
    owners: Sequence[str] = (),
    scan: Scan | None = None,
    release: str = Release.INTERNAL,
) -> Stored:
    """Return the document made of these exact words, with one accepted finding over them (minutes:
    one for each numbered item), or the known one of the same words, source, leader and day.

    `unit` owns it; `owners` are who has to act, the first leads; `release` says who may read it,
    internal or work secret. Refuses words without a source or day, a remark without a leader, a day
    to come, marks of secrecy, a scan that is none.
    """
    ask(actor, permissions.REGISTER_WORDS)
    item = _check(words, source, leader, date, release)
    owner = unit_for(actor, unit)
    picture = _check_scan(scan) if scan else None
    if known := _known(item, actor):
        return known
    document, version = _document(item, actor), _version(item, picture)
    document.unit = owner
    version.document = document
    runs = items_of(item.words) if source == Source.MINUTES else [(0, len(item.words))]
    findings = [_finding(version, run, owners, actor) for run in runs]
    with change(actor) as record:
        stored = _store(picture)
        wait_in_line(document)
        if known := _known(item, actor):
            record(events.STORED_AGAIN, known.document, title=known.document.title)
            return known
        document.save()
        version.document, version.file = document, stored
        version.save()
        _save(version, findings)
        search_rows.index_document(document)
        search_rows.index_findings(findings)
        record(
            events.REGISTERED,
            document,
            title=document.title,
            source=source,
            count=len(findings),
            version=str(version.uuid),
            text_sha256=version.text_sha256,
            file_sha256=stored.sha256 if stored else "",
        )
    return Stored(document, version, True)


def _check(words: str, source: str, leader: str, date: Date | None, release: str) -> _Item:
    words = words.replace("\r\n", "\n").strip()
    if release not in RELEASES:
        raise Invalid(
            "请选择公开属性：内部或工作秘密。", "Please choose who may read it.", field="release"
        )
    if source not in Source.values:
        raise Invalid("请选择来源。", "Please choose the source.", field="source")
    if not one_line(words, 1):
        raise Invalid("请填写原话。", "Please type the exact words.", field="words")
    if len(words) > (MOST_WORDS if source == Source.MINUTES else LONGEST):
        raise Invalid(
            "文字过长，请作为文件提交。",
            "That is too long for an item; please add it as a document.",
            field="words",
        )
    refuse_unstorable(words)
    with refusals():
        refuse_secret(words)
    leader = check_details(Details(issuer=leader)).issuer
    if source == Source.REMARK and not leader:
        raise Invalid("请填写批示领导。", "Please say whose remark it is.", field="leader")
    if date is None or date > clock.today():
        raise Invalid(
            "请填写日期，且不能晚于今天。", "Please give a day that is not to come.", field="date"
        )
    return _Item(words, source, leader, date, _title(words, source, leader, date), release)


def _title(words: str, source: str, leader: str, date: Date) -> str:
    """Source, leader and day, and the first words, which tell two of one day apart."""
    first = one_line(words, 200)
    opening = first if len(first) <= 24 else f"{first[:24]}…"
    day = f"{date.year}年{date.month}月{date.day}日"
    return one_line(f"{leader}{TITLES[Source(source)]}（{day}）：{opening}", 300)


def _check_scan(scan: Scan) -> tuple[Scan, str]:
    name, kind = base_name(scan.filename), sniff(scan.data)
    with refusals():
        refuse_secret("", filename=name)
    if kind not in SCANS:
        raise Invalid(
            "扫描件请用 PDF、OFD 或图片。", "A scan is a PDF, an OFD or a picture.", field="scan"
        )
    if len(scan.data) > limits().bytes:
        raise Invalid("扫描件太大。", "The scan is too large.", field="scan")
    return Scan(scan.data, name), SCANS[kind]


def _known(item: _Item, actor: Actor) -> Stored | None:
    rows = DocumentVersion.objects.filter(
        permissions.visible(actor, "document__"),
        text_sha256=item.sha256,
        document__source=item.source,
        document__issuer=item.leader,
        document__date=item.date,
    )
    version = rows.select_related("document__unit").order_by("pk").first()
    return Stored(version.document, version, False) if version else None


def _document(item: _Item, actor: Actor) -> Document:
    return Document(
        title=item.title,
        kind=KINDS[Source(item.source)],
        source=item.source,
        issuer=item.leader,
        date=item.date,
        release=item.release,
        created_by=person_of_actor(actor),
        created_at=clock.now(),
    )


def _version(item: _Item, picture: tuple[Scan, str] | None) -> DocumentVersion:
    return DocumentVersion(
        filename=picture[0].filename if picture else "",
        format=TYPED,
        extractor=f"luodi.documents {__version__}",
        text=item.words,
        text_sha256=item.sha256,
        length=len(item.words),
        created_at=clock.now(),
    )


def _finding(
    version: DocumentVersion, run: tuple[int, int], owners: Sequence[str], actor: Actor
) -> Finding:
    """One item: something to be done, whatever else the reader might call it."""
    cut = cut_of(version, *run, None, field="words")
    found = cut.found.kind
    row = added(cut, found if found in FAMILIES[Family.COMMITMENT] else FindingKind.TASK, actor)
    row.fields_read["kind"] = row.kind
    named = [name for name in map(str.strip, owners) if name]
    if named:
        given = [
            {"text": name, "role": "partner" if at else "lead"} for at, name in enumerate(named)
        ]
        set_fields(row, check_fields({**row.fields_read, "owners": given}, row.fields_read))
    return row


def _store(picture: tuple[Scan, str] | None) -> StoredFile | None:
    return files.store(picture[0].data, picture[1]) if picture else None


def _save(version: DocumentVersion, findings: Sequence[Finding]) -> None:
    """Nothing is left to be read: the words were marked by who typed them."""
    now = clock.now()
    counts = {"findings": len(findings), "clauses": 0}
    Reading.objects.create(
        version=version, reader=PERSON, counts=counts, asked_at=now, recorded_at=now
    )
    for row in findings:
        row.version, row.revision = version, 1
        row.save()
