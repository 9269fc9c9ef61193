"""PDF files with a text layer: characters by PDFium, ruled lines by pdfplumber."""

from __future__ import annotations

import ctypes
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as c

from luodi.reading.errors import BrokenFile, FormatError, TooLarge, UnknownFormat
from luodi.reading.formats.glyphs import Sheet, plain_character
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.page_text import text_of_sheets
from luodi.reading.formats.pdf_frame import Frame, Mark, quarter_turns
from luodi.reading.types import ExtractedText

_STROKE = 8.0  # points: what is shorter rules no cell
_OBJECTS = 20_000  # looked at on one page
_SCAN_SHARE = 0.6  # of a page covered by pictures
_RULED_PAGES = 300


def extract_pdf(data: bytes, limits: Limits) -> ExtractedText:
    """Return the text of a PDF; refuse one that is scanned, locked, broken or too long."""
    document = opened(data, limits)
    read = list(_sheets(document, limits))
    ruled = [(sheet, frame) for sheet, frame, is_ruled in read if is_ruled and sheet.glyphs]
    if ruled:
        from luodi.reading.formats.pdf_rulings import rule

        rule(data, ruled[:_RULED_PAGES])
    notes = _tables_left_out(len(ruled))
    return text_of_sheets([sheet for sheet, _, _ in read], "pdf", limits, notes)


