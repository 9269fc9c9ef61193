"""JSON lines hold what the contract asks for, and only that counts as a commitment."""

from __future__ import annotations

import json
from decimal import Decimal

from tests.reading.samples import INCOME, PROBLEM, READ, READING, SCHOOLS, TEXT, span

from luodi.reading.output import bundled, to_json
from luodi.reading.output.records import clause_lines, finding_lines
from luodi.reading.output.rows import due_words, escaped, measure, number_words
from luodi.reading.types import Benchmark, Deadline, Target


def test_a_commitment_has_every_field_of_the_contract() -> None:
    record = to_json(SCHOOLS, READING)
    assert TEXT[record["start"] : record["end"]] == record["text"] == SCHOOLS.span.text
    assert record["kind"] == "project"
    target = record["targets"][0]
    assert {k: target[k] for k in ("text", "comparator", "value", "value2", "unit")} == {
        "text": "50所", "comparator": "=", "value": 50, "value2": None, "unit": "所"
    }  # fmt: skip
    due = record["deadline"]
    assert (due["text"], due["by"], due["duration"]) == ("到2027年底前", "2027-12-31", None)
    assert (due["working"], due["recurring"]) == (False, False)
    assert [o["text"] for o in record["owners"]["lead"]] == ["市教育局"]
    assert [o["text"] for o in record["owners"]["partners"]] == ["市财政局"]
    assert (record["confidence"], record["reason"]) == (0.9, "deed")
    assert record["section_path"] == ["一、项目<b>&"]
    assert (record["reader"], record["version"]) == ("luodi-test", "9.9")


def test_every_span_of_a_record_gives_back_its_words() -> None:
    record = to_json(SCHOOLS, READING)
    owners = record["owners"]["lead"] + record["owners"]["partners"]
    spans = [record, *record["targets"], record["deadline"], *owners]
    assert all(TEXT[s["start"] : s["end"]] == s["text"] for s in spans)


def test_a_deadline_taken_over_from_a_heading_stands_apart() -> None:
    record = to_json(INCOME, READING)
    assert record["deadline"] is None
    assert record["inherited_deadline"]["recurring"] is True
    assert [place["text"] for place in record["places"]] == ["松滋市"]
    assert (record["targets"][0]["value"], record["targets"][0]["value2"]) == (6, 8.5)


def test_problems_come_only_when_asked_for() -> None:
    plain = [json.loads(line) for line in finding_lines(READ, problems=False)]
    asked = [json.loads(line) for line in finding_lines(READ, problems=True)]
    assert [r["kind"] for r in plain] == ["project", "goal"]
    assert [r["kind"] for r in asked] == ["project", "problem", "goal"]
    problem = to_json(PROBLEM, READING)
    assert (problem["cause"]["text"], problem["body"]["text"]) == ("人手不足", "部分单位")
    assert {r["file"] for r in asked} == {"文件/要点.txt"}


def test_clauses_carry_their_reason_in_words() -> None:
    lines = [json.loads(line) for line in clause_lines(READ, "zh")]
    assert [(r["taken"], r["reason"]) for r in lines] == [(False, "heading"), (True, "deed")]
    assert all(r["why"] not in {"", r["reason"]} for r in lines)
    english = [json.loads(line)["why"] for line in clause_lines(READ, "en")]
    assert all(words.isascii() for words in english)


def test_measures_are_written_as_understood() -> None:
    def words(comparator: str, value: str, value2: str | None = None, unit: str = "%") -> str:
        second = Decimal(value2) if value2 else None
        target = Target(span("50所"), comparator, Decimal(value), second, unit)  # type: ignore[arg-type]
        return measure(target, "zh")

    assert words(">=", "500", unit="公里") == "≥ 500 公里"
    assert words("range", "6.0", "8.50") == "6–8.5 %"
    assert words("rank<=", "20", unit="位") == "≤ 20 位"
    assert words("+", "5") == "+ 5 %"
    assert words("x", "2", unit="") == "× 2"
    level = Benchmark(span("50所"), "median", ">=", "全省")
    assert measure(level, "zh") == "≥ 全省中位数"


def test_numbers_lose_neither_digits_nor_zeros_that_count() -> None:
    cases = ("1E+3", "0.10", "1200", "-3.50", "0")
    assert [number_words(Decimal(c)) for c in cases] == ["1000", "0.1", "1200", "-3.5", "0"]


def test_deadlines_in_words() -> None:
    assert due_words(None, "zh") == ""
    assert due_words(SCHOOLS.deadline, "zh") == "2027-12-31"
    assert due_words(Deadline(span("到2027年底前"), duration="P3Y"), "zh") == "P3Y"
    assert due_words(INCOME.deadline, "zh") == "P1Y 常态"
    assert due_words(INCOME.deadline, "en") == "P1Y recurring"


def test_cells_that_would_compute_are_escaped() -> None:
    wild = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "一=1", 5, -1.5, ""]
    assert escaped(wild) == [
        "'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "'＝1", "一=1", 5, -1.5, ""
    ]  # fmt: skip


def test_commitments_of_one_measure_have_one_number_and_problems_have_none() -> None:
    asked = [json.loads(line) for line in finding_lines(bundled(READ), problems=True)]
    assert [record.get("bundle") for record in asked] == [1, None, 2]
    assert all("bundle" not in json.loads(line) for line in finding_lines(READ, problems=True))
