"""Documents and findings for tests, made by the services and read by the reader."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from tests.people.factories import make_actor

from luodi.base import clock, files, jobs
from luodi.base.actors import SYSTEM, Actor
from luodi.documents import services
from luodi.documents.models import Document, Finding, ReaderModel, Reading, SpotCheck
from luodi.people.models import Person
from luodi.reading.learnt import Learnt, to_bytes
from luodi.reading.reader import VERSION

_numbers = count(1)

# Eight findings, one a line: six tasks and projects, a goal, a request. The second says all.
TEXT = """望川市2026年重点工作安排
一、项目建设
到2026年底前，新建标准厂房50万平方米。
市教育局要在2026年6月底前新建改建学校12所。
市水利局要在2026年底前完成120个老旧小区供水改造。
市交通局要新建农村公路300公里。
二、民生保障
要推进义务教育优质均衡发展。
要加快建设县域医共体。
全市居民人均可支配收入增长6%以上。
恳请省财政厅支持县城基础设施补短板资金10亿元。
"""


def make_text(text: str = TEXT) -> str:
    """The text with a last line of its own: luodi recognises what it was given before."""
    return f"{text}第{next(_numbers)}号\n"


def make_document(
    actor: Actor | None = None, text: str = TEXT, *, read: bool = True, **details: object
) -> Document:
    """A document, read unless told, given by somebody of the follow-up office unless told."""
    given = services.Details(**details)  # type: ignore[arg-type]
    by = actor or make_actor("followup")
    stored = services.paste_document(make_text(text), actor=by, details=given)
    if read:
        jobs.drain()
    return stored.document


def findings_of(document: Document) -> Sequence[Finding]:
    """The findings that count, in the order of the text."""
    rows = Finding.objects.filter(version__document=document, superseded=False)
    return list(rows.select_related("version").order_by("start", "end", "pk"))


def make_finding(actor: Actor | None = None, **details: object) -> Finding:
    """The first finding of a new document."""
    return findings_of(make_document(actor, **details))[0]  # type: ignore[arg-type]


def accept_some(document: Document, number: int = 2, actor: Actor = SYSTEM) -> list[Finding]:
    """The first findings of a document, accepted."""
    return [services.accept_finding(f, actor=actor) for f in findings_of(document)[:number]]


def make_check(
    document: Document,
    start: int = 0,
    kind: str = "",
    answer: str = "",
    text: str = "新建学校十二所",
    version: str = VERSION,
) -> SpotCheck:
    """A clause of the document drawn by chance; `kind` is what the reader said of it."""
    said = {"kind": kind, "text": text, "reason": "deed", "measured": False, "heading": ""}
    left = {"kind": "", "reason": "heading", "confidence": 0.9}
    return SpotCheck.objects.create(
        version=document.versions.get(latest=True),
        start=start,
        end=start + 4,
        place=start,
        said=said if kind else left,
        reader_version=version,
        drawn_at=clock.now(),
        answer=answer,
        answered_at=clock.now() if answer else None,
    )


def make_model(state: str, follows: ReaderModel | None = None) -> ReaderModel:
    """A model trained here, with a file of its own and an empty report."""
    n = ReaderModel.objects.count() + 1
    stored = files.store(to_bytes(Learnt(n, 0.5, {})), "application/json")
    return ReaderModel.objects.create(
        n=n,
        file=stored,
        state=state,
        made_at=clock.now(),
        trained_until=clock.now(),
        rows=1,
        documents=1,
        report={"n": 200},
        follows=follows,
    )


GOOD, BAD = "新建学校十二所", "提升群众的幸福感"


def make_reviews(person: Person, documents: int = 5, each: int = 40) -> list[Document]:
    """Documents in which a person accepted one sort of finding and rejected another one by one,
    with a sample that says the same: half found, of which half is the bad sort."""
    made = [make_document(text=f"{GOOD}。\n", read=False) for _ in range(documents)]
    for document in made:
        version = document.versions.get()
        reading = Reading.objects.create(version=version, asked_at=clock.now())
        for at in range(20):
            _decided(reading, at, person)
        for at in range(each):
            text, kind = ((GOOD, "project"), (BAD, "task"), ("", ""), ("", ""))[at % 4]
            answer = "project" if text == GOOD or at % 20 == 2 else "none"
            make_check(document, at * 5, kind, answer, text)
    return made


def _decided(reading: Reading, at: int, person: Person) -> Finding:
    good = at % 2 == 0
    words, kind = (GOOD, "project") if good else (BAD, "task")
    fields = {"kind": kind, "targets": [], "deadline": None, "owners": [], "places": []}
    return Finding.objects.create(
        version=reading.version,
        reading=reading,
        kind=kind,
        start=at * 10,
        end=at * 10 + len(words),
        exact=words,
        fields_read={**fields, "cause": None, "body": None},
        has_owner=False,
        has_date=False,
        has_measure=False,
        confidence=0.9,
        reason="deed",
        state="accepted" if good else "rejected",
        reject_reason="" if good else "not_a_commitment",
        decided_by=person,
        decided_at=clock.now(),
    )
