"""Places and public bodies by name; divisions come from `data/divisions.csv`."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from luodi.reading.lexicon import cut
from luodi.reading.words import alternation, words

NO_NAME = frozenset(
    {
        "市辖区",
        "县",
        "城区",
        "郊区",
        "矿区",
        "新城区",
        "开发区",
        "经济开发区",
        "市中区",
        "新区",
        "高新区",
    }
)
# Endings that the short name of a wide division leaves out.
SHORTENED: Final = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "省",
    "市",
    "地区",
    "盟",
)
_AMBIGUOUS = frozenset(
    [
        "朝阳",
        "海南",
        "河南",
        "吉林",
        "中山",
        "东方",
        "白山",
        "文山",
        "白银",
        "金昌",
        "保山",
        "中卫",
        "宝鸡",
        "通化",
        "平凉",
        "黄山",
        "三明",
        "日照",
        "大同",
        "阳泉",
        "长治",
        "和田",
        "安康",
        "临沧",
        "泰安",
        "永州",
        "本溪",
        "鞍山",
        "兴安",
        "鹤岗",
        "鸡西",
        "双鸭山",
        "七台河",
        "黑河",
        "遂宁",
        "内江",
        "资阳",
        "自贡",
        "广安",
        "达州",
        "雅安",
        "安顺",
        "崇左",
        "来宾",
        "百色",
        "玉树",
        "海西",
        "海北",
        "海东",
        "天水",
        "武威",
        "张掖",
        "酒泉",
        "固原",
        "吴忠",
        "石嘴山",
        "新余",
        "鹰潭",
        "上饶",
        "宜春",
        "吉安",
        "抚州",
        "丽水",
        "台州",
        "衢州",
        "湖州",
        "宿迁",
        "泰州",
        "镇江",
        "淮安",
        "运城",
        "晋中",
        "忻州",
        "临汾",
        "吕梁",
        "朔州",
        "晋城",
        "昌都",
        "那曲",
        "日喀则",
        "山南",
        "阿里",
    ]
)
_KEEP_SHORT_LENGTH = 2
# Behind a short name these make another name of it, or an attribute: 海南大学, 福州都市圈.
AFTER_SHORT = re.compile(
    r"(?:省|市|区|县|自治|路|大道|街|大学|学院|话|特色|菜|日报|银行|海关|铁路|证监局|金融|分行|监管|大桥|高铁|高速|柏木|河|江|湖|山|都市圈|经济)"
)


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division: national code, full name, level, code of the parent."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(slots=True)
class Name:
    """A name found in a text."""

    start: int
    end: int
    text: str


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions of `data/divisions.csv` in the order of the file."""
    source = files("luodi.reading") / "data" / "divisions.csv"
    rows = csv.reader(source.read_text(encoding="utf-8").splitlines()[1:])
    return tuple(Division(*row) for row in rows)


@cache
def _names() -> tuple[str, ...]:
    found = {row.name for row in divisions() if len(row.name) > 2 and row.name not in NO_NAME}
    for row in divisions():
        if row.level in {"province", "city"}:
            found.add(_short(row.name))
    return tuple(sorted(name for name in found if len(name) >= _KEEP_SHORT_LENGTH))


def _short(name: str) -> str:
    if name in NO_NAME or "直辖" in name or name.endswith("自治州"):
        return name
    for ending in SHORTENED:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


@cache
def _full_names() -> frozenset[str]:
    return frozenset(row.name for row in divisions())


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(_names(), matchkind=MatchKind.LeftmostLongest)


def find_places(text: str) -> tuple[Name, ...]:
    """Every administrative place named in the text; 全市 and parts of longer words are none."""
    names, full = _names(), _full_names()
    found = []
    for index, start, end in _automaton().find_matches_as_indexes(text):
        name = names[index]
        if name in full or _stands_alone(text, name, end):
            found.append(Name(start, end, name))
    return tuple(found)


def _stands_alone(text: str, name: str, end: int) -> bool:
    if name in _AMBIGUOUS or AFTER_SHORT.match(text, end):
        return False
    low = max(0, end - len(name) - _WINDOW)
    return _is_word(text[low : end + _WINDOW], end - len(name) - low, name)


_WINDOW = 4


def _is_word(window: str, at: int, name: str) -> bool:
    """Whether a short name is a word of its own: not 保定 in 医保定点."""
    place = 0
    for token in cut(window):
        if place >= at:
            return place == at and token.startswith(name)
        place += len(token)
    return False


_GOES_ON = {
    "办": "理好结案法学证事成",
    "委": "托员派任",
    "部": "分署级位",
    "局": "面部限",
    "站": "点位稳",
    "所": "有在需属得",
    "院": "士落线",
    "处": "理置罚于分",
    "队": "伍员",
    "中心": "城村任工组",
    "企业": "化家年",
    "机构": "改",
    "高校": "应毕学教科",
}


