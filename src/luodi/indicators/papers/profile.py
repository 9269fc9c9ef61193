"""The profile of a place or unit on two pages: where it stands and what moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from luodi.base.charts import TimeSeries, Unpictured
from luodi.base.charts.words import summary
from luodi.base.errors import Invalid
from luodi.base.papers import (
    Block,
    Cell,
    Column,
    GroupRow,
    Heading,
    Paper,
    Picture,
    Pictures,
    Table,
    Text,
    chinese_date,
)
from luodi.base.papers.fitting import pages_of

from ..queries.profile import Profile, ProfileRow
from ..standing_words import finding, moved_words, row_words
from ..wording import signed, value_words

Address = Callable[[str], str]  # the public id of an indicator -> the address of its page

PAGES = 2
MOST_MOVES = 3
COLUMNS = (
    Column("指标（单位）", 13),
    Column("时期", 5.5, "center"),
    Column("数值", 6, "right"),
    Column("位次", 4.5, "center"),
    Column("区间", 4.5, "center"),
    Column("中位数", 6, "right"),
    Column("比中位数", 5.5, "right"),
    Column("比上期", 5, "right"),
)


def profile_paper(
    shown: Profile, address: Address, day: date, pictures: Sequence[Picture | Unpictured] = ()
) -> Paper:
    """Return the profile; where it would not fit on two pages the rows nearest to the median are
    left out, and counted below the table, and the pictures where they would cost half the rows.
    Refuses one without figures."""
    if not shown.rows:
        raise Invalid("还没有数据，无法导出。", "There are no figures to export yet.")
    drawn = tuple(one for one in pictures if isinstance(one, Picture))
    lacking = "" if len(drawn) == len(pictures) else _lacking(pictures)
    plain, kept = _fitted(shown, address, day, lacking)
    if drawn:
        pictured, left = _fitted(shown, address, day, lacking, (Pictures(drawn),))
        if pictured is not None and 2 * left >= kept:
            return pictured
    if plain is None:
        raise Invalid("内容过长，放不进两页。", "It does not fit on two pages.")
    return plain


def _fitted(
    shown: Profile, address: Address, day: date, lacking: str, pictures: tuple[Block, ...] = ()
) -> tuple[Paper | None, int]:
    """The paper with as many rows as fit on two pages, and how many these are."""
    for kept in range(len(shown.rows), 0, -1):
        paper = _paper(shown, address, kept, _note(shown, day, kept) + lacking, pictures)
        if pages_of(paper) <= PAGES:
            return paper, kept
    return None, 0


def _lacking(pictures: Sequence[Picture | Unpictured]) -> str:
    if Unpictured.FAILED in pictures:
        return "图未能绘制，原因见系统状态页。"
    return "图正在绘制，稍后重新导出即可带图。"


def _paper(
    shown: Profile, address: Address, kept: int, note: str, pictures: tuple[Block, ...]
) -> Paper:
    # Right below a plain paragraph: below headings, which stay with what follows, they would draw
    # these over to the next page.
    body: list[Block] = [Text(finding(shown)), *pictures]
    body += _moved(shown)
    body.append(Heading(1, "各项指标位次" if shown.peers else "各项指标"))
    rows = tuple(_groups(shown, address, _kept(shown, kept)))
    body.append(Table(COLUMNS, rows, note=note, landscape=False, points=9))
    return Paper(title=f"{shown.side.name}主要指标对标情况", body=tuple(body))


def picture_of(chart: TimeSeries, png: bytes, number: int) -> Picture:
    """Return a chart as a picture of a paper: its title below it, what it shows in words."""
    unit = f"（{chart.unit}）" if chart.unit else ""
    return Picture(png, f"{chart.title}。{summary(chart)}", f"图{number}　{chart.title}{unit}")


def _kept(shown: Profile, count: int) -> set[int]:
    """The keys of the indicators that are kept: those farthest from the middle first."""

    def distance(row: ProfileRow) -> float:
        return abs(row.stood.percentile - 50) if row.stood else -1

    order = sorted(shown.rows, key=distance, reverse=True)
    return {row.indicator.pk for row in order[:count]}


def _groups(
    shown: Profile, address: Address, kept: set[int]
) -> Iterator[Sequence[Cell] | GroupRow]:
    groups = (
        ("好于中位数", shown.where(1)),
        ("与中位数持平", shown.where(0)),
        ("差于中位数", shown.where(-1)),
        ("未排位次", shown.unranked),
    )
    for name, rows in groups:
        here = [row for row in rows if row.indicator.pk in kept]
        if here:
            yield GroupRow(f"{name}（{len(rows)}项）")
        yield from (_row(row, address) for row in here)


def _row(row: ProfileRow, address: Address) -> Sequence[Cell]:
    said, stood = row_words(row), row.stood
    link = address(said.uuid)
    marks = "，".join(filter(None, (said.unit, said.unsettled)))
    return (
        Cell(f"{row.indicator}（{marks}）", link),
        Cell(said.period),
        Cell(_figure(row), link),
        Cell(f"{stood.rank}/{stood.of}" if stood else "—"),
        Cell(said.interval or "—"),
        Cell(value_words(stood.median, computed=True) if stood else "—"),
        Cell(signed(stood.distance, computed=True) if stood else "—"),
        Cell(said.change.replace("个百分点", "点") or "—"),
    )


def _figure(row: ProfileRow) -> str:
    if row.is_official_rank:
        return f"{row.point.value}/{row.point.n}"
    return value_words(row.point.value, computed=not row.point.uuid)


def _moved(shown: Profile) -> Iterator[Block]:
    for words, good in (("变好的指标", 1), ("变差的指标", -1)):
        rows = shown.moving(good)[:MOST_MOVES]
        if rows:
            yield Heading(1, words, "；".join(map(moved_words, rows)) + "。")


def _note(shown: Profile, day: date, kept: int) -> str:
    said = ["注："]
    if shown.peers:
        said.append(f"对标范围为“{shown.peers}”（{shown.size}个），位次1为最好。")
        said.append("区间为95%置信区间。")
    if shown.waits:
        said.append("位次正在重新计算。" if shown.stale else "位次正在计算，尚未列出。")
    if kept < len(shown.rows):
        said.append(f"共{len(shown.rows)}项，列出离中位数最远的{kept}项。")
    said.append(f"比上期一栏的“点”为百分点。截至{chinese_date(day)}。")
    return "".join(said)
