"""Papers of plans to take away: Word and Excel."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header

from luodi.base import clock
from luodi.base.errors import NotFound
from luodi.base.papers import write_docx, write_xlsx
from luodi.base.requests import Request
from luodi.people.queries import units_tree

from .. import papers, queries, services
from ..papers.parts import Address
from ..vocabularies import PaperKind

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def plan_paper(request: Request, uuid: UUID, kind: str) -> HttpResponse:
    """The task table as Word or Excel, or the one-page brief."""
    with translation.override("zh-hans"):
        shown = queries.plan_page(request.actor, uuid)
        if kind == "docx":
            paper = papers.breakdown_paper(shown, row_address(request), clock.today())
            data = services.written(PaperKind.BREAKDOWN, paper)
            name = paper.title.replace("\n", "")
            return download(f"{name}.docx", data)
        if kind == "xlsx":
            names = [row.short_name or row.name for row in units_tree(request.actor)]
            sheet = papers.breakdown_sheet(shown, names, row_address(request))
            return download(f"{shown.plan.title}任务分解表.xlsx", write_xlsx(sheet))
        if kind == "brief":
            brief = papers.brief_paper(shown, (), clock.today())
            return download(f"{shown.plan.title}呈阅件.docx", write_docx(brief))
    raise _no_such_paper()


@login_required
def answers_paper(request: Request, uuid: UUID, kind: str) -> HttpResponse:
    """The answers to a superior's document as Word or Excel."""
    with translation.override("zh-hans"):
        shown = queries.correspondence_page(request.actor, uuid)
        name = f"{shown.row.document.title[:60]}贯彻落实对照表"
        if kind == "docx":
            paper = papers.answers_paper(shown, row_address(request), clock.today())
            return download(f"{name}.docx", services.written(PaperKind.ANSWERS, paper))
        if kind == "xlsx":
            return download(f"{name}.xlsx", write_xlsx(papers.answers_sheet(shown)))
    raise _no_such_paper()


def row_address(request: Request) -> Address:
    """Return what gives the whole address of a row: papers are read away from this server."""
    return lambda row: request.build_absolute_uri(reverse("commitments:row", args=[row]))


def download(name: str, data: bytes) -> HttpResponse:
    """Return a file to be saved under its name."""
    kind = DOCX if name.endswith(".docx") else XLSX
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})


def _no_such_paper() -> NotFound:
    return NotFound("没有这种文书。", "There is no such paper.")
