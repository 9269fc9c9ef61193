"""The one-page 呈阅件: every height is counted beforehand; the room for 批示 takes the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luodi.base.errors import Invalid
from luodi.base.papers import measures as m
from luodi.base.papers.ox import paragraph, run, w
from luodi.base.papers.styles import BY_KEY, RED
from luodi.base.papers.tables import column_widths, grid_table
from luodi.base.papers.titles import title_lines
from luodi.base.papers.types import Brief, Column, GroupRow, Table, chinese_date

LEAST_ROOM = m.mm(30)
_SAFETY = 160
_ROW_EXTRA = 100
_GAP = 100
_VITAL = (
    Column("序号", 3.2, "center"),
    Column("事项", 15),
    Column("目标", 11.5),
    Column("时限", 6.2, "center"),
    Column("牵头单位", 7, "center"),
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something on the page and the height it is sure to need."""

    element: Any
    height: int


def brief_elements(brief: Brief) -> list[Any]:
    """Return the page; refuses a brief whose words leave less than 30 mm for 批示."""
    above, below = _above(brief), _below(brief)
    room = m.TYPE_HEIGHT - _SAFETY - sum(piece.height for piece in (*above, *below))
    if room < LEAST_ROOM:
        raise _too_long(LEAST_ROOM - room)
    return [
        *[piece.element for piece in above],
        _remark_box(room, brief.to),
        *[piece.element for piece in below],
    ]


def _too_long(missing: int) -> Invalid:
    lines = -(-missing // BY_KEY["GwBriefText"].line)
    return Invalid(
        f"呈阅件须在一页之内，并给批示留出3厘米。请删去约{lines}行。",
        f"A brief has one page, 30 mm of it for remarks. Please cut about {lines} lines.",
        field="gist",
    )


def _above(brief: Brief) -> list[_Piece]:
    return [
        _line("GwBriefMark", "呈阅件"),
        *_masthead(brief),
        *_title(brief),
        *_part("一、文件要求什么", brief.gist),
        *_vital(brief),
        *_part("三、请各方做什么" if brief.vital else "二、请各方做什么", brief.asks),
        _Piece(paragraph("GwBriefNote", properties=(_exact(_GAP),)), _GAP),
    ]


def _exact(height: int) -> Any:
    return w("spacing", before=0, after=0, line=height, lineRule="exact")


def _line(style: str, *content: Any, properties: tuple[Any, ...] = (), lines: int = 1) -> _Piece:
    element = paragraph(style, *content, properties=properties)
    return _Piece(element, BY_KEY[style].line * lines)


def _masthead(brief: Brief) -> list[_Piece]:
    rule = w("pBdr", w("bottom", val="single", sz=12, space=4, color=RED))
    stop = w("tabs", w("tab", val="right", pos=m.TYPE_WIDTH))
    right = f"{brief.unit}　{chinese_date(brief.day)}"
    words = run(f"{brief.number}\t{right}")
    line = _line("GwBriefLine", words, properties=(rule, stop))
    gap = _Piece(paragraph("GwBriefNote", properties=(_exact(_GAP + 100),)), _GAP + 200)
    return [line, gap]


def _title(brief: Brief) -> list[_Piece]:
    lines = title_lines(brief.title)
    return [_line("GwBriefTitle", "\n".join(lines), lines=len(lines))]


def _part(heading: str, texts: tuple[str, ...]) -> list[_Piece]:
    if not texts:
        return []
    return [_line("GwBriefHead", heading), *map(_text, texts)]


def _text(text: str) -> _Piece:
    # One character less than fits: punctuation may not begin a line and takes its neighbour along.
    width = m.TYPE_WIDTH / 20 / BY_KEY["GwBriefText"].points - 1
    return _line("GwBriefText", text, lines=m.line_count("　　" + text, width))


def _vital(brief: Brief) -> list[_Piece]:
    if not brief.vital:
        return []
    rows = tuple(
        (str(at), row.matter, row.measure, row.deadline, row.lead)
        for at, row in enumerate(brief.vital, start=1)
    )
    table = Table(columns=_VITAL, rows=rows)
    element = grid_table(None, table, m.TYPE_WIDTH, style="GwBriefCell")
    return [
        _line("GwBriefHead", "二、最要紧的几件事"),
        _Piece(element, _table_height(table)),
        _after(),
    ]


def _after() -> _Piece:
    return _Piece(paragraph("GwBriefNote", properties=(_exact(_GAP),)), _GAP)


def _table_height(table: Table) -> int:
    line = BY_KEY["GwBriefCell"].line
    widths = [(size - 160) / 240 - 0.5 for size in column_widths(table, m.TYPE_WIDTH)]
    height = BY_KEY["GwTableHead"].line + _ROW_EXTRA
    for row in table.rows:
        assert not isinstance(row, GroupRow)
        tallest = max(m.line_count(str(c), size) for c, size in zip(row, widths, strict=True))
        height += tallest * line + _ROW_EXTRA
    return height


def _remark_box(room: int, to: str) -> Any:
    border = w("tblBorders", *[_rule(side) for side in ("top", "left", "bottom", "right")])
    sides = [w(side, w=120, type="dxa") for side in ("top", "left", "bottom", "right")]
    properties = w(
        "tblPr",
        w("tblW", w=m.TYPE_WIDTH, type="dxa"),
        w("jc", val="center"),
        border,
        w("tblLayout", type="fixed"),
        w("tblCellMar", *sides),
    )
    words = paragraph("GwBriefHead", f"{to}批示：")
    cell = w("tc", w("tcPr", w("tcW", w=m.TYPE_WIDTH, type="dxa")), words)
    height = w("trPr", w("cantSplit"), w("trHeight", val=room, hRule="exact"))
    grid = w("tblGrid", w("gridCol", w=m.TYPE_WIDTH))
    return w("tbl", properties, grid, w("tr", height, cell))


def _rule(side: str) -> Any:
    return w(side, val="single", sz=8, space=0, color="000000")


def _below(brief: Brief) -> list[_Piece]:
    """A table needs a paragraph behind it; the contact is that paragraph, or an empty one."""
    words = f"承办人及电话：{brief.contact}" if brief.contact else ""
    return [_line("GwBriefNote", *([words] if words else []))]
