"""The fonts the standard asks for, by name, with what stands in where they are not installed.

None of them is free, so none is shipped. Word and WPS look in the font table for other names of a
missing font, then for its family and character set.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Font:
    """A font by its name, the names it may also be known by, and its family."""

    name: str
    others: tuple[str, ...]
    family: str
    panose: str


TITLE = Font(
    "方正小标宋简体",
    (
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05S",
        "华文中宋",
        "STZhongsong",
        "宋体",
        "Noto Serif CJK SC",
    ),
    "roman",
    "03000509000000000000",
)
BODY = Font(
    "仿宋_GB2312",
    ("仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋_GBK", "Noto Serif CJK SC"),
    "modern",
    "02010609030101010101",
)
BLACK = Font(
    "黑体",
    ("SimHei", "方正黑体_GBK", "华文黑体", "STHeiti", "Noto Sans CJK SC"),
    "modern",
    "02010609060101010101",
)
KAI = Font(
    "楷体_GB2312",
    ("楷体", "KaiTi", "华文楷体", "STKaiti", "方正楷体_GBK", "AR PL KaitiM GB"),
    "modern",
    "02010609030101010101",
)
SONG = Font(
    "宋体",
    ("SimSun", "华文宋体", "STSong", "Noto Serif CJK SC"),
    "auto",
    "02010600030101010101",
)
FONTS = (BODY, TITLE, BLACK, KAI, SONG)

GB2312_CHARSET = "86"


def font_table() -> bytes:
    """Return the font table of a Word file, with the other names of each font."""
    root = etree.Element(f"{{{W}}}fonts", nsmap={"w": W})
    for font in FONTS:
        _describe(root, font)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _describe(root: etree._Element, font: Font) -> None:
    entry = etree.SubElement(root, f"{{{W}}}font", {f"{{{W}}}name": font.name})
    facts = {
        "altName": ",".join(font.others),
        "panose1": font.panose,
        "charset": GB2312_CHARSET,
        "family": font.family,
        "pitch": "default",
    }
    for tag, value in facts.items():
        etree.SubElement(entry, f"{{{W}}}{tag}", {f"{{{W}}}val": value})
