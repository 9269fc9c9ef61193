"""The search page."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.forms import Day
from luodi.base.requests import Request
from luodi.base.search import Filter
from luodi.people.queries import unit_choices

from .queries_search import results

KINDS = [
    ("", pgettext_lazy("filter", "all")),
    ("document", _("Documents")),
    ("finding", _("Findings")),
    ("row", _("Plan rows")),
    ("plan", _("Plans")),
    ("unit", _("Units")),
]


class SearchForm(forms.Form):
    """What to look for, and what to narrow it to."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Look in"), required=False, choices=KINDS)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    source = forms.CharField(label=_("Source"), required=False, max_length=100)
    since = Day(label=_("From"), required=False)
    until = Day(label=_("To"), required=False)
    q.widget.attrs["type"] = "search"

    def __init__(self, *args: object, units: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", pgettext_lazy("filter", "all")),
            *units,
        ]


@login_required
def search(request: Request) -> HttpResponse:
    """What was found, the best first."""
    form = SearchForm(request.GET, units=unit_choices(request.actor))
    form.is_valid()
    asked = form.cleaned_data
    words, kind = asked.get("q") or "", asked.get("kind") or ""
    narrowed = Filter(
        unit=asked.get("unit") or "",
        source=asked.get("source") or "",
        since=asked.get("since"),
        until=asked.get("until"),
    )
    given = request.GET.get("p", "")
    number = int(given) if given.isdecimal() and 0 < int(given) < 1000 else 1
    found = results(request.actor, words, kind=kind, narrowed=narrowed, number=number)
    context = {"form": form, "found": found, "words": words, "kinds": dict(KINDS)}
    context["kept"] = _kept(request)
    return render(request, "web/search.html", context)


def _kept(request: Request) -> str:
    """Return the query string without the page number."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()
