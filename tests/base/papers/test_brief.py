"""The brief: one page, or a refusal that says how much too long."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.base.papers.samples import brief

from luodi.base.errors import Invalid
from luodi.base.papers import write_docx
from luodi.base.papers.brief import LEAST_ROOM


def room_of(data: bytes) -> int:
    height = docx.Document(io.BytesIO(data)).element.body.findall(f".//{qn('w:trHeight')}")[-1]
    return int(height.get(qn("w:val")))


def test_what_is_left_of_the_page_is_room_for_remarks() -> None:
    full = room_of(write_docx(brief()))
    emptier = room_of(write_docx(replace(brief(), vital=brief().vital[:2])))
    assert LEAST_ROOM <= full < emptier


def test_it_names_the_leader_and_the_contact() -> None:
    document = docx.Document(io.BytesIO(write_docx(brief())))
    assert document.tables[-1].cell(0, 0).text == "李书记批示："
    assert document.paragraphs[-1].text == "承办人及电话：张某，0000-1234567"


def test_headings_keep_counting_without_the_vital_few() -> None:
    document = docx.Document(io.BytesIO(write_docx(replace(brief(), vital=()))))
    heads = [p.text for p in document.paragraphs if p.style.name == "呈阅件小标题"]
    assert heads == ["一、文件要求什么", "二、请各方做什么"]


def test_too_many_words_are_refused_with_the_lines_to_cut() -> None:
    with pytest.raises(Invalid, match=r"cut about \d+ lines") as refused:
        write_docx(replace(brief(), gist=("很长的要求。" * 120,)))
    assert refused.value.field == "gist"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("要求落实，。12a%", max_size=200), max_size=8))
def test_a_brief_is_written_with_room_or_refused(gist: list[str]) -> None:
    try:
        data = write_docx(replace(brief(), gist=tuple(gist)))
    except Invalid:
        return
    assert room_of(data) >= LEAST_ROOM
