"""The first hour by visible labels only: from `./run start article.html` to the accepted list and back.

Nothing here knows an address, an id or a class: what the terminal printed and what stands on the
screen is enough.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page
from tests.browser.conftest import City, started
from tests.browser.patience import expect

pytestmark = pytest.mark.browser
ARTICLE = Path(__file__).parent / "data" / "article.html"
READ_WITHIN = 60_000  # milliseconds; the worker starts after the server
ROAD, OFFICE, REPEATED = "改造农村公路120公里", "新建乡镇卫生院3所", "新增规模以上工业企业14家"
# Words of the page that are no part of its article.
AROUND = ("网友甲", "力争明年开工", "建设更多学校", "新建学校100所", "字号", "登录", "ICP备")
GROUND = "mark => getComputedStyle(mark).backgroundColor"


def _card(page: Page, words: str) -> Locator:
    """The finding with these words."""
    return page.get_by_role("article").filter(has_text=words)


def _opened(city: City) -> str:
    """The address of the review that the terminal printed."""
    printed = re.findall(rf"^{city.origin}/\S+$", city.said, re.MULTILINE)
    assert len(printed) == 1, city.said
    return str(printed[0])


def _review(page: Page) -> None:
    """Accept one, mend and accept another, reject a third, and take a fourth step back."""
    said = page.get_by_role("status")
    _card(page, ROAD).get_by_role("button", name="接受").click()
    expect(said.filter(has_text="已接受。")).to_be_visible()

    _card(page, OFFICE).get_by_role("link", name="修改").click()
    page.get_by_label("单位名称").first.fill("县卫生健康局")
    page.get_by_role("button", name="保存").click()
    expect(_card(page, OFFICE).get_by_text("县卫生健康局")).to_be_visible()
    _card(page, OFFICE).get_by_role("button", name="接受").click()
    expect(_card(page, OFFICE).get_by_text("已接受", exact=True)).to_be_visible()

    _card(page, REPEATED).get_by_role("link", name="不采纳").click()
    page.get_by_label("没有可核查的要求").check()
    page.get_by_role("button", name="不采纳").click()
    expect(_card(page, REPEATED).get_by_text("没有可核查的要求")).to_be_visible()

    _card(page, "龙头企业2家").get_by_role("button", name="接受").click()
    expect(_card(page, "龙头企业2家").get_by_text("已接受", exact=True)).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(said.filter(has_text="已撤销上一步")).to_be_visible()
    expect(_card(page, "龙头企业2家").get_by_role("button", name="接受")).to_be_visible()


def _row(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words)


def _there_and_back(page: Page) -> None:
    """From a row of the accepted list to its sentence, which is marked, and back to the row."""
    page.get_by_text("菜单", exact=True).first.click()
    page.get_by_role("link", name="已接受清单").first.click()
    expect(page.get_by_role("heading", level=1, name="已接受清单")).to_be_visible()
    expect(_row(page, OFFICE)).to_contain_text("县卫生健康局")
    expect(_row(page, REPEATED)).to_have_count(0)
    page.get_by_role("link", name=ROAD).click()
    sentence = page.get_by_role("mark").filter(has_text=ROAD)
    expect(sentence).to_be_in_viewport()
    expect(sentence).to_be_visible()
    other = page.get_by_role("mark").filter(has_text=OFFICE)
    assert sentence.evaluate(GROUND) != other.evaluate(GROUND)
    expect(_card(page, ROAD)).to_be_in_viewport()
    page.get_by_role("link", name="返回清单").click()
    expect(_row(page, ROAD)).to_be_in_viewport()


def test_from_a_web_page_to_the_accepted_list_and_back(
    tmp_path: Path, context: BrowserContext
) -> None:
    with started(tmp_path, str(ARTICLE)) as city, city.visited(context) as page:
        page.goto(_opened(city))
        city.sign_in(page, "duchashi")
        expect(page.get_by_role("heading", level=1)).to_have_text("云岭县部署今年重点工作")
        expect(_card(page, ROAD)).to_be_visible(timeout=READ_WITHIN)
        text = page.get_by_role("region", name="原文").inner_text()
        assert ROAD in text
        assert not [words for words in AROUND if words in text]
        _review(page)
        _there_and_back(page)
