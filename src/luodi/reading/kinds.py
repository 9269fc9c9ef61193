"""Says of which kind a commitment is: goal, task, project, reform or request."""

from __future__ import annotations

import re
from functools import lru_cache

from luodi.reading.benchmarks import find_benchmarks
from luodi.reading.quantities import Quantity
from luodi.reading.types import CommitmentKind
from luodi.reading.words import each
from luodi.reading.words import words as word_class

_REQUEST = re.compile(
    r"(?:争取|恳请|请求|提请|商请|报请|呈请|恳求)"
    r"(?!.{0,3}(?:实现|达到|完成|取得更好|更大|早日|年内|在|到|今年|突破|引进|扩大|增加|让))"
    r"(?![^，。；]{2,16}的[^，。；]{2,14}由)[^，。；]{0,40}"
    r"(?:支持|试点|纳入|资金|政策|项目|布局|授权|批复|批准|国家|中央|上级|省级|部|落户|指标|额度|债券|国债|"
    r"倾斜|专项|安排|发行)|(?:积极)?向上争取|恳请"
    r"|争取(?:在[^，。；]{1,12})?(?:再|更多[^，。；]{1,10})?(?:设立|增设|新设|获批|纳规|列入|落户|落地|布局|批复)"
    r"|争取[^，。；]{2,30}(?:在[^，。；]{1,8}(?:落地|转化|落户|布局|中试)|山水工程|重大专项|国家[^，。；]{0,6}项目)"
    r"|^提请[^，。；]{0,12}(?:修订|修改|制定|审议)"
    r"|^请(?:国务院|国家|中央|省|市)[^，。；]{0,20}(?:支持|给予|帮助|安排|批准|考虑)"
)
_CREATES = re.compile(r"(?:创建|争创|创成|申报|申创|跻身|入选|争当|获评|力争成为)")
_TITLE = re.compile(
    r"示范(?:市|县|区|城市|省|村|镇|点|基地|园区|区县|社区|地区|区域|带|校|单位)?|先行区|标杆|文明城市|"
    r"卫生城市|百强|强[省市县区国镇]|试点|高地|样板|称号|名城|排头兵|先行者|引领区|国家级|城市|品牌"
)
_GRAND = re.compile(
    r"(?:高地|先行区|示范区|强[省市县区国]|标杆地?|样板|引领区|名城|之城|重镇|第一方阵|增长极|都市圈|"
    r"中心城市|策源地|集聚地|目的地|城市|门户|枢纽|桥头堡|验证实践地)(?:、[^，。；]*)?$"
)
_RANK = re.compile(
    r"(?:走在|位居|居|进入|跻身|稳居|列|迈入|保持)[^，。；]{0,14}"
    r"(?:前列|第一方阵|第一梯队|前茅|首位|上游|前[\d一二三四五六七八九十]+|领先)"
)
_LEVEL = re.compile(
    r"增长|达到?|提高到|提升到|提升至|提高至|降至|下降|降低|控制在|稳定在|保持在|不低于|不超过|不少于|突破|超过|"
    r"高于|低于|翻|力争|全覆盖|同步|合理回升|稳居|达标率|覆盖率|占比|比重|比例|率|新增|就业|总量|产量|产值"
)
_LEVEL_UNITS = frozenset({"%", "个百分点", "百分点", "位", "倍", "强"})
_REACHES = word_class("kinds", "reaches")
_COUNTED_DEEDS = word_class("kinds", "counted_deeds")
_BUILDS = word_class("kinds", "builds")
_STARTS = word_class("kinds", "starts")
_FURNISHES = word_class("kinds", "furnishes")
_REACHED = re.compile(
    r"力争|达到|达\d|实现[^，。；]*\d|^(?:每年)?新增[^，。；]{0,24}\d|确保[^，。；]*\d|保持[^，。；]*\d|稳定在|"
    r"控制在|突破\d|总量|总产|总值"
)
_REFORM_NOUN = re.compile(
    r"机制|制度|改革|办法|条例|规定|标(?<!高标)准(?!化(?!指南))|规则|细则|规程|法规|立法|规章|清单|"
    r"权限(?!管理)|职权|"
    + each(("标准", "技术", "行业", "服务", "工作", "操作", "制", "管理"), "规范")
    + r"|审批|许可|准入|体制|权责|"
    r"指南|导则|准则|章程|指标体系|标准体系|流程|手续|税率|费率|环节|证明|报到证|政策(?!咨询|宣传)|图谱|程序|资本金"
)
_MAKES_RULES = re.compile(
    r"(?:制定|出台|研制|修订|修改|编制|起草|制修订|修订完善|制订|拟定|拟订|印发|发布|颁布|研究提出|编写|修编)"
    r"[^，。；]*?(?:机制|制度|办法|条例|规定|(?<!高)标准|规则|细则|规程|法规|方案|预案|规划|计划|战略|指南|导则|"
    r"意见|政策|清单|目录|章程|规范|政策措施|图谱|指引|文件)"
)
# The shorter 建 stands first, so that a noun is looked for right behind it.
_CHANGES = re.compile(
    "建|健全|完善|构建|深化|推进|推动|实行|推行|探索|试行|优化|改革|调整|取消|简化|精简|创新|明确|废止|清理|"
    "放宽|放开|下放|厘清|统一|强化|形成|细化|理顺|降低|推广|规范|实施|试点"
)
_CLAUSE_ENDS = re.compile("[，。；]")
_REFORM_VERB = re.compile(
    r"(?:取消|简化|精简|下放|放宽|放开|废止|改革|理顺|厘清|立法|试行|清理规范|推行|允许)"
)
_INTO = r"[^，。；]{0,24}(?:考核|条件|评价|程序|评审|体系|轨道|范围|管理|清单|目录|医保)"
_MADE = r"(?:建设|创新|衔接|集成创新)?$"
_REFORM_TOPIC = re.compile(
    r"(?:权限?|自主权|事项)[^，。；]{0,8}下放|下放[^，。；]{0,16}权|一票否决|新模式$|"
    r"(?:撤销|合并设立|合并后设立|设立)[^，。；]{1,40}(?:村|居委会|村委会|社区|建制)$|"
    r"(?:办法|细则|标准|指标|规则|方案|条件)[^，。；]{0,4}由[^，。；]{2,40}(?:制定|拟定|修订|修订完善|明确)|"
    r"作为[^，。；]{0,24}(?:依据|必备条件|重要内容)(?:之一)?$|赋予[^，。；]{2,30}(?:权|政策)|授权[^，。；]{2,16}机构|"
    r"改革(?!开放|发展|试验区|攻坚行动|试点成果)|"
    + each(("纳入", "列入"), _INTO)
    + r"|法治化轨道|分类管理|作为[^，。；]{0,12}条件|放管服|调整[^，。；]{0,20}价格|"
    + each(("机制", "制度", "办法", "细则", "条例", "法规", "标准", "体制"), _MADE)
    + r"|创新[^，。；]{0,14}(?:方式|机制|体制)$|规范[^，。；]{0,30}(?:条件|方式|程序|情形)"
)
_NOT_REFORM = re.compile(
    r"^(?:[^，。；]{0,6})(?:落实|执行|参与|宣传|用好|用足|利用|享受|加强|对接)[^，。；]*"
    r"(?:制度|政策|机制|标准|方案|规划|规定)|(?:实施|落实)[^，。；]*(?:方案|计划|政策|行动|战略|工程)"
)
_NO_CHANGE = re.compile("落实|执行|参与|宣传|用好|用足|利用|享受|加强|对接|实施")
# Every branch begins with a sign of its own, so that `re` runs past all signs that begin none.
_WORKS = re.compile(
    r"大桥|隧道|高速(?:公路)?|高铁|铁路|公路|国道|机场|港口|码头|航道|水库|灌区|水利枢纽|电站|电厂|变电站|"
    r"输变电|管网|管廊|泵站|堤防|水厂|污水处理厂|停车(?:场|位)|充电(?:桩|站|设施|基础设施)|加氢站|学校|幼儿园|医院|"
    r"博物馆|图书馆|体育[馆场]|场馆|文化馆|剧院|公园|植物园|绿道|步行街|小区|保障性住房|公租房|安置房|"
    r"宿舍|厂房|生产线|产线|项(?<!建设项)目(?!审批|申报|建设管理|资金|管理|储备|资本金|报建|前期|融资)|"
    r"工程(?!师|系列|技术|机械|质量|安全|款|治理)|园区|产业园|示范园|科技园|物流园|孵化器|基地(?!化)|"
    r"中心(?!城|工作|任务|环节|区域|枢纽)|平台(?!经济|企业|监管|治理)|系统(?!性|化|观念|治理|思维|集成|开发)|"
    r"网络(?!安全|强国|空间|市场|监管|货运)|通信网|专网|数据库|数据集|语料[库集]|大模型|智能体|算力|云平台|"
    r"大脑|一张网|高标准农田|仓储|冷库|冷链设施|训练场|考场|营地|驿站|养老机构|服务站|卫生院|卫生室|福利院|"
    r"敬老院|综合体|街区|管道|光缆|基站|灯塔工厂|未来工厂|实验室|研究院|新片区|骨干网|水网|电网|保护点|"
    r"数据空间|商务区|创新港|病房|床位|星座|院区|先导区|研[发究]机构|中枢|资源池|培育库|廊道|防护林|景区|场站|客运站|智算云|科学城|书房|口袋公园|老旧小区|泊位|专区|设施|应用(?=建设)|链路|塔"
)
_ABSTRACT_WORKS = re.compile(
    r"(?:体系|机制|制度|能力|政策|规划|生态|队伍|氛围|环境|水平|文化|意识|集群|品牌|作用|优势|人才|监测|"
    r"监管|服务|安全|管理|创建|保护|试点|走廊|矩阵|格局|模式|力度|闭环|支持|布局|运营|投资|目录|使用|标准化|"
    r"窗口|合作区|范围|质量|效益|水准|功能|融合|应用|攻关|研究|评价|治理)$"
)
_REST = re.compile(
    r"(?:[、和及与等（]|\d|建设|改造|新建|扩建|项目|规划|前期|投用|提升|以上|左右|共|一批|，|”|扩容|升级|可研|"
    r"开工|竣工|通车|落地|工程|除险|集群|群|网|区|站|点|化改造|主体|一体化|[一二三四五六七八九十]+期)"
)
_NAMED_WORKS = re.compile(
    r"建设|改造提升|扩建|新建|开工|竣工|通车|网络$|电网|水网|云$|平台|系统|重大[^，。；]{0,6}工程|"
    r"(?:铁路|高速|大桥|机场|水库|灌区|枢纽|电站)|智慧[^，。；]{2,8}项目"
)
_THING = re.compile(r"(?:网|网络|保护点|平台|系统|数据库|专网|中心|基地|站|库|园|云|考场|专区)$")
_RATE = re.compile(r"给予|发放|补贴|补助|奖励|标准|限额|贴息|资助|奖补|津贴|经费|最高|每[人件户]")


