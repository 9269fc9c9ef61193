"""What each column of a table is: guessed from its header, settled by people, remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.base.errors import Invalid

from ..periods import period
from ..units import COUNTS, is_percent, taken_apart
from ..vocabularies import FigureKind
from .cumulated import end_month, quarter_or_month

HEADER_WITHIN = 20


class Role(TextChoices):
    """What a column holds."""

    IGNORE = "", pgettext_lazy("column", "not used")
    PLACE = "place", _("Place or unit: code or name")
    NAME = "name", _("Name of the place, to check its code by")
    PERIOD = "period", _("Period")
    INDICATOR = "indicator", _("Indicator")
    UNIT = "unit", _("Unit of measure")
    VALUE = "value", _("Figures")
    GROWTH = "growth", _("Official growth rates, %")
    RANK = "rank", _("Official ranks")
    AMONG = "among", _("Out of how many")
    CASES = "cases", _("Cases: k of n")
    POWER = "power", _("Power of ten of the figures")
    KIND = "kind", _("Kind of figure")


FIGURES = (Role.VALUE, Role.GROWTH, Role.RANK, Role.CASES)
KINDS = {
    Role.GROWTH: FigureKind.GROWTH, Role.RANK: FigureKind.RANK,
}  # fmt: skip
_WORDS: dict[str, str] = {
    Role.PLACE: "区划代码 行政区划代码 地区代码 代码 refarea 地区 地区名称 区县 县市区 县区 市县"
    " 市州 地名 名称 单位名称 责任单位 报送单位 place area",
    Role.PERIOD: "时期 年份 年度 时间 期别 月份 季度 报告期 年 timeperiod period",
    Role.INDICATOR: "指标 指标名称 指标代码 项目 indicator",
    Role.UNIT: "计量单位 数据单位 unitmeasure unit",
    Role.VALUE: "数值 值 数据 指标值 本期数 累计数 实际值 完成值 obsvalue value",
    Role.GROWTH: "增速 同比增速 同比 同比增长 增长率 增幅 growth",
    Role.RANK: "位次 排名 名次 全省位次 全省排名 rank",
    Role.AMONG: "总数 参评数 共 outof obscount",
    Role.POWER: "unitmult",
    Role.KIND: "figurekind",
}
_ALIASES = {role: frozenset(words.split()) for role, words in _WORDS.items()}
_MEASURES = frozenset(
    [
        "元",
        "美元",
        "吨",
        "公斤",
        "千克",
        "克",
        "公里",
        "千米",
        "米",
        "亩",
        "公顷",
        "平方米",
        "平方公里",
        "立方米",
        "千瓦",
        "千瓦时",
        "度",
        "升",
        "年",
        "岁",
        "天",
        "日",
        "小时",
        "位",
        "分",
        "床",
        "人次",
        "吨标准煤",
        "株",
        "头",
        "只",
        "‰",
        "百分点",
        "标箱",
    ]
)
_BRACKETS = re.compile(r"[((\[【〔](.*?)[))\]】〕]")
_UNIT_LINE = re.compile(r"单位[::]\s*([^\s,,;;。]{1,10})")


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one column holds; what its header fixes for all its figures stands beside the role."""

    role: str = ""
    indicator: str = ""
    period: str = ""
    place: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read: the number of its header's line, its columns, and what holds for all.

    `unit` is the unit the file counts in (empty: the indicator's), `fractions` says that shares
    stand as 0.4 and not as 40, `difference` that figures add up since January and are to be taken
    apart, `subjects` whether names mean places or units, `level` of which level the places are: one
    above it is a total among its parts.
    """

    header: int = 1
    columns: tuple[Mapped, ...] = ()
    indicator: str = ""
    period: str = ""
    unit: str = ""
    subjects: str = "places"
    level: str = ""
    fractions: bool = False
    difference: bool = False
    titles: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Layout:
        """Return what was stored."""
        columns = tuple(Mapped(**one) for one in stored.get("columns", ()))
        more = {key: value for key, value in stored.items() if key not in ("columns", "titles")}
        return cls(columns=columns, titles=tuple(stored.get("titles", ())), **more)

    def at(self, role: str) -> int | None:
        """Return the place of the first column of a role."""
        return next((at for at, one in enumerate(self.columns) if one.role == role), None)

    @property
    def figures(self) -> tuple[tuple[int, Mapped], ...]:
        """Return the columns that hold figures, with their places."""
        return tuple((at, one) for at, one in enumerate(self.columns) if one.role in FIGURES)


def check_layout(layout: Layout) -> None:
    """Refuse a layout that leaves open of what, of when or of whom figures are."""
    if not layout.figures:
        raise Invalid("请指明哪一列是数据。", "Say which column holds figures.", field="columns")
    roles = [one.role for one in layout.columns if one.role and one.role not in FIGURES]
    twice = next((role for role in roles if roles.count(role) > 1), None)
    if twice:
        raise Invalid(
            f"有两列都是“{Role(twice).label}”。", f"Two columns are “{Role(twice).label}”.",
            field="columns",
        )  # fmt: skip
    for _at, one in layout.figures:
        for part, name in (("indicator", "指标"), ("period", "时期"), ("place", "地区或单位")):
            fixed = getattr(one, part) or getattr(layout, part, "")
            if not fixed and layout.at(part) is None:
                raise Invalid(
                    f"没有指明{name}：请选择一列，或为整个文件填写。",
                    f"Of which {part} are the figures? Choose a column, or say it for the file.",
                    field=part if part != "place" else "columns",
                )
    for text in [layout.period, *(one.period for one in layout.columns)]:
        if text:
            period(quarter_or_month(text, by_quarter=False))


def folded(text: str) -> str:
    """Return a header without brackets, signs and blanks, for comparing."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s_\-:：、*.·]", "", plain).lower()


