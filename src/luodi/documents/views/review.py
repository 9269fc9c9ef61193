"""The review of a document: the text with its marks beside the findings as cards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import (
    HttpResponseClientRedirect,
    HttpResponseClientRefresh,
    trigger_client_event,
)

from luodi.base.actors import Actor
from luodi.base.errors import Conflict, Invalid, NotFound
from luodi.base.permissions import may
from luodi.base.requests import Request

from .. import permissions, queries, services
from ..forms import LevelForm
from ..highlights import marked_text
from ..models import Document, Finding
from ..queries import Counts, ScannedText
from ..queries.review import DOUBT
from ..vocabularies import FindingKind, FindingState
from .describing import reading_part
from .shared import ALL, Wanted, number_in, review_url, uuid_in, wanted_in, way_back

# Up to so many findings are changed in the page itself; beyond that the page is made anew.
FEW = 20


@login_required
def review(request: Request, uuid: UUID) -> HttpResponse:
    """The review of a document."""
    row = queries.get_document(request.actor, uuid)
    wanted = _wanted(request, row)
    at = uuid_in(request.GET.get("finding"))
    if at and (elsewhere := _elsewhere(request, at)):
        return redirect(elsewhere)
    shown = queries.review_of(request.actor, uuid, wanted.filter, at=at)
    context = {
        "review": shown,
        "document": shown.document,
        "text": marked_text(shown.text, shown.marks, at, unsure=_unsure(shown.scanned)),
        "add_kinds": FindingKind.choices,
        "group": shown.group,
        "at": at,
        "kinds": _kinds(shown.marks, wanted),
        "reading": reading_part(request, uuid, "review"),
        "back": way_back(request),
        **bar(shown.document, shown.counts, wanted, shown.reviews, shown.may_undo),
    }
    return render(request, "documents/review.html", context)


def _unsure(scanned: ScannedText | None) -> list[tuple[int, int]]:
    return [(line.start, line.end) for line in scanned.low] if scanned else []


@login_required
def compared(request: Request, uuid: UUID) -> HttpResponse:
    """What earlier documents of the same body said, and what does not add up in this one."""
    found = queries.compared(request.actor, uuid)
    groups = [
        {"title": _("Contradicts itself"), "pairs": found.contradictions, "differs": True},
        {"title": _("Said with other numbers or dates"), "pairs": found.changed, "differs": True},
        {"title": _("Said again"), "pairs": found.again, "differs": False},
    ]
    context = {
        "document": found.document, "compared": found, "groups": groups,
        "may_edit": may(request.actor, permissions.EDIT_DOCUMENT, found.document),
    }  # fmt: skip
    return render(request, "documents/compared.html", context)


def _elsewhere(request: Request, at: UUID) -> str:
    """Where a finding is that was merged, or still stands in an older version; else nothing."""
    try:
        row = queries.standing_finding(request.actor, at)
    except NotFound:
        return ""
    here = row.uuid == at and queries.version_of_finding(row) is None
    return "" if here else place_of(row)


def place_of(row: Finding) -> str:
    """Return the address of a finding: in the review, or in an older text where it still stands."""
    document, n = row.version.document.uuid, queries.version_of_finding(row)
    if n is None:
        return review_url(document, Wanted(ALL), row.uuid)
    return f"{reverse('documents:version', args=[document, n])}?finding={row.uuid}#t-{row.uuid}"


def _wanted(request: Request, document: Document) -> Wanted:
    """Who only reads sees all, who reviews what is left to do, unless asked otherwise."""
    reviews = may(request.actor, permissions.REVIEW_DOCUMENT, document)
    return wanted_in(request.GET, FindingState.PROPOSED if reviews else ALL)


def _kinds(marks: Any, wanted: Wanted) -> list[dict[str, Any]]:
    """Return the kinds that occur, each as a link that narrows the cards to it or widens them."""
    present = {mark.kind for mark in marks} | {wanted.kind}
    return [
        {
            "value": kind.value,
            "label": kind.label,
            "query": replace(wanted, kind="" if kind == wanted.kind else kind.value).query,
            "current": kind == wanted.kind,
        }
        for kind in FindingKind
        if kind in present
    ]


def bar(
    document: Document, counts: Counts, wanted: Wanted, reviews: bool, may_undo: bool
) -> dict[str, Any]:
    """Return what the bar with the progress of the review needs."""
    numbers = {
        FindingState.PROPOSED: counts.proposed,
        FindingState.ACCEPTED: counts.accepted,
        FindingState.REJECTED: counts.rejected,
    }
    states = [
        {"value": state.value, "label": state.label, "count": count}
        for state, count in numbers.items()
    ]
    states.append({"value": ALL, "label": _("All"), "count": counts.all})
    for one in states:
        one["query"] = replace(wanted, state=str(one["value"])).query
        one["current"] = one["value"] == wanted.state
    return {
        "document": document,
        "counts": counts,
        "wanted": wanted,
        "states": states,
        "by_doubt": wanted.order == DOUBT,
        "other_order": replace(wanted, order="" if wanted.order == DOUBT else DOUBT).query,
        "reviews": reviews,
        "may_undo": may_undo,
    }


def bar_now(actor: Actor, document: Document, wanted: Wanted) -> dict[str, Any]:
    """Return the bar as it stands after a step."""
    state = queries.review_state(actor, document.uuid)
    return bar(document, state.counts, wanted, state.reviews, state.may_undo)


@login_required
def cards(request: Request, uuid: UUID) -> HttpResponse:
    """More cards: those from a place on, or those around a finding."""
    wanted = wanted_in(request.GET)
    at = uuid_in(request.GET.get("around"))
    if at:
        group = queries.cards_around(request.actor, uuid, wanted.filter, at)
    else:
        start = number_in(request.GET.get("start"))
        group = queries.more_cards(request.actor, uuid, wanted.filter, start)
    document = queries.get_document(request.actor, uuid)
    if not request.htmx:
        first = group.cards[0].uuid if group.cards else None
        return redirect(review_url(uuid, wanted, at or first))
    part = {"group": group, "wanted": wanted, "document": document, "at": at}
    part["edge"] = "" if at else request.GET.get("edge", "after")
    return render(request, "documents/parts/cards.html", part)


@login_required
@require_POST
def undo(request: Request, uuid: UUID) -> HttpResponse:
    """Take back the actor's last step on the document."""
    wanted = wanted_in(request.POST)
    moves = queries.undo_moves_spans(request.actor, uuid)
    try:
        findings = services.undo_decision(uuid, actor=request.actor)
    except Conflict as error:
        if not request.htmx:
            raise
        return _bar_alone(request, uuid, wanted, error.sentence, [])
    said = ngettext(
        "The last step was taken back.",
        "The last step was taken back: %(n)d findings.",
        len(findings),
    ) % {"n": len(findings)}
    if request.htmx and len(findings) <= FEW and not moves:
        return _bar_alone(request, uuid, wanted, said, findings)
    messages.success(request, said)
    living = [finding.uuid for finding in findings if not finding.superseded]
    place = review_url(uuid, wanted, living[0] if living else None)
    if not request.htmx:
        return redirect(place)
    # To the same address with another fragment a browser only scrolls.
    again = HttpResponseClientRedirect(place.partition("#")[0])
    return again if moves else HttpResponseClientRefresh()


