"""OFD files: words by their places (shared with PDF in test_pdf), refusals, bombs."""

from __future__ import annotations

import re

import pytest
from tests.reading.formats.fixed import Drawn, answered, ofd
from tests.reading.formats.samples import zipped

from luodi.reading.errors import (
    BrokenFile,
    EmptyFile,
    FormatError,
    SecretDocument,
    TooLarge,
    UnknownFormat,
)
from luodi.reading.formats import Limits, extract
from luodi.reading.secrecy import refuse_secret

BODY = Drawn().lines("  加快建设，到2027年新建学校12所。")
TEXT = "加快建设，到2027年新建学校12所。"
CONTENT = "Doc_0/Pages/Page_0/Content.xml"
NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def page_of(objects: str) -> str:
    return (
        f"<ofd:Page {NAMES}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def words(text: str, code: str, more: str = "") -> str:
    return (
        f'<ofd:TextObject Boundary="30 40 100 10" Size="5" {more}>'
        f"<ofd:TextCode {code}>{text}</ofd:TextCode></ofd:TextObject>"
    )


def read_page(objects: str) -> str:
    return extract(ofd(Drawn(), **{CONTENT: page_of(objects)}), "a.ofd").text


def test_the_text_of_an_ofd_is_read() -> None:
    read = extract(ofd(BODY), "a.ofd")
    assert (read.text, read.format, read.header, read.notes) == (TEXT, "ofd", "", ())


def test_pages_come_in_their_order_and_objects_by_place() -> None:
    lower_first = Drawn().write(90, 400, "乙").write(90, 200, "甲")
    assert extract(ofd(lower_first, Drawn().lines("丙")), "").text == "甲\n乙\n丙"


@pytest.mark.parametrize(
    "code",
    [
        'X="0" Y="5" DeltaX="5 5 5"',
        'X="0" Y="5" DeltaX="g 3 5"',
        'X="0" Y="5" DeltaX="g 2 5 5"',
        'X="0" Y="5"',
        'Y="5"',
    ],
)
def test_steps_between_characters_are_read_in_every_form(code: str) -> None:
    assert read_page(words("加快建设", code)) == "加快建设"


def test_a_matrix_moves_and_scales_words() -> None:
    small = words("乙", 'X="0" Y="5"', 'CTM="0.5 0 0 0.5 0 80"')
    assert read_page(small + words("甲", 'X="0" Y="5"')) == "甲\n乙"


def test_invisible_words_are_not_read() -> None:
    hidden = words("藏", 'X="0" Y="5"', 'Visible="false"')
    assert read_page(words("显", 'X="0" Y="5"') + hidden) == "显"


def test_what_a_template_repeats_is_header_and_a_mark_there_is_found() -> None:
    behind = Drawn().write(90, 60, "机密★2年", 12)
    read = extract(ofd(BODY, BODY, template=behind), "a.ofd")
    assert read.text == f"{TEXT}\n{TEXT}"
    assert read.header == "机密★2年"


@pytest.mark.parametrize("note", ["机密★2年", "秘密"])
def test_a_mark_in_a_watermark_or_note_is_found(note: str) -> None:
    read = extract(ofd(BODY, note=note), "a.ofd")
    with pytest.raises(SecretDocument):
        refuse_secret(read.text, header=read.header)


@pytest.mark.parametrize("drawn", [Drawn(picture=True), Drawn()])
def test_an_ofd_without_a_text_layer_is_a_scan(drawn: Drawn) -> None:
    with pytest.raises(EmptyFile) as caught:
        extract(ofd(drawn), "a.ofd")
    assert "扫描件" in caught.value.message_zh
    assert "ocr" in caught.value.message_zh


@pytest.mark.parametrize(
    "data",
    [
        zipped({"OFD.xml": "<x/>"}),
        zipped({"OFD.xml": "<x"}),
        ofd(BODY, **{CONTENT: "<ofd:Page"}),
        zipped({"OFD.xml": "<OFD><DocRoot>Doc_0/Document.xml</DocRoot></OFD>"}),
        zipped({"OFD.xml": "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"}),
        ofd(BODY)[:-40],
    ],
)
def test_a_broken_ofd_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(FormatError) as caught:
        extract(data, "a.ofd")
    assert isinstance(caught.value, BrokenFile | EmptyFile)
    assert "docx" in caught.value.message_zh


def test_an_encrypted_ofd_says_so() -> None:
    with pytest.raises(UnknownFormat) as caught:
        extract(ofd(BODY, **{"Encryptions.xml": "<x/>"}), "a.ofd")
    assert "加密" in caught.value.message_zh


def test_an_ofd_that_unpacks_to_much_more_is_refused() -> None:
    swollen = ofd(BODY, **{"Doc_0/Res/a.xml": "<a>" + " " * 5_000_000})
    with pytest.raises(TooLarge):
        extract(swollen, "a.ofd", Limits(part=1 << 20))
    with pytest.raises(TooLarge):
        extract(ofd(*[BODY] * 30), "a.ofd", Limits(entries=20))


def test_an_ofd_with_a_doctype_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    with pytest.raises(BrokenFile, match="DOCTYPE"):
        extract(ofd(BODY, **{CONTENT: bomb}), "a.ofd")


def test_too_many_pages_or_characters_are_refused() -> None:
    with pytest.raises(TooLarge, match="3 pages"):
        extract(ofd(*[BODY] * 4), "a.ofd", Limits(pages=3))
    with pytest.raises(TooLarge, match="10 characters"):
        extract(ofd(BODY), "a.ofd", Limits(characters=10))


@pytest.mark.parametrize(
    "code",
    ['X="0" Y="5" DeltaX="g 999999999 1"', 'X="1e99" Y="x"', 'DeltaX="g"', 'DeltaX="g 2 g 2"'],
)
def test_absurd_numbers_do_no_harm(code: str) -> None:
    objects = words("加快", code) + words("建设", 'X="0" Y="9"', 'CTM="nan 0 0 1"')
    data = ofd(Drawn(), **{CONTENT: page_of(objects)})
    assert re.search("加快|建设|损坏|扫描件", answered(data, "a.ofd"))
