"""Taking a document in: extract, refuse what is secret, recognise what is known, then store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Date

from django.conf import settings

from luodi import __version__
from luodi.base import clock, files
from luodi.base.actors import SYSTEM_ROLE, Actor
from luodi.base.changes import Record, change
from luodi.base.errors import Invalid
from luodi.base.models import StoredFile
from luodi.base.permissions import ask, may
from luodi.people.models import Person, Role, Unit
from luodi.reading.errors import ReadingError, ScannedFile
from luodi.reading.formats import Limits, base_name, extract_isolated
from luodi.reading.frame import frame
from luodi.reading.secrecy import mark_of, refuse_secret
from luodi.reading.types import ExtractedText

from .. import events, permissions, search_rows
from ..models import Document, DocumentVersion
from ..texts import one_line
from ..vocabularies import DocumentKind, Release
from .common import is_uuid, person_of_actor
from .reading import ask_for_reading

MEDIA_TYPES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "wps": "application/vnd.ms-works",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "webp": "image/webp",
    "gif": "image/gif",
}
OTHER_TYPE = "application/octet-stream"
PASTED = "pasted"


class Scanned(Invalid):
    """The file is a scan or a picture: its text has to be recognised."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document that was given: a new one, or one that was there already."""

    document: Document
    version: DocumentVersion
    is_new: bool


@dataclass(frozen=True, slots=True)
class Details:
    """What the giver says of a document; empty parts are taken from the document itself."""

    title: str = ""
    kind: str = ""
    issuer: str = ""
    number: str = ""
    date: Date | None = None
    release: str = ""
    unit: str = ""


def store_document(
    data: bytes, filename: str, *, actor: Actor, details: Details | None = None
) -> Stored:
    """Return the stored document and queue its reading, or the known one when the same file is
    there already and the actor may see it; refuses a file that bears a mark of secrecy, is over
    the limits or cannot be read, and then stores nothing. A scan is refused as `Scanned`."""
    ask(actor, permissions.ADD_DOCUMENT)
    return _store(given_file(data, filename, check_details(details or Details())), actor)


def given_file(data: bytes, filename: str, details: Details | None = None) -> Given:
    """Return a file with its text; refuses a mark of secrecy, and what is over the limits or cannot
    be read."""
    name = base_name(filename)
    with refusals():
        # The name first: nobody is advised to save a secret document in another format.
        refuse_secret("", filename=name)
        extracted = extract_isolated(data, name, limits())
        header = f"{extracted.header}\n{extracted.title}"
        refuse_secret(extracted.text, filename=name, header=header)
    return Given(details or Details(), name, extracted, data)


def paste_document(text: str, *, actor: Actor, details: Details | None = None) -> Stored:
    """Return the document made of a pasted text; recognises and refuses as `store_document`."""
    ask(actor, permissions.ADD_DOCUMENT)
    given = check_details(details or Details())
    if not one_line(text, 1):
        raise Invalid("没有粘贴任何文字。", "No text was pasted.", field="text")
    if len(text) > limits().characters:
        raise Invalid("粘贴的文字太长，请分成几份。", "The pasted text is too long.", field="text")
    with refusals():
        refuse_secret(text)
    return _store(Given(given, "", ExtractedText(text, PASTED, ""), None), actor)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the reading package refuses into an answer for a page."""
    try:
        yield
    except ScannedFile as error:
        raise Scanned(error.message_zh, error.message_en, field="file") from error
    except ReadingError as error:
        raise file_refusal(error) from error


def file_refusal(error: ReadingError) -> Invalid:
    """Return the answer for a page to what the reading package refuses."""
    return Invalid(error.message_zh, error.message_en, field="file")


def limits() -> Limits:
    """Return the limits of settings for parsing one file."""
    return Limits(
        bytes=settings.UPLOAD_BYTES,
        memory=settings.PARSE_MEMORY_BYTES,
        cpu_seconds=settings.PARSE_SECONDS,
        wall_seconds=settings.PARSE_SECONDS * 1.5,
    )


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: a file or a text, and what its giver says of it."""

    details: Details
    filename: str
    extracted: ExtractedText
    data: bytes | None

    @property
    def text(self) -> str:
        """Return the text that offsets will point into."""
        return self.extracted.text

    @property
    def text_sha256(self) -> str:
        """Return the digest by which the same text is known again."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def _store(given: Given, actor: Actor) -> Stored:
    refuse_unstorable(given.text)
    if known := _known(given, actor):
        return known
    document = describe(given, actor)
    check_release(document, actor)
    with change(actor) as record:
        stored_file = store_file(given)
        wait_in_line(document)
        if known := _known(given, actor):
            # Somebody was faster with the same file. What was written so far is as it was.
            record(events.STORED_AGAIN, known.document, title=known.document.title)
            return known
        version = keep_document(document, given, stored_file, record, actor)
    return Stored(document, version, True)


def keep_document(
    document: Document, given: Given, file: StoredFile | None, record: Record, actor: Actor
) -> DocumentVersion:
    """Return the first version of a document, both saved, with its reading queued; to be called in
    the change that stores it."""
    document.save()
    version = make_version(given, document, file)
    version.save()
    search_rows.index_document(document)
    ask_for_reading(version, actor)
    record(
        events.STORED,
        document,
        title=document.title,
        release=document.release,
        version=str(version.uuid),
        text_sha256=version.text_sha256,
        file_sha256=file.sha256 if file else "",
    )
    return version


def store_file(given: Given) -> StoredFile | None:
    """Return the stored file of what was given, locked; None for a text."""
    if given.data is None:
        return None
    stored = files.store(given.data, MEDIA_TYPES.get(given.extracted.format, OTHER_TYPE))
    # Of two who give the same file at once, the second waits here and then finds the first's.
    return StoredFile.objects.select_for_update().get(pk=stored.pk)


def wait_in_line(document: Document) -> None:
    """Of two requests of one person that paste the same text, the second waits here."""
    if document.created_by:
        Person.objects.select_for_update(no_key=True).get(pk=document.created_by.pk)


def check_release(document: Document, actor: Actor) -> None:
    """Refuse to make public at once what the actor could not make public later."""
    if document.release == Release.PUBLIC and not may(actor, permissions.SET_RELEASE, document):
        raise Invalid(
            "您不能将文件设为公开。请先选择内部，再请督查部门或本单位负责人设为公开。",
            "You may not make a document public. Choose internal, and ask the follow-up office or "
            "the leader of your unit to make it public.",
            field="release",
        )


def refuse_unstorable(text: str) -> None:
    """Refuse characters that no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _unstorable() from None
    if "\x00" in text:
        raise _unstorable()


