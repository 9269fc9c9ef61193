"""A Word file opened for checking: its parts, and properties as they take effect."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from lxml import etree

from luodi.base.errors import Invalid

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# lxml comes without types.
Element: TypeAlias = Any


def tag(name: str) -> str:
    """Return the full name of an element or attribute of the main namespace."""
    return f"{_W}{name}"


def val(element: Element | None, name: str = "val", default: str = "") -> str:
    """Return an attribute of an element that may be missing."""
    return default if element is None else element.get(tag(name), default)


def number(element: Element | None, name: str, default: int = 0) -> int:
    """Return an attribute as a whole number."""
    try:
        return int(val(element, name) or default)
    except ValueError:
        return default


def on(element: Element | None) -> bool:
    """Return whether a switch is there and not turned off."""
    return element is not None and val(element) not in ("0", "false", "off")


def words(element: Element) -> str:
    """Return the text of an element, tabs included."""
    inside = (node for run in element.iter(tag("r")) for node in run)
    return "".join(_word(node) for node in inside)


def _word(node: Element) -> str:
    if node.tag == tag("tab"):
        return "\t"
    return (node.text or "") if node.tag == tag("t") else ""


@dataclass(frozen=True)
class WordFile:
    """The parts of a Word file that decide its layout."""

    parts: dict[str, bytes]

    @classmethod
    def open(cls, data: bytes) -> WordFile:
        """Return the opened file; refuses bytes that are no Word file."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                file = cls({name: packed.read(name) for name in packed.namelist()})
            _ = file.body, file.styles
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
            raise Invalid("这不是Word文件（.docx）。", "This is no Word file (.docx).") from error
        return file

    def part(self, name: str) -> Element:
        """Return the root of a part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.parts[name], parser)

    @cached_property
    def body(self) -> Element:
        """The body of the document."""
        body = self.part("word/document.xml").find(tag("body"))
        if body is None:
            raise KeyError("body")
        return body

    @cached_property
    def styles(self) -> dict[str, Element]:
        """Paragraph styles by their id."""
        found = self.part("word/styles.xml").iter(tag("style"))
        return {val(style, "styleId"): style for style in found}

    @cached_property
    def defaults(self) -> Element:
        """The document's defaults."""
        return self.part("word/styles.xml").find(tag("docDefaults"))

    @cached_property
    def relations(self) -> dict[str, str]:
        """Targets of the main part's relationships by id."""
        root = self.part("word/_rels/document.xml.rels")
        return {child.get("Id", ""): child.get("Target", "") for child in root}

    def has(self, name: str) -> bool:
        """Return whether the file has that part."""
        return name in self.parts

    def sections(self) -> list[Element]:
        """Return the properties of all sections in order."""
        return list(self.body.iter(tag("sectPr")))

    def footer(self, reference: Element) -> Element:
        """Return the footer a section refers to."""
        return self.part("word/" + self.relations[reference.get(f"{_R}id", "")])

    def style_of(self, paragraph: Element) -> Element | None:
        """Return the style of a paragraph."""
        return self.styles.get(val(paragraph.find(f"{tag('pPr')}/{tag('pStyle')}")) or "Normal")

    def style_name(self, paragraph: Element) -> str:
        """Return the name of a paragraph's style as Word shows it."""
        style = self.style_of(paragraph)
        return "" if style is None else val(style.find(tag("name")))

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        style, seen = self.style_of(paragraph), 0
        while style is not None and seen < 12:
            yield style
            style, seen = self.styles.get(val(style.find(tag("basedOn")))), seen + 1

    def paragraph_value(self, paragraph: Element, name: str, key: str = "val") -> str:
        """Return an attribute of a paragraph property as it takes effect, '' when nowhere set."""
        holders = [paragraph, *self._chain(paragraph)]
        found = (val(one.find(f"{tag('pPr')}/{tag(name)}"), key) for one in holders)
        return next((value for value in found if value), "")

    def run_value(
        self, paragraph: Element, run: Element | None, name: str, key: str = "val"
    ) -> str:
        """Return an attribute of a run property as it takes effect, '' when nowhere set."""
        holders = [] if run is None else [run]
        paths = [
            one.find(f"{tag('rPr')}/{tag(name)}") for one in (*holders, *self._chain(paragraph))
        ]
        paths.append(self.defaults.find(f".//{tag('rPr')}/{tag(name)}"))
        return next((value for value in (val(one, key) for one in paths) if value), "")
