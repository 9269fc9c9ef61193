"""Every fault the checker knows, with its sentence in both languages."""

from __future__ import annotations

from luodi.base.papers.types import Fault

_SENTENCES = {
    "page.size": ("纸张应为A4（210×297毫米）。", "The paper is to be A4 (210 x 297 mm)."),
    "page.margin": (
        "页边距应为天头37、订口28、切口26、下边35毫米（各差不过1毫米），现为{found}。",
        "Margins are to be head 37, binding 28, edge 26, foot 35 mm (within 1 mm), found {found}.",
    ),
    "grid.lines": (
        "每面应排22行，文档网格排{found}行。",
        "A page is to hold 22 lines, the grid holds {found}.",
    ),
    "grid.characters": (
        "每行应排28字，现排{found}字。",
        "A line is to hold 28 characters, it holds {found}.",
    ),
    "line.pitch": (
        "行距应为固定值，使每面排22行，现排{found}行。",
        "Line pitch is to be exact with 22 lines a page, now {found}.",
    ),
    "style.unknown": (
        "样式“{found}”不是公文样式。",
        "The style '{found}' is none of a paper's styles.",
    ),
    "font.name": ("字体应为{wanted}，现为{found}。", "The font is to be {wanted}, found {found}."),
    "font.size": (
        "字号应为{wanted}磅，现为{found}磅。",
        "The size is to be {wanted} pt, found {found}.",
    ),
    "font.fallback": (
        "字体表未给“{found}”列出替代字体。",
        "The font table names no stand-in for '{found}'.",
    ),
    "text.align": (
        "对齐方式应为{wanted}，现为{found}。",
        "Alignment is to be {wanted}, found {found}.",
    ),
    "text.indent": (
        "段首应空二字，现空{found}字。",
        "A paragraph begins two characters in, now {found}.",
    ),
    "number.missing": ("{found}没有页码。", "There is no page number on {found}."),
    "number.form": (
        "页码两侧应各有一条一字线，现为“{found}”。",
        "A page number stands between two dashes, found '{found}'.",
    ),
    "number.font": (
        "页码应为4号（14磅）宋体，现为{found}。",
        "The page number is to be 14-point Song, found {found}.",
    ),
    "number.side": (
        "单页码居右空一字，双页码居左空一字。",
        "Odd page numbers stand right, even ones left, one character in.",
    ),
    "number.place": (
        "页码的一字线应在版心下边缘之下7毫米，现为{found}毫米。",
        "The page number's dash lies 7 mm below the type area, now {found} mm.",
    ),
    "head.place": (
        "发文机关标志上边缘距版心上边缘应为35毫米，现为{found}毫米。",
        "The issuer begins 35 mm below the top of the type area, now {found} mm.",
    ),
    "head.colour": (
        "发文机关标志和分隔线应为红色。",
        "The issuer and the rule below it are to be red.",
    ),
    "head.number": (
        "发文字号应如“某发〔2026〕3号”，现为“{found}”。",
        "The number is written like 某发〔2026〕3号, found '{found}'.",
    ),
    "date.form": (
        "成文日期用阿拉伯数字，月日不编虚位，现为“{found}”。",
        "The date has Arabic figures without leading zeros, found '{found}'.",
    ),
    "date.place": (
        "成文日期右边至少空二字，现空{found}字。",
        "The date stands at least two characters from the right, now {found}.",
    ),
    "table.header": (
        "表格跨页时表头不重复。",
        "The table's header row does not come again on the next page.",
    ),
    "table.width": (
        "表格宽{found}毫米，超出版心。",
        "The table is {found} mm wide, more than the type area.",
    ),
    "record.rules": (
        "版记首条和末条分隔线应为0.35毫米，中间为0.25毫米。",
        "The record block's first and last rule are 0.35 mm, those between 0.25 mm.",
    ),
    "record.place": (
        "版记末条分隔线应与版心下边缘重合。",
        "The record block's last rule lies on the lower edge of the type area.",
    ),
}
CODES = frozenset(_SENTENCES)


def fault(code: str, where: str, found: object = "", wanted: object = "") -> Fault:
    """Return a fault of that code, refusing one that has no sentence."""
    zh, en = _SENTENCES[code]
    facts = {"found": found, "wanted": wanted}
    return Fault(code, where, zh.format(**facts), en.format(**facts))
