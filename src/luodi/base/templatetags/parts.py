"""Page parts: icons, chips, lamps, dates, figures, meters, empty states, pagination, forms.

Templates need no `{% load %}` for them. docs/reference/page-parts.md shows each with its markup.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme as _safe
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from luodi.base import languages
from luodi.base.charts import Shown
from luodi.base.languages import marked_as_chinese

register = template.Library()

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LAMPS = ("green", "yellow", "red", "blue", "grey")
ROLES = ("good", "warn", "bad", "info", "quiet")


def _english() -> bool:
    return (get_language() or "").startswith("en")


# Words


@register.filter
def zh(value: object) -> SafeString:
    """Return data for the text of a page; what is Chinese says so on a page in English. Not for an
    attribute, `<title>` or `<option>`, which hold no elements."""
    return marked_as_chinese(value)


@register.filter
def is_foreign(value: object) -> bool:
    """Return whether a text holds Chinese on a page in English."""
    return languages.is_foreign(value)


# Icons, chips, lamps


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; silent for screen readers unless it has a label."""
    href = f"{static('base/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def chip(word: object, role: str = "quiet", symbol: str = "") -> SafeString:
    """Return a word in a tinted box; `role` is one of ROLES or "kind-goal" and its like."""
    colour = role if role.startswith("kind-") else f"role-{role}"
    return format_html(
        '<span class="chip {}">{}{}</span>', colour, icon(symbol) if symbol else "", zh(word)
    )


@register.simple_tag
def lamp(colour: str, word: object) -> SafeString:
    """Return a lamp: colour, shape and word together; an unknown colour shows as "no evidence"."""
    shown = colour if colour in LAMPS else "grey"
    href = f"{static('base/icons.svg')}#lamp-{shown}"
    return format_html(
        '<span class="lamp lamp-{}"><svg aria-hidden="true"><use href="{}"></use></svg>{}</span>',
        shown,
        href,
        word,
    )


# Dates and figures


@register.filter
def day(value: datetime.date | None) -> str:
    """Return a date in words: 2026年11月24日, or 24 Nov 2026; nothing for nothing."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if _english():
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Return a date with its time of day, in the city's time zone; nothing for nothing."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


@register.simple_tag
def date_of(value: datetime.date | None, empty: str = "") -> SafeString | str:
    """Return a `time` element with the date in words, or the words for none."""
    return _time(value, day(value)) if value else empty


@register.simple_tag
def time_of(value: datetime.datetime | None, empty: str = "") -> SafeString | str:
    """Return a `time` element with date and time of day, or the words for none."""
    return _time(value, moment(value)) if value else empty


def _time(value: datetime.date, words: str) -> SafeString:
    return format_html('<time datetime="{}" class="nowrap">{}</time>', value.isoformat(), words)


@register.simple_tag
def figure(value: object, unit: str = "", places: int | None = None) -> SafeString:
    """Return a number with its unit, thousands apart; "—" read as "no figure" for none."""
    if value is None or value == "":
        return format_html(
            '<span aria-hidden="true">—</span><span class="sr-only">{}</span>', gettext("no figure")
        )
    try:
        number = Decimal(str(value))
        words = f"{number:,.{places}f}" if places is not None else f"{number:,f}"
    except InvalidOperation:
        words = str(value)
    end = format_html('<span class="unit">{}</span>', zh(unit)) if unit else ""
    return format_html('<span class="nowrap">{}{}</span>', words, end)


@register.simple_tag
def confidence(share: float | None) -> SafeString | str:
    """Return a small meter for a share from 0 to 1 with its percentage; nothing for none."""
    if share is None:
        return ""
    percent = round(max(0.0, min(1.0, float(share))) * 100)
    return format_html(
        '<span class="confidence" title="{}"><svg class="bar-track" aria-hidden="true">'
        '<rect width="{}%" height="100%"></rect></svg><span class="sr-only">{} </span>{}%</span>',
        gettext("How sure the reader is"),
        percent,
        gettext("How sure the reader is"),
        percent,
    )


# Empty states, progress, events, crumbs


@register.inclusion_tag("base/parts/empty.html")
def empty(
    title: str, text: str = "", url: str = "", label: str = "", symbol: str = "document"
) -> dict[str, Any]:
    """Show that there is nothing here, and what to do next."""
    return {"title": title, "text": text, "url": url, "label": label, "symbol": symbol}


@register.inclusion_tag("base/parts/progress.html")
def progress(
    url: str, done: int = 0, total: int = 0, note: str = "", every: str = "1s"
) -> dict[str, Any]:
    """Show long work; asks `url` after `every` for its own replacement (the same part)."""
    percent = min(100, done * 100 // total) if total else 0
    parts = {"url": url, "done": done, "total": total, "note": note}
    return {**parts, "percent": percent, "every": every}


@register.inclusion_tag("base/parts/chart.html")
def chart(shown: Shown, open: bool | None = None) -> dict[str, Any]:
    """Show a chart (from `base.charts.shown`) with its summary and its table; a long table is
    folded unless `open` says otherwise."""
    return {"shown": shown, "open": len(shown.table.rows) <= 12 if open is None else open}


@register.inclusion_tag("base/parts/event.html")
def event_line(when: datetime.datetime, sentence: str, url: str = "") -> dict[str, Any]:
    """Show one line of a history: when, and what happened; stands in `<ol class="events">`."""
    return {"when": when, "sentence": sentence, "url": url}


@register.simple_tag
def crumb(label: object, url: str = "") -> SafeString:
    """Return one step of the way to this page; the page itself has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, zh(label))
    return format_html('<li aria-current="page">{}</li>', zh(label))


@register.filter
def same_site(address: str | None, request: HttpRequest) -> str:
    """Return the address when it lies on this server, else nothing."""
    return address if address and _safe(address, {request.get_host()}) else ""


# Lists


@register.inclusion_tag("base/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Show the pages of a list; every other part of the query string stays."""
    asked = context["request"].GET.copy()
    asked.pop(name, None)
    kept = asked.urlencode()
    return {
        "page": page,
        "start": f"?{kept}&{name}=" if kept else f"?{name}=",
        "steps": steps(page),
    }


def steps(page: Page[Any]) -> Iterator[int | None]:
    """Return the page numbers to show: the ends and the neighbours; None is a gap."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        yield number if isinstance(number, int) else None


@register.inclusion_tag("base/parts/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm) -> dict[str, Any]:
    """Show a form as the filter bar of a list: fields in a row, "show" and "clear"."""
    request = context["request"]
    used = any(request.GET.get(name) for name in form.fields)
    return {"form": form, "used": used, "path": request.path}


# Forms


@register.inclusion_tag("base/parts/form.html", takes_context=True)
def form_page(
    context: Context,
    form: BaseForm,
    submit: str = "",
    back: str = "",
    action: str = "",
    danger: bool = False,
) -> dict[str, Any]:
    """Show a whole form: errors, fields, submit button, and a way back."""
    return {
        "form": form,
        "submit": submit or gettext("Save"),
        "back": back,
        "action": action,
        "danger": danger,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def is_check(field: BoundField) -> bool:
    """Return whether the field is one box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_choices(field: BoundField) -> bool:
    """Return whether the field is a group of boxes or buttons."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)
