"""Registering an item without a document, on one screen."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from luodi.base import clock
from luodi.base.forms import attempt
from luodi.base.permissions import ask
from luodi.base.requests import Request
from luodi.people.queries import unit_names

from .. import permissions, services
from ..forms import RegisterForm
from ..services import Scan, Stored
from .adding import own_units
from .shared import ALL, Wanted, review_url


@login_required
def register(request: Request) -> HttpResponse:
    """Take source, leader, day, the exact words and a scan; the item stands at once."""
    ask(request.actor, permissions.REGISTER_WORDS)
    form = RegisterForm(
        request.POST or None,
        request.FILES or None,
        units=own_units(request.actor),
        initial={"date": clock.today(), "source": "remark"},
    )
    if request.method == "POST" and form.is_valid():
        stored = attempt(form, lambda: _register(request, form))
        if stored is not None:
            return _answer(request, stored)
    names = [unit.name for unit in unit_names() if unit.active]
    return render(request, "documents/register.html", {"form": form, "unit_names": names})


def _register(request: Request, form: RegisterForm) -> Stored:
    given = form.cleaned_data
    file = given["scan"]
    return services.register_words(
        given["words"],
        source=given["source"],
        leader=given["leader"],
        date=given["date"],
        unit=given.get("unit", ""),
        owners=form.owners,
        release=given["release"],
        scan=Scan(file.read(), file.name or "") if file else None,
        actor=request.actor,
    )


def _answer(request: Request, stored: Stored) -> HttpResponse:
    if stored.is_new:
        messages.success(request, _("Registered. Nothing more needs to be done here."))
    else:
        messages.info(request, _("This item is registered already; nothing was added."))
    if request.POST.get("then") == "another":
        return redirect("documents:register")
    return redirect(review_url(stored.document.uuid, Wanted(ALL)))
