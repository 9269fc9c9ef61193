"""The visitor's own choices for every page: language and theme."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .context import THEME_COOKIE, THEMES

_LANGUAGES = {code for code, _ in settings.LANGUAGES}


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back; an unknown one changes nothing."""
    response = back_from(request)
    if (chosen := request.POST.get("language", "")) in _LANGUAGES:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back; an unknown one changes nothing."""
    response = HttpResponse(status=204) if request.headers.get("X-Quiet") else back_from(request)
    if (chosen := request.POST.get("theme", "")) in THEMES:
        _keep(response, THEME_COOKIE, chosen)
    return response


def back_from(request: HttpRequest) -> HttpResponse:
    """Go to the page the form stood on; refuses an address on another host."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