# Who encourages others to ask does not ask.
_LETS_OTHERS = ("鼓励", "引导", "支持", "推动", "指导")


def kind_of(
    words: str, verb: str, quantities: tuple[Quantity, ...], *, nominal: bool
) -> CommitmentKind:
    """The kind of a commitment from its own words, its head verb and its quantities."""
    verb = _core(verb)
    asks = "请" in words or "争取" in words
    if asks and _REQUEST.search(words) and not verb.startswith(_LETS_OTHERS):
        return "request"
    if _promises_rate(words, quantities):
        return "task"
    if _is_goal(words, verb, quantities, nominal):
        return "goal"
    if _MAKES_RULES.search(words) and verb not in _STARTS:
        return "reform"
    if _is_project(words, verb):
        return "project"
    return "reform" if _is_reform(words, verb) else "task"


_HOW = re.compile(
    r"(?:加快|深入|全面|稳步|有序|统筹|扎实|组织|探索|研究|一体|协同|率先|加大|持续|优先)(?=..)"
)


@lru_cache(maxsize=4096)
def _core(verb: str) -> str:
    """The verb without the manner written together with it: 加快推进 is 推进."""
    return _HOW.sub("", verb, count=1)


def _promises_rate(words: str, quantities: tuple[Quantity, ...]) -> bool:
    """A promise of money at a rate or cap is a deed, not a level."""
    if not quantities:
        return False
    money = [item for item in quantities if item.unit == "元"]
    small = all(item.value < 10_000_000 for item in money)
    return bool(money) and small and _RATE.search(words) is not None


