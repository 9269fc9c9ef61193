"""Titles break between words, in shapes the standard asks for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luodi.base.papers.measures import text_width
from luodi.base.papers.titles import title_lines

LONG = "望川市人民政府关于印发《2026年市政府工作报告主要目标任务分解方案》的通知"


def test_a_short_title_stays_on_one_line() -> None:
    assert title_lines("交办通知单") == ("交办通知单",)


def test_breaks_chosen_by_hand_are_kept() -> None:
    assert title_lines("望川市人民政府\n关于开展督查的通知") == (
        "望川市人民政府",
        "关于开展督查的通知",
    )


def test_words_are_not_broken() -> None:
    lines = title_lines(LONG)
    assert "".join(lines) == LONG
    assert not any(line.endswith("工") or line.startswith("作") for line in lines)


def test_no_line_begins_with_a_particle_or_closing_mark() -> None:
    lines = title_lines(LONG)
    assert not any(line[0] in "的》、）" for line in lines)


def test_three_lines_are_no_hourglass() -> None:
    lines = title_lines(
        "2026年度望川市重点督查事项反馈表填写说明以及需要特别注意的有关事项清单（试行）"
    )
    sizes = [text_width(line) for line in lines]
    assert len(lines) == 3
    assert sizes[1] >= min(sizes[0], sizes[2])


@given(st.text("望川市关于的《》、1a县域经济高质量发展", min_size=1, max_size=90))
def test_nothing_is_lost_and_every_line_fits(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(text_width(line) <= 19 for line in lines)
