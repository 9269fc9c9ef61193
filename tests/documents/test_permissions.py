"""Who may call which service of documents, and see which document: the whole matrix, yes and no."""

from __future__ import annotations

from datetime import date

import pytest
from tests import matrix
from tests.matrix import NOBODY, SOMEBODY, row
from tests.people.factories import make_holder, make_person, make_unit
from tests.reading.formats.recogniser import scan

from luodi.base import jobs
from luodi.base.actors import NOBODY as NO_ACTOR
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import Invalid, LuodiError, NotAllowed, NotFound
from luodi.base.models import Job
from luodi.base.permissions import may
from luodi.documents import permissions, queries, services
from luodi.documents.models import Document, Finding, Reading, Recognition, VersionMatch
from luodi.documents.queries import AcceptedFilter, DocumentFilter, ReviewFilter
from luodi.documents.services import Details
from luodi.people.models import Role, Unit
from luodi.people.queries import actor_of
from luodi.reading.reader import read

from .factories import accept_some, findings_of, make_check, make_document, make_model, make_text
from .scans import give, recognising

pytestmark = pytest.mark.django_db

AUD, FOLLOWUP, LIAISON = "auditor", "followup", "liaison"
LEADER, CITY, ASSISTANT = "unit_leader", "city_leader", "assistant"
BUSINESS = (FOLLOWUP, LIAISON, LEADER, CITY, ASSISTANT)
READERS = (AUD, *BUSINESS)
OWN, ANOTHER = "own unit", "another unit"
TENDS = {OWN: (FOLLOWUP, LIAISON, LEADER), ANOTHER: (FOLLOWUP,)}
RELEASES = {OWN: (FOLLOWUP, LEADER), ANOTHER: (FOLLOWUP,)}


def _unit(case: str) -> Unit:
    return Unit.objects.get(name="本局" if case == OWN else "外局")


def document(case: str) -> Document:
    """A read document of the actors' unit, or of another."""
    made = Document.objects.filter(unit=_unit(case)).first()
    return made or make_document(SYSTEM, unit=str(_unit(case).uuid))


def finding(case: str) -> Finding:
    return findings_of(document(case))[0]


def rejected(case: str) -> Finding:
    return services.reject_finding(finding(case), "repeated", actor=SYSTEM)


def with_step_of(actor: Actor, case: str) -> Document:
    """A document on which the actor has made a step; whoever may make none is given some."""
    made = document(case)
    if may(actor, permissions.REVIEW_DOCUMENT, made):
        accept_some(made, 1, actor)
    return made


def accept_all(actor: Actor, case: str) -> object:
    made = document(case)
    listed = {row.uuid: row.revision for row in findings_of(made)}
    return services.accept_findings_above(made, 0.0, listed, actor=actor)


def record(actor: Actor) -> object:
    made = make_document(SYSTEM, read=False)
    reading = Reading.objects.get(version__document=made)
    return services.record_reading(reading.uuid, read(made.versions.get().text), actor=actor)


def open_match(case: str) -> VersionMatch:
    """A finding that a new version left to be settled."""
    made = document(case)
    accept_some(made, 1)
    services.add_version(made, "新的正文，什么也没有。\n".encode(), "新.txt", actor=SYSTEM)
    return VersionMatch.objects.get(to_version__document=made)


def register(actor: Actor) -> object:
    return services.register_words(
        make_text("请抓紧办理。"),
        source="remark",
        leader="王市长",
        date=date(2026, 3, 2),
        actor=actor,
    )


def add_version(actor: Actor, case: str) -> object:
    return services.add_version(document(case), make_text().encode(), "新.txt", actor=actor)


def store(actor: Actor) -> object:
    return services.store_document(make_text().encode(), "a.txt", actor=actor)


def record_second(actor: Actor) -> object:
    make_document(SYSTEM)
    told = services.second_reading.Told("llm:m", (), 0, 0, 0)
    return services.record_second_reading(Reading.objects.latest("pk").uuid, told, actor=actor)


