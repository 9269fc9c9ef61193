"""Purging: two persons, a reason, an event; the chain holds and says so."""

from __future__ import annotations

import json

import pytest

from luodi.base import ledger
from luodi.base.actors import SYSTEM, Actor, Grant
from luodi.base.changes import Subject, change
from luodi.base.errors import Invalid, NotAllowed
from luodi.base.events import declare_event, sentence
from luodi.base.models import Event

pytestmark = pytest.mark.django_db

LEAKED = declare_event("test.leaked", "{actor}写入{what}", "{actor} wrote {what}")
ADMIN = Actor("admin", "管理", frozenset({Grant("system_admin")}))
GUARD = Actor("guard", "安全", frozenset({Grant("security_admin")}))
BOTH = Actor("both", "一人", frozenset({Grant("system_admin"), Grant("security_admin")}))
LEAK, OTHER = Subject("test.thing", "leak"), Subject("test.thing", "other")


@pytest.fixture(autouse=True)
def events() -> None:
    for actor, subject in ((ADMIN, LEAK), (GUARD, OTHER), (ADMIN, LEAK), (SYSTEM, OTHER)):
        with change(actor) as record:
            record(LEAKED, subject, what="不该写的话")


def test_a_purge_erases_the_subject_and_the_chain_still_verifies() -> None:
    done = ledger.purge(LEAK, (GUARD, ADMIN), "泄露处置")
    assert done == ledger.Purge(2, "1,3")
    erased = Event.objects.filter(purged=True)
    assert {(e.payload, e.salt, e.actor_id, e.behalf_id) for e in erased} == {("", "", "", "")}
    seen = ledger.verify()
    assert seen.ok
    assert seen.purged == 2
    assert Event.objects.filter(payload__contains="不该写的话").count() == 2


def test_the_purge_is_an_event_that_names_both() -> None:
    ledger.purge(LEAK, (ADMIN, GUARD), "泄露处置")
    event = Event.objects.get(name="base.ledger.purged")
    names = {"admin": "甲", "guard": "乙"}
    said = sentence(event, "zh", names)
    assert said == "甲与乙依规清除了 2 条记录的内容，理由：泄露处置"
    assert json.loads(event.payload)["data"]["seqs"] == "1,3"


def test_a_purged_event_says_so() -> None:
    ledger.purge(LEAK, (ADMIN, GUARD), "泄露处置")
    assert "已依规清除" in sentence(Event.objects.get(seq=1), "zh")
    assert "lawfully erased" in sentence(Event.objects.get(seq=1), "en")


@pytest.mark.parametrize(
    "actors", [(ADMIN, ADMIN), (BOTH, BOTH), (ADMIN,), (SYSTEM, GUARD), (GUARD, GUARD), ()]
)
def test_a_purge_needs_two_persons_with_the_two_roles(actors: tuple[Actor, ...]) -> None:
    with pytest.raises(NotAllowed):
        ledger.purge(LEAK, actors, "泄露处置")
    assert not Event.objects.filter(purged=True).exists()


def test_one_of_two_may_hold_both_roles() -> None:
    assert ledger.purge(LEAK, (BOTH, ADMIN), "泄露处置").count == 2


def test_a_purge_needs_a_reason_and_something_to_purge() -> None:
    with pytest.raises(Invalid, match="reason"):
        ledger.purge(LEAK, (ADMIN, GUARD), "  ")
    with pytest.raises(Invalid, match="nothing"):
        ledger.purge(Subject("test.thing", "none"), (ADMIN, GUARD), "泄露处置")
    with pytest.raises(Invalid):
        ledger.purge_person("", (ADMIN, GUARD), "泄露处置")


def test_a_persons_events_go_and_the_purge_itself_stays() -> None:
    ledger.purge(OTHER, (ADMIN, GUARD), "一")
    ledger.purge_person("admin", (ADMIN, GUARD), "二")
    assert Event.objects.filter(purged=False, actor_id="admin").count() == 2
    assert ledger.verify().purged == 4
    assert ledger.verify().ok


def test_erasing_in_sql_without_a_purge_is_noticed() -> None:
    Event.objects.filter(seq=3).update(payload="", salt="", actor_id="", purged=True)
    assert ledger.verify().broken == ledger.Break(3, "unlawful")


def test_a_payload_put_back_is_noticed() -> None:
    ledger.purge(LEAK, (ADMIN, GUARD), "泄露处置")
    Event.objects.filter(seq=1).update(payload='{"actor":"li"}')
    assert ledger.verify().broken == ledger.Break(1, "remains")


def test_a_purge_joins_the_change_of_an_area() -> None:
    def purges_and_fails() -> None:
        with change(ADMIN) as record:
            record(LEAKED, OTHER, what="")
            ledger.purge(LEAK, (ADMIN, GUARD), "泄露处置")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        purges_and_fails()
    assert not Event.objects.filter(purged=True).exists()
    assert ledger.verify().ok