def _unstorable() -> Invalid:
    return Invalid(
        "正文中有无法保存的字符（空字符或残缺字符）。请另存为 UTF-8 文本或 docx 再上传。",
        "The text holds characters that cannot be stored (NUL or half a character). "
        "Save it as UTF-8 text or docx and try again.",
        field="file",
    )


def _known(given: Given, actor: Actor) -> Stored | None:
    """A document of the same file, or of the same text when it was pasted, that the actor sees."""
    rows = DocumentVersion.objects.filter(
        permissions.visible(actor, "document__"), document__source=""
    )
    if given.data is None:
        rows = rows.filter(text_sha256=given.text_sha256)
    else:
        rows = rows.filter(file__sha256=hashlib.sha256(given.data).hexdigest())
    version = rows.select_related("document__unit").order_by("pk").first()
    return Stored(version.document, version, False) if version else None


def describe(given: Given, actor: Actor) -> Document:
    """Return the document, not yet saved; what its giver left empty is what it says of itself."""
    details, says = given.details, frame(given.text, date=given.details.date)
    title = details.title or given.extracted.title or says.title or _stem(given.filename)
    return Document(
        title=one_line(title, 300) or _first_words(given.text),
        kind=details.kind or _kind(says.document_kind, frame(title).document_kind),
        issuer=details.issuer or one_line(says.issuer, 200),
        number=details.number or one_line(says.number, 100),
        date=details.date or given.extracted.date or says.date,
        release=details.release or Release.INTERNAL,
        unit=unit_for(actor, details.unit),
        created_by=person_of_actor(actor),
        created_at=clock.now(),
    )


def _kind(*said: str) -> str:
    """What the text says, else what its title does: a page may print the title over two lines."""
    return next((kind for kind in said if kind in DocumentKind.values), DocumentKind.OTHER)


def make_version(given: Given, document: Document, file: StoredFile | None) -> DocumentVersion:
    """Return the version that was given, not yet saved."""
    return DocumentVersion(
        document=document,
        file=file,
        filename=given.filename,
        format=given.extracted.format,
        encoding=given.extracted.encoding,
        extractor=f"luodi.reading.formats {__version__}",
        text=given.text,
        text_sha256=given.text_sha256,
        length=len(given.text),
        notes=list(given.extracted.notes),
        recognised=given.extracted.recognised,
        created_at=clock.now(),
    )


def _stem(filename: str) -> str:
    return filename.rpartition(".")[0] or filename


def _first_words(text: str) -> str:
    return one_line(text.strip()[:40], 300)


def check_details(given: Details) -> Details:
    """Return the details on one line each; refuses words outside the vocabularies and marks of
    secrecy in the title."""
    if given.kind and given.kind not in DocumentKind.values:
        raise Invalid("文种不在可选范围内。", "There is no such kind of document.", field="kind")
    if given.release and given.release not in Release.values:
        raise Invalid(
            "公开属性不在可选范围内。", "There is no such release state.", field="release"
        )
    for name in ("title", "issuer", "number"):
        _refuse_mark(name, getattr(given, name))
    return Details(
        one_line(given.title, 300),
        given.kind,
        one_line(given.issuer, 200),
        one_line(given.number, 100),
        given.date,
        given.release,
        given.unit,
    )


def _refuse_mark(field: str, words: str) -> None:
    mark = mark_of("", filename=words, header=words)
    if mark is not None:
        raise Invalid(
            f"“{mark.text}”是密级标志，未保存任何内容。luodi 是非涉密系统，不得登记涉密文件。"
            "请立即停止，并向本单位保密办（保密工作机构）报告。",
            f"“{mark.text}” is a mark of secrecy; nothing was kept. luodi is a non-classified "
            "system. Stop here and ask your unit's secrecy office.",
            field=field,
        )


def unit_for(actor: Actor, wanted: str = "") -> Unit | None:
    """Return the unit that will own a document: the wanted one, else the actor's first; refuses a
    unit that is not the actor's own unless the follow-up office asks."""
    own = sorted(
        {(grant.unit_path, grant.unit) for grant in actor.grants_of(*permissions.BUSINESS)}
    )
    keys = [unit for _, unit in own if unit]
    if wanted and wanted not in keys and not actor.has(Role.FOLLOWUP, SYSTEM_ROLE):
        raise Invalid("只能以本单位名义提交。", "Choose a unit of your own.", field="unit")
    key = wanted or (keys[0] if keys else "")
    unit = Unit.objects.filter(uuid=key).first() if is_uuid(key) else None
    if wanted and unit is None:
        raise Invalid("没有这个单位。", "There is no such unit.", field="unit")
    return unit
