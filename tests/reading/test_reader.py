"""The whole reader: planted answers with their exact characters, and any text at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.reading.reader import READER, VERSION, read
from luodi.reading.reasons import REASONS
from luodi.reading.types import Finding, Reading

HEAD = "望川市2026年重点工作方案\n2026年3月5日\n一、重点任务\n"


def plan(body: str) -> Reading:
    return read(HEAD + body)


def texts(body: str) -> list[str]:
    return [item.span.text for item in plan(body).findings]


def owners(finding: Finding) -> list[tuple[str, str]]:
    return [(owner.span.text, owner.role) for owner in finding.owners]


def reason_of(reading: Reading, words: str) -> str:
    return next(item.reason for item in reading.clauses if words in item.span.text)


def test_commas_between_verb_phrases_separate_commitments() -> None:
    assert texts("新建三座变电站，改造农网五百公里。\n") == ["新建三座变电站", "改造农网五百公里"]


def test_one_verb_over_a_list_is_one_commitment() -> None:
    assert texts("加强学校、医院、公园和广场管理。\n") == ["加强学校、医院、公园和广场管理"]


def test_two_verbs_over_one_object_are_one_commitment() -> None:
    assert texts("规划和建设一批停车设施。\n") == ["规划和建设一批停车设施"]


def test_counted_deeds_joined_by_the_pause_mark_are_several() -> None:
    assert texts("修复退化草原220万亩、治理水土流失25万亩。\n") == [
        "修复退化草原220万亩",
        "治理水土流失25万亩",
    ]


def test_the_span_begins_at_the_modal_after_a_body_and_the_body_owns_it() -> None:
    (finding,) = plan("各县区要建立工作台账。\n").findings
    assert finding.span.text == "要建立工作台账"
    assert owners(finding) == [("各县区", "lead")]
    assert finding.owners[0].source == "subject"


def test_a_subject_carries_on() -> None:
    first, second = plan("市发改委要编制专项规划，建立项目库。\n").findings
    assert owners(first) == owners(second) == [("市发改委", "lead")]
    assert second.owners[0].source == "carried"


def test_numbering_and_joining_words_stay_outside() -> None:
    assert texts("一要完善补助办法，并加强资金监管。\n") == ["要完善补助办法", "加强资金监管"]


def test_the_bracket_binds_every_commitment_of_its_item() -> None:
    found = plan(
        "1．推进适老化改造，完善服务标准。建设服务平台。（6月底完成，牵头单位：市民政局；配合单位：市财政局）\n"
    ).findings
    assert [item.span.text for item in found] == ["推进适老化改造", "完善服务标准", "建设服务平台"]
    for finding in found:
        assert owners(finding) == [("市民政局", "lead"), ("市财政局", "partner")]
        assert finding.deadline is not None
        assert finding.deadline.by == date(2026, 6, 30)


def test_a_bracket_on_its_own_line_binds_the_item_before_it() -> None:
    found = plan("（一）推进改革。深化审批改革，优化流程。\n（责任单位：市政务局）\n").findings
    assert [owners(item) for item in found] == [[("市政务局", "lead")]] * 2


def test_a_leading_deadline_holds_for_the_whole_sentence() -> None:
    found = plan("到2028年底，建成数据中心，培育企业10家以上。\n").findings
    assert [item.span.text for item in found] == ["到2028年底，建成数据中心", "培育企业10家以上"]
    assert {item.deadline.by for item in found if item.deadline} == {date(2028, 12, 31)}
    assert all(item.deadline for item in found)


def test_a_deadline_before_a_colon_holds_for_the_list() -> None:
    found = plan(
        "今年主要预期目标是：生产总值增长6%左右，城镇新增就业2万人；粮食总产稳定。\n"
    ).findings
    assert [item.kind for item in found] == ["goal"] * 3
    assert {item.deadline.by for item in found if item.deadline} == {date(2026, 12, 31)}


def test_a_later_deadline_does_not_reach_back() -> None:
    first, second = plan("推进农网改造，9月底前完成验收。\n").findings
    assert first.deadline is None
    assert second.deadline is not None


def test_targets_come_with_their_characters() -> None:
    (finding,) = plan("新建充电桩1.2万个以上。\n").findings
    (target,) = finding.targets
    assert (target.span.text, target.comparator, target.unit) == ("1.2万个以上", ">=", "个")
    assert target.value == 12000


def test_places_are_named_as_written_and_bodies_are_none() -> None:
    (finding,) = plan("支持松滋市、公安县与沙市区共建园区，落实市公安局意见。\n").findings[:1]
    assert [place.text for place in finding.places] == ["松滋市", "公安县", "沙市区"]


def test_offsets_point_into_the_given_text_where_the_copy_differs() -> None:
    text = HEAD + "到 ２０２７ 年底前，新建 学校 ５０ 所。\n"
    (finding,) = read(text).findings
    assert finding.span.text == "到 ２０２７ 年底前，新建 学校 ５０ 所"
    assert finding.targets[0].span.text == "５０ 所"
    assert finding.deadline is not None
    assert finding.deadline.by == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("坚持以人民为中心。", "stance"),
        ("完善服务体系，让群众更满意。", "result"),
        ("大力发展订单农业，增强农产品持续供给能力。", "result"),
        ("以县域为重点，推进建设。", "means"),
        ("企业可以自主申报。", "permission"),
        ("现将方案印发给你们，请认真贯彻执行。", "boilerplate"),
        ("我市已建成标准化学校20所。", "past"),
        ("2024年完成投资30亿元。", "past"),
        ("怎样办理登记？", "question"),
        ("教育是最大的民生工程。", "present"),
    ],
)
def test_what_does_not_commit_says_why(sentence: str, reason: str) -> None:
    reading = plan(sentence + "\n")
    assert reason in {item.reason for item in reading.clauses}
    assert not REASONS[reason].taken


def test_a_result_with_a_number_is_a_goal_of_its_own() -> None:
    found = plan("推进长护险扩面，确保参保率达到95%以上。\n").findings
    assert [item.kind for item in found] == ["task", "goal"]


def test_a_short_opening_sentence_is_a_heading_of_its_paragraph() -> None:
    reading = plan("强化“一老一小”服务。新建托育园20所，培训护理员500人。\n")
    assert [item.span.text for item in reading.findings] == ["新建托育园20所", "培训护理员500人"]
    assert reason_of(reading, "一老一小") == "topic"


def test_the_review_of_a_report_does_not_commit() -> None:
    report = (
        "2026年望川市政府工作报告\n2026年1月12日\n一、2025年工作回顾\n"
        "扎实推进项目建设，新建学校20所，就业稳步扩大。\n"
        "二、2026年工作安排\n新建学校30所。\n"
    )
    reading = read(report)
    assert [item.span.text for item in reading.findings] == ["新建学校30所"]
    assert reason_of(reading, "新建学校20所") == "review"


def test_conditions_announced_by_a_colon_are_no_commitments() -> None:
    rule = (
        "望川市园区认定管理办法\n第五条 申请认定的园区应当符合下列条件：\n"
        "（一）建立了完善的管理制度；\n（二）设立专门的管理机构。\n"
        "第六条 市科技局应当每年组织评估。\n"
    )
    found = read(rule).findings
    assert [item.span.text for item in found] == ["应当每年组织评估"]
    assert owners(found[0]) == [("市科技局", "lead")]
    assert found[0].deadline is not None
    assert found[0].deadline.recurring


def test_problems_stand_apart_and_name_cause_and_body() -> None:
    report = (
        "2026年望川市政府工作报告\n一、工作回顾\n"
        "我们也清醒认识到，还存在不少问题：由于历史欠账较多，基础设施短板突出；一些部门服务意识不强。\n"
    )
    found = read(report).findings
    assert {item.kind for item in found} == {"problem"}
    assert all(item.is_problem for item in found)
    assert any(item.body and item.body.text == "一些部门" for item in found)
    assert any(item.cause and "历史欠账较多" in item.cause.text for item in found)


def test_every_reading_names_its_reader_and_every_clause_a_known_reason() -> None:
    reading = plan("推进改革，完善机制。坚持稳中求进。\n")
    assert (reading.reader, reading.version) == (READER, VERSION)
    assert {item.reason for item in reading.clauses} <= set(REASONS)
    assert all(item.taken == REASONS[item.reason].taken for item in reading.clauses)


def test_findings_carry_the_headings_above_them() -> None:
    (finding,) = plan("新建学校50所。\n").findings
    assert finding.section_path == ("一、重点任务",)


def test_reasons_are_worded_in_both_languages() -> None:
    for reason in REASONS.values():
        assert reason.zh.strip()
        assert reason.en.strip()
        assert 0 < reason.confidence < 1


def check_spans(text: str, reading: Reading) -> None:
    spans = [clause.span for clause in reading.clauses]
    for item in reading.findings:
        spans += [item.span, *item.places]
        spans += [target.span for target in item.targets]
        spans += [owner.span for owner in item.owners]
        spans += [span for span in (item.cause, item.body) if span]
        spans += [item.deadline.span] if item.deadline else []
    spans += [section.heading for section in reading.frame.sections if section.heading]
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(item.span.text.strip() for item in reading.findings)


ANY = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=300)
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "新建学校50所",
                "，",
                "。",
                "\r\n",
                "\n",
                "（责任单位：市发改委）",
                "到2027年底前，",
                "一、",
            ),
            *(
                "（一）",
                "要",
                "各县区",
                "增长5%以上",
                "“十五五”",
                "𠮷野家😀",
                " ",
                "　",
                "第三条 ",
                "完善",
                "：",
            ),
            *(
                "对",
                "的",
                "由",
                "将",
                "确保",
                "５０",
                "《",
                "》",
                "（",
                "）",
                "每年",
                "牵头",
                "问题",
                "不足",
                "；",
            ),
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(ANY | PIECES)
def test_any_text_is_read_and_every_span_gives_back_its_characters(text: str) -> None:
    check_spans(text, read(text))


@settings(max_examples=50, deadline=None)
@given(PIECES)
def test_the_same_text_gives_the_same_reading(text: str) -> None:
    assert read(text) == read(text)
