"""Finds the head of a clause: what stands before it, its subject, its modal, its verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from luodi.reading import subjects
from luodi.reading.gazetteer import body_at
from luodi.reading.lexicon import (
    ADVERB_LEXICON,
    CONJUNCTION_LEXICON,
    DEED,
    DUTY,
    ENSURE,
    MODAL_LEXICON,
    RESULT,
    STANCE,
    VERB_LEXICON,
    cut,
    number_end,
    tagged,
    verb_follows,
)
from luodi.reading.prepositions import (
    HARD_MEANS,
    MEANS,
    PREPOSITION,
    deed_inside,
    is_mere_means,
    topic_deed,
)

HeadClass = Literal["deed", "guessed", "result", "ensure", "stance", "means", "nominal", "none"]
Subject = tuple[int, int] | None
_STEPS = 12
_REACH = 60


@dataclass(slots=True)
class Head:
    """The head of a clause: `at` is its verb, `start` where a commitment's span begins."""

    kind: HeadClass
    at: int
    word: str
    start: int
    modal: str = ""
    subject: Subject = None


@dataclass(slots=True)
class _State:
    """How far the walk has come."""

    begin: int
    modal: str = ""
    subject: Subject = None

    def head(self, kind: HeadClass, at: int, word: str) -> Head:
        return Head(kind, at, word, self.begin, self.modal, self.subject)


def find_head(text: str, start: int, end: int, times: dict[int, int]) -> Head:
    """The head of the clause; `times` gives for the start of a time expression its end."""
    at = _skip_conjunctions(text, number_end(text, start, end), end)
    return _Walk(text, end, times).walk(at, _State(at))


def _skip_conjunctions(text: str, at: int, end: int) -> int:
    if text[at : at + 1] not in CONJUNCTION_LEXICON.sizes:
        return at
    word = CONJUNCTION_LEXICON.longest(text, at, end)
    while word and at + len(word) < end:
        at += len(word)
        word = CONJUNCTION_LEXICON.longest(text, at, end)
    return at


