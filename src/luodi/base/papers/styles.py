"""The paragraph styles of a paper, by the names an official sees in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from luodi.base.papers import measures as m
from luodi.base.papers.fonts import BLACK, BODY, KAI, SONG, TITLE, Font
from luodi.base.papers.ox import fonts_of, w

RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; lengths in twips, `first`, `left`, `right` in characters of the grid. A
    line that is not `exact` is as high as what it holds, times 240ths."""

    key: str
    name: str
    font: Font = BODY
    points: float = 16
    align: str = "both"
    line: int = m.LINE
    first: float = 0
    left: float = 0
    right: float = 0
    color: str = ""
    outline: int | None = None
    keep_next: bool = False
    exact: bool = True

    @property
    def on_grid(self) -> bool:
        """Whether its characters are drawn in to the 28 of a line."""
        return self.points == 16


STYLES = (
    Style("GwMark", "份号和紧急程度", align="left"),
    Style("GwHead", "发文机关标志", TITLE, 48, "center", color=RED),
    Style("GwNumber", "发文字号", align="center", keep_next=True),
    Style("GwTitle", "公文标题", TITLE, 22, "center", keep_next=True, outline=0),
    Style("GwTo", "主送机关", align="left", keep_next=True),
    Style("GwText", "公文正文", first=2),
    Style("GwLevel1", "一级标题", BLACK, first=2, outline=0, keep_next=True),
    Style("GwLevel2", "二级标题", KAI, first=2, outline=1, keep_next=True),
    Style("GwLevel3", "三级标题", first=2, outline=2),
    Style("GwLevel4", "四级标题", first=2, outline=3),
    Style("GwListed", "附件说明", align="left", keep_next=True),
    Style("GwSigned", "发文机关署名", align="right", keep_next=True),
    Style("GwDate", "成文日期", align="right"),
    Style("GwContact", "附注", align="left", left=2),
    Style("GwAnnex", "附件序号", BLACK, align="left", keep_next=True),
    Style("GwRecord", "版记", points=14, align="left"),
    Style("GwPage", "页码", SONG, 14, "right", line=280),
    Style("GwCaption", "表题", BLACK, align="center", keep_next=True),
    Style("GwUnit", "表单位", points=12, align="right", line=400, keep_next=True),
    Style("GwTableHead", "表头", BLACK, 12, "center", line=340),
    Style("GwTableText", "表文", points=12, align="left", line=340),
    Style("GwTableGroup", "表内分组", KAI, 12, "left", 340, keep_next=True),
    Style("GwTableNote", "表注", points=12, align="left", line=400),
    Style("GwRest", "分节", points=1, align="left", line=20),
    # A line of an exact height would cut the picture off.
    Style("GwPicture", "图", points=1, align="center", line=240, keep_next=True, exact=False),
    Style("GwPictureCaption", "图题", BLACK, 12, "center", line=340),
    Style("GwBriefMark", "呈阅件标志", TITLE, 30, "center", 640, color=RED),
    Style("GwBriefLine", "呈阅件编号", points=14, align="left", line=480),
    Style("GwBriefTitle", "呈阅件标题", TITLE, 22, "center", 600),
    Style("GwBriefHead", "呈阅件小标题", BLACK, 14, "left", 460, keep_next=True),
    Style("GwBriefText", "呈阅件正文", points=14, line=400, first=2),
    Style("GwBriefCell", "呈阅件表文", points=12, align="left", line=290),
    Style("GwBriefNote", "呈阅件附注", points=12, align="left", line=400),
)
BY_KEY = {style.key: style for style in STYLES}


def lay_styles(styles: Any) -> None:
    """Replace all styles of a document's styles element by those of a paper."""
    for child in list(styles):
        if child.tag in (qn("w:style"), qn("w:docDefaults")):
            styles.remove(child)
    styles.insert(0, _defaults())
    for element in (_normal(), _character(), _table(), *map(_style, STYLES)):
        styles.append(element)


def _defaults() -> Any:
    # Figures count as Western text: set as Chinese, LibreOffice breaks a line inside a number.
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    size = [w("sz", val=32), w("szCs", val=32)]
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts_of(BODY.name), w("kern", val=0), *size, language)),
        w("pPrDefault", w("pPr")),
    )


def _normal() -> Any:
    spacing = w("spacing", before=0, after=0, line=m.LINE, lineRule="exact")
    # Latin letters and figures get no extra blanks, or the 28 characters no longer hold. Text is
    # set to the grid by its own spacing: LibreOffice would give a character two cells of the grid.
    plain = [w("autoSpaceDE", val=0), w("autoSpaceDN", val=0), w("snapToGrid", val=0)]
    return w(
        "style",
        w("name", val="Normal"),
        w("qFormat"),
        w("pPr", w("widowControl"), *plain, spacing, w("jc", val="both")),
        w("rPr", fonts_of(BODY.name), w("sz", val=32), w("szCs", val=32)),
        type="paragraph",
        default=1,
        styleId="Normal",
    )


def _character() -> Any:
    return w(
        "style",
        w("name", val="Default Paragraph Font"),
        w("semiHidden"),
        type="character",
        default=1,
        styleId="DefaultParagraphFont",
    )


def _table() -> Any:
    sides = [w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")]
    return w(
        "style",
        w("name", val="Normal Table"),
        w("semiHidden"),
        w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *sides)),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _style(style: Style) -> Any:
    half_points = round(style.points * 2)
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val="Normal"),
        w("qFormat"),
        w("pPr", *_paragraph_properties(style)),
        w(
            "rPr",
            fonts_of(style.font.name),
            w("color", val=style.color) if style.color else None,
            w("spacing", val=m.DRAWN_IN) if style.on_grid else None,
            w("sz", val=half_points),
            w("szCs", val=half_points),
        ),
        type="paragraph",
        customStyle=1,
        styleId=style.key,
    )


def _paragraph_properties(style: Style) -> list[Any]:
    parts = [
        w("keepNext") if style.keep_next else None,
        w(
            "spacing",
            before=0,
            after=0,
            line=style.line,
            lineRule="exact" if style.exact else "auto",
        ),
        indent(first=style.first, left=style.left, right=style.right, char=_character_of(style)),
        w("jc", val=style.align),
        None if style.outline is None else w("outlineLvl", val=style.outline),
    ]
    return [part for part in parts if part is not None]


def _character_of(style: Style) -> float:
    return m.CHARACTER if style.on_grid else style.points * 20


def indent(
    *,
    first: float = 0,
    left: float = 0,
    right: float = 0,
    hanging: float = 0,
    char: float = m.CHARACTER,
) -> Any:
    """Return indents in characters, with twips beside them for programs that count none."""
    values: dict[str, int] = {}
    for key, chars in (
        ("left", left),
        ("right", right),
        ("hanging", hanging),
        ("firstLine", first),
    ):
        if chars:
            values[key] = round(chars * char)
            values[f"{key}Chars"] = round(chars * 100)
    return w("ind", **values) if values else None
