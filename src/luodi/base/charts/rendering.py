"""From a chart to markup and pictures, by vl-convert inside this process; nothing is fetched."""

from __future__ import annotations

import vl_convert
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from . import svg
from .drawing import NARROW, PAPER, WIDE, Size, specification
from .types import Chart

VEGA_LITE = "6.4"
# No address is allowed: not one of data, not one of a picture.
NOWHERE: list[str] = []


def markup(chart: Chart, language: str) -> str:
    """Return the drawing for pages in that language: wide, and narrow for phones."""
    with translation.override(language):
        wide, narrow = (_drawn(chart, size) for size in (WIDE, NARROW))
    return format_html(
        '<div class="chart-wide">{}</div><div class="chart-narrow">{}</div>', wide, narrow
    )


def _drawn(chart: Chart, size: Size) -> str:
    drawing = vl_convert.vegalite_to_svg(
        specification(chart, size), vl_version=VEGA_LITE, allowed_base_urls=NOWHERE
    )
    # Every element and attribute was looked at one by one.
    return mark_safe(svg.for_page(drawing))


def png(chart: Chart, language: str, *, scale: float = 3.0) -> bytes:
    """Return a picture for Word: colours of the light theme, transparent, 200 dots an inch and
    more at the width of a page."""
    with translation.override(language):
        drawing = specification(chart, PAPER)
    made: bytes = vl_convert.vegalite_to_png(
        drawing, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=NOWHERE
    )
    return made
