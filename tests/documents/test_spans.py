"""Findings added, cut otherwise, split and merged: exact characters, undoable, never twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.base import jobs, ledger
from luodi.base.errors import Conflict, Invalid, LuodiError
from luodi.documents import services
from luodi.documents.models import Document, Finding

from .factories import findings_of, make_document

pytestmark = pytest.mark.django_db
TEXT = """望川市2026年重点工作安排
一、项目建设
1.市教育局要在2026年6月底前新建改建学校12所，完成小区改造50个；𠮷祥路要畅通。（市住建局牵头）
2.推进义务教育优质均衡发展。
3.去年建成医院3所，绿化道路4条。
"""


@pytest.fixture
def document(office) -> Document:
    """A document that was read."""
    return make_document(office, TEXT)


def text_of(document: Document) -> str:
    return document.versions.get().text


def span(document: Document, words: str) -> tuple[int, int]:
    start = text_of(document).index(words)
    return start, start + len(words)


def stands(document: Document) -> list[tuple]:
    names = ("uuid", "start", "end", "exact", "state", "kind", "fields_read", "fields_edited")
    return [tuple(str(getattr(row, name)) for name in names) for row in findings_of(document)]


def exact(document: Document) -> bool:
    text = text_of(document)
    return all(text[row.start : row.end] == row.exact for row in findings_of(document))


def test_what_the_reader_missed_is_added_with_its_fields(office, document) -> None:
    before = stands(document)
    start, end = span(document, "，完成小区改造50个；𠮷祥路要畅通。")
    made = services.add_finding(document, start, end, "task", actor=office)
    assert made.exact == "完成小区改造50个；𠮷祥路要畅通"
    assert made.state == "accepted"
    assert [t["value"] for t in made.fields["targets"]] == ["50"]
    assert [o["text"] for o in made.fields["owners"]] == ["市住建局"]
    assert exact(document)
    services.undo_decision(document, actor=office)
    assert stands(document) == before
    assert ledger.verify().ok


def test_a_span_is_changed_and_taken_back(office, document) -> None:
    row = next(row for row in findings_of(document) if "学校12所" in row.exact)
    before = stands(document)
    start, end = span(document, "新建改建学校12所，完成小区改造50个")
    changed = services.change_span(row, start, end, actor=office, expected_revision=row.revision)
    assert changed.uuid == row.uuid
    assert len(changed.fields["targets"]) == 2
    assert exact(document)
    with pytest.raises(Conflict):
        services.change_span(row, start, end - 2, actor=office, expected_revision=row.revision)
    services.undo_decision(document, actor=office)
    assert stands(document) == before


def test_edits_by_people_stay_when_the_span_changes(office, document) -> None:
    row = findings_of(document)[0]
    edited = services.edit_finding(
        row,
        {"owners": [{"text": "市人社局", "role": "lead"}]},
        actor=office,
        expected_revision=row.revision,
    )
    changed = services.change_span(edited, row.start, row.end - 1, actor=office)
    assert [o["text"] for o in changed.fields["owners"]] == ["市人社局"]


def test_splitting_and_merging_give_back_what_stood(office, document) -> None:
    start, end = span(document, "建成医院3所，绿化道路4条")
    made = services.add_finding(document, start, end, "project", actor=office)
    before = stands(document)
    at = text_of(document).index("，绿化")
    other = services.split_finding(made, at, actor=office)
    row = Finding.objects.get(pk=made.pk)
    assert (row.exact, other.exact) == ("建成医院3所", "绿化道路4条")
    assert (other.state, other.kind) == (made.state, "project")
    assert [t["value"] for t in row.fields["targets"]] == ["3"]
    services.undo_decision(document, actor=office)
    assert stands(document) == before
    other = services.split_finding(Finding.objects.get(pk=made.pk), at, actor=office)
    row = Finding.objects.get(pk=made.pk)
    split = stands(document)
    merged = services.merge_findings([other, row], actor=office)
    assert merged.uuid == made.uuid
    assert merged.exact == "建成医院3所，绿化道路4条"
    services.undo_decision(document, actor=office)
    assert stands(document) == split
    assert exact(document)


def test_what_cannot_be_meant_is_refused_and_changes_nothing(office, document) -> None:
    rows = findings_of(document)
    before = stands(document)
    length = len(text_of(document))
    calls = [
        lambda: services.add_finding(document, 5, 5, "task", actor=office),
        lambda: services.add_finding(document, -1, 5, "task", actor=office),
        lambda: services.add_finding(document, 0, length + 1, "task", actor=office),
        lambda: services.add_finding(document, *span(document, "，"), "task", actor=office),
        lambda: services.add_finding(document, 0, 5, "wish", actor=office),
        lambda: services.add_finding(document, rows[0].start, rows[0].end, "task", actor=office),
        lambda: services.split_finding(rows[0], rows[0].start, actor=office),
        lambda: services.split_finding(rows[0], rows[0].end + 3, actor=office),
        lambda: services.merge_findings([rows[0]], actor=office),
        lambda: services.merge_findings([rows[0], rows[0]], actor=office),
        lambda: services.change_span(rows[0], rows[-1].start, rows[-1].end, actor=office),
    ]
    for call in calls:
        with pytest.raises(LuodiError):
            call()
    assert stands(document) == before


def test_neighbours_only_are_merged(office, document) -> None:
    rows = findings_of(document)
    assert len(rows) >= 3
    with pytest.raises(Invalid):
        services.merge_findings([rows[0], rows[2]], actor=office)


def test_a_rejected_finding_is_neither_cut_nor_merged(office, document) -> None:
    first, second = findings_of(document)[:2]
    services.reject_finding(first, "repeated", actor=office)
    with pytest.raises(Conflict):
        services.change_span(first, first.start, first.end - 1, actor=office)
    with pytest.raises(Conflict):
        services.merge_findings([first, second], actor=office)


@settings(max_examples=25)
@given(st.data())
def test_any_span_gives_back_its_very_characters(data: st.DataObject) -> None:
    from luodi.reading.spans import read_span

    text = data.draw(st.text(st.sampled_from("市𠮷１2 年底前，。所要新建（）牵头\n5%"), min_size=1))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = read_span(text, start, end, kind="task")
    assert found.span.text == text[start:end]
    for part in (*(t.span for t in found.targets), *(o.span for o in found.owners), *found.places):
        assert text[part.start : part.end] == part.text


def test_edits_are_shared_out_by_a_split_and_joined_by_a_merge(office, document) -> None:
    start, end = span(document, "新建改建学校12所，完成小区改造50个")
    for row in findings_of(document):
        if start < row.start < end:
            services.change_span(row, row.start, row.start + 4, actor=office)
    row = services.change_span(
        next(row for row in findings_of(document) if "学校12所" in row.exact), start, end,
        actor=office,
    )  # fmt: skip
    edited = [{**target, "indicator": "数量"} for target in row.fields["targets"]]
    given = {"targets": edited, "owners": [{"text": "市人社局"}]}
    row = services.edit_finding(row, given, actor=office, expected_revision=row.revision)
    at = text_of(document).index("，完成")
    other = services.split_finding(row, at, actor=office)
    first = Finding.objects.get(pk=row.pk)
    assert [t["value"] for t in first.fields["targets"]] == ["12"]
    assert [t["value"] for t in other.fields["targets"]] == ["50"]
    assert {f["fields"]["owners"][0]["text"] for f in ({"fields": first.fields},
            {"fields": other.fields})} == {"市人社局"}  # fmt: skip
    for between in findings_of(document):
        if start < between.start < other.start:
            services.reject_finding(between, "repeated", actor=office)
    merged = services.merge_findings([first, other], actor=office)
    assert [(t["value"], t["indicator"]) for t in merged.fields["targets"]] == [
        ("12", "数量"), ("50", "数量"),
    ]  # fmt: skip
    assert [o["text"] for o in merged.fields["owners"]] == ["市人社局"]
    assert Finding.objects.get(pk=other.pk).merged_into == merged


def test_a_merge_is_accepted_as_soon_as_one_was(office, colleague, document) -> None:
    first, second = findings_of(document)[:2]
    second = services.accept_finding(second, actor=colleague)
    merged = services.merge_findings([first, second], actor=office)
    assert (merged.uuid, merged.state) == (first.uuid, "accepted")
    assert merged.decided_by == second.decided_by
    with pytest.raises(Conflict):
        services.accept_finding(second, actor=office)
    services.undo_decision(document, actor=office)
    assert [row.state for row in findings_of(document)[:2]] == ["proposed", "accepted"]


def test_a_stale_merge_is_refused(office, colleague, document) -> None:
    first, second = findings_of(document)[:2]
    services.edit_finding(second, {"kind": "goal"}, actor=colleague, expected_revision=1)
    with pytest.raises(Conflict) as caught:
        services.merge_findings(
            [first, second], actor=office, expected_revisions={first.uuid: 1, second.uuid: 1}
        )
    assert caught.value.theirs["revision"] == 2


def test_what_people_cut_stays_and_is_not_proposed_again(office, document) -> None:
    first, second = findings_of(document)[:2]
    services.merge_findings([first, second], actor=office)
    last = findings_of(document)[-1]
    at = last.start + 4
    services.split_finding(last, at, actor=office)
    before = [row[1:] for row in stands(document)]
    services.start_reading(document, actor=office)
    jobs.drain()
    assert [row[1:] for row in stands(document)] == before


def test_an_undo_that_would_double_a_finding_is_refused(office, colleague, document) -> None:
    row = findings_of(document)[-1]
    start, end = row.start, row.end
    services.change_span(row, start, end - 2, actor=office)
    services.add_finding(document, start, end, "task", actor=colleague)
    with pytest.raises(Conflict, match="another finding now"):
        services.undo_decision(document, actor=office)
    assert Finding.objects.get(pk=row.pk).end < end


def test_a_decision_is_given_back_to_who_made_it_after_a_split(office, colleague, document) -> None:
    row = services.accept_finding(findings_of(document)[-1], actor=colleague)
    other = services.split_finding(row, row.start + 4, actor=office)
    services.reject_finding(other, "repeated", actor=office)
    services.undo_decision(document, actor=office)
    back = Finding.objects.get(pk=other.pk)
    assert (back.state, back.decided_by) == ("accepted", row.decided_by)
