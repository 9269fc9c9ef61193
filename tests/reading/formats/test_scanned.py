"""Scans and pictures: recognised page by page, one text, every line with its place."""

from __future__ import annotations

import io
from importlib.util import find_spec

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.reading.formats import recogniser
from tests.reading.formats.fixed import Drawn, ofd
from tests.reading.formats.recogniser import NAME, TEXT, line, picture, scan

from luodi.reading.errors import BrokenFile, EmptyFile, FormatError, ScannedFile, TooLarge
from luodi.reading.formats import Limits, extract
from luodi.reading.formats.scanned import (
    LOW,
    PageRead,
    Seen,
    SeenLine,
    pages_in,
    read_page,
    recognise,
    scan_limits,
    text_of_pages,
)
from luodi.reading.formats.scanned.layout import plain
from luodi.reading.formats.scanned.pictures import count_of, picture_of
from luodi.reading.types import ExtractedText

LIMITS = scan_limits(seconds=60)
FONTS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def page(number: int, *lines: SeenLine, size: tuple[int, int] = recogniser.SIZE) -> PageRead:
    return PageRead(number, *size, 0, lines)


def read(*lines: SeenLine) -> ExtractedText:
    return text_of_pages([page(1, *lines)], "pdf")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("PNG", "a.png"), ("JPEG", "a.jpg"), ("TIFF", "a.tif"), ("BMP", "a.bmp"), ("WEBP", "a.webp")],
)
def test_a_picture_says_that_it_is_one_and_what_to_do(kind: str, name: str) -> None:
    with pytest.raises(ScannedFile) as caught:
        extract(picture(1, kind), name)
    assert "图片" in caught.value.message_zh
    assert "附加项 ocr" in caught.value.message_zh
    assert "`ocr`" in caught.value.message_en


def test_a_picture_of_a_phone_is_sent_back_with_the_way_to_save_it() -> None:
    with pytest.raises(FormatError, match="HEIC"):
        extract(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40, "a.heic")


def test_a_scanned_pdf_is_read_page_by_page_in_children() -> None:
    told: list[tuple[int, int]] = []
    read = recognise(scan(1, 2), "a.pdf", LIMITS, engine=NAME, tell=lambda *at: told.append(at))
    assert read.text == TEXT
    assert (read.format, read.recognised, told) == ("pdf", True, [(0, 2), (1, 2)])
    assert [one.page for one in read.lines] == [1] * 6 + [2] * 2
    low = [read.text[one.start : one.end] for one in read.lines if one.confidence < LOW]
    assert low == ["达到85%以上。（责任单位：市教育局）"]
    assert read.notes == (
        "由图像识别，引用前请与原图核对。",
        "8 行中有 1 行把握较低，请先核对。",
    )


def test_every_line_is_found_at_its_place() -> None:
    pages = [page(n, *recogniser.PAGES[n]) for n in (1, 2)]
    read = text_of_pages(pages, "tiff")
    seen = {plain(one.text) for n in (1, 2) for one in recogniser.PAGES[n]}
    words = [read.text[one.start : one.end] for one in read.lines]
    assert set(words) <= seen
    assert "".join(words) == read.text.replace("\n", "")
    first = read.lines[1]
    assert first.box == (220, 280, 220 + 23 * recogniser.EM, 320)


def test_the_picture_of_the_page_comes_with_its_lines() -> None:
    read, kept = read_page(scan(1, 5, kind="TIFF"), "a.tif", 2, LIMITS, NAME)
    assert [one.text for one in read.lines] == ["四、市水利局年内新建水库3座。"]
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.format == "JPEG"
        assert shown.size == (read.width, read.height)


def test_pages_are_counted_and_too_many_refused() -> None:
    assert pages_in(scan(1, 2, 5, kind="TIFF"), "a.tif", LIMITS) == (3, "tiff")
    assert count_of(scan(1, 2), LIMITS) == 2
    assert count_of(picture(1), LIMITS) == 1
    with pytest.raises(TooLarge, match="3 pages"):
        count_of(scan(1, 2, 5), scan_limits(pages=2))


def test_a_picture_that_would_unpack_to_too_much_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (12_000, 11_000)).save(out, "PNG")
    with pytest.raises(TooLarge, match="12,000"):
        picture_of(out.getvalue(), 1, Limits())


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", picture(1)[:200]])
def test_a_damaged_picture_is_told_so(data: bytes) -> None:
    with pytest.raises(BrokenFile):
        picture_of(data, 1, LIMITS)


def test_pictures_lie_on_white_upright_and_no_larger_than_needed() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (3_000, 4_000), (0, 0, 0, 0)).save(out, "PNG")
    clear = picture_of(out.getvalue(), 1, LIMITS)
    assert (clear.size, clear.getpixel((9, 9))) == ((1_800, 2_400), (255, 255, 255))
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (300, 200)).save(out, "JPEG", exif=exif)
    assert picture_of(out.getvalue(), 1, LIMITS).size == (200, 300)
    out = io.BytesIO()
    Image.new("L", (2_480, 3_508)).save(out, "TIFF", dpi=(300, 300))
    assert picture_of(out.getvalue(), 1, LIMITS).size == (1_654, 2_339)


