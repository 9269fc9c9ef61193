"""The review at full strength in a browser: spans by mouse and key, added, split, merged, sorted."""

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

from luodi.documents import services
from luodi.documents.models import Document, Finding
from luodi.people.models import Person
from luodi.people.queries import actor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Characters of two UTF-16 units before, inside and behind the findings.
TEXT = """𠀀𠮷市2026年重点工作安排
一、项目建设
𠮷祥街道要在2026年底前新建𠮷祥学校12所，改造老旧小区50个。
𠮷庆镇今年的事还多：𠀀河道清淤20公里。
要新建农村公路300公里。
要加快建设县域医共体。
"""


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
    return make_document(actor_of(person), TEXT)


def address(document: Document, query: str = "?state=all") -> str:
    return f"/documents/{document.uuid}/review/{query}"


def finding(document: Document, words: str) -> Finding:
    return next(row for row in findings_of(document) if words in row.exact)


def card(page: Page, row: Finding):
    return page.locator(f"#f-{row.uuid}")


def spots(page: Page, words: str) -> list[tuple[float, float]]:
    """Where on the screen the words begin and end."""
    box = page.evaluate(
        """words => {
          const text = document.getElementById("text"), walk = document.createTreeWalker(text, 4);
          const nodes = []; let all = "", node;
          while ((node = walk.nextNode())) { nodes.push([all.length, node]); all += node.data; }
          const find = at => { const [from, node] = nodes.filter(n => n[0] <= at).pop(); return [node, at - from]; };
          const at = all.indexOf(words), range = document.createRange();
          const last = find(at + words.length - 1);
          range.setStart(...find(at)); range.setEnd(last[0], last[1] + 1);
          range.startContainer.parentElement.scrollIntoView({ block: "center" });
          const found = range.getClientRects(), first = found[0], end = found[found.length - 1];
          return [first.left, first.top + first.height / 2, end.right, end.top + end.height / 2];
        }""",
        words,
    )
    return [(box[0] + 1, box[1]), (box[2] - 1, box[3])]


def select(page: Page, words: str) -> None:
    """Draw the mouse over the words."""
    (x1, y1), (x2, y2) = spots(page, words)
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=4)
    page.mouse.move(x2, y2, steps=4)
    page.mouse.up()
    expect(page.locator("#span-bar")).to_be_visible()


def test_what_the_reader_missed_is_added_by_selecting_it(page: Page, document: Document) -> None:
    words = "𠀀河道清淤20公里"
    assert words not in [row.exact for row in findings_of(document)]
    page.goto(address(document))
    select(page, words)
    expect(page.locator(".span-words")).to_have_text(words)
    page.locator("#span-bar select").select_option(label="项目")
    page.get_by_role("button", name="补充为摘录").click()
    expect(page.get_by_text("已补充，并列入已接受的摘录。")).to_be_visible()
    made = next(row for row in findings_of(document) if row.exact == words)
    text = document.versions.get().text
    assert (made.state, made.kind, made.start) == ("accepted", "project", text.index(words))
    expect(card(page, made)).to_contain_text("20公里")
    expect(page.locator(f'mark[data-finding="{made.uuid}"]')).to_have_text(words)
    expect(page.locator(f'mark[data-finding="{made.uuid}"]')).to_have_class(re.compile("chosen"))


def test_a_span_is_changed_by_selecting_and_taken_back(page: Page, document: Document) -> None:
    row = finding(document, "学校12所")
    page.goto(address(document))
    card(page, row).locator(".exact a").click()
    select(page, "新建𠮷祥学校12所，改造老旧小区50个")
    page.get_by_role("button", name="以此为摘录范围").click()
    expect(page.get_by_text("摘录范围已改定。")).to_be_visible()
    expect(card(page, row)).to_contain_text("50个")
    assert Finding.objects.get(pk=row.pk).exact == "新建𠮷祥学校12所，改造老旧小区50个"
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销上一步")).to_be_visible()
    expect(card(page, row).locator(".exact")).to_have_text(row.exact)
    assert Finding.objects.get(pk=row.pk).exact == row.exact


