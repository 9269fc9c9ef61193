"""Documents and findings for tests, made by the services and read by the reader."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from tests.people.factories import make_actor

from luodi.base import jobs
from luodi.base.actors import SYSTEM, Actor
from luodi.documents import services
from luodi.documents.models import Document, Finding

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
