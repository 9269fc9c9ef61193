"""From a Word file to an approved plan in Word and Excel, by visible labels only."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Download, Page
from tests.browser.patience import expect
from tests.commitments.factories import TEXT, make_units
from tests.people.factories import make_holder

from luodi.base import jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(context: BrowserContext, live_server, settings, tmp_path: Path) -> None:
    """Somebody of the follow-up office, with the units of the text."""
    settings.LUODI_FILES = tmp_path / "files"
    make_units()
    client = Client()
    client.force_login(make_holder("followup", name="林晓"))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """The document as a Word file."""
    document = docx.Document()
    for line in TEXT.strip().splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "重点工作安排.docx"))
    return tmp_path / "重点工作安排.docx"


def bytes_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def review_all(page: Page, word: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="提交文件").first.click()
    page.locator("input[type=file]").set_input_files(str(word))
    page.get_by_role("button", name=re.compile("提交")).first.click()
    jobs.drain()
    page.goto("/")
    page.get_by_role("link", name="开始复核").click()
    page.get_by_role("link", name="批量接受").click()
    choice = page.get_by_label("把握程度不低于")
    expect(choice).to_be_visible()
    page.wait_for_load_state("load")  # the script that sends a choice at once
    choice.select_option("50%")
    page.wait_for_url("**above=50*")
    page.get_by_role("button", name=re.compile("接受")).last.click()
    expect(page.get_by_role("main").get_by_text(re.compile("已接受")).first).to_be_visible()


def make_plan(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="全部方案").click()
    page.get_by_role("link", name="新建方案").click()
    page.get_by_label("名称").fill("望川市2026年重点事项")
    page.get_by_label("年度").fill("2026")
    page.get_by_role("button", name="新建").click()
    page.get_by_label(re.compile("重点工作安排")).check()
    page.get_by_role("button", name="编入方案").click()
    expect(page.get_by_text(re.compile(r"已新增 \d+ 个事项"))).to_be_visible()


def consult(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="开始征求意见").click()
    page.get_by_role("button", name="开始征求意见").click()
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("征求意见表")).click()
    book = load_workbook(io.BytesIO(bytes_of(got.value)))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=3):
        if "供水改造" in str(row[2].value):
            row[4].value = "11月底前"
    edited = tmp_path / "退回.xlsx"
    book.save(edited)
    page.get_by_label("退回的表格或复函").set_input_files(str(edited))
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("cell", name="2026年11月30日")).to_be_visible()
    page.get_by_role("button", name="采纳", exact=True).click()
    expect(page.get_by_text("已采纳")).to_be_visible()
    page.get_by_role("link", name="望川市2026年重点事项").click()


def test_from_a_word_file_to_an_approved_plan(
    page: Page, signed_in: None, word: Path, tmp_path: Path
) -> None:
    review_all(page, word)
    make_plan(page)
    row = page.locator("tr.plan-row", has_text="供水改造")
    expect(row.get_by_role("cell", name="市水利局", exact=True)).to_be_visible()
    consult(page, tmp_path)
    page.get_by_role("link", name="批准").click()
    page.get_by_role("button", name="批准方案").click()
    expect(page.get_by_text("第 1 版已批准。")).to_be_visible()
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="任务分解表（Word）").click()
    cells = [
        c.text
        for r in docx.Document(io.BytesIO(bytes_of(got.value))).tables[0].rows
        for c in r.cells
    ]
    assert any("120个老旧小区供水改造" in cell for cell in cells)
    assert "2026年11月30日" in cells
    if not page.get_by_role("link", name="任务分解表（Excel）").is_visible():
        page.locator("summary", has_text="导出").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="任务分解表（Excel）").click()
    values = [c.value for r in load_workbook(io.BytesIO(bytes_of(got.value))).active for c in r]
    assert "2026年11月30日" in values
    # From the row back to the very characters.
    page.locator("tr.plan-row", has_text="供水改造").locator("a.anchor").first.click()
    expect(page.locator("mark.chosen, mark:target").first).to_contain_text("供水改造")


def test_rows_are_split_and_joined_with_one_key(page: Page, signed_in: None, word: Path) -> None:
    review_all(page, word)
    make_plan(page)
    rows = page.locator("tr.plan-row")
    before = rows.count()
    page.keyboard.press("j")
    expect(rows.first).to_have_class(re.compile("chosen"))
    page.keyboard.press("s")
    expect(page.get_by_text(re.compile("已另立第"))).to_be_visible()
    expect(rows).to_have_count(before + 1)
    page.keyboard.press("m")
    expect(page.get_by_text(re.compile("已并入第"))).to_be_visible()
    expect(rows).to_have_count(before)
