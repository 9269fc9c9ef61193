"""Of which kind a commitment is."""

from __future__ import annotations

import pytest

from luodi.reading.kinds import kind_of
from luodi.reading.reader import read


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("社会消费品零售总额增长7%左右", "goal"),
        ("城镇新增就业8万人以上", "goal"),
        ("综合实力进入全国前20位", "goal"),
        ("创建国家卫生城市", "goal"),
        ("力争旅游收入突破100亿元", "goal"),
        ("推进高标准农田管护", "task"),
        ("培育专精特新企业100家", "task"),
        ("开展职业技能培训3万人次", "task"),
        ("加强基层治理体系", "task"),
        ("落实就业优先政策", "task"),
        ("开工建设望川长江大桥", "project"),
        ("新建改建学校50所", "project"),
        ("搭建政务数据共享平台", "project"),
        ("改造老旧小区30个", "project"),
        ("深化农业水价综合改革", "reform"),
        ("健全多元化纠纷化解机制", "reform"),
        ("出台住房租赁管理办法", "reform"),
        ("修订城市管理条例", "reform"),
        ("简化企业开办手续", "reform"),
        ("将养老服务纳入绩效考核", "reform"),
        ("形成典型应用案例50个以上", "goal"),
        ("到2030年，基本实现充电设施全覆盖", "goal"),
        ("打造典型应用案例50个", "task"),
        ("力争研发投入强度达2.09%、基础研究占比达7%", "goal"),
        ("撤销下坝村村委会", "reform"),
        ("推行白名单管理", "reform"),
        ("允许企业开展保税检测", "reform"),
        ("探索建设行业可信数据空间", "project"),
        ("筹集建设保障性住房1500套", "project"),
        ("积极争取国家试点", "request"),
        ("恳请省政府支持望川机场建设", "request"),
    ],
)
def test_kind(words: str, kind: str) -> None:
    (finding,) = read(f"2026年望川市工作方案\n一、重点任务\n{words}。\n").findings
    assert finding.span.text == words
    assert finding.kind == kind


def test_the_rules_call_a_ground_for_decisions_a_reform() -> None:
    """What the rules say; weighed with the words of the clause it may become a task."""
    words = "将考核结果作为干部任用的重要依据"
    assert kind_of(words, "将", (), nominal=False) == "reform"
