"""What an indicator means: defined, edited, settled, opened again, retired, broken; its peers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.base import clock
from luodi.base.errors import Conflict, NotFound
from luodi.base.forms import attempt, posted
from luodi.base.permissions import ask, may
from luodi.base.requests import Request
from luodi.commitments.forms import ReasonForm
from luodi.documents.services.common import get_document
from luodi.people.queries import unit_choices

from .. import permissions, services
from ..access import get_indicator
from ..forms import BreakForm, IndicatorForm, PeersForm, SettleForm
from ..models import Indicator
from ..queries import choices, peers
from ..services.definitions import FIELDS_FIXED_BY_SETTLING
from ..vocabularies import IndicatorState

RELATIONS = ("owner", "variant_of", "part", "whole")


def revision_in(request: Request) -> int | None:
    """Return the revision that the page showed."""
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() else None


@login_required
def new(request: Request) -> HttpResponse:
    """Define an indicator, empty or as a variant of another."""
    ask(request.actor, permissions.DEFINE_INDICATOR)
    form = _form(request, None, _begun(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: services.define_indicator(form.cleaned_data, actor=request.actor)
        )
        if made:
            messages.success(request, _("The indicator is there, as a draft."))
            return redirect("indicators:indicator", made.uuid)
    return render(request, "indicators/indicator_form.html", {"form": form})


def _begun(request: Request) -> dict[str, Any]:
    """What a new variant takes over from its head."""
    key = request.GET.get("of", "")
    if not key:
        return {}
    head = get_indicator(key, request.actor)
    taken = _values(head)
    return {**taken, "variant": "", "variant_of": str(head.uuid), "code": "", "formula": ""}


def _values(row: Indicator) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in IndicatorForm.base_fields}
    related = {name: str(found[name].uuid) if found[name] else "" for name in RELATIONS}
    return {**found, **related}


def _form(request: Request, row: Indicator | None, initial: dict[str, Any]) -> IndicatorForm:
    actor = request.actor
    settled = row is not None and row.state == IndicatorState.SETTLED
    return IndicatorForm(
        posted(request),
        initial=initial,
        owners=choices.post_choices(actor),
        heads=choices.indicator_choices(actor, other_than=row, heads=True),
        parts=choices.indicator_choices(actor, other_than=row),
        fixed=FIELDS_FIXED_BY_SETTLING if settled else (),
    )


@login_required
def edit(request: Request, uuid: UUID) -> HttpResponse:
    """Edit an indicator; a save on top of somebody else's change is refused."""
    ask(request.actor, permissions.DEFINE_INDICATOR)
    row = get_indicator(uuid, request.actor)
    form = _form(request, row, _values(row))
    context: dict[str, Any] = {"form": form, "indicator": row, "revision": row.revision}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, lambda: _save(request, row, form)):
                messages.success(request, _("Saved."))
                return redirect("indicators:indicator", uuid)
        except Conflict as error:
            # The form keeps what was typed.
            status, context["clash"] = error.status, error
    return render(request, "indicators/indicator_form.html", context, status=status)


def _save(request: Request, row: Indicator, form: IndicatorForm) -> Indicator:
    given = {name: value for name, value in form.cleaned_data.items() if name in form.changed_data}
    return services.edit_indicator(
        row, given, actor=request.actor, expected_revision=revision_in(request)
    )


@login_required
def settle(request: Request, uuid: UUID) -> HttpResponse:
    """Record who settled the definition, when, and by which document."""
    ask(request.actor, permissions.SETTLE_INDICATOR)
    row = get_indicator(uuid, request.actor)
    form = SettleForm(
        posted(request),
        initial={"on": clock.today()},
        documents=choices.document_choices(request.actor),
    )
    sent = request.method == "POST" and form.is_valid()
    done = attempt(form, lambda: _settle(request, row, form)) if sent else None
    if done:
        messages.success(request, _("The definition is settled."))
        return redirect("indicators:indicator", uuid)
    others = _others(row)
    context = {"form": form, "indicator": row, "others": others}
    return render(request, "indicators/settle.html", context)


def _settle(request: Request, row: Indicator, form: SettleForm) -> Indicator:
    given = form.cleaned_data
    document = get_document(given["document"], request.actor) if given["document"] else None
    words = given["words"] or (choices.words_of(document) if document else "")
    return services.settle_indicator(
        row, words=words, on=given["on"], document=document, actor=request.actor
    )


def _others(row: Indicator) -> list[Indicator]:
    """The variants that settling this one retires."""
    head = row.variant_of_id or row.pk
    family = Indicator.objects.filter(variant_of=head) | Indicator.objects.filter(pk=head)
    return list(family.exclude(pk=row.pk).exclude(state=IndicatorState.RETIRED))


STEPS: dict[str, tuple[Callable[..., Any], Any]] = {
    "open": (services.open_definition, lambda: _("Mark the definition as not settled")),
    "retire": (services.retire_indicator, lambda: _("Retire the indicator")),
}


@login_required
def step(request: Request, uuid: UUID, step: str) -> HttpResponse:
    """Open a definition again or retire an indicator, with a reason."""
    ask(request.actor, permissions.DEFINE_INDICATOR)
    if step not in STEPS:
        raise NotFound("没有这一步。", "There is no such step.")
    service, title = STEPS[step]
    row = get_indicator(uuid, request.actor)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: service(row, reason, actor=request.actor)):
            messages.success(request, _("Done."))
            return redirect("indicators:indicator", uuid)
    return _asked(request, row, form, title(), danger=step == "retire")


@login_required
def mark_break(request: Request, uuid: UUID) -> HttpResponse:
    """Mark from which period on figures mean something else."""
    ask(request.actor, permissions.DEFINE_INDICATOR)
    row = get_indicator(uuid, request.actor)
    form = BreakForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: services.mark_break(row, **given, actor=request.actor)):
            messages.success(request, _("The break is marked."))
            return redirect("indicators:indicator", uuid)
    return _asked(request, row, form, _("Mark a break of the series"))


def _asked(
    request: Request, row: Indicator, form: forms.Form, title: str, *, danger: bool = False
) -> HttpResponse:
    """A page that asks what a step needs."""
    context = {
        "form": form,
        "indicator": row,
        "title": title,
        "danger": danger,
        "back": reverse("indicators:indicator", args=[row.uuid]),
    }
    return render(request, "indicators/step.html", context)


@login_required
def peer_sets(request: Request) -> HttpResponse:
    """The declared peers."""
    context = {
        "sets": peers.peer_sets(request.actor),
        "may_define": may(request.actor, permissions.DEFINE_INDICATOR),
    }
    return render(request, "indicators/peers.html", context)


@login_required
def peers_new(request: Request) -> HttpResponse:
    """Declare peers."""
    ask(request.actor, permissions.DEFINE_INDICATOR)
    form = PeersForm(posted(request), units=unit_choices(request.actor))
    sent = request.method == "POST" and form.is_valid()
    done = attempt(form, lambda: _declare(request, form)) if sent else None
    if done:
        messages.success(request, _("The peers are declared."))
        return redirect("indicators:peers")
    return render(request, "indicators/peers_form.html", {"form": form})


def _declare(request: Request, form: PeersForm) -> Any:
    given = form.cleaned_data
    return services.declare_peers(
        given["name"],
        places=choices.codes_in(given["places"]),
        bodies=given["bodies"],
        reason=given["reason"],
        actor=request.actor,
    )
