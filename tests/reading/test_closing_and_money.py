"""Closing results, promises of money with their caps, idioms, conditions and broken lines."""

from __future__ import annotations

import pytest

from luodi.reading.reader import read

PLAN = "望川市工作方案\n\n二、主要任务\n"
RULE = "望川市供水管理办法\n\n第一章 总则\n第一条 为了加强管理，制定本办法。\n第二条 "


def found(words: str, head: str = PLAN) -> list[str]:
    """The words of the findings in a text."""
    text = head + words + "\n"
    findings = read(text).findings
    for item in findings:
        assert text[item.span.start : item.span.end] == item.span.text
    return [item.span.text for item in findings]


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("优化机构设置，深化流程再造，增强政府公信力。", ["优化机构设置", "深化流程再造"]),
        ("开展揭榜挂帅，实现创新服务精准对接。", ["开展揭榜挂帅"]),
        ("改造管网，打造数据共享平台。", ["改造管网", "打造数据共享平台"]),
        ("落实促进政策，持续提高民间投资占比。", ["落实促进政策", "持续提高民间投资占比"]),
    ],
)
def test_a_closing_result_counts_only_where_it_can_be_looked_at(
    words: str, spans: list[str]
) -> None:
    assert found(words) == spans


def test_a_promise_of_money_holds_its_cap() -> None:
    text = PLAN + "省级按照设备购置额的10%给予奖补，最高500万元。\n"
    (finding,) = read(text).findings
    assert finding.span.text == "省级按照设备购置额的10%给予奖补，最高500万元"
    told = [(t.comparator, float(t.value), t.unit) for t in finding.targets]
    assert ("<=", 5_000_000.0, "元") in told


@pytest.mark.parametrize(
    "words",
    [
        "我们要解放思想、开拓进取，奋力推动宏伟蓝图变成美好现实。",
        "深入贯彻党的二十大精神。",
        "完整准确全面贯彻新发展理念。",
        "登记主管部门工作要求。",
    ],
)
def test_idioms_thoughts_and_names_ask_for_nothing(words: str) -> None:
    assert found(words) == []


def test_a_government_website_is_no_page_furniture() -> None:
    assert found("不断充实政府门户网站栏目。") == ["不断充实政府门户网站栏目"]
    assert found("推进开放平台建设。\n网站地图 联系我们") == ["推进开放平台建设"]


def test_the_changes_that_a_rule_lists_are_no_deeds() -> None:
    words = "供水企业有下列变更事项之一的，应当报主管部门备案：\n（一）变更法定代表人；\n（二）修改章程；"
    assert [span for span in found(words, RULE) if "变更法定" in span or "修改章程" in span] == []


def test_what_a_body_that_was_told_to_act_does_next_counts_in_a_chapter_of_conditions() -> None:
    text = (
        "望川市管理办法\n\n第一章 总则\n第一条 为了加强管理，制定本办法。\n第二章 认定条件\n"
        "第二条 市科技局应当建立名录，定期公布结果。\n"
    )
    assert [f.span.text for f in read(text).findings] == ["应当建立名录", "定期公布结果"]


@pytest.mark.parametrize("end", ["，", "、"])
def test_a_line_broken_inside_its_sentence_is_read_on(end: str) -> None:
    words = f"到2027年，建成管网改造项目10个{end}\n培育骨干企业20家。"
    text = PLAN + words + "\n"
    findings = read(text).findings
    assert "20家" in findings[-1].span.text
    assert {f.deadline.by.isoformat() for f in findings if f.deadline and f.deadline.by} == {
        "2027-12-31"
    }


def test_a_line_broken_at_the_width_of_a_page_is_read_on() -> None:
    first = "加快推进城市供水管网更新改造和二次供水设施建设，完善从源头到龙头的水质监测体系，支持供水企业建设智慧调度平"
    assert len(first) >= 50
    assert found(f"{first}\n台，开展漏损治理。")[-2:] == [
        "支持供水企业建设智慧调度平\n台", "开展漏损治理",
    ]  # fmt: skip


def test_several_levels_under_one_striving_stay_one() -> None:
    words = "力争全社会研发投入强度达2.09%左右、基础研究占比达7%。"
    text = PLAN + words + "\n"
    (finding,) = read(text).findings
    assert finding.span.text == words[:-1]
    assert len(finding.targets) == 2


def test_a_verb_with_a_preposition_behind_it_is_the_deed() -> None:
    assert found("加强面向中小企业的上云培训。") == ["加强面向中小企业的上云培训"]
    assert found("全方位、全流程保障基础设施安全运行。") == ["全方位、全流程保障基础设施安全运行"]


@pytest.mark.parametrize(
    "words",
    [
        "对提前报废更新车辆的单位，给予定额补贴",
        "对单户500万元以下的小微企业，实行无抵押担保",
        "对先行区内进口药品的申请，由海南省人民政府实施审批",
    ],
)
def test_whom_a_deed_concerns_belongs_to_it(words: str) -> None:
    assert found(words + "。") == [words]


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("做好今年政府工作，加快建设产业体系。", ["加快建设产业体系"]),
        ("推动经济实现质的有效提升和量的合理增长，保持社会大局稳定。", []),
        (
            "到2027年，5G网络全面部署，新模式大范围推广。",
            ["到2027年，5G网络全面部署", "新模式大范围推广"],
        ),
        ("县财政落实养护资金投入比例。", ["县财政落实养护资金投入比例"]),
        ("支持有条件的区，建设特色产业园区。", ["支持有条件的区，建设特色产业园区"]),
        ("到2023年底，出租车电动化率不得低于50%。", ["到2023年底，出租车电动化率不得低于50%"]),
        ("打造100个“5G+工业互联网”典型应用案例。", ["打造100个“5G+工业互联网”典型应用案例"]),
    ],
)
def test_formulas_aims_and_caps(words: str, spans: list[str]) -> None:
    assert found(words) == spans


def test_a_time_behind_a_verb_stays_with_its_clause() -> None:
    text = PLAN + "做好2027年政府工作，加快建设产业体系。2027年新建学校3所，改造医院2家。\n"
    told = {f.span.text: f.deadline is not None for f in read(text).findings}
    assert told == {"加快建设产业体系": False, "2027年新建学校3所": True, "改造医院2家": True}


@pytest.mark.parametrize(
    ("words", "recurring"),
    [("定期开展督查。", True), ("经常性组织文体活动。", True), ("建立定期培训制度。", False)],
)
def test_a_rule_about_a_rhythm_is_made_once(words: str, recurring: bool) -> None:
    (finding,) = read(PLAN + words + "\n").findings
    assert bool(finding.deadline and finding.deadline.recurring) == recurring


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("增加铁路建设资本金1000亿元。", ("+", 100_000_000_000.0, "元")),
        ("县城新增人口100万。", ("=", 1_000_000.0, "人")),
        ("打造100个“智慧”应用案例。", ("=", 100.0, "个")),
    ],
)
def test_quantities_with_a_bare_unit_or_a_quoted_name(
    words: str, told: tuple[str, float, str]
) -> None:
    (finding,) = read("政府工作报告\n三、2026年工作安排\n" + words + "\n").findings
    assert [(t.comparator, float(t.value), t.unit) for t in finding.targets] == [told]
