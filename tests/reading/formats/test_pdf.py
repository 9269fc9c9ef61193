"""PDF files: paragraphs, tables and columns as they are read; refusals that say what to do."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
from tests.reading.formats.fixed import Drawn, answered, file_of, ofd, pdf

from luodi.reading.errors import (
    BrokenFile,
    EmptyFile,
    FormatError,
    SecretDocument,
    TooLarge,
    UnknownFormat,
)
from luodi.reading.formats import Limits, extract, extract_isolated
from luodi.reading.secrecy import refuse_secret

MAKERS = pytest.mark.parametrize("make", [pdf, ofd])
HEADER = "望川市人民政府文件"


def page(number: int, header: str = HEADER) -> Drawn:
    return Drawn().write(90, 60, header, 10).write(280, 800, f"— {number} —", 12)


def text_of(data: bytes) -> str:
    return extract(data, "").text


@MAKERS
def test_paragraphs_are_whole_over_lines_and_pages(make: type) -> None:
    first = page(1).lines(
        "  为深入贯彻县域经济发展大会精神，到2027年底前",
        "新建学校12所，改造老旧小区120个，现提出如下",
        "意见。",
        "  一、总体要求",
        "  加快项目建设，完善有关制度，推动各项部署落实",
    )
    second = page(2).lines("见效，让群众满意。", "  二、保障措施", "  完。")
    read = extract(make(first, second), "")
    assert read.text.split("\n") == [
        "为深入贯彻县域经济发展大会精神，到2027年底前新建学校12所，改造老旧小区120个，现提出如下意见。",
        "一、总体要求",
        "加快项目建设，完善有关制度，推动各项部署落实见效，让群众满意。",
        "二、保障措施",
        "完。",
    ]
    assert read.header == HEADER
    assert (read.format, read.notes) == (make.__name__, ())


@MAKERS
def test_a_line_broken_on_purpose_stays_broken(make: type) -> None:
    drawn = Drawn().lines(
        "各县市区人民政府，市直各部门：",
        "  现将实施方案印发给你们，请结合实际抓好贯彻落",
        "实。",
        "附件：任务分工表",
    )
    drawn.write(330, 300, "望川市人民政府").write(330, 328, "2026年1月31日").write(90, 380, "附件")
    assert text_of(make(drawn)).split("\n") == [
        "各县市区人民政府，市直各部门：",
        "现将实施方案印发给你们，请结合实际抓好贯彻落实。",
        "附件：任务分工表",
        "望川市人民政府",
        "2026年1月31日",
        "附件",
    ]


def test_a_numbered_line_after_a_full_one_begins_a_paragraph_where_there_are_no_indents() -> None:
    full = "加快推进义务教育优质均衡发展，各县市区要在年内全面完成任务。"[-26:]
    drawn = Drawn().lines(full, "二、保障措施", full, "（一）落实责任。", "各县市区要加快建设。")
    assert text_of(pdf(drawn)).split("\n")[:4] == [full, "二、保障措施", full, "（一）落实责任。"]


def test_a_title_of_several_lines_is_one_and_a_letterhead_is_not() -> None:
    drawn = Drawn().write(150, 90, "望川市教育局", 40).write(150, 140, "望川市财政局", 40)
    drawn.write(130, 200, "关于印发加快义务教育优质", 28).write(
        144, 240, "均衡发展实施方案的通知", 28
    )
    drawn.lines(
        "  加快推进义务教育优质均衡发展，到2027年底前全", "面完成。", "  特此通知。", top=300
    )
    assert text_of(pdf(drawn)).split("\n")[:3] == [
        "望川市教育局",
        "望川市财政局",
        "关于印发加快义务教育优质均衡发展实施方案的通知",
    ]


def test_blanks_around_digits_go_and_blanks_with_a_meaning_stay() -> None:
    drawn = Drawn()
    for x, word in ((90, "到"), (114, "2027"), (154, "年，新建"), (226, "50"), (250, "所。")):
        drawn.write(x, 120, word)
    for at, character in enumerate("望川市教育局"):
        drawn.write(90 + 34 * at, 160, character)
    drawn.write(90, 200, "第一条").write(146, 200, "为了加快发展")
    drawn.write(90, 240, "Open").write(130, 240, "Source")
    drawn.write(90, 280, "局长").write(300, 280, "张三")
    assert text_of(pdf(drawn)).split("\n") == [
        "到2027年，新建50所。",
        "望川市教育局",
        "第一条 为了加快发展",
        "Open Source",
        "局长\t张三",
    ]


def test_what_is_printed_twice_for_boldness_is_read_once() -> None:
    drawn = Drawn().write(90, 120, "加快建设").write(90.4, 120, "加快建设")
    assert text_of(pdf(drawn)) == "加快建设"


@MAKERS
def test_a_ruled_table_stands_in_its_place_with_merged_cells_once(make: type) -> None:
    cells = [["序号", "任务", "单位"], ["1", "新建学校\n12所", "市教育局"], ["2", None, "市财政局"]]
    drawn = Drawn().lines("  任务如下：").write(122, 300, "附则说明。")
    drawn.table([90, 150, 300, 500], [150, 180, 215, 250], cells)
    assert text_of(make(drawn)).split("\n") == [
        "任务如下：",
        "序号\t任务\t单位",
        "1\t新建学校12所\t市教育局",
        "2\t\t市财政局",
        "附则说明。",
    ]


@MAKERS
def test_a_table_over_a_page_break_is_one(make: type) -> None:
    columns = [90.0, 150.0, 300.0, 500.0]
    head = ["序号", "任务", "单位"]
    first = page(1).table(columns, [650, 680, 740], [head, ["1", "新建学校，完善", "市教育局"]])
    second = page(2).table(
        columns,
        [100, 130, 160, 190],
        [head, ["", "配套设施", ""], ["2", "改造小区", "市住建局"]],
    )
    assert text_of(make(first, second)).split("\n") == [
        "序号\t任务\t单位",
        "1\t新建学校，完善配套设施\t市教育局",
        "2\t改造小区\t市住建局",
    ]


def test_two_tables_with_words_between_them_stay_two() -> None:
    columns = [90.0, 300.0, 500.0]
    first = page(1).table(columns, [650, 680, 710], [["任务", "单位"], ["甲", "乙"]])
    second = page(2).write(122, 100, "表二")
    second.table(columns, [130, 160, 190], [["任务", "单位"], ["丙", "丁"]])
    assert text_of(pdf(first, second)) == "任务\t单位\n甲\t乙\n表二\n任务\t单位\n丙\t丁"


def test_a_frame_around_the_body_is_no_table() -> None:
    words = [
        "  加快推进义务教育优质均衡发展，各县市区年内全面完",
        "成。",
        "  各县市区要落实责任。",
    ] * 4
    drawn = Drawn().lines(*words)
    drawn.table([80, 520, 560], [90, 600], [["", ""]])
    whole = ["加快推进义务教育优质均衡发展，各县市区年内全面完成。", "各县市区要落实责任。"]
    assert text_of(pdf(drawn)).split("\n") == whole * 4


@pytest.mark.parametrize("turned", [1, 3])
def test_a_page_turned_on_its_side_reads_the_same(turned: int) -> None:
    def drawn() -> Drawn:
        made = Drawn().lines("  任务如下：")
        return made.table([90, 150, 500], [150, 180, 210], [["序号", "任务"], ["1", "建学校"]])

    lying = drawn()
    lying.turned = turned
    assert text_of(pdf(lying)) == text_of(pdf(drawn())) == "任务如下：\n序号\t任务\n1\t建学校"


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行加快推进各项重点任务落" for n in "一二三四五六七八九十"]
    right = [f"右栏第{n}行切实解决群众急难愁盼问" for n in "一二三四五六七八九十"]
    drawn = Drawn().write(90, 80, "全市部署明年县域经济发展各项重点工作任务通报会", 20)
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        drawn.write(60, 120 + 20 * at, one, 12).write(320, 120 + 20 * at, other, 12)
    text = text_of(pdf(drawn)).replace("\n", "")
    assert text.endswith("".join(left) + "".join(right))


@MAKERS
@pytest.mark.parametrize("header", ["机密★3年", "秘密", "绝密★长期"])
def test_a_mark_of_secrecy_in_the_page_header_is_found(make: type, header: str) -> None:
    pages = [page(n, header).lines("  加快建设。") for n in (1, 2, 3)]
    read = extract(make(*pages), "")
    assert read.text == "加快建设。\n加快建设。\n加快建设。"
    with pytest.raises(SecretDocument):
        refuse_secret(read.text, header=read.header)


def test_lines_that_only_look_alike_are_kept() -> None:
    pages = [Drawn().lines("  各县市区要加快建设。", "  完。") for _ in range(3)]
    assert text_of(pdf(*pages)).count("各县市区要加快建设。") == 3


def test_a_slanted_watermark_is_no_text_but_looked_at_for_secrecy() -> None:
    drawn = Drawn(slanted="机密★1年").lines("  加快建设。")
    read = extract(pdf(drawn), "a.pdf")
    assert (read.text, read.header) == ("加快建设。", "机密★1年")


def test_a_scan_says_so_and_names_what_would_read_it() -> None:
    with pytest.raises(EmptyFile) as caught:
        extract(pdf(Drawn(picture=True), Drawn(picture=True)), "a.pdf")
    assert "扫描件" in caught.value.message_zh
    assert "ocr" in caught.value.message_zh
    assert "`ocr`" in caught.value.message_en


def test_pages_that_are_pictures_and_recognised_text_are_noted() -> None:
    mixed = extract(pdf(Drawn().lines("  加快建设。"), Drawn(picture=True)), "a.pdf")
    assert mixed.notes == ("第 2 页只有图片，没有读取。",)
    layered = Drawn(picture=True).lines("  加快推进义务教育优质均衡发展，年内全面完成。")
    assert "识别" in extract(pdf(layered), "a.pdf").notes[0]


def test_a_pdf_with_a_password_says_so() -> None:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    lock += f" /ID [<{'43' * 16}> <{'43' * 16}>]"
    with pytest.raises(UnknownFormat) as caught:
        extract(pdf(Drawn().lines("  加快建设。"), trailer=lock), "a.pdf")
    assert "密码" in caught.value.message_zh
    assert "password" in caught.value.message_en


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", file_of(["<< >>"])])
def test_a_broken_pdf_says_so(data: bytes) -> None:
    with pytest.raises(BrokenFile) as caught:
        extract(data, "a.pdf")
    assert "损坏" in caught.value.message_zh


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_pdf_cut_short_is_read_or_refused(share: float) -> None:
    whole = pdf(*[page(n).lines("  加快建设。") for n in range(1, 9)])
    assert re.search("加快建设|损坏", answered(whole[: int(len(whole) * share)], "a.pdf"))


def test_too_many_pages_are_refused_before_reading() -> None:
    pages = [Drawn().lines("一") for _ in range(12)]
    with pytest.raises(TooLarge, match="12 pages"):
        extract(pdf(*pages), "a.pdf", Limits(pages=11))


def test_a_page_count_that_lies_is_answered() -> None:
    said = answered(pdf(Drawn().lines("建设。"), count=50_000_000), "")
    assert re.search("建设。|上限", said)


def test_one_page_shown_a_hundred_thousand_times_is_refused() -> None:
    kids = "3 0 R " * 100_000
    data = file_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count 100000 /Kids [{kids}] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )
    with pytest.raises(FormatError):
        extract_isolated(data, "a.pdf")


def test_a_stream_that_swells_is_answered() -> None:
    swollen = Drawn()
    swollen.words = [(90.0, 120.0, 16.0, "建" * 1_500_000)]
    with pytest.raises(FormatError):
        extract_isolated(pdf(swollen), "a.pdf", Limits(memory=256 << 20, cpu_seconds=10))


def test_more_characters_than_a_document_has_are_refused() -> None:
    with pytest.raises(TooLarge, match="20 characters"):
        extract(pdf(Drawn().lines(*["建" * 15] * 2)), "a.pdf", Limits(characters=20))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.corpus
def test_documents_of_the_corpus_give_their_texts(shared: Path) -> None:
    """Characters without blanks against the kept texts; tables there are kept in another order."""
    alike: dict[str, float] = {}
    for path in sorted((shared / "corpus" / "originals").glob("*.pdf")):
        read = squeezed(extract(path).text)
        kept = (shared / "corpus" / "documents" / f"{path.stem}.txt").read_text(encoding="utf-8")
        given = squeezed(kept)
        if path.stem == "zjp-04":  # 43 rows over eight pages, head rows and merged cells repeated
            assert not Counter(read) - Counter(given)
            assert len(read) > 0.94 * len(given)
            continue
        matcher = difflib.SequenceMatcher(None, read, given, autojunk=False)
        alike[path.stem] = matcher.ratio()
    assert len(alike) == 8
    assert median(alike.values()) > 0.996
    assert min(alike.values()) > 0.99


@pytest.mark.corpus
def test_paragraphs_of_the_corpus_end_where_sentences_end(shared: Path) -> None:
    """In files that are no prints of web pages, hardly a line ends inside a sentence."""
    for name in ("zjp-01", "zjp-03", "zjp-07", "zjp-14", "zjp-16"):
        lines = extract(shared / "corpus" / "originals" / f"{name}.pdf").text.split("\n")
        long = [line for line in lines if len(line) > 60 and "\t" not in line]
        inside = [line for line in long if not re.search(r"[。；：）〕！”]$", line)]
        assert len(long) > 15
        assert len(inside) <= 1, (name, inside)


@pytest.mark.corpus
def test_the_long_table_of_the_corpus_is_one_with_its_head_once(shared: Path) -> None:
    lines = extract(shared / "corpus" / "originals" / "zjp-04.pdf").text.split("\n")
    rows = [line.split("\t") for line in lines if line.count("\t") >= 5]
    assert sum(row[0] == "序号" for row in rows) == 1
    numbers = [int(row[0]) for row in rows if row[0].isdigit()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 40
    fields = [row[1] for row in rows[1:] if row[1]]
    assert len(fields) == len(set(fields))
