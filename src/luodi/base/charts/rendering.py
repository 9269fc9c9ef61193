"""From a chart to markup and pictures, by vl-convert inside this process; nothing is fetched."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import vl_convert
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from luodi.base.errors import LuodiError

from . import svg
from .drawing import HALF_PAPER, NARROW, PAPER, WIDE, Size, specification
from .palette import FONT
from .types import Chart

VEGA_LITE = "6.4"
# No address is allowed: not one of data, not one of a picture.
NOWHERE: list[str] = []
# From pixels of the drawing to those of a picture: 650 of them on 156 mm.
SCALE = 2.85


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


def png(chart: Chart, language: str, *, half: bool = False) -> bytes:
    """Return a picture for Word, as wide as the text or half of it: colours of the light theme,
    transparent, 300 dots an inch. Refuses where no font of this machine has Chinese letters."""
    if not has_letters():
        raise LuodiError(
            "这台机器没有中文字体，图中的字印不出来。请安装中文字体（如 fonts-noto-cjk）后重启。",
            "No font of this machine has Chinese letters, so a picture would show boxes. Install "
            "one (such as fonts-noto-cjk) and start luodi anew.",
        )
    with translation.override(language):
        drawing = specification(chart, HALF_PAPER if half else PAPER)
    return _png(drawing, SCALE)


def _png(drawing: dict[str, Any], scale: float) -> bytes:
    made: bytes = vl_convert.vegalite_to_png(
        drawing, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=NOWHERE
    )
    return made


@lru_cache(1)
def has_letters() -> bool:
    """Return whether some font of this machine has Chinese letters."""
    return drawn_apart("国", "市")


def drawn_apart(one: str, other: str) -> bool:
    """Return whether two letters come out as two pictures: those that no font has look alike."""
    first, second = (
        _png({"data": {"values": [{}]}, "width": 20, "height": 20,
              "mark": {"type": "text", "text": letter, "font": FONT}}, 1.0)
        for letter in (one, other)
    )  # fmt: skip
    return first != second
