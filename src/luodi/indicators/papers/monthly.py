"""主要经济指标月报 as one A4 page and as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from luodi.base.errors import Invalid
from luodi.base.papers import (
    Block,
    Cell,
    Column,
    Field,
    Link,
    Paper,
    Sheet,
    Table,
    Text,
    chinese_date,
)
from luodi.base.papers.fitting import pages_of
from luodi.base.papers.types import Value

from ..monthly_words import (
    cells,
    finding,
    growth_note,
    growth_words,
    month_words,
    place_words,
)
from ..queries.monthly import CountyLine, Growth, MonthLine, Monthly, Place
from ..wording import period_words, steps_words, value_words

Address = Callable[[str, str], str]  # an indicator and a place or body -> the page of both
MOST_BESIDE = 3  # indicators side by side in the table of counties
CITY = (
    Column("指标（单位）", 10),
    Column("总量", 6, "right"),
    Column("增速", 6, "right"),
    Column("目标", 8.5, "center"),
    Column("完成", 4.5, "right"),
    Column("全省位次\n（公布）", 5.5, "center"),
    Column("较上期", 4, "center"),
    Column("组内\n位次", 4.5, "center"),
)
NO_FIGURE = "—"


def title_of(shown: Monthly) -> str:
    """Return the title of the report."""
    return f"{shown.side.name}{month_words(shown)}主要经济指标月报"


def monthly_paper(shown: Monthly, address: Address, day: date) -> Paper:
    """Return the report on one page: what does not fit is left to the workbook, and counted in the
    note. Refuses a month without figures."""
    if not shown.lines:
        raise Invalid("这个月还没有数据，无法导出。", "There are no figures of this month yet.")
    for words in (finding(shown), ""):
        for kept in range(len(shown.lines), 0, -1):
            paper = _paper(shown, address, day, words, kept)
            if pages_of(paper) == 1:
                return paper
            if words and kept < min(len(shown.lines), 6):
                break
    raise Invalid("内容过长，放不进一页。", "It does not fit on one page.")


def _paper(shown: Monthly, address: Address, day: date, words: str, kept: int) -> Paper:
    body: list[Block] = [Text(words)] if words else []
    lines = shown.lines[:kept]
    beside = [line for line in shown.lines if line.counties][:MOST_BESIDE]
    note = _note(shown, day, kept, len(beside))
    rows = tuple(_row(line, shown, address) for line in lines)
    city = Table(CITY, rows, landscape=False, points=9, note="" if beside else note)
    body.append(city)
    if beside:
        columns, rows = _counties(shown, beside, address)
        body.append(
            Table(columns, rows, caption="分县（市、区）情况", landscape=False, points=9, note=note)
        )
    return Paper(title=title_of(shown), body=tuple(body))


def _row(line: MonthLine, shown: Monthly, address: Address) -> Sequence[Cell]:
    said, one = cells(line), line.indicator
    link = address(str(one.uuid), shown.side.key)
    total = value_words(line.point.value, computed=not line.point.uuid) if line.point else ""
    group = f"{line.group.rank}/{line.group.of}" if line.group else ""
    return (
        Cell(f"{one}（{one.unit}）", link),
        Cell(total or NO_FIGURE, link),
        Cell(_short(line.growth) or NO_FIGURE, link),
        Cell(said.target or NO_FIGURE),
        Cell(said.reached or NO_FIGURE),
        Cell(_slash(line.official)),
        Cell(steps_words(line.official.up) if line.official else NO_FIGURE),
        Cell(group or NO_FIGURE),
    )


def _short(found: Growth) -> str:
    """The growth as a narrow cell has it: a star marks one that follows from the values."""
    return growth_words(found).replace("（计算）", "*").replace("个百分点", "点")


def _slash(place: Place | None) -> str:
    if place is None:
        return NO_FIGURE
    return f"{place.rank}/{place.of}" if place.of else str(place.rank)


def _counties(
    shown: Monthly, beside: Sequence[MonthLine], address: Address
) -> tuple[tuple[Column, ...], tuple[Sequence[Cell], ...]]:
    columns = [Column("地区", 6)]
    for line in beside:
        name = f"{line.indicator}（{line.indicator.unit}）"
        columns += [Column(name, 6.5, "right"), Column("增速", 5, "right"),
                    Column("位次", 3.5, "center")]  # fmt: skip
    rows = []
    for at, county in enumerate(shown.counties):
        row = [Cell(county.name)]
        for line in beside:
            row += _county(line.counties[at], line, address)
        rows.append(tuple(row))
    return tuple(columns), tuple(rows)


def _county(found: CountyLine, line: MonthLine, address: Address) -> Iterator[Cell]:
    link = address(str(line.indicator.uuid), found.side.key)
    point = found.point
    total = value_words(point.value, computed=not point.uuid) if point else NO_FIGURE
    yield Cell(total, link)
    yield Cell(_short(found.growth) or NO_FIGURE, link)
    yield Cell(str(found.among.rank) if found.among else NO_FIGURE)


def _note(shown: Monthly, day: date, kept: int, beside: int) -> str:
    said = ["注：增速为公布数，带*的按数值计算"]
    noted = [line for line in shown.lines[:kept] if growth_note(line.growth)]
    if noted:
        named = "；".join(f"{line.indicator}{growth_note(line.growth)}" for line in noted[:2])
        said.append(f"（{named}）")
    said.append("。全省位次为公布数，其余位次按数值排列")
    said.append(f"，组为“{shown.group}”。" if shown.group else "。")
    left = len(shown.lines) - kept
    if left or len([line for line in shown.lines if line.counties]) > beside:
        said.append(f"全部{len(shown.lines)}项和分县情况见电子表格。")
    said.append(f"截至{chinese_date(day)}。")
    return "".join(said)


def monthly_sheets(shown: Monthly, address: Address) -> tuple[Sheet, ...]:
    """Return the report as two sheets: the place itself, and its counties; official figures and
    computed ones stand in columns of their own."""
    title = title_of(shown)
    name = "全市" if shown.counties else "本地"
    lines = tuple(_city_row(line, shown, address) for line in shown.lines)
    city = Sheet(name, _CITY_FIELDS, lines, title=title)
    rows = tuple(
        _county_row(line, found, address) for line in shown.lines for found in line.counties
    )
    if not rows:
        return (city,)
    return city, Sheet("分县市区", _COUNTY_FIELDS, rows, title=f"{title}（分县市区）")


_GROWTH_FIELDS = (
    Field("公布增速（%）", width=12, align="right"),
    Field("按数值计算的增速（%，占比为百分点）", width=18, align="right"),
    Field("相差（百分点）", width=12, align="right"),
)
_OFFICIAL_FIELDS = (
    Field("全省位次（公布）", width=12, align="right"),
    Field("共几个", width=8, align="right"),
    Field("较上期", width=8, align="right"),
    Field("公布文件", width=24),
)
_CITY_FIELDS = (
    Field("指标", width=30),
    Field("单位", width=8, align="center"),
    Field("时期", width=14, align="center"),
    Field("总量", width=14, align="right"),
    *_GROWTH_FIELDS,
    Field("目标", width=20),
    Field("完成", width=10, align="right"),
    Field("进度", width=12, align="center"),
    *_OFFICIAL_FIELDS,
    Field("全省位次（按数值）", width=14, align="center"),
    Field("组内位次（按数值）", width=14, align="center"),
    Field("组内位次较上年同期", width=12, align="center"),
)
_COUNTY_FIELDS = (
    Field("指标", width=30),
    Field("地区", width=14),
    Field("单位", width=8, align="center"),
    Field("时期", width=14, align="center"),
    Field("总量", width=14, align="right"),
    *_GROWTH_FIELDS,
    Field("市内位次（按数值）", width=12, align="right"),
    Field("较上年同期", width=10, align="right"),
    *_OFFICIAL_FIELDS,
)


def _growth_values(found: Growth) -> tuple[Value, ...]:
    differs = None if found.in_points else found.differs
    return (found.official.value if found.official else None, found.computed, differs)


def _official_values(place: Place | None) -> tuple[Value, ...]:
    if place is None:
        return (None, None, None, "")
    issuer = place.point.issuer if place.point else ""
    return (place.rank, place.of, _steps(place), issuer)


def _steps(place: Place | None) -> Value:
    return None if place is None or place.up is None else Decimal(place.up)


def _city_row(line: MonthLine, shown: Monthly, address: Address) -> tuple[Value | Link, ...]:
    one, said = line.indicator, cells(line)
    return (
        Link(str(one), address(str(one.uuid), shown.side.key)),
        one.unit,
        period_words(line.period, cumulative=one.cumulative),
        line.point.value if line.point else None,
        *_growth_values(line.growth),
        said.target,
        said.reached,
        said.pace,
        *_official_values(line.official),
        place_words(line.province),
        place_words(line.group),
        _steps(line.group),
    )


def _county_row(line: MonthLine, found: CountyLine, address: Address) -> tuple[Value | Link, ...]:
    one = line.indicator
    return (
        Link(str(one), address(str(one.uuid), found.side.key)),
        found.side.name,
        one.unit,
        period_words(line.period, cumulative=one.cumulative),
        found.point.value if found.point else None,
        *_growth_values(found.growth),
        found.among.rank if found.among else None,
        _steps(found.among),
        *_official_values(found.official),
    )
