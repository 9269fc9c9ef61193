"""A table goes round and comes back: every difference is found, none is believed blindly."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from luodi.base import ledger
from luodi.base.errors import Conflict, Invalid
from luodi.base.papers import write_xlsx
from luodi.commitments import papers, queries, services
from luodi.commitments.models import PlanRow
from luodi.commitments.returned.differences import _longest_run
from luodi.commitments.returned.letters import opinions_in, row_named

from .factories import UNITS, make_filled

pytestmark = pytest.mark.django_db
COLUMNS = {"number": 1, "heading": 2, "words": 3, "goal": 4, "due": 5, "lead": 6, "partners": 7,
           "mode": 8, "source": 9, "opinion": 10, "id": 11}  # fmt: skip
FIRST = 3


@pytest.fixture
def round_(office, units):
    """A plan in consultation with one unit."""
    plan, rows = make_filled(office)
    made = services.open_consultation(
        plan, [units["市财政局"], units["市教育局"]], due=date(2026, 2, 28), actor=office
    )
    return plan, rows, made.consulted.order_by("pk").first()


def sent(office, plan) -> bytes:
    """The table as it is sent round."""
    shown = queries.plan_page(office, plan.uuid)
    return write_xlsx(papers.breakdown_sheet(shown, UNITS, lambda row: f"/{row}", opinions=True))


def edited(data: bytes, *edits) -> bytes:
    """The table after somebody's work in Excel or WPS."""
    book = load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(row: int, column: str, value):
    """Write into the row of that place (0 is the first)."""

    def edit(sheet) -> None:
        sheet.cell(row=FIRST + row, column=COLUMNS[column]).value = value

    return edit


def changes(consulted):
    return list(consulted.changes.order_by("order"))


def test_an_untouched_table_says_nothing_new(office, round_) -> None:
    plan, _, consulted = round_
    assert services.read_table(consulted, sent(office, plan), actor=office).changes == 0
    consulted.refresh_from_db()
    assert consulted.state == "none"


def test_each_edited_cell_is_one_change_side_by_side(office, round_, units) -> None:
    plan, _rows, consulted = round_
    data = edited(
        sent(office, plan),
        put(0, "words", "完成老旧小区供水改造120个"),
        put(0, "due", "１１月底前"),
        put(0, "lead", "市住建局、市水利局"),
        put(1, "partners", "市住建局 市财政局"),
        put(1, "mode", "常态化"),
    )
    answer = services.read_table(consulted, data, actor=office)
    assert (answer.changes, answer.unreadable) == (5, 0)
    found = {(item.row_id, item.part): item for item in changes(consulted)}
    first, second = plan.rows.order_by("order")[:2]
    assert found[first.pk, "words"].before == first.words
    assert found[first.pk, "words"].after == "完成老旧小区供水改造120个"
    assert found[first.pk, "due"].after["due"] == "2026-11-30"
    lead = found[first.pk, "lead"].after
    assert lead["lead"] == units["市住建局"]
    assert lead["partners"][0] == units["市水利局"]
    assert found[second.pk, "partners"].after == [units["市住建局"], units["市财政局"]]
    # Nothing is changed by reading.
    assert PlanRow.objects.get(pk=first.pk).words == first.words


def test_a_change_is_accepted_or_declined_one_by_one(office, round_, units) -> None:
    plan, _, consulted = round_
    data = edited(
        sent(office, plan),
        put(0, "words", "新的写法"),
        put(0, "due", "长期坚持"),
        put(0, "lead", "市住建局"),
    )
    services.read_table(consulted, data, actor=office)
    row = plan.rows.order_by("order").first()
    found = {item.part: item for item in changes(consulted)}
    services.accept_change(found["words"], actor=office)
    services.accept_change(found["due"], actor=office)
    services.decline_change(found["lead"], why="职责不符", actor=office)
    row.refresh_from_db()
    assert (row.words, row.due, row.mode) == ("新的写法", None, "standing")
    assert str(row.lead.uuid) == units["市水利局"]
    with pytest.raises(Conflict):
        services.accept_change(found["words"], actor=office)
    assert ledger.verify().ok


def test_a_row_that_was_changed_meanwhile_is_not_overwritten(office, round_) -> None:
    plan, _, consulted = round_
    services.read_table(
        consulted, edited(sent(office, plan), put(0, "words", "新的写法")), actor=office
    )
    row = plan.rows.order_by("order").first()
    services.edit_row(row, {"words": "我的写法"}, actor=office)
    with pytest.raises(Conflict):
        services.accept_change(changes(consulted)[0], actor=office)
    assert PlanRow.objects.get(pk=row.pk).words == "我的写法"


