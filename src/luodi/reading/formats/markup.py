"""From a tree of markup to lines of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
    # trafilatura's own
    "head", "item", "list", "quote", "row",
}  # fmt: skip
_CELLS = {"td", "th", "cell"}
_BREAKS = {"br", "lb"}
_SILENT = (
    "script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "video",
    "audio", "select", "option", "button", "input", "textarea", "nav", "aside", "footer", "map",
)  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|pinglun|pl-?box|share|bdsharebuttonbox|breadcrumbs?|crumbs?|"
    r"footer|foot|nav|navbar|menu|sidebar|related|xgyd|xgzc|recommend|tuijian|copyright|"
    r"toolbar|print|fontsize|ewm|qrcode|login|search|hotnews|ranking|friendlinks?)"
    r"(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_FILE_LINK = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|ofd|zip|rar)(?:$|[?#])", re.IGNORECASE)
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]"
)
_ASIAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…"
_BETWEEN_ASIAN = re.compile(rf"(?<=[{_ASIAN}])[ \u2002-\u200a]+(?=[{_ASIAN}])")


def squeeze(text: str) -> str:
    """Return one line: blanks collapsed, none between Chinese characters, nothing invisible."""
    text = _INVISIBLE.sub("", text.replace("\xa0", " "))
    text = re.sub(r"[ \t\r\n\f]+", " ", text)
    return _BETWEEN_ASIAN.sub("", text).strip(" \u3000\u2002\u2003")


def lines_of(root: Element) -> list[str]:
    """Return the words of a tree, a block a line, the cells of a table row separated by tabs."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            parts.append(_before(tag) + (element.text or "").replace("\n", " "))
        else:
            tail = (element.tail or "") if element is not root else ""
            parts.append(_after(tag) + tail.replace("\n", " "))
    return [line for raw in "".join(parts).split("\n") if (line := _line(raw))]


def _line(raw: str) -> str:
    cells = [squeeze(cell) for cell in raw.split("\v")]
    return "\t".join(cells).rstrip("\t") if any(cells) else ""


def _before(tag: object) -> str:
    if tag in _BREAKS or tag in _BLOCKS:
        return "\n"
    return ""


def _after(tag: object) -> str:
    if tag in _CELLS:
        return "\v"
    return "\n" if tag in _BLOCKS else ""


def link_share(element: Element) -> float:
    """Return the share of an element's words that stand in links."""
    words = len(squeeze("".join(map(str, element.itertext()))))
    linked = sum(len(squeeze("".join(map(str, a.itertext())))) for a in element.iter("a"))
    return min(1.0, linked / words) if words else 0.0


def prune(page: Element) -> None:
    """Take out what is never the article: scripts, menus, comment boxes, lists of links."""
    for element in list(page.iter(*_SILENT)):
        _drop(element)
    whole = len(squeeze("".join(map(str, page.itertext()))))
    for element in list(page.iter("div", "ul", "ol", "table", "section", "p", "dl", "form")):
        if element.getparent() is not None and _is_furniture(element, whole):
            _drop(element)


def _is_furniture(element: Element, whole: int) -> bool:
    words = len(squeeze("".join(map(str, element.itertext()))))
    if words > 0.5 * whole:
        return False
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_FURNITURE.search(named)) or _is_menu(element)


def _is_menu(element: Element) -> bool:
    """Four or more links and hardly anything else; links to files are annexes and stay."""
    links = [a for a in element.iter("a") if a.get("href") is not None]
    if len(links) < 4 or any(_FILE_LINK.search(a.get("href", "")) for a in links):
        return False
    return link_share(element) > 0.8


def _drop(element: Element) -> None:
    """Remove an element but not the words that follow it."""
    parent = element.getparent()
    if parent is None:
        return
    previous, tail = element.getprevious(), element.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + "\n" + tail
    else:
        parent.text = (parent.text or "") + "\n" + tail
    parent.remove(element)
