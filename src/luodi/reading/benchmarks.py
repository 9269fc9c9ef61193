"""Finds levels told by what others reach: 处于全省中位数以上, 高于全国平均水平.

The contract's targets hold figures of their own and these hold none, so they stand in a field
apart. Left out: what is reached already (已达到…), what only describes (高于全省平均水平的企业), a
margin or a part (高于全国平均水平2个百分点), and 接近, which nothing can test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luodi.reading.types import BenchmarkComparator, Statistic

_HINT = re.compile("平均|中位|均值")
_STATISTIC = re.compile(
    r"(?P<median>中位(?:数|线|值|水平))"
    r"|(?P<average>平均(?:水平|水准|数|值|线|增速|增幅|增长率)|均值(?!得))"
)
# Each begins with the signs it looks for: `re` then runs past all others at once.
_LEAD = re.compile(
    r"(?P<most>(?:低于|少于)(?<!不..)(?<!不[得应能]..)|不[得应能]?(?:高于|超过|多于)|控制[在到]"
    r"|下?降[低至到]{1,2}|压[减降缩][到至])"
    r"|(?P<least>达到?(?:[或和并]超过)?|不[得应能]?(?:低于|少于)|(?:高于|超过?|多于)(?<!不.)(?<!不..)(?<!不[得应能]..)"
    r"|[优好快]于|领先于?|赶[上超]|追平|突破|进入|跻身|迈[入进]|[处位居]于|居(?=全)|位居|(?:保持|稳定|维持)在|提[高升][到至]"
    r"|增[加长]?[到至])"
    r"|(?P<even>[与和同])"
)
# Whose level: words and a count of places; no stop, and no figure with a unit of its own.
_AMONG = re.compile(r"(?:[\u4e00-\u9fff、]|\d{1,4}个){0,20}")
_OF_PLACES = re.compile(
    r"[国省市县区州盟旗域]|世界|同[类级等]|[东中西]部|东北|沿海|发达|周边|行业|前列"
)
_SCOPE = re.compile(
    r"全[国省市县区州盟旗](?:(?!全)[\u4e00-\u9fff]|\d{1,4}个){0,8}$|同[类级等][\u4e00-\u9fff]{0,8}$"
)
_POST = re.compile(r"的?(?:(?P<least>[及或]?以上(?:水平)?|之上)|(?P<most>[及或]?以下|之下|以内))")
_EVEN = re.compile(r"(?:基本)?(?:持平|相当|看齐|同步)")
_DONE = re.compile(r"(?:已经?|均已|曾经?|一直|连续[^，。；]{0,6})$")
_GOES_ON = re.compile(
    r"的|约?\d|[一二两三四五六七八九十百]+个?百?分|百分之|(?:还有|存在)?[^，。；]{0,4}差距|之间"
)
_STOPS = re.compile(r"[，。；：！？\n]")
_FARTHEST = 26


@dataclass(frozen=True, slots=True)
class BenchmarkFound:
    """A level and its place in the normalised text; `among` as written, "" if nothing says it."""

    start: int
    end: int
    statistic: Statistic
    comparator: BenchmarkComparator
    among: str


def find_benchmarks(text: str, start: int, end: int) -> tuple[BenchmarkFound, ...]:
    """The levels of others that `text[start:end]` sets out to reach, in order, none overlapping."""
    if _HINT.search(text, start, end) is None:
        return ()
    return tuple(_found(text, start, end))


def _found(text: str, start: int, end: int) -> Iterator[BenchmarkFound]:
    low = start
    for statistic in _STATISTIC.finditer(text, start, end):
        item = _benchmark(text, max(low, _clause_start(text, start, statistic)), end, statistic)
        if item is not None:
            yield item
            low = item.end


def _clause_start(text: str, start: int, statistic: re.Match[str]) -> int:
    far = max(start, statistic.start() - _FARTHEST)
    stops = [stop.end() for stop in _STOPS.finditer(text, far, statistic.start())]
    return stops[-1] if stops else far


def _benchmark(text: str, low: int, end: int, statistic: re.Match[str]) -> BenchmarkFound | None:
    """The nearest lead before the statistic decides; without one the words after it have to."""
    at, after = statistic.span()
    post = _POST.match(text, after, end)
    even = None if post else _EVEN.match(text, after, end)
    lead = _lead(text, low, at, even=even is not None)
    begin = lead.start() if lead else _scope_start(text, low, at)
    if lead is None and post is None:
        return None
    stop = (post or even or statistic).end()
    among = text[lead.end() if lead else begin : at].removesuffix("的")
    kind: Statistic = "median" if statistic["median"] else "average"
    if not _meant(text, begin, stop, among, kind):
        return None
    return BenchmarkFound(begin, stop, kind, _comparator(lead, post), among)


def _lead(text: str, low: int, at: int, *, even: bool) -> re.Match[str] | None:
    found = None
    for lead in _LEAD.finditer(text, low, at):
        if lead["even"] and not even:
            continue
        if _AMONG.fullmatch(text, lead.end(), at):
            found = lead
    return found


def _scope_start(text: str, low: int, at: int) -> int:
    scope = _SCOPE.search(text[low:at])
    return low + scope.start() if scope else at


def _meant(text: str, begin: int, stop: int, among: str, kind: Statistic) -> bool:
    if _GOES_ON.match(text, stop) or _DONE.search(text[max(0, begin - 8) : begin]):
        return False
    return bool(_OF_PLACES.search(among)) or (kind == "median" and not among)


def _comparator(lead: re.Match[str] | None, post: re.Match[str] | None) -> BenchmarkComparator:
    if post is not None:
        return ">=" if post["least"] else "<="
    return "<=" if lead is not None and lead["most"] else ">="
