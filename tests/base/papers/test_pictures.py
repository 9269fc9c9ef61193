"""Pictures in papers: on the page in their size, in words for those who do not see them."""

from __future__ import annotations

import io
import struct
import zlib

import docx
import pytest

from luodi.base.errors import Invalid
from luodi.base.papers import Paper, Picture, Pictures, Table, Text, check_layout, write_docx
from luodi.base.papers import measures as m
from luodi.base.papers.fitting import pages_of
from luodi.base.papers.types import Column


def png(width: int = 40, height: int = 20) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


ONE = Pictures((Picture(png(), "城镇化率逐年上升", "图1　城镇化率（%）"),))
TWO = Pictures((Picture(png(), "甲", "图1　甲"), Picture(png(30, 30), "乙", "图2　乙")))


def paper(*body) -> Paper:
    return Paper("标题", body)


@pytest.mark.parametrize("block", [ONE, TWO])
def test_a_paper_with_pictures_holds_to_the_layout(block: Pictures) -> None:
    written = write_docx(paper(Text("正文。"), block, Text("后文。")))
    assert check_layout(written) == []
    assert written == write_docx(paper(Text("正文。"), block, Text("后文。")))


def test_a_picture_has_its_words_its_caption_and_the_width_of_the_text() -> None:
    document = docx.Document(io.BytesIO(write_docx(paper(ONE))))
    (shape,) = document.inline_shapes
    assert abs(shape.width.mm - 156) < 0.5
    assert abs(shape.height / shape.width - 0.5) < 0.001
    assert shape._inline.docPr.get("descr") == "城镇化率逐年上升"
    assert [p.text for p in document.paragraphs][-1] == "图1　城镇化率（%）"


def test_two_pictures_stand_side_by_side_under_keys_of_their_own() -> None:
    document = docx.Document(io.BytesIO(write_docx(paper(TWO))))
    (table,) = document.tables
    assert [cell.text.strip() for cell in table.rows[0].cells] == ["图1　甲", "图2　乙"]
    shapes = table._tbl.xpath(".//wp:inline")
    assert len({shape.docPr.get("id") for shape in shapes}) == 2
    assert all(shape.extent.cx < m.TYPE_WIDTH / 2 * 635 for shape in shapes)


def test_pictures_count_for_the_pages() -> None:
    # 156 mm wide and half as high: two of them and their captions fit below the title, not three.
    assert pages_of(paper(ONE, ONE)) == 1
    assert pages_of(paper(ONE, ONE, ONE)) == 2
    assert pages_of(paper(TWO, TWO, TWO)) == 2


def test_no_page_holds_a_note_alone() -> None:
    columns = (Column("甲", 10), Column("乙", 10))
    table = Table(columns, (("1", "2"), ("3", "4")), landscape=False, note="注：说明。")
    document = docx.Document(io.BytesIO(write_docx(paper(table))))
    last = document.tables[0].rows[-1]._tr.xpath(".//w:keepNext")
    assert len(last) == 2
    rows = document.tables[0].rows[1]._tr.xpath(".//w:keepNext")
    assert rows == []


@pytest.mark.parametrize("wrong", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_other_files_are_no_pictures(wrong: bytes) -> None:
    with pytest.raises(Invalid):
        Picture(wrong, "甲")


def test_a_row_has_one_picture_or_two() -> None:
    with pytest.raises(Invalid):
        Pictures(())
