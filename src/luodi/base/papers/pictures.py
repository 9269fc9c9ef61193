"""Pictures of a paper: one over the whole width or two side by side, their captions below."""

from __future__ import annotations

import io
from typing import Any
from zlib import crc32

from docx.shared import Twips

from luodi.base.papers import measures as m
from luodi.base.papers.ox import clean, paragraph, w
from luodi.base.papers.styles import BY_KEY
from luodi.base.papers.types import Picture, Pictures

GAP = 160
# Of a line that holds a picture, what the line itself adds.
_LINE = 40


def picture_elements(part: Any, block: Pictures, width: int) -> list[Any]:
    """Return the paragraphs of one picture, or the unruled table that holds two."""
    each = picture_width(block, width)
    if len(block.pictures) == 1:
        return _one(part, block.pictures[0], each)
    cells = [_cell(_one(part, one, each), width // 2) for one in block.pictures]
    columns = [w("gridCol", w=width // 2) for _ in cells]
    pads = [w(side, w=GAP // 2, type="dxa") for side in ("left", "right")]
    layout = w(
        "tblPr", w("tblW", w=width, type="dxa"), w("tblLayout", type="fixed"),
        w("tblCellMar", *pads),
    )  # fmt: skip
    row = w("tr", w("trPr", w("cantSplit")), *cells)
    return [w("tbl", layout, w("tblGrid", *columns), row)]


def picture_width(block: Pictures, width: int) -> int:
    """Return how wide each picture of a row is, in twips."""
    return width if len(block.pictures) == 1 else width // 2 - GAP


def picture_height(block: Pictures, width: int) -> int:
    """Return how high a row of pictures with its captions is at most, in twips."""
    each = picture_width(block, width)
    style = BY_KEY["GwPictureCaption"]
    return max(
        round(each * one.steepness)
        + _LINE
        + (style.line * m.line_count(one.caption, each / 20 / style.points - 1)) * bool(one.caption)
        for one in block.pictures
    )


def _one(part: Any, picture: Picture, width: int) -> list[Any]:
    high = round(width * picture.steepness)
    inline = part.new_pic_inline(io.BytesIO(picture.png), Twips(width), Twips(high))
    # Without them LibreOffice keeps a distance to the text and cuts the picture off.
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    key = _key(picture)
    inline.docPr.set("id", str(key))
    inline.docPr.set("name", f"图{key}")
    inline.docPr.set("descr", clean(picture.alt))
    parts = [paragraph("GwPicture", w("r", w("drawing", inline)))]
    if picture.caption:
        parts.append(paragraph("GwPictureCaption", picture.caption))
    return parts


def _key(picture: Picture) -> int:
    """Return a number that no other picture of the paper has, the same each time it is written."""
    return 1000 + crc32(picture.png + picture.caption.encode()) % 1_000_000_000


def _cell(content: list[Any], width: int) -> Any:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="bottom")), *content)
