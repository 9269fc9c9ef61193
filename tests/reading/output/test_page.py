"""The page needs no script and no network, and holds a document's words as words."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.html
import pytest
from tests.reading.samples import EMPTY, PROBLEM, READ, READING, SCHOOLS, TEXT, finding

from luodi.reading.output import ReadFile, bundled
from luodi.reading.output.page import page
from luodi.reading.types import ExtractedText, Frame, Reading


def tree(*files: ReadFile, explain: bool = False) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page(files, "zh", explain=explain))


def shown_text(document: lxml.html.HtmlElement) -> str:
    """The text as it stands in the page, without the numbers of the marks."""
    block = document.xpath("//div[@class='text']")[0]
    for number in block.xpath(".//sup"):
        number.drop_tree()
    return str(block.text_content())


def as_parsed(text: str) -> str:
    return text.replace("\r\n", "\n")


def test_the_page_shows_the_whole_text_unchanged() -> None:
    assert as_parsed(shown_text(tree(READ))) == as_parsed(TEXT)


def test_every_link_leads_to_a_place_and_back() -> None:
    document = tree(READ, EMPTY, explain=True)
    names = document.xpath("//@id")
    links = document.xpath("//a/@href")
    assert len(names) == len(set(names))
    assert all(link.removeprefix("#") in names for link in links)
    for number in (1, 2, 3):
        assert document.xpath(f"//a[@id='d1-t{number}'][@href='#d1-f{number}']")
        assert document.xpath(f"//tr[@id='d1-f{number}']//a[@href='#d1-t{number}']")


def test_marks_show_kind_and_words() -> None:
    mark = tree(READ).get_element_by_id("t1")
    assert "k-project" in mark.get("class")
    assert mark.text == SCHOOLS.span.text
    assert mark.get("title") == "项目：以行动动词开头，要求做一件事"


def test_problems_stand_in_a_table_of_their_own() -> None:
    document = tree(READ)
    heads = [h.text_content() for h in document.xpath("//section[@class='found']/h3")]
    assert heads == ["部署 2", "问题 1"]
    assert PROBLEM.span.text in document.get_element_by_id("f3").text_content()


def test_the_page_asks_for_nothing() -> None:
    text = page([READ], "zh", explain=True)
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|<iframe|\bsrc=|url\(|@import|https?://", text)
    assert not re.search(r"\son\w+=", text)


def test_markup_in_a_document_stays_words() -> None:
    wild = "<script>alert(1)</script>\"'><img src=x onerror=y>&amp;"
    frame = Frame(wild, wild, wild, None, "plan", ())
    reading = Reading("r", "1", frame, (), ())
    read = ReadFile(wild, ExtractedText(wild, "txt", "utf-8", title=wild), reading)
    document = tree(read, EMPTY, explain=True)
    assert not document.xpath("//script | //img | //*[@onerror]")
    assert shown_text(document) == wild


def test_overlapping_findings_keep_text_and_links_whole() -> None:
    inner = replace(finding("新建学校50所", "task"), confidence=0.5)
    twin = replace(SCHOOLS, kind="goal")
    read = replace(READ, reading=replace(READING, findings=(SCHOOLS, inner, twin, PROBLEM)))
    document = tree(read)
    assert as_parsed(shown_text(document)) == as_parsed(TEXT)
    assert "新建学校50所" in document.get_element_by_id("t2").text


def test_a_page_of_one_document_is_named_after_it() -> None:
    document = tree(READ)
    assert document.findtext(".//title") == "望川市工作要点"
    assert "文件/" not in document.xpath("string(//article/header)")
    assert "luodi-test 9.9" in document.xpath("string(//article/header)")


@pytest.mark.parametrize(("language", "words"), [("zh", "没有发现"), ("en", "No commitments")])
def test_a_document_without_findings_says_so(language: str, words: str) -> None:
    assert words in page([EMPTY], language, explain=False)  # type: ignore[arg-type]


def test_clauses_are_listed_on_demand() -> None:
    assert not tree(READ).xpath("//details")
    rows = tree(READ, explain=True).xpath("//details//tbody/tr")
    assert [row[0].text for row in rows] == ["·", "✓"]


def test_plan_rows_are_groups_of_the_table() -> None:
    document = tree(bundled(READ))
    heads = document.xpath("//tbody/tr/th[@scope='rowgroup']")
    assert [head.text for head in heads] == ["事项 1 · 1", "事项 2 · 1"]
    assert document.xpath("//tbody[tr/th='事项 2 · 1']/tr[@id='f2']")
    assert not tree(READ).xpath("//th[@scope='rowgroup']")