def test_a_selection_over_several_lines_counts_the_breaks(page: Page, document: Document) -> None:
    page.goto(address(document))
    words = "今年的事还多：𠀀河道清淤20公里。\n要新建农村公路300公里。"
    (x1, y1), _ = spots(page, "今年的事")
    _, (x2, y2) = spots(page, "公路300公里。")
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=6)
    page.mouse.up()
    page.get_by_role("button", name="补充为摘录").click()
    expect(page.get_by_text("已补充，并列入已接受的摘录。")).to_be_visible()
    assert words[:-1] in [row.exact for row in findings_of(document)]


def test_the_keyboard_moves_both_ends(page: Page, document: Document) -> None:
    row = finding(document, "农村公路")
    page.goto(address(document))
    card(page, row).locator(".exact a").click()
    page.keyboard.press("s")
    expect(page.locator(".span-words")).to_have_text(row.exact)
    for _ in range(2):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("o")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".span-words")).to_have_text(row.exact[1:-2])
    page.keyboard.press("Enter")
    expect(page.get_by_text("摘录范围已改定。")).to_be_visible()
    assert Finding.objects.get(pk=row.pk).exact == row.exact[1:-2]
    expect(card(page, row)).to_have_class(re.compile("chosen"))
    page.keyboard.press("s")
    expect(page.locator(".span-words")).to_have_text(row.exact[1:-2])
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".span-words")).to_have_text(row.exact[1:-3])
    page.keyboard.press("n")
    expect(page.get_by_text("已补充，并列入已接受的摘录。")).to_be_visible()
    assert row.exact[1:-3] in [one.exact for one in findings_of(document)]


def test_a_finding_is_merged_and_split_by_key(page: Page, document: Document) -> None:
    row, following = finding(document, "学校12所"), finding(document, "小区50个")
    page.goto(address(document, f"?state=all&finding={row.uuid}"))
    expect(card(page, row)).to_have_class(re.compile("chosen"))
    page.keyboard.press("m")
    expect(page.get_by_text("已合为一条。")).to_be_visible()
    whole = Finding.objects.get(pk=row.pk).exact
    assert whole == f"{row.exact}，{following.exact}"
    expect(card(page, row)).to_have_class(re.compile("chosen"))
    page.keyboard.press("p")
    expect(card(page, row).get_by_role("button", name="拆开").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已拆为两条。")).to_be_visible()
    assert {row.exact, following.exact} <= {one.exact for one in findings_of(document)}
    expect(card(page, row)).to_have_class(re.compile("chosen"))
    page.keyboard.press("u")
    expect(page.get_by_text("已撤销上一步")).to_be_visible()
    assert Finding.objects.get(pk=row.pk).exact == whole


def test_selected_neighbours_are_merged(page: Page, document: Document) -> None:
    first, second = finding(document, "农村公路"), finding(document, "医共体")
    page.goto(address(document))
    (x1, y1), _ = spots(page, "公路300公里")
    _, (x2, y2) = spots(page, "建设县域")
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=6)
    page.mouse.up()
    page.get_by_role("button", name="合并这些摘录").click()
    expect(page.get_by_text("已合为一条。")).to_be_visible()
    assert Finding.objects.get(pk=first.pk).exact.endswith(second.exact)
    assert second.uuid not in {one.uuid for one in findings_of(document)}


def test_a_stale_page_overwrites_no_span(page: Page, watch, document: Document) -> None:
    watch.expect("409")
    row = finding(document, "农村公路")
    page.goto(address(document))
    card(page, row).locator(".exact a").click()
    other = actor_of(make_holder("followup", name="周宁"))
    services.edit_finding(row, {"kind": "goal"}, actor=other, expected_revision=row.revision)
    select(page, "农村公路300公里")
    page.get_by_role("button", name="以此为摘录范围").click()
    expect(page.get_by_role("alert")).to_contain_text(row.exact)
    expect(page.get_by_label("摘录的原文")).to_have_value("农村公路300公里")
    assert Finding.objects.get(pk=row.pk).exact == row.exact
    page.get_by_role("button", name="以我的内容保存").click()
    expect(page.get_by_text("摘录范围已改定。")).to_be_visible()
    assert Finding.objects.get(pk=row.pk).exact == "农村公路300公里"


