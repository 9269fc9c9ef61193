"""The head of a paper: issuer in red, number, signer, red rule, title, recipients."""

from __future__ import annotations

from typing import Any

from luodi.base.papers import measures as m
from luodi.base.papers.fonts import KAI
from luodi.base.papers.ox import fonts_of, paragraph, run, w
from luodi.base.papers.styles import RED, indent
from luodi.base.papers.titles import title_lines
from luodi.base.papers.types import Paper

_LARGEST_HEAD = 50
_MARK_LINES = m.HEAD_DROP // m.LINE


def head_elements(paper: Paper) -> list[Any]:
    """Return the paragraphs from the top of the first page down to the recipients."""
    parts: list[Any] = []
    if paper.issuer:
        parts += [*_marks(paper), _issuer(paper.issuer), *blank(2), *_number(paper)]
        parts += blank(2)
    elif paper.number:
        parts += [*_number(paper), *blank(1)]
    parts += title_elements(paper.title)
    if paper.recipients:
        parts += [*blank(1), paragraph("GwTo", "，".join(paper.recipients) + "：")]
    elif paper.body:
        parts += blank(1)
    return parts


def blank(count: int, style: str = "GwMark") -> list[Any]:
    """Return that many empty lines of the grid, each kept with what follows."""
    return [paragraph(style, properties=(w("keepNext"),)) for _ in range(count)]


def title_elements(title: str) -> list[Any]:
    """Return the title, one paragraph, its lines broken between words."""
    return [paragraph("GwTitle", "\n".join(title_lines(title)))]


def _marks(paper: Paper) -> list[Any]:
    """Return the lines above the issuer, always as many, so that it begins 35 mm down."""
    marks = [run(paper.copy_number)] if paper.copy_number else []
    if paper.urgency:
        marks.append(run(paper.urgency, fonts_of("黑体")))
    filled = [paragraph("GwMark", mark) for mark in marks[:_MARK_LINES]]
    return filled + blank(_MARK_LINES - len(filled))


def _issuer(issuer: str) -> Any:
    """Return the issuer as large as its width allows; exact line, so that the place holds."""
    room = m.TYPE_WIDTH / 20 / max(m.text_width(issuer), 1)
    points = min(_LARGEST_HEAD, int(room))
    rest = m.HEAD_DROP - _MARK_LINES * m.LINE
    spacing = w("spacing", before=rest, after=0, line=points * 20, lineRule="exact")
    size = [w("sz", val=points * 2), w("szCs", val=points * 2)]
    return paragraph("GwHead", run(issuer, *size), properties=(spacing,))


def _number(paper: Paper) -> list[Any]:
    """Return the number, centred; with signers it moves left and they stand at the right."""
    rule = w("bottom", val="single", sz=12, space=m.RULE_GAP_POINTS, color=RED)
    border = (w("pBdr", rule),) if paper.issuer else ()
    if not paper.signers:
        return [paragraph("GwNumber", paper.number, properties=border)]
    return _signers(paper, border)


def _signers(paper: Paper, border: tuple[Any, ...]) -> list[Any]:
    """Two signers a line, the number on the last line, above the rule."""
    pairs = ["　".join(paper.signers[at : at + 2]) for at in range(0, len(paper.signers), 2)]
    lines = []
    for at, pair in enumerate(pairs):
        last = at == len(pairs) - 1
        stop = w("tabs", w("tab", val="left", pos=_signers_begin(pairs)))
        properties = (*(border if last else ()), stop, _one_left(), w("jc", val="left"))
        label = run((paper.number if last else "") + "\t" + ("签发人：" if at == 0 else "　" * 4))
        lines.append(
            paragraph("GwNumber", label, run(pair, fonts_of(KAI.name)), properties=properties)
        )
    return lines


def _signers_begin(pairs: list[str]) -> int:
    """Where 签发人 begins, in twips, for its longest line to end one character from the right."""
    longest = max(map(m.text_width, pairs)) + m.text_width("签发人：")
    return round((m.CHARACTERS - 1 - longest) * m.CHARACTER)


def _one_left() -> Any:
    # The rule runs over the whole width, so the blank at the left hangs on the first line alone.
    return indent(first=1)
