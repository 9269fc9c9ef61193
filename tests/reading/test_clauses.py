"""Cutting into sentences and comma clauses."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.clauses import split

TEXTS = st.text(alphabet="新建，。；：（）“”《》\n、A1 ", max_size=120)


def clauses(text: str) -> list[list[str]]:
    return [[text[piece.start : piece.end] for piece in item.pieces] for item in split(text)]


def test_commas_separate_clauses_and_full_stops_sentences() -> None:
    assert clauses("新建三座变电站，改造农网五百公里。推进改革；完善机制。") == [
        ["新建三座变电站", "改造农网五百公里"],
        ["推进改革", "完善机制"],
    ]


def test_brackets_and_quotations_stay_whole() -> None:
    assert clauses("落实“放管服，互联网+”改革（甲，乙。丙），办好《一，二》。") == [
        ["落实“放管服，互联网+”改革（甲，乙。丙）", "办好《一，二》"],
    ]


def test_a_bracket_that_never_closes_does_not_swallow_the_line() -> None:
    assert clauses("推进（改革，完善机制。") == [["推进（改革", "完善机制"]]


def test_lists_with_the_pause_mark_stay_one_clause() -> None:
    assert clauses("建设学校、医院、公园。") == [["建设学校、医院、公园"]]


@given(TEXTS)
def test_every_letter_lies_in_exactly_one_clause(text: str) -> None:
    pieces = [piece for sentence in split(text) for piece in sentence.pieces]
    spans = [(piece.start, piece.end) for piece in pieces]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    inside = {at for start, end in spans for at in range(start, end)}
    assert all(at in inside for at, sign in enumerate(text) if sign in "新建A1")
