"""Judges the clauses of one sentence and gathers the fields of those that commit."""

from __future__ import annotations

import re
from typing import Literal

from luodi.reading.acting import acting_units, acting_with
from luodi.reading.clauses import Sentence
from luodi.reading.confidence import confidence_of
from luodi.reading.deadlines import When
from luodi.reading.decide import View, decide
from luodi.reading.doubt import sounds_done
from luodi.reading.found import Context, Found, Gathered, Judged, Looked, OwnerFound, Setting
from luodi.reading.kinds import kind_of, spends
from luodi.reading.lexicon import DUTY, number_end
from luodi.reading.owners import is_unit
from luodi.reading.parts import Part, parts_of
from luodi.reading.progress import Carried, Progress, copied
from luodi.reading.reasons import REASONS
from luodi.reading.sharing import SHARE_ENDS, sharing
from luodi.reading.types import FindingKind, Role

_GOALS = re.compile(
    r"(?:主要)?(?:预期|发展|工作|约束性|总体|具体|奋斗)?(?:目标|指标)(?:任务)?(?:建议)?(?:是|为|如下|包括|：|$)"
)
_PREAMBLE = re.compile(
    r"(?:为|为了|根据|按照|围绕|经)[^。]*(?:现(?:就|将|提出|制定|印发)|制定(?:本|如下|以下|了?《)|"
    r"提出(?:如下|以下)|特制定|结合[^，。]{2,20}实际，制定)"
)
_FIRST_ARTICLE = re.compile(r"\s*第一条\s*为[^。]*制定本")
_COVERED = re.compile(r"，适用于?本(?:办法|规定|细则|条例|规则|通知|意见)。?$")
_APPROVED = re.compile(
    r"[：，\n]?为(?:了|贯彻|深入|进一步|全面|加强|推进|切实|做好)[^。]*"
    r"(?:经[^，。]{2,24}(?:同意|批准)|现(?:就|将)|特制定)"
)
_GUIDING = re.compile(
    r"以(?:习近平|邓小平|马克思|毛泽东|科学发展观|“三个代表”)[^，。]{0,40}为指导|高举中国特色社会主义伟大旗帜"
)
_PAST_YEAR = re.compile(r"(?<![《“到至\d—])((?:19|20)\d\d)年(?!以来|起)")
_TOPIC_LENGTH = 36


def read_sentence(
    context: Context,
    sentence: Sentence,
    setting: Setting,
    subject: tuple[int, int] | None,
    out: Gathered,
) -> tuple[int, int] | None:
    """Adds the findings and clauses of one sentence; gives the subject that carries on after it."""
    start, text = sentence.pieces[0].start, context.text
    if setting.settled:
        out.looked.extend(Looked(item.start, item.end, setting.settled) for item in sentence.pieces)
        return subject
    parts = parts_of(context, sentence, out)
    preamble = _is_preamble(text, start, sentence.end)
    past = _tells_of_past_year(context, sentence)
    guides = (
        text.find("指导", start, sentence.end) >= 0 or text.find("高举", start, sentence.end) >= 0
    )
    guiding = guides and _GUIDING.search(text, start, sentence.end) is not None
    if subject is not None and not (setting.charged or _goes_on(parts)):
        subject = None
    leads, partners = acting_units(text, *subject) if subject else ([], [])
    carried = Carried(subject=subject, units=leads, partners=partners)
    done = not past and sounds_done(context, sentence, setting.role, parts)
    progress = Progress(context, setting, parts, preamble, past, done, guiding, carried)
    for place, part in enumerate(parts):
        _read_part(progress, part, place, out)
    if setting.topic_first and _is_topic(parts, titled=setting.titled):
        _withdraw(parts, out)
    return carried.subject


def _goes_on(parts: list[Part]) -> bool:
    """Whether a sentence still speaks to the body before it: it orders and names no other."""
    return any(part.head.modal in DUTY and part.head.subject is None for part in parts)


def _is_preamble(text: str, start: int, end: int) -> bool:
    if text[start] in "为根按围经" and _PREAMBLE.match(text, start, end):
        return True
    if _FIRST_ARTICLE.match(text, start, end) or _COVERED.search(text, start, end):
        return True
    return text.find("为", start, end) >= 0 and _APPROVED.search(text, start, end) is not None


def _tells_of_past_year(context: Context, sentence: Sentence) -> bool:
    """Whether a clause opens with a year before the document's own."""
    if context.today is None or context.text.find("年", sentence.start, sentence.end) < 0:
        return False
    years = _PAST_YEAR.findall(context.text, sentence.start, sentence.end)
    if any(int(year) >= context.today.year for year in years):
        return False
    for piece in sentence.pieces:
        begin = number_end(context.text, piece.start, piece.end)
        if context.text.find("年", begin, begin + 8) < 0:
            continue
        found = _PAST_YEAR.search(context.text, begin, min(piece.end, begin + 8))
        if found and int(found[1]) < context.today.year:
            return True
    return False


