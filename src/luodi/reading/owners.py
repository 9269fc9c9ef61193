"""Owners: responsibility brackets with lead and partners, and bodies told to act as subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luodi.reading.gazetteer import is_body, is_open_class
from luodi.reading.types import Role

_LABEL = (
    r"(?:(?:第一|主要|主体|具体)?(?P<kind>牵头(?:责任|考核|实施|落实)?|责任|负责|承办|主办|实施|配合|参加|参与|协办|协同|协作|支持)(?P<what>单位|部门|处室|主体|科室|领导|地区|单位及人员)?"
    r"(?:（[^（）]{1,12}）)?(?P<sign>[：:]))"
)
_LABELLED = re.compile(_LABEL)
_BRACKET = re.compile(
    r"[（〔\[【](?P<inner>[^（）〔〕\[\]【】\n]*(?:[（〔][^（）〔〕\n]*[）〕][^（）〔〕\n]*)*)[）〕\]】]"
)
_RESPONSIBLE = re.compile(r"牵头|负责|责任(?:单位|部门)|配合|承办|主办单位|落实）?$|分工")
_LEAD_CLAUSE = re.compile(r"(?:共同|联合|会同)?牵头(?!单位|部门)(?:负责|组织实施|组织|落实|会同)?")
_DOES = re.compile(
    r"(?:等)?(?:按照?)?(?:各自)?(?:职责|职能|任务)?(?:分工)?(?:分别|具体|共同|联合|组织|依职责|按职责|按职责分工|各司其职)*(?:负责(?:落实|实施|推进)?|配合|参与|参加|落实|承办|实施|组织实施|协助)$"
)
_SEPARATOR = re.compile(
    r"[、，,；;]|以及|及(?!时|其)|"
    r"和(?!旅游|信息化|改革|改委|社会保障|计划生育|国际|建设|通信|储备|园林|运输|体育|健康|草原|城乡|农村|平|谐|改|林|规划)|"
    r"与(?!信息|技术)|[ 　]"
)
_TAIL = re.compile(r"(?:等(?:国务院)?(?:有关|相关)?(?:部门|单位|地区|方面|机构)?|等)$")
_AFTER_OTHERS = re.compile(
    r"^.*?等(?:[\u4e00-\u9fff\d]{0,8}?(?:部门|单位|方面))(?=及|和|、|以及|，|$)"
)
_JOINT_NOTE = re.compile(
    r"(?:排|列|列在|排在|列为)?第一位?的?(?:部门|单位|者)?为牵头|下同|以下[^，。；]{0,12}(?:不再|均需|同上)|首位.{0,6}牵头|按职责分工|完成$"
)
_FIRST_LEADS = re.compile(
    r"[第首](?:(?:(?<=第)一|(?<=首))位?的?(?:部门|单位|责任单位|为)?(?:[^，。；）]{0,4})?(?:是|为)?牵头(?:部门|单位|责任单位)"
    r"|(?<=第)一(?:个|家)?(?:责任)?单位为牵头)"
)


@dataclass(slots=True)
class Named:
    """A unit named in the text and its part in the work."""

    start: int
    end: int
    role: Role


@dataclass(slots=True)
class Bracket:
    """A bracket that names who is responsible; offsets include the bracket signs."""

    start: int
    end: int
    owners: tuple[Named, ...]


def first_leads(text: str) -> bool:
    """Whether the document says that the unit named first leads."""
    return bool(_FIRST_LEADS.search(text))


def find_brackets(text: str, *, first_is_lead: bool = False) -> tuple[Bracket, ...]:
    """The responsibility brackets of the text and the lines that only name who is responsible."""
    found = [*_bracketed(text, first_is_lead), *_labelled_lines(text, first_is_lead)]
    return tuple(sorted(found, key=lambda item: item.start))


def _bracketed(text: str, first: bool) -> Iterator[Bracket]:
    for found in _BRACKET.finditer(text):
        inner = found["inner"]
        if len(inner) < 3 or not _RESPONSIBLE.search(inner):
            continue
        owners = parse(text, found.start("inner"), found.end("inner"), first_is_lead=first)
        if owners:
            yield Bracket(found.start(), found.end(), owners)


_LINE = re.compile(rf"^[ 　]*{_LABEL}[^\n。]{{2,400}}。?$", re.MULTILINE)


def _labelled_lines(text: str, first: bool) -> Iterator[Bracket]:
    for found in _LINE.finditer(text):
        owners = parse(text, found.start(), found.end(), first_is_lead=first)
        if owners:
            yield Bracket(found.start(), found.end(), owners)


def parse(text: str, start: int, end: int, *, first_is_lead: bool = False) -> tuple[Named, ...]:
    """The units that `text[start:end]`, the inside of a bracket, makes responsible."""
    end = _without_notes(text, start, end)
    labels = list(_LABELLED.finditer(text, start, end))
    if labels:
        found = tuple(_by_labels(text, end, labels, first_is_lead))
    else:
        found = tuple(_by_verbs(text, start, end, first_is_lead))
    named = tuple(item for item in found if not is_open_class(text[item.start : item.end]))
    return named or found


def _without_notes(text: str, start: int, end: int) -> int:
    """The run without a closing remark such as 排在第一位的部门为牵头部门，下同."""
    while True:
        place = max(text.rfind(mark, start, end) for mark in "，。；,")
        if place <= start or not _JOINT_NOTE.search(text, place, end):
            return end
        if _DOES.search(text, place, end):
            return end
        end = place


def _by_labels(text: str, end: int, labels: list[re.Match[str]], first: bool) -> Iterator[Named]:
    for place, label in enumerate(labels):
        stop = labels[place + 1].start() if place + 1 < len(labels) else end
        helping = label["kind"] in {"配合", "参加", "参与", "协办", "协同", "协作", "支持"}
        has_lead = any(other["kind"].startswith(("牵头", "主办")) for other in labels)
        beside = has_lead and label["kind"] in {"责任", "负责", "承办", "实施"} and place > 0
        role: Role = "partner" if helping or beside else "lead"
        yield from _listed(
            text, label.end(), stop, role, first and role == "lead" and len(labels) == 1
        )


def _by_verbs(text: str, start: int, end: int, first: bool) -> Iterator[Named]:
    lead = _LEAD_CLAUSE.search(text, start, end)
    if lead is None:
        yield from _listed(text, start, _before_verb(text, start, end), "lead", first)
        return
    yield from _listed(text, start, lead.start(), "lead", False)
    if lead.end() < end:
        yield from _listed(text, lead.end(), _before_verb(text, lead.end(), end), "partner", False)


def _before_verb(text: str, start: int, end: int) -> int:
    found = _DOES.search(text, start, end)
    return found.start() if found else end


def _listed(text: str, start: int, end: int, role: Role, first: bool) -> Iterator[Named]:
    for place, (low, high) in enumerate(_items(text, start, end)):
        yield Named(low, high, "partner" if first and place else role)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The units of one list; 各市、县、区人民政府 is one."""
    low = start
    for found in [*_separators(text, start, end), None]:
        high = found.start() if found else end
        if found and _open_class_continues(text, low, high, end):
            continue
        item = _clean(text, low, high)
        if item is not None:
            yield item
        low = found.end() if found else end


