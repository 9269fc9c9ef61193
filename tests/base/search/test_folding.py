"""Texts and questions are folded alike, and what is shown is the text as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.base.search.folding import (
    LONGEST_WORD,
    MOST_WORDS,
    clean,
    fold,
    grams,
    pair_words,
    sign_word,
    words_of,
)
from luodi.base.search.snippets import CUT, LENGTH, marked, snippet

SIGNS = st.sampled_from('城区排水 \n\u3000ＡｂａＢ１1，。“"\u200b\x00\ud800ẞİΣσς😀')
TEXTS = st.one_of(st.text(SIGNS, max_size=40), st.text(max_size=40))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＧＤＰ增长５％", "gdp增长5%"),
        ("2025 年　底 前", "2025年底前"),
        ("一\r\n二", "一\n二"),
        ("İΣς\u200bK", "İσσk"),
    ],
)
def test_width_case_and_blanks_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS, TEXTS)
def test_folding_is_the_same_in_parts(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
    assert fold(fold(one)) == fold(one)
    clean(one).encode()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("城区 排水", ["城区", "排水"]),
        ("城区　排水 城区", ["城区", "排水"]),
        ("“排水 防涝” ＧＤＰ", ["排水防涝", "gdp"]),
        ('"排水', ["排水"]),
        ("「排水」改造", ["排水", "改造"]),
        ("。 ， - “”", []),
        ("高、中", ["高、中"]),
        ("OR NOT *", ["or", "not"]),
    ],
)
def test_words_of_a_question(question: str, words: list[str]) -> None:
    assert words_of(question) == words


def test_a_question_has_bounds() -> None:
    words = words_of(" ".join(f"{n}{'长' * 500}" for n in range(100)))
    assert len(words) == MOST_WORDS
    assert {len(word) for word in words} == {LONGEST_WORD}


def test_pairs_never_go_over_a_line_break() -> None:
    assert grams("ab\nbc") == {"a", "b", "c", "ab", "bc"}
    ab, bc = sign_word("a") + sign_word("b"), sign_word("b") + sign_word("c")
    assert pair_words("ab\nbc").split() == [ab, "y", bc]
    assert pair_words("\n\na").split() == ["y", "y"]


@given(TEXTS)
def test_words_for_the_index_are_letters_and_digits(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in pair_words(fold(text)).split())


def test_the_words_are_marked_in_the_text_as_it_stands() -> None:
    found = marked("ＧＤＰ 增 长，Gdp", ["gdp", "增长"])
    assert [found.text[start:end] for start, end in found.marks] == ["ＧＤＰ", "增 长", "Gdp"]
    assert "".join(part for part, _ in found.parts) == found.text
    assert [part for part, is_word in found.parts if is_word] == ["ＧＤＰ", "增 长", "Gdp"]
    assert marked("城区城", ["城区", "区城"]).marks == ((0, 3),)


def test_a_snippet_is_the_piece_around_the_first_word() -> None:
    text = "前" * 200 + "\n城 区排水\n" + "后" * 200
    found = snippet(text, ["城区"])
    assert found.text.startswith(CUT)
    assert found.text.endswith(CUT)
    assert len(found.text) == LENGTH + 2
    assert [found.text[start:end] for start, end in found.marks] == ["城 区"]
    assert "\n" not in found.text
    assert snippet("城\n区", ["城区"]).marks == ()
    assert snippet("", ["城区"]).text == ""


@given(TEXTS, TEXTS)
def test_marks_are_in_order_apart_and_hold_the_words(text: str, question: str) -> None:
    words = words_of(question)
    for found in (marked(text, words), snippet(text, words)):
        ends = [0, *(end for _, end in found.marks)]
        assert all(
            end < start or not end for end, (start, _) in zip(ends, found.marks, strict=False)
        )
        for start, end in found.marks:
            assert any(word in fold(found.text[start:end]) for word in words)
    assert bool(marked(text, words).marks) == any(word in fold(text) for word in words)