def unit_in(header: str) -> str:
    """Return the unit that a header names in brackets: 常住人口（万人）; （快报） is none."""
    for said in _BRACKETS.findall(unicodedata.normalize("NFKC", header)):
        unit = said.removeprefix("单位:").strip()
        if unit in _MEASURES or is_percent(unit) or taken_apart(unit).base in COUNTS | _MEASURES:
            return unit
    return ""


def period_in(header: str) -> str:
    """Return the code of the period that a header names, or its words where they speak of a time
    since January; else nothing."""
    clean = _BRACKETS.sub("", unicodedata.normalize("NFKC", header)).strip()
    if not re.match(r"\d{4}", clean):
        return ""
    if end_month(clean):
        return clean
    try:
        return period(clean).code
    except Invalid:
        return ""


def guess(lines: Sequence[Sequence[str]], indicators: Mapping[str, str]) -> Layout:
    """Return what the columns are likely to be, from the first lines (each begins with its number)
    and the folded names and codes of indicators."""
    return _guess(lines, _header_at(lines, indicators), indicators)


def guess_at(
    lines: Sequence[Sequence[str]], header: int, indicators: Mapping[str, str]
) -> Layout | None:
    """Return the guess with the line of that number as the header; None where there is none."""
    at = next((n for n, line in enumerate(lines) if int(line[0]) == header), None)
    return None if at is None else _guess(lines, at, indicators)


def _guess(lines: Sequence[Sequence[str]], at: int, indicators: Mapping[str, str]) -> Layout:
    header = lines[at][1:]
    above = lines[at - 1][1:] if at else []
    columns = [
        _column(title, above[n] if n < len(above) else "", indicators)
        for n, title in enumerate(header)
    ]
    _settle_places(columns)
    _take_numbers(columns, header, lines[at + 1 :])
    return Layout(
        header=int(lines[at][0]),
        columns=tuple(columns),
        unit=_unit_above(lines[: at + 1]),
        titles=tuple(header),
    )


def _header_at(lines: Sequence[Sequence[str]], indicators: Mapping[str, str]) -> int:
    """Return where the line stands that names most columns."""
    scores = [
        sum(bool(_column(title, "", indicators).role) for title in line[1:])
        for line in lines[:HEADER_WITHIN]
    ]
    return scores.index(max(scores))


def _column(title: str, above: str, indicators: Mapping[str, str]) -> Mapped:
    plain = folded(title)
    if not plain:
        return Mapped()
    for role, names in _ALIASES.items():
        if plain in names and not period_in(above):
            known = indicators.get(folded(above), "")
            return Mapped(role, indicator=known if role in FIGURES else "")
    when = period_in(title) or period_in(above)
    known = indicators.get(plain) or indicators.get(folded(above), "")
    if when or known:
        return Mapped(Role.VALUE, indicator=known, period=when, unit=unit_in(title))
    return Mapped(unit=unit_in(title))


def _settle_places(columns: list[Mapped]) -> None:
    """Of two columns for the place the first (the code) counts and the other checks it."""
    places = [at for at, one in enumerate(columns) if one.role == Role.PLACE]
    for at in places[1:2]:
        columns[at] = Mapped(Role.NAME)
    for at in places[2:]:
        columns[at] = Mapped()


def _take_numbers(
    columns: list[Mapped], header: Sequence[str], below: Sequence[Sequence[str]]
) -> None:
    """Where no column is known to hold figures, those with figures and a title do."""
    if any(one.role in FIGURES for one in columns):
        return
    for at, one in enumerate(columns):
        cells = [line[at + 1] for line in below[:10] if at + 1 < len(line) and line[at + 1]]
        if not one.role and header[at] and cells and all(_looks_like_figure(c) for c in cells):
            columns[at] = Mapped(Role.VALUE, unit=one.unit)


def _looks_like_figure(cell: str) -> bool:
    return bool(re.match(r"[+\-−]?[\d,，]*\.?\d", unicodedata.normalize("NFKC", cell)))


def _unit_above(lines: Iterable[Sequence[str]]) -> str:
    """Return the unit that a line above the header names: 单位：万元."""
    for line in lines:
        found = _UNIT_LINE.search(unicodedata.normalize("NFKC", " ".join(line[1:])))
        if found:
            return found[1]
    return ""


def recalled(guessed: Layout, known: Layout) -> Layout:
    """Return the guess with what the sender's last table of these titles was settled to be; columns
    may have been put in or moved, and periods are those of the new header."""
    before = {folded(title): one for title, one in zip(known.titles, known.columns, strict=True)}
    columns = []
    for title, one in zip(guessed.titles, guessed.columns, strict=True):
        old = before.get(folded(title)) if title else None
        if old is not None:
            columns.append(replace(old, period=one.period or old.period))
        else:
            # Figures under a new title are taken only where that says what they are.
            is_known = one.role not in FIGURES or one.indicator or one.period
            columns.append(one if is_known else Mapped(unit=one.unit))
    return replace(
        guessed, columns=tuple(columns), indicator=known.indicator,
        unit=guessed.unit or known.unit, subjects=known.subjects, level=known.level,
        fractions=known.fractions, difference=known.difference,
    )  # fmt: skip
