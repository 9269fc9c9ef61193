"""The review in a browser: twins, decisions by mouse and key, conflict, undo, phone, far ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from tests.browser.conftest import WIDTHS
from tests.browser.patience import expect
from tests.documents.factories import findings_of, make_document
from tests.people.factories import make_holder

from luodi.base import jobs
from luodi.base.actors import SYSTEM
from luodi.documents import services
from luodi.documents.models import Document, Finding
from luodi.people.models import Person
from luodi.people.queries import actor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path: Path) -> None:
    """The folder of stored files, empty at first."""
    settings.LUODI_FILES = tmp_path / "files"


@pytest.fixture
def person(context: BrowserContext, live_server) -> Person:
    """Somebody of the follow-up office, signed in."""
    person = make_holder("followup", name="林晓")
    client = Client()
    client.force_login(person)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return person


@pytest.fixture
def document(person: Person) -> Document:
    """A document that was read."""
    return make_document(actor_of(person))


@pytest.fixture
def long(person: Person) -> Document:
    """A document of many pages on a screen, with more findings than one group of cards."""
    return make_document(
        actor_of(person), "".join(f"要新建第{n}批学校共{n}所。\n" for n in range(1, 201))
    )


def address(document: Document, query: str = "") -> str:
    return f"/documents/{document.uuid}/review/{query}"


def card(page: Page, finding: Finding):
    return page.locator(f"#f-{finding.uuid}")


def mark(page: Page, finding: Finding):
    return page.locator(f'mark[data-finding="{finding.uuid}"]').first


def states(document: Document) -> list[str]:
    return [finding.state for finding in findings_of(document)]


def test_a_click_finds_the_twin_on_both_sides(page: Page, long: Document) -> None:
    findings = findings_of(long)
    page.goto(address(long))
    expect(mark(page, findings[30])).not_to_be_in_viewport()
    card(page, findings[30]).locator(".exact a").click()
    expect(mark(page, findings[30])).to_be_in_viewport()
    expect(mark(page, findings[30])).to_have_class(re.compile("chosen"))
    mark(page, findings[28]).click()
    expect(card(page, findings[28])).to_be_in_viewport()
    expect(card(page, findings[28])).to_be_focused()
    expect(page.locator(".finding.chosen")).to_have_count(1)


def test_a_mark_far_down_fetches_its_card(page: Page, long: Document) -> None:
    far = findings_of(long)[180]
    page.goto(address(long))
    expect(card(page, far)).to_have_count(0)
    mark(page, far).scroll_into_view_if_needed()
    mark(page, far).click()
    expect(card(page, far)).to_be_in_viewport()
    page.get_by_role("link", name="前面还有").click()
    expect(page.locator(".finding")).to_have_count(64)


def test_cards_come_while_one_scrolls(page: Page, long: Document) -> None:
    page.goto(address(long))
    expect(page.locator(".finding")).to_have_count(40)
    page.locator("#cards").evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
    expect(page.locator(".finding")).to_have_count(80)


def test_cards_are_accepted_rejected_edited_and_undone(page: Page, document: Document) -> None:
    first, second, third = findings_of(document)[:3]
    page.goto(address(document))
    card(page, first).get_by_role("button", name="接受").click()
    expect(page.locator("#said")).to_have_text("已接受。")
    expect(card(page, first).get_by_text("已接受")).to_be_visible()
    expect(mark(page, first)).to_have_class(re.compile("decided"))
    expect(page.get_by_text(re.compile(r"已处理 1 / "))).to_be_visible()

    card(page, second).get_by_role("link", name="不采纳").click()
    page.get_by_label("与其他摘录重复").check()
    card(page, second).get_by_role("button", name="不采纳").click()
    expect(card(page, second).get_by_text("与其他摘录重复")).to_be_visible()
    expect(mark(page, second)).to_have_class(re.compile("rejected"))

    card(page, third).get_by_role("link", name="修改").click()
    page.get_by_role("combobox", name="类别").select_option(label="项目")
    page.get_by_label("单位名称").first.fill("市水利局")
    page.get_by_role("button", name="保存").click()
    expect(card(page, third).get_by_text("市水利局")).to_be_visible()
    expect(mark(page, third)).to_have_class(re.compile("kind-project"))

    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#said")).to_have_text(re.compile("已撤销上一步"))
    expect(mark(page, third)).not_to_have_class(re.compile("kind-project"))
    assert states(document)[:3] == ["accepted", "rejected", "proposed"]


def test_the_keyboard_does_it_all(page: Page, document: Document) -> None:
    findings = findings_of(document)
    page.goto(address(document))
    page.keyboard.press("j")
    expect(card(page, findings[0])).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, findings[1])).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, findings[2])).to_be_focused()
    page.keyboard.press("k")
    expect(card(page, findings[1])).to_be_focused()
    page.keyboard.press("u")
    expect(card(page, findings[1]).get_by_role("button", name="接受")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_label("没有可核查的要求")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(card(page, findings[1]).get_by_role("button", name="恢复待定")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_role("combobox", name="类别")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="类别")).to_have_count(0)
    assert states(document)[:3] == ["accepted", "rejected", "proposed"]
    page.locator("body").press("?")
    expect(page.get_by_text("下一条、上一条")).to_be_visible()
    page.get_by_label("启用快捷键").uncheck()
    page.keyboard.press("Escape")
    page.locator("body").press("?")
    expect(page.get_by_text("下一条、上一条")).to_be_hidden()


def test_a_conflict_shows_both_versions(page: Page, document: Document) -> None:
    first, second = findings_of(document)[:2]
    other = actor_of(make_holder("followup", name="周宁"))
    page.goto(address(document))
    services.accept_finding(first.uuid, actor=other)
    services.restore_finding(first.uuid, actor=other)
    card(page, first).get_by_role("button", name="接受").click()
    expect(card(page, first).get_by_role("alert")).to_contain_text("您要做的")
    card(page, first).get_by_role("button", name="仍然接受").click()
    expect(page.locator("#said")).to_have_text("已接受。")
    expect(card(page, first).get_by_role("alert")).to_have_count(0)

    card(page, second).get_by_role("link", name="修改").click()
    page.get_by_label("地点").fill("我的地点")
    services.edit_finding(
        second.uuid,
        {"places": [{"text": "他人的地点"}]},
        actor=other,
        expected_revision=second.revision,
    )
    page.get_by_role("button", name="保存").click()
    expect(card(page, second).get_by_role("alert")).to_contain_text("他人的地点")
    expect(page.get_by_label("地点")).to_have_value("我的地点")
    page.get_by_role("button", name="以我的内容保存").click()
    expect(card(page, second).get_by_text("我的地点")).to_be_visible()


def test_many_are_accepted_after_a_look(page: Page, document: Document) -> None:
    page.goto(address(document))
    page.get_by_role("link", name="批量接受").click()
    page.get_by_label("把握程度不低于").select_option(label="50%")
    leave = page.get_by_role("checkbox", name="排除").first
    expect(page.locator("tbody tr")).to_have_count(len(findings_of(document)))
    leave.check()
    expect(page.locator("tr.left-out")).to_have_count(1)
    page.get_by_role("button", name="接受清单中未排除的全部").click()
    expect(page.get_by_text(re.compile(r"已接受\d+条摘录"))).to_be_visible()
    assert states(document).count("proposed") == 1
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text(re.compile("已撤销上一步"))).to_be_visible()
    assert set(states(document)) == {"proposed"}


def test_a_phone_shows_one_pane_at_a_time(page: Page, long: Document) -> None:
    findings = findings_of(long)
    width, height = WIDTHS["phone"]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address(long))
    expect(page.locator("#text")).to_be_hidden()
    card(page, findings[12]).locator(".exact a").click()
    expect(mark(page, findings[12])).to_be_in_viewport()
    expect(page.locator("#cards")).to_be_hidden()
    mark(page, findings[13]).click()
    expect(card(page, findings[13])).to_be_in_viewport()
    expect(page.locator("#text")).to_be_hidden()
    card(page, findings[13]).get_by_role("button", name="接受").click()
    expect(page.locator("#said")).to_have_text("已接受。")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_upload_to_the_accepted_list_and_back(page: Page, person: Person) -> None:
    page.goto("/")
    page.get_by_role("link", name="提交文件").first.click()
    page.get_by_label("将文件拖到此处").set_input_files(
        {
            "name": "安排.txt",
            "mimeType": "text/plain",
            "buffer": "重点工作安排\n市教育局要在2026年6月底前新建改建学校12所。\n".encode(),
        }
    )
    expect(page.get_by_text("安排.txt")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(page.get_by_role("progressbar")).to_be_visible()
    jobs.drain()
    page.get_by_role("link", name="开始复核").click()
    page.get_by_role("button", name="接受").first.click()
    expect(page.locator("#said")).to_have_text("已接受。")
    page.goto("/documents/accepted/")
    page.get_by_role("link", name=re.compile("新建改建学校12所")).click()
    expect(page.locator("mark.chosen")).to_contain_text("新建改建学校12所")
    expect(page.locator(".finding.chosen")).to_be_in_viewport()
    page.get_by_role("link", name="返回清单").click()
    expect(page.locator("tr:target")).to_contain_text("新建改建学校12所")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_is_wider_than_its_window(
    page: Page, screens, context: BrowserContext, live_server, document: Document, theme: str
) -> None:
    services.accept_finding(findings_of(document)[0].uuid, actor=SYSTEM)
    finding = findings_of(document)[1].uuid
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    place = f"/documents/{document.uuid}"
    for url in (
        "/documents/", "/documents/add/", "/documents/accepted/", f"{place}/", f"{place}/edit/",
        f"{place}/release/", f"{place}/review/", f"{place}/review/accept/?above=50",
        f"/documents/findings/{finding}/edit/", f"/documents/findings/{finding}/reject/",
    ):  # fmt: skip
        for _ in screens(url):
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), url
            expect(page.locator("h1")).to_be_visible()