def test_of_two_tables_the_second_may_be_preferred_by_who_saw_the_first(office, round_) -> None:
    plan, _, consulted = round_
    other = consulted.consultation.consulted.exclude(pk=consulted.pk).get()
    for reply, day in ((consulted, "2027-03-31"), (other, "2027-06-30")):
        services.read_table(reply, edited(sent(office, plan), put(0, "due", day)), actor=office)
    (first,), (second,) = changes(consulted), changes(other)
    before = {view.uuid: view for view in queries.consultation_page(office, plan).changes}
    assert (before[second.uuid].now, before[second.uuid].seen) == ("", "")
    services.accept_change(first, actor=office)
    view = next(v for v in queries.consultation_page(office, plan).changes if v.uuid == second.uuid)
    assert "2027" in view.now
    assert view.may_accept
    for stale in ("", "0" * 16):
        with pytest.raises(Conflict):
            services.accept_change(second, actor=office, seen=stale)
    services.accept_change(second, actor=office, seen=view.seen)
    assert plan.rows.order_by("order").first().due == date(2027, 6, 30)


def test_what_is_left_open_is_counted(office, round_) -> None:
    plan, _, consulted = round_
    assert not queries.unsettled(office, make_filled(office)[0])
    data = edited(sent(office, plan), put(0, "words", "新的写法"), put(1, "opinion", "建议推迟"))
    services.read_table(consulted, data, actor=office)
    left = queries.unsettled(office, plan)
    assert (left.changes, left.opinions, left.waiting) == (1, 1, 1)
    services.decline_change(changes(consulted)[0], actor=office)
    services.decide_opinion(consulted.opinions.get(), "adopted", actor=office)
    services.record_reply(consulted.consultation.consulted.last(), [], actor=office)
    assert not queries.unsettled(office, plan)


def test_a_cell_that_could_not_be_read_is_still_shown_once_declined(office, round_) -> None:
    plan, _, consulted = round_
    services.read_table(
        consulted, edited(sent(office, plan), put(0, "lead", "市航天局")), actor=office
    )
    services.decline_change(changes(consulted)[0], actor=office)
    assert [v.after for v in queries.consultation_page(office, plan).changes] == ["市航天局"]


def test_what_cannot_be_read_is_kept_and_said(office, round_) -> None:
    plan, _, consulted = round_
    data = edited(
        sent(office, plan),
        put(0, "lead", "市航天局"),
        put(0, "due", "待定后再说"),
        put(1, "mode", "看情况"),
    )
    answer = services.read_table(consulted, data, actor=office)
    assert (answer.changes, answer.unreadable) == (3, 3)
    found = {item.part: item for item in changes(consulted)}
    assert "市航天局" in found["lead"].why
    assert found["due"].said == "待定后再说"
    with pytest.raises(Invalid):
        services.accept_change(found["lead"], actor=office)


def test_merged_cells_inserted_columns_and_other_headers(office, round_, units) -> None:
    """As WPS leaves a table: a column put in, headers renamed, cells merged, 同上."""
    plan, _, consulted = round_

    def work(sheet) -> None:
        last = FIRST + plan.rows.count() - 1
        sheet.cell(row=FIRST, column=6).value = "市住建局"
        sheet.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=6, end_column=6)
        sheet.cell(row=last, column=7).value = "同上"
        sheet.cell(row=last - 1, column=7).value = "市财政局"
        sheet.insert_cols(4)
        sheet.cell(row=2, column=4).value = "联系人"
        sheet.cell(row=2, column=3).value = "主要任务"
        sheet.cell(row=2, column=7).value = "责任单位*"

    answer = services.read_table(consulted, edited(sent(office, plan), work), actor=office)
    assert answer.unreadable == 0
    ordered = list(plan.rows.order_by("order"))
    found = {(item.row_id, item.part): item.after for item in changes(consulted)}
    assert found[ordered[-1].pk, "partners"] == [units["市财政局"]]
    assert found[ordered[-2].pk, "partners"] == [units["市财政局"]]


def test_new_missing_and_moved_rows(office, round_) -> None:
    plan, _rows, consulted = round_
    ordered = list(plan.rows.order_by("order"))

    def work(sheet) -> None:
        width = sheet.max_column
        first = [sheet.cell(row=FIRST, column=c).value for c in range(1, width + 1)]
        sheet.delete_rows(FIRST + 1)
        sheet.delete_rows(FIRST)
        end = FIRST + len(ordered) - 2
        for column, value in enumerate(first, start=1):
            sheet.cell(row=end, column=column).value = value
        sheet.cell(row=end + 1, column=3).value = "建设城市书房10个"

    services.read_table(consulted, edited(sent(office, plan), work), actor=office)
    found = [(item.part, item.row_id, bool(item.after)) for item in changes(consulted)]
    assert ("row", None, True) in found
    assert ("row", ordered[1].pk, False) in found
    assert [row for part, row, _ in found if part == "order"] == [ordered[0].pk]
    gone = next(c for c in changes(consulted) if c.part == "row" and c.row_id)
    services.accept_change(gone, actor=office)
    assert not plan.rows.filter(pk=ordered[1].pk).exists()
    moved = next(c for c in changes(consulted) if c.part == "order")
    services.accept_change(moved, actor=office)
    assert plan.rows.order_by("order").last() == ordered[0]


