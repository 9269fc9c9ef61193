"""Tables in and out: templates, exports, and imports with a preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.errors import Invalid, NotFound
from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask
from luodi.base.requests import Request

from .. import permissions, services
from ..forms import TableForm
from ..services.imports import ImportAnswer
from ..services.rows import Outcome
from ..tables import contents
from ..tables.columns import Column, Table, TableRow
from ..tables.export import workbook_of
from ..tables.files import table_of
from ..tables.layouts import PEOPLE_COLUMNS, UNIT_COLUMNS
from .accounts import slips_page

_SALT = "luodi.people.import"
_HOURS_KEPT = 2
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Kind:
    """A kind of table: its columns, who may import it, and the service that does."""

    title: Any
    file_name: Any
    columns: Sequence[Column]
    permission: str
    run: Callable[..., ImportAnswer]
    rows: Callable[[Actor], list[list[str]]]
    back: str


KINDS = {
    "units": Kind(
        gettext_lazy("Import units"),
        gettext_lazy("units"),
        UNIT_COLUMNS,
        permissions.SHAPE_UNITS,
        services.import_units,
        contents.unit_rows,
        "people:units",
    ),
    "people": Kind(
        gettext_lazy("Import people and posts"),
        gettext_lazy("people and posts"),
        PEOPLE_COLUMNS,
        permissions.MANAGE_ACCOUNTS,
        services.import_people,
        contents.people_rows,
        "people:accounts",
    ),
}


@login_required
def table_import(request: Request, kind: str) -> HttpResponse:
    """Take a table and show what each row would do."""
    chosen = _kind(kind)
    ask(request.actor, chosen.permission)
    form = TableForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        table = attempt(form, lambda: table_of(data, chosen.columns))
        if table is not None:
            return _preview(request, kind, table)
    context = {"form": form, "kind": kind, "chosen": chosen, "columns": _shown(chosen.columns)}
    return render(request, "people/import.html", context)


@login_required
@require_POST
def table_confirm(request: Request, kind: str) -> HttpResponse:
    """Write the rows of a preview: all, or the good ones where those were asked for."""
    chosen = _kind(kind)
    ask(request.actor, chosen.permission)
    rows = _unpacked(request, kind)
    good_only = request.POST.get("which") == "good"
    answer = chosen.run(rows, good_only=good_only, actor=request.actor)
    if not answer.written:
        return _answer_page(request, kind, rows, answer, ())
    if answer.slips:
        return slips_page(request, answer.slips)
    messages.success(
        request,
        _("Imported: %(new)s new, %(changed)s changed.")
        % {"new": answer.count(Outcome.NEW), "changed": answer.count(Outcome.CHANGED)},
    )
    return redirect(chosen.back)


@login_required
def table_template(request: Request, kind: str) -> HttpResponse:
    """Return an empty table to fill in."""
    chosen = _kind(kind)
    ask(request.actor, chosen.permission)
    return _download(chosen, [], _("%(what)s, template") % {"what": chosen.file_name})


@login_required
def table_export(request: Request, kind: str) -> HttpResponse:
    """Return what there is, as a table that can be imported again."""
    chosen = _kind(kind)
    rows = chosen.rows(request.actor)
    return _download(chosen, rows, f"{chosen.file_name} {clock.today().isoformat()}")


# --- inside -------------------------------------------------------------------------------------


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotFound("没有这种表格。", "There is no such table.")
    return KINDS[name]


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _shown(columns: Sequence[Column]) -> list[dict[str, Any]]:
    english = _english()
    return [
        {
            "title": column.en if english else column.zh,
            "hint": column.hint_en if english else column.hint_zh,
            "required": column.required,
        }
        for column in columns
    ]


def _preview(request: Request, kind: str, table: Table) -> HttpResponse:
    answer = KINDS[kind].run(table.rows, preview=True, actor=request.actor)
    return _answer_page(request, kind, table.rows, answer, table.ignored)


def _answer_page(
    request: Request,
    kind: str,
    rows: Sequence[TableRow],
    answer: ImportAnswer,
    ignored: Sequence[str],
) -> HttpResponse:
    chosen, english = KINDS[kind], _english()
    titles = {column.key: column.en if english else column.zh for column in chosen.columns}
    lines = [
        {
            "number": row.number,
            "label": row.label,
            "outcome": row.outcome.value,
            "field": titles.get(row.field, ""),
            "text": row.problem.sentence
            if row.problem
            else row.note_en
            if english
            else row.note_zh,
        }
        for row in sorted(answer.rows, key=lambda row: (row.outcome is not Outcome.BAD, row.number))
    ]
    context = {
        "kind": kind,
        "chosen": chosen,
        "lines": lines,
        "counts": answer.counts,
        "good": answer.count(Outcome.NEW, Outcome.CHANGED),
        "ignored": ignored,
        "token": _packed(request, kind, rows),
    }
    return render(request, "people/import_preview.html", context)


def _packed(request: Request, kind: str, rows: Sequence[TableRow]) -> str:
    """Return the rows, signed: they travel in the page, so nothing is stored before the yes."""
    content = {
        "kind": kind,
        "actor": request.actor.id,
        "rows": [[row.number, row.cells, row.dangling] for row in rows],
    }
    return signing.dumps(content, salt=_SALT, compress=True)


def _unpacked(request: Request, kind: str) -> list[TableRow]:
    try:
        content = signing.loads(
            request.POST.get("token", ""), salt=_SALT, max_age=_HOURS_KEPT * 3600
        )
    except signing.BadSignature:
        content = {}
    if content.get("kind") != kind or content.get("actor") != request.actor.id:
        raise Invalid(
            "预览已过期，请重新上传表格。", "The preview is too old; upload the table again."
        )
    return [TableRow(n, cells, tuple(dangling)) for n, cells, dangling in content["rows"]]


def _download(kind: Kind, rows: list[list[str]], name: str) -> HttpResponse:
    data = workbook_of(str(kind.file_name), kind.columns, rows, english=_english())
    return HttpResponse(
        data,
        content_type=_XLSX,
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.xlsx") or ""},
    )
