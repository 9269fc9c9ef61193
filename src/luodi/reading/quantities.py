"""Finds the quantities of a clause that say when it is met: comparator, value, unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from luodi.reading.benchmarks import find_benchmarks
from luodi.reading.lexicon import DEED
from luodi.reading.numerals import ARABIC, CHINESE, SCALE, number_of, scale_of
from luodi.reading.types import Comparator
from luodi.reading.words import alternation, words

_UNIT = alternation(words("units", "unit"))
_MEASURE = alternation(words("units", "chinese_measure"))
_NOT_TARGET = words("units", "not_target")

_QUANTITY = re.compile(
    r"(?=\d)(?<![A-Za-z0-9.\-+第〔“’_])"
    rf"(?:(?P<lo>{ARABIC})(?P<lo_scale>{SCALE})?(?P<lo_unit>%|个百分点)?(?:左右)?(?:—|至|到|-)"
    rf"(?:增长|提高)?)?(?P<num>{ARABIC})(?P<more>[余多来几])?(?P<scale>{SCALE})?(?P<more2>[余多来]|以上)?"
    rf"(?P<unit>{_UNIT})?(?P<post>[多余]?(?:以上|及以上|及以下|以下|以内|之内|左右|上下|出头|余))?"
)
_WORDS = re.compile(
    r"(?=[百千\d一二三四五六七八九十零〇两翻倍增前])(?:百分之(?P<pct>[零〇一二两三四五六七八九十百点]+)(?P<post0>以上|以下|以内|左右)?"
    r"|(?:千分之(?P<mil>[零〇一二两三四五六七八九十百点]+)|(?P<mil2>\d+(?:\.\d+)?)‰)(?P<post4>以上|以下|以内|左右)?"
    r"|(?P<part>[二三四五六七八九十]{1,2})分之(?P<share>[一二两三四五六七八九])(?P<post1>以上|以下|左右)?"
    r"|(?P<half>一半)(?P<post2>以上|以下|左右)?"
    r"|(?P<zero>零增长)|(?P<times>翻(?P<fold>[一两二三])?番|倍增|翻倍|增长一倍|翻一倍)"
    r"|(?:前(?P<rank>\d+|[一二三四五六七八九]?十?[一二三四五六七八九十])(?P<rank_unit>位|名|强|%)?(?![年月天期季者个半])"
    r"|(?<!\d)(?P<top>\d+|(?<![一二三四五六七八九十])(?:百|千|[一二三五]?十))强(?![省市县区企]))"
    rf"|(?<![第近这那前后上下“每数零一二两三四五六七八九十百千万亿])(?P<zh>{CHINESE}{{1,9}})(?P<zh_scale>[万亿]{{0,2}})"
    rf"(?P<zh_unit>{_MEASURE})(?P<post3>以上|以下|以内|左右)?)"
)

_AT_LEAST = re.compile(
    r"(?:不[得应宜能]?(?:低于|少于|小于)|(?<!不)(?<!不[得应宜能])(?:高于|大于|多于|超过?)|突破|达到?|≥|至少[^，。；\d]{0,6})"
    r"(?:了|全[国省市区]?|人民币)?$|不[得应宜能]?(?:低于|少于|小于)[^，。；、\d]{2,12}的$"
)
_AT_MOST = re.compile(
    r"(?:不超过?|禁止超过|不[得应宜能]?(?:超过|高于|多于|大于)|(?<!不)(?<!不[得应宜能])(?:低于|少于|小于)|(?:最高|最多|至多)(?:可|不超过)?(?:[补享奖资贷]\w{1,3}|给予|达到?)?|上限(?:为|是)?|限额(?:标准)?(?:为[^，。；、\d]{0,16})?|控制(?:在|到|至)|压(?:减|降|缩)(?:到|至)|缩短(?:到|至|为)|"
    r"降(?:低|至|到)?(?:到|至)|下降(?:到|至)|减少(?:到|至)|降至|≤|"
    r"不[得应]?(?:超过|高于|大于)(?![^，。；]*(?:不[得应]?低于|不少于))[^，。；、\d]{2,10}?的?)$"
)
_TO = re.compile(r"(?:提高|提升|上升|增长|增加|扩大|升|增|拓展|扩展|调整|恢复)(?:到|至)$")
_UP = re.compile(
    r"(?:增长|增加|提高|提升|上升|年均增|新增加|再增|(?<![最较更])高|递增|上调|上浮|多增|(?<!新)增)"
    r"(?:了|约|力争|[率幅](?!不低于|不少于|达)|不低于|不少于|超过?|达到?|突破|保持在|稳定在|为|各|分别|均|控制在|在|有望|至少|预期|目标|速度)*$"
)
_DOWN = re.compile(
    r"(?:下降|降低|压减|压缩|减少|削减|压降|缩短|下调|核减|(?<![至最不])少)"
    r"(?:了|约|力争|率|幅|不低于|不少于|超过?|达到?|为|各|分别|均|至少)*$"
)
_ADDS_TO = re.compile(
    r"(?<![新净])增加(?:[\u4e00-\u9fff]{0,10}(?:资金|投入|投资|资本金|补贴|补助|资助|津贴|经费|面积|收入))$"
)
_ABOUT = re.compile(r"(?:约|大约|接近|将近|近)$")
_MULTIPLE = re.compile(
    r"(?:提高|增加|扩大|增长|达到?|是|为)(?:到|至)?(?:原来|去年|上年|[^，。；]{0,10})的?$"
)
_BASE = re.compile(r"(?:从|由|比|较|在)[^，。；]{0,14}?的?$")
_QUALIFIED = re.compile(
    r"每(?:满|个|名|人|隔|增加|新增|招用|招收|录用|吸纳|引进)?$|(?:不足|不满|未满|年满|满|每隔|连续|已|现有|原有|已有|已建|目前有)$"
)
_LINK = re.compile(r"(?:[、和与及]|以及)(?:力争|确保|努力)?")
_QUALIFIES = re.compile(r"(?:以上|以下)?(?:及以上|及以下)?(?:的|规模|级|以上规模)")
_MEASURED_NOUN = re.compile(
    r"(?:产值|收入|营收|规模|面积|投资|资产|金额|注册资本|人数|高度|深度?|长度|宽度|跨度|厚度|重量|速度|温度|间距|直径|层数|成本|利润|年龄|距离|容量|装机|时间|总额|销售额|工龄|期限)"
    r"(?:在|达到?|超过?|为|不低于|不少于|突破)?$"
)
_NOT_AFTER = re.compile(
    r"年(?!均)|月|日(?!均)|时|[A-Za-z]|版|届|届次|号|条例|周年|大|五|(?<!\d\d)(?<!\d\d个)个?“|级|岁|后|周岁|成立|多年|余年|·|\d|\+|个一|"
    r"(?:个|项|类|种|条|位|名)(?:方面|环节|重点领域|阶段|层面|维度|原则|意识|自信|维护|确立|坚持|务必|毫不动摇|要求|工作日内)"
)


@dataclass(slots=True)
class Quantity:
    """A quantity found: where it stands, how it compares, how much of what."""

    start: int
    end: int
    comparator: Comparator
    value: Decimal
    value2: Decimal | None
    unit: str
    qualifies: bool
    baseline: Decimal | None = None
    indicator: str = ""


def has_number(text: str, start: int, end: int) -> bool:
    """Whether the run may hold a quantity at all; a cheap first look."""
    return _SIGN.search(text, start, end) is not None and bool(_HINT.search(text, start, end))


_SIGN = re.compile(r"[\d分一番倍零二两三四五六七八九十百千]")
_HINT = re.compile(r"\d|分之|一半|番|倍|零增|[两二三四五六七八九十百千]|一[万亿次家所]")


def find_quantities(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """The quantities of `text[start:end]` that may be targets; names and baselines are none."""
    if not has_number(text, start, end):
        return ()
    found = [*_arabic(text, start, end), *_worded(text, start, end)]
    if not found:
        return ()
    # Places counted in 全市5个县市区中位数 only say whose median it is.
    levels = [(level.start, level.end) for level in find_benchmarks(text, start, end)]
    quoted = [*_quoted(text, start, end), *levels]
    kept = [item for item in sorted(found, key=_place) if not _within(item, quoted)]
    return tuple(_settled(text, start, _apart(kept)))


def _place(item: Quantity) -> tuple[int, int]:
    return item.start, -item.end


def _apart(found: list[Quantity]) -> list[Quantity]:
    """The first of every two that overlap."""
    kept: list[Quantity] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _quoted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [found.span() for found in _QUOTED.finditer(text, start, end)]


_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\"[^\"]*\"|「[^」]*」|〔[^〕]*〕")


def _within(item: Quantity, spans: list[tuple[int, int]]) -> bool:
    return any(low <= item.start and item.end <= high for low, high in spans)


def _arabic(text: str, start: int, end: int) -> Iterator[Quantity]:
    for found in _QUANTITY.finditer(text, start, end):
        item = _arabic_item(text, start, found)
        if item is not None:
            yield item


def _arabic_item(text: str, start: int, found: re.Match[str]) -> Quantity | None:
    unit, scale = found["unit"] or "", found["scale"] or ""
    at_end = found.end()
    if not unit:
        unit, at_end = _bare_unit(text, found, scale)
        if not unit:
            return None
    elif unit == "年":
        lasts = _LASTS.search(text[max(start, found.start() - 12) : found.start()])
        if not lasts or text.startswith("的", at_end):
            return None
    elif unit in _NOT_TARGET or (found["post"] is None and _NOT_AFTER.match(text, found.end())):
        return None
    if _bad_measure(text, found, unit):
        return None
    value = number_of(found["num"]) * scale_of(scale)
    low = None
    if found["lo"] is not None:
        low = number_of(found["lo"]) * scale_of(found["lo_scale"] or scale)
    return _judged(text, start, found.start(), at_end, low, value, unit, _post(found))


# A term that is itself what is asked for: 出让年限最高不超过50年, 人均受教育年限达到11.7年.
_LASTS = re.compile(
    r"(?:不得?(?:超过|少于|低于|短于)|不[少低]于|(?:年限|寿命|期限)(?:达到?|提高到|为))$"
)


def _bad_measure(text: str, found: re.Match[str], unit: str) -> bool:
    """Whether a measure word in truth belongs to a name, a scope or a time: 3个一批, 50人论坛."""
    if unit in _TIMES:
        return not _SHORTENS.search(text[max(0, found.start() - 12) : found.start()])
    if unit in _COUNTERS and text.startswith(_SCOPES, found.end()):
        named = text.startswith("“", found.end())
        return not (named and (found["post"] or len(found["num"]) > 1))
    return unit == "人" and text.startswith(_BODIES_OF, found.end())


_COUNTERS = frozenset({"个", "项", "类", "种", "条", "次"})
_NAMED = ("“", "一批", "坚持", "务必", "毫不", "维护", "确立", "自信", "意识")
_SCOPES = (
    *_NAMED,
    "全会",
    "全体会议",
    "会议",
    "方面",
    "层面",
    "维度",
    "环节",
    "阶段",
    "领域",
    "重点领域",
)
_BODIES_OF = ("论坛", "小组", "工作组", "团", "制")
_TIMES = frozenset({"小时", "分钟", "天", "个月", "工作日", "个工作日", "期"})
_SHORTENS = re.compile(r"(?:压缩|压减|缩短|控制|不超过|不少于|不低于|减少|提速|降)[^，。；]*$")


def _post(found: re.Match[str]) -> str:
    post = found["post"] or ""
    if found["more"] or found["more2"]:
        return post or "余"
    return post


_BARE_NOUN = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?(?:人口|劳动力|妇女|老年?人|儿童|青年|党员|干部|志愿者|患者|残疾人|新市民|党员干部|从业人员|职工|学生|学员|农民工|人才|毕业生|群众|居民|农民))"
)


def _bare_unit(text: str, found: re.Match[str], scale: str) -> tuple[str, int]:
    end = found.end()
    if scale and _BARE_NOUN.match(text, end):
        return "人", end
    before = text[max(0, found.start() - _NEAR) : found.start()]
    if scale and _ENDS_HERE.match(text, end) and _BARE_NOUN_BEFORE.search(before):
        return "人", end
    return "", end


_NEAR = 12
_ENDS_HERE = re.compile(r"(?:以上|左右|以内)?(?:[，。；、）]|$)")
_BARE_NOUN_BEFORE = re.compile(
    r"(?:人口|就业|劳动力|游客|毕业生|农民工|学生|党员)(?:减少|增加|新增|达到?|超过?|突破|约)*$"
)


# One of these stands in all that the pattern of words finds.
_WORD_SIGN = re.compile("[零〇一二两三四五六七八九十百千翻倍增前‰强]")


def _worded(text: str, start: int, end: int) -> Iterator[Quantity]:
    if _WORD_SIGN.search(text, start, end) is None:
        return
    for found in _WORDS.finditer(text, start, end):
        item = _worded_item(text, start, found)
        if item is not None:
            yield item


def _worded_item(text: str, start: int, found: re.Match[str]) -> Quantity | None:
    if found["zero"]:
        return _plain(found, "+", Decimal(0), "%")
    if found["times"]:
        if _CALLED.match(text, found.end()):
            return None
        return _plain(found, "x", _fold(found["fold"]), "倍")
    if found["rank"] or found["top"]:
        return _plain(
            found,
            "rank<=",
            number_of(found["rank"] or found["top"]),
            found["rank_unit"] or ("强" if found["top"] else "位"),
        )
    value, unit, post = _worded_value(found)
    if value is None or (found["zh"] and _idle(text, start, found, value)):
        return None
    return _judged(text, start, found.start(), found.end(), None, value, unit, post)


_CALLED = re.compile("计划|工程|行动|专项|方案|效应")  # 企业倍增工程 is a name


def _fold(word: str | None) -> Decimal:
    return Decimal(2) ** int(number_of(word)) if word else Decimal(2)


def _plain(found: re.Match[str], comparator: Comparator, value: Decimal, unit: str) -> Quantity:
    return Quantity(found.start(), found.end(), comparator, value, None, unit, qualifies=False)


def _worded_value(found: re.Match[str]) -> tuple[Decimal | None, str, str]:
    if found["pct"]:
        return _percent(found["pct"]), "%", found["post0"] or ""
    if found["part"]:
        share = number_of(found["share"]) * 100 / number_of(found["part"])
        return share.quantize(Decimal("0.000001")).normalize(), "%", found["post1"] or ""
    if found["mil"] or found["mil2"]:
        share_of = _percent(found["mil"]) if found["mil"] else Decimal(found["mil2"])
        return share_of, "‰", found["post4"] or ""
    if found["half"]:
        return Decimal(50), "%", found["post2"] or ""
    try:
        value = number_of(found["zh"]) * scale_of(found["zh_scale"])
    except (ValueError, KeyError):
        return None, "", ""
    scale, unit = _unit_scale(found["zh_unit"])
    return value * scale, unit, found["post3"] or ""


def _unit_scale(unit: str) -> tuple[Decimal, str]:
    if len(unit) > 1 and unit[0] in "万亿":
        return scale_of(unit[0]), unit[1:]
    return Decimal(1), unit


def _percent(word: str) -> Decimal | None:
    whole, _, rest = word.partition("点")
    try:
        value = number_of(whole)
        return value if not rest else value + number_of(rest) / 10 ** len(rest)
    except ValueError:
        return None


_BUILDS = re.compile(
    r"(?:新建|建设|建成|改造|配备|至少|开工|设置|设立|培育|新增|打造|完成|创建|举办|不少于|实施|开展)(?:好|了)?$"
)


# 每半年召开一次, 每个省培育一家, 至少核查一次: one is then what is asked for.
_EACH = re.compile(
    r"(?:每(?:个?[省市县区乡镇村]|年|半年|个?季度?|个?月|两?周)|至少)[^，。；\d]{0,20}$"
)


def _idle(text: str, start: int, found: re.Match[str], value: Decimal) -> bool:
    """Whether a Chinese count is no count of deeds: 一项, 两个毫不动摇, 八项规定, 三个一批."""
    unit, before = found["zh_unit"], text[max(0, found.start() - 6) : found.start()]
    if unit in _TIMES:
        return not _SHORTENS.search(text[max(0, found.start() - 12) : found.start()])
    if text.startswith((*_SCOPES, "”", "大局"), found.end()):
        return True
    if unit == "次" and text.startswith(_AGAIN, found.end()):
        return True
    if value < 2:
        each = unit in "座所名台家个次" and _EACH.search(
            text, max(start, found.start() - 24), found.start()
        )
        return not (each or (unit in "座所名台" and _BUILDS.search(before)))
    if unit in _COUNTERS and not found["post3"] and found.end() < len(text):
        return not _COUNTS.search(before)
    return False


_AGAIN = ("开发", "创业", "利用", "供水", "污染", "分配")  # 二次开发
_COUNTS = re.compile(
    rf"(?:{alternation(frozenset(word for word in DEED if len(word) > 1))}|"
    r"[共等各达少建设办引抓打有新第]|[、和及与]|每[^，。；]{0,4}|分别|约|近|了)$"
)


def _judged(
    text: str,
    start: int,
    at: int,
    end: int,
    low: Decimal | None,
    value: Decimal,
    unit: str,
    post: str,
) -> Quantity | None:
    before = text[max(start, at - 24) : at]
    if _QUALIFIED.search(before) and not (unit == "元" and before.endswith(_FOR_EACH)):
        return None
    qualifies = _qualifies(text, before, end, unit, post) or _is_capacity(text, before, end, unit)
    if low is not None:
        return Quantity(at, end, "range", low, value, unit, qualifies)
    comparator = _comparator(before, post, unit)
    acted_on = _NOUN.match(text, end) is not None or _MENDS.search(before) is not None
    if acted_on and _COUNTED_VERB.search(before) and unit not in _AMOUNTS:
        comparator = "="  # 提升20个县的网络, 突破100项技术: a count of what the verb acts on
    return Quantity(at, end, comparator, value, None, unit, qualifies)


_FOR_EACH = ("每人", "每个", "每名")  # 按博士每人10000元标准给予补贴 promises what it says


def _qualifies(text: str, before: str, end: int, unit: str, post: str) -> bool:
    """Whether a quantity only describes: 产值1亿元以上的企业; 60%以上的机构 is a share to reach."""
    if unit == "类" and before.endswith("等") and not _ENDS_HERE.match(text, end):
        return True
    if not _QUALIFIES.match(text, end):
        return False
    if text.startswith("的", end) and _AT_RATE.search(before) and not _LEVELS.match(text, end + 1):
        return True
    return bool(_MEASURED_NOUN.search(before) or (post and unit != "%"))


# What stands at such a rate or beyond such a number only says which things are meant.
_AT_RATE = re.compile(
    r"效率(?:达到?|超过?|不低于|高于)$|(?:[量值额数]|(?<=[、和]))(?:超过?|达到?|不少于|不低于|高于|大于)$"
)
_LEVELS = re.compile("目标|水平|要求|标准|比例|任务|增速")
_CAPACITIES = frozenset(
    {"吨", "千瓦", "兆瓦", "兆", "吉瓦", "立方米", "千瓦时", "兆瓦时", "千伏安", "升", "米"}
)
_OF_PROJECT = re.compile(
    r"[^，。；、\d]{2,40}?(?:项目|工程|装置|电站|电厂|基地|生产线|产线|技改)(?!\d)[^，。；\d]{0,6}?(?=[、，。；和及等建投开前竣达]|$)"
)
_SIZED = re.compile("直径|口径|高程|级(?!以上)")
_DONE_IN_UNITS = re.compile(
    r"(?:建设|新增|形成|建成|新建|完成|达到|实施|改造|增加|突破|净增|开工|产能|装机|规模|总量|约|近|超|共|铺设|治理)$"
)


def _is_capacity(text: str, before: str, end: int, unit: str) -> bool:
    """Whether a physical quantity stands inside the name of a project: XX铝业20万吨铝板带项目."""
    if unit not in _CAPACITIES or _DONE_IN_UNITS.search(before):
        return False
    if _SIZED.match(text, end):
        return True
    return bool(re.search(r"[\u4e00-\u9fff]$", before) and _OF_PROJECT.match(text, end))


_COUNTED_VERB = re.compile("(?:提升|提高|突破)$")
_MENDS = re.compile("(?:改造|完善|优化|整治|巩固)提升$")
_AMOUNTS = frozenset({"%", "个百分点", "元", "倍", "‰", "斤", "吨", "公斤"})
_NOUN = re.compile("(?![以左上及为的])[\u4e00-\u9fff]")


def _comparator(before: str, post: str, unit: str) -> Comparator:
    if _UP.search(before) and not _TO.search(before):
        return "x" if unit == "倍" and before.endswith(("到", "至")) else "+"
    if _DOWN.search(before) and not before.endswith(("到", "至")):
        return "-"
    if post in {"左右", "上下"} or _ABOUT.search(before):
        return "~"
    if any(mark in post for mark in ("以上", "余", "出头", "多")):
        return ">="
    if any(mark in post for mark in ("以内", "以下", "之内")) or _AT_MOST.search(before):
        return "<="
    if _AT_LEAST.search(before) or _TO.search(before):
        return ">="
    if _ADDS_TO.search(before):
        return "+"
    return "x" if unit == "倍" else "="


def _settled(text: str, start: int, found: list[Quantity]) -> Iterator[Quantity]:
    """Baselines leave their value to what follows; members of one list share its comparator."""
    last: Quantity | None = None
    for place, item in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following is not None and _is_baseline(text, start, item, following):
            found[place + 1] = replace(following, baseline=item.value)
            continue
        if last is not None and item.comparator in {"=", ">=", "~"} and _linked(text, last, item):
            item = replace(item, comparator=_shared(last, item))
        elif last is not None and item.comparator == "=" and _under_one_verb(text, last, item):
            item = replace(item, comparator=last.comparator)
        last = item
        if not item.qualifies:
            yield item


def _linked(text: str, last: Quantity, item: Quantity) -> bool:
    return bool(_LINK.fullmatch(text, last.end, item.start))


def _under_one_verb(text: str, last: Quantity, item: Quantity) -> bool:
    """Whether 达到 goes on to the next member of a list: 达到1.5万家、科技型企业3.2万家."""
    verb = _AT_LEAST if last.comparator == ">=" else _AT_MOST
    if last.comparator not in {">=", "<="} or not verb.search(
        text[max(0, last.start - 24) : last.start]
    ):
        return False
    between = text[last.end : item.start]
    return bool(_NEXT_NOUN.fullmatch(between)) and not _ANY_DEED.match(between[1:])


_NEXT_NOUN = re.compile(r"[、和][^，。；、和\d]{2,16}")
_ANY_DEED = re.compile(alternation(DEED))


def _shared(last: Quantity, item: Quantity) -> Comparator:
    if last.comparator in {"+", "-", "<="} or (
        last.comparator == ">=" and item.comparator == "=" and last.unit == item.unit
    ):
        return last.comparator
    return item.comparator


_FROM_TO = re.compile(
    r"[^，。；]{0,4}?(?:提高|提升|增加|扩大|增长|上升|下降|降低|压缩|缩短|减少|降|升|扩展|调整|增)(?:到|至|为)"
)
_FROM = re.compile(r"(?:从|由)[^，。；\d]{0,12}$")


def _is_baseline(text: str, start: int, item: Quantity, following: Quantity) -> bool:
    return bool(
        _FROM_TO.match(text, item.end, following.start)
        and _FROM.search(text[max(start, item.start - 16) : item.start])
    )
