"""From the pages of a scan to one text, with the place of every line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from luodi.reading.errors import EmptyFile
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.page_paragraphs import Paragraph
from luodi.reading.formats.page_text import laid_out
from luodi.reading.formats.scanned.engine import RAPID, SeenLine
from luodi.reading.formats.scanned.layout import sheet_of
from luodi.reading.formats.scanned.pages import PageRead, pages_in, read_page
from luodi.reading.types import ExtractedText, ScanLine

MARK = "由图像识别，引用前请与原图核对"
LOW = 0.97  # confidence under which a line is to be looked at before all others

Tell = Callable[[int, int], None]
_Seen = tuple[PageRead, SeenLine]


def recognise(
    data: bytes,
    filename: str,
    limits: Limits,
    *,
    engine: str = RAPID,
    tell: Tell = lambda done, total: None,
) -> ExtractedText:
    """Return the recognised text of a scan, page after page; refuses what `read_page` refuses, and
    a scan without words. `tell` hears how many pages are done, and of how many."""
    count, kind = pages_in(data, filename, limits)
    pages = []
    for number in range(1, count + 1):
        tell(number - 1, count)
        pages.append(read_page(data, filename, number, limits, engine)[0])
    return text_of_pages(pages, kind)


def text_of_pages(pages: Sequence[PageRead], kind: str) -> ExtractedText:
    """Return the text of recognised pages in reading order, with the place of each line; refuses
    pages without words."""
    seen: list[_Seen] = []
    sheets = []
    for page in pages:
        sheets.append(sheet_of(page.number, page.width, page.height, page.lines, len(seen)))
        seen += [(page, line) for line in page.lines]
    paragraphs, furniture = laid_out(sheets)
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    if not text.strip():
        raise EmptyFile(
            "这份扫描件里没有认出文字。请看图像是否清楚、是否放正，"
            "以 200 至 300 dpi 重新扫描后再试。",
            "No text was recognised in this scan. See whether its picture is sharp and upright, "
            "scan it again at 200 to 300 dpi and try again.",
        )
    lines = tuple(_placed(paragraphs, seen))
    return ExtractedText(
        text, kind, "", header="\n".join(furniture), notes=_notes(lines), lines=lines
    )


def _placed(paragraphs: Sequence[Paragraph], seen: Sequence[_Seen]) -> Iterator[ScanLine]:
    at = 0
    for paragraph in paragraphs:
        for begin, line in paragraph.lines:
            if line.origins:
                yield _line(at + begin, line.text, [seen[origin] for origin in line.origins])
        at += len(paragraph.text) + 1


def _line(start: int, text: str, seen: Sequence[_Seen]) -> ScanLine:
    """A row may have been seen as several lines: it is as sure as the least sure of them."""
    xs = [x for _, line in seen for x, _ in line.corners]
    ys = [y for _, line in seen for _, y in line.corners]
    box = (max(0, round(min(xs))), max(0, round(min(ys))), round(max(xs)), round(max(ys)))
    sure = min(line.confidence for _, line in seen)
    return ScanLine(start, start + len(text), seen[0][0].number, round(sure, 3), box)


def _notes(lines: Sequence[ScanLine]) -> tuple[str, ...]:
    low = sum(line.confidence < LOW for line in lines)
    if not low:
        return (f"{MARK}。",)
    return (f"{MARK}。", f"{len(lines)} 行中有 {low} 行把握较低，请先核对。")
