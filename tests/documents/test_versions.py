"""New versions: what people worked on is found again exactly or listed; nothing moves silently."""

from __future__ import annotations

import pytest

from luodi.base import jobs, ledger, search
from luodi.base.errors import Conflict, Invalid
from luodi.base.search import EVERYTHING
from luodi.documents import queries, services
from luodi.documents.models import Document, Finding, Reading, VersionMatch
from luodi.documents.queries import ReviewFilter

from .factories import findings_of, make_document

pytestmark = pytest.mark.django_db
OLD = """𠮷川市2026年重点工作安排
一、项目建设
到2026年底前，新建标准厂房50万平方米。（市住建局牵头）
市教育局要新建改建学校12所。
市水利局要完成120个老旧小区供水改造。
二、民生保障
要加快建设县域医共体。
全市居民人均可支配收入增长6%以上。
"""


@pytest.fixture
def document(office) -> Document:
    """A document of which all findings are accepted."""
    made = make_document(office, OLD)
    for row in findings_of(made):
        services.accept_finding(row, actor=office)
    return made


def add(document: Document, actor, text: str) -> services.NewVersion:
    return services.add_version(document, text.encode(), "新.txt", actor=actor)


def new_text(document: Document) -> str:
    return document.versions.get(latest=True).text


def row(words: str) -> Finding:
    return Finding.objects.select_related("version").get(exact__contains=words, superseded=False)


def match(words: str) -> VersionMatch:
    return VersionMatch.objects.get(exact__contains=words, settlement="")


def exact(document: Document) -> bool:
    rows = findings_of(document)
    places = [
        (one.version.text, part["start"], part["end"], part["text"])
        for one in rows
        for part in (*one.fields["targets"], *one.fields["owners"], one.fields["deadline"])
        if part and part["start"] is not None
    ]
    return all(one.version.text[one.start : one.end] == one.exact for one in rows) and all(
        text[start:end] == words for text, start, end, words in places
    )


def test_what_stands_there_still_is_carried_with_its_id_and_fields(office, document) -> None:
    before = {one.uuid: (one.exact, one.state, one.fields) for one in findings_of(document)}
    events_before = {one.uuid: one.revision for one in findings_of(document)}
    done = add(document, office, "前言一行𠀀。\n" + document.versions.get().text)
    assert (done.carried, done.open, done.version.n) == (len(before), 0, 2)
    rows = findings_of(document)
    assert {one.uuid: (one.exact, one.state) for one in rows} == {
        key: value[:2] for key, value in before.items()
    }
    assert {one.version.n for one in rows} == {2}
    assert all(one.revision == events_before[one.uuid] + 1 for one in rows)
    assert exact(document)
    houses = row("标准厂房")
    old = before[houses.uuid][2]
    assert houses.fields["owners"][0]["text"] == "市住建局"
    assert houses.fields["owners"][0]["start"] == old["owners"][0]["start"] + len("前言一行𠀀。\n")
    jobs.drain()
    assert {one.uuid for one in findings_of(document)} == set(before)
    assert ledger.verify().ok


def test_what_is_new_is_read_and_what_is_open_is_listed(office, document) -> None:
    text = document.versions.get().text
    text = text.replace("学校12所", "学校15所").replace("要加快建设县域医共体。\n", "")
    text = text.replace("\n二、", "\n市交通局要新建农村公路300公里。\n二、")
    done = add(document, office, text)
    jobs.drain()
    assert done.open == 2
    statuses = {one.exact: one.status for one in VersionMatch.objects.filter(settlement="")}
    assert set(statuses.values()) == {"changed", "gone"}
    assert row("农村公路").state == "proposed"
    assert row("学校12所").version.n == 1
    assert (row("医共体").version.n, row("医共体").state) == (1, "accepted")
    assert exact(document)
    shown = queries.review_of(office, document.uuid, ReviewFilter(""))
    assert shown.to_settle == 2
    assert {mark.uuid for mark in shown.marks} == {
        one.uuid for one in findings_of(document) if one.version.n == 2
    }
    listed = queries.matches_of(office, document.uuid)
    assert [one.exact for one in listed] == [row("学校12所").exact, row("医共体").exact]
    assert "学校15所" in listed[0].candidates[0].words
    assert listed[1].candidates == ()


