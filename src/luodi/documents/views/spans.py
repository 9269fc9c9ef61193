"""Where findings stand: one that the reader missed, another span, split, merged with neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base.errors import Conflict, Invalid
from luodi.base.forms import attempt
from luodi.base.permissions import ask
from luodi.base.requests import Request

from .. import permissions, queries, services
from ..forms import AddFindingForm, SpanForm
from ..models import Finding
from .shared import number_in, review_url, revision_in, uuid_in, wanted_in


@login_required
def add(request: Request, uuid: UUID) -> HttpResponse:
    """Add a finding that the reader missed: what was selected, or words as they stand there."""
    document = queries.get_document(request.actor, uuid)
    ask(request.actor, permissions.REVIEW_DOCUMENT, document)
    form, status = AddFindingForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        place = queries.place_in_document(request.actor, uuid, given["words"], form.place)
        try:
            if place is None:
                _say_not_found(form)
            elif made := attempt(
                form,
                lambda: services.add_finding(uuid, *place, given["of_kind"], actor=request.actor),
            ):
                return _back(request, made, _("Added to the accepted findings."))
        except Conflict as error:
            form.add_error(None, error.sentence)
            status = error.status
    context = {"document": document, "form": form, "wanted": wanted_in(_asked(request))}
    return render(request, "documents/add_finding.html", context, status=status)


@login_required
def change(request: Request, uuid: UUID) -> HttpResponse:
    """Cut a finding otherwise: what was selected, or words as they stand there."""
    row = _finding(request, uuid)
    form = SpanForm(request.POST or None, initial={"words": row.exact})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        place = queries.place_for_finding(request.actor, uuid, words, form.place)
        try:
            if place is None:
                _say_not_found(form)
            elif made := attempt(
                form,
                lambda: services.change_span(
                    uuid, *place, actor=request.actor, expected_revision=revision_in(request)
                ),
            ):
                return _back(request, made, _("The finding has another span now."))
        except Conflict as error:
            return _page(request, uuid, "span", form, error)
    return _page(request, row.uuid, "span", form)


@login_required
def split(request: Request, uuid: UUID) -> HttpResponse:
    """Split a finding at one of its marks."""
    _finding(request, uuid)
    if request.method != "POST":
        return _page(request, uuid, "split")
    try:
        services.split_finding(
            uuid,
            number_in(request.POST.get("at")),
            actor=request.actor,
            expected_revision=revision_in(request),
        )
    except (Conflict, Invalid) as error:
        return _page(request, uuid, "split", error=error)
    return _back(request, _finding(request, uuid), _("Split in two."))


@login_required
@require_POST
def merge_next(request: Request, uuid: UUID) -> HttpResponse:
    """Merge a finding with the one that follows."""
    _finding(request, uuid)
    following = queries.next_finding(request.actor, uuid)
    if following is None:
        raise Invalid(
            "后面没有可合并的摘录。请返回复核页面。",
            "No finding follows that it could be merged with. Please go back to the review.",
        )
    return _merge(request, {uuid: revision_in(request), following: None})


@login_required
@require_POST
def merge(request: Request, uuid: UUID) -> HttpResponse:
    """Merge the findings that were selected in the text."""
    queries.get_document(request.actor, uuid)
    return _merge(request, dict(_shown(request.POST.get("findings", ""))))


def _shown(text: str) -> Iterator[tuple[UUID, int | None]]:
    """Give each finding that was sent, with the revision its card showed, if it had come yet."""
    for word in text.split():
        name, _, revision = word.partition(":")
        if key := uuid_in(name):
            yield key, number_in(revision) or None


def _merge(request: Request, shown: Mapping[UUID, int | None]) -> HttpResponse:
    revisions = {key: revision for key, revision in shown.items() if revision}
    made = services.merge_findings([*shown], actor=request.actor, expected_revisions=revisions)
    return _back(request, made, _("Merged into one."))


def _finding(request: Request, uuid: UUID) -> Finding:
    row = queries.get_finding(request.actor, uuid)
    ask(request.actor, permissions.REVIEW_DOCUMENT, row.version.document)
    return row


def _say_not_found(form: SpanForm) -> None:
    form.add_error(
        "words",
        _("These words do not stand in the text like that, or several times. Nothing was saved."),
    )


def _asked(request: Request) -> Any:
    return request.POST if request.method == "POST" else request.GET


def _back(request: Request, row: Finding, said: str) -> HttpResponseRedirect:
    messages.success(request, said)
    row = queries.get_finding(request.actor, row.uuid)
    return redirect(review_url(row.version.document.uuid, wanted_in(request.POST), row.uuid))


def _page(
    request: Request,
    uuid: UUID,
    name: str,
    form: SpanForm | None = None,
    error: Conflict | Invalid | None = None,
) -> HttpResponse:
    """Show a form in the place of the card, or as a page of its own; after a clash as it is now."""
    row = queries.get_finding(request.actor, uuid)
    posted = request.method == "POST" and not isinstance(error, Conflict)
    part = f"documents/parts/card_{name}.html"
    context = {
        "card": queries.card_of(request.actor, row),
        "around": queries.surroundings_of(request.actor, uuid),
        "wanted": wanted_in(_asked(request)),
        "document": row.version.document,
        "form": form,
        "name": name,
        "part": part,
        "revision": revision_in(request) if posted else row.revision,
        "clash": error.sentence if error else "",
    }
    if request.htmx:
        return render(request, part, context)
    status = error.status if error else 200
    return render(request, "documents/finding_form.html", context, status=status)
