"""Gives every request its actor, and lets it pass only where accounts may go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from requests import RequestException

from luodi.base.actors import NOBODY, Actor

from .adapters import signed_in_by_password
from .queries import actor_acting_for, actor_of

ACTING_FOR = "luodi_acting_for"
# The pages of allauth that luodi uses; every other one, now or in a later version, stays closed.
_OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
}
_SIGN_ON = {"openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled"}
# Where a person goes before the one-time password was changed.
_BEFORE_CHANGE = {"account_change_password", "account_logout", "set_language", "set_theme"}


class ActorMiddleware:
    """Sets `request.actor`, computed when first asked; refuses pages that are closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request with its actor."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Return a page in place of one that is closed, or closed until the password changes."""
        name = _name(request)
        if getattr(view, "__module__", "").startswith("allauth.") and not _is_open(name):
            return render(request, "people/closed.html", status=404)
        if _must_change_first(request, name):
            return redirect("account_change_password")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page where the city's sign-on does not answer."""
        if isinstance(error, RequestException) and _name(request) in _SIGN_ON:
            return render(request, "socialaccount/authentication_error.html", status=502)
        return None


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return NOBODY
    post = request.session.get(ACTING_FOR)
    return actor_acting_for(request.user, post) if post else actor_of(request.user)


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.url_name or "" if match else ""


def _is_open(name: str) -> bool:
    return (
        name in _OPEN
        or name.startswith("mfa_")
        or (bool(settings.SOCIALACCOUNT_PROVIDERS) and name in _SIGN_ON)
    )


def _must_change_first(request: HttpRequest, name: str) -> bool:
    if name in _BEFORE_CHANGE:
        return False
    user = request.user
    return (
        user.is_authenticated and user.must_change_password and signed_in_by_password(request, user)
    )