def _separators(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    depth_until = start
    for found in _SEPARATOR.finditer(text, start, end):
        if found.start() < depth_until:
            continue
        opened = max(text.rfind("（", start, found.start()), text.rfind("〔", start, found.start()))
        closed = max(text.rfind("）", start, found.start()), text.rfind("〕", start, found.start()))
        if opened <= closed:
            yield found


_LEVELS = re.compile(
    r"各?(?:设区)?(?:[省市县区州旗盟镇乡]|地区|自治[州县区]|乡镇|街道|地|旗县|市州|市地)$|各[省市县区州旗盟镇乡].{0,3}$"
)
_LEVEL_NEXT = re.compile(
    r"[、和及与]?(?:各)?(?:[市县区州旗盟乡]|街道|镇|市辖区|自治县|管委会|乡镇)(?=[、人（〔区党政街]|县|管|$)"
)


def _open_class_continues(text: str, low: int, high: int, end: int) -> bool:
    return bool(
        _LEVELS.match(text[low:high])
        and text.startswith("各", low)
        and _LEVEL_NEXT.match(text, high, end)
    )


_LEADING = re.compile(r"(?:由|并|会同|以及|及|和|，|、|省?级?各?相关|[ 　]|按照职责|在)*")
_VERB_TAIL = re.compile(
    r"(?:按照?|依)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|具体|共同|联合)?(?:负责(?:落实|实施|推进)?|配合|参与|参加|牵头|协助|组织实施)$"
)


_VERB_ENDS = ("负责", "落实", "实施", "推进", "配合", "参与", "参加", "牵头", "协助")
_OTHERS = re.compile(r"等(?:[\u4e00-\u9fff\d]{0,12}(?:部门|单位|方面|机构|地区))?$")


def _clean(text: str, low: int, high: int) -> tuple[int, int] | None:
    for lead in ("由", "并", "会同", "联合"):
        if text.startswith(lead, low) and high - low > len(lead) + 1:
            low += len(lead)
    ends = text.endswith(_VERB_ENDS, low, high)
    tail = _VERB_TAIL.search(text, low, high) if ends else None
    high = tail.start() if tail else high
    while low < high and text[low] in " 　、，":
        low += 1
    others = _OTHERS.search(text, low, high)
    high = others.start() if others else high
    while high > low and text[high - 1] in " 　。；，、":
        high -= 1
    words = text[low:high]
    if not 2 <= len(words) <= 40 or not _may_be_unit(words) or "：" in words:
        return None
    return low, high


_NO_UNIT = re.compile(
    r"\d+月|^以下|不再|完成|取得|成效|\d分|下同|排在|列在|为准|长期|持续|每年|年底|实施$|推进$|工作$|^等|^按|^各$|阶段"
)


def _may_be_unit(words: str) -> bool:
    return not _NO_UNIT.search(words)


def is_unit(words: str) -> bool:
    """Whether a grammatical subject is a body that can be told to act."""
    if words in _BARE:
        return True
    if not 2 <= len(words) <= 40 or _NO_SUBJECT.search(words):
        return False
    return is_body(words) and not is_open_class(words)


# Names that stand for a body the document has introduced.
_BARE = frozenset(
    [
        *("政府", "管委会", "居委会", "村委会", "领导小组", "指挥部", "联席会议", "办事处"),
        *("工作组", "专班", "工会", "共青团", "妇联", "残联", "科协", "工商联"),
        *("高校", "学校", "医院", "公安机关"),
    ]
)
_NO_SUBJECT = re.compile(
    r"^我(?:局|委|部|厅|们)|^(?:建立|健全|完善|形成|构建|落实|明确|压实|强化|待|确保|经|原则上|对|凡|使|让|推动|支持|鼓励|引导|所有|一些|部分|其他|该|本(?!市|省|县|区|级)|以|将|把|由|若|如|有条件)"
    r"|的|率|负责同志|外$|[，。；：]|进行"
)