def _withdraw(parts: list[Part], out: Gathered) -> None:
    low = parts[0].start
    while out.found and out.found[-1].start >= low:
        out.found.pop()
    for one in reversed(out.looked):
        if one.start < low or one.reason == "responsible":
            break
        one.reason = "topic"
    for judged in reversed(out.judged):
        if judged.part.start < low:
            break
        judged.reason = "topic"


def _is_topic(parts: list[Part], *, titled: bool) -> bool:
    """One short clause, or a stance and one short clause; a `titled` section may open with two."""
    if not parts or len(parts) > 2 or parts[-1].end - parts[0].start > _TOPIC_LENGTH:
        return False
    if any(part.head.modal or part.quantities or part.mark == "：" for part in parts):
        return False
    return titled or len(parts) == 1 or parts[0].head.kind in {"stance", "means"}


def _read_part(progress: Progress, part: Part, place: int, out: Gathered) -> None:
    text, carried = progress.context.text, progress.carried
    if part.mark == "：":
        out.looked.append(Looked(part.start, part.end, "topic"))
        progress.past = progress.past or _LISTS_DONE.match(text, part.core, part.end) is not None
        _carry_lead(text, part, carried)
        return
    if text[part.end - 1] in SHARE_ENDS and _shares_out(progress, part, place, out):
        return
    words, kind = text[part.start : part.end], progress.context.kind
    reason = decide(View(progress, part, place, text, words, part.head, part.quantities, kind))
    looked = Looked(part.start, part.end, reason)
    out.looked.append(looked)
    judged = _judged(progress, part, place, looked)
    out.judged.append(judged)
    _carry_time(text, part, carried)
    own = _carry_subject(text, part, carried)
    carried.permits = reason == "permission" and _opens_permission(text, part)
    applies = not REASONS[reason].taken and _opens_application(text, part)
    carried.private = applies or (carried.private and not own)
    if REASONS[reason].taken:
        progress.taken += 1
        listed = reason == "level" and part.head.kind in {"nominal", "means"}
        carried.goal_list = carried.goal_list or listed
        judged.found = found_of(text, part, reason, carried, own)
        out.found.append(judged.found)
    else:
        judged.carried, judged.own = copied(carried), own


def _judged(progress: Progress, part: Part, place: int, looked: Looked) -> Judged:
    """The decision with what it stood on."""
    carried, when = progress.carried, progress.carried.when
    return Judged(
        part,
        looked.reason,
        looked,
        place,
        len(progress.parts),
        progress.parts[0].start,
        progress.taken,
        bool(carried.units),
        when is not None and when.by is not None,
    )


# 已建成的主要有：加固…；新增…: what stands behind the colon is done.
_LISTS_DONE = re.compile("(?:目前|至今)?已[^，。；：]{0,12}(?:有|包括|完成|的是)$")


def _shares_out(progress: Progress, part: Part, place: int, out: Gathered) -> bool:
    """Whether a clause only says who leads or helps: A牵头, B、C配合.

    Before the deeds of its sentence it holds for those that follow, behind them for those before.
    """
    carried = progress.carried
    told, units = sharing(progress.context.text, part)
    if not units:
        return False
    out.looked.append(Looked(part.start, part.end, "responsible"))
    leads = told.startswith("牵头")
    if progress.taken and progress.is_closing(place):
        role: Role = "lead" if leads else "partner"
        _bind_back(progress, tuple(OwnerFound(*unit, role, "subject") for unit in units), out)
    elif leads:
        carried.subject, carried.units, carried.partners = units[0], units, []
    else:
        carried.partners = units
    return True


def _bind_back(progress: Progress, owners: tuple[OwnerFound, ...], out: Gathered) -> None:
    """Gives the owners to what the sentence has told so far."""
    low = progress.parts[0].start
    for item in reversed(out.found):
        if item.start < low:
            break
        item.owners = (*item.owners, *owners)


def _carry_lead(text: str, part: Part, carried: Carried) -> None:
    begin = number_end(text, part.start, part.end)
    units: list[tuple[int, int]] = []
    partners: list[tuple[int, int]] = []
    subject = _subject(text, part)
    if is_unit(text[begin : part.end].strip()):
        units = [(begin, part.end)]
    elif subject:
        units, partners = acting_units(text, *subject)
    if units:
        carried.subject, carried.units, carried.partners = units[0], units, partners
    if _GOALS.search(text, begin, part.end):
        carried.goal_list = True
    lead = [when for when in part.whens if when.by or when.duration]
    if lead:
        carried.when, carried.announced = lead[0], True


def _carry_time(text: str, part: Part, carried: Carried) -> None:
    """A deadline at the head of a clause holds for those after it, until the next."""
    if not part.whens:
        return
    own = [when for when in part.whens if when.by or when.duration]
    if not own:
        return
    begin = number_end(text, part.start, part.end)
    leads = _LEADS_TIME.fullmatch(text, begin, own[0].start) is not None
    if carried.announced and not leads:
        return  # 今年主要目标是：…；A全年控制在…；B…: the list goes on
    carried.when = own[0] if leads and not own[0].working else None


