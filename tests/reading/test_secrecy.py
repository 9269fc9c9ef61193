"""Marks of secrecy are seen; the same words in running text are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from luodi.reading.errors import SecretDocument
from luodi.reading.secrecy import mark_of, refuse_secret

BODY = "关于加快建设新港区的通知\n各县市区人民政府：\n现将有关事项通知如下。\n新建学校50所。\n"

MARKED = [
    ("机密★3年\n", "机密"),
    ("秘密★5年\n", "秘密"),
    ("绝密★长期\n", "绝密"),
    ("绝密★启用前\n", "绝密"),
    ("绝密·启用前\n", "绝密"),
    ("绝密　启用前\n", "绝密"),
    ("机 密\n", "机密"),
    ("秘　密\n", "秘密"),
    ("机\u200b密★1年\n", "机密"),
    ("机　密 ＊ 5 年\n", "机密"),
    ("机密☆10年\n", "机密"),
    ("机密级★10年\n", "机密"),
    ("000123\n机密★1年\n特急\n", "机密"),
    ("000123　　机密★1年　　特急\n", "机密"),
    ("份号：000018\r\n秘密★6个月\r\n加急\r\n", "秘密"),
    ("机密★1年        国发〔2019〕5号\n", "机密"),
    ("密级：秘密\n", "秘密"),
    ("密　级：绝 密\n", "绝密"),
    ("密级\t机密\n", "机密"),
    ("密级和保密期限：机密★10年\n", "机密"),
    ("密级：机密级\n", "机密"),
    ("【机密】\n", "机密"),
    ("【秘密】关于某项工作的报告\n", "秘密"),
    ("（绝密）\n", "绝密"),
    ("［机密］\n", "机密"),
    ("〔秘密〕 5年\n", "秘密"),
    ("机密 特急\n", "机密"),
    ("特急 机密\n", "机密"),
    ("机密文件\n", "机密"),
    ("机密文件，注意保存\n", "机密"),
    ("秘密 3年\n", "秘密"),
    ("机密\n", "机密"),
]

UNMARKED = [
    "依法保护商业秘密和个人隐私。\n",
    "商业秘密\n",
    "工作秘密\n",
    "国家秘密\n",
    "密级：公开\n",
    "密级：内部\n",
    "密级（绝密/机密/秘密）：\n",
    "密级：□秘密 □机密 □绝密\n",
    "国家秘密的密级分为绝密、机密、秘密三级。\n",
    "秘密级国家秘密是一般的国家秘密，泄露会使国家安全和利益遭受损害。\n",
    "国家秘密标志形式为“机密★10年”。\n",
    "标注密级为机密以上的载体，由专人保管，不得外带。\n",
    "《中华人民共和国保守国家秘密法》\n",
    "保密工作要点\n",
    "加强机密性、完整性和可用性保护。\n",
    "除绝密事项外，一般不得直接报送。\n",
    "推进机要保密工作，严守党和国家秘密。\n",
    "★★★★★\n",
    "技术秘密★专利\n",
]


@pytest.mark.parametrize(("mark", "level"), MARKED)
def test_a_mark_before_the_title_is_seen_and_its_span_is_exact(mark: str, level: str) -> None:
    found = mark_of(mark + BODY)
    assert found is not None
    assert (found.level, found.where) == (level, "text")
    assert (mark + BODY)[found.start : found.end] == found.text


@pytest.mark.parametrize("mark", ["机密★3年\n", "密级：秘密\n", "【机密】\n", "绝密★启用前\n"])
def test_a_mark_deep_in_the_document_is_seen(mark: str) -> None:
    assert mark_of(BODY * 30 + mark + BODY) is not None


@pytest.mark.parametrize("line", UNMARKED)
def test_the_words_in_running_text_are_no_mark(line: str) -> None:
    assert mark_of(line + BODY) is None
    assert mark_of(BODY + line) is None


def test_the_bare_word_counts_only_where_a_document_begins() -> None:
    assert mark_of("机密\n" + BODY) is not None
    assert mark_of(BODY * 10 + "机密\n" + BODY) is None


@pytest.mark.parametrize(
    "filename",
    [
        "机密★3年.docx",
        "密级：秘密.txt",
        "【机密】关于某事的报告.docx",
        "某报告（秘密）.docx",
        "C:\\文件\\机密-某报告.docx",
        "a/b/绝密_报告.txt",
        "机密文件.docx",
        "机密关于某事的通知.docx",
        "机 密 某报告.docx",
        "2026绝密.docx",
        "绝密★启用前 试卷.docx",
    ],
)
def test_a_mark_in_the_file_name_is_seen(filename: str) -> None:
    found = mark_of(BODY, filename=filename)
    assert found is not None
    assert found.where == "filename"


@pytest.mark.parametrize(
    "filename",
    [
        "商业秘密保护办法.docx",
        "保守国家秘密法.txt",
        "秘密花园.docx",
        "保密工作总结.docx",
        "机密/通知.txt",
    ],
)
def test_the_words_within_a_file_name_are_no_mark(filename: str) -> None:
    assert mark_of(BODY, filename=filename) is None


@pytest.mark.parametrize("header", ["机密★10年", "秘 密", "某单位内部刊物  机密", "密级：秘密"])
def test_a_mark_in_the_page_header_is_seen(header: str) -> None:
    found = mark_of(BODY, header=header)
    assert found is not None
    assert found.where == "header"


@pytest.mark.parametrize("header", ["", "商业秘密保护工作简报", "望川市人民政府公报"])
def test_a_plain_page_header_is_no_mark(header: str) -> None:
    assert mark_of(BODY, header=header) is None


def test_a_marked_document_is_refused_with_advice_whom_to_ask() -> None:
    with pytest.raises(SecretDocument) as caught:
        refuse_secret("机密★3年\n" + BODY)
    assert "保密办" in caught.value.message_zh
    assert "非涉密系统" in caught.value.message_zh
    assert "secrecy office" in caught.value.message_en
    assert "新建学校" not in caught.value.message_zh


def test_an_unmarked_document_passes() -> None:
    refuse_secret(BODY, filename="通知.docx", header="望川市人民政府")


@pytest.mark.corpus
def test_no_text_of_the_corpus_bears_a_mark(shared: Path) -> None:
    texts = sorted((shared / "corpus" / "documents").glob("*.txt"))
    words = [path for path in texts if "秘密" in path.read_text(encoding="utf-8")]
    marked = [p.name for p in texts if mark_of(p.read_text(encoding="utf-8"), filename=p.name)]
    assert len(texts) == 147
    assert len(words) == 13
    assert marked == []


@pytest.mark.corpus
@pytest.mark.parametrize("mark", ["机密★3年\n", "密级：机密\n", "秘 密\n"])
def test_a_mark_planted_in_any_text_of_the_corpus_is_seen(shared: Path, mark: str) -> None:
    texts = sorted((shared / "corpus" / "documents").glob("*.txt"))
    assert all(mark_of(mark + path.read_text(encoding="utf-8")) for path in texts)
