"""Where the figures of pages and papers lead: to the page of their indicator."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse


def indicator_link(uuid: object, of: str = "") -> str:
    """Return the address of an indicator's page, opened at a place or body by its key."""
    address = reverse("indicators:indicator", args=[uuid])
    return f"{address}?{urlencode({'of': of})}" if of else address
