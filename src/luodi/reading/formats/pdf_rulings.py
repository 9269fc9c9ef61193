"""Ruled lines of PDF pages, by pdfplumber."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from luodi.reading.formats.glyphs import Edge, Sheet
from luodi.reading.formats.pdf_frame import Frame

_MOST = 6_000  # a page with more is a drawing


def rule(data: bytes, pages: Sequence[tuple[Sheet, Frame]]) -> None:
    """Give each sheet the ruled lines of its page; a page pdfplumber cannot read gets none."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[sheet.number for sheet, _ in pages]) as pdf:
            for (sheet, frame), page in zip(pages, pdf.pages, strict=True):
                sheet.edges = _edges(page, frame)
                page.close()
    except MemoryError:
        raise
    except Exception:  # pdfminer raises whatever a broken file makes it raise; PDFium has the text
        return


def _edges(page: object, frame: Frame) -> list[Edge]:
    found = getattr(page, "edges", [])
    if len(found) > _MOST:
        return []
    left, top = getattr(page, "bbox", (0.0, 0.0))[:2]
    rotation = int(getattr(page, "rotation", 0) or 0) // 90 % 4
    return [
        frame.edge((e["x0"] - left, e["top"] - top, e["x1"] - left, e["bottom"] - top), rotation)
        for e in found
    ]
