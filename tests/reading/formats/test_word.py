"""Word documents: paragraphs and tables in order, with the numbers Word prints."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from tests.reading.formats.samples import cell, p, row, word, zipped

from luodi.reading.errors import BrokenFile, EmptyFile, TooLarge
from luodi.reading.formats import Limits, extract
from luodi.reading.formats.numbering import numeral

SMALL = Limits(unpacked=200_000, part=100_000, entries=20)


def text_of(data: bytes) -> str:
    return extract(data, "a.docx").text


def test_paragraphs_and_tables_come_in_order() -> None:
    table = f"<w:tbl>{row('任务', '单位')}{row('新建学校', '市教育局')}</w:tbl>"
    assert text_of(word(p("前") + table + p("后"))) == "前\n任务\t单位\n新建学校\t市教育局\n后"


def test_a_merged_cell_is_written_once() -> None:
    down = [cell("项目", '<w:vMerge w:val="restart"/>'), cell("项目", "<w:vMerge/>")]
    table = f"<w:tbl>{row(down[0], '甲')}{row(down[1], '乙')}</w:tbl>"
    wide = (
        f"<w:tbl>{row(cell('标题', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>'))}</w:tbl>"
    )
    assert text_of(word(table + wide)) == "项目\t甲\n\t乙\n标题"


def test_a_document_written_by_python_docx_is_read_in_order() -> None:
    document = docx.Document()
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("加快建设。")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
    table.cell(0, 1).text, table.cell(1, 1).text = "上", "下"
    document.add_paragraph("完。")
    document.sections[0].header.paragraphs[0].text = "机密★3年"
    out = io.BytesIO()
    document.save(out)
    read = extract(out.getvalue(), "a.docx")
    assert read.text == "一、总体要求\n加快建设。\n合并\t上\n\t下\n完。"
    assert read.header == "机密★3年"
    assert (read.format, read.encoding) == ("docx", "")


def test_tabs_breaks_and_tracked_changes_read_as_the_final_text() -> None:
    body = (
        "<w:p><w:r><w:t>市</w:t><w:tab/><w:t>县</w:t><w:br/><w:t>乡</w:t></w:r>"
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
    )
    assert text_of(word(body)) == "市\t县\n乡新链"


def test_content_controls_and_text_boxes_are_read_contents_tables_are_not() -> None:
    box = "<w:p><w:r><w:pict><w:txbxContent>" + p("机密★1年") + "</w:txbxContent></w:pict></w:r>"
    control = f"<w:sdt><w:sdtContent>{p('控件里的话')}</w:sdtContent></w:sdt>"
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{p('一、要求……1')}</w:sdtContent></w:sdt>"
    )
    body = box + "<w:r><w:t>正文</w:t></w:r></w:p>" + control + contents
    assert text_of(word(body)) == "机密★1年\n正文\n控件里的话"


LISTS = """<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="1"/>
</w:lvlOverride></w:num>"""
STYLES = """<w:style w:styleId="H1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="H2"><w:name w:val="second"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="C1"><w:name w:val="toc 1"/></w:style>"""


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_that_word_prints_are_put_before_the_paragraphs() -> None:
    body = (
        numbered("要求", 1)
        + numbered("5公里", 1, 1)
        + numbered("学校", 1, 1)
        + numbered("点", 1, 2)
        + numbered("任务", 1)
        + numbered("道路", 1, 1)
        + numbered("另起", 2)
    )
    text = text_of(word(body, numbering=LISTS))
    assert text.split("\n") == [
        "一、要求",
        "1. 5公里",
        "2. 学校",
        "点",
        "二、任务",
        "1. 道路",
        "一、另起",
    ]


