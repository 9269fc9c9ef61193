"""From sheets to one text: furniture of pages left out, paragraphs and tables whole."""

from __future__ import annotations

from collections.abc import Sequence

from luodi.reading.errors import BrokenFile, ScannedFile
from luodi.reading.formats.glyphs import Sheet, is_unreadable
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.page_columns import regions_of
from luodi.reading.formats.page_furniture import Page, drop_page_furniture
from luodi.reading.formats.page_paragraphs import Paragraph, paragraphs_of
from luodi.reading.formats.page_tables import tables_of
from luodi.reading.types import ExtractedText

_SCAN_CHARACTERS = 15  # a scanned page may bear a stamp or a page number in letters
_GARBLED = 0.2
_NAMED_PAGES = 12


def text_of_sheets(
    sheets: Sequence[Sheet], kind: str, limits: Limits, notes: tuple[str, ...] = ()
) -> ExtractedText:
    """Return the text of the sheets; refuse scans and fonts that name no characters."""
    _refuse_garbled(sheets, kind)
    scanned = [s for s in sheets if s.is_picture and len(s.glyphs) < _SCAN_CHARACTERS]
    if scanned and len(scanned) == len([s for s in sheets if s.is_picture or s.glyphs]):
        raise scan(kind)
    paragraphs, furniture = laid_out(sheets)
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    aside = [sheet.aside for sheet in sheets if sheet.aside]
    header = "\n".join(dict.fromkeys([*furniture, *aside]))
    told = (*notes, *_picture_notes(sheets, scanned))
    return ExtractedText(text, kind, "", header=header, notes=told)


def laid_out(sheets: Sequence[Sheet]) -> tuple[list[Paragraph], list[str]]:
    """Return the paragraphs of the sheets in reading order, and what every page repeats."""
    pages = []
    for sheet in sheets:
        tables, loose = tables_of(sheet)
        pages.append(Page(sheet, regions_of(loose, tables, sheet)))
    furniture = drop_page_furniture(pages)
    return paragraphs_of([region for page in pages for region in page.regions]), furniture


def scan(kind: str) -> ScannedFile:
    """The answer for a file whose pages are pictures."""
    name = kind.upper()
    return ScannedFile(
        f"这个 {name} 是扫描件，每页都是图片，没有可以复制的文字。请改用原始的 docx 文件；"
        "确实只有扫描件的，请管理员加装文字识别组件（附加项 ocr）后再试。",
        f"This {name} is a scan: its pages are pictures without text. Use the docx it was made "
        "from; where there is only the scan, ask your administrator to install the extra `ocr`.",
    )


def _refuse_garbled(sheets: Sequence[Sheet], kind: str) -> None:
    glyphs = [glyph for sheet in sheets for glyph in sheet.glyphs]
    if sum(is_unreadable(glyph.text) for glyph in glyphs) > _GARBLED * len(glyphs):
        raise BrokenFile(
            f"这个 {kind.upper()} 里的字体没有文字编码，读出来是乱码。"
            "请在 Word 或 WPS 中重新导出，或改用原始的 docx 文件。",
            f"The fonts in this {kind.upper()} do not say which characters they show. "
            "Export it again from Word or WPS, or use the docx it was made from.",
        )


def _picture_notes(sheets: Sequence[Sheet], scanned: Sequence[Sheet]) -> list[str]:
    notes = []
    if scanned:
        notes.append(f"{_numbers(scanned)}只有图片，没有读取。")
    read = [s for s in sheets if s.is_picture and len(s.glyphs) >= _SCAN_CHARACTERS]
    if read and len(read) > len(sheets) / 2:
        notes.append("这是带识别文字的扫描件，文字由识别得来，可能有错字，请对照原件。")
    return notes


def _numbers(sheets: Sequence[Sheet]) -> str:
    named = "、".join(str(sheet.number) for sheet in sheets[:_NAMED_PAGES])
    return f"第 {named} 页" + (f"等 {len(sheets)} 页" if len(sheets) > _NAMED_PAGES else "")
