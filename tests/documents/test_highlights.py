"""Marked texts: every character is there once, escaped, and each mark covers exactly its own."""

from __future__ import annotations

import html
import re
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from luodi.documents.highlights import lines, marked_text, pieces
from luodi.documents.queries.marks import Mark

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = st.text(st.one_of(CHARACTERS, st.sampled_from("\r\n<>&\"'建校𠮷")), max_size=80)


def mark(start: int, end: int, kind: str = "task", state: str = "proposed") -> Mark:
    return Mark(uuid4(), start, end, kind, state)


@st.composite
def marked(draw) -> tuple[str, list[Mark]]:
    """A text with marks anywhere, overlapping and impossible ones among them."""
    text = draw(TEXTS)
    place = st.integers(0, len(text) + 2)
    return text, [mark(draw(place), draw(place)) for _ in range(draw(st.integers(0, 6)))]


def plain(markup: str) -> str:
    """The characters that a reader sees."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def covered(markup: str) -> dict[UUID, str]:
    """The characters under each mark."""
    found: dict[UUID, str] = {}
    for key, words in re.findall(
        r'<mark [^>]*data-finding="([^"]+)"[^>]*><a [^>]*>(.*?)</a></mark>', markup, re.S
    ):
        found[UUID(key)] = found.get(UUID(key), "") + html.unescape(words)
    return found


def without_breaks(text: str) -> str:
    return re.sub(r"\r\n|\n|\r", "", text)


@given(marked())
def test_every_character_stands_there_once(case) -> None:
    text, marks = case
    assert plain(marked_text(text, marks)) == without_breaks(text)


@given(marked())
def test_pieces_cover_the_text_without_gap_and_the_shortest_mark_wins(case) -> None:
    text, marks = case
    cut = pieces(len(text), marks)
    assert "".join(text[piece.start : piece.end] for piece in cut) == text
    fit = [one for one in marks if 0 <= one.start < one.end <= len(text)]
    for piece in cut:
        over = [one for one in fit if one.start <= piece.start and piece.end <= one.end]
        shortest = min((one.end - one.start for one in over), default=None)
        got = piece.mark.end - piece.mark.start if piece.mark else None
        assert got == shortest


@given(TEXTS.filter(bool), st.data())
def test_a_lone_mark_covers_exactly_its_characters(text: str, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    one = mark(start, data.draw(st.integers(start + 1, len(text))))
    words = without_breaks_inside(text, one)
    assert covered(marked_text(text, [one])) == ({one.uuid: words} if words else {})


def without_breaks_inside(text: str, one: Mark) -> str:
    return "".join(text[max(a, one.start) : min(b, one.end)] for a, b in lines(text))


def test_a_mark_over_two_lines_is_named_once() -> None:
    one = mark(1, 7)
    markup = marked_text("甲乙丙\r\n丁戊己", [one])
    assert markup.count("<mark") == 2
    assert markup.count(f'id="t-{one.uuid}"') == 1
    assert covered(markup) == {one.uuid: "乙丙丁戊"}


def test_a_mark_looks_as_it_was_decided() -> None:
    marks = [mark(0, 1, "goal"), mark(1, 2, "task", "accepted"), mark(2, 3, "project", "rejected")]
    markup = marked_text("甲乙丙", marks, marks[2].uuid)
    assert re.findall(r'<mark class="([^"]+)"', markup) == [
        "kind-goal",
        "kind-task decided",
        "kind-project rejected chosen",
    ]


def test_a_text_is_never_markup() -> None:
    markup = marked_text("<script>alert('1')</script>&amp;", [mark(0, 8)])
    assert "<script" not in markup
    assert "&amp;amp;" in markup


def test_a_long_text_comes_in_blocks() -> None:
    assert marked_text("字" * 1000 + "\n", []).count('class="block"') == 1
    assert marked_text("\n".join(["字" * 1000] * 9), []).count('class="block"') == 3
