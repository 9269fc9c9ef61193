"""Word documents (docx): paragraphs and tables in order, with the numbers Word would print.

The parts are walked directly: python-docx leaves out tracked insertions, content controls and text
boxes, and a letterhead or a mark of secrecy often stands in just these.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from luodi.reading.errors import BrokenFile
from luodi.reading.formats.archives import check_container
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.numbering import Numbering
from luodi.reading.types import ExtractedText

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN_TYPE = re.compile(r"/officeDocument$")
_UNSEEN = {"del", "moveFrom", "instrText", "delText", "rt", "Fallback", "rPr", "pPr", "tcPr"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_CONTENTS_STYLE = re.compile(r"(?:TOC|toc|目录)\s*\d+")


def extract_docx(data: bytes, limits: Limits) -> ExtractedText:
    """Return a document's text; refuse containers that are damaged, swollen or declare a DTD."""
    check_container(data, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = _parse(archive, _main_part(archive))
        body = next((e for e in main if _name(e) == "body"), main)
        numbering = Numbering(_optional(archive, "numbering"), _optional(archive, "styles"))
        text = "\n".join(_blocks(body, numbering)).strip("\n")
        return ExtractedText(text=text, format="docx", encoding="", header=_headers(archive))


def _main_part(archive: zipfile.ZipFile) -> str:
    if "_rels/.rels" in archive.namelist():
        for relation in _parse(archive, "_rels/.rels"):
            if _MAIN_TYPE.search(relation.get("Type", "")):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _optional(archive: zipfile.ZipFile, part: str) -> Element | None:
    name = f"word/{part}.xml"
    return _parse(archive, name) if name in archive.namelist() else None


def _headers(archive: zipfile.ZipFile) -> str:
    """The text of all page headers and footers, where marks of secrecy stand."""
    part = re.compile(r"word/(?:header|footer)\d*\.xml")
    names = sorted(n for n in archive.namelist() if part.fullmatch(n))
    lines = [line for n in names for line in _blocks(_parse(archive, n), Numbering(None, None))]
    return "\n".join(line for line in dict.fromkeys(lines) if line.strip())


def _parse(archive: zipfile.ZipFile, name: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, KeyError) as problem:
        raise BrokenFile(
            f"docx 文件内部已损坏（{name}）。请在 Word 或 WPS 中打开并另存，或向来文单位重新索取。",
            f"The docx is damaged inside ({name}). Open it in Word or WPS and save it again, "
            "or ask the sender for a new copy.",
        ) from problem


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Element | None, *path: str) -> str | None:
    """The `val` of a nested property, whatever namespace the producer used."""
    for name in path:
        element = (
            next((e for e in element if _name(e) == name), None) if element is not None else None
        )
    if element is None:
        return None
    return next((v for k, v in element.items() if k.rpartition("}")[2] == "val"), "")


def _blocks(container: Element, numbering: Numbering) -> Iterator[str]:
    for element in container:
        name = _name(element)
        if name == "p":
            yield from _paragraph(element, numbering)
        elif name == "tbl":
            yield from _table(element, numbering)
        elif name not in _UNSEEN and not _is_contents(element):
            yield from _blocks(element, numbering)


def _is_contents(element: Element) -> bool:
    """Whether a content control is the generated table of contents: it repeats every heading."""
    return _name(element) == "sdt" and any(
        _name(e) == "docPartGallery" and "Table of Contents" in e.values() for e in element.iter()
    )


def _paragraph(paragraph: Element, numbering: Numbering) -> Iterator[str]:
    properties = next((e for e in paragraph if _name(e) == "pPr"), None)
    style = _value(properties, "pStyle") or ""
    if _CONTENTS_STYLE.fullmatch(numbering.style_name(style)):
        return
    boxes: list[Element] = []
    text = "".join(_inline(paragraph, boxes))
    for box in boxes:
        yield from _blocks(box, numbering)
    if not text.strip():
        return
    number = numbering.next_number(
        style, _value(properties, "numPr", "numId"), _value(properties, "numPr", "ilvl")
    )
    yield number + text


def _inline(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name not in _UNSEEN and not _is_hidden(child):
            yield from _inline(child, boxes)


def _is_hidden(run: Element) -> bool:
    properties = next((e for e in run if _name(e) == "rPr"), None)
    hidden = _value(properties, "vanish")
    return hidden is not None and hidden not in {"0", "false", "off"}


def _table(table: Element, numbering: Numbering) -> Iterator[str]:
    for row in _of_kind(table, "tr"):
        cells = [_cell(cell, numbering) for cell in _of_kind(row, "tc")]
        if any(cell.strip() for cell in cells):
            yield "\t".join(cells).rstrip("\t")


def _of_kind(element: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also inside content controls and tracked insertions."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _of_kind(child, wanted)


def _cell(cell: Element, numbering: Numbering) -> str:
    """A cell's text; the lower parts of a cell merged downwards are empty."""
    properties = next((e for e in cell if _name(e) == "tcPr"), None)
    merged = _value(properties, "vMerge")
    if merged is not None and merged != "restart":
        return ""
    return "\n".join(_blocks(cell, numbering)).strip()
