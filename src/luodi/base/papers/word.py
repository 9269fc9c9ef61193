"""A paper as a Word file in the layout of GB/T 9704-2012."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from luodi.base.papers import measures as m
from luodi.base.papers.brief import brief_elements
from luodi.base.papers.fonts import font_table
from luodi.base.papers.head import blank, head_elements, title_elements
from luodi.base.papers.ox import paragraph, w
from luodi.base.papers.package import settle
from luodi.base.papers.pictures import picture_elements
from luodi.base.papers.sections import Footers, add_footers, section
from luodi.base.papers.styles import lay_styles
from luodi.base.papers.tables import table_elements
from luodi.base.papers.tail import record_elements, tail_elements
from luodi.base.papers.text import Numbers, heading_elements, text_elements
from luodi.base.papers.titles import title_lines
from luodi.base.papers.types import Block, Brief, Heading, Paper, Pictures, Table, Text

_UNWANTED = (RELATIONSHIP_TYPE.CUSTOM_XML, RELATIONSHIP_TYPE.NUMBERING)


def write_docx(paper: Paper | Brief) -> bytes:
    """Return the paper as a .docx; refuses a brief that does not fit on one page."""
    document = _empty(paper.title)
    if isinstance(paper, Brief):
        _fill(document, brief_elements(paper), section(None))
    else:
        Composer(document).compose(paper)
    out = io.BytesIO()
    document.save(out)
    return settle(out.getvalue())


def _empty(title: str) -> Document:
    document = docx.Document()
    lay_styles(document.styles.element)
    _tidy_parts(document)
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    _tidy_settings(settings.element)
    facts = document.core_properties
    facts.title = "".join(title_lines(title))[:255]
    facts.author = facts.comments = facts.last_modified_by = facts.keywords = ""
    facts.language = "zh-CN"
    for child in list(document.element.body):
        document.element.body.remove(child)
    return document


def _tidy_parts(document: Document) -> None:
    """Replace the font table, and leave out what the library's template brings along unasked."""
    for key, relation in list(document.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = font_table()
        elif relation.reltype in _UNWANTED or relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]
    for key, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del document.part.package.rels[key]


def _tidy_settings(settings: Any) -> None:
    """The proofing marks of the template would underline half a Chinese page in red."""
    for name in ("w:zoom", "w:themeFontLang", "w:decimalSymbol", "w:listSeparator", "w:rsids"):
        for child in settings.findall(qn(name)):
            settings.remove(child)


def _fill(document: Document, elements: list[Any], properties: Any) -> None:
    for element in elements:
        document.element.body.append(element)
    document.element.body.append(properties)


class Composer:
    """Lays out one paper, opening a section wherever upright and landscape pages meet."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.part = document.part
        self.body = document.element.body
        self.footers: Footers = add_footers(self.part)
        self.landscape = False

    def compose(self, paper: Paper) -> None:
        """Append the whole paper to the document."""
        self.landscape = _begins_landscape(paper)
        self._append(*head_elements(paper))
        self._blocks(paper.body)
        tail = tail_elements(paper)
        if tail:
            self._turn(False)
            _keep_with_next(self.body[-1])
            self._append(*tail)
        self._attachments(paper)
        self._record(paper)
        self._close()

    def _append(self, *elements: Any) -> None:
        for element in elements:
            self.body.append(element)

    def _blocks(self, blocks: tuple[Block, ...]) -> None:
        numbers = Numbers()
        for block in blocks:
            self._turn(isinstance(block, Table) and block.landscape)
            self._append(*self._elements(block, numbers))

    def _elements(self, block: Block, numbers: Numbers) -> list[Any]:
        if isinstance(block, Text):
            return text_elements(self.part, block)
        if isinstance(block, Heading):
            return heading_elements(block, numbers)
        width = m.TYPE_HEIGHT if self.landscape else m.TYPE_WIDTH
        if isinstance(block, Pictures):
            return picture_elements(self.part, block, width)
        return table_elements(self.part, block, width)

    def _turn(self, landscape: bool) -> None:
        """Begin a new section when the page has to be turned."""
        if landscape != self.landscape:
            self._end_section()
            self.landscape = landscape

    def _end_section(self) -> None:
        """Close the section in its last paragraph; behind a table it is one of one point."""
        last = self.body[-1]
        if last.tag != qn("w:p"):
            last = paragraph("GwRest")
            self.body.append(last)
        last.pPr.append(section(self.footers, landscape=self.landscape))

    def _attachments(self, paper: Paper) -> None:
        printed = [one for one in paper.attachments if one.body]
        for at, one in enumerate(paper.attachments, start=1):
            if one in printed:
                label = f"附件{at}" if len(paper.attachments) > 1 else "附件"
                self._new_page(isinstance(one.body[0], Table) and one.body[0].landscape)
                self._append(paragraph("GwAnnex", label), *blank(1), *title_elements(one.title))
                self._append(*blank(1))
                self._blocks(one.body)

    def _new_page(self, landscape: bool) -> None:
        self._end_section()
        self.landscape = landscape

    def _record(self, paper: Paper) -> None:
        elements = record_elements(paper)
        if elements:
            self._turn(False)
            self._append(*elements)

    def _close(self) -> None:
        if self.body[-1].tag != qn("w:p"):
            self._append(paragraph("GwRest"))
        self._append(section(self.footers, landscape=self.landscape))


def _keep_with_next(last: Any) -> None:
    """No page holds a signature alone: the end of the text goes with it."""
    properties = getattr(last, "pPr", None)
    if properties is not None and properties.find(qn("w:sectPr")) is None:
        properties.insert(1, w("keepNext"))


def _begins_landscape(paper: Paper) -> bool:
    """A bare table with its title stands on landscape pages from the start."""
    first = paper.body[0] if paper.body else None
    bare = not (paper.issuer or paper.recipients)
    return bare and isinstance(first, Table) and first.landscape
