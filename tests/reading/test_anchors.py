"""Anchors give back the same characters, and say so when they cannot."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luodi.reading import anchors
from luodi.reading.anchors import from_w3c, locate, selector, to_w3c

WILD = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from("建设。，\r\n\u3000𠮷😀é\u0301\u200d"),
    ),
    min_size=1,
    max_size=120,
)
REPEATS = st.lists(
    st.sampled_from(["加快建设。", "加快建设；", "\r\n", "新建学校50所。", "𠮷", "推进改革。"]),
    min_size=1,
    max_size=30,
).map("".join)
TEXTS = st.one_of(WILD, REPEATS)


@st.composite
def spans(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[str, int, int]:
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(spans())
def test_an_anchor_in_its_own_text_is_exact(case: tuple[str, int, int]) -> None:
    text, start, end = case
    found = locate(text, selector(text, start, end))
    assert (found.status, found.start, found.end) == ("exact", start, end)


@given(spans())
def test_an_anchor_survives_the_way_through_w3c_and_json(case: tuple[str, int, int]) -> None:
    text, start, end = case
    anchor = selector(text, start, end)
    assert from_w3c(json.loads(json.dumps(to_w3c(anchor)))) == anchor


@given(spans(), WILD, WILD, st.data())
def test_after_insertions_elsewhere_it_is_refound_or_flagged(
    case: tuple[str, int, int], before: str, after: str, data: st.DataObject
) -> None:
    text, start, end = case
    anchor = selector(text, start, end)
    at = data.draw(st.integers(0, start))
    later = data.draw(st.integers(end, len(text)))
    edited = text[:at] + before + text[at:later] + after + text[later:]
    found = locate(edited, anchor)
    moved_to = start + len(before), end + len(before)
    assert found.status in {"exact", "moved", "ambiguous"}
    if found.status == "ambiguous":
        assert found.start is None
        assert found.candidates
        assert all(edited[a:b] == anchor.exact for a, b in found.candidates)
    else:
        assert found.start is not None
        assert edited[found.start : found.end] == anchor.exact
        assert (found.status == "exact") == (found.start == start)
    # Words that overlap themselves stand more often than `count` tells.
    stands = [place for place in range(len(edited)) if edited.startswith(anchor.exact, place)]
    if stands == [moved_to[0]]:
        assert found.candidates == (moved_to,) or (found.start, found.end) == moved_to


@given(spans(), WILD)
def test_it_is_never_put_where_the_words_differ(case: tuple[str, int, int], other: str) -> None:
    text, start, end = case
    anchor = selector(text, start, end)
    assume(anchor.exact not in other)
    assert locate(other, anchor).status in {"gone", "changed"}


def test_a_unique_sentence_is_found_after_a_paragraph_was_put_before_it() -> None:
    text = "一、总体要求\n加快建设新港区。\n二、任务\n新建学校50所。\n"
    start = text.index("新建学校50所")
    anchor = selector(text, start, start + 7)
    edited = "前言一段。\r\n" + text
    found = locate(edited, anchor)
    assert found.status == "moved"
    assert edited[found.start : found.end] == "新建学校50所"


def test_a_repeated_sentence_with_equal_context_is_ambiguous() -> None:
    block = "甲" * 40 + "加快建设。" + "乙" * 40
    text = block + block
    anchor = selector(text, 40, 45)
    found = locate("丙" + text, anchor)
    assert found.status == "ambiguous"
    assert found.candidates == ((41, 46), (126, 131))


def test_a_repeated_sentence_is_exact_while_its_position_still_fits() -> None:
    block = "甲" * 40 + "加快建设。" + "乙" * 40
    anchor = selector(block * 2, 125, 130)
    assert locate(block * 2, anchor).start == 125
    assert locate(block * 2 + "尾", anchor).status == "exact"


def test_another_repeat_that_slid_to_the_old_place_is_not_taken_for_it() -> None:
    text = "第一条加快建设。\n第二条加快建设。\n第三条完。"
    first = text.index("加快建设")
    anchor = selector(text, first, first + 4)
    edited = text.replace("第一条加快建设。\n", "") + "\n另附：第一条加快建设。\n第二条"
    assert edited[first : first + 4] == "加快建设"
    found = locate(edited, anchor)
    assert found.start != first


def test_a_short_word_in_foreign_surroundings_is_left_to_a_person() -> None:
    anchor = selector("全市生产总值增长5%左右，财政收入稳步提高。", 6, 10)
    found = locate("而在另一份文件里写的是就业人数增长5%，别无其他。", anchor)
    assert found.status in {"ambiguous", "gone"}
    assert found.start is None


def test_edited_words_between_the_old_neighbours_are_reported_as_changed() -> None:
    text = "各县市区要加快推进老旧小区改造，新建学校50所，完善城市社区公共服务设施配套。"
    start = text.index("新建学校50所")
    anchor = selector(text, start, start + 7)
    edited = "二〇二六年：" + text.replace("新建学校50所", "新建、改建学校60所")
    found = locate(edited, anchor)
    assert found.status == "changed"
    assert edited[found.start : found.end] == "新建、改建学校60所"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 99)])
def test_a_span_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        selector("新建学校", start, end)


@pytest.mark.parametrize("target", [{}, {"selector": [{"type": "TextQuoteSelector"}]}])
def test_a_target_without_its_selectors_is_refused(target: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="TextPositionSelector"):
        from_w3c(target)


@given(TEXTS, st.data())
def test_browser_offsets_agree_with_utf16_and_lead_back(text: str, data: st.DataObject) -> None:
    offsets = data.draw(st.lists(st.integers(0, len(text)), max_size=8))
    units = anchors.utf16_offsets(text, offsets)
    assert units == [len(text[:offset].encode("utf-16-le")) // 2 for offset in offsets]
    assert [anchors.character_offset(text, unit) for unit in units] == offsets


def test_characters_beyond_the_basic_plane_count_twice_in_browsers() -> None:
    assert anchors.utf16_offset("𠮷田😀建", 3) == 5
    assert anchors.character_offset("𠮷田😀建", 5) == 3
    with pytest.raises(ValueError, match="offset 1"):
        anchors.character_offset("𠮷田", 1)
    with pytest.raises(ValueError, match="outside"):
        anchors.utf16_offset("田", 2)
