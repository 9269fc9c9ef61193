"""The clauses of a sentence as they are judged: clear of brackets, joined where they need it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from luodi.reading.clauses import Piece, Sentence
from luodi.reading.deadlines import When, find_deadlines, has_time
from luodi.reading.found import Context, Gathered, Looked
from luodi.reading.heads import Head, find_head
from luodi.reading.lexicon import number_end
from luodi.reading.quantities import Quantity, find_quantities, has_number

_TRAILING = re.compile(
    r"（(?:\d+|[一二三四五六七八九十]+)分）$|[（〔]见?(?:附件|附表)[^（）]{0,6}[）〕]$"
)
_OPEN_CONDITION = re.compile(r"(?:对于?|凡|如|若|因)[^，。]{2,60}(?:的|时|后)")
# Whom or what a clause concerns, without a verb of its own: 对单户500万元以下的主体，….
_TO_WHOM = re.compile(
    r"对于?(?![^，。；]*(?:进行|实行|给予|予以|实施|开展|加强|提出|负责|做到|采取|具有|纳入|建立|作出))"
    r"[^，。；]{4,80}(?:企业|项目|主体|单位|机构|人员|问题|地区|园区|平台|车间|工厂|建议|申请|贷款|家庭|"
    r"对象|产品|行业|领域|资产|事项|情况|工程|学校|团队|人才|居民|农户|群众)"
)
_GOES_ON = re.compile(
    r"(?:比|较)(?:去年|上年|前|20\d\d年|“)|以及|其中(?![^，。；]{0,12}(?:要|应))|不足|占(?:全|总)"
)
_SHARED_VERB = re.compile(
    r"(?:根据|按照|参照|依据|结合|在|通过|以|依托)[^，。；]{1,60}(?:规定|特点|实际|情况|需要|基础上|"
    r"前提下|要求|方式|形式|精神|办法|原则|过程中|条件下)$"
)
_TOWARDS = re.compile(
    r"(?:围绕|聚焦|面向|针对|立足|结合|依托)[^，。；]{2,40}$|以[^，。；]{2,20}为(?:重点|核心|主体?|牵引|抓手)$"
)
_WHO_ONLY = re.compile(
    r"(?:鼓励|支持|引导|推动|督促|指导|允许)(?:(?:有|符合|具备)条件的)?[^，。；的]{0,8}"
    r"(?:[区市县]|地区|地方|机构|企业|单位|部门|高校|院所|组织|医院|学校|园区)$"
)
_IN_WHICH = re.compile(r"(?:研究|探索)在[^，。；]{2,40}(?:方面|领域|环节|地区|范围内?)$")
# A cap that a promise of money sets behind a comma: …给予奖补，最高500万元.
_CAP = re.compile(
    r"(?:(?:单个|同一|每个|每家|每户|每人|每年|年度)[^，。；]{0,12})?(?:累计|合计|总额|补助|奖补|补贴|金额)*"
    r"(?:最高|最多|上限为?|不超过|不高于)[^，。；]{0,8}\d[\d.]*[万亿]?(?:元|%)[^，。；]{0,8}"
    r"|(?:单个|同一|每个)[^，。；]{0,12}不超过\d[^，。；]{0,4}"
)
_MONEY = ("给予", "奖补", "补助", "补贴", "奖励", "贴息", "资助", "支持")
_SHARING = frozenset({"鼓励", "支持", "引导", "推动", "督促", "指导", "允许"})
_LIST_CUT = re.compile(
    r"、(?=(?P<deed>新建|改建|扩建|治理|修复|建设|完成|改造|开展|培育|引进|新增|实施|打造|发放|培训|建成)"
    r"[^，。；、]{3,}|(?!同比|年均|力争|较|比|增速|占|其中|分别)[^，。；、\d]{2,24}(?:增长|达到?|突破|超过|下降|控制在|提高到|"
    r"稳定在|保持在|不低于)\d)"
)
_GOVERNS = re.compile(r"(?:努力|力求)?(?:力争|争取|确保|保证)")
_COUNT = r"\d[\d.,]*[万亿]*[^\d，。；、]{1,6}(?:以上|左右)?"
_COUNTED, _COUNTED_MEMBER = re.compile(f"{_COUNT}$"), re.compile(f"{_COUNT}、")
_LONGEST_TIME = 24


@dataclass(slots=True)
class Part:
    """A clause with what opens it; `core` is where the clause itself begins."""

    start: int
    end: int
    mark: str
    head: Head
    quantities: tuple[Quantity, ...]
    whens: tuple[When, ...]
    core: int


def parts_of(context: Context, sentence: Sentence, out: Gathered) -> list[Part]:
    """The clauses of the sentence in order; responsibility brackets go to `out`."""
    parts: list[Part] = []
    opened: tuple[int, tuple[When, ...]] | None = None
    text, pieces = context.text, _clear(context, sentence, out)
    # One look at the sentence saves one at each clause: most hold neither a number nor a time.
    low, high = sentence.pieces[0].start, sentence.pieces[-1].end
    counted, timed = has_number(text, low, high), has_time(text, low, high)
    for piece in _cut_lists(text, pieces) if counted else pieces:
        begin = number_end(text, piece.start, piece.end)
        whens = find_deadlines(text, begin, piece.end, today=context.today) if timed else ()
        if _opens_next(text, begin, piece, whens):
            opened = (opened[0], opened[1] + whens) if opened else (begin, whens)
            continue
        parts.append(_part(text, begin, piece, whens, opened, counted=counted))
        opened = None
    if opened is not None:
        rest = Piece(opened[0], sentence.pieces[-1].end, "。")
        parts.append(_part(text, rest.start, rest, opened[1], None, counted=counted))
    return _joined(text, parts)


_NO_TIMES: dict[int, int] = {}


def _part(
    text: str,
    begin: int,
    piece: Piece,
    whens: tuple[When, ...],
    opened: tuple[int, tuple[When, ...]] | None,
    *,
    counted: bool,
) -> Part:
    times = {when.start: when.end for when in whens} if whens else _NO_TIMES
    head = find_head(text, begin, piece.end, times)
    start = piece.start
    if opened is not None:
        start, whens, begin = opened[0], opened[1] + whens, opened[0]
        head.start = start
    quantities = find_quantities(text, begin, piece.end) if counted else ()
    return Part(start, piece.end, piece.mark, head, quantities, whens, piece.start)


def _opens_next(text: str, begin: int, piece: Piece, whens: tuple[When, ...]) -> bool:
    """Whether a clause is only a time or a condition of the one after it."""
    if piece.mark != "，":
        return False
    if text[begin] in "对凡如若因" and _OPEN_CONDITION.fullmatch(text, begin, piece.end):
        return True
    if text[begin] == "对" and _TO_WHOM.fullmatch(text, begin, piece.end):
        return True
    if piece.end - begin > _LONGEST_TIME or not whens or whens[0].recurring:
        return False
    return whens[0].start - begin <= 2 and piece.end - whens[-1].end <= 1


def _clear(context: Context, sentence: Sentence, out: Gathered) -> list[Piece]:
    """The pieces without responsibility brackets and without points in brackets."""
    pieces = []
    first, last = sentence.pieces[0], sentence.pieces[-1]
    near = next(context.brackets_from(first.start), None)
    bracketed = near is not None and near.start < last.end
    for piece in sentence.pieces:
        end = _without_brackets(context, piece, out) if bracketed else piece.end
        closed = context.text[end - 1] in "）〕"
        found = _TRAILING.search(context.text, piece.start, end) if closed else None
        end = found.start() if found else end
        if end == piece.end:
            pieces.append(piece)
        elif end > piece.start:
            pieces.append(Piece(piece.start, end, piece.mark))
    return pieces


def _without_brackets(context: Context, piece: Piece, out: Gathered) -> int:
    for bracket in context.brackets_from(piece.start):
        if bracket.start >= piece.end:
            break
        if bracket.end > piece.start:
            low, high = max(piece.start, bracket.start), min(piece.end, bracket.end)
            out.looked.append(Looked(low, high, "responsible"))
            return low
    return piece.end


def _cut_lists(text: str, pieces: list[Piece]) -> list[Piece]:
    """Cuts at 、 where a counted deed ends and another deed begins."""
    cut: list[Piece] = []
    for piece in pieces:
        low = piece.start
        if _COUNTED_MEMBER.search(text, piece.start, piece.end) is None:
            cut.append(piece)
            continue
        begin = number_end(text, piece.start, piece.end)
        governed = _GOVERNS.match(text, begin, piece.end) is not None
        for found in _LIST_CUT.finditer(text, piece.start, piece.end):
            if governed and not found["deed"]:
                continue
            if found.start() > low and _COUNTED.search(text[low : found.start()]):
                cut.append(Piece(low, found.start(), "、"))
                low = found.end()
        cut.append(Piece(low, piece.end, piece.mark))
    return cut


def _joined(text: str, parts: list[Part]) -> list[Part]:
    """Joins 鼓励X根据实际， with what X is to do, and 比去年增加… with what it measures."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and last.mark == "，" and _belongs(text, last, part):
            joined[-1] = _merged(last, part)
        else:
            joined.append(part)
    return joined


