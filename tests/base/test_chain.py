"""The chain: what is written into it, and what it finds when somebody writes beside it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from luodi.base import chain, changes, ledger
from luodi.base.actors import SYSTEM, Actor
from luodi.base.changes import ChangeWithoutEvent, Subject, change
from luodi.base.events import declare_event, sentence
from luodi.base.models import ChainHead, Event

pytestmark = pytest.mark.django_db

HAPPENED = declare_event("test.happened", "{actor}做了{what}", "{actor} did {what}")
WANG = Actor("wang", "王")
THING = Subject("test.thing", "1")


def write(count: int = 1, actor: Actor = WANG, subject: Subject = THING) -> None:
    for number in range(count):
        with change(actor) as record:
            record(HAPPENED, subject, what=f"事{number}")


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken() -> tuple[int, str]:
    found = ledger.verify().broken
    assert found is not None
    assert found.zh
    assert found.en
    return found.seq, found.code


def test_a_chain_left_alone_verifies() -> None:
    write(5)
    seen = ledger.verify()
    assert seen.ok
    assert (seen.checked, seen.purged) == (5, 0)
    assert seen.head == ledger.head()
    assert seen.head.seq == 5


def test_an_empty_ledger_verifies_with_head_zero() -> None:
    assert ledger.verify().ok
    assert ledger.head() == ledger.Head(0, chain.FIRST)


def test_pages_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PAGE", 2)
    write(5)
    assert ledger.verify().checked == 5


def test_a_changed_payload_is_named() -> None:
    write(5)
    sql("UPDATE base_event SET payload = %s WHERE seq = 3", '{"actor":"li"}')
    assert broken() == (3, "payload")


def test_a_changed_header_is_named() -> None:
    write(5)
    sql("UPDATE base_event SET name = 'test.other' WHERE seq = 2")
    assert broken() == (2, "header")


@pytest.mark.parametrize("column", ["subject_type", "subject_id", "name"])
def test_every_text_of_the_header_is_covered(column: str) -> None:
    write(3)
    sql(f"UPDATE base_event SET {column} = 'x' WHERE seq = 2")
    assert broken() == (2, "header")


def test_a_moved_time_is_named() -> None:
    write(3)
    Event.objects.filter(seq=2).update(at="2020-01-01T00:00:00Z")
    assert broken() == (2, "header")


def test_a_deleted_row_in_the_middle_is_named() -> None:
    write(5)
    sql("DELETE FROM base_event WHERE seq = 3")
    assert broken() == (3, "gap")


def test_swapped_rows_are_named() -> None:
    write(5)
    for before, after in ((2, -1), (4, 2), (-1, 4)):
        sql("UPDATE base_event SET seq = %s WHERE seq = %s", after, before)
    assert broken() == (2, "order")


def test_a_row_before_the_first_is_named() -> None:
    write(2)
    first = Event.objects.get(seq=1)
    first.seq, first.id = 0, changes.uuid7()
    first.save(force_insert=True)
    assert broken() == (1, "gap")


@pytest.mark.parametrize("column", ["actor_id", "behalf_id"])
def test_an_actor_column_that_disagrees_is_named(column: str) -> None:
    write(5)
    sql(f"UPDATE base_event SET {column} = 'li' WHERE seq = 4")
    assert broken() == (4, "actor")


def test_an_unknown_algorithm_is_named() -> None:
    write(2)
    sql("UPDATE base_event SET algorithm = 'md5' WHERE seq = 1")
    assert broken() == (1, "algorithm")


def test_a_cut_tail_is_seen_by_the_head_row() -> None:
    write(5)
    sql("DELETE FROM base_event WHERE seq = 5")
    assert broken() == (5, "gap")


def test_a_row_beyond_the_head_is_seen() -> None:
    write(3)
    before = ledger.head()
    write(1)
    ChainHead.objects.update(seq=before.seq, hash=before.hash)
    assert broken() == (4, "head_behind")


def test_a_changed_head_row_is_seen() -> None:
    write(3)
    ChainHead.objects.update(hash="1" * 64)
    assert broken() == (3, "head_hash")


def test_without_its_head_row_the_ledger_takes_no_event() -> None:
    write(3)
    ChainHead.objects.all().delete()
    assert broken() == (3, "head_missing")
    with pytest.raises(chain.LedgerBroken):
        write()


def test_a_head_that_another_process_makes_meanwhile_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(1)
    looked = []

    def not_yet_there(query: object, **wanted: object) -> object:
        """The first look comes too early, as beside a process that has not committed yet."""
        looked.append(wanted)
        return ChainHead.objects.none() if len(looked) == 1 else found(query, **wanted)

    found = QuerySet.filter
    monkeypatch.setattr(QuerySet, "filter", not_yet_there)
    write(1)
    monkeypatch.undo()
    assert looked[0] == {"pk": 1}
    assert [event.seq for event in Event.objects.order_by("seq")] == [1, 2]


def test_a_cut_tail_with_its_head_row_is_noticed_by_a_known_head() -> None:
    write(3)
    shorter = ledger.head()
    write(2)
    known = ledger.head()
    Event.objects.filter(seq__gt=3).delete()
    ChainHead.objects.update(seq=shorter.seq, hash=shorter.hash)
    assert ledger.verify().ok
    found = ledger.verify(known).broken
    assert found == ledger.Break(4, "cut")


def test_a_full_rewrite_is_noticed_by_a_known_head() -> None:
    write(4)
    known = ledger.head()
    Event.objects.all().delete()
    ChainHead.objects.all().delete()
    write(4)
    assert ledger.verify().ok
    assert ledger.verify(known).broken == ledger.Break(4, "rewritten")


def test_an_older_head_still_holds() -> None:
    write(2)
    known = ledger.head()
    write(2)
    assert ledger.verify(known).ok


def test_a_head_reads_back_from_its_text() -> None:
    write(2)
    assert ledger.Head.parse(f" {ledger.head()} ") == ledger.head()
    with pytest.raises(ledger.Invalid):
        ledger.Head.parse("7")


def test_sm3_by_setting_and_both_in_one_chain(settings: object) -> None:
    write(1)
    settings.LEDGER_HASH = "sm3"  # type: ignore[attr-defined]
    write(2)
    assert set(Event.objects.values_list("algorithm", flat=True)) == {"sha256", "sm3"}
    assert ledger.verify().ok
    sql("UPDATE base_event SET payload = 'x' WHERE seq = 3")
    assert broken() == (3, "payload")


def test_sm3_is_the_published_function() -> None:
    # GB/T 32905-2016, example 1: the message "abc"; here it is led by its length.
    from cryptography.hazmat.primitives import hashes

    state = hashes.Hash(hashes.SM3())
    state.update(b"abc")
    assert state.finalize().hex().startswith("66c7f0f462eeedd9")
    state = hashes.Hash(hashes.SM3())
    state.update(b"3:abc")
    assert chain.digest("sm3", "abc") == state.finalize().hex()


def test_a_change_without_an_event_is_refused_and_undone() -> None:
    with pytest.raises(ChangeWithoutEvent), change(WANG):
        ChainHead.objects.create(pk=99, seq=1)
    assert not ChainHead.objects.filter(pk=99).exists()


def test_an_inner_change_without_an_event_is_refused_too() -> None:
    def outer_with_a_silent_inner() -> None:
        with change(WANG) as record:
            record(HAPPENED, THING, what="外")
            with change(WANG):
                pass

    with pytest.raises(ChangeWithoutEvent):
        outer_with_a_silent_inner()
    assert not Event.objects.exists()


def test_an_inner_change_joins_the_operation_and_may_have_another_actor() -> None:
    with change(WANG) as record:
        record(HAPPENED, THING, what="外")
        with change(SYSTEM) as inner:
            assert changes.current_actor() is SYSTEM
            inner(HAPPENED, THING, what="内")
        assert changes.current_actor() is WANG
    events = Event.objects.order_by("seq")
    assert [event.actor_id for event in events] == ["wang", "system"]
    assert len({event.operation for event in events}) == 1
    assert changes.current_actor() is None


def fails(what: str) -> None:
    with change(WANG) as record:
        record(HAPPENED, THING, what=what)
        raise ZeroDivisionError


def test_an_inner_failure_drops_the_inner_events_only() -> None:
    with change(WANG) as record:
        record(HAPPENED, THING, what="外")
        with pytest.raises(ZeroDivisionError):
            fails("内")
        record(HAPPENED, THING, what="后")
    said = [json.loads(event.payload)["data"]["what"] for event in Event.objects.all()]
    assert said == ["外", "后"]
    assert ledger.verify().ok


def test_a_failure_writes_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        fails("外")
    assert not Event.objects.exists()
    assert changes.operation_id() is None


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError), change(WANG) as record:
        record(HAPPENED, THING, what=float("nan"))
    assert not Event.objects.exists()


def test_a_sentence_names_persons_and_says_what_it_does_not_know() -> None:
    with change(Actor("wang", "王", behalf_of=Actor("li", "李"))) as record:
        record(HAPPENED, THING, what="登记")
    event = Event.objects.get()
    assert sentence(event, "zh-hans", {"wang": "王", "li": "李"}) == "王（代李）做了登记"
    assert sentence(event, "en", {"wang": "Wang"}) == "Wang (for (unknown)) did 登记"


def test_the_digest_of_rows_knows_their_borders() -> None:
    assert chain.rows_digest([["a", "b"]]) != chain.rows_digest([["a"], ["b"]])
    assert chain.rows_digest([{"b": 1, "a": 2}]) == chain.rows_digest([{"a": 2, "b": 1}])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.dictionaries(st.text(st.characters()), json_values, max_size=4))
def test_any_payload_is_utf8_and_reads_back(data: dict[str, object]) -> None:
    text = chain.canonical({"data": data})
    assert "\x00" not in text.encode().decode()
    assert set(json.loads(text)["data"]) == set(data)


@given(parts=st.lists(st.text(), max_size=4), other=st.lists(st.text(), max_size=4))
def test_two_lists_have_one_digest_only_when_equal(parts: list[str], other: list[str]) -> None:
    assert (chain.digest("sha256", *parts) == chain.digest("sha256", *other)) == (parts == other)


@given(numbers=st.sets(st.integers(1, 400)))
def test_ranges_spread_back(numbers: set[int]) -> None:
    assert list(ledger.spread(ledger.ranges(sorted(numbers)))) == sorted(numbers)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["subject_id", "actor_id", "behalf_id", "operation"])
def test_what_is_looked_up_by_an_id_alone_has_an_index(column: str) -> None:
    """The page of the ledger and a purge of a person ask so; a ledger is never read whole."""
    table = Event._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    assert any(item["index"] and item["columns"][0] == column for item in found.values())
