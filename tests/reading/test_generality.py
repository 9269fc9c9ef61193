"""Rules found on texts that nobody labelled: permissions, lists of duties, subjects."""

from __future__ import annotations

import pytest

from luodi.reading.reader import read

RULE = "望川新片区管理办法"


def found(text: str) -> dict[str, list[str]]:
    """Every commitment with the names of its owners."""
    return {f.span.text: [o.span.text for o in f.owners] for f in read(text).findings}


def test_the_duties_listed_under_a_body_are_its_own() -> None:
    told = found(
        f"{RULE}\n管委会依照本办法履行以下职责：\n（一）组织实施发展规划，制定管理制度；\n"
        "（二）负责投资管理。\n第七条　加强法治建设。\n"
    )
    assert told == {
        "组织实施发展规划": ["管委会"],
        "制定管理制度": ["管委会"],
        "负责投资管理": ["管委会"],
        "加强法治建设": [],
    }


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("地方各级政府都要增加投入，加强管理。", ["地方各级政府"]),
        ("各区、街道（镇）应根据实际安排运营经费。", ["各区", "街道（镇）"]),
        (
            "由定点护理机构根据参保人员失能情况制定护理计划。",
            ["定点护理机构"],
        ),
        (
            "市数据主管部门和政务部门在汇聚数据的过程中，应当遵循保密规定。",
            ["市数据主管部门", "政务部门"],
        ),
    ],
)
def test_subjects(sentence: str, owners: list[str]) -> None:
    told = list(found(f"{RULE}\n{sentence}\n").values())
    assert told
    assert told[0] == owners


def test_a_subject_goes_on_past_what_is_acted_on() -> None:
    told = found(
        "国务院政府工作报告\n政府要守契约，对拖欠的款项年底前要清偿一半以上，决不允许增加拖欠。\n"
    )
    assert told["决不允许增加拖欠"] == ["政府"]
    assert told["对拖欠的款项年底前要清偿一半以上"] == ["政府"]


def test_a_permission_goes_on_behind_its_ground() -> None:
    assert found(f"{RULE}\n各有关部门可以根据实际情况，制定工作细则。\n") == {}
    assert "制定工作细则" in found(f"{RULE}\n各有关部门应当根据实际情况，制定工作细则。\n")


def test_among_conditions_only_the_duty_of_a_named_body_counts() -> None:
    told = found(
        f"{RULE}\n服务形式如下：\n（一）居家服务：具有本市户籍的人员，由市民政局制定服务计划。\n"
        "（二）提供身份证明。\n"
    )
    assert list(told) == ["由市民政局制定服务计划"]


def test_penalties_are_no_commitments() -> None:
    assert found(f"{RULE}\n违反本办法的，由有关部门予以警告、通报批评。\n") == {}


@pytest.mark.parametrize(
    "deed",
    [
        "“一企一策”推动钢铁企业技术改造", "高品质建设滨江公园", "专项整治食品安全问题",
        "全力支持两个新区政府依法施政", "在城镇强制推行以养老为重点的保险",
    ],
)  # fmt: skip
def test_deeds_with_their_manner_before_them(deed: str) -> None:
    assert deed in found(f"望川市2026年工作方案\n一、任务\n改造道路，{deed}。\n")


def test_what_a_report_quotes_as_a_name_is_no_manner() -> None:
    assert "“一带三区”布局落地见效" not in found(
        "望川市工作方案\n完善体系，“一带三区”布局落地见效。\n"
    )


def test_problems_named_in_lines_behind_their_announcement() -> None:
    text = (
        "政府工作报告\n一、工作回顾\n我们也清醒认识到，发展中还存在不少问题。\n"
        "——投资与消费关系不协调，投资率持续偏高。\n——一些企业生产经营困难。\n"
        "我们一定直面问题，采取有力措施加以解决。\n"
    )
    named = [f.span.text for f in read(text).findings if f.is_problem]
    assert [words.lstrip("—") for words in named] == [
        "投资与消费关系不协调，投资率持续偏高", "一些企业生产经营困难",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("争取设立国家植物园", "request"), ("争取水电站纳入国家规划", "request"),
        ("争取优质成果在我省落地", "request"), ("争取扩大合作范围", "task"),
        ("引导企业争取国家项目", "task"),
    ],
)  # fmt: skip
def test_requests(clause: str, kind: str) -> None:
    findings = read(f"望川市2026年工作方案\n一、任务\n改造道路，{clause}，新建学校。\n").findings
    assert {f.span.text: f.kind for f in findings}[clause] == kind
