"""Profiles: which place to look at, where it stands, and its two pages in Word."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from luodi.base import charts, clock
from luodi.base.forms import narrowed
from luodi.base.jobs import job_of
from luodi.base.models import JobState
from luodi.base.papers import Picture, write_docx
from luodi.base.permissions import ask, may
from luodi.base.requests import Request
from luodi.commitments.views.papers import download

from .. import papers, permissions, services
from ..forms_comparing import PeersForm, PlaceSearchForm
from ..links import indicator_link
from ..picture import charts_of_profile
from ..queries import places
from ..queries import profile as profiles
from ..services.standings import JOB
from ..standing_words import finding, moved_words, row_words

MOST_MOVES = 5
# A drawing that failed is not asked for again at once by everybody who looks.
AGAIN_AFTER = timedelta(minutes=10)


@login_required
@require_GET
def choose(request: Request) -> HttpResponse:
    """The places that have figures, to choose one."""
    form = PlaceSearchForm(request.GET)
    asked = narrowed(form)
    context = {
        "found": places.places(request.actor, **asked, page=request.GET.get("p", 1)),
        "bodies": places.bodies(request.actor),
        "filter": form,
        "filtered": any(asked.values()),
    }
    return render(request, "indicators/profiles.html", context)


@login_required
@require_GET
def profile(request: Request, key: str) -> HttpResponse:
    """Where a place or unit stands."""
    shown = profiles.profile(request.actor, key, request.GET.get("peers", ""))
    groups = [(ahead, [_line(row, key) for row in shown.where(ahead)]) for ahead in (1, 0, -1)]
    context = {
        "shown": shown,
        "finding": finding(shown),
        "groups": [(ahead, rows) for ahead, rows in groups if rows],
        "unranked": [_line(row, key) for row in shown.unranked],
        "better": [moved_words(row) for row in shown.moving(1)[:MOST_MOVES]],
        "worse": [moved_words(row) for row in shown.moving(-1)[:MOST_MOVES]],
        "sources": _sources(shown),
        "peers_form": _peers_form(shown),
        "may_declare": may(request.actor, permissions.DEFINE_INDICATOR),
        "failed": shown.waits and _failed(request, shown),
        "waiting": _waiting(key, shown.peers.uuid) if shown.peers else "",
    }
    return render(request, "indicators/profile.html", context)


def _line(row: profiles.ProfileRow, key: str) -> tuple[object, str]:
    return row_words(row), indicator_link(row.indicator.uuid, key)


def _sources(shown: profiles.Profile) -> list[str]:
    """The sources of the figures with their licences, each once."""
    named = (
        f"{row.indicator.source}（{row.indicator.licence}）"
        if row.indicator.licence
        else row.indicator.source
        for row in shown.rows
    )
    return list(dict.fromkeys(filter(None, named)))


def _peers_form(shown: profiles.Profile) -> PeersForm | None:
    if len(shown.choices) < 2:
        return None
    chosen = str(shown.peers.uuid) if shown.peers else ""
    return PeersForm({"peers": chosen}, peers=[(str(one.uuid), one.name) for one in shown.choices])


def _failed(request: Request, shown: profiles.Profile) -> bool:
    """Ask for the ranks that wait, unless drawing them has just failed; return whether it has."""
    assert shown.peers is not None
    last = job_of(JOB, f"{shown.peers.uuid}:{shown.side.key}")
    if last is not None and last.state == JobState.FAILED and last.finished_at is not None:
        just_now = clock.now() - last.finished_at < AGAIN_AFTER
    else:
        just_now = False
    if not just_now:
        services.ask_for_standings(shown.side, shown.peers, actor=request.actor)
    return just_now


@login_required
@require_GET
def ranks(request: Request, key: str) -> HttpResponse:
    """Whether the job process has drawn the ranks that a page waits for; leads back when it has."""
    ask(request.actor, permissions.VIEW_INDICATORS)
    peers = request.GET.get("peers", "")
    drawing = job_of(JOB, f"{peers}:{key}")
    if drawing is not None and drawing.is_open:
        context = {"waiting": _waiting(key, peers)}
        return render(request, "indicators/parts/ranks_wait.html", context)
    here = f"{reverse('indicators:profile', args=[key])}?{urlencode({'peers': peers})}"
    return HttpResponse(status=204, headers={"HX-Redirect": here})


def _waiting(key: str, peers: object) -> str:
    """The address that says how far the drawing of ranks is."""
    address = reverse("indicators:profile_ranks", args=[key])
    return f"{address}?{urlencode({'peers': peers})}"


@login_required
@require_GET
def paper(request: Request, key: str) -> HttpResponse:
    """The profile on two pages of Word."""
    with translation.override("zh-hans"):
        shown = profiles.profile(request.actor, key, request.GET.get("peers", ""))

        def address(uuid: str) -> str:
            return request.build_absolute_uri(indicator_link(uuid, key))

        pictures = _pictures(request, shown)
        found = papers.profile_paper(shown, address, clock.today(), pictures)
        return download(f"{shown.side.name}主要指标对标情况.docx", write_docx(found))


def _pictures(request: Request, shown: profiles.Profile) -> list[Picture | charts.Unpictured]:
    """The charts that matter most as pictures, or why there is none of one."""
    drawn = charts_of_profile(request.actor, shown)
    made = charts.pictures(drawn, actor=request.actor, half=len(drawn) > 1)
    return [
        papers.picture_of(chart, png, at) if isinstance(png, bytes) else png
        for at, (chart, png) in enumerate(zip(drawn, made, strict=True), 1)
    ]