_NO_BODY_BEFORE = {
    "局": "变格布结大全开僵困",
    "部": "尾全外内头上下局东西南北中干",
    "站": "网",
    "办": "民公",
}


def _suffix(word: str) -> str:
    """A word that ends a name, unless a sign beside it makes another word of it: 委 托, 变 局."""
    if word in _NO_BODY_BEFORE:
        word = f"(?<![{_NO_BODY_BEFORE[word]}]){word}"
        return f"{word}(?![{_GOES_ON[word[-1]]}])"
    return f"{word}(?![{_GOES_ON[word]}])" if word in _GOES_ON else word


_SUFFIX = "|".join(
    _suffix(word) for word in sorted(words("bodies", "suffix"), key=lambda word: (-len(word), word))
)
_CENTRAL = alternation(words("bodies", "central"))
_CLASS = alternation(words("bodies", "class"))
_LEVEL = (
    r"(?:全[省市区县国]|[省市县区镇乡](?!场|民|政|化)|自治区|自治州|国家|中央|中共|各级?|地方|"
    r"县级以上|市级|省级|区级|县级|乡镇|街道|属地|当地|本市|本省|我[省市县])"
)
_NO_NAME_SIGN = r"[^，。；：、“”（）《》\s的和与及对将要应由为在把被向从了]"
_BRANCH = rf"(?:{_NO_NAME_SIGN}{{2,8}}?(?:中心支行|分行|支行|分公司))?"
_OF_GOVERNMENT = r"(?<=政府)(?:工作|投资|采购|职能|系统|债|性|网站|购买|公信|效能|信息|服务)"
_OF_TREASURY = (
    r"(?<=财政)(?:局|厅|部|所|政策|资金|收入|支出|补|性|体制|管理|监督|预算|投入|事权|拨款)"
)
_BODY = re.compile(
    rf"(?:{_CENTRAL})(?!(?<=部)(?:门|分|队)){_BRANCH}"
    rf"|(?:{_CLASS})(?!域|级(?!政府)|方|项|类|化|个|建成区|{_OF_GOVERNMENT}|{_OF_TREASURY})(?:（[^（）]{{1,8}}）(?:人民政府|政府|党委|管委会)?)?"
    rf"|(?:{_LEVEL}[^，。；：、“”（）《》\s的和与及对将要应由为在把被向从了]{{0,14}}?(?:（[^（）]{{1,8}}）)?(?:{_SUFFIX})+(?:（[^（）]{{2,12}}）)?)"
)
# The signs that a name of the pattern above begins with, and those that one of the next ends with.
_BODY_STARTS = frozenset(word[0] for word in words("bodies", "central") | words("bodies", "class"))
_BODY_STARTS |= frozenset("全省市县区镇乡自国中各地街属当本我")
_PART_ENDS = frozenset(word[-1] for word in words("bodies", "suffix"))
_PART = re.compile(rf"[^，。；：、“”（）《》\s对将由把被向从]{{1,24}}?(?:{_SUFFIX})$")
_NOT_OWNER = words("bodies", "not_owner")


_LEVEL_NAME = re.compile(
    r"(?:各|每个?|全[省市县区])?(?:设区)?(?:的?[省市县区州镇乡旗盟村]|街道|乡镇|社区)+(?:（[^（）]{1,8}）)?(?:政府)?"
)


# A level of government in a list: 各市、县、区人民政府.
LEVEL: Final = r"各?(?:设区)?的?(?:[省市县区州旗盟镇乡]|地区|自治[区州县]|直辖市|市县|区县|乡镇)"
_JOINT_LEVELS = re.compile(
    rf"{LEVEL}(?:[、和及与]{LEVEL})+(?:级)?(?:人民政府|政府|党委|管委会|(?:[\u4e00-\u9fff]{{2,12}})?部门)"
)


def is_body(name: str) -> bool:
    """Whether a name has the form of a public body; 各市、县人民政府 is one name."""
    if name[-1:] in _PART_ENDS and _PART.fullmatch(name):
        return True
    begins = name[:1] in _BODY_STARTS and _BODY.fullmatch(name)
    return bool(begins or _LEVEL_NAME.fullmatch(name) or _JOINT_LEVELS.fullmatch(name))


def is_open_class(name: str) -> bool:
    """Whether a name only points at bodies without naming one: 有关部门, 相关单位."""
    return name in _NOT_OWNER or bool(_OPEN.match(name))


_OPEN = re.compile(
    r"(?:国务院|省级?|市级?|县级?|区级?|自治区|省直|市直|中央|上级|国家|各)?(?:各)?(?:有关|相关|其他|上述|该)"
)


def body_at(text: str, start: int, end: int) -> int:
    """Where the body that begins at `start` ends; -1 when none begins there."""
    if text[start : start + 1] not in _BODY_STARTS:
        return -1
    found = _BODY.match(text, start, end)
    return found.end() if found else -1