def take_back(actor: Actor) -> object:
    make_model("in_use")
    return services.take_model_back(actor=actor)


def in_both(service: str, call, tends=TENDS):
    """One row for a document of the own unit and one for that of another."""
    return [
        row(service, lambda a, case=case: call(a, case), *tends[case], case=case)
        for case in (OWN, ANOTHER)
    ]


def give_scan(actor: Actor, document: Document | None = None) -> object:
    with recognising():
        return services.give_scan(scan(1), "a.pdf", actor=actor, document=document)


def failed_scan(case: str) -> Recognition:
    """A scan of the actors' unit, or of another, whose recognition failed."""
    with recognising():
        made = give(SYSTEM, 1, unit=str(_unit(case).uuid))
    Job.objects.filter(scans=made).update(state="failed")
    return made


ROWS = (
    row("store_document", store, *BUSINESS),
    row("give_scan", give_scan, *BUSINESS),
    *in_both("give_scan", lambda a, c: give_scan(a, document(c))),
    *in_both("retry_scan", lambda a, c: services.retry_scan(failed_scan(c), actor=a)),
    *in_both("dismiss_scan", lambda a, c: services.dismiss_scan(failed_scan(c), actor=a)),
    row("paste_document", lambda a: services.paste_document(make_text(), actor=a), *BUSINESS),
    *in_both("edit_document", lambda a, c: services.edit_document(
        document(c), Details(title="新标题"), actor=a)),
    *in_both("set_release", lambda a, c: services.set_release(
        document(c), "public", actor=a), RELEASES),
    *in_both("start_reading", lambda a, c: services.start_reading(document(c), actor=a)),
    *in_both("accept_finding", lambda a, c: services.accept_finding(finding(c), actor=a)),
    *in_both("edit_finding", lambda a, c: services.edit_finding(
        finding(c), {"kind": "goal"}, actor=a, expected_revision=1)),
    *in_both("reject_finding", lambda a, c: services.reject_finding(
        finding(c), "repeated", actor=a)),
    *in_both("restore_finding", lambda a, c: services.restore_finding(rejected(c), actor=a)),
    *in_both("accept_findings_above", accept_all),
    *in_both("undo_decision", lambda a, c: services.undo_decision(with_step_of(a, c), actor=a)),
    *in_both("add_finding", lambda a, c: services.add_finding(document(c), 0, 4, "task", actor=a)),
    *in_both("change_span", lambda a, c: services.change_span(
        (found := finding(c)), found.start, found.end - 1, actor=a)),
    *in_both("split_finding", lambda a, c: services.split_finding(
        (found := finding(c)), found.start + 2, actor=a)),
    *in_both("merge_findings", lambda a, c: services.merge_findings(
        findings_of(document(c))[:2], actor=a)),
    row("register_words", register, *BUSINESS),
    *in_both("add_version", add_version),
    *in_both("settle_match", lambda a, c: services.settle_match(
        open_match(c), "dropped", actor=a)),
    row("record_reading", record),
    *in_both("answer_spot_check", lambda a, c: services.answer_spot_check(
        make_check(document(c)).uuid, "task", actor=a)),
    row("record_second_reading", record_second),
    row("learn", lambda a: services.learn(actor=a)),
    row("refresh_spot_checks", lambda a: services.refresh_spot_checks(actor=a)),
    row("take_model_back", take_back),
)  # fmt: skip


@pytest.fixture(scope="module")
def actors(made_once) -> dict[str, Actor]:
    """An actor for each role, all of one unit; one without a post; nobody."""
    unit = make_unit("本局")
    make_unit("外局")
    made = {role: actor_of(make_holder(role, unit)) for role in Role.values}
    return {**made, SOMEBODY: actor_of(make_person()), NOBODY: NO_ACTOR}


@pytest.fixture
def documents(actors) -> None:
    """A document of the actors' unit and one of another; each call finds them as they are now."""
    for case in (OWN, ANOTHER):
        document(case)