class _Walk:
    """Walks a clause from its start to its verb."""

    __slots__ = ("end", "text", "times")

    def __init__(self, text: str, end: int, times: dict[int, int]) -> None:
        self.text = text
        self.end = end
        self.times = times

    def walk(self, at: int, state: _State) -> Head:
        if state.subject is None:
            told = self._organisation(at, state)
            if told is not None:
                return told
        for _ in range(_STEPS):
            if at >= self.end:
                return state.head("none", at, "")
            step, modal, verb = self._step(at, state.modal)
            if verb:
                return self._attribute(at, state) or self._classed(at, verb, state)
            if not step:
                break
            if modal:
                state = _State(state.begin, modal, state.subject)
            at += step
        return self._without_verb(at, state)

    def _step(self, at: int, before: str) -> tuple[int, str, str]:
        """What stands at a place: (length to pass over, modal, verb)."""
        text, end = self.text, self.end
        if at in self.times and self.times[at] <= end:
            return self.times[at] - at, "", ""
        sign = text[at]
        manner = _QUOTED_MANNER.match(text, at, end) if sign == "“" else None
        if manner and verb_follows(text, manner.end(), end):
            return manner.end() - at, "", ""
        we = _WE.match(text, at, end) if sign in "全我本自" else None
        if we and verb_follows(text, we.end(), end):
            return we.end() - at, "", ""
        if sign in MODAL_LEXICON.sizes:  # asked here: most signs begin none
            word = MODAL_LEXICON.longest(text, at, end)
            takes = word == "将" and before in DUTY
            if word and not takes and not _is_false_modal(text, at, word, end):
                return len(word), word, ""
        verb = VERB_LEXICON.longest(text, at, end)
        adverb = self._adverb(at) if sign in ADVERB_LEXICON.sizes else ""
        if adverb and len(adverb) >= len(verb):
            after = at + len(adverb)
            acts = verb_follows(text, after, end) and not PREPOSITION.match(text, after, end)
            if len(adverb) > len(verb) or acts:
                listed = text.startswith("、", after)
                listed = listed and ADVERB_LEXICON.longest(text, after + 1, end) != ""
                return len(adverb) + listed, "", ""
        return 0, "", verb

    def _adverb(self, at: int) -> str:
        adverb = ADVERB_LEXICON.longest(self.text, at, self.end)
        return "" if adverb == "地" and self.text.startswith(_PLACE_ENDS, at + 1) else adverb

    def _attribute(self, at: int, state: _State) -> Head | None:
        """A verb that only opens the subject of a modal: 悬挂专用号牌的车辆不得使用警报器."""
        if state.modal or state.subject or not _ORDER.search(self.text, at, self.end):
            return None
        if not _ATTRIBUTE.match(self.text, at, self.end):
            return None
        found = self._modal_inside(at, state)
        return found if found and found.kind not in {"none", "nominal"} else None

    def _classed(self, at: int, verb: str, state: _State) -> Head:
        if len(verb) == 1 and _continues_noun(self.text, at, self.end):
            return state.head("nominal", at, verb)
        if verb in ENSURE:
            return state.head("ensure", at, verb)
        if verb in MEANS and not (state.modal and verb == "遵循"):
            return self._means(at, verb, state)
        if verb in STANCE and verb not in DEED:
            return state.head("stance", at, verb)
        return state.head("result" if verb in RESULT else "deed", at, verb)

    def _without_verb(self, at: int, state: _State) -> Head:
        reports = _REPORTS.match(self.text, at, self.end)
        if reports:
            return state.head("deed", at, reports["for"])
        preposition = PREPOSITION.match(self.text, at, self.end)
        if preposition:
            return self._means(at, preposition.group(), state)
        if state.subject is None:
            found = self._after_subject(at, state)
            if found is not None:
                return found
        return self._by_words(at, state)

    def _means(self, at: int, word: str, state: _State) -> Head:
        """A clause that opens with a preposition: a deed when a verb that handles follows."""
        after = at + len(word)
        if state.modal in _FORBIDS:
            return state.head("deed", at, word)
        if is_mere_means(self.text, at, self.end):
            return state.head("means", at, word)
        if word in HARD_MEANS:
            deed = topic_deed(self.text, after, self.end) if word in _TOPICS else None
            return state.head("deed", *deed) if deed else state.head("means", at, word)
        if (
            state.modal
            and word == "参照"
            and len(VERB_LEXICON.longest(self.text, after, self.end)) > 1
        ):
            return self.walk(after, state)
        inside = subjects.MODAL_INSIDE.search(self.text, after, self.end)
        if inside and not state.modal and inside.end() < self.end:
            found = self.walk(inside.end(), _State(inside.start(), inside.group(), state.subject))
            if found.kind not in {"none", "nominal"}:
                found.start, found.modal = state.begin, inside.group()
                return found
        place = deed_inside(self.text, after, self.end, word, told=state.modal in _ORDERED)
        if place is None:
            return state.head("means", at, word)
        purpose = word in {"为", "以"} and place[1] in RESULT
        return state.head("result" if purpose else "deed", *place)

    def _organisation(self, at: int, state: _State) -> Head | None:
        """A clause whose subject is an organisation told to act, or that says 由 whom."""
        hint = subjects.ACTOR_HINT.search(self.text, at + 1, min(self.end, at + _REACH))
        may_act = hint is not None and not self._manner_of_deed(at)
        actor = subjects.ACTOR.match(self.text, at, self.end) if may_act else None
        if actor and not _BY_WHOM.search(actor["name"]):
            return self._acting(actor.span("name"), state)
        by = self.text.find("由", at, min(self.end, at + 44))
        passive = subjects.PASSIVE.match(self.text, at, self.end) if by >= 0 else None
        if passive:
            told = _State(state.begin, state.modal, passive.span("body"))
            return told.head("deed", passive.start("verb"), passive["verb"])
        return None

    def _manner_of_deed(self, at: int) -> bool:
        """Whether an adverb and a verb open the clause, so that no subject does: 全力支持…政府."""
        adverb = ADVERB_LEXICON.longest(self.text, at, self.end)
        if len(adverb) < 2:
            return False
        return len(VERB_LEXICON.longest(self.text, at + len(adverb), self.end)) > 1

    def _acting(self, subject: tuple[int, int], state: _State) -> Head:
        found = self.walk(subject[1], _State(state.begin, state.modal, subject))
        told = found.modal and found.modal != "负责" and not state.modal
        apart = subjects.stands_apart(self.text, *subject)
        if told and apart and self.text.startswith(found.modal, subject[1]):
            found.start = subject[1]
        return found

    def _after_subject(self, at: int, state: _State) -> Head | None:
        text, end = self.text, self.end
        body = _bodies(text, at, end)
        if at < body < end:
            found = self.walk(body, _State(state.begin, state.modal, (at, body)))
            if found.kind != "none":
                told = found.modal in DUTY - {"负责"} and not state.modal
                place = text.find(found.modal, body, found.at + 1) if told else -1
                found.start = place if place >= 0 else found.start
                return found
        return self._modal_inside(at, state)

    def _modal_inside(self, at: int, state: _State) -> Head | None:
        text, end = self.text, self.end
        inside = subjects.MODAL_INSIDE.search(text, at, min(end, at + _REACH))
        permit = subjects.PERMIT_INSIDE.search(text, at, min(end, at + _REACH))
        if permit and not (inside and inside.start() < permit.start()):
            told = _State(state.begin, "可", state.subject)
            return told.head("nominal", permit.start(), permit.group())
        if not inside or inside.start() == at or inside.end() >= end:
            return None
        subject, modal = (at, inside.start()), inside.group()
        found = self.walk(inside.end(), _State(state.begin, modal, subject))
        apart = modal != "负责" and subjects.stands_apart(text, *subject)
        start = inside.start() if apart else state.begin
        return Head(found.kind, found.at, found.word, start, modal, subject)

    def _by_words(self, at: int, state: _State) -> Head:
        """The last resort: the first word that the dictionary calls a verb."""
        place = at
        for count, (token, tag) in enumerate(tagged(self.text[at : min(self.end, at + 40)])):
            if tag.startswith("v") and tag != "vn" and len(token) >= 2:
                return self._dictionary_verb(at, place, token, count, state)
            if count > 10:
                break
            place += len(token)
        return state.head("nominal" if place > at else "none", at, "")

    def _dictionary_verb(self, at: int, place: int, token: str, count: int, state: _State) -> Head:
        if count == 0:
            return state.head("stance" if token in STANCE else "guessed", place, token)
        told = _State(state.begin, state.modal, state.subject or (at, place))
        each = self.text.startswith(("每", "各", "所有"), at) and "的" not in self.text[at:place]
        return told.head("deed" if token in DEED and each else "nominal", place, token)


