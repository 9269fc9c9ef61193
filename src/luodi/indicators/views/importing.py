"""Tables of figures: given, settled, looked through, written; and figures going out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luodi.base import clock, files
from luodi.base.errors import Invalid, NotFound
from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.documents.views.adding import own_units

from .. import permissions, services
from ..access import is_uuid
from ..forms_importing import ColumnsForm, GiveTableForm
from ..queries import importing as queries
from ..queries.exchange import sdmx_csv
from ..vocabularies import ImportState

CSV = "text/csv; charset=utf-8"
AT_WORK = (ImportState.CHECKING, ImportState.WRITING)


@login_required
def tables(request: Request) -> HttpResponse:
    """The tables that were given; a POST gives one."""
    ask(request.actor, permissions.IMPORT_FIGURES)
    form = GiveTableForm(posted(request), request.FILES or None, units=own_units(request.actor))
    if request.method == "POST" and form.is_valid():
        file, data = form.cleaned_data["file"], form.cleaned_data
        made = attempt(
            form,
            lambda: services.take_table(
                file.read(), file.name, sender=data["sender"], reported_on=data["reported_on"],
                actor=request.actor,
            ),
        )  # fmt: skip
        if made is not None:
            return redirect("indicators:import_columns", made.uuid)
    found = queries.tables(request.actor, request.GET.get("p", 1))
    return render(request, "indicators/imports.html", {"form": form, "found": found})


@login_required
def columns(request: Request, uuid: UUID) -> HttpResponse:
    """What each column of a table is; a POST settles it and has the rows examined."""
    given = request.GET.get("header", "")
    header = int(given) if given.isdecimal() and len(given) < 8 else None
    shown = queries.columns_page(request.actor, uuid, header)
    if shown.table.state not in (ImportState.MAPPING, ImportState.PREVIEW):
        return redirect("indicators:import", uuid)
    form = ColumnsForm(posted(request), layout=shown.layout, indicators=shown.indicators)
    if form.is_valid():
        settled = attempt(
            form, lambda: services.settle_columns(uuid, form.settled(), actor=request.actor)
        )
        if settled is not None:
            return redirect("indicators:import", uuid)
    context = {
        "shown": shown,
        "table": shown.table,
        "form": form,
        "columns": list(form.columns(shown.lines)),
        "headers": [(int(line[0]), _first_cells(line)) for line in shown.lines[:8]],
    }
    return render(request, "indicators/import_columns.html", context)


def _first_cells(line: list[str]) -> str:
    return " · ".join(cell for cell in line[1:] if cell)[:60]


@login_required
@require_GET
def table(request: Request, uuid: UUID) -> HttpResponse:
    """A table: how far it is, what each row would do or has done."""
    shown = queries.table_page(request.actor, uuid, request.GET.get("p", 1))
    if shown.state == ImportState.MAPPING:
        return redirect("indicators:import_columns", uuid)
    context = {"table": shown, "at_work": shown.state in AT_WORK, "progress": _progress(shown)}
    return render(request, "indicators/import.html", context)


def _progress(shown: queries.TablePage) -> dict[str, object]:
    work = shown.work
    return {
        "url": reverse("indicators:import_progress", args=[shown.uuid]),
        "done": work.done if work else 0,
        "total": work.total if work else 0,
        "note": work.note if work else "",
    }


@login_required
@require_GET
def progress(request: Request, uuid: UUID) -> HttpResponse:
    """The bar of a table at work; once that is through, the page of the table."""
    shown = queries.table_page(request.actor, uuid)
    if shown.state not in AT_WORK or (shown.work and not shown.work.is_open):
        here = reverse("indicators:import", args=[uuid])
        return HttpResponse(status=204, headers={"HX-Redirect": here})
    return render(request, "indicators/parts/import_progress.html", {"progress": _progress(shown)})


@login_required
@require_POST
def write(request: Request, uuid: UUID) -> HttpResponse:
    """Write the figures of a table: all, or the good ones where those were asked for."""
    good_only = request.POST.get("which") == "good"
    try:
        services.write_table(uuid, good_only=good_only, actor=request.actor)
    except Invalid as error:
        messages.error(request, error.sentence)
    return redirect("indicators:import", uuid)


@login_required
@require_POST
def drop(request: Request, uuid: UUID) -> HttpResponse:
    """Forget a table that is not written."""
    services.drop_table(uuid, actor=request.actor)
    messages.success(request, _("The table is forgotten; nothing of it was written."))
    return redirect("indicators:imports")


@login_required
@require_GET
def answers(request: Request, uuid: UUID) -> HttpResponse:
    """All answers of a table as CSV."""
    stored = queries.answers_file(request.actor, uuid)
    if stored is None:
        raise NotFound("还没有逐行答复。", "The rows are not answered yet.")
    answer = HttpResponse(files.read(stored), content_type=CSV)
    answer["Content-Disposition"] = _attached(_("answers"))
    return answer


@login_required
@require_GET
def export(request: Request) -> StreamingHttpResponse:
    """The newest figures as SDMX-CSV, of one indicator or of all."""
    key = request.GET.get("indicator", "")
    if key and not is_uuid(key):
        raise NotFound("没有这个指标。", "There is no such indicator.")
    lines = sdmx_csv(request.actor, queries.exported(request.actor, key))
    answer = StreamingHttpResponse(lines, content_type=CSV)
    answer["Content-Disposition"] = _attached("luodi-figures")
    return answer


def _attached(name: str) -> str:
    return content_disposition_header(True, f"{name}-{clock.today().isoformat()}.csv") or ""