def refused(entry: matrix.Row, actor: Actor) -> bool:
    """As the matrix asks; a document that is not for the actor to see is refused as well."""
    try:
        return matrix.refused(entry, actor)
    except NotFound:
        return True


def test_every_service_has_a_row() -> None:
    assert not matrix.without_row(ROWS, services)
    assert {entry.service for entry in ROWS} <= matrix.functions(services)


@pytest.mark.parametrize("entry", ROWS, ids=str)
def test_a_service_answers_each_role_as_the_matrix_says(entry, actors, documents) -> None:
    allowed = {role for role, actor in actors.items() if not refused(entry, actor)}
    assert allowed == set(entry.allowed)
    assert not refused(entry, SYSTEM)


def test_the_reference_page_holds_the_matrix(root) -> None:
    page = (root / "docs/reference/permissions.md").read_text(encoding="utf-8")
    assert matrix.table(ROWS) in page
    assert page.index("## Documents") < page.index(matrix.table(ROWS))


# --- reading

SECRET = {OWN: (AUD, FOLLOWUP, CITY, LIAISON, LEADER, ASSISTANT), ANOTHER: (AUD, FOLLOWUP, CITY)}


@pytest.mark.parametrize("case", [OWN, ANOTHER])
@pytest.mark.parametrize("release", ["public", "internal", "work_secret"])
def test_who_sees_a_document(release: str, case: str, actors) -> None:
    made = make_document(SYSTEM, unit=str(_unit(case).uuid), release=release)
    wanted = set(SECRET[case] if release == "work_secret" else READERS)
    assert {role for role, actor in actors.items() if opens(made, actor)} == wanted
    asked = {r for r, actor in actors.items() if may(actor, permissions.VIEW_DOCUMENT, made)}
    listed = {r for r, actor in actors.items() if made in visible(actor)}
    assert asked == listed == wanted


def opens(document: Document, actor: Actor) -> bool:
    try:
        queries.document_page(actor, document.uuid)
    except (NotAllowed, NotFound):
        return False
    return True


def visible(actor: Actor) -> list[Document]:
    return list(Document.objects.filter(permissions.visible(actor)))


@pytest.mark.parametrize("case", [OWN, ANOTHER])
def test_the_condition_for_lists_says_the_same_as_the_predicate(case: str, actors) -> None:
    made = document(case)
    by_list = {
        role
        for role, actor in actors.items()
        if made in Document.objects.filter(permissions.reviewable(actor))
    }
    by_page = {r for r, a in actors.items() if may(a, permissions.REVIEW_DOCUMENT, made)}
    assert by_list == by_page == set(TENDS[case])


def test_leaders_above_a_unit_see_and_tend_what_it_owns(actors) -> None:
    below = make_unit(parent=_unit(OWN))
    made = make_document(SYSTEM, unit=str(below.uuid), release="work_secret")
    tending = {r for r, a in actors.items() if may(a, permissions.REVIEW_DOCUMENT, made)}
    assert tending == {FOLLOWUP, LEADER}
    assert {r for r, a in actors.items() if made in visible(a)} == {AUD, FOLLOWUP, CITY, LEADER}
    reviewable = Document.objects.filter(permissions.reviewable(actors[LEADER]))
    assert made in reviewable
    assert made not in Document.objects.filter(permissions.reviewable(actors[LIAISON]))


def test_a_document_that_nobody_owns_is_tended_by_the_office_alone(actors) -> None:
    made = make_document(SYSTEM)
    assert made.unit is None
    assert {r for r, a in actors.items() if may(a, permissions.REVIEW_DOCUMENT, made)} == {FOLLOWUP}


