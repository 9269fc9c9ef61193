"""The pictures of the documentation, taken of the demonstration, so that they cannot go stale.

A picture that looks as before stays as it is, byte for byte. One that looks different is written
anew and the test fails once: somebody has to look at it and commit it with the change.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Page
from tests.browser.conftest import ROOT, City

pytestmark = pytest.mark.browser
PICTURES = ROOT / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 800}
MOST_BYTES = 200_000
# Compared as blocks of 4 by 4 points, so that another rendering of the same letters is no change.
BLOCK, STEP, BLOCKS = 4, 40, 30


def _picture(page: Page) -> Image.Image:
    shot = page.screenshot(animations="disabled", caret="hide")
    return Image.open(io.BytesIO(shot)).convert("RGB")


def _looks_the_same(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    small = (one.width // BLOCK, one.height // BLOCK)
    coarse = [image.convert("L").resize(small, Image.Resampling.BOX) for image in (one, other)]
    counts = ImageChops.difference(*coarse).histogram()
    return sum(counts[STEP:]) <= BLOCKS


def _keep(name: str, page: Page) -> None:
    """Compare the page with its picture; write the picture and fail where they differ."""
    file, seen = PICTURES / f"{name}.png", _picture(page)
    if file.exists() and _looks_the_same(Image.open(file).convert("RGB"), seen):
        return
    PICTURES.mkdir(exist_ok=True)
    seen.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    pytest.fail(f"docs/screenshots/{name}.png was written anew: look at it and commit it")


@contextmanager
def _as(city: City, context: BrowserContext, account: str) -> Iterator[Page]:
    light = {"name": "theme", "value": "light", "url": city.origin}
    context.add_cookies([light])
    with city.visited(context) as page:
        page.set_viewport_size(SIZE)
        page.goto(city.origin)
        city.sign_in(page, account)
        page.wait_for_url(f"{city.origin}/")
        yield page


def _dashboard(page: Page) -> None:
    page.get_by_role("heading", level=1).wait_for()


def _review(page: Page) -> None:
    page.get_by_role("link", name="继续复核").first.click()
    page.get_by_role("article").first.wait_for()
    page.get_by_role("article").first.get_by_role("link").first.click()
    page.mouse.move(0, 0)


def _accepted(page: Page) -> None:
    page.get_by_role("link", name="已接受清单").locator("visible=true").first.click()
    page.get_by_role("row").nth(1).wait_for()


def _plan(page: Page) -> None:
    page.get_by_role("link", name="方案").locator("visible=true").first.click()
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    page.get_by_role("heading", level=1, name="落实方案").wait_for()


@pytest.mark.parametrize("way", [_dashboard, _review, _accepted, _plan])
def test_the_picture_of_a_page(city: City, context: BrowserContext, way) -> None:
    with _as(city, context, "duchashi") as page:
        way(page)
        page.wait_for_load_state("networkidle")
        _keep(way.__name__.strip("_"), page)


def test_pictures_are_small_and_each_is_used() -> None:
    readmes = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    pictures = sorted(PICTURES.glob("*.png"))
    assert len(pictures) >= 4
    assert [p.name for p in pictures if p.stat().st_size > MOST_BYTES] == []
    assert [p.name for p in pictures if readmes.count(f"docs/screenshots/{p.name}") < 2] == []


def test_a_changed_word_is_seen_and_other_rendering_is_not() -> None:
    page = Image.new("RGB", (1280, 800), "white")
    changed, rendered = page.copy(), page.copy()
    changed.paste("black", (100, 100, 170, 116))
    rendered.paste((228, 228, 228), (100, 100, 700, 500))
    assert not _looks_the_same(page, changed)
    assert _looks_the_same(page, rendered)
