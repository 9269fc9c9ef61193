"""Clauses that open with a preposition: a mere means or ground, or a deed that follows it."""

from __future__ import annotations

import re

from luodi.reading.lexicon import ADVERB, DEED, RESULT, tagged

MEANS = frozenset(
    [
        *("围绕", "聚焦", "紧扣", "立足", "针对", "随着", "鉴于", "由于", "因", "通过", "依托"),
        *("结合", "本着", "遵循", "基于", "面向", "借助", "以", "紧紧围绕", "按照", "根据", "依据"),
        *("依照", "按", "参照", "经", "对照", "顺应", "适应", "着眼", "瞄准", "面对", "除", "除了"),
        *("为了", "为", "锚定", "自", "从", "因为"),
    ]
)
HARD_MEANS = frozenset(
    [
        *("围绕", "聚焦", "紧扣", "立足", "随着", "鉴于", "由于", "因", "面对", "锚定", "瞄准"),
        *("着眼", "顺应", "适应", "紧紧围绕", "除", "除了", "为了", "因为"),
    ]
)
PREPOSITION = re.compile(
    r"(?:对于|对(?![接口标象策话手照]|外[开贸投合经承交宣援])|把|将(?!来)|向(?![上好])|从(?![严业事快重紧优简])|在(?![线建岗校编途册])|"
    r"于|与(?!会)|同(?![步意时样等级比城心])|给(?![予付])|由|经(?![费济营办验贸信开])|为(?![主民])|就(?![业地近医读学])|"
    r"以(?![内上下外及旧])|按(?![期时需月年])|按照|根据|依据|通过|依托|利用|结合|"
    r"面向|针对|参照|基于|依照)"
)
_ENDS_AS_MEANS = re.compile(
    r"(?:要求|原则|基础上|前提下|精神|部署|情况下|过程中|为重点|为主线|为目标|为抓手|为核心|为导向|"
    r"为牵引|为契机|为主体|为依托|为突破口|为支撑|为引领|为载体|为中心|为主|为基础|为统领|问题|方针|"
    r"同时|背景下|关键|需要|方向|方面|实际|情况|痛点|特点|规定|标准|之前|之后|时|之际|基准)$"
    r"|为[^，。；]{0,8}(?:点|口|手|纽带|主轴|底线)$|的$|^在[^，。]*中$|(?<=方案)后$|(?<=成熟)后$|^为(?:使|此|确保|保障|保证|贯彻|深入贯彻)"
)
_PURPOSE = re.compile(r"为(?:使|此|确保|保证|贯彻|深入贯彻|进一步|切实|加快|推动|推进|落实|解决)")
_HANDLES_THERE = re.compile(
    r"(?:进行|实行|实施|开展|给予|予以|纳入|作为|列入|列为|落实|提出|解决)[^，。；]+"
)
_BRINGS_TO = ("成", "到", "为", "入", "至", "给", "在")
_GIVING = frozenset({"向", "给", "把", "将"})
_LIGHT = frozenset({"进行", "予以", "给予", "实行", "开展", "纳入", "作为", "列入", "列为"})
_HANDLES = frozenset(
    [
        *_LIGHT,
        *("实施", "加强", "用于", "转为", "转化", "提供", "落实", "做到", "采取", "报送", "报告"),
        *("办理", "执行", "组织", "完成", "推进", "支持", "配备", "提高", "奖励", "补助", "补贴"),
        *("发放", "建立", "制定", "督促", "负责", "认定", "公开", "公布", "设置", "清偿"),
    ]
)
_FRAMES = re.compile(
    r"(?:的?(?:要求|原则|方式|实际|情况|条件|特点|规定|标准|精神|程序|分工|部署|形式|模式|比例|方法|"
    r"职责|需要|进度|规范|意见|办法|手段|技术|途径|渠道)|方面|领域|区域|地区|范围|环节|过程中|基础上|[”）]|依法|上|中|内|下|前|后|间|时|等)$"
)
_HOLDING = frozenset({"将", "把", "对", "对于", "向", "为", "由", "给", "在", "与", "同", "从"})
_CLOSING = frozenset({"向", "对", "把", "将", "对于"})
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）")


