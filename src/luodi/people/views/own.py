"""One's own account, acting for a leader, and the single-use link."""

from __future__ import annotations

from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.base.errors import NotFound
from luodi.base.forms import attempt, posted
from luodi.base.requests import Request

from .. import queries, services
from ..forms import MobileForm
from ..middleware import ACTING_FOR


@login_required
def me(request: Request) -> HttpResponse:
    """One's own data, posts, password, second step and language."""
    person = queries.person_of(request.actor)
    form = MobileForm(posted(request), initial={"mobile": person.mobile or ""})
    edited = None
    if form.is_valid():
        edited = attempt(
            form,
            lambda: services.edit_own_account(person, **form.cleaned_data, actor=request.actor),
        )
    if edited:
        messages.success(request, _("Saved."))
        return redirect("people:me")
    context = {
        "person": person,
        "form": form,
        "row": queries.account_row(queries.actor_of(person), person.uuid),
        "second_step": queries.has_second_step(person),
        "assisted": queries.posts_assisted_by(request.actor),
    }
    return render(request, "people/me.html", context)


@login_required
@require_POST
def acting_start(request: Request, uuid: UUID) -> HttpResponse:
    """Act for the holder of a leader's post from now on."""
    oneself = queries.actor_of(queries.person_of(request.actor))
    post = queries.get_post(oneself, uuid)
    request.session[ACTING_FOR] = str(services.start_acting_for(post, actor=oneself))
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_required
@require_POST
def acting_stop(request: Request) -> HttpResponse:
    """Act for oneself again."""
    services.stop_acting_for(actor=request.actor)
    request.session.pop(ACTING_FOR, None)
    messages.success(request, _("You act for yourself again."))
    return redirect(settings.LOGIN_REDIRECT_URL)


def sign_in_link(request: Request, token: str) -> HttpResponse:
    """Sign in by a single-use link, from the machine of the server only."""
    if not _from_this_machine(request):
        raise NotFound(
            "此链接只能在服务器本机打开。", "This link opens only on the server's own machine."
        )
    person, next_page = services.redeem_sign_in_link(token)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    services.record_sign_in(person, method="link", address=request.META["REMOTE_ADDR"])
    return HttpResponseRedirect(next_page)


def _from_this_machine(request: Request) -> bool:
    """A request that came through a proxy is not from here, whatever its last address."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & set(request.META)
    try:
        return not forwarded and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
