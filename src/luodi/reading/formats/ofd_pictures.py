"""The pages of an OFD whose words are pictures: its pictures, each laid at its place."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PIL import Image

from luodi.reading.errors import BrokenFile
from luodi.reading.formats.archives import check_container
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.ofd import (
    Document,
    Package,
    all_named,
    document_of,
    refuse_encrypted,
    resolve,
    templates_of,
)
from luodi.reading.formats.ofd_objects import numbers
from luodi.reading.formats.scanned.pictures import DPI, LONGEST, picture_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DOT = DPI / 25.4  # OFD measures in millimetres
_MOST = 200  # pictures laid on one page

Page = tuple[Document, str]


def count_pages(data: bytes, limits: Limits) -> int:
    """Return how many pages an OFD has."""
    check_container(data, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_encrypted(archive)
        return len(list(_pages(Package(archive))))


def picture_of_page(data: bytes, number: int, limits: Limits) -> Image.Image:
    """Return a page (from 1) with its pictures; refuses pictures of a kind that cannot be read."""
    check_container(data, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_encrypted(archive)
        package = Package(archive)
        pages = list(_pages(package))
        if not 0 < number <= len(pages):
            raise BrokenFile("OFD 没有这一页。", "The OFD has no such page.")
        document, location = pages[number - 1]
        return _laid(package, document, location, limits)


def _pages(package: Package) -> Iterator[Page]:
    for root in all_named(package.part("OFD.xml"), "DocRoot"):
        document = document_of(package, resolve("", root.text or ""))
        for _, location in document.pages:
            yield document, location


def _laid(package: Package, document: Document, location: str, limits: Limits) -> Image.Image:
    page = package.part(location)
    own = next((numbers(e.text) for e in all_named(page, "PhysicalBox")), [])
    left, top, width, height = own if len(own) == 4 else document.box
    dot = min(_DOT, LONGEST / max(width, height, 1.0))
    canvas = Image.new("RGB", (max(1, round(width * dot)), max(1, round(height * dot))), "white")
    media = _media(package, document)
    for name in [*templates_of(page, document), location]:
        if not package.has(name):
            continue
        objects = list(all_named(package.part(name), "ImageObject"))[:_MOST]
        for thing in objects:
            box = numbers(thing.get("Boundary"))
            file = media.get(thing.get("ResourceID", ""), "")
            if len(box) == 4 and package.has(file) and box[2] > 0 and box[3] > 0:
                picture = picture_in(package.archive.read(package.names[file.lower()]), limits)
                _lay(canvas, picture, box, (left, top), dot)
    return canvas


def _lay(
    canvas: Image.Image,
    picture: Image.Image,
    box: list[float],
    origin: tuple[float, float],
    dot: float,
) -> None:
    x, y, width, height = box
    size = (
        min(2 * LONGEST, max(1, round(width * dot))),
        min(2 * LONGEST, max(1, round(height * dot))),
    )
    place = round((x - origin[0]) * dot), round((y - origin[1]) * dot)
    canvas.paste(picture.resize(size, Image.Resampling.LANCZOS), place)


def _media(package: Package, document: Document) -> dict[str, str]:
    """The parts that hold pictures, by the numbers that pages call them by."""
    found: dict[str, str] = {}
    root = package.part(document.name)
    for kind in ("PublicRes", "DocumentRes"):
        for listed in all_named(root, kind):
            name = resolve(document.base, listed.text or "")
            if package.has(name):
                found |= _files(package.part(name), posixpath.dirname(name))
    return found


def _files(resources: Element, base: str) -> dict[str, str]:
    below = resolve(base, resources.get("BaseLoc", "") or ".")
    return {
        media.get("ID", ""): resolve(below, file.text or "")
        for media in all_named(resources, "MultiMedia")
        for file in all_named(media, "MediaFile")
    }
