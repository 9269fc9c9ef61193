"""What every page knows: its frame, menu and theme, the actor, the notice, the version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import rules
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from luodi import __version__

from .actors import NOBODY, Actor

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
Entry = tuple[str, Any, str, str]  # name of the address, label, permission, icon
Shown = tuple[str, str, str, str]  # name of the address, label, icon, address


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A page in the menu; `current` is "page" on it, "true" on a page below it, or empty."""

    name: str
    label: str
    url: str
    icon: str
    current: str


@dataclass(frozen=True, slots=True)
class MenuArea:
    """An area of the menu with the pages that the actor may open; never an empty one."""

    label: str
    links: tuple[MenuLink, ...]


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the shell."""
    signed_in = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
    return {
        "site_notice": settings.SITE_NOTICE,
        "invented": _invented(),
        "actor": getattr(request, "actor", None),
        "version": __version__,
        "theme": theme_of(request),
        "page_frame": "base/shell.html" if signed_in else "base/plain.html",
        "menu": SimpleLazyObject(lambda: menu_of(request)),
        "account_links": SimpleLazyObject(lambda: account_links_of(request)),
        "here": here(request),
    }


def here(request: HttpRequest) -> str:
    """Return where a change of language leads back to: this page, or for the answer to a form,
    which cannot be asked for again, the page the form stood on."""
    came_from = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, request.is_secure()
    ):
        return urlsplit(came_from)._replace(scheme="", netloc="", fragment="").geturl()
    return request.get_full_path()


def _invented() -> Any:
    """Return the sentence that says the city is invented; empty where it is not."""
    return settings.DEMONSTRATION_NOTICE if settings.DEMONSTRATION_NOTE.is_file() else ""


def theme_of(request: HttpRequest) -> str:
    """Return the theme the visitor chose; "auto" follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def menu_of(request: HttpRequest) -> list[MenuArea]:
    """Return the areas of `settings.MENU` with the pages that exist and that the actor may open."""
    actor: Actor = getattr(request, "actor", None) or NOBODY
    shown = [(str(label), _shown(actor, pages)) for label, pages in settings.MENU]
    below = _nearest([url for _, pages in shown for *_, url in pages], request.path)
    return [
        MenuArea(label, tuple(_link(page, below, request.path) for page in pages))
        for label, pages in shown
        if pages
    ]


def account_links_of(request: HttpRequest) -> list[MenuLink]:
    """Return one's own pages of `settings.ACCOUNT_MENU` that exist."""
    actor: Actor = getattr(request, "actor", None) or NOBODY
    return [_link(page, "", request.path) for page in _shown(actor, settings.ACCOUNT_MENU)]


def _shown(actor: Actor, pages: list[Entry]) -> list[Shown]:
    return [
        (name, str(label), icon, url)
        for name, label, permission, icon in pages
        if (url := _address(name)) and _open_to(actor, permission)
    ]


def _link(page: Shown, below: str, path: str) -> MenuLink:
    name, label, icon, url = page
    return MenuLink(name, label, url, icon, ("page" if url == path else "true") * (url == below))


def _address(name: str) -> str:
    """Return the address of a page, or nothing while its area has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _open_to(actor: Actor, permission: str) -> bool:
    """Return whether a link is shown: an undeclared permission opens nothing."""
    if not permission:
        return True
    return rules.rule_exists(permission) and bool(rules.test_rule(permission, actor, None))


def _nearest(urls: list[str], path: str) -> str:
    """Return the address that is the path itself or its closest ancestor."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(above, key=len, default="")