def spends(words: str, quantities: tuple[Quantity, ...]) -> bool:
    """Whether the words set money or staff aside, or promise a rate: a deed even among goals."""
    return _promises_rate(words, quantities) or _SPENDS.search(words) is not None


def _is_goal(words: str, verb: str, quantities: tuple[Quantity, ...], nominal: bool) -> bool:
    if _RANK.search(words) or (quantities and any(map(_is_rank, quantities))):
        return True
    if nominal and find_benchmarks(words, 0, len(words)):
        return True
    if verb in _CREATES_VERBS and _TITLE.search(words):
        return True
    if verb in _BECOMES and _GRAND.search(words):
        return True
    if verb in _BRINGS_ABOUT and quantities and not _RATE.search(words):
        return True
    if nominal and _SPENDS.search(words):
        return False
    if nominal:
        told = words.startswith(_MODALS)
        return bool(quantities) or (not told and _LEVEL.search(words) is not None)
    if verb in _COUNTED_DEEDS and "力争" not in words:
        return False
    if not quantities:
        return False
    level = any(item.unit in _LEVEL_UNITS or item.comparator in {"+", "-"} for item in quantities)
    if level and (_LEVEL.search(words) or verb in _REACHES):
        return True
    return _REACHED.search(words) is not None


def _is_rank(item: Quantity) -> bool:
    return item.comparator in {"rank<=", "x"}


