"""The end of a paper: attachments, signature with room for the stamp, contact, record block."""

from __future__ import annotations

from typing import Any

from luodi.base.papers import measures as m
from luodi.base.papers.head import blank
from luodi.base.papers.ox import paragraph, run, w
from luodi.base.papers.styles import indent
from luodi.base.papers.types import Attachment, Paper, Signature, chinese_date

_DATE_RIGHT = 4.0
_UNSEALED_RIGHT = 2.0
_RECORD_CHAR = 280


def tail_elements(paper: Paper) -> list[Any]:
    """Return what follows the text on its last page, except the record block."""
    parts: list[Any] = []
    if paper.attachments:
        parts += [*blank(1), *_listed(paper.attachments)]
    if paper.signature:
        parts += signature_elements(paper.signature)
    if paper.contact:
        parts.append(paragraph("GwContact", f"（{paper.contact.strip('（）()')}）"))
    return parts


def _listed(attachments: tuple[Attachment, ...]) -> list[Any]:
    if len(attachments) == 1:
        return [_named("附件：" + attachments[0].title, left=5, hanging=3)]
    first = _named("附件：1." + attachments[0].title, left=6, hanging=4)
    rest = [
        _named(f"{at}.{one.title}", left=6, hanging=m.text_width(f"{at}."))
        for at, one in enumerate(attachments[1:], start=2)
    ]
    return [first, *rest]


def _named(words: str, *, left: float, hanging: float) -> Any:
    return paragraph("GwListed", words, properties=(indent(left=left, hanging=hanging),))


def signature_elements(signature: Signature) -> list[Any]:
    """Return issuer and date; with a stamp the issuer is centred over the date, two lines below.

    The stamp of 42 mm lies over both lines, its upper rim within a line of the text.
    """
    unit_right, date_right = _places(signature)
    return [
        *blank(2 if signature.sealed else 1),
        paragraph("GwSigned", signature.unit, properties=(indent(right=unit_right),)),
        paragraph("GwDate", chinese_date(signature.day), properties=(indent(right=date_right),)),
    ]


def _places(signature: Signature) -> tuple[float, float]:
    unit, day = m.text_width(signature.unit), m.text_width(chinese_date(signature.day))
    if signature.sealed:
        centred = _DATE_RIGHT + (day - unit) / 2
        return max(centred, _UNSEALED_RIGHT), _DATE_RIGHT + max(_UNSEALED_RIGHT - centred, 0.0)
    # The date begins two characters right of where the issuer begins.
    if unit - 2 >= day:
        return _UNSEALED_RIGHT, _UNSEALED_RIGHT + unit - 2 - day
    return _UNSEALED_RIGHT + day + 2 - unit, _UNSEALED_RIGHT


def record_elements(paper: Paper) -> list[Any]:
    """Return the record block 版记, its last rule on the lower edge of the type area."""
    rows = _record_rows(paper)
    if not rows:
        return []
    heavy, light = 8, 6  # 0.35 mm and 0.25 mm
    lines = {"top": heavy, "bottom": heavy, "insideH": light}
    rules = [w(k, val="single", sz=v, space=0, color="000000") for k, v in lines.items()]
    place = w(
        "tblpPr", vertAnchor="margin", horzAnchor="page", tblpX=m.LEFT, tblpYSpec="bottom",
        leftFromText=0, rightFromText=0, topFromText=0, bottomFromText=0,
    )  # fmt: skip
    properties = w(
        "tblPr",
        place,
        w("tblOverlap", val="never"),
        w("tblW", w=m.TYPE_WIDTH, type="dxa"),
        w("tblInd", w=0, type="dxa"),
        w("tblBorders", *rules),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *[w(side, w=0, type="dxa") for side in ("left", "right")]),
    )
    grid = w("tblGrid", w("gridCol", w=m.TYPE_WIDTH))
    return [w("tbl", properties, grid, *map(_record_row, rows)), paragraph("GwRest")]


def _record_rows(paper: Paper) -> list[Any]:
    rows = []
    if paper.copies:
        hang = w("ind", left=4 * _RECORD_CHAR, right=_RECORD_CHAR, hanging=3 * _RECORD_CHAR)
        words = "抄送：" + "，".join(paper.copies) + "。"
        rows.append(paragraph("GwRecord", words, properties=(hang,)))
    if paper.printer and paper.printed:
        stop = w("tab", val="right", pos=m.TYPE_WIDTH - _RECORD_CHAR)
        sides = w("ind", left=_RECORD_CHAR, right=_RECORD_CHAR)
        words = run(f"{paper.printer}\t{chinese_date(paper.printed)}印发")
        rows.append(paragraph("GwRecord", words, properties=(w("tabs", stop), sides)))
    return rows


def _record_row(content: Any) -> Any:
    width = w("tcW", w=m.TYPE_WIDTH, type="dxa")
    return w("tr", w("trPr", w("cantSplit")), w("tc", w("tcPr", width), content))
