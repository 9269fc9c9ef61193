"""What counts as a commitment and who owns it: planted sentences with the answer by the contract."""

from __future__ import annotations

from datetime import date

import pytest

from luodi.reading.reader import read
from luodi.reading.types import Finding, Reading


def reading(sentence: str, title: str = "望川市2026年工作方案") -> Reading:
    return read(f"{title}\n一、主要任务\n{sentence}\n", date=date(2026, 1, 12))


def taken(sentence: str, title: str = "望川市2026年工作方案") -> list[str]:
    return [item.span.text for item in reading(sentence, title).findings if not item.is_problem]


def owners(finding: Finding) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {"lead": [], "partner": []}
    for owner in finding.owners:
        roles[owner.role].append(owner.span.text)
    return roles


@pytest.mark.parametrize(
    "deed",
    [
        "围绕“一场景一专仓”打造标准化数据集", "依托“12320”开通家庭医生服务专线", "严格化学品环境监管",
        "最终形成高质量数据集目录", "全力克服极端天气对生产的影响", "分档予以补贴", "不断疏通融资渠道",
        "在深化改革方面推出一批有含金量的举措", "积极向航空公司推荐新的航线", "配强基层工作力量",
        "不定期召开联席会议", "变“人找政策”为“政策找人”", "强化动态防御等安全技术应用",
    ],
)  # fmt: skip
def test_deeds_are_taken(deed: str) -> None:
    assert taken(f"{deed}，开展专项检查。") == [deed, "开展专项检查"]


@pytest.mark.parametrize(
    "clause",
    [
        "围绕推动高质量发展首要任务", "聚焦重点产业和前沿领域", "按照各自职责分工", "立足资源优势",
        "把改善民生作为促进发展的重点", "把安全生产摆在更加突出位置", "充分发挥平台作用",
        "在规划编制过程中", "不仅需要强大的力量", "各司其职",
    ],
)  # fmt: skip
def test_means_and_attitudes_are_left(clause: str) -> None:
    assert taken(f"{clause}，开展专项检查。") == ["开展专项检查"]


def test_a_subject_that_opens_with_a_verb_is_no_deed() -> None:
    rule = "望川市数据管理办法"
    assert taken("编制政务数据目录，应当明确共享类型。", rule) == ["应当明确共享类型"]
    assert taken("悬挂专用号牌的车辆不得使用警报器。", rule) == ["悬挂专用号牌的车辆不得使用警报器"]
    told = taken("服务评估工作应当在每年3月底前完成。", rule)
    assert told == ["应当在每年3月底前完成"]


def test_duties_after_a_preposition_are_taken_in_rules() -> None:
    rule = "望川市数据管理办法"
    clause = "各部门应当自发生变化之日起五个工作日内将拟更新的目录报市数据局审定。"
    (finding,) = reading(clause, rule).findings
    assert finding.targets == ()
    assert finding.deadline is not None
    assert (finding.deadline.duration, finding.deadline.working) == ("P5D", True)
    assert owners(finding)["lead"] == ["各部门"]


def test_what_applicants_must_do_binds_no_body() -> None:
    guide = "望川市人才引进管理办法"
    assert taken("申请人通过系统提交申请后，应按规定进行现场审查。", guide) == []


@pytest.mark.parametrize(
    "title",
    [
        "望川市人民政府办公室关于同意成立数据局的批复",
        "望川市人民政府关于印发《县域经济行动方案》的通知",
    ],
)
def test_a_title_is_no_commitment(title: str) -> None:
    assert [f for f in read(f"{title}\n各县区：\n").findings if not f.is_problem] == []


def test_states_due_in_a_year_to_come_are_goals() -> None:
    found = reading("到2030年，产业生态初步形成，核心环节实现自主可控，水质稳定达到Ⅲ类。").findings
    assert [item.kind for item in found] == ["goal", "goal", "goal"]
    assert {item.deadline.by for item in found if item.deadline} == {date(2030, 12, 31)}


def test_money_set_aside_among_goals_stays_a_deed() -> None:
    found = reading("主要目标是：地区生产总值增长5%，财政安排资金30亿元，每人补贴300元。").findings
    assert [item.kind for item in found] == ["goal", "task", "task"]


