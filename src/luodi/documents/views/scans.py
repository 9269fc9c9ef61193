"""Scans: how far one is, and the pages of a recognised text beside its words."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from luodi.base.requests import Request
from luodi.reading.formats.scanned import PICTURE_TYPE

from .. import queries, services
from ..highlights import marked_text
from ..queries import ScanRow
from .shared import number_in

PICTURE_POLICY = "default-src 'none'"


@login_required
def scan(request: Request, uuid: UUID) -> HttpResponse:
    """How far a scan is; leads to its document when there is one."""
    row = queries.scan_row(request.actor, uuid)
    if row.n and row.document:
        return redirect("documents:document", row.document)
    return render(request, "documents/scan.html", {"scan": row, **progress_of(row)})


def progress_of(row: ScanRow) -> dict[str, str]:
    """Return what the part that shows a scan's progress needs."""
    english = (get_language() or "").startswith("en")
    return {
        "url": reverse("documents:scan_progress", args=[row.uuid]),
        "note": _(row.note) if row.note else row.state_words,
        "error": row.error_en if english else row.error_zh,
    }


@login_required
def progress(request: Request, uuid: UUID) -> HttpResponse:
    """The part that shows how far the recognition is; leads on when it has ended."""
    row = queries.scan_row(request.actor, uuid)
    if not request.htmx:
        return redirect("documents:scan", uuid)
    if not row.is_open:
        return HttpResponseClientRedirect(reverse("documents:scan", args=[uuid]))
    context = {"scan": row, **progress_of(row)}
    return render(request, "documents/parts/scan_progress.html", context)


@login_required
@require_POST
def retry(request: Request, uuid: UUID) -> HttpResponse:
    """Go on with a scan that failed."""
    services.retry_scan(uuid, actor=request.actor)
    return redirect("documents:scan", uuid)


@login_required
@require_POST
def dismiss(request: Request, uuid: UUID) -> HttpResponse:
    """Give up a scan that failed."""
    services.dismiss_scan(uuid, actor=request.actor)
    messages.success(request, _("Taken out of the system."))
    return redirect("documents:documents")


@login_required
def page(request: Request, uuid: UUID, n: int) -> HttpResponse:
    """A page of a recognised version: its picture beside the words on it. `at` is a character of
    the text, whose page is shown; `page` is a page by its number."""
    number = number_in(request.GET.get("page"), 0)
    at = number_in(request.GET.get("at"), 0)
    shown = queries.page_beside(request.actor, uuid, n, number, at)
    start = shown.page.start
    context = {
        "document": shown.document,
        "shown": shown,
        "text": marked_text(
            shown.text, (), unsure=[(line.start - start, line.end - start) for line in shown.low]
        ),
    }
    return render(request, "documents/page.html", context)


@login_required
def picture(request: Request, uuid: UUID, n: int, number: int) -> HttpResponse:
    """The picture of a page; it never changes."""
    data = queries.page_picture(request.actor, uuid, n, number)
    return HttpResponse(
        data,
        content_type=PICTURE_TYPE,
        headers={
            "Content-Security-Policy": PICTURE_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=3600",
        },
    )
