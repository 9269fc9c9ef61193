"""Tables on a terminal stay inside it, and a document cannot steer it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.samples import EMPTY, READ, READING, SCHOOLS

from luodi.reading.output import bundled
from luodi.reading.output.table import explain_lines, table_lines
from luodi.reading.output.widths import harmless, padded, width, wrapped
from luodi.reading.types import Span


@pytest.mark.parametrize("columns", [20, 40, 71, 72, 80, 100, 120, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(columns: int, language: str) -> None:
    for lines in (table_lines, explain_lines):
        written = list(lines(READ, language, columns))  # type: ignore[arg-type]
        assert max(map(width, written)) <= columns


def test_columns_stand_under_each_other() -> None:
    lines = list(table_lines(READ, "zh", 120))
    head = next(line for line in lines if line.startswith("序号"))
    row = next(line for line in lines if "新建学校50所" in line)
    for name, value in (("类别", "项目"), ("目标值", "50所"), ("责任单位", "市教育局")):
        assert width(head[: head.index(name)]) == width(row[: row.rindex(value)])


def test_problems_are_a_group_of_their_own_with_numbers_that_go_on() -> None:
    lines = list(table_lines(READ, "zh", 120))
    at = lines.index("问题 1")
    assert lines.index("部署 2") < at
    assert lines[at + 3].startswith("3 ")
    assert "人手不足" in lines[at + 3]


def test_a_narrow_terminal_gets_one_finding_under_the_other() -> None:
    lines = list(table_lines(READ, "zh", 40))
    assert "1 项目 到2027年底前，新建学校50所 90%" in lines
    assert "    责任单位: 市教育局；配合：市财政局" in lines


def test_a_document_without_findings_says_so() -> None:
    assert "没有发现部署和问题。" in list(table_lines(EMPTY, "zh", 80))
    assert "No commitments and no problems were found." in list(table_lines(EMPTY, "en", 80))


def test_clauses_are_explained_in_the_language_asked_for() -> None:
    zh, en = (list(explain_lines(READ, language, 80)) for language in ("zh", "en"))
    assert "✓ 到2027年底前，新建学校50所" in zh
    assert "    以行动动词开头，要求做一件事（deed，85%）" in zh
    assert "· 望川市工作要点" in en
    assert "    begins with a verb of action (deed, 85%)" in en


def test_a_document_cannot_steer_the_terminal() -> None:
    wild = replace(SCHOOLS, span=Span(0, 3, "新\x1b[2J建\u202e\x9b学\r\n校"))
    read = replace(READ, reading=replace(READING, findings=(wild,)))
    written = "".join(table_lines(read, "zh", 100))
    assert not set(written) & set("\x1b\x9b\u202e\r\n")


@given(st.text(), st.integers(2, 40))
def test_wrapping_keeps_every_character_but_blanks_at_line_ends(text: str, columns: int) -> None:
    clean = harmless(text)
    lines = wrapped(clean, columns)
    assert "".join(lines).replace(" ", "") == clean.replace(" ", "")
    assert all(width(line) <= columns for line in lines)
    assert lines


def test_numbers_and_dates_are_not_cut_where_a_line_ends() -> None:
    assert wrapped("实现2027-12-31前完成", 11) == ["实现", "2027-12-31", "前完成"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]


@pytest.mark.parametrize(
    ("text", "columns"), [("学校", 4), ("a校", 3), ("e\u0301", 1), ("“校”", 4), ("𠮷", 2), ("", 0)]
)
def test_widths_of_characters(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(padded(text, 10)) == 10


@pytest.mark.parametrize("columns", [20, 40, 72, 100, 200])
def test_the_number_of_the_plan_row_stands_with_each_commitment(columns: int) -> None:
    lines = list(table_lines(bundled(READ), "zh", columns))
    assert max(map(width, lines)) <= columns
    told = [line.strip() for line in lines if "事项" in line]
    if columns < 72:
        assert told == ["事项: 1", "事项: 2"]
    else:
        assert [line.endswith("事项") for line in told] == [True]
        assert next(line for line in lines if line.startswith("2 ")).endswith(" 2")
