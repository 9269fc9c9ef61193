"""What a file is, is told by its content; every bad file gets a clear answer."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.formats.samples import p, word, zipped

from luodi.reading.errors import (
    BrokenFile,
    EmptyFile,
    FormatError,
    TooLarge,
    UnknownEncoding,
    UnknownFormat,
)
from luodi.reading.formats import Limits, base_name, extract, extract_isolated
from luodi.reading.formats.names import extension_of
from luodi.reading.formats.plain import plain_markdown

TEXT = "关于加快建设的通知\r\n各县市区：\r\n　　新建学校50所，增长6%左右。\r\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gbk"), "gb18030"),
        ((TEXT + "𠮷").encode("gb18030"), "gb18030"),
        ("关于通知".encode("gbk"), "gb18030"),
    ],
)
def test_a_text_file_is_decoded_unchanged(data: bytes, encoding: str) -> None:
    read = extract(data, "通知.txt")
    assert read.text in {TEXT, TEXT + "𠮷", "关于通知"}
    assert (read.format, read.encoding, read.notes) == ("txt", encoding, ())


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1))
def test_any_utf8_text_comes_back_as_it_was_or_is_refused(text: str) -> None:
    try:
        read = extract(text.encode(), "a.txt")
    except (EmptyFile, UnknownFormat):
        return
    if read.format == "txt":
        assert read.text == text.removeprefix("\ufeff")


@settings(deadline=None)
@given(
    st.binary(min_size=1, max_size=400), st.sampled_from(["a.txt", "a.docx", "a.html", "a.md", ""])
)
def test_any_bytes_are_read_or_refused_with_words_in_both_languages(data: bytes, name: str) -> None:
    try:
        assert extract(data, name).text.strip()
    except FormatError as error:
        said = error.message_zh, error.message_en
    else:
        return
    assert all(said)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("公務機關應加強建設與管理，推動各項政策落實。", "big5"),
        ("これは日本語のテストです。政府の計画を推進する。", "shift_jis"),
        ("Änderungsvorschläge für öffentliche Gebäude überprüfen ", "latin-1"),
        ("정부는 새로운 계획을 세우고 학교를 짓는다. ", "euc-kr"),
    ],
)
def test_other_encodings_are_refused_rather_than_garbled(text: str, encoding: str) -> None:
    with pytest.raises(UnknownEncoding) as caught:
        extract((text * 8).encode(encoding), "a.txt")
    assert "另存为 UTF-8" in caught.value.message_zh


@pytest.mark.parametrize(
    "data", [b"abc\nd\0ef", "新建\n学校\0".encode(), b"\0" * 50, TEXT.encode("utf-16") + b"\0\0"]
)
def test_nul_bytes_are_refused_with_their_line(data: bytes) -> None:
    with pytest.raises(BrokenFile, match=r"Line \d+ holds a NUL"):
        extract(data, "a.txt")


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "\ufeff\u3000\n".encode()])
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.html"])
def test_an_empty_file_says_so(data: bytes, name: str) -> None:
    with pytest.raises(EmptyFile) as caught:
        extract(data, name)
    assert caught.value.message_zh


def test_control_characters_are_no_text() -> None:
    with pytest.raises(UnknownFormat):
        extract(bytes(range(1, 9)) * 20 + b"abc", "a.txt")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (OLE, "认不出"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "演示文稿"),
        (zipped({"a.txt": "x"}), "压缩包"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", "mht"),
    ],
)
@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a"])
def test_other_formats_are_named_and_answered_with_advice(
    data: bytes, words: str, name: str
) -> None:
    with pytest.raises(UnknownFormat) as caught:
        extract(data, name)
    assert words in caught.value.message_zh
    assert caught.value.message_zh.endswith("。")
    assert caught.value.message_en.endswith(".")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (word(p("新建学校。")), "a.txt", "docx"),
        (word(p("新建学校。")), "a.html", "docx"),
        ("<!DOCTYPE html><html><p>新建</p></html>".encode(), "a.doc", "html"),
        ("<html><body><p>新建</p></body></html>".encode("gbk"), "a.txt", "html"),
        ("新建学校50所。".encode(), "a.docx", "txt"),
        ("新建学校50所。".encode(), "a.pdf", "txt"),
    ],
)
def test_a_wrong_extension_is_read_by_its_true_format_with_a_note(
    data: bytes, name: str, kind: str
) -> None:
    read = extract(data, name)
    assert read.format == kind
    assert "新建" in read.text
    assert len(read.notes) == 1
    assert kind in read.notes[0]


def test_text_that_only_talks_of_tags_is_text() -> None:
    text = "网页应使用<p>标签。"
    assert extract(text.encode(), "a.txt").text == text
    assert extract(b"a < b and c > d", "a.html").format == "txt"


def test_limits_of_bytes_and_characters() -> None:
    with pytest.raises(TooLarge, match="limit"):
        extract(b"x" * 11, "a.txt", Limits(bytes=10))
    with pytest.raises(TooLarge, match="10 characters"):
        extract(b"x" * 11, "a.txt", Limits(characters=10))
    with pytest.raises(TooLarge):
        extract_isolated(b"x" * 11, "a.txt", Limits(bytes=10))
    assert Limits().bytes == 50 << 20


def test_a_path_is_read_no_further_than_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("新建学校。" * 10, encoding="utf-8")
    assert extract(path).text == "新建学校。" * 10
    assert extract(str(path), "a.md").format == "md"
    with pytest.raises(TooLarge):
        extract(path, limits=Limits(bytes=20))


@pytest.mark.parametrize(
    ("given_name", "base"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\通知.docx", "通知.docx"),
        ("a/b\\c.txt", "c.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("/", "unnamed"),
        ("a\0b\n.txt", "ab.txt"),
        ("通知\u202etxt.docx", "通知txt.docx"),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
    ],
)
def test_names_with_path_parts_are_reduced(given_name: str, base: str) -> None:
    assert base_name(given_name) == base


@given(st.text())
def test_a_base_name_never_leads_anywhere(name: str) -> None:
    base = base_name(name)
    assert base.strip()
    assert base not in {".", ".."}
    assert not set(base) & set("/\\\0\r\n")
    assert len(base) <= 120


def test_extensions() -> None:
    assert [extension_of(n) for n in ("A.DOCX", "a", "x/y.tar.gz")] == [".docx", "", ".gz"]


MARKDOWN = """# 一、要求
<!-- 不显示 -->
- **加快**建设 `平台`
- [ ] *新建*学校
1. 见[通知](http://x)
> 引文
---
| 任务 | 单位 |
|---|:-:|
| 新建 | 市教育局 |
```
代码 2*3*4
```
标题
===
5\\*3"""


def test_traditional_characters_in_gb18030_are_read() -> None:
    text = "公務機關應加強建設與管理，推動各項政策落實。" * 3
    assert extract(text.encode("gb18030"), "a.txt").text == text


def test_markdown_gives_its_words_without_marks() -> None:
    assert plain_markdown(MARKDOWN).split("\n") == [
        "一、要求",
        "",
        "加快建设 平台",
        "新建学校",
        "1. 见通知",
        "引文",
        "任务\t单位",
        "新建\t市教育局",
        "代码 2*3*4",
        "标题",
        "5*3",
    ]


def test_the_isolated_way_gives_the_same_and_the_same_errors() -> None:
    data = word(p("新建学校50所。"), header1=p("秘密★1年"))
    assert extract_isolated(data, "../a.txt") == extract(data, "a.txt")
    assert extract_isolated(TEXT.encode("gbk"), "a.txt").text == TEXT
    with pytest.raises(BrokenFile, match="PDF"):
        extract_isolated(b"%PDF-1.7\n", "a.pdf")
    with pytest.raises(EmptyFile):
        extract_isolated(b"", "a.txt")