def test_a_changed_one_is_given_its_place_and_taken_back(office, document) -> None:
    schools = row("学校12所")
    before = (schools.version_id, schools.start, schools.end, schools.exact, schools.fields)
    add(document, office, document.versions.get().text.replace("学校12所", "学校15所"))
    jobs.drain()
    text = new_text(document)
    start, end = text.index("新建改建学校15所"), text.index("学校15所") + 5
    done = services.settle_match(match("学校12所"), "placed", start, end, actor=office)
    assert done.settlement == "placed"
    placed = Finding.objects.select_related("version").get(pk=schools.pk)
    assert (placed.exact, placed.version.n, placed.state) == ("新建改建学校15所", 2, "accepted")
    assert [t["value"] for t in placed.fields["targets"]] == ["15"]
    with pytest.raises(Conflict):
        services.settle_match(done, "dropped", actor=office)
    services.undo_decision(document, actor=office)
    back = Finding.objects.get(pk=schools.pk)
    assert (back.version_id, back.start, back.end, back.exact, back.fields) == before
    assert match("学校12所").settled_by is None
    assert queries.open_matches(office, document.uuid) == 1


def test_a_place_takes_over_the_readers_own_proposal(office, document) -> None:
    add(document, office, document.versions.get().text.replace("学校12所", "学校15所"))
    jobs.drain()
    proposal = row("学校15所")
    services.settle_match(match("学校12所"), "placed", proposal.start, proposal.end, actor=office)
    assert row("学校15所").state == "accepted"
    assert queries.standing_finding(office, proposal.uuid).uuid == row("学校15所").uuid


def test_one_that_is_gone_is_dropped_and_taken_back(office, document) -> None:
    text = document.versions.get().text.replace("要加快建设县域医共体。\n", "")
    add(document, office, text)
    gone = match("医共体")
    services.settle_match(gone, "dropped", actor=office)
    dropped = Finding.objects.get(pk=gone.finding_id)
    assert (dropped.state, dropped.reject_reason, dropped.version.n) == ("rejected", "dropped", 1)
    services.undo_decision(document, actor=office)
    assert Finding.objects.get(pk=gone.finding_id).state == "accepted"
    assert match("医共体").pk == gone.pk


def test_edits_by_people_are_carried(office, document) -> None:
    schools = row("学校12所")
    services.edit_finding(
        schools, {"owners": [{"text": "市人社局"}]}, actor=office,
        expected_revision=schools.revision,
    )  # fmt: skip
    text = "一行。\n" + document.versions.get().text.replace("供水改造", "供水管网改造")
    add(document, office, text)
    assert [o["text"] for o in row("学校12所").fields["owners"]] == ["市人社局"]
    assert exact(document)


def test_the_same_words_under_another_heading_are_listed(office, document) -> None:
    text = document.versions.get().text
    line = "市教育局要新建改建学校12所。\n"
    moved = text.replace(line, "").replace("要加快建设", f"{line}要加快建设")
    add(document, office, moved)
    assert match("学校12所").status == "moved"
    assert row("学校12所").version.n == 1


def test_a_heading_that_only_counts_on_is_the_same(office, document) -> None:
    text = document.versions.get().text
    text = text.replace("一、项目建设", "一、总体要求\n统筹推进。\n二、项目建设")
    done = add(document, office, text.replace("\n二、民生", "\n三、民生"))
    assert done.open == 0


def test_words_that_stand_twice_are_listed_with_both_places(office) -> None:
    document = make_document(office, "总则\n要加快建设县域医共体。\n")
    services.accept_finding(findings_of(document)[0], actor=office)
    add(document, office, "总则甲\n一、要加快建设县域医共体。乙\n丙二、要加快建设县域医共体。丁\n")
    listed = queries.matches_of(office, document.uuid)
    assert [one.status for one in listed] == ["ambiguous"]
    assert len(listed[0].candidates) == 2


