"""What the pages of the area share."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from luodi.base.errors import Invalid
from luodi.base.requests import Request

from ..queries import ReviewFilter
from ..queries.review import DOUBT
from ..vocabularies import FindingKind, FindingState

ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cards the review shows, as it stands in addresses and forms."""

    state: str = FindingState.PROPOSED.value
    kind: str = ""
    order: str = ""

    @property
    def filter(self) -> ReviewFilter:
        """Return it as the query takes it."""
        return ReviewFilter("" if self.state == ALL else self.state, self.kind, self.order)

    @property
    def query(self) -> str:
        """Return it as a query string."""
        narrowed = {"kind": self.kind, "order": self.order}
        return urlencode({"state": self.state, **{k: v for k, v in narrowed.items() if v}})


def wanted_in(asked: QueryDict, otherwise: str = FindingState.PROPOSED) -> Wanted:
    """Return which cards are asked for; what is no state or kind narrows nothing."""
    state, kind = asked.get("state", ""), asked.get("kind", "")
    known = (ALL, *FindingState.values)
    return Wanted(
        state if state in known else str(otherwise),
        kind if kind in FindingKind.values else "",
        DOUBT if asked.get("order") == DOUBT else "",
    )


def uuid_in(text: str | None) -> UUID | None:
    """Return the id that a query string names, or None for what is no id."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def number_in(text: str | None, otherwise: int = 0) -> int:
    """Return the whole number that a query string names, or the other for what is none."""
    plain = text or ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else otherwise


def review_url(document: UUID, wanted: Wanted, finding: UUID | None = None) -> str:
    """Return the address of the review, at a finding when one is given."""
    url = f"{reverse('documents:review', args=[document])}?{wanted.query}"
    return f"{url}&finding={finding}#f-{finding}" if finding else url


def revision_in(request: Request) -> int:
    """Return the revision that the page showed; refuses a form without one."""
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid(
            "页面内容不完整，请刷新后重试。", "The page was not complete. Reload it and try again."
        )
    return int(text)


def way_back(request: Request) -> str:
    """Return the list on this server from which the page was opened, or nothing."""
    back = request.GET.get("back", "")
    start = reverse("documents:accepted")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if safe and back.startswith(start) else ""
