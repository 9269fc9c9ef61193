"""Finds the time expressions of a run and says when they fall due."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from luodi.reading.numerals import number_of

_YEAR = r"(?P<year>20\d\d|19\d\d)年"
_NUM = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_BEFORE = r"(?:之前|以前|前)"
_DAY_OPENS = (
    r"力争|确保|[到至于在]|(?:19|20)\d\d|[今本当全明后同]年|今明|年内|本月|\d{1,2}月|"
    "[一二三四五六七八九十]{1,2}月|[上下]半年|第?[一二三四1-4]季度|年?[底末]|[之以]?前"
)
_EXPRESSION = re.compile(
    # Most signs begin no time at all: a look at the first one saves the many branches below, and
    # one at the head of each branch saves its optional parts.
    r"(?=[到至于在“\"力确十今本当年明后同全\d一二两三四五六七八九上下第底末利用通经未接每原定按逐常半之以前])(?:"
    r"(?=[到至在“\"十])(?P<plan_to>(?:到|至|在)?)[“\"]?十(?P<plan>[一二三四五六七八])五[”\"]?规?划?(?P<plan_tail>期间|时期|期末|末期?|期)(?P<plan_b>前)?"
    rf"|(?={_DAY_OPENS})(?P<to>(?:力争|确保)?(?:到|至|于|在)?)(?:(?:(?:19|20)\d\d年?(?:—|至|到))?{_YEAR}|(?P<this>今年|今明两年|今明后三年|本年度?|当年|年内|全年|明年|后年|同年|本月))?(?:"
    rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?(?P<mend>底|末|中旬|上旬|下旬|初)?(?P<mb>{_BEFORE})?"
    rf"|(?P<half>上半年|下半年)(?P<hb>{_BEFORE})?"
    rf"|(?:第?(?P<quarter>[一二三四1-4])季度)(?P<qe>末|底)?(?P<qb>{_BEFORE})?"
    rf"|(?P<yend>年?[底末](?!线))(?P<yb>{_BEFORE})?"
    rf"|(?P<yb2>{_BEFORE})|(?P<plain>))"
    rf"|(?=[力利用通经今未接\d一二两三四五六七八九十半])(?P<span>(?:力争|利用|用|通过|经过)?(?:今后|未来|接下来)?(?P<n>{_NUM}|半(?=年))(?:—(?P<n2>{_NUM})|至(?P<n3>{_NUM}))?(?:年?左右)?"
    r"(?P<unit>个?工作日|个月|年|周|天|日|个?小时)(?P<within>以?之?内|(?:左右)?的?时间|左右)?)"
    r"|(?=[原每定按逐常经])(?P<every>(?:原则上)?(?:每(?:个)?(?:年度?|半年|季度?|个?月|月度|周|日|天|两年|三年)(?!均|轮)|(?<![固约法指规])定期(?![限存])|经常性|按(?:年度?|季度?|月)(?![龄初])|逐年(?!以)|常态化|每两年)))"
)
_UNTIL = re.compile(
    r"(?:至|到|—{1,2}|－|-|～|~)(?:(?P<year>(?:19|20)\d\d)年|(?P<next>次年|翌年))?"
    r"(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日"
)
_FUTURE_SPAN = re.compile(r"今后|未来|接下来|力争|利用|用|通过|经过")
_AFTER_TOPIC = re.compile(
    r"(?:是|以来|来|起|度|版|新年|工作要点|计划|以后|后|级|届|建成的|中央一号|效能|绩效|考核|审核|清算|总结)"
)


@dataclass(slots=True)
class When:
    """A time expression found: where, and its last day, duration or rhythm."""

    start: int
    end: int
    by: date | None = None
    duration: str = ""
    working: bool = False
    recurring: bool = False


_SIGN = re.compile(r"[年月季日周期天小常末]")
_HINT = re.compile(r"[年月季日周期天]|小时|常态|常性|五[”\"]?末")


def has_time(text: str, start: int, end: int) -> bool:
    """Whether the run may hold a time at all; a cheap first look."""
    return bool(_SIGN.search(text, start, end) and _HINT.search(text, start, end))


def find_deadlines(
    text: str, start: int, end: int, *, today: date | None = None
) -> tuple[When, ...]:
    """The deadlines of `text[start:end]`; expressions that tell the past or a topic are left out.

    `today` is the date of the document; without it 年内, 6月底前 and their like give no day.
    """
    if not has_time(text, start, end):
        return ()
    return tuple(_found(text, start, end, today))


def _found(text: str, start: int, end: int, today: date | None) -> Iterator[When]:
    after = start
    for found in _EXPRESSION.finditer(text, start, end):
        if found.end() == found.start() or found.start() < after:
            continue
        when = _when(text, start, found, today)
        if when is not None:
            after = when.end
            yield when
        elif found["day"] and (until := _UNTIL.match(text, found.end())):
            # The last day of a period that sets no term sets none either.
            after = until.end()


# 建立定期培训制度 makes a rule once; what the rule says is not how often it is made.
_OF_A_RULE = re.compile(r"[^，。；]{0,24}(?:机制|制度|体系|意见|办法|方案|规定)(?=[，。；]|$)")
_MAKES = re.compile(r"(?:建立|健全|完善|构建|制定|出台|形成|探索)[^，。；]{0,12}$")


def _when(text: str, start: int, found: re.Match[str], today: date | None) -> When | None:
    if found["every"]:
        named = _OF_A_RULE.match(text, found.end()) and _MAKES.search(text, start, found.start())
        return None if named else When(found.start(), found.end(), recurring=True)
    if found["span"]:
        return _duration(text, found)
    if found["plan"]:
        return _plan(text, found, today)
    return _calendar(text, start, found, today)


def _plan(text: str, found: re.Match[str], today: date | None) -> When | None:
    """The end of a five-year plan: the tenth ended in 2005."""
    year = 2005 + 5 * (int(number_of(found["plan"])))
    if (today and year < today.year) or _AFTER_TOPIC.match(text, found.end()):
        return None
    return When(found.start(), found.end(), by=date(year, 12, 31))


def _duration(text: str, found: re.Match[str]) -> When | None:
    unit, within = found["unit"], found["within"]
    working = "工作日" in unit
    if not (within and ("内" in within or "时间" in within)) and not _FUTURE_SPAN.match(
        found["span"]
    ):
        return None
    if unit in {"小时", "个小时"}:
        return (
            None if not within else When(found.start(), found.end(), duration=f"PT{_count(found)}H")
        )
    if found["n"] == "半":
        return When(found.start(), found.end(), duration="P6M")
    letter = {"年": "Y", "个月": "M", "周": "W"}.get(unit, "D")
    if letter == "Y" and _count(found) > 60:
        return None
    return When(found.start(), found.end(), duration=f"P{_count(found)}{letter}", working=working)


def _count(found: re.Match[str]) -> int:
    return int(number_of(found["n2"] or found["n3"] or found["n"]))


def _calendar(text: str, start: int, found: re.Match[str], today: date | None) -> When | None:
    year = _year(found, today)
    has_month = bool(found["month"] or found["half"] or found["quarter"] or found["yend"])
    named = bool(found["year"] or found["this"])
    if not named and not has_month:
        return None
    if not _is_due(text, start, found):
        return None
    if year is None:
        return When(found.start(), found.end())
    by, end = _last_day(year, found, today), found.end()
    if by and found["day"] and (until := _UNTIL.match(text, end)):
        by, end = _end_of_period(by, until), until.end()
    if by is None or (today and by < today.replace(month=1, day=1)):
        return None
    return When(found.start(), end, by=by)


def _end_of_period(first: date, until: re.Match[str]) -> date:
    """The last day of a period from one day to another: 3月1日至6月30日, 11月1日至次年3月31日."""
    month, day = int(until["month"]), int(until["day"])
    year = int(until["year"] or first.year + bool(until["next"]))
    if not until["year"] and not until["next"] and (month, day) < (first.month, first.day):
        year += 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _year(found: re.Match[str], today: date | None) -> int | None:
    if found["year"]:
        return int(found["year"])
    if today is None:
        return None
    return today.year + {"明年": 1, "后年": 2, "今明两年": 1, "今明后三年": 2}.get(
        found["this"] or "", 0
    )


def _is_due(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the expression sets a day instead of naming a topic or telling a fact."""
    before = text[max(start, found.start() - 1) : found.start()]
    if before == "（" and found["month"] and not found["day"]:
        return _REACHES.match(text, found.end()) is not None or bool(found["mb"] or found["mend"])
    if before in {"《", "（", "〔", "从", "自", "比", "较", "—", "的", "、", "和"} and not (
        found["mb"] or found["mend"] or found["yb"] or found["yend"]
    ):
        return False
    if _AFTER_TOPIC.match(text, found.end()):
        return False
    if found["month"] and text.startswith("日", found.end()):
        return False
    if found["this"] in {"同年", "当年"}:
        return False
    if (
        found["mb"]
        or found["hb"]
        or found["qb"]
        or found["yb"]
        or found["yb2"]
        or found["yend"]
        or found["mend"]
    ):
        return not (found["mend"] == "初" and not found["mb"])
    if found["this"]:
        return True
    if found["to"] in {"在", "于"} and found["plain"] is not None:
        return False
    return bool(found["to"]) or found.start() == start or bool(found["half"] or found["quarter"])


# What a bracket that closes an item says of its time: （6月份取得明显成效，牵头单位：…）.
_REACHES = re.compile(r"(?:取得|完成|建成|见效|办结|启动|投用|上线|实现|达到|全面|基本)")


def _last_day(year: int, found: re.Match[str], today: date | None) -> date | None:
    if found["this"] == "本月" and today:
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    if found["month"]:
        return _in_month(year, int(number_of(found["month"])), found)
    if found["half"]:
        return date(
            year, 6 if found["half"] == "上半年" else 12, 30 if found["half"] == "上半年" else 31
        )
    if found["quarter"]:
        month = 3 * int(number_of(found["quarter"]))
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 12, 31)


def _in_month(year: int, month: int, found: re.Match[str]) -> date | None:
    last = calendar.monthrange(year, month)[1]
    day = {"中旬": 20, "上旬": 10, "初": 10}.get(found["mend"] or "", last)
    if found["day"]:
        day = int(found["day"])
    return date(year, month, min(day, last)) if 1 <= month <= 12 else None