# What may stand before a time at the head of a clause; a verb (做好今年工作) keeps it to itself.
_LEADS_TIME = re.compile(r"(?:力争|争取|确保|力求|其中|同时|并|要|将|在|到|至|从)*")


# A clause that opens with one of these names what is acted on, not who acts.
_NO_ACTOR = ("对", "把", "将", "在", "就", "为")


def _subject(text: str, part: Part) -> tuple[int, int] | None:
    """The subject of a clause; what 对 or 把 names, or what stands behind the modal, is none."""
    subject, modal = part.head.subject, part.head.modal
    if subject is None or text.startswith(_NO_ACTOR, subject[0]):
        return None
    behind = modal and text.endswith(modal, part.start, subject[0])
    return None if behind else subject


def _carry_subject(text: str, part: Part, carried: Carried) -> tuple[OwnerFound, ...]:
    """Keeps a new subject for the clauses after it; gives the bodies that this clause names."""
    subject = _subject(text, part)
    if subject is None or part.head.kind == "none":
        return ()
    units, partners = acting_units(text, *subject)
    if units:
        partners = partners + acting_with(text, subject[1], part.end)
    if units or part.head.modal in _ORDERS:
        carried.subject, carried.units, carried.partners = subject, units, partners
    return _found_as("subject", units, partners)


def _found_as(
    source: Literal["subject", "carried"],
    leads: list[tuple[int, int]],
    partners: list[tuple[int, int]],
) -> tuple[OwnerFound, ...]:
    return (
        *(OwnerFound(start, end, "lead", source) for start, end in leads),
        *(OwnerFound(start, end, "partner", source) for start, end in partners),
    )


_ORDERS = DUTY - {"将", "要"}


_PERMITS_BY = re.compile(
    r"可以?(?:按照?|根据|结合|依据|依照|参照|在|通过|凭|视|采取|采用)[^，。；]*"
    r"(?:实际|情况|习俗|惯例|要求|方式|需要|规定|条件|特点|形式|程序|渠道|职责|权限|习惯|意愿|原则)$"
)


def _opens_permission(text: str, part: Part) -> bool:
    """Whether a clause only says by what something is permitted: 可根据实际情况，."""
    return part.mark == "，" and _PERMITS_BY.search(text, part.start, part.end) is not None


def _opens_application(text: str, part: Part) -> bool:
    """Whether a clause is about who applies."""
    return text[part.core] in _APPLY and _APPLIES.match(text, part.core, part.end) is not None


_APPLY = "第 　申参失承报入来购受考家监当本学"
_APPLIES = re.compile(
    r"(?:第[^，。；]{1,6}条)?[ 　]*"
    r"(?:申请|参保|参训|失业|承租|报名|申领|申报|入户|来[穗沪京]|购房|受助)"
    r"[^，。；]{0,4}(?:人|者|人员|单位|企业|家庭|对象)|考生|家长|监护人|当事人|本人|学生"
)


def found_of(
    text: str, part: Part, reason: str, carried: Carried, own: tuple[OwnerFound, ...]
) -> Found:
    """The finding of a clause that is taken for this reason, with what was carried to it."""
    start = min(max(part.head.start, part.start), part.end - 1)
    listed = reason == "level" and carried.goal_list
    nominal = part.head.kind in {"nominal", "ensure", "means"}
    words, verb = text[start : part.end], part.head.word
    kind = _kind(words, verb, part, nominal=nominal, listed=listed)
    sure, when = _confidence(reason, part), _deadline(part, carried)
    owners = _owners(text, part, own, carried)
    return Found(start, part.end, kind, reason, sure, part.quantities, when, False, owners)


def _kind(words: str, verb: str, part: Part, *, nominal: bool, listed: bool) -> FindingKind:
    """In a list of goals every level is one, but money that is set aside or paid stays a deed."""
    kind = kind_of(words, verb, part.quantities, nominal=nominal)
    # A result with a day of its own (到2030年，基本实现…) is a level to be reached.
    dated = part.head.kind == "result" and verb != "打造" and any(when.by for when in part.whens)
    aims = (listed or dated) and not spends(words, part.quantities)
    return "goal" if kind == "task" and aims else kind


def _confidence(reason: str, part: Part) -> float:
    measured = bool(part.quantities or (part.whens and any(when.by for when in part.whens)))
    return confidence_of(reason, measured)


def _deadline(part: Part, carried: Carried) -> When | None:
    if not part.whens:
        return carried.when
    rhythm = any(when.recurring for when in part.whens)
    for when in part.whens:
        if when.by or when.duration:
            return When(when.start, when.end, when.by, when.duration, when.working, rhythm)
    return part.whens[0]


def _owners(
    text: str, part: Part, own: tuple[OwnerFound, ...], carried: Carried
) -> tuple[OwnerFound, ...]:
    if own or not carried.units:
        return own
    if _subject(text, part) is not None and part.head.modal in DUTY:
        return ()
    if part.head.kind == "nominal" and part.head.modal not in DUTY:
        return ()
    return _found_as("carried", carried.units, carried.partners)
