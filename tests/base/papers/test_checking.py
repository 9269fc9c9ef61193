"""The checker finds each fault when somebody breaks the layout, and that fault alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from tests.base.papers.samples import circular

from luodi.base.errors import Invalid
from luodi.base.papers import check_layout, write_docx
from luodi.base.papers.checking.faults import CODES, fault

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
FONTS = "word/fontTable.xml"


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """Return the file with one part changed; refuses a change that changes nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if re.fullmatch(part, name):
                after = change(content.decode()).encode()
                content = after
            target.writestr(name, content)
    assert out.getvalue() != data
    return out.getvalue()


def swap(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert re.search(old, text), f"nothing to break: {old}"
        return re.sub(old, new, text, count=count)

    return change


def in_style(name: str, old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        begin = text.index(f'w:name w:val="{name}"')
        end = text.index("</w:style>", begin)
        assert re.search(old, text[begin:end]), f"nothing to break in {name}: {old}"
        return text[:begin] + re.sub(old, new, text[begin:end], count=1) + text[end:]

    return change


def footers(old: str, new: str) -> Callable[[str], str]:
    """A change of every footer that holds what is to be broken."""
    return lambda text: re.sub(old, new, text)


BREAKS: list[tuple[str, str, Callable[[str], str]]] = [
    ("page.size", DOCUMENT, swap('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
    ("page.margin", DOCUMENT, swap('w:left="1587"', 'w:left="1800"')),
    ("page.margin", DOCUMENT, swap('w:top="2098"', 'w:top="1440"')),
    ("grid.lines", DOCUMENT, swap('w:linePitch="579"', 'w:linePitch="312"')),
    ("grid.lines", DOCUMENT, swap('w:type="linesAndChars" ', 'w:type="lines" ')),
    ("grid.characters", DOCUMENT, swap('w:charSpace="-?[0-9]+"', 'w:charSpace="0"')),
    ("grid.characters", STYLES, in_style("公文正文", 'w:spacing w:val="-7"', 'w:spacing w:val="0"')),
    ("line.pitch", STYLES, in_style("公文正文", 'w:line="579"', 'w:line="600"')),
    ("line.pitch", STYLES, in_style("公文正文", '"exact"', '"auto"')),
    ("style.unknown", STYLES, in_style("附注", "附注", "Caption")),
    ("font.name", STYLES, in_style("公文正文", 'w:eastAsia="[^"]+"', 'w:eastAsia="微软雅黑"')),
    ("font.name", STYLES, in_style("一级标题", 'w:eastAsia="[^"]+"', 'w:eastAsia="仿宋_GB2312"')),
    ("font.size", STYLES, in_style("公文标题", 'w:sz w:val="44"', 'w:sz w:val="36"')),
    ("font.fallback", FONTS, swap('<w:altName w:val="仿宋[^>]*/>', "")),
    ("text.align", STYLES, in_style("公文标题", 'w:jc w:val="center"', 'w:jc w:val="left"')),
    ("text.indent", STYLES, in_style("公文正文", "<w:ind [^>]*/>", "")),
    ("number.missing", SETTINGS, swap("<w:evenAndOddHeaders[^>]*/>", "")),
    ("number.missing", "word/footer[0-9].xml", footers(" PAGE ", " DATE ")),
    ("number.form", "word/footer[0-9].xml", footers("— ", "第 ")),
    ("number.font", STYLES, in_style("页码", 'w:sz w:val="28"', 'w:sz w:val="18"')),
    ("number.side", "word/footer[0-9].xml", footers('w:jc w:val="(left|right)"', 'w:jc w:val="center"')),
    ("number.place", DOCUMENT, swap('w:footer="1447"', 'w:footer="850"')),
    ("number.place", "word/footer[0-9].xml", footers('vert="vert"', 'vert="horz"')),
    ("head.place", STYLES, in_style("份号和紧急程度", 'w:line="579"', 'w:line="400"')),
    ("head.colour", STYLES, in_style("发文机关标志", "FF0000", "000000")),
    ("head.number", DOCUMENT, swap("〔2026〕12号", "[2026]012号")),
    ("date.form", DOCUMENT, swap("2026年3月5日", "2026年03月05日")),
    ("date.place", DOCUMENT, swap('w:right="[0-9]+" w:rightChars="400"', 'w:rightChars="0"')),
    ("table.header", DOCUMENT, swap("<w:tblHeader/>", "")),
    ("table.width", DOCUMENT, swap('<w:gridCol w:w="[0-9]+"', '<w:gridCol w:w="9999"')),
    ("record.rules", DOCUMENT, swap('w:insideH w:val="single" w:sz="6"', 'w:insideH w:val="single" w:sz="12"')),
    ("record.place", DOCUMENT, swap('w:tblpYSpec="bottom"', 'w:tblpYSpec="top"')),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound() -> bytes:
    return write_docx(circular())


@pytest.mark.parametrize(
    ("code", "part", "change"), BREAKS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_broken_layout_is_found(
    code: str, part: str, change: Callable[[str], str], sound: bytes
) -> None:
    found = check_layout(rewritten(sound, part, change))
    assert code in {one.code for one in found}
    assert all(one.zh and one.en and one.where for one in found)


def test_every_fault_has_a_way_to_be_broken() -> None:
    assert {code for code, *_ in BREAKS} == CODES


def test_a_fault_says_what_it_found_and_where(sound: bytes) -> None:
    broken = rewritten(sound, DOCUMENT, swap('w:left="1587"', 'w:left="1800"'))
    assert next((one.where, one.code) for one in check_layout(broken)) == ("第1节", "page.margin")
    assert "37、32、26、35" in check_layout(broken)[0].zh


def test_a_plain_word_file_is_far_from_the_layout() -> None:
    import docx

    plain, out = docx.Document(), io.BytesIO()
    plain.add_paragraph("正文")
    plain.save(out)
    codes = {one.code for one in check_layout(out.getvalue())}
    assert {"page.size", "page.margin", "grid.lines", "style.unknown"} <= codes


@pytest.mark.parametrize("data", [b"", b"no zip", write_docx(circular())[:200]])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="no Word file"):
        check_layout(data)


def test_a_fault_without_a_sentence_is_refused() -> None:
    with pytest.raises(KeyError):
        fault("no.such", "here")
