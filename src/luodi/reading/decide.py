"""Decides for every clause whether it commits, with a reason code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luodi.reading.benchmarks import find_benchmarks
from luodi.reading.heads import Head
from luodi.reading.lexicon import DUTY, PERMISSION
from luodi.reading.neighbours import describes_next, names_next
from luodi.reading.parts import Part
from luodi.reading.progress import Progress
from luodi.reading.quantities import Quantity
from luodi.reading.words import alternation, each, words

_DONE = re.compile(
    r"已(?<![未将应]已)经?(?!建成的|有的|开工)(?=[\u4e00-\u9fff])|曾(?<![未将应]曾)经?(?=[\u4e00-\u9fff])"
    r"|了(?<![为罢除]了)(?![解望然])|一年来(?=[，]|$)|五年来(?=[，]|$)|近年来(?=[，]|$)|以来(?=[，]|$)"
    r"|去(?<=^去)年|过(?<=^过)去|近(?<=^近)年|同比|旨在|首要是|必将|将会|将更|将是|就会"
    r"|将(?=(?:进一步|不断|持续|仍|逐步)?(?:增强|增多|加剧|上升|面临|呈现)(?:[，。；]|$))"
)
_PAST_OPENING = re.compile(
    r"(?:过去(?:的|一|五|几)|一年来|五年来|近年来|这一年|这五年|刚刚过去|去年|上一年|几年来|多年来|长期以来|党的十[八九]大以来|“十[一二三四]五”(?:时期|期间|以来)|回顾|回望|这些成绩|成绩固然|成绩的取得|截至|目前，|当前，|一段时期)"
)
_PRIVATE = re.compile(
    rf"^(?:{alternation(words('cues', 'private'))})|(?:申请人|参保人员?|申领人|毕业生|人员|当事人)$"
)
_PRIVATE_START = re.compile(rf"(?:{alternation(words('cues', 'private'))})(?!的)")
_APPLICANT = re.compile(
    r"^(?:当|应当?|须|需|需要|必须)?(?:按[^，。]{0,8})?(?:具有|具备|符合|满足|提交|提供(?!服务)|缴纳|提出[^，。]{0,12}申请|携带|填写申|持|年满|承担(?:相应|法律|全部))"
)
_DEFINITION = re.compile(
    r"是指|本(?:办法|规定|细则|条例|规则|通知|方案|意见|措施|标准|指引)(?:自|适用|所称|由[^，。]{2,30}解释|未|中|有效期|中所)|适用(?:本|于)|解释权|有效期|施行|同时废止|简称|所称|包括(?:但不限于)?|属于|下列(?:情形|条件|行为|材料|资料|范围)|"
    r"处以|罚款|给予[^，。；]{0,2}(?:警告|处分|处罚|通报批评)|予以[^，。；]{0,2}(?:警告|处分|处罚|通报批评)|责令[^，。；]{0,4}(?:改正|停产|停业|关闭)|(?:给予|予以)[^，。；]{0,8}(?:处罚|查处)|追究[^，。]{0,10}责任|记入[^，。；]{0,8}信用|撤销其|构成犯罪"
)
_BOILER = re.compile(
    r"印发给(?:你们|各)|现(?:将|就|予|函复|批复|印发|转发|通知|公布)|请(?:结合|遵照|认真|按照|照此)[^，。]{0,20}(?:执行|贯彻|落实|实施)|特此(?:通知|公告|函|批复|说明)|向(?:大会|本次)[^，。]{0,12}报告|请予(?:审议|批准|审查)|提出意见|"
    r"收悉|函复如下|批复如下|通知如下|公告如下|提出(?:如下|以下)(?:意见|措施)|"
    + each(("制定", "提出", "出台"), r"(?:如下|以下|本)(?:措施|方案|意见|办法|行动|规划|细则|规定)")
    + r"|制定本|经[^，。]{2,24}(?:同意|批准|审议通过)|同意[^，。]{0,30}(?:意见|方案|请示)$"
    # A start is asked for behind the first sign: `re` runs past all signs that begin no branch.
    r"|来源[：:]|责编|编辑[：:]|打印(?:本页|关闭|$)|关闭窗口|阅读量|字体[：:大]|分享(?:到|至|(?<=^..))"
    r"|政府网站(?<=^....)|本网站(?<=^...)|网站(?:地图|首页|标识|声明|帮助|支持|维护|(?<=^..))|扫一扫|联系人|联系电话"
    r"|附件(?:[：:0-9一二三]|(?<=^..))|见附件|如附件"
)
_PRESENT = re.compile(
    r"是本?[^，。；]{0,24}(?:单位|机构|部门)$|"
    r"面临[^，。]*(?:变化|挑战|压力|困难|机遇|形势)$|(?:演进|累积|未变)$|"
    r"^(?:不仅|不单|不光)|^(?:这|此|那|它|其)?(?:是|就是|也是|都是|既是|正是|事关|关系|关乎|关系到|意味着|有利于|具有)|是[^，。]{0,40}(?:职责|责任|使命|关键|重要|之年|基础|保障|前提|要求|任务|举措|标志|核心|根本|目标|所在|时期|抓手|原则|体现|工作)$|至关重要|意义重大|难能可贵"
)
_SERVES = re.compile(
    r"^为[^，。；]{2,}(?:奠定|提供|创造|营造|打下|注入|作出|做出|积累|增添)[^，。；]*"
    r"(?:基础|动力|保障|支撑|条件|环境|贡献|力量|活力|经验|氛围)$"
)
_PLACES_FIRST = re.compile(
    r"[把将][^，。；]{2,60}(?:作为|放在|摆在|摆到)[^，。；]{0,24}"
    r"(?:要求|方向|任务|抓手|重点|核心|根本|出发点|落脚点|着力点|主线|目标|支撑|前提|位置|首位|导向|突破口|关键|底线|生命线|大事|标准)$"
)
_CONDITION = re.compile(r"(?<!目)的(?:（[^（）]*）)?$")
_POSTS = re.compile(r"(?:担任|兼任)(?![^，。]{0,6}制)|主要负责(?:人|同志)为")
_SETTING = re.compile(
    r"(?:的情况下|过程中|(?<![及准按同限定小届实])时|之前|之后|的同时|"
    r"前提下|基础上|期间|之际|(?<![今此最前午产落背售])后)$|"
    r"之?日起[^，。]{0,12}内$|\d个?(?:工作)?[日天月年]内$|"
    r"通过[^，。；]*(?:渠道|方式|途径|手段)$|"
    r"^在[^，。；]*(?:领域|方面|环节|地区|行业|场景|区域|范围内?)$|"
    r"(?<=[^，][^，])(?:机制|框架|领导|部署|授权)下$|"
    r"^(?:运用|采用|采取|利用|借助|充分利用|综合运用)[^，。；]*等?(?:技术|手段|方式|模式|方法|工具|形式|途径)$"
)
_SLOGAN = re.compile(
    r"(?:不懈努力|努力奋斗|团结奋斗|不懈奋斗|更大贡献|新贡献|新篇章|新局面|新作为|新机遇|新征程|新辉煌|新担当|华章|答卷|新答卷|(?:凝聚|汇聚|贡献|注入)[^，。；]{0,12}力量|大局|道路|工作合力|良好局面|新优势|美好现实)$|辜负|无愧于|"
    r"^(?:共同|奋力|携手|努力|为)[^，。；]*(?:奋斗|努力|贡献|谱写|书写|开创|创造新)"
)
_LEADS_ENDINGS = ("牵头", "担任", "组成", "兼任", "参加")
_LEADS_ONLY = re.compile(
    r"(?:(?:副?组长|成员|委员|召集人|领导小组|[^，。]{2,24}(?:部|会|组|办公室)主?要?)?由[^，。]{2,400}等?[^，。]{0,20}(?:组成|兼任|担任))|由[^，。]{2,40}(?:牵头|担任|组成|兼任)|[^，。]{2,60}(?:等)?参加"
)
_RATE = re.compile(
    r"(?:补贴|补助|奖励|资助|奖补|标准|额度|限额|支持|救助|低保|保障金|津贴|经费|给予|发放|安排)"
)
_BODY_ACTS = re.compile(
    r"(?:部门|单位|机构|政府|委员会|局|厅|办|委|部|会|中心|地区|各地|县区|乡镇|公司|企业|院|学校|办事处|街道|组织|集团|银行|医院|站|所|队|政府办)$"
)
_WE = re.compile(r"^(?:我们|我国|我省|我市|我区|我县|全[省市区县国]|本届政府|各级|各地|各|政府|要)")
_NOT_DUTY_TARGET = re.compile(
    r"^(?:要|必须|应当?|需要?)(?:坚持(?![和并完])|始终|认识|清醒|看到|牢记|牢固|充分认识|深刻|珍惜|倍加|把握|在于|求|看|懂|有|以|立足|顺应|树立|站在|注重处理|注重把握|学|靠)"
)


@dataclass(slots=True)
class View:
    """What the decision may look at for one clause: its words, and all that came before it."""

    progress: Progress
    part: Part
    place: int
    text: str
    words: str
    head: Head
    quantities: tuple[Quantity, ...]
    document_kind: str

    @property
    def following(self) -> Part | None:
        """The clause behind this one."""
        parts = self.progress.parts
        return parts[self.place + 1] if self.place + 1 < len(parts) else None


_AFTER_NUMBER = re.compile(r"(?:——|[一二三四五六七八九十]{1,3}[、是]|（[^）]{1,3}）|\d+[.、])?[ ]?")


def is_past_paragraph(text: str, start: int, end: int, *, counted: bool) -> bool:
    """Whether a paragraph tells of the past: by its opening or, `counted`, by most sentences."""
    begin = _behind_number(text, start, end)
    if _PAST_OPENING.match(text, begin, end):
        weak = text.startswith(("目前", "当前"), begin)
        return not (weak and _WILL.search(text, begin, end))
    if not counted:
        return False
    sentences = max(1, text.count("。", start, end))
    cues = sum(1 for _ in _PAST_CUES.finditer(text, start, end))
    plans = sum(1 for _ in _PLAN_CUES.finditer(text, start, end))
    return cues >= 2 and cues >= 0.8 * sentences and plans * 2 < cues


def looks_back(text: str, start: int, end: int) -> bool:
    """Whether a paragraph under a heading of plans (发展成就和主要目标) tells of the past alone."""
    begin = _behind_number(text, start, end)
    if not _LOOKS_BACK.match(text, begin, end):
        return False
    return _AHEAD.search(text, begin, end) is None


def _behind_number(text: str, start: int, end: int) -> int:
    found = _AFTER_NUMBER.match(text, start, end)
    return found.end() if found else start


_LOOKS_BACK = re.compile(
    "过去(?:的?[一两三五十几]|的)|(?:[一两三五几]|[两三]十)年来|这[一五]年|刚刚过去|回顾|回望"
)
_AHEAD = re.compile(
    "今年|今后|未来|下一步|明年|新的一年|要(?<![主重需首概])(?![素求点])|必须|将(?<![即])|力争|我们继续"
)
_WILL = re.compile(
    r"(?:我们|我[部委局厅办市省区县]|下一步)[也还]?将|将(?:认真|积极|进一步|继续|抓紧)"
)
_PAST_CUES = re.compile(
    r"(?<![为罢除])了(?![解望然])|已(?!有的)|累计|首次|获批|获评|入选|居全国|全国首|圆满|成功(?!率)|取得|(?:达到?|突破|超|增长)\d[^，。；]{0,12}(?=[、，。；])|扎实推进。|稳步提升|显著(?:提升|增强|改善)|不断(?:增强|提升|完善)"
)
_PLAN_CUES = re.compile(r"[要将]|力争|以上|左右|推进|到20\d\d年|加快|启动实施|新增|着力|计划")


def decide(view: View) -> str:
    """The reason code of one clause; REASONS says whether it is taken."""
    code = _frame_rules(view) or _wording_rules(view) or _kind_rules(view)
    if code:
        return code
    code = _head_rules(view)
    return "level" if code in _LEFT and _aims_at_others(view) else code


_LEFT = frozenset({"present", "result", "means", "stance"})
_STRIVES = re.compile(r"力争|争取|确保|保证|努力|力求|保持|实现|推动|预期")


def _aims_at_others(view: View) -> bool:
    """Whether a level that others set (高于全省平均水平) is to be reached: it needs no figure."""
    if not find_benchmarks(view.text, view.part.start, view.part.end):
        return False
    due = view.progress.is_due() or any(when.by for when in view.part.whens)
    return view.progress.carried.goal_list or due or _STRIVES.search(view.words) is not None


def _frame_rules(view: View) -> str:
    if view.progress.guiding and not view.quantities and view.head.kind != "deed":
        return "stance"
    if view.part.mark in {"？", "?"}:
        return "question"
    if view.progress.setting.listing and not _is_told(view):
        return "definition"
    if view.progress.past and view.head.modal not in DUTY:
        return "past"
    return "sounds_done" if view.progress.sounds_done else ""


def _is_told(view: View) -> bool:
    """Whether a body is told to act, here or by the clauses before."""
    bound = view.progress.taken and view.progress.carried.units
    return bool(bound) or (_body_like(view) and view.head.kind == "deed")


def _wording_rules(view: View) -> str:
    text = view.words
    if _BOILER.search(text) or view.progress.preamble:
        return "boilerplate"
    if text.endswith(_LEADS_ENDINGS) and _LEADS_ONLY.fullmatch(text):
        return "responsible"
    if ("任" in text or "负责" in text) and _POSTS.search(text):
        return "roster"
    if view.head.kind == "none" or view.head.at >= view.part.end:
        return "no_verb"
    if _DONE.search(view.text[view.part.core : view.part.end]) and view.head.modal not in DUTY:
        return "past"
    if text[0] == "为" and _SERVES.search(text):
        return "result"
    if text[-1] in "的）" and view.part.mark in {"，", "："} and _CONDITION.search(text):
        return "means"
    if view.part.mark == "，" and describes_next(view.text, view.part, view.following):
        return "present"
    if view.part.mark == "，" and "会同" in text and _WITH_WHOM.fullmatch(text):
        return "means"
    if text[-1] in _NAME_ENDS and _NAMED_ONLY.fullmatch(view.text, view.part.core, view.part.end):
        return "topic"
    if view.part.mark == "，" and not view.quantities and _sets_scene(text):
        return "means"
    if not view.quantities and _is_slogan(text):
        return "stance"
    if text[-1] in "署求" and view.head.modal not in DUTY and _DEPLOYED.search(text):
        return "stance"
    if view.document_kind in _DEFINING and _DEFINITION.search(text):
        return "definition"
    if view.head.modal not in {"应当", "须", "不得"} and _tells_how_it_is(text):
        return "present"
    return ""


# What every report says in these words; nobody could ask later whether it was done.
_FORMULA = re.compile(
    r"质的有效提升和量的合理增长|两个(?:确立|维护)|四个(?:意识|自信)|保持社会(?:大局)?(?:和谐)?稳定$|"
    r"^(?:更好|着力|坚定不移|扎实|全力|奋力)?推动高质量发展$|(?:融入|服务|构建)[^，。；]{0,6}新发展格局$|"
    r"^[^，。；]{0,8}(?:做好|抓好)(?:今年|明年|当前|今后|下一步|\d{4}年)[^，。；]{0,16}工作$|"
    r"加快建设[^，。；]{2,14}的(?:社会主义)?现代化[\u4e00-\u9fff]{2,4}$|办好自己的事|政治责任$"
)
_IDIOM = alternation(words("cues", "idiom"))
_IDIOMS = re.compile(
    rf"(?:我们|各级|必须|一定|要|更加?|努力|始终|坚持|做到|实现)*(?:{_IDIOM})(?:[、和，]?(?:{_IDIOM}))*"
)
_IDIOM_ENDS = frozenset(word[-1] for word in words("cues", "idiom"))
_THOUGHT_ENDS = frozenset("想神念求述话线循导义观署略")
_THOUGHT = re.compile(
    r"(?:贯彻|落实|践行)[^，。；]*(?:科学发展观|总体国家安全观|基本理论[^，。；]*|[\u4e00-\u9fff]{2}城市理念)$|"
    r"(?:贯彻|学习|领会|领悟|践行|落实|把握|坚持)[^，。；]*(?:思想|发展理念|重要论述|重要讲话|总要求|"
    r"(?:全会|会议|大会|讲话|论述|指示|批示|两会|[一二三四五六七八九十]大)[^，。；]{0,14}精神)$|"
    r"作为[^，。；]{0,8}(?:总方针|总纲领|总遵循|根本遵循)[^，。；]*$"
)
_DEPLOYED = re.compile(r"(?:贯彻|落实)(?:好)?党中央[^，。；]*(?:决策部署|部署要求|部署)$")
_WITH_WHOM = re.compile(r"[^，]{2,40}会同[^，]{2,80}(?:部门|单位|机构|政府|[局厅委办部])")
_NAME_ENDS = frozenset("求则责容路程序")
_NAMED_ONLY = re.compile(
    r"[^，。；]{0,24}(?<![按照合据符])(?:工作|总体|基本|主要|具体)(?:要求|原则|职责|内容|思路|流程|程序)"
)

# Each of these asks the last or first sign before it tries a slow pattern.
_DEFINING = frozenset({"rule", "guide", "notice", "unknown", "letter"})
_SCENE_ENDS = frozenset("道途域面节区业景围内下中时前后上间际术段式法具径")
_SLOGAN_ENDS = frozenset("力斗献章局为遇程煌当卷量路面势实")
_SLOGAN_STARTS = frozenset("共奋携努为")
_PRESENT_STARTS = frozenset("不这此那它其事关意有具")


def _sets_scene(text: str) -> bool:
    return text[-1] in _SCENE_ENDS and _SETTING.search(text) is not None


def _is_slogan(text: str) -> bool:
    if _FORMULA.search(text) or (text[-1] in _IDIOM_ENDS and _IDIOMS.fullmatch(text)):
        return True
    if text[-1] in _THOUGHT_ENDS and _THOUGHT.search(text):
        return True
    slogan = text[-1] in _SLOGAN_ENDS or text[0] in _SLOGAN_STARTS
    if slogan and _SLOGAN.search(text):
        return True
    return ("作为" in text or "放在" in text or "摆" in text) and bool(_PLACES_FIRST.search(text))


def _tells_how_it_is(text: str) -> bool:
    hint = (
        "是" in text
        or text[-1] in "进积变化战力难遇势位构门"
        or text[0] in _PRESENT_STARTS
        or "重" in text
        or "难能" in text
    )
    return hint and _PRESENT.search(text) is not None


def _kind_rules(view: View) -> str:
    """Standing rules bind organisations; guides bind almost nobody."""
    carried = view.progress.carried.permits and not view.head.modal and not view.head.subject
    if view.head.modal in PERMISSION or carried:
        return "rate" if _promises_money(view) else "permission"
    if view.document_kind not in {"rule", "guide", "notice", "letter", "unknown"}:
        return ""
    if _is_private(view) or (view.progress.carried.private and not _body_like(view)):
        return "private"
    if names_next(view.text, view.part, view.following):
        return "present"
    if view.document_kind in {"guide", "letter"}:
        return _guide_rule(view)
    return ""


def _promises_money(view: View) -> bool:
    return bool(view.quantities and _GIVES.search(view.words))


_GIVES = re.compile(
    r"(?:给予|予以|补助|补贴|奖励|资助|奖补)[^，。；]*(?:元|%)|(?:元|%)[^，。；]*(?:补助|补贴|奖励|资助|奖补|贴息)"
)


def _is_private(view: View) -> bool:
    subject = view.head.subject
    if subject and _PRIVATE.search(view.text[subject[0] : subject[1]].strip()):
        return True
    if subject and _body_like(view):
        return False
    if _PRIVATE_START.match(view.text, view.part.core, view.part.end):
        return True
    return (
        bool(_APPLICANT.match(view.text[view.head.start : view.part.end]))
        and view.document_kind != "plan"
    )


def _guide_rule(view: View) -> str:
    if view.quantities and _MONEY.search(view.words) and _RATE.search(view.words):
        return "rate"
    if view.head.modal in DUTY and view.head.subject and _body_like(view):
        return "duty"
    return "guide" if view.document_kind == "guide" else ""


_MONEY = re.compile(r"元")


def _body_like(view: View) -> bool:
    subject = view.head.subject
    return bool(subject and _BODY_ACTS.search(view.text[subject[0] : subject[1]]))


def _head_rules(view: View) -> str:
    head = view.head
    measured = bool(view.quantities)
    if head.kind in _NO_DEED and _gives_money(view):
        return "rate"
    if head.kind == "means":
        return _means_rule(view)
    if head.kind == "stance":
        return _stance_rule(view)
    if head.kind == "nominal":
        return _nominal_rule(view)
    if head.kind == "ensure":
        return "level" if measured or _COMPLETES.search(view.words) else "result"
    if head.kind == "result":
        return _result_rule(view)
    if head.kind == "guessed":
        return _guessed_rule(view)
    if view.text[head.start] in "要必应需" and _NOT_DUTY_TARGET.match(
        view.text[head.start : view.part.end]
    ):
        return "stance"
    if head.modal in DUTY:
        return "duty"
    return "subject" if head.subject else "deed"


_COMPLETES = re.compile(r"确保(?:如期|按期|圆满|全面)?完成[^，。；]*(?:目标|任务)$")


_NO_DEED = frozenset({"means", "nominal", "guessed"})


def _guessed_rule(view: View) -> str:
    """A verb that only the dictionary knows counts where the document orders deeds anyway."""
    if view.head.modal in DUTY:
        return "duty"
    orders = view.document_kind in {"plan", "report", "speech"} or view.progress.taken > 0
    attribute = _ATTRIBUTE.search(view.words) is not None
    return "dictionary_verb" if orders and not attribute else "present"


_ATTRIBUTE = re.compile(r"的[\u4e00-\u9fff]{1,12}$|、")


def _gives_money(view: View) -> bool:
    """Whether a clause promises money though no verb of a deed opens it: 省级给予奖补50万元."""
    return view.document_kind not in {"report", "speech"} and _promises_money(view)


def _means_rule(view: View) -> str:
    ordered = view.head.modal in _ORDERED and (view.head.modal != "要" or _body_like(view))
    if ordered and view.part.mark in {"。", "；"}:
        return "duty"
    forward = (
        view.progress.carried.goal_list
        or view.head.modal in DUTY
        or any(when.by for when in view.part.whens)
    )
    if forward and (view.quantities or _STATE_GOAL.search(view.words)):
        return "level"
    if view.quantities and _CAPPED.search(view.words):
        return "level"
    if view.document_kind == "rule" and view.quantities and _RATE.search(view.words):
        return "rate"
    return "means"


_CAPPED = re.compile(r"(?:原则上)?不得?(?:低于|高于|少于|超过)[^，。；]{0,16}\d")
_ORDERED = frozenset({"要", "应当", "应该", "应", "须", "必须"})
_BINDING = frozenset({"不得", "严禁", "禁止", "不准", "决不允许", "绝不允许", "应当", "须", "必须"})


def _stance_rule(view: View) -> str:
    if view.head.modal in _BINDING and view.document_kind == "rule":
        return "stance" if _PRINCIPLE.search(view.words) else "duty"
    if view.quantities and view.progress.carried.goal_list:
        return "level"
    return "deed" if _LEARNS.search(view.words) else "stance"


_PRINCIPLE = re.compile(r"(?:遵循|坚持)[^，。；]*原则$")
_LEARNS = re.compile(r"(?:学习|借鉴)[^，。；]*(?:模式|经验|做法|办法)$")
_EFFORT = re.compile(
    r"(?:积极|大力|着力|加快|努力|扎实|深入|稳步|全力|加力|逐步|重点|优先|千方百计|多渠道)"
)
_LEVEL_VERB = re.compile(
    r"不得?(?:低于|高于|少于|超过)|压减|超(?=\d)|新?(?:认证|入库|登记|建成)|增长|增加|达到?|下降|降低|提高|提升|控制在|稳定在|保持|不低于|不超过|不少于|超过|突破|实现|完成|回升|同步|安排|新增|就业|翻|减少|走在|位居|稳居|进入|领先|建成|形成|基本|纳入|全覆盖|配备|减负|扩招|占比?"
)
_STATE_GOAL = re.compile(
    r"(?:全面|基本|率先|全部|初步|明显|显著|大幅|有效|持续|进一步|更加|不断)?(?:实现[^，。；]{2,}|(?<!的)(?:建立|建成|形成|健全|完善|提升|增强|改善|提高|取得[^，。；]{0,6}(?:突破|进展|成效)|进入[^，。；]{2,}阶段))$|"
    r"(?:全面|大范围|普遍|明显|显著|基本|初步|大幅|持续|更加|有力|有效|稳步)[\u4e00-\u9fff]{2,4}$|得到[^，。；]{2,8}$|"
    r"(?:实现|建成|形成|达到|进入|跻身)[^，。；的]{2,}|走在[^，。]{0,10}前列|稳居|位居|合理回升|合理增长|同步增长|基本同步|持续改善|(?:全面|基本)(?:建成|形成|建立|实现|完成)"
)


_ENTERS = re.compile(r"[\u4e00-\u9fff]{3,}(?:纳入|列入)[\u4e00-\u9fff]{2,}")


def _nominal_rule(view: View) -> str:
    text = view.words
    due = view.progress.is_due() or any(when.by for when in view.part.whens)
    forward = (
        view.progress.carried.goal_list
        or view.progress.setting.role in {"plan", "guarantee"}
        or due
    )
    if view.head.modal in DUTY:
        return "duty"
    enters = "纳入" in text or "列入" in text
    if enters and _ENTERS.search(text) and view.document_kind in {"rule", "plan", "report"}:
        return "subject"
    if view.quantities and (_LEVEL_VERB.search(text) or view.progress.carried.goal_list):
        if view.document_kind in {"rule", "notice", "unknown", "letter"} and not forward:
            return "rate" if _MONEY.search(text) and _RATE.search(text) else "present"
        return "level"
    if view.document_kind == "rule" and view.quantities and _RATE.search(text):
        return "rate"
    plans = view.document_kind in {"plan", "report", "speech"}
    if view.progress.carried.goal_list or (due and plans and _STATE_GOAL.search(text)):
        return "level"
    if view.head.subject and view.head.word and _body_like(view):
        return "subject"
    return "present"


def _result_rule(view: View) -> str:
    if view.quantities or view.progress.carried.goal_list:
        return "level"
    if view.head.modal in DUTY:
        return "duty"
    if not view.progress.taken:
        return "outcome_first"
    if _EFFORT.match(view.text, view.head.start, view.part.end):
        return "parallel"
    concrete = view.head.word in _CONCRETE or _SHARE.search(view.words) or "形成一批" in view.words
    return "parallel" if concrete or not view.progress.is_closing(view.place) else "result"


_SHARE = re.compile(r"(?:占比|比重|比例|份额|[覆普]?[盖及]?率)$")
# What these bring about can be looked at; other closing clauses of result only say why.
_CONCRETE = frozenset({"打造", "维护", "防止", "防范", "解决", "遏制"})
