"""The request as our views get it: what the middleware adds, with its types."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .actors import Actor


class Request(HttpRequest):
    """A request that went through the middleware; for annotations only."""

    actor: Actor
    htmx: HtmxDetails
