"""Fields as people mend them: what is taken, what is refused, and what keeps its place."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.base.errors import Invalid
from luodi.documents.fields import check_fields, fields_of
from luodi.reading.reader import read

TEXT = (
    "一、安排\n市教育局、市财政局要在2026年6月底前新建学校12所、公园12所，完成投资由5亿元增加到8亿元。\n"
    "松滋市财政收入增长6%—8%，年底前完成。\n"
)
TARGET = {"comparator": "=", "value": "12", "value2": None, "unit": "所"}
READ: dict[str, Any] = {
    "kind": "project",
    "targets": [
        {"start": 25, "end": 28, "text": "12所", **TARGET, "baseline": None, "indicator": "学校"},
        {"start": 31, "end": 34, "text": "12所", **TARGET, "baseline": "5", "indicator": ""},
    ],
    "deadline": {
        "start": 12, "end": 22, "text": "2026年6月底前", "by": "2026-06-30", "duration": "",
        "working": False, "recurring": False, "inherited": True,
    },
    "owners": [
        {"start": 5, "end": 9, "text": "市教育局", "role": "lead", "source": "subject"},
        {"start": 10, "end": 15, "text": "市　财政局", "role": "lead", "source": "subject"},
    ],
    "places": [{"start": 40, "end": 43, "text": "松滋市"}],
    "cause": None,
    "body": {"start": 1, "end": 3, "text": "部分"},
}  # fmt: skip


def checked(**given: object) -> dict[str, Any]:
    """The fields after an edit of these parts."""
    return check_fields(given, READ)


def field_refused(**given: object) -> str:
    """The part that an edit is refused for; both sentences are there."""
    with pytest.raises(Invalid) as caught:
        checked(**given)
    assert caught.value.zh
    assert caught.value.en
    return caught.value.field


def target(**more: object) -> dict[str, Any]:
    return checked(targets=[TARGET | more])["targets"][0]


def figure(value: object) -> str:
    return str(target(value=value, text="x")["value"])


def test_nothing_given_leaves_all_as_read() -> None:
    before = deepcopy(READ)
    assert checked() == READ == before


def test_the_same_given_again_is_as_read() -> None:
    assert check_fields(READ, READ) == READ


def test_as_a_form_gives_it_back_it_is_as_read() -> None:
    """A form knows no places in the text, strips blanks and posts empty words for nothing."""
    posted = {
        "kind": "project",
        "targets": [TARGET | {"value2": "", "text": "12所", "indicator": ""} for _ in range(2)],
        "deadline": {"by": "2026-06-30", "duration": "", "recurring": "", "working": False},
        "owners": [{"text": "市教育局", "role": "lead"}, {"text": "市 财政局", "role": "lead"}],
        "places": [{"text": " 松滋市 "}],
    }
    assert check_fields(posted, READ) == READ


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "goal", "targets": [TARGET | {"value": "15", "text": "12所"}, TARGET]},
        {"targets": [{"value": "99", "unit": "座", "comparator": ">="}], "places": []},
        {"deadline": {"by": "2026-12-31", "text": "2026年6月底前", "working": True}},
        {"owners": [{"text": "市住建局"}, {"text": "市教育局", "role": "partner"}]},
    ],
)
def test_what_people_wrote_given_again_stays_the_same(edit: dict[str, Any]) -> None:
    once = checked(**edit)
    assert once != READ
    assert check_fields(once, READ) == once


@pytest.mark.corpus
def test_what_the_reader_took_from_the_corpus_is_always_taken_back(shared: Path) -> None:
    changed = [
        (path.name, finding.span.text)
        for path in sorted((shared / "corpus" / "documents").glob("*.txt"))[::6]
        for finding in read(path.read_text(encoding="utf-8")).findings
        if check_fields(fields_of(finding), fields_of(finding)) != fields_of(finding)
    ]
    assert changed == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("123456789012345678", "123456789012345678"),
        ("-999999999999999999", "-999999999999999999"),
        ("0.123456789012", "0.123456789012"),
        ("123456789012345678.123456789012", "123456789012345678.123456789012"),
        ("1,234,567.80", "1234567.80"),
        ("1，200", "1200"),
        (" 12 ", "12"),
        ("１２．５", "12.5"),
        ("1e5", "100000"),
        ("-0.0", "0.0"),
        ("0E+9", "0"),
        (12, "12"),
        (Decimal("6.50"), "6.50"),
    ],
)
def test_figures_are_kept_digit_by_digit(given: object, kept: str) -> None:
    assert figure(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "1000000000000000000", "1e18", "1e999999", "1e-13", "1e-999999", "NaN", "sNaN", "Infinity",
        "-inf", "abc", "十二", "5亿", "50%", "1,5", "1,23,4", "1_000", "1 000", "--1", "0x10",
        "1" * 5000, "\x00", "٫",
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused(given: str) -> None:
    assert field_refused(targets=[TARGET | {"value": given}]) == "targets"


@given(whole=st.integers(-(10**18) + 1, 10**18 - 1), places=st.integers(0, 12))
def test_any_figure_within_the_bounds_comes_back_as_written(whole: int, places: int) -> None:
    text = f"{Decimal(whole).scaleb(-places):f}"
    assert Decimal(figure(text)) == Decimal(text)
    assert "E" not in figure(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"comparator": "!="},
        {"value": ""},
        {"value": None},
        {"comparator": "range", "value2": ""},
        {"comparator": "range", "value": "8", "value2": "6"},
        {"unit": "长" * 31},
        {"indicator": "长" * 201},
    ],
)
def test_targets_that_cannot_be_meant_are_refused(wrong: Mapping[str, object]) -> None:
    assert field_refused(targets=[TARGET | {"text": "x"} | wrong]) == "targets"


def test_a_range_keeps_both_figures_and_others_only_one() -> None:
    assert target(comparator="range", value="6", value2="8")["value2"] == "8"
    assert target(comparator=">=", value="6", value2="8")["value2"] is None


def test_two_equal_targets_each_keep_their_own_place() -> None:
    assert [row["start"] for row in checked()["targets"]] == [25, 31]
    assert [row["start"] for row in checked(targets=[READ["targets"][1]])["targets"]] == [25]


def test_another_figure_keeps_the_place_of_its_words() -> None:
    rows = checked(targets=[READ["targets"][0], {**READ["targets"][1], "value": "15"}])["targets"]
    assert (rows[1]["value"], rows[1]["start"], rows[1]["end"]) == ("15", 31, 34)
    assert rows[1]["baseline"] == "5"
    assert rows[0] == READ["targets"][0]


def test_what_others_reach_needs_no_figure_and_keeps_its_place() -> None:
    text = "一、安排\n力争到2027年居民收入高于全市中位数、城镇化率达到60%。\n"
    fields = fields_of(read(text).findings[0])
    level, share = fields["targets"]
    assert (level["text"], level["comparator"], level["value"]) == (
        "高于全市中位数",
        "median>=",
        None,
    )
    assert (share["comparator"], share["value"]) == (">=", "60")
    assert check_fields({"targets": fields["targets"]}, fields)["targets"] == fields["targets"]
    row = {"comparator": "average<=", "value": "3", "unit": "元", "text": level["text"]}
    (mended,) = check_fields({"targets": [row]}, fields)["targets"]
    assert (mended["start"], mended["value"], mended["unit"]) == (level["start"], None, "")
    (typed,) = check_fields({"targets": [{"comparator": "median<="}]}, fields)["targets"]
    assert (typed["start"], typed["text"]) == (None, "中位数")


def test_a_new_target_stands_nowhere_in_the_text() -> None:
    row = target(value="99", unit="座")
    assert (row["start"], row["end"], row["text"]) == (None, None, "99座")
    assert (row["baseline"], row["indicator"]) == (None, "")


def test_an_indicator_given_to_a_target_as_read_is_kept() -> None:
    row = {**READ["targets"][1], "indicator": "公园数量"}
    assert checked(targets=[READ["targets"][0], row])["targets"][1]["indicator"] == "公园数量"


@pytest.mark.parametrize("name", ["targets", "owners", "places"])
@pytest.mark.parametrize("rows", [[{}] * 51, ["x"], [None]])
def test_too_many_rows_and_what_is_no_row_is_refused(name: str, rows: list[object]) -> None:
    assert field_refused(**{name: rows}) == name


@pytest.mark.parametrize("name", ["targets", "owners", "places"])
def test_rows_can_all_be_taken_away(name: str) -> None:
    assert checked(**{name: []})[name] == []
    assert checked(**{name: None})[name] == []


@pytest.mark.parametrize("kind", ["", "commitment", None, 5])
def test_a_kind_outside_the_vocabulary_is_refused(kind: object) -> None:
    assert field_refused(kind=kind) == "kind"


# --- deadlines


def deadline(**more: object) -> Any:
    return checked(deadline=more)["deadline"]


def test_a_deadline_can_be_changed_and_taken_away() -> None:
    assert deadline(by="2026-12-31")["by"] == "2026-12-31"
    assert deadline(by="2026-12-31")["start"] is None
    assert deadline(by="2026-12-31", text="2026年6月底前")["start"] == 12
    assert not deadline(by="2026-12-31")["inherited"]
    assert checked(deadline=None)["deadline"] is None
    assert deadline(by="２０２６-12-31")["by"] == "2026-12-31"
    assert deadline(by="", duration="", recurring=False) is None


def test_a_deadline_read_from_words_without_a_date_stays_until_it_is_taken_away() -> None:
    empty = {"by": None, "duration": "", "working": False, "recurring": False}
    words = {"start": 1, "end": 4, "text": "年底前", **empty, "inherited": False}
    vague = READ | {"deadline": words}
    assert check_fields(vague, vague) == vague
    assert check_fields({"deadline": {"by": "", "text": "年底前"}}, vague) == vague
    assert check_fields({"deadline": None}, vague)["deadline"] is None
    dated = check_fields({"deadline": {"by": "2026-12-31", "text": "年底前"}}, vague)["deadline"]
    assert (dated["by"], dated["start"]) == ("2026-12-31", 1)


@pytest.mark.parametrize("duration", ["P3Y", "p10d", "P1Y6M", "PT10H", "P1DT2H"])
def test_durations_of_iso_8601_are_taken(duration: str) -> None:
    assert deadline(duration=duration, working=True)["duration"] == duration.upper()


@pytest.mark.parametrize("duration", ["3年", "P", "3Y", "PY", "P3", "P٣Y", "P99999Y", "P3Y; drop"])
def test_other_durations_are_refused(duration: str) -> None:
    assert field_refused(deadline={"duration": duration}) == "deadline"


@pytest.mark.parametrize(
    "by", ["2026-13-01", "2026-02-30", "年底", "2026/12/31", "0026-12-31", "9999-12-31", "\x00"]
)
def test_dates_that_are_none_are_refused(by: str) -> None:
    assert field_refused(deadline={"by": by}) == "deadline"


# --- owners and places


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["text"] for row in rows]


def test_an_owner_as_read_keeps_its_place_whatever_its_role() -> None:
    (row,) = checked(owners=[{"text": "市教育局", "role": "partner"}])["owners"]
    assert row == READ["owners"][0] | {"role": "partner"}


def test_a_new_owner_is_marked_as_written_by_people() -> None:
    (row,) = checked(owners=[{"text": "市住建局"}])["owners"]
    assert row == {
        "start": None, "end": None, "text": "市住建局", "source": "edited", "role": "lead",
    }  # fmt: skip


def test_the_same_name_written_twice_counts_once() -> None:
    rows = [{"text": "市住建局", "role": role} for role in ("lead", "partner")]
    assert names(checked(owners=rows)["owners"]) == ["市住建局"]
    assert names(checked(places=[{"text": "松滋市"}, {"text": "松滋市 "}])["places"]) == ["松滋市"]


@pytest.mark.parametrize(
    "row", [{"text": ""}, {"text": " \n"}, {"text": "局", "role": "boss"}, {"text": "长" * 201}]
)
def test_owners_without_a_name_or_with_another_role_are_refused(row: dict[str, str]) -> None:
    assert field_refused(owners=[row]) == "owners"


def test_a_place_needs_a_name() -> None:
    assert field_refused(places=[{"text": "\u200b"}]) == "places"


def test_control_characters_and_half_characters_are_dropped() -> None:
    assert names(checked(places=[{"text": "松\x00滋\n市\ud800"}])["places"]) == ["松滋 市"]


def test_cause_and_body_stay_as_read() -> None:
    assert checked(body=None, cause={"text": "x"})["body"] == READ["body"]
    assert checked(cause={"text": "x"})["cause"] is None
