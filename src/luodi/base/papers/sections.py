"""Sections of a paper, portrait and landscape, and their page numbers.

On a landscape page the number stays at the foot of the paper as it is bound: the landscape's left
side, turned a quarter, so that all numbers of the bound paper lie in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from luodi.base.papers import measures as m
from luodi.base.papers.ox import page_field, paragraph, w

Side = Literal["default", "even"]

_ONE_CHARACTER = m.PAGE_NUMBER_POINTS * 20
_WPS = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
)


@dataclass(frozen=True, slots=True)
class Footers:
    """The relationship ids of the four footers that all sections share."""

    portrait: dict[Side, str]
    landscape: dict[Side, str]


def add_footers(part: Any) -> Footers:
    """Add the footers of a paper to its main part and return their ids."""
    return Footers(
        portrait={side: _footer(part, upright_number(side)) for side in ("default", "even")},
        landscape={side: _footer(part, turned_number(side)) for side in ("default", "even")},
    )


def _footer(part: Any, content: Any) -> str:
    footer, key = part.add_footer_part()
    for child in list(footer.element):
        footer.element.remove(child)
    footer.element.append(content)
    return str(key)


def upright_number(side: Side) -> Any:
    """Return the page number of a portrait page: odd ones to the right, even ones to the left."""
    return _number(side)


def _number(side: Side) -> Any:
    odd = side == "default"
    place = w("ind", **{"right" if odd else "left": _ONE_CHARACTER})
    return paragraph("GwPage", *page_field(), properties=(place, w("jc", val=_align(odd))))


def _align(odd: bool) -> str:
    return "right" if odd else "left"


def turned_number(side: Side) -> Any:
    """Return the number of a landscape page, in a turned box at the foot of the bound paper."""
    box = parse_xml(_box_xml(side))
    box.xpath(".//*[local-name()='txbxContent']")[0].append(_number(side))
    anchor = paragraph("GwRest", properties=())
    anchor.append(w("r", box))
    return anchor


def _box_xml(side: Side) -> str:
    odd = side == "default"
    width = m.PAGE_NUMBER_POINTS * m.EMU_A_POINT
    height = 50 * m.EMU_A_MM
    x = round(m.FOOTER / m.TWIPS_A_MM * m.EMU_A_MM)
    y = (210 - 26) * m.EMU_A_MM - height if odd else 28 * m.EMU_A_MM
    key = 1 if odd else 2
    return f"""
<mc:AlternateContent {_WPS}{nsdecls("w", "wp", "a")}><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{key}"
 behindDoc="0" locked="1" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:wrapNone/><wp:docPr id="{key}" name="页码{key}" descr="页码"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"
 anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>""".strip()


def section(footers: Footers | None, *, landscape: bool = False) -> Any:
    """Return the properties of a section: paper, margins, grid and its page numbers."""
    keys = {} if footers is None else footers.landscape if landscape else footers.portrait
    references = [w("footerReference", type=side, r_id=key) for side, key in keys.items()]
    return w(
        "sectPr",
        *references,
        w("type", val="nextPage"),
        _paper(landscape),
        _margins(landscape),
        w("cols", space=0),
        w("docGrid", type="linesAndChars", linePitch=m.LINE, charSpace=m.CHAR_SPACE),
    )


def _paper(landscape: bool) -> Any:
    if landscape:
        return w("pgSz", w=m.PAGE_HEIGHT, h=m.PAGE_WIDTH, orient="landscape")
    return w("pgSz", w=m.PAGE_WIDTH, h=m.PAGE_HEIGHT)


def _margins(landscape: bool) -> Any:
    """A landscape page is the upright one turned: its top is the binding edge."""
    top, right, bottom, left = m.TOP, m.RIGHT, m.BOTTOM, m.LEFT
    if landscape:
        top, right, bottom, left = m.LEFT, m.TOP, m.RIGHT, m.BOTTOM
    return w(
        "pgMar", top=top, right=right, bottom=bottom, left=left, header=851,
        footer=m.FOOTER if not landscape else 600, gutter=0,
    )  # fmt: skip