_BY_WHOM = re.compile("(?<![自理缘事])由")
_FORBIDS = frozenset({"不得", "禁止", "严禁", "不准", "不许", "决不允许", "绝不允许"})
_ORDERED = frozenset({"应当", "应该", "应", "必须", "须", "要", "务必"})
_TOPICS = frozenset({"围绕", "聚焦", "瞄准", "立足", "紧扣", "紧紧围绕"})
_PLACE_ENDS = ("方", "区", "市", "县", "级")
_QUOTED_MANNER = re.compile(r"“(?:[^“”，。；]{1,8}、)?一[^“”，。；]{1,4}一[策案单档色品法]”")
_WE = re.compile(r"(?:全|我|本)[国省市区县州盟旗镇乡]|自治区(?!党委|政府)")
_OTHER_PREPOSITIONS = (
    *("与", "向", "由", "对", "在", "以", "从", "为", "于", "通过", "按", "根据", "会同"),
)
_FALSE_MODAL = (
    *("应急", "应用", "应收", "应届", "应链", "应对", "要素", "要求", "要点", "要害", "需求"),
    *("会同", "会议", "会商", "会展", "会计", "可持续", "可再生", "能源", "能力", "能耗", "能效"),
    *("能级", "可靠", "可信", "可视", "会客", "可及", "拟定", "拟订", "需要", "要地", "要塞"),
)


def _is_false_modal(text: str, at: int, word: str, end: int) -> bool:
    if word == "将":
        if text.startswith(_OTHER_PREPOSITIONS, at + 1) or verb_follows(text, at + 1, end):
            return False
        return len(ADVERB_LEXICON.longest(text, at + 1, end)) < 2
    if word == "需" and _NEEDED.match(text, at, end):
        return True
    if word in {"应", "要", "需", "须", "拟", "会", "可", "能"}:
        return text.startswith(_FALSE_MODAL, at)
    return word in {"力争", "力求", "计划", "务必"}


_ORDER = re.compile("[应须要得]")  # one of these stands in every attribute
_ATTRIBUTE = re.compile(
    r"[^，。；、“”]{2,14}(?:应当|必须|不得)|[^，。；、“”]{2,40}的[^，。；、的“”]{1,14}?(?:应当|必须|不得|须|应(?![急用对届收变激])|要(?![求素点]))"
    r"(?![^，。；]{1,8}的)"
)
_REPORTS = re.compile(
    r"(?:上?报)(?:请|经|送)?[^，。；]{1,30}?(?P<for>备案|批准|审批|审定|审核|审查|同意|核准|存档|备查|决定)$"
)
_NEEDED = re.compile(r"需[^，。；]{1,30}的[^，。；]{0,12}(?:要|应|须)")
_ONE_SIGN = re.compile(
    r"[抓建办修治管育引招推补强促稳扩改增让使打晒谋拼闯干保防控扶变](?:好|实|牢|优|大|强|细|深|出|成|足|住|紧|造|响|赢|通|“)?"
)


def _continues_noun(text: str, at: int, end: int) -> bool:
    """Whether a one-character verb in truth opens a noun: 建筑, 治安, 强市."""
    tokens = cut(text[at : min(end, at + 12)])
    return bool(tokens) and len(tokens[0]) > 1 and not _ONE_SIGN.fullmatch(tokens[0])


_LISTED = re.compile(
    r"[^，。；：、“”的在对按将由和与及要应须负]{2,8}?(?:部门|单位|机构)(?=[在对按应要须负]|共同|联合)"
)


def _bodies(text: str, at: int, end: int) -> int:
    """Where a list of bodies joined by 、 and 和 ends."""
    place = body_at(text, at, end)
    while 0 < place < end and text[place] in "、和及与":
        following = body_at(text, place + 1, end)
        if following < 0:
            listed = _LISTED.match(text, place + 1, end)
            following = listed.end() if listed else -1
        if following < 0:
            break
        place = following
    return place