def _bar_alone(
    request: Request, uuid: UUID, wanted: Wanted, said: str, findings: list[Finding]
) -> HttpResponse:
    document = queries.get_document(request.actor, uuid)
    part = bar_now(request.actor, document, wanted)
    return tell(render(request, "documents/parts/undone.html", part), said, findings, refresh=True)


def tell(
    response: HttpResponse, said: str, findings: list[Finding], *, refresh: bool = False
) -> HttpResponse:
    """Have the page say what happened, and give the marks of these findings their new look."""
    told = {
        "said": said,
        "findings": [[str(one.uuid), one.kind, one.state] for one in findings],
        "refresh": refresh,
    }
    return trigger_client_event(response, "luodi:decided", told, after="settle")


# All above a confidence


@login_required
def accept_above(request: Request, uuid: UUID) -> HttpResponse:
    """List the findings above a confidence, then accept those that were not left out."""
    if request.method == "POST":
        return _accept_listed(request, uuid)
    form = LevelForm(request.GET if "above" in request.GET else {"above": "85"})
    level = form.level
    document, found = queries.acceptable_above(request.actor, uuid, level / 100)
    context = {
        "document": document,
        "found": found,
        "form": form,
        "level": level,
        "listed": " ".join(f"{card.uuid}:{card.revision}" for card in found),
    }
    return render(request, "documents/accept_above.html", context)


def _accept_listed(request: Request, uuid: UUID) -> HttpResponse:
    level = LevelForm(request.POST).level
    listed = _listed(request.POST.get("listed", ""))
    left_out = {uuid_in(text) for text in request.POST.getlist("leave")}
    chosen = {key: revision for key, revision in listed.items() if key not in left_out}
    if not chosen:
        raise Invalid("没有选中任何摘录。", "No finding was chosen.", field="listed")
    done = services.accept_findings_above(uuid, level / 100, chosen, actor=request.actor)
    said = ngettext("%(n)d finding was accepted.", "%(n)d findings were accepted.", done.count) % {
        "n": done.count
    }
    messages.success(request, said)
    if done.passed_over:
        passed = ngettext(
            "%(n)d was passed over: somebody has changed it since.",
            "%(n)d were passed over: somebody has changed them since.",
            done.passed_over,
        ) % {"n": done.passed_over}
        messages.warning(request, passed)
    return redirect(review_url(uuid, Wanted()))


def _listed(text: str) -> dict[UUID, int]:
    """Return id and revision of each finding on a list, as the page wrote them down."""
    listed = {}
    for part in text.split():
        key, _colon, revision = part.partition(":")
        if (uuid := uuid_in(key)) and revision.isascii() and revision.isdigit():
            listed[uuid] = int(revision)
    return listed
