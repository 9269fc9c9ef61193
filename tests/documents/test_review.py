"""Decisions about findings: one by one, many at once, by two people, and taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from tests.people.factories import make_actor

from luodi.base import ledger
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid, NotAllowed, NotFound
from luodi.base.models import Event
from luodi.documents import queries, services
from luodi.documents.models import Decision, Finding

from .factories import findings_of, make_document, make_finding

pytestmark = pytest.mark.django_db


def fresh(finding: Finding) -> Finding:
    return Finding.objects.select_related("decided_by", "version").get(pk=finding.pk)


def stands(finding: Finding) -> dict[str, Any]:
    """Everything that a decision may change, but for the revision."""
    row = fresh(finding)
    names = [*services.review.SNAPSHOT, "decided_by_id", "decided_at"]
    return {name: getattr(row, name) for name in names}


def last_event() -> tuple[str, dict[str, Any]]:
    event = Event.objects.order_by("-seq")[0]
    return event.name, json.loads(event.payload)["data"]


# --- one by one


def test_accepting_says_who_and_when_and_is_an_event(office) -> None:
    finding = make_finding(office)
    row = services.accept_finding(finding, actor=office, expected_revision=1)
    assert (row.state, row.revision) == ("accepted", 2)
    assert str(row.decided_by.uuid) == office.id
    assert row.decided_at is not None
    assert stands(finding)["state"] == "accepted"
    name, data = last_event()
    assert name == "documents.finding.accepted"
    assert data["before"] == {"state": "proposed"}
    assert data["after"] == {"state": "accepted"}
    assert Decision.objects.get().move == "accept"


def test_rejecting_needs_a_reason(office) -> None:
    finding = make_finding(office)
    for reason, note, field in (("", "", "reason"), ("ugly", "", "reason"), ("other", " ", "note")):
        with pytest.raises(Invalid) as caught:
            services.reject_finding(finding, reason, note=note, actor=office)
        assert caught.value.field == field
    row = services.reject_finding(finding, "other", note="责任\n不明\x00", actor=office)
    assert (row.state, row.reject_reason, row.reject_note) == ("rejected", "other", "责任 不明")
    assert last_event()[1]["after"]["reject_note"] == "责任 不明"


def test_restoring_makes_it_a_proposal_again_with_its_edits(office) -> None:
    finding = make_finding(office)
    services.edit_finding(finding, {"kind": "goal"}, actor=office, expected_revision=1)
    services.reject_finding(finding, "repeated", actor=office)
    row = services.restore_finding(finding, actor=office)
    assert (row.state, row.reject_reason, row.kind) == ("proposed", "", "goal")
    assert (row.decided_by, row.decided_at) == (None, None)


def test_editing_changes_what_follows_from_the_fields(office) -> None:
    finding = make_finding(office)
    assert (finding.has_owner, finding.has_measure) == (False, True)
    given = {"owners": [{"text": "市住建局", "role": "lead"}], "targets": [], "deadline": None}
    row = services.edit_finding(finding, given, actor=office, expected_revision=1)
    assert (row.has_owner, row.has_measure, row.has_date) == (True, False, False)
    assert fresh(row).fields["owners"][0]["text"] == "市住建局"
    assert fresh(row).fields_read == finding.fields_read
    assert row.state == "proposed"
    card = queries.card_of(office, queries.get_finding(office, row.uuid))
    assert card.is_edited
    assert len(card.gaps) == 2


def test_an_edit_that_changes_nothing_is_no_step(office) -> None:
    finding = make_finding(office)
    events = Event.objects.count()
    row = services.edit_finding(finding, finding.fields_read, actor=office, expected_revision=1)
    assert row.revision == 1
    assert Event.objects.count() == events
    assert not Decision.objects.exists()


def test_fields_as_the_reader_took_them_count_as_not_edited(office) -> None:
    finding = make_finding(office)
    row = services.edit_finding(finding, {"kind": "goal"}, actor=office, expected_revision=1)
    assert row.fields_edited
    row = services.edit_finding(row, finding.fields_read, actor=office, expected_revision=2)
    assert row.fields_edited is None
    assert (row.kind, row.revision) == (finding.kind, 3)


def test_parts_that_are_not_given_stay_as_people_left_them(office) -> None:
    finding = make_finding(office)
    given = {"kind": "goal", "owners": [{"text": "市住建局"}]}
    services.edit_finding(finding, given, actor=office, expected_revision=1)
    row = services.edit_finding(finding, {"targets": []}, actor=office, expected_revision=2)
    assert (row.kind, row.fields["owners"][0]["text"]) == ("goal", "市住建局")
    assert row.fields["targets"] == []


def test_bad_fields_are_refused_and_nothing_is_written(office) -> None:
    finding = make_finding(office)
    with pytest.raises(Invalid):
        services.edit_finding(finding, {"kind": "x"}, actor=office, expected_revision=1)
    assert fresh(finding).revision == 1
    assert not Decision.objects.exists()


def test_figures_of_eighteen_digits_are_the_same_after_the_database(office) -> None:
    finding = make_finding(office)
    value = "123456789012345678.123456789012"
    target = {"comparator": ">=", "value": value, "unit": "元", "text": "x"}
    services.edit_finding(finding, {"targets": [target]}, actor=office, expected_revision=1)
    assert fresh(finding).fields["targets"][0]["value"] == value
    services.undo_decision(finding.version.document, actor=office)
    assert fresh(finding).fields == finding.fields_read


@pytest.mark.parametrize("kind", ["problem", "request", "goal"])
def test_a_finding_may_turn_out_to_be_of_another_kind(kind, office) -> None:
    finding = make_finding(office)
    row = services.edit_finding(finding, {"kind": kind}, actor=office, expected_revision=1)
    assert fresh(row).kind == fresh(row).fields["kind"] == kind


@pytest.mark.parametrize("state", ["proposed", "accepted", "rejected"])
def test_moves_that_do_not_fit_the_state_are_refused(state, office) -> None:
    finding = make_finding(office)
    if state == "accepted":
        services.accept_finding(finding, actor=office)
    if state == "rejected":
        services.reject_finding(finding, "repeated", actor=office)
    before = stands(finding)
    calls = {
        "accept": lambda: services.accept_finding(finding, actor=office),
        "reject": lambda: services.reject_finding(finding, "repeated", actor=office),
        "restore": lambda: services.restore_finding(finding, actor=office),
        "edit": lambda: services.edit_finding(
            finding, {"kind": "goal"}, actor=office, expected_revision=fresh(finding).revision
        ),
    }
    for move in set(calls) - set(queries.findings.moves_from(state)):
        with pytest.raises(Conflict, match="another state"):
            calls[move]()
    assert stands(finding) == before


# --- two people


def test_a_stale_save_is_refused_with_theirs(office, colleague) -> None:
    finding = make_finding(office)
    services.edit_finding(finding, {"kind": "goal"}, actor=colleague, expected_revision=1)
    services.accept_finding(finding, actor=colleague)
    with pytest.raises(Conflict) as caught:
        services.edit_finding(finding, {"kind": "reform"}, actor=office, expected_revision=1)
    theirs = caught.value.theirs
    assert theirs["state"] == "accepted"
    assert theirs["fields"]["kind"] == "goal"
    assert theirs["revision"] == 3
    assert (theirs["by"], theirs["at"]) == (colleague.name, fresh(finding).decided_at)
    assert fresh(finding).kind == "goal"


@pytest.mark.parametrize("move", ["accept", "reject", "restore"])
def test_every_move_on_a_stale_page_is_refused(move, office, colleague) -> None:
    finding = make_finding(office)
    services.edit_finding(finding, {"kind": "goal"}, actor=colleague, expected_revision=1)
    calls = {
        "accept": lambda: services.accept_finding(finding, actor=office, expected_revision=1),
        "reject": lambda: services.reject_finding(
            finding, "repeated", actor=office, expected_revision=1
        ),
        "restore": lambda: services.restore_finding(finding, actor=office, expected_revision=1),
    }
    with pytest.raises(Conflict, match="Somebody has just changed"):
        calls[move]()
    assert fresh(finding).revision == 2


def test_a_change_between_the_look_and_the_lock_is_seen(office, colleague, monkeypatch) -> None:
    """Between the check before the transaction and the one in it the colleague accepts."""
    finding = make_finding(office)
    check = services.review.check_move

    def slow(row, move, expected):
        check(row, move, expected)
        monkeypatch.setattr(services.review, "check_move", check)
        services.accept_finding(finding, actor=colleague)

    monkeypatch.setattr(services.review, "check_move", slow)
    with pytest.raises(Conflict):
        services.reject_finding(finding, "repeated", actor=office, expected_revision=1)
    assert fresh(finding).state == "accepted"


@pytest.mark.parametrize("key", ["no-id", "", uuid4()])
def test_what_is_not_there_is_not_found(key, office) -> None:
    with pytest.raises(NotFound):
        services.accept_finding(key, actor=office)
    with pytest.raises(NotFound):
        services.undo_decision(key, actor=office)


def test_who_may_not_see_a_finding_is_told_that_it_is_not_there(office, outsider) -> None:
    hidden = make_finding(office, release="work_secret")
    seen = make_finding(office)
    with pytest.raises(NotFound):
        services.accept_finding(hidden, actor=outsider)
    with pytest.raises(NotAllowed):
        services.accept_finding(seen, actor=outsider)
    assert not Decision.objects.exists()


# --- taking back


def test_undo_gives_back_exactly_what_stood(office) -> None:
    finding = make_finding(office)
    seen = [stands(finding)]
    services.edit_finding(finding, {"kind": "goal"}, actor=office, expected_revision=1)
    seen.append(stands(finding))
    services.accept_finding(finding, actor=office)
    seen.append(stands(finding))
    services.edit_finding(finding, {"targets": []}, actor=office, expected_revision=3)
    seen.append(stands(finding))
    services.reject_finding(finding, "other", note="理由", actor=office)
    seen.append(stands(finding))
    services.restore_finding(finding, actor=office)
    while len(seen) > 1:
        services.undo_decision(finding.version.document, actor=office)
        assert stands(finding) == seen.pop()
    services.undo_decision(finding.version.document, actor=office)
    assert stands(finding) == seen.pop()
    with pytest.raises(Conflict, match="no step of yours"):
        services.undo_decision(finding.version.document, actor=office)
    assert fresh(finding).revision == 11
    assert ledger.verify().ok


def test_undo_takes_back_ones_own_step_only(office, colleague) -> None:
    document = make_document(office)
    first, second = findings_of(document)[:2]
    services.accept_finding(first, actor=office)
    services.accept_finding(second, actor=colleague)
    services.undo_decision(document, actor=office)
    assert (fresh(first).state, fresh(second).state) == ("proposed", "accepted")


def test_undo_is_refused_after_somebody_else_decided(office, colleague) -> None:
    finding = make_finding(office)
    services.accept_finding(finding, actor=office)
    services.edit_finding(finding, {"kind": "goal"}, actor=colleague, expected_revision=2)
    before = stands(finding)
    with pytest.raises(Conflict, match="Somebody has decided"):
        services.undo_decision(finding.version.document, actor=office)
    assert stands(finding) == before
    services.undo_decision(finding.version.document, actor=colleague)
    services.undo_decision(finding.version.document, actor=office)
    assert fresh(finding).state == "proposed"


def test_undo_gives_the_decision_back_to_who_made_it(office, colleague) -> None:
    finding = make_finding(office)
    services.accept_finding(finding, actor=colleague)
    before = stands(finding)
    services.reject_finding(finding, "repeated", actor=office)
    services.undo_decision(finding.version.document, actor=office)
    assert stands(finding) == before
    assert fresh(finding).decided_by.uuid.hex == colleague.id.replace("-", "")


def test_of_two_clicks_on_undo_one_takes_back_one_step(office, monkeypatch) -> None:
    """Between the look and the lock the same person takes the step back in another window."""
    document = make_document(office)
    first, second = findings_of(document)[:2]
    services.accept_finding(first, actor=office)
    services.accept_finding(second, actor=office)
    look = services.review._last_operation

    def slow(row, actor):
        wanted = look(row, actor)
        monkeypatch.setattr(services.review, "_last_operation", look)
        services.undo_decision(document, actor=office)
        return wanted

    monkeypatch.setattr(services.review, "_last_operation", slow)
    with pytest.raises(Conflict, match="just been taken back"):
        services.undo_decision(document, actor=office)
    assert (fresh(first).state, fresh(second).state) == ("accepted", "proposed")


def test_the_system_takes_back_its_own_steps(office) -> None:
    finding = make_finding(office)
    services.accept_finding(finding, actor=SYSTEM)
    with pytest.raises(Conflict):
        services.undo_decision(finding.version.document, actor=office)
    services.undo_decision(finding.version.document, actor=SYSTEM)
    assert fresh(finding).state == "proposed"


# --- many at once


def shown(document, actor, above: float) -> dict[Any, int]:
    _, cards = queries.acceptable_above(actor, document.uuid, above)
    return {card.uuid: card.revision for card in cards}


def test_what_stood_on_the_list_is_accepted_at_once(office) -> None:
    document = make_document(office)
    listed = shown(document, office, 0.9)
    assert 0 < len(listed) < 8
    events = Event.objects.count()
    done = services.accept_findings_above(document, 0.9, listed, actor=office)
    assert (done.count, done.passed_over) == (len(listed), 0)
    accepted = [f for f in findings_of(document) if f.state == "accepted"]
    assert {f.uuid for f in accepted} == set(listed)
    assert all(f.decided_in_bulk and f.revision == 2 and f.confidence >= 0.9 for f in accepted)
    assert {str(f.decided_by.uuid) for f in accepted} == {office.id}
    assert Event.objects.count() == events + 1
    name, data = last_event()
    assert (name, data["count"], data["percent"]) == (
        "documents.findings.accepted",
        len(listed),
        90,
    )
    assert data["digest"] == services.review.digest_of(map(str, listed))


def test_what_was_changed_since_the_list_is_passed_over(office, colleague) -> None:
    document = make_document(office)
    listed = shown(document, office, 0.9)
    first, second, *_rest = [f for f in findings_of(document) if f.uuid in listed]
    services.edit_finding(first, {"kind": "reform"}, actor=colleague, expected_revision=1)
    services.reject_finding(second, "repeated", actor=colleague)
    done = services.accept_findings_above(document, 0.9, listed, actor=office)
    assert (done.count, done.passed_over) == (len(listed) - 2, 2)
    assert (fresh(first).state, fresh(second).state) == ("proposed", "rejected")


def test_many_at_once_are_taken_back_at_once(office) -> None:
    document = make_document(office)
    before = [stands(f) for f in findings_of(document)]
    listed = shown(document, office, 0.5)
    services.accept_findings_above(document, 0.5, listed, actor=office)
    assert len(services.undo_decision(document, actor=office)) == len(listed)
    assert [stands(f) for f in findings_of(document)] == before
    assert last_event()[1]["count"] == len(listed)
    with pytest.raises(Conflict):
        services.undo_decision(document, actor=office)


def test_many_at_once_are_not_taken_back_after_somebody_else_decided_on_one(
    office, colleague
) -> None:
    document = make_document(office)
    services.accept_findings_above(document, 0.5, shown(document, office, 0.5), actor=office)
    services.reject_finding(findings_of(document)[0], "repeated", actor=colleague)
    before = [stands(f) for f in findings_of(document)]
    with pytest.raises(Conflict):
        services.undo_decision(document, actor=office)
    assert [stands(f) for f in findings_of(document)] == before


def test_a_list_that_does_not_fit_is_refused_as_a_whole(office) -> None:
    document, other = make_document(office), make_document(office)
    listed = shown(document, office, 0.5)
    for wrong in (
        {**listed, findings_of(other)[0].uuid: 1},
        {**listed, uuid4(): 1},
    ):
        with pytest.raises(Invalid) as caught:
            services.accept_findings_above(document, 0.5, wrong, actor=office)
        assert caught.value.field == "listed"
    with pytest.raises(Invalid):
        services.accept_findings_above(document, 0.95, listed, actor=office)
    assert not Finding.objects.exclude(state="proposed").exists()


@pytest.mark.parametrize("confidence", [0.9, -1, 1.1, float("nan")])
def test_an_empty_list_and_a_level_that_is_none_are_refused(confidence, office) -> None:
    document = make_document(office)
    listed = {} if confidence == 0.9 else shown(document, office, 0.9)
    with pytest.raises(Invalid, match="nothing on the list"):
        services.accept_findings_above(document, confidence, listed, actor=office)


def test_a_list_of_which_nothing_is_left_says_so(office, colleague) -> None:
    document = make_document(office)
    listed = shown(document, office, 0.9)
    services.accept_findings_above(document, 0.9, listed, actor=colleague)
    with pytest.raises(Conflict, match="dealt with"):
        services.accept_findings_above(document, 0.9, listed, actor=office)


def test_an_assistant_decides_for_the_leader_and_both_are_named(office) -> None:
    finding = make_finding(office)
    leader = make_actor("followup")
    services.accept_finding(finding, actor=replace(office, behalf_of=leader))
    event = Event.objects.order_by("-seq")[0]
    assert (event.actor_id, event.behalf_id) == (office.id, leader.id)
