"""The words for every reason code: why a clause was taken or left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in both languages; `taken` says which way it decides, `confidence` how surely."""

    zh: str
    en: str
    taken: bool
    confidence: float


REASONS: dict[str, Reason] = {
    "deed": Reason("以行动动词开头，要求做一件事", "begins with a verb of action", True, 0.85),
    "duty": Reason(
        "带有“应当、须、要、不得”等义务词",
        "lays a duty with a modal such as “shall” or “must”",
        True,
        0.9,
    ),
    "subject": Reason("指名单位承担这件事", "names a body and what it has to do", True, 0.88),
    "level": Reason(
        "写明要达到的数量或水平", "states a quantity or level to be reached", True, 0.9
    ),
    "means_deed": Reason(
        "介词结构之后写明要做的事", "a deed follows an opening phrase of means", True, 0.75
    ),
    "parallel": Reason("与前面的任务并列", "stands level with the deeds before it", True, 0.7),
    "outcome_first": Reason(
        "句首的提升、增强类要求", "an improvement asked for at the head of a sentence", True, 0.65
    ),
    "dictionary_verb": Reason(
        "词典认为以动词开头", "the dictionary calls its first word a verb", True, 0.55
    ),
    "leaf_heading": Reason(
        "标题下面没有正文，标题本身就是任务", "a heading with nothing under it", True, 0.6
    ),
    "rate": Reason(
        "写明补助、补贴的标准或上限", "promises money at a stated rate or cap", True, 0.75
    ),
    "assigned": Reason(
        "写明了由谁负责，这一项须办",
        "the item closes with who is responsible, so it asks for something",
        True,
        0.7,
    ),
    "weighed_in": Reason(
        "与人工标注过的同类语句相比，多半是要办的事（由模型判断）",
        "clauses like it, in like surroundings, mostly commit (told by a model of labelled ones)",
        True,
        0.65,
    ),
    "weighed_out": Reason(
        "与人工标注过的同类语句相比，多半不是要办的事（由模型判断）",
        "clauses like it, in like surroundings, mostly do not commit "
        "(told by a model of labelled ones)",
        False,
        0.7,
    ),
    "added": Reason("由人补充或改定范围", "added or cut by a person", True, 0.99),
    "heading": Reason(
        "标题，由下文展开", "a heading that the text under it spells out", False, 0.9
    ),
    "topic": Reason(
        "段首提示句，由下文展开", "an opening topic sentence, spelt out after it", False, 0.75
    ),
    "review": Reason("属于工作回顾", "stands in a review of the past", False, 0.95),
    "past": Reason("说的是已经做到的事", "tells of what is already done", False, 0.85),
    "sounds_done": Reason(
        "读来像已经做到的事（由模型判断）",
        "sounds like something already done (told by a model)",
        False,
        0.8,
    ),
    "present": Reason("说的是现状、评价或道理", "describes, judges or explains", False, 0.75),
    "stance": Reason(
        "只表明态度或原则，无从检查", "attitude or principle, nothing to check", False, 0.8
    ),
    "means": Reason("只说明依据、方式或条件", "only a means, ground or condition", False, 0.8),
    "result": Reason("句末的目的或效果", "a closing clause of purpose or result", False, 0.7),
    "no_verb": Reason("没有要做的动作", "holds no deed", False, 0.7),
    "permission": Reason("许可，不是义务", "a permission, not a duty", False, 0.8),
    "private": Reason(
        "对个人或申请人的要求", "asked of private persons or applicants", False, 0.75
    ),
    "definition": Reason(
        "定义、适用范围或效力条款", "definition, scope or legal effect", False, 0.85
    ),
    "furniture": Reason(
        "版头、落款、来源等页面文字", "page furniture, salutation or signature", False, 0.9
    ),
    "guide": Reason("办事指南、问答中的说明", "explains a procedure to the public", False, 0.7),
    "question": Reason("问句", "a question", False, 0.9),
    "responsible": Reason("只写明责任单位", "only names who is responsible", False, 0.95),
    "roster": Reason("名单或职务", "a list of names and posts", False, 0.9),
    "annex": Reason("附件、专栏或名词解释", "annex, box or glossary", False, 0.6),
    "problem": Reason("指出现有的不足", "names a present shortcoming", False, 0.7),
    "time_only": Reason(
        "只有时间，随后面的分句", "only a time, goes with the clause after it", False, 0.9
    ),
    "learnt": Reason(
        "本机以往的复核多不采纳这类摘录（由自学模型判断）",
        "reviews here mostly rejected findings like it (told by a model trained here)",
        False,
        0.8,
    ),
    "second": Reason(
        "第二读取器（大模型）提出，须由人判断",
        "proposed by the second reader, a language model; a person has to judge",
        True,
        0.3,
    ),
    "quotation": Reason("引述他人的话", "quotes the words of others", False, 0.8),
    "boilerplate": Reason("发文套语", "formula of a covering notice", False, 0.9),
}
