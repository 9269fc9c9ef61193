"""The readable copy and the way back to the characters as given."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.normalise import normalise

TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200)
POLICY = st.text(alphabet="到２０２７年 底前，,新建A１２座（）()％\u3000\u200b\n—－。", max_size=80)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("２０２７年", "2027年"),
        ("增长５．５％", "增长5.5%"),
        ("2025 年 12 月", "2025年12月"),
        ("20 强", "20强"),
        ("由 房屋租赁企业 办理", "由房屋租赁企业办理"),
        ("5%－6%", "5%—6%"),
        ("新建学校,改造医院", "新建学校，改造医院"),
        ("1,000元", "1,000元"),
        ("plain English text", "plain English text"),
        ("a\u200b落地", "a落地"),
    ],
)
def test_folds_and_drops(given_text: str, expected: str) -> None:
    assert normalise(given_text).text == expected


def test_source_span_leads_back_over_dropped_blanks() -> None:
    given_text = "到 2025 年 底前完成"
    copy = normalise(given_text)
    start = copy.text.index("2025")
    assert copy.source_span(start, start + len("2025年底前")) == (2, 11)
    assert given_text[2:11] == "2025 年 底前"


def test_line_ends_are_kept() -> None:
    assert normalise("一\r\n二\n 三").text.count("\n") == 2


def test_refuses_a_run_outside() -> None:
    with pytest.raises(ValueError, match="no such run"):
        normalise("落地").source_span(1, 3)


@given(TEXTS | POLICY)
def test_every_character_stands_for_one_given_character_in_order(given_text: str) -> None:
    copy = normalise(given_text)
    places = [copy.source_span(at, at + 1) for at in range(len(copy.text))]
    assert all(end - start == 1 for start, end in places)
    assert all(low < high for (low, _), (high, _) in itertools.pairwise(places))
    assert all(0 <= start < end <= len(given_text) for start, end in places)


@given(TEXTS | POLICY)
def test_runs_cover_what_lies_between_their_ends(given_text: str) -> None:
    copy = normalise(given_text)
    if copy.text:
        start, end = copy.source_span(0, len(copy.text))
        assert start == copy.source_span(0, 1)[0]
        assert end == copy.source_span(len(copy.text) - 1, len(copy.text))[1]