def is_mere_means(text: str, at: int, end: int) -> bool:
    """Whether the run from a preposition on ends as a ground or condition ends."""
    if _PURPOSE.match(text, at, end):
        return True
    if at > 0 and text[end - 1] not in _MEANS_ENDS:
        return False
    return bool(_ENDS_AS_MEANS.search(text, at, end)) and not _HANDLES_THERE.search(text, at, end)


# The last signs of all that the pattern of endings knows.
_MEANS_ENDS = frozenset(
    "求则上下神署中点线标手心向引机体托口撑领主础题针时键要面际况定准前后带轴的"
)


def deed_inside(
    text: str, at: int, end: int, word: str, *, told: bool = False
) -> tuple[int, str] | None:
    """The verb after the preposition `word` that says what is done, with its place.

    A clause `told` by a modal must hold a deed: there any verb outside an attribute will do.
    """
    found = list(_verbs(text, at, end, word, told=told))
    if not found and word in _GIVING:
        found = [
            (place, verb)
            for place, verb in _verbs(text, at, end, word, told=told, anywhere=True)
            if word in {"向", "给"} or text.startswith(_BRINGS_TO, place + len(verb))
        ]
    if not found:
        return None
    return found[-1] if word in {"为", "以"} and found[-1][1] in RESULT else found[0]


def topic_deed(text: str, at: int, end: int) -> tuple[int, str] | None:
    """The verb after 围绕X, 聚焦X领域 and their like, where X is marked off before it."""
    for place, token in _verbs(text, at, end, "围绕"):
        marked = text[place - 1] in "”》）上中内" or _FRAMES.search(text, at, place)
        if len(token) >= 2 and marked and _OPENS_OBJECT.match(text, place + len(token), end):
            return place, token
    return None


_OPENS_OBJECT = re.compile(r"[^，。；、]{3,}")


def _verbs(
    text: str, at: int, end: int, word: str, *, told: bool = False, anywhere: bool = False
) -> list[tuple[int, str]]:
    """Verbs that are not part of an attribute: behind the last 的, or of the light kind."""
    attribute_end = text.rfind("的", at, end)
    found, place, previous = [], at, ""
    for token, tag in tagged(_masked(text[at:end])):
        stop = place + len(token)
        known = token in DEED or token in _LIGHT
        if place > at and known and (stop < end or word in _CLOSING or told):
            marked = bool(_FRAMES.search(previous)) or previous in ADVERB
            handled = token in _HANDLES and word in {"在", "向", "与", "从"}
            free = anywhere or place > attribute_end or token in _LIGHT or marked or handled
            if free and _is_verb_here(text, stop, token, tag, previous, "将" if told else word):
                found.append((place, token))
        previous, place = token, stop
    return found


def _masked(words: str) -> str:
    """The words with quotations and titles blanked, so that no verb is found in a name."""
    return _QUOTED.sub(lambda found: "〇" * len(found.group()), words)


_NAMES = frozenset({"规划", "建设", "行动", "计划", "部署", "服务", "管理", "要求", "发展", "改革"})
_JOINS = frozenset({"、", "和", "与", "的", "及", "或"})


def _is_verb_here(text: str, stop: int, token: str, tag: str, previous: str, word: str) -> bool:
    if text[stop - len(token) - 1] in "”》）" and len(token) > 1 and token not in _NAMES:
        return not text.startswith(("的", "、", "和", "与", "及", "等", "《"), stop)
    if text.startswith(("的", "、", "和", "与", "及", "等", "者", "率", "性"), stop):
        return False
    if token in _HANDLES:
        return previous not in _JOINS
    if word in _HOLDING:
        return tag.startswith("v") and previous not in _JOINS
    return bool(_FRAMES.search(previous)) or previous in ADVERB
