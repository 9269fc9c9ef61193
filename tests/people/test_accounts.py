"""Accounts and slips: passwords shown once, never stored in clear, changed at first sign-in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import connection

from luodi.base import clock
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid, NotAllowed
from luodi.base.models import Event
from luodi.people import queries, services
from luodi.people.models import Person
from luodi.people.services import NewAccount
from luodi.people.services.accounts import ALPHABET

from .factories import make_actor, make_holder, make_person, make_unit

pytestmark = pytest.mark.django_db


def everything_stored() -> str:
    """Every text in every table of ours."""
    with connection.cursor() as cursor:
        found = []
        for table in set(connection.introspection.table_names(cursor)) - _indexes(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(found)


def _indexes(cursor) -> set[str]:
    """SQLite's indexes of words: what they hold stands in ordinary tables, which are looked at."""
    if connection.vendor != "sqlite":
        return set()
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    return {name for (name,) in cursor.fetchall()}


def test_a_slip_opens_the_account_and_is_stored_nowhere():
    slip = services.create_person(name="林晓", account="Lin.Xiao", actor=SYSTEM)
    assert slip.account == "lin.xiao"
    assert set(slip.password) <= set(ALPHABET) | {"-"}
    assert len(slip.password) == 14
    assert slip.person.check_password(slip.password)
    assert slip.person.must_change_password
    assert slip.expires > clock.now() + timedelta(days=13)
    assert slip.password not in repr(slip)
    assert slip.password not in everything_stored()


