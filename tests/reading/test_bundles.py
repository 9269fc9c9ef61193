"""Clauses of one measure go together: planted cases, any text, and the items of the issuers."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.reading.bundles import bundle
from luodi.reading.lines import read_lines
from luodi.reading.normalise import normalise
from luodi.reading.reader import read


def rows(text: str, *words: str) -> list[list[str]]:
    """The words as they are put together, each found in the text from left to right."""
    spans, at = [], 0
    for word in words:
        at = text.index(word, at)
        spans.append((at, at + len(word)))
    return [[text[slice(*spans[place])] for place in held] for held in bundle(text, spans)]


@pytest.fixture(scope="module")
def scorer(root: Path) -> ModuleType:
    """The scorer of the bench."""
    place = root / "bench" / "score_bundles.py"
    spec = importlib.util.spec_from_file_location("score_bundles", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", ["documents", "stripped"])
def test_the_items_that_issuers_close_with_a_bracket(
    shared: Path, scorer: ModuleType, folder: str
) -> None:
    """The second folder holds the same documents without the brackets that answer the question."""
    found = scorer.pairs(shared, folder)
    assert len(found) == 16
    precision, recall, f1 = scorer.scores(scorer.total(found.values()))
    assert f1 >= 0.85
    assert min(precision, recall) >= 0.85
    assert scorer.interval(found.values())[0] >= 0.85


def test_a_numbered_item_is_one_row() -> None:
    text = (
        "一、主要任务\n（一）加强管理。完善制度。健全机制，压实责任。\n（二）扩大开放。引进企业。\n"
        "1.新建学校50所，改造10所。\n2.建成医院。\n"
    )
    assert rows(text, "完善制度", "健全机制", "压实责任", "引进企业", "新建", "改造", "建成") == [
        ["完善制度", "健全机制", "压实责任"], ["引进企业"], ["新建", "改造"], ["建成"]
    ]  # fmt: skip


def test_counted_points_within_a_line_are_rows_of_their_own() -> None:
    text = "（一）健全体系。一是完善制度，压实责任。二是培养人才；三是加大投入。\n"
    assert rows(text, "完善制度", "压实责任", "培养人才", "加大投入") == [
        ["完善制度", "压实责任"], ["培养人才"], ["加大投入"]
    ]  # fmt: skip
    inline = "抓好以下工作：（1）新建学校；（2）改造医院，添置设备。"
    assert rows(inline, "新建", "改造", "添置") == [["新建"], ["改造", "添置"]]
    assert rows("力争（1）新建学校，改造医院。", "新建", "改造") == [["新建", "改造"]]


def test_a_responsibility_bracket_closes_an_item_whatever_it_is_made_of() -> None:
    text = (
        "（一）健全体系。一是完善制度。二是培养人才。（责任单位：市教育局）\n"
        "建设学校。改造医院。（责任单位：市卫健委）添置设备。整修道路。（牵头单位：市交通局）\n"
    )
    assert rows(text, "完善", "培养", "建设", "改造", "添置", "整修") == [
        ["完善", "培养"], ["建设", "改造"], ["添置", "整修"]
    ]  # fmt: skip


def test_a_bracket_on_its_own_line_closes_the_item_above_it() -> None:
    text = (
        "一、任务\n（一）教育。办好教育，完成以下工作。\n1.新建学校。\n2.培养教师。\n"
        "（责任单位：市教育局）\n（二）改造医院。\n（责任单位：市卫健委）\n"
        "二、其他\n修建道路。\n添置设备。\n（责任单位：市交通局）\n"
    )
    assert rows(text, "办好", "新建", "培养", "改造", "修建", "添置") == [
        ["办好", "新建", "培养"], ["改造"], ["修建", "添置"]
    ]  # fmt: skip
    equals = "1.新建学校。\n2.培养教师。\n（责任单位：市教育局）\n"
    assert rows(equals, "新建", "培养") == [["新建"], ["培养"]]


def test_a_paragraph_without_number_is_cut_at_sentences_unless_it_has_a_topic() -> None:
    plain = "各县市要加快建设农村公路50公里，改造桥梁。市里要支持新建学校。\n其他事项另文。\n"
    assert rows(plain, "建设农村公路", "改造桥梁", "支持新建") == [
        ["建设农村公路", "改造桥梁"], ["支持新建"]
    ]  # fmt: skip
    topic = "加快发展数字经济。建设算力中心，引进企业。培育人才。\n另一段。\n"
    assert rows(topic, "加快", "建设", "引进", "培育") == [["加快", "建设", "引进", "培育"]]
    back = "要新建各级各类学校50所，其中小学30所。其中，县城新建20所。同时要改造医院。\n另一段。\n"
    assert rows(back, "新建", "县城新建", "改造") == [["新建", "县城新建"], ["改造"]]


def test_the_heading_is_the_topic_of_the_only_paragraph_under_it() -> None:
    text = "一、办好教育\n要在县城新建学校50所，改造10所。要培养教师。\n二、改善交通\n修路。\n"
    assert rows(text, "新建", "改造", "培养", "修路") == [["新建", "改造", "培养"], ["修路"]]


def test_under_a_heading_of_goals_every_sentence_is_a_row() -> None:
    text = (
        "一、主要目标\n新建学校50所，改造10所。建成医院2所。\n二、目标管理\n新建桥梁。改造道路。\n"
    )
    assert rows(text, "新建", "改造10", "建成", "新建桥梁", "改造道路") == [
        ["新建", "改造10"], ["建成"], ["新建桥梁", "改造道路"]
    ]  # fmt: skip


def test_a_paragraph_between_two_items_belongs_to_the_first() -> None:
    text = "1.新建学校，做好规划。\n各县要落实用地。\n2.改造医院，添置设备。\n各县要抓好落实。\n"
    assert rows(text, "新建", "落实用地", "改造", "抓好") == [
        ["新建", "落实用地"], ["改造"], ["抓好"]
    ]  # fmt: skip


def test_blanks_that_the_reader_drops_move_nothing() -> None:
    text = "１． 新建 学校 50 所 。\n２﹒ 改造 医院 ， 添置 设备 。\n"
    assert rows(text, "新建", "改造", "添置") == [["新建"], ["改造", "添置"]]


def test_a_span_outside_the_text_is_refused() -> None:
    for span in ((0, 3), (2, 1), (-1, 1)):
        with pytest.raises(ValueError, match="no such span"):
            bundle("学校", [span])


PIECES = st.sampled_from(
    ["一、目标\n", "（一）", "1.", "2. ", "一是", "二是", "（1）", "①", "新建学校50所", "改造医院",
     "。", "；", "，", "：", "\n", " ", "（责任单位：市教育局）", "\n（牵头单位：市财政局）\n",
     "其中", "“十五五”", "第三条 ", "——", "\u3000", "２﹒", "a", "\u200b", "\r\n"]
)  # fmt: skip


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text made of what the rules look at, and spans in any order, also empty and equal ones."""
    text = "".join(draw(st.lists(PIECES, max_size=40)))
    place = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(place, place).map(lambda two: (min(two), max(two)))))
    return text, spans


@settings(max_examples=300, deadline=None)
@given(planted())
def test_every_span_stands_in_one_row_and_the_order_is_that_of_the_text(
    case: tuple[str, list[tuple[int, int]]],
) -> None:
    text, spans = case
    held = bundle(text, spans)
    flat = [place for row in held for place in row]
    assert sorted(flat) == list(range(len(spans)))
    assert [spans[place] for place in flat] == sorted(spans)
    assert all(held)


@settings(max_examples=300, deadline=None)
@given(planted())
def test_no_row_reaches_over_a_heading(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    source = normalise(text)
    lines = read_lines(source.text)
    borders = [
        source.source_span(line.start, line.end)[0]
        for above, line in zip([None, *lines], lines, strict=False)
        if line.is_heading or (above is not None and above.is_heading)
    ]
    for row in bundle(text, spans):
        low, high = spans[row[0]][0], spans[row[-1]][0]
        assert not any(low < border <= high for border in borders)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_put_together(text: str) -> None:
    spans = [(finding.span.start, finding.span.end) for finding in read(text).findings]
    assert sum(map(len, bundle(text, spans))) == len(spans)
