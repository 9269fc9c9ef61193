"""Lists, pages and counts of documents: what is in them, in which order, at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from tests.people.factories import make_actor, make_unit

from luodi.base import clock, jobs
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import NotFound
from luodi.base.models import Job
from luodi.documents import queries, services
from luodi.documents.queries import AcceptedFilter, DocumentFilter, ReviewFilter
from luodi.documents.words import reason_words

from .factories import accept_some, findings_of, make_document

pytestmark = pytest.mark.django_db

NINE = timezone.make_aware(datetime(2026, 3, 2, 9))
MANY = "望川市工作安排\n" + "".join(f"要新建学校{n}所。\n" for n in range(1, 101))


def titles(actor: Actor, page: int = 1, **wanted: object) -> list[str]:
    return [r.title for r in queries.documents(actor, DocumentFilter(**wanted), page)]  # type: ignore[arg-type]


@pytest.fixture
def three(office) -> None:
    """Three documents, an hour apart."""
    for hour, (title, more) in enumerate(
        (
            ("一号文件", {"kind": "plan", "number": "望政发〔2026〕1号"}),
            ("二号文件", {"kind": "speech", "issuer": "市政府办", "release": "public"}),
            ("三号文件", {"kind": "plan", "release": "work_secret"}),
        )
    ):
        with clock.set_clock(NINE + timedelta(hours=hour)):
            make_document(office, title=title, **more)


def test_documents_come_newest_first(three, office) -> None:
    assert titles(office) == ["三号文件", "二号文件", "一号文件"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "二号"}, ["二号文件"]),
        ({"text": " 〔2026〕1 "}, ["一号文件"]),
        ({"text": "政府办"}, ["二号文件"]),
        ({"text": "没有这个"}, []),
        ({"text": "\x00"}, ["三号文件", "二号文件", "一号文件"]),
        ({"text": "%"}, []),
        ({"kind": "plan"}, ["三号文件", "一号文件"]),
        ({"kind": "novel"}, []),
        ({"release": "public"}, ["二号文件"]),
        ({"kind": "plan", "release": "work_secret"}, ["三号文件"]),
    ],
)
def test_documents_are_narrowed(wanted, found, three, office) -> None:
    assert titles(office, **wanted) == found


def test_a_row_says_how_far_it_is(three, office) -> None:
    row = next(iter(queries.documents(office, DocumentFilter(text="一号"))))
    assert (row.state, row.counts.proposed, row.counts.decided_percent) == ("done", 8, 0)
    assert row.may_review
    with translation.override("en"):
        (row,) = queries.documents(office, DocumentFilter(text="一号"))
    assert (row.kind, row.release, row.state_words) == ("Plan", "Internal", "Read")


def test_documents_that_wait_for_review(office) -> None:
    done, half = make_document(office), make_document(office)
    make_document(office, "天气晴。\n", title="无摘录")
    accept_some(done, 8)
    accept_some(half, 3)
    assert titles(office, waiting=True) == [half.title]


def test_pages_of_documents(office) -> None:
    for n in range(32):
        make_document(office, "天气晴。\n", title=f"第{n}件", read=False)
    assert len(titles(office)) == 30
    assert titles(office, page=2) == ["第1件", "第0件"]
    assert titles(office, page=99) == titles(office, page=2)


def test_the_page_of_a_document(office) -> None:
    document = make_document(office, kind="minutes")
    page = queries.document_page(office, document.uuid)
    assert page.reader.startswith("luodi-grammar ")
    assert page.clauses > 8
    assert (page.may_edit, page.may_release) == (True, True)
    assert page.version.length == len(page.version.text)
    auditor = queries.document_page(make_actor("auditor"), document.uuid)
    assert (auditor.may_edit, auditor.may_release, auditor.row.may_review) == (False,) * 3


def test_the_page_tells_what_was_left_out_and_why(office) -> None:
    text = "望川市工作安排\n去年新建了学校2所。\n今年要新建学校5所。\n当前道路破损严重。\n"
    page = queries.document_page(office, make_document(office, text).uuid)
    found = [finding.exact for finding in findings_of(page.document)]
    left = {words: group.reason for group in page.left_out for words in group.clauses}
    assert "今年要新建学校5所" in found
    assert not set(found) & set(left)
    assert left["去年新建了学校2所"] == reason_words("review")
    assert [group.total for group in page.left_out] == sorted(
        (len(group.clauses) for group in page.left_out), reverse=True
    )
    unread = make_document(office, text + "要新建公园2个。\n", read=False)
    assert queries.document_page(office, unread.uuid).left_out == ()


@pytest.mark.parametrize("key", ["no-id", "", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_document_is_not_found(key, office) -> None:
    for query in (queries.document_page, queries.progress_of, queries.original_of):
        with pytest.raises(NotFound):
            query(office, key)
    with pytest.raises(NotFound):
        queries.get_finding(office, key)


# --- the accepted list


def exact(actor: Actor, **wanted: str) -> list[str]:
    rows = queries.accepted_findings(actor, AcceptedFilter(**({"family": ""} | wanted)))
    return [row.card.exact for row in rows]


@pytest.fixture
def accepted(office):
    """Two documents with all accepted but the last finding of the second."""
    made = []
    for hour in range(2):
        with clock.set_clock(NINE + timedelta(hours=hour)):
            made.append(make_document(office, title=f"文件{hour}"))
        accept_some(made[-1], 8 - hour, office)
    return made


def test_accepted_findings_stand_in_the_order_of_the_text_newest_documents_first(
    accepted, office
) -> None:
    older, newer = ([f.exact for f in findings_of(document)] for document in accepted)
    assert exact(office) == [*newer[:7], *older]
    rows = list(queries.accepted_findings(office, AcceptedFilter("")))
    assert [row.title for row in rows] == ["文件1"] * 7 + ["文件0"] * 8
    assert all(row.document == accepted[1].uuid for row in rows[:7])


def test_accepted_findings_are_narrowed(accepted, office) -> None:
    assert len(exact(office, family="commitment")) == 14
    assert exact(office, family="request") == [findings_of(accepted[0])[7].exact]
    assert exact(office, family="problem") == []
    assert len(exact(office, kind="goal")) == 2
    assert len(exact(office, document=str(accepted[0].uuid))) == 8
    assert exact(office, document="no-id") == []
    assert len(exact(office, text="标准厂房")) == 2
    assert len(exact(office, text="文件1")) == 7
    assert exact(office, text="\x00x") == []
    missing = exact(office, missing="owner")
    with_owner = [f.exact for f in findings_of(accepted[0]) if f.has_owner]
    assert missing
    assert not set(missing) & set(with_owner)
    assert exact(office, missing="nonsense") == exact(office)


def test_a_restored_finding_leaves_the_accepted_list(accepted, office) -> None:
    services.restore_finding(findings_of(accepted[0])[0], actor=office)
    assert len(exact(office)) == 14


def test_the_documents_to_choose_from_have_accepted_findings(accepted, office) -> None:
    make_document(office, title="无确认")
    assert queries.documents_with_accepted(office) == [
        (str(accepted[1].uuid), "文件1"),
        (str(accepted[0].uuid), "文件0"),
    ]


# --- the review


def test_a_review_shows_the_text_all_marks_and_the_chosen_cards(office) -> None:
    document = make_document(office)
    first, second, *_rest = findings_of(document)
    services.accept_finding(first, actor=office)
    services.reject_finding(second, "repeated", actor=office)
    review = queries.review_of(office, document.uuid, ReviewFilter())
    assert review.text == document.versions.get().text
    assert [review.text[m.start : m.end] for m in review.marks] == [
        f.exact for f in findings_of(document)
    ]
    assert {m.state for m in review.marks} == {"accepted", "rejected", "proposed"}
    assert [card.exact for card in review.group.cards] == [
        f.exact for f in findings_of(document)[2:]
    ]
    assert (review.shown, review.counts.all, review.counts.decided_percent) == (6, 8, 25)
    assert review.may_undo
    everything = queries.review_of(office, document.uuid, ReviewFilter(state=""))
    assert everything.shown == 8
    goals = queries.review_of(office, document.uuid, ReviewFilter(state="", kind="goal"))
    assert [card.kind for card in goals.group.cards] == ["goal"]


def test_only_who_made_a_step_can_take_one_back(office, colleague) -> None:
    document = make_document(office)
    accept_some(document, 1, office)
    assert queries.review_of(office, document.uuid, ReviewFilter()).may_undo
    assert not queries.review_of(colleague, document.uuid, ReviewFilter()).may_undo
    assert not queries.review_of(SYSTEM, document.uuid, ReviewFilter()).may_undo


def test_groups_of_cards_join_without_gap_or_overlap(office) -> None:
    document = make_document(office, MANY)
    group = queries.review_of(office, document.uuid, ReviewFilter()).group
    cards = list(group.cards)
    while group.following is not None:
        assert group.left == 100 - len(cards)
        group = queries.more_cards(office, document.uuid, ReviewFilter(), group.following)
        cards += group.cards
    assert [card.uuid for card in cards] == [f.uuid for f in findings_of(document)]


def test_the_finding_asked_for_is_among_the_cards(office) -> None:
    document = make_document(office, MANY)
    found = findings_of(document)
    rejected = services.reject_finding(found[70], "repeated", actor=office)
    for finding in (found[0], found[50], found[99], rejected):
        review = queries.review_of(office, document.uuid, ReviewFilter(), at=finding.uuid)
        cards = [card.uuid for card in review.group.cards]
        assert finding.uuid in cards
        order = [f.uuid for f in found if f.uuid in cards]
        assert cards == order


def test_what_is_acceptable_is_proposed_and_sure_enough(office) -> None:
    document = make_document(office)
    accept_some(document, 1, office)
    _, cards = queries.acceptable_above(office, document.uuid, 0.9)
    assert cards
    assert all(card.confidence >= 0.9 and card.state == "proposed" for card in cards)


def test_cards_are_in_the_language_of_the_page(office) -> None:
    document = make_document(office)
    schools = findings_of(document)[1]
    with translation.override("en"):
        card = queries.card_of(office, queries.get_finding(office, schools.uuid))
    assert (card.kind_words, card.state_words) == ("Project", "Proposed")
    assert card.owners[0].words == "Lead unit"
    assert card.moves == ("accept", "edit", "span", "split", "merge", "reject")


# --- what waits, and what happened


def test_what_waits_for_whom(office, unit) -> None:
    liaison = make_actor("liaison", unit)
    own = make_document(liaison, title="本局文件")
    other = make_document(SYSTEM, title="外局文件", unit=str(make_unit().uuid))
    being = make_document(liaison, "天气晴。\n", title="在读", read=False)
    failed = make_document(liaison, "天气阴。\n", title="失败", read=False)
    Job.objects.filter(readings__version__document=failed).update(state="failed")

    def waits(actor: Actor) -> tuple[list[str], list[str], list[str], int]:
        said = queries.waiting_for(actor)
        parts = (said.to_review, said.being_read, said.failed)
        return (*([row.title for row in part] for part in parts), said.findings)  # type: ignore[return-value]

    assert waits(liaison) == ([own.title], [being.title], [failed.title], 8)
    assert waits(office) == ([other.title, own.title], [being.title], [failed.title], 16)
    for role in ("city_leader", "assistant", "auditor", "system_admin"):
        assert waits(make_actor(role, unit)) == ([], [], [], 0)


def test_the_findings_of_all_documents_are_counted_though_few_are_shown(office) -> None:
    for _ in range(4):
        make_document(office)
    said = queries.waiting_for(office, limit=2)
    assert (len(said.to_review), said.findings) == (2, 32)


def test_a_document_read_again_after_a_failure_waits_no_more_as_failed(office) -> None:
    document = make_document(office, read=False)
    Job.objects.update(state="failed")
    services.start_reading(document, actor=office)
    jobs.drain()
    said = queries.waiting_for(office)
    assert (said.failed, said.being_read, len(said.to_review)) == ((), (), 1)


def test_the_history_names_who_did_what_the_latest_first(office, colleague) -> None:
    document, other = make_document(office, title="某文件"), make_document(office)
    first, second = findings_of(document)[:2]
    services.accept_finding(first, actor=colleague)
    services.reject_finding(second, "repeated", actor=office)
    accept_some(other, 1, office)
    rows = queries.history_of(office, document.uuid)
    assert [row.sentence for row in rows][:2] == [
        "林晓未采纳《某文件》的一条摘录",
        "林晓接受了《某文件》的一条摘录",
    ]
    assert rows[-1].sentence == "林晓提交了文件《某文件》"
    assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
    assert [row.finding for row in rows] == [second.uuid, first.uuid, None, None]
    with translation.override("en"):
        assert queries.history_of(office, document.uuid, 1)[0].sentence.startswith("林晓 rejected")


# --- at what cost


def cost(query: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        query()
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_rows(office) -> None:
    document = make_document(office)
    accept_some(document, 2, office)
    uuid, proposed = document.uuid, findings_of(document)[4].uuid
    asked: dict[str, Callable[[], object]] = {
        "documents": lambda: list(queries.documents(office)),
        "accepted": lambda: list(queries.accepted_findings(office, AcceptedFilter(""))),
        "choices": lambda: queries.documents_with_accepted(office),
        "waiting": lambda: queries.waiting_for(office),
        "review": lambda: queries.review_of(office, uuid, ReviewFilter(state="")),
        "around": lambda: queries.cards_around(office, uuid, ReviewFilter(), proposed),
        "more": lambda: queries.more_cards(office, uuid, ReviewFilter(state=""), 0),
        "acceptable": lambda: queries.acceptable_above(office, uuid, 0.1),
        "page": lambda: queries.document_page(office, uuid),
        "history": lambda: queries.history_of(office, uuid),
    }
    before = {name: cost(query) for name, query in asked.items()}
    for _ in range(4):
        other = make_document(make_actor("liaison", make_unit()))
        accept_some(other, 3, make_actor("followup"))
    for finding in findings_of(document)[2:4]:
        services.accept_finding(finding, actor=make_actor("followup"))
    services.start_reading(document, actor=office)
    jobs.drain()
    proposed = findings_of(document)[4].uuid
    assert {name: cost(query) for name, query in asked.items()} == before
    assert max(before.values()) <= 10, before
