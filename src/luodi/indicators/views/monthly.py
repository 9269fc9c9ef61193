"""主要经济指标月报: on the page, as one page of Word, as Excel."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from luodi.base import clock
from luodi.base.errors import NotFound
from luodi.base.papers import write_docx, write_xlsx
from luodi.base.requests import Request
from luodi.commitments.views.papers import download

from .. import monthly_words as words
from .. import papers
from ..forms_comparing import MonthForm
from ..links import indicator_link
from ..queries import monthly as months
from ..queries import places
from ..wording import period_words


@login_required
@require_GET
def monthly(request: Request) -> HttpResponse:
    """The report of a month."""
    choices = places.sides_to_report(request.actor)
    key = request.GET.get("of") or (choices[0][0] if choices else "")
    if not key:
        return render(request, "indicators/monthly.html", {"shown": None})
    shown = _asked(request, key)
    if key not in dict(choices):
        choices.append((key, shown.side.name))
    context = {
        "shown": shown,
        "month": words.month_words(shown) if shown.lines else "",
        "finding": words.finding(shown),
        "filter": _form(shown, choices),
        "lines": [(line, words.cells(line), _link(line, shown)) for line in shown.lines],
        "counties": [_block(line) for line in shown.lines if line.counties],
        "query": request.GET.urlencode() or f"of={key}",
    }
    return render(request, "indicators/monthly.html", context)


def _asked(request: Request, key: str) -> months.Monthly:
    asked = request.GET
    return months.monthly(request.actor, key, asked.get("month", ""), asked.get("group", ""))


def _form(shown: months.Monthly, choices: places.Choices) -> MonthForm:
    given = {
        "of": shown.side.key,
        "month": f"{shown.month:%Y-%m}",
        "group": str(shown.group.uuid) if shown.group else "",
    }
    named = [(f"{end:%Y-%m}", period_words(f"{end:%Y-%m}")) for end in shown.months]
    groups = [(str(one.uuid), one.name) for one in shown.groups]
    return MonthForm(given, of=choices, months=named, groups=groups)


def _link(line: months.MonthLine, shown: months.Monthly) -> str:
    return indicator_link(line.indicator.uuid, shown.side.key)


def _block(line: months.MonthLine) -> tuple[months.MonthLine, list[dict[str, Any]]]:
    """The counties in one indicator, the best first."""
    order = sorted(line.counties, key=lambda one: one.among.rank if one.among else 10_000)
    return line, [
        {
            "name": one.side.name,
            "link": indicator_link(line.indicator.uuid, one.side.key),
            "total": words.total_words(line.indicator, one.point),
            "growth": words.growth_words(one.growth),
            "growth_note": words.growth_note(one.growth),
            "among": words.place_words(one.among),
            "among_note": words.moved_note(one.among),
            "official": words.place_words(one.official),
            "official_note": words.moved_note(one.official),
        }
        for one in order
    ]


@login_required
@require_GET
def paper(request: Request, key: str, kind: str) -> HttpResponse:
    """The report as one page of Word, or as Excel."""
    if kind not in ("docx", "xlsx"):
        raise NotFound("没有这种文书。", "There is no such paper.")
    with translation.override("zh-hans"):
        shown = _asked(request, key)

        def address(uuid: str, of: str) -> str:
            return request.build_absolute_uri(indicator_link(uuid, of))

        name = f"{papers.title_of(shown)}.{kind}"
        if kind == "docx":
            return download(name, write_docx(papers.monthly_paper(shown, address, clock.today())))
        return download(name, write_xlsx(*papers.monthly_sheets(shown, address)))