def answers(actor: Actor, secret: Document, finding: Finding) -> dict[str, object]:
    """What each query tells the actor of one document; nothing where it refuses or hides it."""
    uuid = secret.uuid

    def told(ask) -> object:
        try:
            return ask()
        except (NotAllowed, NotFound):
            return None

    accepted = AcceptedFilter(family="")
    waiting = told(lambda: queries.waiting_for(actor))
    return {
        "documents": told(lambda: [r for r in queries.documents(actor) if r.uuid == uuid]),
        "documents by word": told(
            lambda: list(queries.documents(actor, DocumentFilter(text=secret.title)))
        ),
        "documents that wait": told(
            lambda: list(queries.documents(actor, DocumentFilter(waiting=True)))
        ),
        "accepted": told(lambda: list(queries.accepted_findings(actor, accepted))),
        "accepted by word": told(
            lambda: list(queries.accepted_findings(actor, AcceptedFilter("", text="厂房")))
        ),
        "accepted of the document": told(
            lambda: list(queries.accepted_findings(actor, AcceptedFilter("", document=str(uuid))))
        ),
        "choices": told(lambda: queries.documents_with_accepted(actor)),
        "waiting": waiting and (*waiting.to_review, *waiting.being_read, *waiting.failed),
        "waiting findings": waiting and waiting.findings,
        "page": told(lambda: queries.document_page(actor, uuid)),
        "document": told(lambda: queries.get_document(actor, uuid)),
        "original": told(lambda: queries.original_of(actor, uuid)),
        "review": told(lambda: queries.review_of(actor, uuid, ReviewFilter())),
        "review state": told(lambda: queries.review_state(actor, uuid)),
        "more cards": told(lambda: queries.more_cards(actor, uuid, ReviewFilter(), 0)),
        "cards around": told(
            lambda: queries.cards_around(actor, uuid, ReviewFilter(), finding.uuid)
        ),
        "acceptable": told(lambda: queries.acceptable_above(actor, uuid, 0.1)),
        "finding": told(lambda: queries.get_finding(actor, finding.uuid)),
        "place of the finding": told(lambda: queries.documents_of_findings(actor, [finding.uuid])),
        "progress": told(lambda: queries.progress_of(actor, uuid)),
        "history": told(lambda: queries.history_of(actor, uuid)),
        "surroundings": told(lambda: queries.surroundings_of(actor, finding.uuid)),
        "next": told(lambda: queries.next_finding(actor, finding.uuid)),
        "place": told(lambda: queries.place_in_document(actor, uuid, "新建标准厂房", None)),
        "place for it": told(
            lambda: queries.place_for_finding(actor, finding.uuid, finding.exact, None)
        ),
        "last step": told(lambda: [queries.undo_moves_spans(actor, uuid)]),
        "versions": told(lambda: queries.versions_of(actor, uuid)),
        "version": told(lambda: queries.version_text(actor, uuid, 1)),
        "to settle": told(lambda: [queries.open_matches(actor, uuid)]),
        "matches": told(lambda: [queries.matches_of(actor, uuid)]),
        "standing finding": told(lambda: queries.standing_finding(actor, finding.uuid)),
        "compared": told(lambda: [queries.compared(actor, uuid)]),
        "spot check": told(lambda: queries.spot_page(actor, uuid)),
        "spot checks that wait": told(
            lambda: [one for one in queries.accuracy_here(actor).waiting if one.uuid == uuid]
        ),
    }


ASKED = (
    "documents", "accepted_findings", "documents_with_accepted", "waiting_for", "document_page",
    "get_document", "original_of", "review_of", "review_state", "more_cards", "cards_around", "acceptable_above",
    "get_finding", "progress_of", "history_of", "documents_of_findings", "surroundings_of",
    "next_finding", "place_in_document", "place_for_finding", "undo_moves_spans", "versions_of",
    "version_text", "page_beside", "page_picture", "recognised_among", "scan_row", "scans_under_way", "open_matches", "matches_of", "standing_finding",
    "spot_page", "accuracy_here", "compared",
)  # fmt: skip
# They take rows or a reading, not an actor: building blocks of the queries above and of the job.
BLOCKS = {"card_of", "counts_of", "text_to_read", "version_of_finding", "open_checks"}