# Closing in a number, what these bring about is a level reached: 形成典型案例50个以上.
_BRINGS_ABOUT = frozenset({"形成", "实现", "成为", "保持"})
_MODALS = ("要", "应", "须", "必须", "将", "不得", "负责", "严禁", "禁止")
_SPENDS = re.compile(r"(?:配备|安排(?!支出)|拟?投入(?!强度|占)|拨付|发放)[^，。；\d]{0,12}\d")
_CREATES_VERBS = frozenset({"创建", "争创", "创成", "申报", "申创", "跻身", "入选", "争当"})
_BECOMES = frozenset({"打造", "建成", "建设", "争当", "成为", "力争", "加快建设", "构建"})


def _is_project(words: str, verb: str) -> bool:
    """A named or physical thing that the head verb builds, sets up or furnishes."""
    supported = verb == "支持" and any(name in words for name in _SUPPORTED)
    if verb not in _MAKES and not supported and not _SETS_UP.match(_from_verb(words, verb)):
        return False
    works = _last_works(words)
    if works is None or _ABSTRACT_WORKS.search(words):
        return False
    if verb in _STARTS:
        return bool(_NAMED_WORKS.search(words)) and not _GENERIC.search(words)
    return bool(_THING.search(words)) if verb in _FURNISHES else True


_MAKES = _BUILDS | _STARTS | _FURNISHES
_SUPPORTED = ("建设", "新建", "搭建", "改建")
_SETS_UP = re.compile(
    r"(?:探索|研究|推动|鼓励|引导|谋划|组织)(?:搭建|建设|新建|组建|设立|建立|打造)"
)
_GENERIC = re.compile(
    r"实施[^，。；]{0,16}项目$|(?:治理|整治|修复|搬迁|攻坚|培育|保护)[^，。；]{0,8}(?:工程|项目)"
)


def _last_works(words: str) -> re.Match[str] | None:
    """The last work named, when the words after it do not turn it into an attribute."""
    last = None
    for found in _WORKS.finditer(words):
        last = found
    if last is None:
        return None
    rest = words[last.end() :]
    return last if not rest or _REST.match(rest) or len(rest) <= 2 else None


def _is_reform(words: str, verb: str) -> bool:
    if _REFORM_TOPIC.search(words):
        return not words.startswith(("执行", "落实"))
    if _NO_CHANGE.search(words) and _NOT_REFORM.search(words):
        return False
    return verb in _REFORM_VERBS or _changes_rules(_from_verb(words, verb))


def _changes_rules(words: str) -> bool:
    """Whether the words begin with a change and name a rule in the same clause: 完善…机制."""
    change = _CHANGES.match(words)
    noun = _REFORM_NOUN.search(words, change.end()) if change else None
    if change is None or noun is None:
        return False
    return _CLAUSE_ENDS.search(words, change.end(), noun.start()) is None


_REFORM_VERBS = frozenset(
    {"取消", "简化", "精简", "下放", "放宽", "放开", "废止", "改革", "理顺", "厘清", "推行", "允许"}
)


def _from_verb(words: str, verb: str) -> str:
    place = words.find(verb) if verb else -1
    return words[place:] if place >= 0 else words
