"""Which units the subject of a clause names: A、B和C, A会同B, and lists that share one ending."""

from __future__ import annotations

import re

from luodi.reading.gazetteer import LEVEL, body_at, is_open_class
from luodi.reading.owners import is_unit, parse

Run = tuple[int, int]

_SEVERAL = re.compile(
    r"[、，；：和及与 　由并]|会同|联合|等|负责|牵头|配合|参与|参加|协助|实施|落实|承办"
)
_WITH = re.compile(r"会同|(?<=[门位构关府局委厅部办])联合")
_TAIL = re.compile(
    r"(?:[都也均还则]|原则上|同时|分别|共同|统一|依法|依职责|按职责|(?<=[门位构关府局委办校院司业])[在对按到向].*)+$"
)
_LEVELS = re.compile(r"各[区县市州旗镇]|街道（镇）|镇（街道）|乡镇（街道）|街道|乡镇")
_LEVEL = rf"(?:{LEVEL}|各?街道)"
_LEVEL_ALONE = re.compile(_LEVEL)
_LEVELS_BEFORE = re.compile(rf"(?:^|(?<=[、和及与]))(?:{_LEVEL}[、和及与])+$")
_LEVEL_FIRST = re.compile(r"各?(?:[省市县区州旗盟镇乡](?!场)|街道|自治区|直辖市)")
_AND_OTHERS = re.compile(r"等(?:有关|相关)?[^，。；、]{0,8}(?:部门|单位|机构)$")
# A body and what belongs to it, and two classes in one breath: 市政府及其各部门, 各地各部门.
_BOTH = re.compile(
    r"([^，。；：、]{2,20}?)及其([^，。；：、]{2,16})"
    r"|(各地区?|各[省市县区])(各(?:部门|单位))"
)
# An ending that words before it may share: 建设、施工、监理单位.
_SHARED_ENDING = ("部门", "单位", "机构", "人民政府", "政府", "企业", "党委")
_OTHERS = re.compile(r"[^，。；：]{2,80}?(?:等(?:有关|相关)?|(?<=[\u4e00-\u9fff]))(?:部门|单位)")
_NO_SHARER = re.compile("[由后对在]")
_DATED = re.compile(r"(?:(?:19|20)\d\d年)?[请由]?")
_LONGEST_SHARER = 8
_MODAL_AND_WITH = 5


def acting_units(text: str, start: int, end: int) -> tuple[list[Run], list[Run]]:
    """Return the spans of the units that a subject names as leads, and of those it acts with.

    A list that ends in 等部门, or whose last word alone tells that all are units, is one name.
    """
    opening = _DATED.match(text, start, end)
    start = opening.end() if opening else start
    end = _without_tail(text, start, end)
    beside = _WITH.search(text, start + 2, end)
    if beside is None:
        return _listed(text, start, end), []
    leads = _listed(text, start, beside.start())
    return leads, _listed(text, beside.end(), end) if leads else []


def acting_with(text: str, start: int, end: int) -> list[Run]:
    """The units that 会同 names at once behind a subject: A会同B、C抓紧制定."""
    beside = text.find("会同", start, min(end, start + _MODAL_AND_WITH))
    if beside < 0:
        return []
    others = _OTHERS.match(text, beside + 2, end)
    if others:
        return _listed(text, *others.span())
    found = []
    for item in parse(text, beside + 2, end):
        stop = item.end if is_unit(text[item.start : item.end]) else body_at(text, item.start, end)
        if stop > item.start and is_unit(text[item.start : stop]):
            found.append((item.start, stop))
    return found


def _listed(text: str, start: int, end: int) -> list[Run]:
    together = _BOTH.fullmatch(text, start, end)
    if together:
        runs = [together.span(group) for group, named in enumerate(together.groups(), 1) if named]
        return [run for run in runs if is_unit(text[slice(*run)])]
    words = text[start:end]
    if not _SEVERAL.search(words):
        return [(start, end)] if is_unit(words) else []
    named = [(item.start, item.end) for item in parse(text, start, end)]
    owners = [run for run in named if is_unit(text[slice(*run)])]
    if len(owners) < len(named):
        if _AND_OTHERS.search(text, start, end):
            return [(start, end)]
        owners = _sharing_an_ending(text, named)
    return [_with_levels(text, start, run) for run in owners] or _levels(text, start, end)


def _with_levels(text: str, start: int, run: Run) -> Run:
    """A unit with the levels listed before its own: 区、镇人民政府."""
    if not _LEVEL_FIRST.match(text, *run):
        return run
    before = _LEVELS_BEFORE.search(text[start : run[0]])
    return (start + before.start(), run[1]) if before else run


def _sharing_an_ending(text: str, named: list[Run]) -> list[Run]:
    """The units of a list in which words without an ending belong to the next that has one."""
    owners: list[Run] = []
    first: int | None = None
    last = named[-1][0] if named else 0
    for low, high in named:
        words = text[low:high]
        alone = low < last and _LEVEL_ALONE.fullmatch(words) is not None
        if is_unit(words) and not alone:
            begin = low if first is None or not words.endswith(_SHARED_ENDING) else first
            owners.append((begin, high))
            first = None
        elif alone or _may_share(words):
            first = low if first is None else first
        else:
            first = None
    return owners


def _may_share(words: str) -> bool:
    short = len(words) <= _LONGEST_SHARER
    return short and not is_open_class(words) and not _NO_SHARER.search(words)


def _without_tail(text: str, start: int, end: int) -> int:
    """Where a subject ends before 都, 也 and what only says in what or towards whom it acts."""
    found = _TAIL.search(text, start + 2, end)
    return found.start() if found else end


def _levels(text: str, start: int, end: int) -> list[Run]:
    """各区、街道（镇）: levels of government named side by side."""
    found, at = [], start
    while at < end:
        level = _LEVELS.match(text, at, end)
        if level is None:
            return []
        found.append(level.span())
        at = level.end() + (text[level.end() : level.end() + 1] in {"、", "和", "及"})
    return found
