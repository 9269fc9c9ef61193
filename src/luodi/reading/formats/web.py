"""Web pages: the article alone, without menus, source line and comment box; text only."""

from __future__ import annotations

import logging
import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, cast

import lxml.html
from lxml import etree

from luodi.reading.errors import EmptyFile
from luodi.reading.formats.furniture import without_furniture
from luodi.reading.formats.markup import lines_of, link_share, prune, squeeze
from luodi.reading.types import ExtractedText

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The containers of the site systems most government and newspaper pages are made with.
_CONTAINERS = (
    "//*[@id='UCAP-CONTENT']", "//*[@id='zoom' or @id='Zoom' or @id='zoomcon']",
    "//*[contains(concat(' ',@class,' '),' TRS_Editor ')]", "//*[@id='ozoom']",
    "//founder-content", "//*[@id='js_content']",
    "//*[contains(concat(' ',@class,' '),' trs_editor_view ')]",
)  # fmt: skip
_LONGEST_MARK = 60
_SENTENCE = re.compile("[，。；！？、]")
_ENOUGH = 0.35  # pages often repeat their article in hidden parts
_TITLE_NAMES = ("ArticleTitle", "og:title", "title")
_DATE_NAMES = ("PubDate", "publishdate", "article:published_time", "og:release_date")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_PUBLISHED = re.compile(r"(?:发布(?:时间|日期)|发文日期|日期|时间)\s*[:：]\s*" + _DATE.pattern)
_SITE = re.compile(r"(?:\s*[-_|—–]+\s*[^-_|—–]{2,20}$)|(?:[_|].*$)")
_DATELINE = re.compile(rf"^{_DATE.pattern}日?\s*(?:\d{{1,2}}:\d\d|来源)", re.MULTILINE)
_SCRIPT = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百]+[编章节]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
)
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")


def extract_html(text: str) -> ExtractedText:
    """Return a page's article with its title first; refuse a page without any words."""
    page = _parse(text)
    title, published, header = _title(page), _date(page), _may_be_marks(page)
    prune(page)
    lines = without_furniture(_article(page)) or _bare_words(text)
    if not title:
        title = lines[0] if lines and len(lines[0]) <= 60 else ""
    text = "\n".join(_titled(lines, title))
    return ExtractedText(text, "html", "", title=title, date=published, header=header)


def _parse(text: str) -> Element:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(_XML_HEAD.sub("", text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise EmptyFile(
            "网页里没有文字。请确认保存的是完整的网页，或把正文复制到 txt、docx 文件。",
            "The page holds no text. Save the whole page, or copy its text into a txt or docx.",
        ) from problem
    return cast("Element", page)


def _may_be_marks(page: Element) -> str:
    """The short lines of the whole page, no sentences, that may be a mark of secrecy: it need not
    stand within the article."""
    said = [*(_meta(page, name) for name in _TITLE_NAMES), squeeze(page.findtext(".//title") or "")]
    lines = [*said, *lines_of(page)]
    short = [line for line in lines if "密" in line and len(line) <= _LONGEST_MARK]
    return "\n".join(line for line in short if not _SENTENCE.search(line))


def _bare_words(text: str) -> list[str]:
    """The words of a page nested too deep for the parser."""
    bare = _TAG.sub("\n", _SCRIPT.sub("\n", text))
    return [line for raw in bare.split("\n") if (line := squeeze(unescape(raw)))]


def _article(page: Element) -> list[str]:
    """Three ways in turn: a known container, trafilatura, the densest part of the page."""
    whole = lines_of(page)
    wanted = _ENOUGH * sum(len(line) for line in whole if _is_prose(line))
    for path in _CONTAINERS:
        found = [lines_of(e) for e in page.xpath(path)]
        lines = max(found, key=_length, default=[])
        if lines and _length(lines) > wanted:
            return lines
    lines = _by_trafilatura(page)
    if _length(lines) > wanted:
        return lines
    densest = lines_of(_densest(page))
    return max((densest, lines), key=_length) or whole


def _by_trafilatura(page: Element) -> list[str]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            lxml.html.fromstring(lxml.html.tostring(page, encoding="unicode")),
            include_comments=False,
            favor_precision=True,
            include_tables=True,
        )
    except (RecursionError, ValueError, etree.LxmlError):
        return []
    body = getattr(found, "body", None)
    if body is None:
        return []
    shown = page.find("body")  # the words of <title> are no line of the page
    return _as_in_page(lines_of(page if shown is None else shown), lines_of(body))


def _as_in_page(whole: list[str], found: list[str]) -> list[str]:
    """The page's own lines that trafilatura took: it runs paragraphs of some pages together.

    Numbered headings between them are kept too, which it drops where they look like no paragraph.
    """
    taken = _bare("".join(found))
    kept = [line for line in whole if _bare(line) in taken or _NUMBERED.match(line)]
    long = [at for at, line in enumerate(kept) if _is_prose(line) and _bare(line) in taken]
    if not long or _length(kept) < 0.9 * _length(found):
        return found
    # Around the article a short line may match by chance: there it must stand in a line of its own.
    alone = set(map(_bare, found))
    within = range(long[0], long[-1] + 1)
    return [line for at, line in enumerate(kept) if at in within or _bare(line) in alone]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _densest(page: Element) -> Element:
    """Walk down from the body as long as one child holds most of the words that are no links."""
    here = next(iter(page.xpath("//body")), page)
    while True:
        best = max((e for e in here if isinstance(e.tag, str)), key=_prose, default=None)
        if (
            best is None
            or best.tag in {"p", "tr", "tbody", "table"}
            or _prose(best) < 0.8 * _prose(here)
        ):
            return here
        here = best


def _prose(element: Element) -> float:
    return len(squeeze("".join(map(str, element.itertext())))) * (1 - link_share(element))


def _length(lines: list[str]) -> int:
    return sum(map(len, lines))


def _is_prose(line: str) -> bool:
    return len(line) > 20 and bool(re.search(r"[，。；、：]", line))


def _title(page: Element) -> str:
    """What the page says its title is; a heading that agrees with <title> is the surest."""
    named = [_meta(page, name) for name in _TITLE_NAMES]
    head = squeeze(page.findtext(".//title") or "")
    headings = [squeeze("".join(map(str, h.itertext()))) for h in page.xpath("//h1")]
    agreeing = [h for h in headings if len(h) > 5 and h in head]
    return next(filter(None, [*agreeing, named[0], _SITE.sub("", head), *named[1:], *headings]), "")


def _meta(page: Element, name: str) -> str:
    found = page.xpath("//meta[@name=$n or @property=$n]/@content", n=name)
    return squeeze(str(found[0])) if found else ""


def _date(page: Element) -> date | None:
    for name in _DATE_NAMES:
        if match := _DATE.search(_meta(page, name)):
            return _day(match)
    opening = "\n".join(lines_of(page)[:200])
    match = _PUBLISHED.search(opening) or _DATELINE.search(opening)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _titled(lines: list[str], title: str) -> list[str]:
    """Put the title first where the article does not begin with it."""
    bare = _bare(title)
    if not bare or bare in _bare("".join(lines[:12])):
        return lines
    return [title, *lines]