def test_who_leads_and_who_helps_before_the_deeds() -> None:
    found = reading("市发展改革委牵头，市财政局、市工信局配合，制定年度计划，建立项目库。").findings
    assert [item.span.text for item in found] == ["制定年度计划", "建立项目库"]
    wanted = {"lead": ["市发展改革委"], "partner": ["市财政局", "市工信局"]}
    assert [owners(item) for item in found] == [wanted, wanted]


def test_who_leads_and_who_helps_behind_the_deeds() -> None:
    found = reading(
        "改造老旧小区120个，新建泵站3座，由市住建局牵头，水务、财政等部门配合。"
    ).findings
    assert [item.span.text for item in found] == ["改造老旧小区120个", "新建泵站3座"]
    wanted = {"lead": ["市住建局"], "partner": ["水务、财政等部门"]}
    assert [owners(item) for item in found] == [wanted, wanted]


def test_an_owner_carries_on_only_into_a_sentence_that_orders() -> None:
    ordered = reading("各县区要落实属地责任。要定期开展检查。").findings
    assert owners(ordered[-1])["lead"] == ["各县区"]
    told = reading("各县区要落实属地责任。加快建设省级平台。").findings
    assert owners(told[-1])["lead"] == []


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("各县（市、区）要落实属地责任。", ["各县（市、区）"]),
        ("县财政局负责经费保障。", ["县财政局"]),
        ("市行政审批局办理施工许可。", ["市行政审批局"]),
        ("待国务院批准后，组织实施改造。", []),
        ("原则上所有项目应当公开招标。", []),
    ],
)
def test_bodies_told_to_act(sentence: str, units: list[str]) -> None:
    found = reading(sentence).findings
    assert found
    assert owners(found[-1])["lead"] == units


def test_the_clauses_of_a_problem_say_so() -> None:
    told = reading("我们也清醒认识到，一些部门推进不力，工作存在短板。", "望川市政府工作报告")
    assert {clause.reason for clause in told.clauses if "推进不力" in clause.span.text} == {
        "problem"
    }
    assert [item.kind for item in told.findings] == ["problem"]


def test_an_item_closed_by_a_full_stop_is_read_and_a_heading_is_not() -> None:
    text = "望川市工作方案\n一、重点任务\n（一）新建学校三所。\n（二）改造医院两家。\n二、保障措施\n加强督查。\n"
    assert [item.span.text for item in read(text).findings] == [
        "新建学校三所", "改造医院两家", "加强督查",
    ]  # fmt: skip


def test_an_item_that_closes_with_who_is_responsible_asks_for_something() -> None:
    words = "一、主要任务\n2.提前适用政策。自批准设立之日起，可按规定享受税收政策。（海关总署、财政部负责）\n"
    (finding,) = read(words).findings
    assert finding.span.text == "可按规定享受税收政策"
    assert finding.reason == "assigned"
    assert [owner.span.text for owner in finding.owners] == ["海关总署", "财政部"]
    assert read(words.replace("（海关总署、财政部负责）", "")).findings == ()
    taken = read(words.replace("可按规定享受", "尽快落实"))
    assert [(f.reason, f.span.text) for f in taken.findings] == [("deed", "尽快落实税收政策")]


def test_what_is_listed_as_done_is_no_task() -> None:
    report = "望川市政府工作报告"
    assert taken("已建成的主要有：加固堤防610公里；新建农村电网90公里。", report) == []
    assert taken("主要任务有：加固堤防610公里；新建农村电网90公里。", report) == [
        "加固堤防610公里",
        "新建农村电网90公里",
    ]


def test_a_paragraph_that_looks_back_under_a_heading_of_plans_tells_of_the_past() -> None:
    heading = "望川市政府工作报告\n一、“十四五”时期发展成就和“十五五”时期主要目标任务"
    assert taken("过去五年，改造老旧小区90个，建成高速公路突破1万公里。", heading) == []
    ahead = "过去五年打下了基础。今后五年，我们要改造老旧小区90个。"
    assert taken(ahead, heading) == ["今后五年，我们要改造老旧小区90个"]
