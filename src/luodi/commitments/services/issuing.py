"""交办通知单: drafted for a unit, signed out with the next number, the stamped copy attached."""

from __future__ import annotations

import re
import unicodedata

from django.utils import timezone, translation

from luodi.base import clock, files
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.papers import paper_number
from luodi.base.permissions import ask
from luodi.documents.services.common import person_of_actor
from luodi.documents.texts import one_line
from luodi.people.models import Unit
from luodi.reading.formats import base_name
from luodi.reading.secrecy import refuse_secret

from .. import events, permissions
from ..access import Key, get_plan, not_found
from ..facts import facts_of, rows_with_parts
from ..models import IssuedPaper, PaperSeries, Plan
from ..papers.plan import Issue, Parties, notice_paper
from ..vocabularies import PaperKind, PaperState, PlanState, RowState
from ..words import row_view
from .templates import written

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SCANS = {b"%PDF": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_MARK = re.compile(r"[\w\u3400-\u9fff]{1,30}")


def draft_notice(
    plan: Plan | Key, unit: Unit | Key, *, contact: str = "", copies: str = "", actor: Actor
) -> IssuedPaper:
    """Return the draft of the notice to a unit, the open one when there is one; refuses a plan that
    was never approved and a unit that has nothing in it."""
    ask(actor, permissions.EDIT_PLAN)
    with change(actor) as record:
        row = get_plan(plan, actor, lock=True)
        if row.state not in (PlanState.APPROVED, PlanState.AMENDED):
            raise Conflict("方案批准后才能交办。", "Notices go out once the plan is approved.")
        body = _unit(unit)
        paper = row.papers.filter(unit=body, state=PaperState.DRAFT).first()
        event = events.PAPER_EDITED if paper else events.PAPER_DRAFTED
        paper = paper or IssuedPaper(
            plan=row, unit=body, created_by=person_of_actor(actor), created_at=clock.now()
        )
        paper.contact, paper.copies = one_line(contact, 100), one_line(copies, 500)
        content_of(paper)
        paper.save()
        record(event, paper, title=row.title, unit=str(body))
    return paper


def drop_notice(paper: IssuedPaper | Key, *, actor: Actor) -> None:
    """Take a draft away; refuses a paper that was signed out."""
    ask(actor, permissions.EDIT_PLAN)
    with change(actor) as record:
        found = _get(paper, actor, PaperState.DRAFT)
        record(events.PAPER_DROPPED, found, title=found.plan.title, unit=str(found.unit))
        found.delete()


def sign_out(paper: IssuedPaper | Key, *, mark: str, signer: str, actor: Actor) -> IssuedPaper:
    """Return the paper with the next number of the mark's series in this year; its file is fixed.
    Refuses without signer or mark."""
    ask(actor, permissions.APPROVE_PLAN)
    mark = unicodedata.normalize("NFKC", mark).strip()
    signer = one_line(signer, 50)
    if not _MARK.fullmatch(mark):
        raise Invalid(
            "请填写机关代字，如“望政督”。",
            "Give the mark of the series, letters only.",
            field="mark",
        )
    if not signer:
        raise Invalid("请填写签发人。", "Please say who signed it out.", field="signer")
    with change(actor) as record:
        found = _get(paper, actor, PaperState.DRAFT)
        now = clock.now()
        year = timezone.localtime(now).year
        # Locked until the end of the transaction: no gap and no double, whoever signs.
        PaperSeries.objects.get_or_create(mark=mark, year=year)
        series = PaperSeries.objects.select_for_update().get(mark=mark, year=year)
        series.last += 1
        series.save(update_fields=["last"])
        found.series, found.serial = series, series.last
        found.number = paper_number(mark, year, series.last)
        found.signer, found.signed_by, found.signed_at = signer, person_of_actor(actor), now
        found.state = PaperState.SIGNED
        found.file = files.store(content_of(found), DOCX)
        found.save()
        record(events.PAPER_SIGNED, found, number=found.number, unit=str(found.unit))
    return found


def attach_scan(
    paper: IssuedPaper | Key, data: bytes, filename: str, *, actor: Actor
) -> IssuedPaper:
    """Return the paper with its stamped copy (PDF, PNG or JPEG); refuses other files, and a paper
    that is not signed out."""
    ask(actor, permissions.EDIT_PLAN)
    name = base_name(filename)
    refuse_secret("", filename=name)
    kind = next((kind for magic, kind in SCANS.items() if data.startswith(magic)), None)
    if kind is None:
        raise Invalid(
            "盖章件请用 PDF、PNG 或 JPEG 文件。",
            "The stamped copy is a PDF, PNG or JPEG.",
            field="file",
        )
    with change(actor) as record:
        found = _get(paper, actor, PaperState.SIGNED)
        found.scan, found.scan_name = files.store(data, kind), name[:200]
        found.save(update_fields=["scan", "scan_name"])
        record(events.PAPER_STAMPED, found, number=found.number, file=found.scan.sha256)
    return found


def withdraw_paper(paper: IssuedPaper | Key, why: str, *, actor: Actor) -> IssuedPaper:
    """Return the paper as withdrawn; it keeps its number. Refuses without a reason."""
    ask(actor, permissions.APPROVE_PLAN)
    why = one_line(why, 300)
    if not why:
        raise Invalid("请写明收回的理由。", "Please say why it is withdrawn.", field="why")
    with change(actor) as record:
        found = _get(paper, actor, PaperState.SIGNED)
        found.state, found.why_withdrawn = PaperState.WITHDRAWN, why
        found.save(update_fields=["state", "why_withdrawn"])
        record(events.PAPER_WITHDRAWN, found, number=found.number, why=why)
    return found


def content_of(paper: IssuedPaper) -> bytes:
    """Return the paper as Word, made of the rows that hold: the last approved version."""
    with translation.override("zh-hans"):
        version = paper.plan.versions.order_by("-n").first()
        facts = version.rows if version else facts_of(rows_with_parts(paper.plan))
        live = [row_view(item) for item in facts if item["state"] == RowState.LIVE]
        issue = Issue(
            number=paper.number,
            signer=paper.signer,
            contact=paper.contact,
            day=timezone.localtime(paper.signed_at or clock.now()).date(),
            copies=tuple(part for part in re.split(r"[、,，;；\s]+", paper.copies) if part),
        )
        parties = Parties(paper.plan.title, paper.plan.unit.name, str(paper.unit), paper.unit.name)
        notice = notice_paper(parties, live, lambda row: "", issue)
        return written(PaperKind.NOTICE, notice)


def _unit(unit: Unit | Key) -> Unit:
    key = unit.uuid if isinstance(unit, Unit) else unit
    found = Unit.objects.filter(uuid=key, active=True).first()
    if found is None:
        raise Invalid("没有这个单位，或已撤销。", "There is no such unit in force.", field="unit")
    return found


def _get(paper: IssuedPaper | Key, actor: Actor, state: PaperState) -> IssuedPaper:
    key = paper.uuid if isinstance(paper, IssuedPaper) else paper
    rows = IssuedPaper.objects.select_for_update(of=("self",)).filter(uuid=key)
    found = rows.select_related("plan__unit", "unit").first()
    if found is None:
        raise not_found()
    get_plan(found.plan, actor)
    if found.state != state:
        raise Conflict(
            "通知单的状态已变，不能这样处理。请刷新页面。",
            "The notice is in another state now, so this step does not fit. Reload the page.",
        )
    return found