def opened(data: bytes, limits: Limits) -> pdfium.PdfDocument:
    """Return the document; refuses one that is locked, broken or too long."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        raise _refusal(getattr(problem, "err_code", None)) from problem
    _check_pages(len(document), limits)
    return document


def _refusal(code: int | None) -> FormatError:
    if code in {c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY}:
        return UnknownFormat(
            "PDF 文件设有打开密码或安全限制。请取消密码后重新导出，或改用原始的 docx 文件。",
            "The PDF is protected by a password. Remove it and export the file again, "
            "or use the docx it was made from.",
        )
    return BrokenFile(
        "PDF 文件已损坏，打不开。请重新下载或重新导出，也可改用原始的 docx 文件。",
        "The PDF is damaged and cannot be opened. Download or export it again, "
        "or use the docx it was made from.",
    )


def _check_pages(count: int, limits: Limits) -> None:
    if count == 0:
        raise _refusal(None)
    if count > limits.pages:
        raise TooLarge(
            f"PDF 有 {count:,} 页，超过上限 {limits.pages:,} 页。请分成几个文件。",
            f"The PDF has {count:,} pages, more than {limits.pages:,}. Split it.",
        )


def _tables_left_out(ruled: int) -> tuple[str, ...]:
    if ruled <= _RULED_PAGES:
        return ()
    return (f"有表格的页超过 {_RULED_PAGES} 页，其后的表格按普通文字读取。",)


def _sheets(document: pdfium.PdfDocument, limits: Limits) -> Iterator[tuple[Sheet, Frame, bool]]:
    left = limits.characters
    for at in range(len(document)):
        try:
            page = document[at]
        except pdfium.PdfiumError:
            # A page that cannot be opened is named in the notes like one without words.
            yield Sheet(at + 1, 0, 0, is_picture=True), Frame(0, 0, 0, 0, 0), False
            continue
        is_ruled, covered = _drawn(page)
        sheet, frame = _sheet(page, at + 1)
        sheet.is_picture = covered > _SCAN_SHARE
        left -= len(sheet.glyphs)
        if left < 0:
            raise TooLarge(
                f"正文超过 {limits.characters:,} 字的上限。请分成几个文件。",
                f"The text is over the limit of {limits.characters:,} characters. Split the file.",
            )
        yield sheet, frame, is_ruled
        page.close()


def _drawn(page: pdfium.PdfPage) -> tuple[bool, float]:
    """Whether a page has the strokes of a table, and how much of it pictures cover."""
    width, height = page.get_size()
    area, level, upright = 0.0, 0, 0
    for _, thing in zip(range(_OBJECTS), page.get_objects(max_depth=4), strict=False):
        if thing.type == c.FPDF_PAGEOBJ_PATH:
            along, up = _strokes(thing)
            level, upright = level + along, upright + up
        elif thing.type == c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(thing)
            area += max(0.0, right - left) * max(0.0, top - bottom)
    return min(level, upright) >= 2 and level + upright > 4, area / max(1.0, width * height)


def _strokes(path: pdfium.PdfObject) -> tuple[int, int]:
    """How many level and upright strokes a path may hold; a box or a grid in one path has both."""
    left, bottom, right, top = _bounds(path)
    level, upright = right - left > _STROKE, top - bottom > _STROKE
    if not (level and upright):
        return int(level), int(upright)
    segments = max(0, c.FPDFPath_CountSegments(path.raw)) // 2
    return segments, segments


def _bounds(thing: pdfium.PdfObject) -> tuple[float, float, float, float]:
    try:
        left, bottom, right, top = thing.get_bounds()
    except pdfium.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _sheet(page: pdfium.PdfPage, number: int) -> tuple[Sheet, Frame]:
    """The characters of a page, turned so that most of them stand upright."""
    marks = list(_sized(list(_marks(page.get_textpage()))))
    turns = Counter(quarter_turns(mark.angle) for mark in marks)
    turn = max(turns, key=lambda t: turns[t]) if turns else page.get_rotation() // 90
    left, bottom, right, top = page.get_bbox()
    frame = Frame(left, bottom, right, top, turn)
    sheet = Sheet(number, frame.width, frame.height)
    sheet.glyphs = [g for m in marks if m.is_upright(turn) and (g := frame.glyph(m)) is not None]
    sheet.aside = "".join(mark.text for mark in marks if not mark.is_upright(turn))
    return sheet, frame


def _sized(marks: list[Mark]) -> Iterator[Mark]:
    """Sizes by what is seen: some makers state twice the size and shrink the font itself."""
    seen: dict[float, list[float]] = defaultdict(list)
    for mark in marks:
        left, bottom, right, top = mark.box
        across = quarter_turns(mark.angle) % 2
        seen[mark.size].append(abs(right - left) if across else abs(top - bottom))
    for mark in marks:
        yield replace(mark, size=max(1.0, median(seen[mark.size])))


def _marks(words: pdfium.PdfTextPage) -> Iterator[Mark]:
    """The characters the file itself holds; blanks are told by the gaps between them."""
    page, lead, spaced = words.raw, "", False
    x, y = ctypes.c_double(), ctypes.c_double()
    loose, matrix = c.FS_RECTF(), c.FS_MATRIX()
    sides = [ctypes.c_double() for _ in range(4)]
    for at in range(words.count_chars()):
        code = c.FPDFText_GetUnicode(page, at)
        if 0xD800 <= code < 0xDC00:
            lead = chr(code)
            continue
        character = _character(lead, code)
        lead = ""
        if not character:  # a blank, typed or seen by PDFium
            spaced = True
            continue
        c.FPDFText_GetCharOrigin(page, at, x, y)
        c.FPDFText_GetLooseCharBox(page, at, loose)
        c.FPDFText_GetMatrix(page, at, matrix)
        c.FPDFText_GetCharBox(page, at, *sides)
        left, right, bottom, top = (side.value for side in sides)
        size = round(c.FPDFText_GetFontSize(page, at) * math.hypot(matrix.c, matrix.d), 1)
        yield Mark(
            character, x.value, y.value, (loose.left, loose.bottom, loose.right, loose.top),
            (left, bottom, right, top), max(1.0, size), math.atan2(matrix.b, matrix.a),
            spaced,
        )  # fmt: skip
        spaced = False


def _character(lead: str, code: int) -> str:
    """One character from one or two units; a code that names none is the replacement sign."""
    if lead and 0xDC00 <= code < 0xE000:
        return (lead + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
    if code == 0 or 0xDC00 <= code < 0xE000:
        return "\ufffd"
    if code in {2, 0xFFFE}:  # PDFium's mark for a hyphen at the end of a line
        return "-"
    return plain_character(chr(code))
