"""Posts outlive their holders; roles come with holding, and exclude each other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from luodi.base import clock
from luodi.base.actors import SYSTEM
from luodi.base.errors import Conflict, Invalid, NotAllowed
from luodi.base.models import Event
from luodi.people import queries, services
from luodi.people.models import Holding

from .factories import make_actor, make_holder, make_person, make_post, make_root, make_unit

pytestmark = pytest.mark.django_db
MONDAY = timezone.make_aware(datetime(2026, 3, 2, 9, 0))


def on(days: int):
    return clock.set_clock(MONDAY + timedelta(days=days))


def test_a_successor_takes_over_the_post_and_its_role():
    unit = make_unit()
    post = make_post(unit, "unit_leader", "局长")
    first, second = make_person(), make_person()
    with on(0):
        services.appoint(first, post, actor=SYSTEM)
        services.appoint(second, post, begins=date(2026, 3, 9), actor=SYSTEM)
    with on(6):
        assert queries.actor_of(first).has("unit_leader")
        assert not queries.actor_of(second).has("unit_leader")
    with on(7):
        assert not queries.actor_of(first).has("unit_leader")
        grant = queries.actor_of(second).grants_of("unit_leader")[0]
    assert (grant.unit, grant.unit_path) == (str(unit.uuid), unit.path)


def test_a_release_leaves_the_post_vacant_after_its_last_day():
    post, person = make_post(), make_person()
    with on(0):
        services.appoint(person, post, actor=SYSTEM)
        services.release(post, actor=SYSTEM)
        assert queries.actor_of(person).has("liaison")
        with pytest.raises(Conflict):
            services.release(post, actor=SYSTEM)
    with on(1):
        assert not queries.actor_of(person).grants


def test_an_appointment_mended_on_the_same_day_gives_the_first_no_rights():
    post, wrong, right = make_post(), make_person(), make_person()
    with on(0):
        services.appoint(wrong, post, actor=SYSTEM)
        services.appoint(right, post, actor=SYSTEM)
        assert not queries.actor_of(wrong).grants
        assert queries.actor_of(right).has("liaison")


def test_an_appointment_before_the_present_holder_began_is_refused():
    post = make_post()
    services.appoint(make_person(), post, begins=date(2026, 3, 9), actor=SYSTEM)
    with pytest.raises(Invalid) as refused:
        services.appoint(make_person(), post, begins=date(2026, 3, 1), actor=SYSTEM)
    assert refused.value.field == "begins"


def test_the_holder_of_a_post_is_not_appointed_to_it_again():
    post, person = make_post(), make_person()
    services.appoint(person, post, actor=SYSTEM)
    with pytest.raises(Conflict):
        services.appoint(person, post, actor=SYSTEM)


@pytest.mark.parametrize(
    ("held", "wanted", "together"),
    [
        ("system_admin", "security_admin", True),
        ("followup", "liaison", True),
        ("system_admin", "followup", False),
        ("security_admin", "unit_leader", False),
        ("liaison", "system_admin", False),
        ("auditor", "liaison", False),
        ("security_admin", "auditor", False),
        ("auditor", "system_admin", False),
    ],
)
def test_administrators_and_auditors_hold_no_other_kind_of_role(held, wanted, together):
    make_holder("security_admin")
    person, post = make_holder(held), make_post(role=wanted)
    if together:
        assert services.appoint(person, post, actor=SYSTEM).person == person
    else:
        with pytest.raises(Invalid):
            services.appoint(person, post, actor=SYSTEM)


def test_nobody_appoints_or_releases_oneself():
    admin = make_holder("security_admin")
    actor = queries.actor_of(admin)
    with pytest.raises(NotAllowed):
        services.appoint(admin, make_post(role="system_admin"), actor=actor)
    with pytest.raises(NotAllowed):
        services.release(admin.holdings.get().post, actor=actor)


def test_the_last_security_administrator_stays():
    admin = make_holder("security_admin")
    post = admin.holdings.get().post
    with pytest.raises(Invalid):
        services.release(post, actor=SYSTEM)
    with pytest.raises(Invalid):
        services.deactivate_person(admin, actor=SYSTEM)
    make_holder("security_admin")
    services.release(post, actor=SYSTEM)


def test_the_only_security_administrator_is_succeeded_on_a_day_to_come():
    admin = make_holder("security_admin")
    post = admin.holdings.get().post
    next_week = clock.today() + timedelta(days=7)
    services.appoint(make_person(), post, begins=next_week, actor=SYSTEM)
    with pytest.raises(Invalid):
        services.deactivate_person(admin, actor=SYSTEM)
    with clock.set_clock(clock.now() + timedelta(days=7)):
        services.deactivate_person(admin, actor=SYSTEM)


def test_other_posts_are_filled_whether_or_not_there_is_a_security_administrator():
    admin = make_holder("security_admin")
    post = make_post()
    with clock.set_clock(clock.now() - timedelta(days=30)):
        services.appoint(make_person(), post, actor=SYSTEM)
        services.release(post, actor=SYSTEM)
    assert admin.holdings.filter(ends=None).exists()


def test_a_system_administrator_grants_no_role():
    actor = make_actor("system_admin")
    with pytest.raises(NotAllowed):
        services.appoint(make_person(), make_post(), actor=actor)
    with pytest.raises(NotAllowed):
        services.create_post(make_root(), "督查", "followup", actor=actor)


def test_an_assistants_post_names_the_leaders_post():
    leader = make_post(role="city_leader")
    with pytest.raises(Invalid):
        make_post(role="assistant")
    with pytest.raises(Invalid):
        make_post(role="assistant", assists=make_post(role="liaison"))
    with pytest.raises(Invalid):
        make_post(role="liaison", assists=leader)
    assert make_post(role="assistant", assists=leader).assists == leader
    with pytest.raises(Invalid):
        services.close_post(leader, actor=SYSTEM)


def test_a_post_is_closed_when_vacant_and_edited_by_title():
    person = make_holder("liaison")
    post = person.holdings.get().post
    with pytest.raises(Invalid):
        services.close_post(post, actor=SYSTEM)
    assert services.edit_post(post, title="联络员乙", actor=SYSTEM).title == "联络员乙"
    with clock.set_clock(clock.now() + timedelta(days=1)):
        services.release(post, actor=SYSTEM)
        assert not services.close_post(post, actor=SYSTEM).active
        with pytest.raises(Invalid):
            services.appoint(make_person(), post, actor=SYSTEM)


def test_events_name_persons_by_opaque_id_only():
    person = make_holder("liaison", name="欧阳明月", account="ouyang", mobile="13811112222")
    payloads = "".join(Event.objects.values_list("payload", flat=True))
    assert str(person.uuid) in payloads
    assert not any(word in payloads for word in ("欧阳明月", "ouyang", "13811112222"))


def test_holdings_are_kept():
    post = make_post()
    for _ in range(3):
        with on(_ * 10):
            services.appoint(make_person(), post, actor=SYSTEM)
    assert [row.ends for row in Holding.objects.filter(post=post).order_by("begins")] == [
        date(2026, 3, 11),
        date(2026, 3, 21),
        None,
    ]