def test_numbers_of_styles_are_inherited_and_contents_lines_left_out() -> None:
    body = p("目录行 1", '<w:pStyle w:val="C1"/>') + p("甲", '<w:pStyle w:val="H1"/>')
    body += p("乙", '<w:pStyle w:val="H2"/>') + p("丙")
    text = text_of(word(body, numbering=LISTS, styles=STYLES))
    assert text == "一、甲\n二、乙\n丙"


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (21, "japaneseCounting", "二十一"),
        (103, "chineseCounting", "一百零三"),
        (110, "chineseCounting", "一百一十"),
        (3, "chineseLegalSimplified", "叁"),
        (12, "ideographDigital", "一二"),
        (2, "ideographTraditional", "乙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (4, "upperRoman", "IV"),
        (19, "lowerRoman", "xix"),
        (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (7, "odd", "7"),
    ],
)
def test_numerals_of_lists(number: int, form: str, shown: str) -> None:
    assert numeral(number, form) == shown


def test_a_docx_that_unpacks_to_gigabytes_is_refused_before_parsing() -> None:
    swollen = zipped({"word/document.xml": b"<w>" + b" " * 5_000_000})
    with pytest.raises(TooLarge) as caught:
        extract(swollen, "a.docx", Limits(part=1 << 20))
    assert "解压后超过 1 MB" in caught.value.message_zh


def test_a_docx_whose_declared_sizes_lie_is_refused() -> None:
    data = bytearray(zipped({"word/document.xml": b" " * 300_000}))
    for at in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises((TooLarge, BrokenFile)):
        extract(bytes(data), "a.docx", SMALL)


def test_many_large_pictures_count_together() -> None:
    files = {f"word/media/{n}.png": bytes(90_000) for n in range(3)}
    with pytest.raises(TooLarge):
        extract(zipped({"word/document.xml": b"<w/>", **files}), "a.docx", SMALL)


def test_too_many_parts_are_refused() -> None:
    files: dict[str, str | bytes] = {f"word/{n}.txt": b"x" for n in range(30)}
    with pytest.raises(TooLarge, match="31 parts"):
        extract(zipped({"word/document.xml": b"<w/>", **files}), "a.docx", SMALL)


BOMB = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_docx_with_a_doctype_is_refused(encoding: str) -> None:
    with pytest.raises(BrokenFile, match="DOCTYPE"):
        extract(zipped({"word/document.xml": BOMB.encode(encoding)}), "a.docx")


def test_a_doctype_across_two_blocks_is_seen() -> None:
    split = b"<w>" + b" " * ((1 << 18) - 8) + b"<!DOCTYPE w>"
    with pytest.raises(BrokenFile, match="DOCTYPE"):
        extract(zipped({"word/document.xml": split}), "a.docx")


@pytest.mark.parametrize("inside", ["<w:document", "no markup", "<a>" * 400 + "</a>" * 400, ""])
def test_a_docx_broken_inside_is_refused_or_empty(inside: str) -> None:
    with pytest.raises((BrokenFile, EmptyFile)):
        extract(zipped({"word/document.xml": inside}), "a.docx")


def test_a_truncated_docx_is_broken() -> None:
    whole = word(p("加快建设。" * 500))
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(BrokenFile) as caught:
            extract(whole[: int(len(whole) * share)], "a.docx")
        assert "另存为 docx" in caught.value.message_zh


def test_a_docx_of_pictures_only_says_that_it_holds_no_text() -> None:
    with pytest.raises(EmptyFile, match="pictures"):
        extract(word(p(" ")), "a.docx")


@pytest.mark.corpus
def test_documents_of_the_corpus_give_their_texts(shared: Path) -> None:
    corpus = shared / "corpus"
    paths = sorted((corpus / "originals").glob("*.docx"))
    # The kept texts lost their Markdown stars, the files did not.
    plain = re.compile(r"[\s*#]")
    for path in paths:
        read = plain.sub("", extract(path).text)
        given = (corpus / "documents" / f"{path.stem}.txt").read_text(encoding="utf-8")
        wanted = [plain.sub("", line) for line in given.split("\n") if line.strip()]
        assert sum(line in read for line in wanted) / len(wanted) > 0.98, path.name
    assert len(paths) == 14
