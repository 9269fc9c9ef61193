"""Finds sentences that name a present shortcoming of the issuer or its units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luodi.reading.clauses import Sentence
from luodi.reading.gazetteer import body_at
from luodi.reading.words import each

# Every branch begins with a sign of its own, so that `re` runs past all signs that begin none.
_SEES = r"[^，。；]{0,8}(?:认识到|看到|意识到)"
_OPENS = re.compile(
    each(("清醒", "深刻", "充分", "同时", "还", "也"), _SEES)
    + r"|存在(?!的)[^，。；的]{0,10}(?:问题|困难|不足|短板|差距|挑战|薄弱)|"
    r"存在的[^，。；]{0,8}(?:问题|困难|不足|差距)(?:主要)?(?:是|有|：|表现)|"
    r"存(?<![对于]存)在(?!的)[^。；]{2,80}等(?:突出|主要)?问题(?=[。；]|$)|问题(?:也|更|仍)?不容忽视|形势(?:依然|仍然|仍|依旧)[^，。；]{0,4}严峻|"
    + each((r"面(?<!对面)临", r"还(?<!对还)有"), r"[^，。；]{0,10}(?:问题|困难|不足|差距|挑战)")
    + r"|问题(?:主要)?(?:表现在|是|有)"
)
_LACK = re.compile(
    r"不足(?![\d一二三四五六七八九十半])|不够|不强|不高|不力|不到位|不平衡|不充分|不完善|不健全|不合理|不协调|不规范|不严|不实|不优|不顺畅?|不深|不紧密|不精准|不明显|不稳|不牢|"
    r"短板|薄弱|滞后|缺乏|缺失|缺口|偏低|偏弱|偏慢|偏小|较弱|较低|较慢|较少|较大压力|乏力|虚化|弱化|缓慢|落后|粗放|突出问题|制约|瓶颈|隐患(?:仍|较|依然|还)|困难(?:较|增|仍|依然|还|不少)|压力(?:较|增|加|仍|依然|还)|"
    r"仍(?:然|需|有|较)|仍是|有待|亟待|亟需|尚未|还不|还没有|还存在|依然存在|仍存在|形式主义|官僚主义|差距|难题|堵点|不作为|慢作为|乱作为|"
    r"松懈|低下|惊人|没有(?:得到|明显|完成|根本)|未(?:得到|改变|能实现)|不好|过(?:快|多|大|高|重)|偏(?:快|多|大|高|重)|严重|突出|繁重|艰巨|严峻|"
    r"难度(?:加|较|增)大|较为困难|经营困难|矛盾较大|懒政|怠政|腐败|时有发生|屡有发生|多发|不满意|不及预期|不同步|"
    r"不匹配|还需|承压|新课题|任重道远|教训|放缓|疲软|混乱|恶化|脱离群众|失职|下降"
)
_CURE = re.compile(
    r"^(?:.{0,6})?(?:着力|坚决|加快|全力|努力|深入|持续|切实|认真|有效|逐步|统筹|大力|集中|重点|积极)?(?:解决|破解|补齐|补上|补足|消除|整治|治理|防范|化解|纠正|克服|缩小|针对|聚焦|围绕|查找|整改|排查|防止|避免|力戒|破除|突破|打通|疏通|反对|杜绝|弥补|改变|采取|直面|正视|面对|对)"
)
# A sentence that only says that there are problems; which, others say.
_ANNOUNCES = re.compile(
    r"(?:[^。；]{0,24}，)?[^，。；]{0,8}(?:看到|认识到|意识到)，?[^。；]{0,60}?"
    r"(?:问题|困难|不足|挑战|差距|缺点|矛盾)(?:仍然|依然|还)?(?:不少|很多|较多|并存)?(?:，?主要(?:是|有))?"
    r"|[^，。；]{0,20}问题(?:也|更|仍)?不容忽视|[^，。；]{0,16}(?:还有|存在)[^，。；]{0,8}(?:差距|问题|困难|缺点|不足)"
)
# What lies outside the issuer's reach, and what orders a cure.
_ABROAD = re.compile(
    r"(?:从国际看，)?(?:世界|全球|国际|外部环境|主要(?:发达)?(?:经济体|货币)|发达经济体|各国)"
)
_ORDERS = re.compile(r"[，；](?:要(?![求素])|应当|须)|^要(?![求素])")
_CAUSE = re.compile(r"(?:由于|因为|受|主要原因是|原因在于)([^，。；]{4,40})(?:影响|制约|等因素)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """A shortcoming found, with its cause and the body it is laid to where they are said."""

    start: int
    end: int
    cause: tuple[int, int] | None
    body: tuple[int, int] | None


def opens_problems(text: str, start: int, end: int) -> bool:
    """Whether the run announces shortcomings: 我们也清醒认识到, 存在的主要问题."""
    return _OPENS.search(text, start, end) is not None


def find_problems(
    text: str, sentences: tuple[Sentence, ...], *, announced: bool
) -> Iterator[Problem]:
    """The shortcomings in the sentences of one paragraph, from where one is announced."""
    for sentence in sentences:
        announced = announced or opens_problems(text, sentence.start, sentence.end)
        if not announced:
            continue
        for start, end in _parts(sentence):
            if _names_one(text, start, end):
                yield Problem(start, end, _cause(text, start, end), _body(text, start, end))


def _names_one(text: str, start: int, end: int) -> bool:
    """Whether a part names a shortcoming of its own: no cure, no mere announcement, none abroad."""
    words = text[start:end]
    if _LACK.search(words) is None or _CURE.match(words) or _ORDERS.search(words):
        return False
    abroad = _ABROAD.match(words) and "，" in words and not _OWN.search(words)
    return not abroad and _ANNOUNCES.fullmatch(words) is None


_OWN = re.compile(r"有效需求|我[国省市区县]|产业|企业|民生|政府")


def announces(text: str, start: int, end: int) -> bool:
    """Whether a line of one sentence only announces the problems that the next lines name."""
    stop = end - 1 if text[end - 1] in "。：" else end
    return _ANNOUNCES.fullmatch(text, start, stop) is not None


def _parts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The sentence cut at ； and ：."""
    start = sentence.pieces[0].start
    for piece in sentence.pieces:
        if piece.mark in {"；", ";", "："}:
            yield start, piece.end
            start = piece.end + 1
    if start < sentence.pieces[-1].end:
        yield start, sentence.pieces[-1].end


def _cause(text: str, start: int, end: int) -> tuple[int, int] | None:
    found = _CAUSE.search(text, start, end)
    return found.span(1) if found else None


_BODY_WORDS = re.compile(
    r"(?:一些|有的|部分|个别|少数)(?:地方|部门|单位|干部|地区|基层|同志|领导干部|工作人员|企业|市县|政府工作人员)"
)


def _body(text: str, start: int, end: int) -> tuple[int, int] | None:
    found = _BODY_WORDS.search(text, start, end)
    if found:
        return found.span()
    stop = body_at(text, start, end)
    return (start, stop) if stop > start else None
