"""Every kind of page of the demonstration in a browser: wide enough for a phone, in both languages."""

from __future__ import annotations

from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error, Page
from tests.browser.conftest import WIDTHS, City
from tests.web.crawling import SIGNS_OUT, Link

pytestmark = pytest.mark.browser
# Together these see every kind of page that any role sees.
ACCOUNTS = ("duchashi", "zhujianjuzhang", "guanli", "anquan", "shenji", "mishu")
# Links within a drawing have no address of their own as text, so it is made from what is written.
HREFS = (
    "found => found.filter(a => !a.hasAttribute('download'))"
    ".map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
)
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


def _open(page: Page, url: str, wrong: list[str]) -> bool:
    """Open an address; answer whether it is a page and not a file."""
    try:
        answer = page.goto(url)
    except Error as error:
        if "Download is starting" in str(error):
            return False
        raise
    if answer is None or answer.status >= 400:
        wrong.append(f"{url}: status {answer and answer.status}")
    return True


def _look(page: Page, url: str, language: str) -> list[str]:
    """Return what is wrong with the page at the three widths."""
    wrong = []
    if page.get_attribute("html", "lang") != language:
        wrong.append(f"{url}: not in {language}")
    if page.locator("h1").count() != 1 or not page.locator("h1").inner_text().strip():
        wrong.append(f"{url}: not one heading")
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        if not page.evaluate(FITS):
            wrong.append(f"{url}: wider than the window ({name}, {language})")
    return wrong


def _walk(city: City, page: Page, seen: set[str], wrong: list[str], language: str) -> None:
    """Open one page of each kind that was not seen before, from the first page on."""
    todo = deque([f"{city.origin}/"])
    asked = set(todo)
    while todo:
        url = todo.popleft()
        view = Link(urlsplit(url).path, "").view
        if view in seen or view == SIGNS_OUT:
            continue
        seen.add(view)
        if not _open(page, url, wrong):
            continue
        wrong += _look(page, url, language)
        found = {urldefrag(href)[0] for href in page.eval_on_selector_all("a[href]", HREFS)}
        new = {href for href in found if href.startswith(f"{city.origin}/")} - asked
        asked |= new
        todo.extend(sorted(new))


@pytest.mark.parametrize(("code", "language"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_every_kind_of_page_fits(
    city: City, context: BrowserContext, code: str, language: str
) -> None:
    seen: set[str] = set()
    wrong: list[str] = []
    with city.visited(context) as page:
        for account in ACCOUNTS:
            context.clear_cookies()
            page.goto(f"{city.origin}/")
            city.sign_in(page, account)
            page.wait_for_url(f"{city.origin}/")
            context.add_cookies([{"name": "django_language", "value": code, "url": city.origin}])
            seen.discard("web:dashboard")
            _walk(city, page, seen, wrong, language)
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 45