def test_untouched_proposals_give_way_to_the_new_reading(office) -> None:
    document = make_document(office, OLD)
    first, *_rest = findings_of(document)
    services.reject_finding(first, "not_ours", actor=office)
    done = add(document, office, document.versions.get().text + "要新建泵站3座。\n")
    assert (done.carried, done.open) == (1, 0)
    assert [one.state for one in findings_of(document)] == ["rejected"]
    jobs.drain()
    assert len({(one.start, one.end) for one in findings_of(document)}) == len(
        findings_of(document)
    )
    assert row("泵站").state == "proposed"


def test_a_third_version_overtakes_what_the_second_left_open(office, document) -> None:
    text = document.versions.get().text
    add(document, office, text.replace("学校12所", "学校15所"))
    done = add(document, office, text + "要新建泵站3座。\n")
    assert done.open == 0
    assert row("学校12所").version.n == 3
    kept = VersionMatch.objects.filter(exact__contains="学校12所").order_by("to_version__n")
    assert [one.settlement for one in kept] == ["overtaken", "carried"]
    with pytest.raises(Conflict):
        services.settle_match(kept[0], "dropped", actor=office)


def test_steps_made_on_an_older_version_are_not_taken_back(office, document) -> None:
    add(document, office, document.versions.get().text + "。\n")
    with pytest.raises(Conflict, match="no step of yours"):
        services.undo_decision(document, actor=office)
    assert not queries.review_state(office, document.uuid).may_undo


def test_a_reading_of_the_older_version_brings_no_findings(office) -> None:
    document = make_document(office, OLD, read=False)
    add(document, office, document.versions.get().text + "要新建泵站3座。\n")
    jobs.drain()
    assert Reading.objects.filter(recorded_at=None).count() == 0
    assert {one.version.n for one in findings_of(document)} == {2}


def test_the_old_text_stays_readable_with_its_marks(office, document) -> None:
    old = document.versions.get().text
    add(document, office, "一行。\n" + old.replace("学校12所", "学校15所"))
    shown = queries.version_text(office, document.uuid, 1)
    assert (shown.text, shown.latest) == (old, False)
    assert {old[mark.start : mark.end] for mark in shown.marks} == {
        one.exact for one in findings_of(document)
    }
    rows = queries.versions_of(office, document.uuid)
    assert [(one.n, one.open, one.latest) for one in rows] == [(2, 1, True), (1, 0, False)]


def test_the_search_knows_the_new_text(office, document) -> None:
    add(document, office, document.versions.get().text + "要新建𠮷祥泵站3座。\n")
    found = search.search("祥泵站", labels=EVERYTHING)
    assert [hit.key for hit in found.hits] == [str(document.uuid)]


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"", "a.txt"),
        ("机密★10年\n新建学校。\n".encode(), "a.txt"),
        ("新建学校。\n".encode(), "绝密.txt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a.png"),
    ],
)
def test_a_bad_file_changes_nothing(data: bytes, filename: str, office, document) -> None:
    with pytest.raises(Invalid):
        services.add_version(document, data, filename, actor=office)
    assert document.versions.count() == 1
    assert not VersionMatch.objects.exists()


def test_the_same_text_is_no_new_version(office, document) -> None:
    with pytest.raises(Invalid) as caught:
        add(document, office, document.versions.get().text)
    assert caught.value.field == "file"


def test_settling_refuses_what_cannot_be_meant(office, document) -> None:
    add(document, office, document.versions.get().text.replace("学校12所", "学校15所"))
    open_one, houses = match("学校12所"), row("标准厂房")
    for call in (
        lambda: services.settle_match(open_one, "kept", actor=office),
        lambda: services.settle_match(open_one, "placed", actor=office),
        lambda: services.settle_match(open_one, "placed", 5, 5, actor=office),
    ):
        with pytest.raises(Invalid):
            call()
    with pytest.raises(Conflict):
        services.settle_match(open_one, "placed", houses.start, houses.end, actor=office)
    assert match("学校12所").pk == open_one.pk
