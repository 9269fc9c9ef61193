"""Sections of a document: what each heading governs, and whether it tells of the past."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luodi.reading.lines import Line
from luodi.reading.types import Section, SectionRole, Span

_REVIEW = re.compile(
    r"回顾|工作总结|情况总结|成就$|成效$|新成效$|取得(?:的|新|显著|重大|积极)[^，]{0,6}(?:进展|成绩|成效)|规划背景|(?:^|[、）.]|规划)发展基础$|[、）.]发展环境$|面临的?(?:形势|挑战|机遇)|现状|工作进展|"
    r"进展情况|总体情况|基本情况|存在的?(?:主要)?(?:问题|困难|不足)|主要问题|完成情况|执行情况|工作情况$"
)
_PLAN = re.compile(
    r"任务|目标|安排|部署|打算|建议|重点工作|工作重点|总体要求|举措|计划|思路|下一步|今后|政策取向|展望|蓝图|开好局"
)
_GUARANTEE = re.compile(
    r"保障|组织领导|组织实施|监督(?:检查|管理)?$|附则|加强领导|工作要求|法律责任|罚则"
)
_ANNEX = re.compile(r"^(?:附件|附表|附录|附：|名词解释|专栏|注：)")


_TITLED = re.compile(
    r"(?:申报|申请|认定|基本|准入|受理|入户|报名|享受|资格|补贴|支持|申领|办理|服务)(?:的)?条件$|申请材料|申报材料|"
    r"所需材料|办理(?:流程|程序|时限|地点|方式|渠道)|申请(?:流程|程序|时间)|适用(?:范围|对象)|名词解释|有关说明|咨询|"
    r"受理部门|办理依据|支持对象|申报(?:主体|对象|程序|时间)|补贴对象|政策依据|考评对象|评分|计分|(?<![与和及、])法律责任|罚则"
)


def section_role(heading: str, above: SectionRole) -> SectionRole:
    """The role a heading gives to what stands under it; what it leaves open is as above."""
    if _ANNEX.search(heading):
        return "annex"
    if above == "review":
        return "review"
    plan, review = _last(_PLAN, heading), _last(_REVIEW, heading)
    if above == "plan" and "回顾" not in heading:
        review = -1
    if review >= 0 and (plan < 0 or review > plan or "回顾" in heading):
        return "review"
    if plan >= 0:
        return "plan"
    return "guarantee" if _GUARANTEE.search(heading) else above


def _last(pattern: re.Pattern[str], text: str) -> int:
    place = -1
    for found in pattern.finditer(text):
        place = found.start()
    return place


def gives_conditions(path: tuple[str, ...]) -> bool:
    """Whether a section only sets out conditions, papers to hand in, or a procedure."""
    return any(_TITLED.search(heading) for heading in path)


def sections_of(text: str, lines: tuple[Line, ...], *, report: bool) -> tuple[Section, ...]:
    """The sections in order; in a report unnumbered headings count when no numbered one reviews."""
    found = tuple(_nest(text, [line for line in lines if line.is_heading and line.level]))
    if report and not any(section.role == "review" for section in found):
        heads = [line for line in lines if line.is_heading and _opens_section(text, line)]
        found = tuple(_nest(text, heads))
    return found


def _opens_section(text: str, line: Line) -> bool:
    words = text[line.start : line.end]
    return bool(line.level or (_REVIEW.search(words) or _PLAN.search(words)))


def _nest(text: str, heads: list[Line]) -> Iterator[Section]:
    """Every heading with what it governs: up to the next heading of its level or above."""
    open_heads: list[tuple[Line, str, SectionRole]] = []
    first = heads[0].start if heads else len(text)
    if first > 0:
        yield Section(0, first, None, 0, "unknown", ())
    for place, line in enumerate(heads):
        end = heads[place + 1].start if place + 1 < len(heads) else len(text)
        while open_heads and _level(open_heads[-1][0]) >= _level(line):
            open_heads.pop()
        words = text[line.start : line.end]
        above: SectionRole = open_heads[-1][2] if open_heads else "unknown"
        open_heads.append((line, words, section_role(words, above)))
        path = tuple(words for _, words, _ in open_heads)
        yield Section(
            line.start,
            end,
            Span(line.start, line.end, words),
            _level(line),
            open_heads[-1][2],
            path,
        )


def _level(line: Line) -> int:
    """Unnumbered headings that open a section stand above 一、 and below chapters."""
    return line.level or 2