def test_doubtful_ones_come_first_when_asked(page: Page, document: Document) -> None:
    rows = findings_of(document)
    page.goto(address(document))
    page.get_by_role("link", name="存疑的在前").click()
    wanted = [str(row.uuid) for row in sorted(rows, key=lambda r: (r.confidence, r.start, r.end))]
    found = page.locator("#cards .finding")
    assert [found.nth(n).get_attribute("data-finding") for n in range(found.count())] == wanted
    page.keyboard.press("d")
    expect(page.get_by_role("link", name="存疑的在前")).to_be_visible()


def test_the_help_lists_every_key(page: Page, document: Document) -> None:
    page.goto(address(document))
    page.locator("body").press("?")
    listed = set("".join(page.locator(".key-list kbd").all_text_contents()))
    assert set("JKAERSONPMUD?←→") <= listed


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_new_forms_fit_every_window(
    page: Page, screens, context: BrowserContext, live_server, document: Document, theme: str
) -> None:
    row = findings_of(document)[0].uuid
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    for url in (
        f"/documents/{document.uuid}/review/add/",
        f"/documents/findings/{row}/span/",
        f"/documents/findings/{row}/split/",
    ):
        for _ in screens(url):
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), url
            expect(page.locator("h1")).to_be_visible()


def test_a_phone_selects_as_well(page: Page, document: Document) -> None:
    width, height = WIDTHS["phone"]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address(document))
    page.get_by_role("button", name="原文").click()
    select(page, "河道清淤20公里")
    page.get_by_role("button", name="补充为摘录").click()
    expect(page.get_by_text("已补充，并列入已接受的摘录。")).to_be_visible()
    assert "河道清淤20公里" in [one.exact for one in findings_of(document)]


def test_an_item_is_registered_with_few_keys(page: Page, person: Person) -> None:
    page.goto("/")
    page.get_by_role("link", name="登记事项").click()
    page.get_by_label("领导、会议或单位").fill("王市长")
    page.get_by_label("原话").fill("请市水利局于2026年12月底前完成𠮷祥河清淤20公里。")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，无需再处理。")).to_be_visible()
    expect(page.locator("#cards .finding")).to_have_count(1)
    expect(page.locator("#cards .finding")).to_contain_text("2026年12月31日前")
    expect(page.locator("mark.decided")).to_have_text(re.compile("𠮷祥河清淤20公里$"))


def test_a_new_version_is_given_and_settled(page: Page, document: Document) -> None:
    for row in findings_of(document):
        services.accept_finding(row, actor=actor_of(make_holder("followup")))
    text = document.versions.get().text.replace("农村公路300公里", "农村公路350公里")
    page.goto(f"/documents/{document.uuid}/")
    page.get_by_role("link", name="提交新版本").click()
    page.get_by_label("原件").set_input_files(
        {"name": "新.txt", "mimeType": "text/plain", "buffer": f"前言𠀀。\n{text}".encode()}
    )
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("1条待核对")).to_be_visible()
    page.get_by_role("button", name="对应此处").click()
    expect(page.get_by_text("已核对。")).to_be_visible()
    row = finding(document, "350公里")
    expect(page.locator(f'mark[data-finding="{row.uuid}"]')).to_have_text(row.exact)
    page.goto(f"/documents/{document.uuid}/versions/1/")
    expect(page.locator(f'mark[data-finding="{row.uuid}"]')).to_contain_text("300公里")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_versions_fit_every_window(
    page: Page, screens, context: BrowserContext, live_server, document: Document, theme: str
) -> None:
    for row in findings_of(document):
        services.accept_finding(row, actor=actor_of(make_holder("followup")))
    services.add_version(
        document, f"{TEXT}一句。".replace("300", "350").encode(), "新.txt",
        actor=actor_of(make_holder("followup")),
    )  # fmt: skip
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    place = f"/documents/{document.uuid}"
    for url in (
        "/documents/register/", f"{place}/", f"{place}/versions/new/", f"{place}/versions/settle/",
        f"{place}/versions/1/",
    ):  # fmt: skip
        for _ in screens(url):
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), url
            expect(page.locator("h1")).to_be_visible()
