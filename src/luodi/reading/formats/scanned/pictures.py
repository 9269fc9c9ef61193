"""The pages of a scan as pictures: rendered PDF, the pictures of an OFD, picture files."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image, ImageOps, UnidentifiedImageError

from luodi.reading.errors import BrokenFile, FormatError, TooLarge
from luodi.reading.formats.advice import unknown_format
from luodi.reading.formats.limits import Limits
from luodi.reading.formats.sniff import sniff

DPI = 200
_A4 = 2_400  # pixels along the long side of a page whose size is not known
LONGEST = 3_400  # A3 at 200 dpi
_LARGEST_PAGE = 1_300  # points: what claims to be longer has taken pixels for points
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_DPI_BELIEVED = range(90, 1_201)


def format_of(data: bytes) -> str:
    """Return the short name of what a scan is: pdf, ofd, png, jpeg, tiff, bmp, webp or gif."""
    kind = sniff(data)
    if kind in {"pdf", "ofd"}:
        return kind
    if kind != "image":
        raise unknown_format(kind)
    with _opened(data) as picture:
        return (picture.format or "").lower()


def count_of(data: bytes, limits: Limits) -> int:
    """Return how many pages a scan has; refuses more than the limit."""
    kind = format_of(data)
    if kind == "pdf":
        from luodi.reading.formats.pdf import opened

        count = len(opened(data, replace(limits, pages=1 << 30)))
    elif kind == "ofd":
        from luodi.reading.formats.ofd_pictures import count_pages

        count = count_pages(data, limits)
    else:
        with _opened(data) as picture:
            count = getattr(picture, "n_frames", 1) if kind == "tiff" else 1
    if count > limits.pages:
        raise TooLarge(
            f"扫描件有 {count:,} 页，超过文字识别的上限 {limits.pages:,} 页。请分成几个文件。",
            f"The scan has {count:,} pages, more than the {limits.pages:,} whose text is "
            "recognised. Split it.",
        )
    return count


def picture_of(data: bytes, number: int, limits: Limits) -> Image.Image:
    """Return a page (from 1) as a picture in RGB, about 200 dots an inch; refuses one that would
    unpack to more pixels than the limit."""
    kind = format_of(data)
    if kind == "pdf":
        return _of_pdf(data, number, limits)
    if kind == "ofd":
        from luodi.reading.formats.ofd_pictures import picture_of_page

        return picture_of_page(data, number, limits)
    with _opened(data) as picture:
        try:
            picture.seek(number - 1)
        except EOFError as problem:
            raise _broken() from problem
        return prepared(picture, limits)


def picture_in(data: bytes, limits: Limits) -> Image.Image:
    """Return the picture that bytes inside another file hold, in RGB."""
    with _opened(data) as picture:
        return prepared(picture, limits)


def prepared(picture: Image.Image, limits: Limits) -> Image.Image:
    """Return an opened picture upright as its camera noted, on white, no larger than needed."""
    width, height = picture.size
    if width * height > limits.pixels:
        raise TooLarge(
            f"图片有 {width:,}×{height:,} 像素，超过上限。"
            "请以 200 至 300 dpi 重新扫描，或缩小后再试。",
            f"The picture has {width:,} by {height:,} pixels, over the limit. "
            "Scan it again at 200 to 300 dpi or make it smaller.",
        )
    side = _side(picture)
    try:
        picture.draft("RGB", (side, side))  # a JPEG is unpacked no larger than needed
        upright = ImageOps.exif_transpose(picture)
        plain = _on_white(upright)
    except (OSError, SyntaxError, ValueError) as problem:
        raise _broken() from problem
    plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    return plain


def _side(picture: Image.Image) -> int:
    """The pixels wanted along the long side: by the size of the paper where the file states it."""
    stated = picture.info.get("dpi", (0, 0))
    dpi = round(float(stated[0] or 0)) if isinstance(stated, tuple) and stated else 0
    if dpi in _DPI_BELIEVED:
        return min(LONGEST, max(_A4 // 2, round(max(picture.size) / dpi * DPI)))
    return _A4


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        white.alpha_composite(layered)
        picture = white
    return picture.convert("RGB")


def _opened(data: bytes) -> Image.Image:
    # What is too large is refused by `prepared`, in our words.
    Image.MAX_IMAGE_PIXELS = None
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
        raise _broken() from problem


def _broken() -> FormatError:
    return BrokenFile(
        "图片已损坏，或是不常见的图片格式，打不开。请重新扫描，或另存为 PNG、JPG 后再试。",
        "The picture is damaged or of a rare kind and cannot be opened. "
        "Scan it again or save it as PNG or JPG.",
    )


def _of_pdf(data: bytes, number: int, limits: Limits) -> Image.Image:
    import pypdfium2 as pdfium

    from luodi.reading.formats.pdf import opened

    document = opened(data, replace(limits, pages=1 << 30))
    try:
        page = document[number - 1]
        long = max(page.get_size())
        scale = min(DPI / 72, LONGEST / long) if long <= _LARGEST_PAGE else _A4 / long
        picture: Image.Image = page.render(scale=scale).to_pil()
    except (pdfium.PdfiumError, ValueError, IndexError) as problem:
        raise BrokenFile(
            f"PDF 第 {number} 页打不开。请重新扫描或重新导出。",
            f"Page {number} of the PDF cannot be opened. Scan or export it again.",
        ) from problem
    return picture.convert("RGB")
