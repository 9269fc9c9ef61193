"""Charts in a browser: three widths, both themes, nothing that the policy refuses."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from tests.base.charts.samples import SAMPLES

from luodi.base import charts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.browser.gallery.urls"),
    pytest.mark.django_db(transaction=True),
]


def test_charts_fit_and_take_the_theme(screens, page: Page) -> None:
    for chart in SAMPLES.values():
        charts.drawn_now(chart)
    for _ in screens("/gallery/charts/"):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".chart-drawing:visible").count() == len(SAMPLES)
    page.emulate_media(color_scheme="light")
    colour = "getComputedStyle(document.querySelector('.c-main')).color"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    assert light == "rgb(31, 74, 128)"
    assert page.evaluate(colour) == "rgb(146, 184, 238)"