def _belongs(text: str, last: Part, part: Part) -> bool:
    if last.head.word in _SHARING and any(
        way.search(text, last.start, last.end) for way in (_SHARED_VERB, _TOWARDS, _WHO_ONLY)
    ):
        return True
    if _IN_WHICH.search(text, last.start, last.end):
        return True
    if _CAP.fullmatch(text, part.start, part.end):
        return any(text.find(word, last.start, last.end) >= 0 for word in _MONEY)
    if last.head.kind == "means":
        takes = last.head.word in {"将", "把"} and part.head.kind != "none"
        counted = bool(last.quantities) and not last.head.modal
        return takes or (counted and part.head.kind == "deed")
    if last.head.kind == "nominal" and last.head.subject and not last.quantities:
        bare = part.head.modal in {"不得", "不准"} and part.end - part.start < 12
        return bare and part.head.subject is None
    return _GOES_ON.match(text, part.start, part.end) is not None


def _merged(last: Part, part: Part) -> Part:
    head = last.head
    if head.kind in {"means", "nominal"}:
        head = replace(part.head, start=min(head.start, part.head.start))
        head = replace(head, modal=part.head.modal or last.head.modal)
    return Part(
        start=last.start,
        end=part.end,
        mark=part.mark,
        head=head,
        quantities=last.quantities + part.quantities,
        whens=last.whens + part.whens,
        core=last.core,
    )
