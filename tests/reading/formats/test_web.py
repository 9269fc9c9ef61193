"""Web pages give the article alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.reading.formats.pages import PAGES
from tests.reading.formats.samples import ARTICLE, GOVERNMENT, NEWSPAPER

from luodi.reading.errors import EmptyFile
from luodi.reading.formats import extract
from luodi.reading.formats.web import extract_html


def words(line: str) -> str:
    return re.sub(r"\s", "", line)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_newspaper_page_gives_its_article_and_nothing_else(encoding: str) -> None:
    page = extract((NEWSPAPER % encoding).encode(encoding), "article.html")
    assert [words(line) for line in page.text.split("\n")] == [words(line) for line in ARTICLE]
    assert (page.format, page.title) == ("html", ARTICLE[0])
    assert page.date == date(2026, 1, 12)
    assert page.encoding == {"utf-8": "utf-8", "gbk": "gb18030"}[encoding]


@pytest.mark.parametrize("kind", list(PAGES))
def test_pages_of_other_makes_give_the_article_and_nothing_else(kind: str) -> None:
    page = extract_html(PAGES[kind])
    assert [words(line) for line in page.text.split("\n")] == [words(line) for line in ARTICLE]


def test_a_government_page_keeps_headings_and_table_rows() -> None:
    page = extract_html(GOVERNMENT)
    lines = page.text.split("\n")
    assert [words(line) for line in lines[: len(ARTICLE)]] == [words(line) for line in ARTICLE]
    assert lines[len(ARTICLE) :] == ["序号\t任务\t责任单位", "1\t新建学校12所\t市教育局"]
    assert page.date == date(2026, 1, 12)


def test_scripts_are_never_text_and_markup_in_words_stays_words() -> None:
    text = (
        "<p>一、按照&lt;script&gt;alert(1)&lt;/script&gt;的要求，加快建设平台，完善有关制度。</p>"
    )
    page = extract_html(f"<html><body>{text}<script>alert(2)</script></body></html>")
    assert "alert(2)" not in page.text
    assert "<script>alert(1)</script>" in page.text


def test_a_page_without_containers_or_paragraphs_still_gives_its_words() -> None:
    page = extract_html("<html><body>各县区要加快推进改造。<br>年内完成100个。</body></html>")
    assert page.text.split("\n") == ["各县区要加快推进改造。", "年内完成100个。"]


def test_the_title_comes_first_where_the_article_leaves_it_out() -> None:
    body = "".join(f"<p>{line}</p>" for line in ARTICLE[1:])
    page = extract_html(
        f"<html><head><title>{ARTICLE[0]} - 望川网</title></head><body>{body}</body></html>"
    )
    assert page.text.startswith(ARTICLE[0] + "\n")


@pytest.mark.parametrize("markup", ["<html></html>", "<html><script>x</script></html>", "<!-- -->"])
def test_a_page_without_words_is_empty(markup: str) -> None:
    with pytest.raises(EmptyFile):
        extract(markup.encode(), "page.html")


def test_a_page_nested_ten_thousand_deep_does_not_break_the_parser() -> None:
    page = "<html><body>" + "<div>" * 10_000 + "各县区要加快推进老旧小区改造。" + "</div>" * 10_000
    assert extract_html(page).text == "各县区要加快推进老旧小区改造。"


@pytest.mark.corpus
def test_pages_of_the_corpus_give_their_documents(shared: Path) -> None:
    """Where a page and its text are the same document, nearly every paragraph is found."""
    corpus = shared / "corpus"
    foreign = {"gz-05", "gz-32", "gz-35"}  # the kept page shows another document than the text
    shares = {}
    for path in sorted((corpus / "originals").glob("*.html")):
        page = words(extract(path).text)
        given = (corpus / "documents" / f"{path.stem}.txt").read_text(encoding="utf-8")
        wanted = [words(part) for part in re.split(r"[\n\t]", given) if words(part)]
        shares[path.stem] = sum(part in page for part in wanted) / len(wanted)
    assert len(shares) == 56
    site = {name for name in shares if name.startswith("gz-")}  # texts that hold page furniture
    assert min(share for name, share in shares.items() if name not in site) > 0.98
    assert min(share for name, share in shares.items() if name in site - foreign) > 0.65