def test_a_slip_is_hashed_anew_with_full_strength_at_the_first_sign_in(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    slip = services.create_person(name="林晓", account="linxiao", actor=SYSTEM)
    before = slip.person.password
    assert check_password(slip.password, before)
    assert slip.person.check_password(slip.password)
    slip.person.refresh_from_db()
    assert int(slip.person.password.split("$")[1]) > 100 * int(before.split("$")[1])


def test_a_mobile_number_serves_as_account():
    slip = services.create_person(name="林晓", mobile="138 0001 0002", actor=SYSTEM)
    assert (slip.account, slip.person.mobile) == ("13800010002", "13800010002")


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (NewAccount("", "someone"), "name"),
        (NewAccount("林晓", ""), "account"),
        (NewAccount("林晓", "林晓"), "account"),
        (NewAccount("林晓", "someone", "12345"), "mobile"),
        (NewAccount("林晓", "taken"), "account"),
        (NewAccount("林晓", "someone", "13800010001"), "mobile"),
        (NewAccount("林晓", "13800010001"), "account"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_its_field(entry, field):
    make_person("taken", mobile="13800010001")
    with pytest.raises(Invalid) as refused:
        services.create_persons([entry], actor=SYSTEM)
    assert refused.value.field == field


def test_many_accounts_are_made_together_or_not_at_all():
    before = Event.objects.count()
    slips = services.create_persons(
        [NewAccount(f"员{n}", f"member{n}") for n in range(30)], actor=SYSTEM
    )
    assert len({slip.password for slip in slips}) == 30
    assert Event.objects.count() == before + 1
    with pytest.raises(Invalid):
        services.create_persons(
            [NewAccount("新", "fresh"), NewAccount("旧", "member1")], actor=SYSTEM
        )
    assert not Person.objects.filter(account="fresh").exists()
    with pytest.raises(Invalid):
        services.create_persons([], actor=SYSTEM)


def test_a_reset_ends_the_old_password():
    person = make_person()
    services.change_own_password(person, "a long enough one", actor=SYSTEM)
    slip = services.reset_password(person, actor=SYSTEM)
    person.refresh_from_db()
    assert person.must_change_password
    assert person.check_password(slip.password)
    assert not person.check_password("a long enough one")


def test_a_leader_resets_only_whoever_works_wholly_within_the_own_unit():
    bureau, other = make_unit(), make_unit()
    section = make_unit(parent=bureau, kind="section")
    leader = make_holder("unit_leader", bureau)
    actor = queries.actor_of(leader)
    own = make_holder("liaison", section)
    assert services.reset_password(own, actor=actor).account == own.account
    both = make_holder("liaison", bureau)
    services.appoint(both, make_holder("liaison", other).holdings.get().post, actor=SYSTEM)
    make_holder("security_admin", bureau)
    for person in (
        both,
        make_holder("liaison", other),
        make_holder("security_admin", bureau),
        make_holder("auditor", section),
        make_person(),
        leader,
    ):
        with pytest.raises(NotAllowed):
            services.reset_password(person, actor=actor)


def test_the_own_password_is_strong_and_the_persons_own_choice():
    person, other = make_person("zhouqing"), make_person()
    actor = queries.actor_of(person)
    changed = services.change_own_password(person, "山高月小 水落石出 也好", actor=actor)
    assert not changed.must_change_password
    assert changed.slip_expires is None
    for weak in ("short", "1234567890", "zhouqing2026"):
        with pytest.raises(ValidationError):
            services.change_own_password(person, weak, actor=actor)
    with pytest.raises(NotAllowed):
        services.change_own_password(other, "山高月小 水落石出 也好", actor=actor)


def test_a_deactivated_person_has_no_roles_and_comes_back_by_a_slip():
    person = make_holder("liaison")
    person = services.deactivate_person(person, actor=SYSTEM)
    assert person.deactivated_at is not None
    assert not queries.actor_of(person).grants
    with pytest.raises(Conflict):
        services.deactivate_person(person, actor=SYSTEM)
    with pytest.raises(Conflict):
        services.reset_password(person, actor=SYSTEM)
    slip = services.reactivate_person(person, actor=SYSTEM)
    assert slip.person.is_active
    assert queries.actor_of(person).has("liaison")
    with pytest.raises(Conflict):
        services.reactivate_person(person, actor=SYSTEM)


def test_nobody_deactivates_oneself():
    admin = make_holder("security_admin")
    make_holder("security_admin")
    with pytest.raises(NotAllowed):
        services.deactivate_person(admin, actor=queries.actor_of(admin))


def test_names_and_numbers_are_mended():
    person = make_person(mobile="13800010001")
    services.edit_person(person, name="林 晓晓", mobile="13900020002", actor=SYSTEM)
    person.refresh_from_db()
    assert (person.name, person.mobile) == ("林晓晓", "13900020002")
    services.edit_own_account(person, mobile="", actor=queries.actor_of(person))
    person.refresh_from_db()
    assert person.mobile is None
    with pytest.raises(Invalid):
        services.edit_own_account(person, mobile="", actor=queries.actor_of(person))
    with pytest.raises(Invalid):
        services.edit_person(person, name="林晓晓", mobile="", actor=SYSTEM)


def test_a_lost_second_step_is_removed():
    person = make_person()
    with pytest.raises(Conflict):
        services.reset_second_step(person, actor=SYSTEM)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    assert queries.has_second_step(person)
    services.reset_second_step(person, actor=SYSTEM)
    assert not queries.has_second_step(person)


def test_the_list_shows_what_the_actor_may_see():
    bureau, other = make_unit("甲局"), make_unit("乙局")
    ours, theirs = make_holder("liaison", bureau), make_holder("liaison", other)
    leader = make_actor("unit_leader", bureau)
    seen = {row.uuid for row in queries.accounts(leader).object_list}
    assert ours.uuid in seen
    assert theirs.uuid not in seen
    assert theirs.uuid in {row.uuid for row in queries.accounts(make_actor("auditor")).object_list}
    with pytest.raises(NotAllowed):
        queries.accounts(make_actor("liaison"))


def test_accounts_are_searched_by_name_account_number_and_unit():
    person = make_holder("liaison", make_unit("甲局"), name="司马青衫", mobile="13811110000")
    for words in ("司马", person.account, "1381111", "甲局", "１３８１１１１"):
        page = queries.accounts(SYSTEM, search=words)
        assert [row.uuid for row in page.object_list] == [person.uuid], words
    assert not queries.accounts(SYSTEM, search="无此人").object_list


def test_accounts_are_filtered_by_state():
    idle, gone = make_person(), make_person()
    held = make_holder("liaison")
    services.deactivate_person(gone, actor=SYSTEM)
    held.last_login = clock.now()
    held.save()

    def of(state: str) -> set[str]:
        return {row.account for row in queries.accounts(SYSTEM, state=state).object_list}

    assert of("active") == {idle.account, held.account}
    assert of("inactive") == {gone.account}
    assert of("waiting") == {idle.account}
    assert of("idle") == {idle.account}


def test_the_list_takes_as_many_queries_however_many_accounts(django_assert_max_num_queries):
    for _ in range(12):
        make_holder("liaison")
    with django_assert_max_num_queries(3):
        rows = queries.accounts(SYSTEM).object_list
    assert len(rows) == 12
    assert all(row.posts for row in rows)


def test_a_person_is_found_by_account_then_number_then_name():
    first = make_person("13800010009", name="甲")
    second = make_person("b2222", name="乙", mobile="13800010008")
    third = make_person("c3333", name="乙")
    assert queries.find_person("13800010009") == (first,)
    assert queries.find_person("138 0001 0008") == (second,)
    assert queries.find_person("乙") == (second, third)
    assert queries.find_person("丙") == ()
