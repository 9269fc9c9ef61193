"""The ledger's pages: for auditors alone, in both languages, with every filter."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.people.factories import make_actor, make_holder, make_person, make_unit

from luodi.base import clock, ledger
from luodi.base.actors import SYSTEM, Actor
from luodi.base.changes import Subject, change
from luodi.base.events import all_event_types, declare_event
from luodi.base.models import Event
from luodi.people import services as people
from luodi.people.models import Role
from luodi.people.queries import actor_of

pytestmark = pytest.mark.django_db

HAPPENED = declare_event("test.happened", "{actor}做了{what}", "{actor} did {what}")
LEDGER = "/ledger/"


@pytest.fixture
def auditor(client: Any) -> Any:
    """A client signed in as the auditor."""
    client.force_login(make_holder("auditor", name="沈计"))
    return client


def write(actor: Actor, what: str = "事", key: str = "1") -> int:
    with change(actor) as record:
        record(HAPPENED, Subject("test.thing", key), what=what)
    return ledger.head().seq


def seqs(client: Any, query: str = "") -> list[int]:
    """The numbers in the list, as the page shows them."""
    html = client.get(LEDGER + query).content.decode()
    return [int(found) for found in re.findall(r'href="/ledger/(\d+)/"', html)]


def words(client: Any, url: str, language: str = "zh-hans") -> str:
    client.cookies["django_language"] = language
    answer = client.get(url)
    assert answer.status_code == 200
    # Marking a name as Chinese does not part it from the words beside it.
    page = re.sub(r'<span lang="zh-Hans">(.*?)</span>', r"\1", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("role", [role for role in Role.values if role != "auditor"])
def test_only_the_auditor_opens_the_ledger(client: Any, role: str) -> None:
    client.force_login(make_holder(role))
    for url in (LEDGER, "/ledger/1/"):
        assert client.get(url).status_code == 403
    assert LEDGER not in client.get("/").content.decode()


def test_signed_out_the_ledger_asks_to_sign_in(client: Any) -> None:
    for url in (LEDGER, "/ledger/1/"):
        assert "login" in client.get(url)["Location"]


def test_the_menu_leads_the_auditor_to_the_ledger(auditor: Any) -> None:
    assert f'href="{LEDGER}"' in auditor.get("/").content.decode()


def test_entries_are_sentences_with_the_names_of_people(auditor: Any) -> None:
    lin = make_holder("city_leader", name="周市长")
    write(Actor(str(make_person(name="林晓").uuid), "", behalf_of=actor_of(lin)), "一件事")
    assert "林晓（代周市长）做了一件事" in words(auditor, LEDGER)
    assert "林晓 (for 周市长) did 一件事" in words(auditor, LEDGER, "en")


def test_the_latest_comes_first_and_older_ones_on_further_pages(auditor: Any) -> None:
    actor = make_actor("followup")
    for _ in range(60):
        write(actor)
    last = ledger.head().seq
    assert seqs(auditor, "?name=test.happened") == list(range(last, last - 50, -1))
    assert seqs(auditor, "?name=test.happened&page=2") == list(range(last - 50, last - 60, -1))


def test_every_kind_of_event_can_be_chosen_under_its_sentence(auditor: Any) -> None:
    for language in ("zh-hans", "en"):
        auditor.cookies["django_language"] = language
        shown = auditor.get(LEDGER).content.decode()
        for kind in all_event_types():
            assert f'value="{kind.name}"' in shown
            assert "{" not in kind.label(language)


@pytest.mark.parametrize("by", ["account", "name", "uuid"])
def test_entries_are_found_by_a_person(auditor: Any, by: str) -> None:
    person = make_person("linxiao", name="欧阳明")
    other = make_actor("followup")
    seq = write(actor_of(person))
    write(other)
    found = seqs(auditor, f"?name=test.happened&person={getattr(person, by)}")
    assert found == [seq]
    # What others did to the account is found as well.
    assert len(seqs(auditor, f"?person={getattr(person, by)}")) == 2


def test_entries_are_found_by_a_unit_the_system_or_not_at_all(auditor: Any) -> None:
    unit = make_unit("望川市水利局")
    seq = write(make_actor("liaison", unit))
    assert seqs(auditor, "?name=test.happened&person=水利局") == [seq]
    assert seqs(auditor, "?name=test.happened&person=系统") == []
    assert seqs(auditor, "?name=test.happened&person=nobody") == []
    automatic = write(SYSTEM)
    assert seqs(auditor, "?name=test.happened&person=system") == [automatic]


def test_entries_of_a_closed_account_are_found(auditor: Any) -> None:
    make_holder("security_admin")
    person = make_person("gone")
    seq = write(actor_of(person))
    people.deactivate_person(person, actor=SYSTEM)
    assert seq in seqs(auditor, "?person=gone")


def test_entries_are_found_by_subject_and_day(auditor: Any) -> None:
    actor = make_actor("followup")
    with clock.set_clock(clock.now() - timedelta(days=40)):
        old = write(actor, key="old")
        day = clock.today().isoformat()
    new = write(actor, key="new")
    assert seqs(auditor, f"?name=test.happened&first={day}&last={day}") == [old]
    assert seqs(auditor, "?subject=test.thing+new") == [new]
    assert seqs(auditor, "?subject=old") == [old]
    assert "没有符合条件的记录" in words(auditor, LEDGER + "?first=2090-01-01")
    assert auditor.get(LEDGER + "?first=never").status_code == 200


def test_an_entry_shows_its_hashes_its_neighbours_and_that_it_holds(auditor: Any) -> None:
    actor = make_actor("followup")
    seq = write(actor, "一件事")
    write(actor)
    event = Event.objects.get(seq=seq)
    html = auditor.get(f"/ledger/{seq}/").content.decode()
    for part in (event.hash, event.previous, event.payload_digest, event.salt, "一件事"):
        assert part in html
    for neighbour in (seq - 1, seq + 1):
        assert f'href="/ledger/{neighbour}/"' in html
    assert "均相符" in html
    assert "agree" in words(auditor, f"/ledger/{seq}/", "en")
    last = ledger.head().seq
    assert f"/ledger/{last + 1}/" not in auditor.get(f"/ledger/{last}/").content.decode()
    assert auditor.get(f"/ledger/{last + 1}/").status_code == 404


def test_its_links_lead_to_lists_with_it(auditor: Any) -> None:
    seq = write(make_actor("followup"))
    html = auditor.get(f"/ledger/{seq}/").content.decode()
    links = re.findall(r'href="/ledger/(\?[^"]+)"', html)
    assert len(links) == 4
    for link in links:
        assert seq in seqs(auditor, link.replace("&amp;", "&")), link


@pytest.mark.parametrize("payload", ['{"actor":"li"}', "{", "", "[]", "null"])
def test_a_tampered_entry_is_shown_and_named(auditor: Any, payload: str) -> None:
    seq = write(make_actor("followup"))
    Event.objects.filter(seq=seq).update(payload=payload)
    assert seq in seqs(auditor)
    html = auditor.get(f"/ledger/{seq}/").content.decode()
    assert "与链不符" in html
    assert "均相符" not in html


def test_an_erased_entry_says_so_and_shows_nobody(auditor: Any) -> None:
    actors = make_actor("system_admin"), make_actor("security_admin")
    seq = write(make_actor("followup"), "不该写的话", key="leak")
    ledger.purge(Subject("test.thing", "leak"), actors, "泄露处置")
    page = words(auditor, f"/ledger/{seq}/")
    assert "不该写的话" not in page
    assert "依规清除" in page
    assert "已清除" in words(auditor, LEDGER)


def test_the_state_of_the_chain_stands_above(auditor: Any) -> None:
    write(make_actor("followup"))
    html = auditor.get(LEDGER).content.decode()
    assert str(ledger.head()) in html
    assert reverse("base:verify") in html


def test_the_queries_do_not_grow_with_the_rows(
    auditor: Any, django_assert_max_num_queries: Any
) -> None:
    actor = make_actor("followup")
    for _ in range(3):
        write(actor)
    with django_assert_max_num_queries(20) as few:
        auditor.get(LEDGER)
    for _ in range(40):
        write(make_actor("liaison"))
    with django_assert_max_num_queries(20) as many:
        auditor.get(LEDGER)
    assert len(few) == len(many)
