"""A passage that is said twice is told from its twin by both texts, or left to a person."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.reading.alignment import Alignment
from luodi.reading.anchors import locate, selector

SENTENCES = (
    "加快建设老旧小区供水管网。", "加快建设老旧小区供水管网，", "健全机制。", "各县市区要新建学校50所；",
    "推进改革。", "由市政府法制机构审查并定期向市政府报告。", "𠮷祥村改水。", "落实到位。\n",
)  # fmt: skip
NEW = "本次新增的文字与别处都不同"


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, list[tuple[int, int, int]]]:
    """A text full of repeats, an edited one, and where each sentence that was kept stands in both."""
    held = draw(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=30))
    old, new, kept = "", "", []
    for number, words in enumerate(held):
        deed = draw(st.sampled_from(["keep"] * 6 + ["insert", "remove", "change"]))
        if deed == "insert":
            new += f"{NEW}{number}。"
        if deed in ("keep", "insert"):
            kept.append((len(old), len(old) + len(words), len(new)))
            new += words
        if deed == "change":
            new += words[:-2] + words[-1]
        old += words
    return old, new, kept


@settings(max_examples=300)
@given(edited())
def test_where_both_texts_lead_elsewhere_nothing_is_moved(
    case: tuple[str, str, list[tuple[int, int, int]]],
) -> None:
    old, new, kept = case
    sides = Alignment(old, new)
    for start, end, _ in kept:
        found = locate(new, selector(old, start, end), sides)
        if found.status in ("exact", "moved"):
            assert new[found.start : found.end] == old[start:end]
        alone = locate(new, selector(old, start, end))
        if alone.status in ("changed", "gone"):
            assert found == alone


@given(st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=12), st.data())
def test_in_a_text_that_is_there_twice_each_copy_keeps_its_own(
    held: list[str], data: st.DataObject
) -> None:
    copy = "".join(f"{number}、{words}" for number, words in enumerate(held))
    old = copy + "\n" + copy
    at = data.draw(st.integers(0, len(copy)))
    new = old[:at] + NEW + old[at:]
    sides = Alignment(old, new)
    for start, end in ((0, len(copy)), (len(copy) + 1, len(old))):
        if start < at < end:
            continue
        found = locate(new, selector(old, start, end), sides)
        shift = len(NEW) if at <= start else 0
        assert (found.start, found.end) == (start + shift, end + shift)


def test_twins_are_told_apart_by_what_stands_around_them_far_off() -> None:
    copy = "".join(f"{n}．{words}" for n, words in enumerate(SENTENCES * 3))
    old = copy + copy
    new = old[:20] + NEW + old[20 : len(copy) + 40] + old[len(copy) + 41 :]
    sides = Alignment(old, new)
    for at, shift in ((200, len(NEW)), (len(copy) + 200, len(NEW) - 1)):
        anchor = selector(old, at, at + 10)
        assert locate(new, anchor).status == "ambiguous"
        found = locate(new, anchor, sides)
        assert (found.status, found.start) == ("moved", at + shift)


def test_where_one_of_two_copies_is_gone_a_person_has_to_say_which() -> None:
    copy = "".join(SENTENCES)
    other = "".join(f"{n}甲乙丙丁戊己庚辛" for n in range(40))
    old, new = copy + other + copy, other[:100] + copy + other[100:]
    sides = Alignment(old, new)
    for start in (0, len(copy) + len(other)):
        found = locate(new, selector(old, start + 34, start + 40), sides)
        assert found.status == "ambiguous"


def test_texts_too_long_to_lay_side_by_side_are_left_as_they_are() -> None:
    old = "甲乙。" * 100_001
    assert not Alignment(old, old).confirms(0, 3, 0)
