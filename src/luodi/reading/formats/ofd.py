"""OFD files (GB/T 33190): the text layer of each page with its places and ruled lines."""

from __future__ import annotations

import io
import math
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from luodi.reading.errors import BrokenFile, TooLarge, UnknownFormat
from luodi.reading.formats.archives import check_container
from luodi.reading.formats.glyphs import Sheet
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.ofd_objects import Layout, numbers
from luodi.reading.formats.page_text import scan, text_of_sheets
from luodi.reading.types import ExtractedText

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_POINT = 72 / 25.4  # OFD measures in millimetres
_A4 = (0.0, 0.0, 210.0, 297.0)
_SCAN_SHARE = 0.6


def extract_ofd(data: bytes, limits: Limits) -> ExtractedText:
    """Return the text of an OFD; refuse one that is scanned, encrypted, damaged or swollen."""
    check_container(data, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_encrypted(archive)
        package = Package(archive)
        sheets = list(_sheets(package, limits))
    if not any(sheet.glyphs for sheet in sheets):
        raise scan("ofd")
    return text_of_sheets(sheets, "ofd", limits)


def refuse_encrypted(archive: zipfile.ZipFile) -> None:
    """Refuse a package whose parts are encrypted."""
    if any(posixpath.basename(name).lower() == "encryptions.xml" for name in archive.namelist()):
        raise UnknownFormat(
            "OFD 文件已加密。请用阅读器解密后另存，或改用原始的 docx 文件。",
            "The OFD is encrypted. Decrypt it in its reader and save it again, "
            "or use the docx it was made from.",
        )


class Package:
    """The parts of the archive by the names they call each other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}

    def part(self, name: str) -> Element:
        """A part's root; refuses one that is missing or no XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self.archive.read(self.names[name.lower()]), parser)
        except (KeyError, etree.XMLSyntaxError) as problem:
            raise BrokenFile(
                f"OFD 文件内部已损坏（{name[:80]}）。请重新下载，或改用原始的 docx 文件。",
                f"The OFD is damaged inside ({name[:80]}). Download it again, "
                "or use the docx it was made from.",
            ) from problem

    def has(self, name: str) -> bool:
        """Whether the package has a part of that name."""
        return name.lower() in self.names


def resolve(base: str, location: str) -> str:
    """A part's name from where it is named; a leading slash counts from the package's root."""
    location = location.strip().replace("\\", "/")
    joined = location if location.startswith("/") else posixpath.join(base, location)
    return posixpath.normpath(joined).lstrip("/")


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def all_named(root: Element, name: str) -> Iterator[Element]:
    """Return the elements of that name below a root, whatever their namespace's prefix."""
    return (element for element in root.iter() if _name(element) == name)


@dataclass(slots=True)
class Document:
    """One document of the package: its folder, page size, templates and words laid over pages."""

    name: str
    base: str
    box: tuple[float, ...]
    templates: dict[str, str]
    pages: list[tuple[str, str]]
    over: dict[str, str]


def _sheets(package: Package, limits: Limits) -> Iterator[Sheet]:
    number, characters = 0, 0
    for root in all_named(package.part("OFD.xml"), "DocRoot"):
        document = document_of(package, resolve("", root.text or ""))
        if number + len(document.pages) > limits.pages:
            raise TooLarge(
                f"OFD 超过 {limits.pages:,} 页的上限。请分成几个文件。",
                f"The OFD has more than {limits.pages:,} pages. Split it.",
            )
        for identity, location in document.pages:
            number += 1
            sheet = _sheet(package, document, number, location)
            sheet.aside += document.over.get(identity, "")
            characters += len(sheet.glyphs)
            if characters > limits.characters:
                raise TooLarge(
                    f"正文超过 {limits.characters:,} 字的上限。请分成几个文件。",
                    f"The text is over the limit of {limits.characters:,} characters. "
                    "Split the file.",
                )
            yield sheet


def document_of(package: Package, name: str) -> Document:
    """Return what a document's root part says of its pages."""
    root, base = package.part(name), posixpath.dirname(name)
    box = next((numbers(e.text) for e in all_named(root, "PhysicalBox")), [])
    return Document(
        name=name,
        base=base,
        box=tuple(box) if len(box) == 4 else _A4,
        templates={
            e.get("ID", ""): resolve(base, e.get("BaseLoc", ""))
            for e in all_named(root, "TemplatePage")
        },
        pages=[
            (e.get("ID", ""), resolve(base, e.get("BaseLoc", "")))
            for e in all_named(root, "Page") if e.get("BaseLoc")
        ],
        over=_annotations(package, root, base),
    )  # fmt: skip


def _annotations(package: Package, root: Element, base: str) -> dict[str, str]:
    """Words of watermarks and notes by page: a mark of secrecy may stand there."""
    over: dict[str, str] = {}
    for listing in all_named(root, "Annotations"):
        name = resolve(base, listing.text or "")
        if not package.has(name):
            continue
        for page in all_named(package.part(name), "Page"):
            location = next((e.text or "" for e in all_named(page, "FileLoc")), "")
            file = resolve(posixpath.dirname(name), location)
            if package.has(file):
                words = [e.text or "" for e in all_named(package.part(file), "TextCode")]
                over[page.get("PageID", "")] = "".join(words).strip()
    return over


def _sheet(package: Package, document: Document, number: int, location: str) -> Sheet:
    page = package.part(location)
    own = next((numbers(e.text) for e in all_named(page, "PhysicalBox")), [])
    left, top, width, height = own if len(own) == 4 else document.box
    sheet = Sheet(number, width * _POINT, height * _POINT)
    layout = Layout(sheet, -left * _POINT, -top * _POINT)
    for name in [*templates_of(page, document), location]:
        if package.has(name):
            layout.add(package.part(name))
    covered = layout.pictures / max(1.0, sheet.width * sheet.height)
    sheet.is_picture = math.isfinite(covered) and covered > _SCAN_SHARE
    return sheet


def templates_of(page: Element, document: Document) -> list[str]:
    """Return the names of the template parts that lie under a page."""
    wanted = [e.get("TemplateID", "") for e in all_named(page, "Template")]
    return [document.templates[t] for t in wanted if t in document.templates]
