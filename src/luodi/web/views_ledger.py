"""The ledger for auditors: the list, and one entry with its place in the chain."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from luodi.base.permissions import VIEW_LEDGER, ask
from luodi.base.queries import EntryFilter, chain_state
from luodi.base.requests import Request

from . import queries_ledger as queries
from .forms_ledger import LedgerFilter


@login_required
def ledger(request: Request) -> HttpResponse:
    """The entries by kind, person, subject and day, and the state of the chain."""
    ask(request.actor, VIEW_LEDGER)
    form = LedgerFilter(request.GET or None)
    chosen = _chosen(request, form) if form.is_valid() else EntryFilter()
    context = {
        "page": queries.ledger_lines(request.actor, chosen, page=request.GET.get("page", "1")),
        "filter": form,
        "filtered": chosen != EntryFilter(),
        "chain": chain_state(request.actor),
    }
    return render(request, "web/ledger.html", context)


def _chosen(request: Request, form: LedgerFilter) -> EntryFilter:
    data = form.cleaned_data
    return EntryFilter(
        name=data["name"],
        persons=queries.persons_meant(request.actor, data["person"]),
        subject=data["subject"],
        first=data["first"],
        last=data["last"],
    )


@login_required
def ledger_entry(request: Request, seq: int) -> HttpResponse:
    """One entry: what it says, its hashes, and whether it holds."""
    found = queries.ledger_entry(request.actor, seq)
    return render(request, "web/ledger_entry.html", {"found": found, "event": found.entry.event})
