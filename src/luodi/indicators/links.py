"""Where the figures of pages and papers lead: to the page of their indicator."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def indicator_link(uuid: object, of: str = "") -> str:
    """Return the address of an indicator's page, opened at a place or body by its key."""
    try:
        address = reverse("indicators:indicator", args=[uuid])
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'of': of})}" if of else address
