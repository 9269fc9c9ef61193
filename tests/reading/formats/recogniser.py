"""An engine for tests: a picture's colour says which page it is, the table what stands on it."""

from __future__ import annotations

import io
import math
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image

from luodi.reading.formats.scanned import Seen, SeenLine

if TYPE_CHECKING:
    from luodi.reading.formats.scanned import Engine

NAME = "tests.reading.formats.recogniser:engine"
STEP = 20  # of red between one page and the next
SIZE = (1240, 1754)
EM = 40


def line(
    text: str, x: float, y: float, sure: float = 0.99, em: float = EM, slant: float = 0
) -> SeenLine:
    """A line whose first square begins at x and stands on y, run at an angle in degrees."""
    width = em * sum(0.5 if ord(c) < 0x2000 else 1.0 for c in text)
    cos, sin = math.cos(math.radians(slant)), math.sin(math.radians(slant))
    corners = [(x, y - em), (x + width, y - em), (x + width, y), (x, y)]
    turned = [(a * cos - b * sin, a * sin + b * cos) for a, b in corners]
    return SeenLine(text, sure, (turned[0], turned[1], turned[2], turned[3]))


# Twenty-four squares fill a line from 140 to 1100.
PAGES: dict[int, tuple[SeenLine, ...]] = {
    1: (
        line("望川市人民政府关于印发行动方案的通知", 260, 200, em=44),
        line("为推动全市高质量发展，现将本方案印发给你们，请", 220, 320),
        line("认真贯彻落实。", 140, 380),
        line("一、到2027年新建学校12所，公办幼儿园学位占比", 220, 440),
        line("达到85%以上。（责任单位：市教育局）", 140, 500, 0.72),
        line("二、加快建设城市快速路，年内完成投资30亿元，确保", 220, 560),
        line("— 1 —", 560, 1690),
    ),
    2: (
        line("全线开工。", 140, 200),
        line("三、由市住房城乡建设局牵头，改造老旧小区60个。", 220, 260),
        line("一2一", 560, 1690),
    ),
    3: (line("机密★1年", 140, 160), line("关于有关事项的通知", 300, 300)),
    4: (),
    5: (line("四、市水利局年内新建水库3座。", 220, 200),),
}
TEXT = (
    "望川市人民政府关于印发行动方案的通知\n"
    "为推动全市高质量发展，现将本方案印发给你们，请认真贯彻落实。\n"
    "一、到2027年新建学校12所，公办幼儿园学位占比达到85%以上。（责任单位：市教育局）\n"
    "二、加快建设城市快速路，年内完成投资30亿元，确保全线开工。\n"
    "三、由市住房城乡建设局牵头，改造老旧小区60个。"
)


def engine() -> Engine:
    """The engine, as a child process asks for it."""
    return _seen


def _seen(picture: Image.Image) -> Seen:
    red = picture.getpixel((5, 5))[0]  # type: ignore[index]
    ratio = picture.width / SIZE[0]
    return Seen(0, tuple(_scaled(one, ratio) for one in PAGES.get(round(red / STEP), ())))


def _scaled(one: SeenLine, ratio: float) -> SeenLine:
    a, b, c, d = ((x * ratio, y * ratio) for x, y in one.corners)
    return SeenLine(one.text, one.confidence, (a, b, c, d))


def sheet(page: int) -> Image.Image:
    """The picture of a page."""
    return Image.new("RGB", SIZE, (page * STEP, 255, 255))


def picture(page: int, kind: str = "PNG") -> bytes:
    """The file of one page."""
    out = io.BytesIO()
    sheet(page).save(out, kind)
    return out.getvalue()


@cache
def scan(*pages: int, kind: str = "PDF") -> bytes:
    """A scanned file of pages: PDF or TIFF; made once, since a PDF bears the time it was made."""
    out = io.BytesIO()
    first, *others = map(sheet, pages)
    first.save(out, kind, save_all=True, append_images=others, resolution=150)
    return out.getvalue()
