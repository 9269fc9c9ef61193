"""The shell in a browser: language, theme, menus by keyboard, three widths, no request elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.browser.gallery.urls"),
    pytest.mark.django_db(transaction=True),
]


def test_gallery_fits_three_widths(screens, page: Page) -> None:
    for _ in screens("/gallery/"):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.get_by_text("非涉密系统").locator("visible=true").count() == 1
