"""The state machine of a finding, walked at random by two people, and its page of reference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run
from tests.people.factories import make_actor

from luodi.base import ledger
from luodi.base.actors import Actor
from luodi.base.errors import Conflict
from luodi.base.models import Event
from luodi.documents import services
from luodi.documents.fields import has_date, has_measure, has_owner
from luodi.documents.models import Finding
from luodi.documents.states import MOVES, allowed, as_table, moves_from
from luodi.documents.vocabularies import FindingState, RejectReason

from .factories import findings_of, make_document

pytestmark = pytest.mark.django_db

WHO = st.sampled_from([0, 1])
WHICH = st.integers(0, 2)
EDITS = st.sampled_from(
    [
        {"kind": "goal"},
        {"kind": "reform", "targets": []},
        {"owners": [{"text": "市住建局", "role": "lead"}]},
        {"deadline": {"by": "2027-06-30"}, "places": [{"text": "松滋市"}]},
        {"targets": [{"comparator": ">=", "value": "123456789012345678", "unit": "元"}]},
    ]
)


def stands(row: Finding) -> dict[str, Any]:
    """All of a finding that decisions change, but for its revision."""
    names = [*services.review.SNAPSHOT, "decided_by_id", "decided_at"]
    return {name: getattr(row, name) for name in names}


class Review(RuleBasedStateMachine):
    """Two people decide about the first three findings of a document.

    `done` is what the model knows of each step: who made it and how the findings stood before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.actors: list[Actor] = [make_actor("followup"), make_actor("followup")]
        self.document = make_document(self.actors[0])
        self.text = self.document.versions.get().text
        self.revisions: dict[int, int] = {row.pk: row.revision for row in self.rows()}
        self.done: list[tuple[int, dict[int, dict[str, Any]]]] = []
        self.events = Event.objects.count()

    def rows(self) -> list[Finding]:
        return list(findings_of(self.document)[:3])

    def step(self, who: int, move: str, number: int, call: Any) -> None:
        """Make a move if the table allows it; if not it must be refused and change nothing."""
        row = self.rows()[number]
        before = stands(row)
        if not allowed(move, row.state):
            with pytest.raises(Conflict):
                call(row)
            assert stands(self.rows()[number]) == before
            return
        call(row)
        after = self.rows()[number]
        if after.revision == row.revision:
            assert (move, stands(after)) == ("edit", before)
            return
        assert after.state == (MOVES[move].to or row.state)
        assert after.revision == row.revision + 1
        self.done.append((who, {row.pk: before}))
        self.events += 1

    @rule(who=WHO, number=WHICH)
    def accept(self, who: int, number: int) -> None:
        self.step(
            who, "accept", number,
            lambda row: services.accept_finding(
                row, actor=self.actors[who], expected_revision=row.revision
            ),
        )  # fmt: skip

    @rule(who=WHO, number=WHICH, reason=st.sampled_from(RejectReason.values))
    def reject(self, who: int, number: int, reason: str) -> None:
        self.step(
            who, "reject", number,
            lambda row: services.reject_finding(row, reason, actor=self.actors[who], note="理由"),
        )  # fmt: skip

    @rule(who=WHO, number=WHICH)
    def restore(self, who: int, number: int) -> None:
        self.step(
            who, "restore", number,
            lambda row: services.restore_finding(row, actor=self.actors[who]),
        )  # fmt: skip

    @rule(who=WHO, number=WHICH, given=EDITS)
    def edit(self, who: int, number: int, given: dict[str, Any]) -> None:
        self.step(
            who, "edit", number,
            lambda row: services.edit_finding(
                row, given, actor=self.actors[who], expected_revision=row.revision
            ),
        )  # fmt: skip

    @rule(who=WHO, number=WHICH)
    def decide_on_a_stale_page(self, who: int, number: int) -> None:
        row = self.rows()[number]
        with pytest.raises(Conflict):
            services.reject_finding(
                row, "repeated", actor=self.actors[who], expected_revision=row.revision - 1
            )
        assert stands(self.rows()[number]) == stands(row)

    @rule(who=WHO)
    def accept_all(self, who: int) -> None:
        before = {row.pk: stands(row) for row in self.rows() if row.state == "proposed"}
        listed = {row.uuid: row.revision for row in self.rows()}
        if not before:
            with pytest.raises(Conflict):
                services.accept_findings_above(self.document, 0.5, listed, actor=self.actors[who])
            return
        done = services.accept_findings_above(self.document, 0.5, listed, actor=self.actors[who])
        assert (done.count, done.passed_over) == (len(before), len(listed) - len(before))
        self.done.append((who, before))
        self.events += 1

    @rule(who=WHO)
    def undo(self, who: int) -> None:
        mine = [place for place, (actor, _) in enumerate(self.done) if actor == who]
        last = mine[-1] if mine else None
        since = self.done[last + 1 :] if last is not None else []
        touched = {key for _, before in since for key in before}
        if last is None or touched & set(self.done[last][1]):
            kept = [stands(row) for row in self.rows()]
            with pytest.raises(Conflict):
                services.undo_decision(self.document, actor=self.actors[who])
            assert [stands(row) for row in self.rows()] == kept
            return
        for row in services.undo_decision(self.document, actor=self.actors[who]):
            assert row.revision == self.revisions[row.pk] + 1
        _, before = self.done.pop(last)
        assert {r.pk: stands(r) for r in self.rows() if r.pk in before} == before
        self.events += 1

    @invariant()
    def the_characters_are_those_of_the_text(self) -> None:
        for row in self.rows():
            assert row.exact == self.text[row.start : row.end]
            for part in (*row.fields["targets"], *row.fields["owners"], row.fields["deadline"]):
                if part and part["start"] is not None:
                    assert self.text[part["start"] : part["end"]] == part["text"]

    @invariant()
    def the_row_agrees_with_its_fields(self) -> None:
        for row in self.rows():
            assert row.kind == row.fields["kind"]
            said = (has_owner(row.fields), has_date(row.fields), has_measure(row.fields))
            assert (row.has_owner, row.has_date, row.has_measure) == said
            assert (row.decided_by is None) == (row.state == FindingState.PROPOSED)
            assert bool(row.reject_reason) == (row.state == FindingState.REJECTED)
            assert row.state == FindingState.ACCEPTED or not row.decided_in_bulk

    @invariant()
    def a_revision_only_grows(self) -> None:
        now = {row.pk: row.revision for row in self.rows()}
        assert all(now[key] >= before for key, before in self.revisions.items())
        self.revisions = now

    @invariant()
    def every_step_is_one_event_and_the_chain_holds(self) -> None:
        assert Event.objects.count() == self.events
        assert ledger.verify().ok


@pytest.mark.parametrize(
    ("examples", "steps"), [(8, 25), pytest.param(20, 40, marks=pytest.mark.slow)]
)
def test_two_people_walk_through_the_whole_machine(examples: int, steps: int) -> None:
    run(
        Review,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# --- the table


def test_every_state_is_reached_and_left() -> None:
    assert {move.to for move in MOVES.values()} - {None} == set(FindingState.values)
    assert all(moves_from(state) for state in FindingState.values)
    assert moves_from("proposed") == ("accept", "edit", "span", "split", "merge", "reject")


def test_every_move_has_a_service() -> None:
    named = {"span": "change_span", "merge": "merge_findings"}
    assert all(hasattr(services, named.get(name, f"{name}_finding")) for name in MOVES)


def test_the_reference_page_shows_the_table(root: Path) -> None:
    page = (root / "docs/reference/finding-states.md").read_text(encoding="utf-8")
    assert as_table() in page
