"""Fonts, sizes, pitch, indents and alignment of each paragraph, by its style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luodi.base.papers.checking.faults import fault
from luodi.base.papers.checking.file import Element, WordFile, tag, val, words
from luodi.base.papers.types import Fault

SMALL_SONG = frozenset({"方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S"})
IMITATION = frozenset({"仿宋_GB2312", "仿宋", "FangSong", "方正仿宋_GBK"})
BLACK = frozenset({"黑体", "SimHei", "方正黑体_GBK"})
KAI = frozenset({"楷体_GB2312", "楷体", "KaiTi", "方正楷体_GBK"})

_TYPE_WIDTH, _TYPE_HEIGHT = 442.2, 637.8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the standard wants of a kind of paragraph; None where it leaves the choice."""

    fonts: frozenset[str]
    points: float | None = 16
    align: tuple[str, ...] = ()
    on_grid: bool = True
    first: float = 0


WANTED = {
    "份号和紧急程度": Wanted(IMITATION | BLACK),
    "发文机关标志": Wanted(SMALL_SONG, None, ("center",), on_grid=False),
    "发文字号": Wanted(IMITATION | KAI, 16, ("center", "left")),
    "公文标题": Wanted(SMALL_SONG, 22, ("center",), on_grid=False),
    "主送机关": Wanted(IMITATION, 16, ("left",)),
    "公文正文": Wanted(IMITATION, 16, ("both", "left"), first=2),
    "一级标题": Wanted(BLACK | IMITATION, 16, first=2),
    "二级标题": Wanted(KAI | IMITATION, 16, first=2),
    "三级标题": Wanted(IMITATION, 16, first=2),
    "四级标题": Wanted(IMITATION, 16, first=2),
    "附件说明": Wanted(IMITATION),
    "发文机关署名": Wanted(IMITATION, 16, ("right",)),
    "成文日期": Wanted(IMITATION, 16, ("right",)),
    "附注": Wanted(IMITATION),
    "附件序号": Wanted(BLACK, 16, ("left",)),
    "版记": Wanted(IMITATION, 14, on_grid=False),
    "表题": Wanted(BLACK, 16, ("center",)),
    "表头": Wanted(BLACK, None, on_grid=False),
    "表文": Wanted(IMITATION, None, on_grid=False),
    "表内分组": Wanted(KAI, None, on_grid=False),
    "表单位": Wanted(IMITATION, None, on_grid=False),
    "表注": Wanted(IMITATION, None, on_grid=False),
    "图": Wanted(IMITATION, None, ("center",), on_grid=False),
    "图题": Wanted(BLACK, 12, ("center",), on_grid=False),
    "分节": Wanted(IMITATION, None, on_grid=False),
    "呈阅件标志": Wanted(SMALL_SONG, None, ("center",), on_grid=False),
    "呈阅件编号": Wanted(IMITATION, 14, on_grid=False),
    "呈阅件标题": Wanted(SMALL_SONG, 22, ("center",), on_grid=False),
    "呈阅件小标题": Wanted(BLACK, 14, on_grid=False),
    "呈阅件正文": Wanted(IMITATION, 14, on_grid=False),
    "呈阅件表文": Wanted(IMITATION, 12, on_grid=False),
    "呈阅件附注": Wanted(IMITATION, 12, on_grid=False),
}
# The first run of a heading must be in the heading's own font; what runs on is body text.
_LEADING = {"一级标题": BLACK, "二级标题": KAI}


def check_text(file: WordFile) -> Iterator[Fault]:
    """Yield the faults of all paragraphs."""
    for at, paragraph in enumerate(file.body.iter(tag("p")), start=1):
        name = file.style_name(paragraph)
        where = f"第{at}段“{words(paragraph)[:12]}”"
        if name in WANTED:
            yield from _paragraph(file, paragraph, WANTED[name], name, where)
        else:
            yield fault("style.unknown", where, name or "？")
    yield from _fallbacks(file)


def _paragraph(
    file: WordFile, paragraph: Element, wanted: Wanted, name: str, where: str
) -> Iterator[Fault]:
    runs = [run for run in paragraph.iter(tag("r")) if words(run)]
    for at, run in enumerate(runs or [None]):
        fonts = _LEADING.get(name, wanted.fonts) if at == 0 else wanted.fonts
        yield from _run(file, paragraph, run, fonts, wanted, where)
    align = file.paragraph_value(paragraph, "jc")
    if wanted.align and align not in wanted.align:
        yield fault("text.align", where, align, "/".join(wanted.align))
    if wanted.on_grid:
        yield from _pitch(file, paragraph, where)
    if wanted.first and words(paragraph):
        yield from _indent(file, paragraph, wanted.first, where)


def _run(
    file: WordFile,
    paragraph: Element,
    run: Element | None,
    fonts: frozenset[str],
    wanted: Wanted,
    where: str,
) -> Iterator[Fault]:
    font = file.run_value(paragraph, run, "rFonts", "eastAsia")
    if font not in fonts:
        yield fault("font.name", where, font or "？", "、".join(sorted(fonts)))
    points = int(file.run_value(paragraph, run, "sz") or 0) / 2
    if wanted.points and points != wanted.points:
        yield fault("font.size", where, f"{points:g}", f"{wanted.points:g}")
    if wanted.on_grid and run is not None:
        yield from _characters(file, paragraph, run, points, where)


def _characters(
    file: WordFile, paragraph: Element, run: Element, points: float, where: str
) -> Iterator[Fault]:
    drawn_in = int(file.run_value(paragraph, run, "spacing") or 0) / 20
    count = int(_TYPE_WIDTH / max(points + drawn_in, 0.1) + 1e-6)
    if file.paragraph_value(paragraph, "snapToGrid") in ("0", "false") and count != 28:
        yield fault("grid.characters", where, count)


def _pitch(file: WordFile, paragraph: Element, where: str) -> Iterator[Fault]:
    rule = file.paragraph_value(paragraph, "spacing", "lineRule")
    line = int(file.paragraph_value(paragraph, "spacing", "line") or 0) / 20
    lines = int(_TYPE_HEIGHT / line + 1e-6) if rule == "exact" and line else 0
    if lines != 22:
        yield fault("line.pitch", where, lines)


def _indent(file: WordFile, paragraph: Element, first: float, where: str) -> Iterator[Fault]:
    chars = file.paragraph_value(paragraph, "ind", "firstLineChars")
    twips = file.paragraph_value(paragraph, "ind", "firstLine")
    found = int(chars) / 100 if chars else int(twips or 0) / 316
    if abs(found - first) > 0.1:
        yield fault("text.indent", where, f"{found:g}")


def _fallbacks(file: WordFile) -> Iterator[Fault]:
    table = file.part("word/fontTable.xml") if file.has("word/fontTable.xml") else None
    named = {val(f, "name"): f for f in table} if table is not None else {}
    for font in sorted(_used(file)):
        entry = named.get(font)
        if entry is None or entry.find(tag("altName")) is None:
            yield fault("font.fallback", "字体表", font)


def _used(file: WordFile) -> set[str]:
    holders = [file.body, *file.styles.values()]
    return {val(f, "eastAsia") for one in holders for f in one.iter(tag("rFonts"))} - {""}
