"""Scans and pictures: the text of page images, recognised by the extra `ocr`, page by page."""

from __future__ import annotations

from luodi.reading.formats.scanned.engine import RAPID, Engine, Seen, SeenLine, is_installed
from luodi.reading.formats.scanned.pages import (
    PICTURE_TYPE,
    PageRead,
    pages_in,
    read_head,
    read_page,
    scan_limits,
)
from luodi.reading.formats.scanned.whole import LOW, MARK, recognise, text_of_pages

__all__ = [
    "LOW",
    "MARK",
    "PICTURE_TYPE",
    "RAPID",
    "Engine",
    "PageRead",
    "Seen",
    "SeenLine",
    "is_installed",
    "pages_in",
    "read_head",
    "read_page",
    "recognise",
    "scan_limits",
    "text_of_pages",
]