def test_an_extract_strikes_nothing_out(office, round_) -> None:
    plan, _, consulted = round_

    def work(sheet) -> None:
        sheet.delete_rows(FIRST + 1, plan.rows.count())

    services.read_table(consulted, edited(sent(office, plan), work), actor=office)
    assert changes(consulted) == []


def test_rows_without_ids_are_known_by_number_and_words(office, round_) -> None:
    plan, _, consulted = round_

    def work(sheet) -> None:
        sheet.delete_cols(COLUMNS["id"])
        sheet.cell(row=FIRST, column=COLUMNS["goal"]).value = "全部完成"

    services.read_table(consulted, edited(sent(office, plan), work), actor=office)
    found = changes(consulted)
    assert [(item.part, item.row_id) for item in found] == [
        ("goal", plan.rows.order_by("order").first().pk)
    ]


def test_the_same_file_brings_nothing_twice(office, round_) -> None:
    plan, _, consulted = round_
    data = edited(
        sent(office, plan), put(0, "words", "新的写法"), put(1, "opinion", "建议明确标准")
    )
    first = services.read_table(consulted, data, actor=office)
    again = services.read_table(consulted, data, actor=office)
    assert (first.changes, first.opinions) == (1, 1)
    assert again.known
    assert consulted.changes.count() == consulted.opinions.count() == 1


def test_opinions_are_recorded_and_decided_with_a_reason(office, round_) -> None:
    _, rows, consulted = round_
    services.record_reply(consulted, ["建议推迟", " "], row=rows[0].uuid, actor=office)
    opinion = consulted.opinions.get()
    assert opinion.about.startswith(f"{rows[0].number}. ")
    with pytest.raises(Invalid):
        services.decide_opinion(opinion, "declined", actor=office)
    decided = services.decide_opinion(opinion, "declined", why="时限由省定", actor=office)
    assert (decided.state, decided.why) == ("declined", "时限由省定")


def test_a_letter_in_word_gives_its_opinions(office, round_) -> None:
    _, rows, consulted = round_
    letter = docx.Document()
    for line in (
        "关于征求意见的复函",
        "市督查室：",
        "经研究，现提出如下意见：",
        "1. 建议将第3项牵头单位改为市住建局。",
        "2. 建议第5项时限",
        "推迟至12月底。",
        "市财政局",
        "2026年2月3日",
    ):
        letter.add_paragraph(line)
    out = io.BytesIO()
    letter.save(out)
    services.read_letter(consulted, out.getvalue(), "复函.docx", actor=office)
    assert [o.words for o in consulted.opinions.order_by("order")] == [
        "建议将第3项牵头单位改为市住建局。",
        "建议第5项时限推迟至12月底。",
    ]
    numbers = [o.row.number if o.row else None for o in consulted.opinions.order_by("order")]
    assert numbers == [n if n <= len(rows) else None for n in (3, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市督查室：\n我局无意见。\n市财政局\n2026年2月3日", []),
        ("经研究，我局对方案无不同意见。", []),
        ("建议补充经费来源。", ["建议补充经费来源。"]),
        ("一、建议甲。\n二、无意见。", ["建议甲。"]),
        ("一、建议甲。\n二、其他无意见。", ["建议甲。"]),
        ("1. 建议甲。\n2. 对其余内容无不同意见。", ["建议甲。"]),
        (
            "1. 建议甲。\n2. 经费来源未写明，其他无意见。",
            ["建议甲。", "经费来源未写明，其他无意见。"],
        ),
        ("", []),
    ],
)
def test_letters(text: str, expected: list[str]) -> None:
    assert opinions_in(text) == expected


@pytest.mark.parametrize(
    ("opinion", "number"),
    [
        ("建议将第3项牵头单位改为市住建局。", 3),
        ("第 12 号事项时限过紧。", 12),
        ("序号7建议删去。", 7),
        ("第3项与第5项合并。", None),
        ("建议补充经费来源。", None),
    ],
)
def test_the_row_that_an_opinion_names(opinion: str, number: int | None) -> None:
    assert row_named(opinion) == number


@given(st.permutations(range(8)))
def test_the_longest_run_ascends_and_none_is_longer(places: list[int]) -> None:
    kept = sorted(_longest_run(places))
    run = [places[at] for at in kept]
    assert run == sorted(run)
    best = [1] * len(places)
    for at, place in enumerate(places):
        best[at] += max((best[j] for j in range(at) if places[j] < place), default=0)
    assert len(run) == max(best)


def test_a_file_that_is_no_table_is_refused(office, round_) -> None:
    _, _, consulted = round_
    for data in (b"", b"PK\x03\x04broken", "一二三".encode()):
        with pytest.raises(Invalid):
            services.read_table(consulted, data, actor=office)


def test_only_a_draft_goes_round_and_comes_back_as_a_draft(office, round_, units) -> None:
    plan = round_[0]
    with pytest.raises(Conflict):
        services.open_consultation(plan, [units["市财政局"]], actor=office)
    assert services.close_consultation(plan, actor=office).state == "draft"
    with pytest.raises(Invalid):
        services.open_consultation(plan, [], actor=office)