def test_an_ofd_of_pictures_gives_its_pages() -> None:
    names = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    content = (
        f'<ofd:Page {names}><ofd:Content><ofd:Layer><ofd:ImageObject ID="9" ResourceID="7" '
        'CTM="210 0 0 297 0 0" Boundary="0 0 210 297"/></ofd:Layer></ofd:Content></ofd:Page>'
    )
    resources = (
        f'<ofd:Res {names} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
        "<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    root = (
        f"<ofd:Document {names}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
        "</ofd:Pages></ofd:Document>"
    )
    data = ofd(
        Drawn(),
        **{
            "Doc_0/Document.xml": root,
            "Doc_0/Pages/Page_0/Content.xml": content,
            "Doc_0/DocumentRes.xml": resources,
            "Doc_0/Res/a.png": picture(5),  # type: ignore[dict-item]
        },
    )
    with pytest.raises(ScannedFile, match="OFD"):
        extract(data, "a.ofd")
    read = recognise(data, "a.ofd", LIMITS, engine=NAME)
    assert (read.text, read.format) == ("四、市水利局年内新建水库3座。", "ofd")


def test_a_line_that_ends_at_the_margin_goes_on_and_a_short_one_ends() -> None:
    full = "全力推进重点项目建设确保按期完工，统筹做好各项保障"
    assert read(
        line(full[:24], 140, 100), line("服务", 140, 160), line("市财政局", 140, 220)
    ).text == (f"{full[:24]}服务\n市财政局")


def test_columns_are_read_one_after_the_other() -> None:
    left = [line("左栏文字左栏文字左栏文字左", 60, 100 + 60 * at) for at in range(10)]
    right = [line("右栏文字右栏文字右栏文字右", 680, 100 + 60 * at) for at in range(10)]
    mixed = [one for pair in zip(left, right, strict=True) for one in pair]
    text = read(*mixed).text
    assert text.index("右") > text.rindex("左")


def test_a_slanted_page_is_read_as_a_straight_one() -> None:
    lines = [
        line(words, x, y, slant=2.5)
        for words, x, y in [
            ("为推动全市高质量发展，现将本方案印发给你们，请", 220, 320),
            ("认真贯彻落实。", 140, 380),
            ("市教育局　　　　　　　　市财政局", 220, 440),
        ]
    ]
    assert read(*lines).text.splitlines()[0].endswith("请认真贯彻落实。")
    assert "市教育局\t市财政局" in read(*lines).text


def test_lines_that_are_seen_over_one_another_are_never_mixed() -> None:
    """An engine may see two lines as one, and one of them again."""
    lines = [
        line("一、到2027年新建学校12所，公办幼儿园学位占比", 140, 100),
        line("看错的一行看错的一行看错的一行", 140, 106, 0.55),
    ]
    text = read(*lines).text
    assert all(plain(one.text) in text for one in lines)


def test_the_empty_half_of_a_bracket_is_part_of_its_square() -> None:
    """The ink of a bracket begins late, that of a stop ends early: the line is no centred title."""
    first = line("（一）坚持社会主义核心价值观，不得生成煽动，宣扬民族", 220 + 0.4 * 40, 100)
    text = read(
        first, line("仇恨，应当遵守法律。", 140, 160), line("（二）另一条。", 236, 220)
    ).text
    assert text.splitlines()[0].endswith("宣扬民族仇恨，应当遵守法律。")


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("望政办发[2025]3号", "望政办发〔2025〕3号"),
        ("加快推进,确保完成;", "加快推进，确保完成；"),
        ("(2025—2027年）", "（2025—2027年）"),
        ("牵头单位:市教育局(市委教育工委)", "牵头单位：市教育局（市委教育工委）"),
        ("1.加快发展.", "1.加快发展。"),
        ("增长3.5%，GDP 1,200亿元", "增长3.5%，GDP 1,200亿元"),
        ("一3一", "— 3 —"),
        ("Plan (draft), 2025", "Plan (draft), 2025"),
        ("\ue000有\u200b字", "有字"),
    ],
)
def test_punctuation_is_set_as_chinese_is(seen: str, meant: str) -> None:
    assert plain(seen) == meant


def test_pages_without_words_are_told_so() -> None:
    with pytest.raises(EmptyFile, match="sharp"):
        text_of_pages([page(1)], "pdf")


def test_a_page_survives_its_way_as_json() -> None:
    one = page(3, line("文字", 10, 50, 0.5))
    assert PageRead.from_json(one.to_json()) == one


# The real engine, where it is installed: drawn text is read, whichever way the page lies.


@pytest.mark.skipif(not find_spec("rapidocr"), reason="the extra `ocr` is not installed here")
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_real_engine_reads_a_page_that_lies_on_its_side(turn: int) -> None:
    from luodi.reading.formats.scanned.rapid import engine

    sheet = Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(sheet)
    words = ["到二〇二七年新建学校十二所", "由市教育局牵头年内开工建设"]
    for at, text in enumerate(words):
        draw.text((60, 80 + 90 * at), text, "black", ImageFont.truetype(FONTS, 48))
    seen = engine()(sheet.rotate(turn, expand=True))
    assert isinstance(seen, Seen)
    assert seen.turned == (360 - turn) % 360
    assert [one.text for one in sorted(seen.lines, key=lambda one: one.corners[0][1])] == words