def test_every_query_is_asked_about() -> None:
    functions = {name for name in queries.__all__ if name[0].islower()}
    assert functions - BLOCKS == set(ASKED)


def test_no_query_tells_of_a_work_secret_to_those_who_may_not_see_it(actors) -> None:
    secret = make_document(SYSTEM, unit=str(_unit(ANOTHER).uuid), release="work_secret")
    make_check(secret)
    first, *_rest = accept_some(secret)
    for role in set(actors) - set(SECRET[ANOTHER]):
        said = answers(actors[role], secret, first)
        assert not {name for name, value in said.items() if value}, role
    said = answers(actors[FOLLOWUP], secret, first)
    assert all(said.values()), said
    cuts = {"surroundings", "next", "place", "place for it", "last step", "matches"}
    unreviewed = {"waiting", "waiting findings", "acceptable", *cuts}
    unreviewed |= {"spot check", "spot checks that wait"}
    for role in (AUD, CITY):
        said = answers(actors[role], secret, first)
        assert {name for name, value in said.items() if not value} == unreviewed


@pytest.mark.parametrize("case", [OWN, ANOTHER])
@pytest.mark.parametrize("release", ["internal", "work_secret"])
def test_who_sees_a_scan_and_its_pages(release: str, case: str, actors) -> None:
    with recognising():
        row = give(SYSTEM, 5, release=release, unit=str(_unit(case).uuid))
    wanted = set(SECRET[case] if release == "work_secret" else READERS)
    assert {role for role, actor in actors.items() if sees_scan(row, actor)} == wanted
    listed = {r for r, a in actors.items() if may(a, permissions.VIEW_SCAN, row)}
    assert listed == wanted
    with recognising():
        jobs.drain()
    row.refresh_from_db()
    assert row.document
    named = {
        role
        for role, actor in actors.items()
        if queries.recognised_among(actor, [row.document.uuid], [])
    }
    assert named == wanted
    for ask in (queries.page_beside, queries.page_picture):
        assert {role for role, actor in actors.items() if _told(ask, actor, row)} == wanted


def sees_scan(row: Recognition, actor: Actor) -> bool:
    try:
        by_list = [one.uuid for one in queries.scans_under_way(actor)] == [row.uuid]
        return by_list and bool(queries.scan_row(actor, row.uuid))
    except (NotAllowed, NotFound):
        return False


def _told(ask, actor: Actor, row: Recognition) -> bool:
    try:
        return bool(ask(actor, row.document.uuid, 1, 1))
    except (NotAllowed, NotFound):
        return False


def test_administrators_and_accounts_without_a_post_see_nothing_at_all(actors) -> None:
    public = make_document(SYSTEM, release="public")
    first, *_rest = accept_some(public)
    for role in ("system_admin", "security_admin", SOMEBODY, NOBODY):
        assert not {n for n, value in answers(actors[role], public, first).items() if value}, role


def test_a_work_secret_opened_to_all_is_seen_by_all(actors) -> None:
    made = make_document(SYSTEM, unit=str(_unit(ANOTHER).uuid), release="work_secret")
    assert not opens(made, actors[LIAISON])
    services.set_release(made, "internal", actor=actors[FOLLOWUP])
    assert opens(made, actors[LIAISON])
    services.set_release(made, "work_secret", actor=actors[FOLLOWUP])
    assert not opens(made, actors[LIAISON])


def test_cards_offer_moves_only_to_who_may_decide(actors) -> None:
    made = document(OWN)
    found = findings_of(made)[0]
    for role in READERS:
        card = queries.card_of(actors[role], queries.get_finding(actors[role], found.uuid))
        assert bool(card.moves) == (role in TENDS[OWN]), role


def test_refusals_are_sentences_in_both_languages(actors) -> None:
    with pytest.raises(LuodiError) as caught:
        services.accept_finding(finding(ANOTHER), actor=actors[LIAISON])
    assert caught.value.zh.endswith("。")
    assert caught.value.en.endswith(".")
    assert not isinstance(caught.value, Invalid)
