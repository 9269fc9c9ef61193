"""The first administrator: from answers or the environment, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from luodi.base.models import Event
from luodi.people import queries
from luodi.people.models import Person, Unit
from luodi.places.models import Division

from .factories import make_holder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answers(monkeypatch):
    monkeypatch.setenv("LUODI_ADMIN_ACCOUNT", "Chief")
    monkeypatch.setenv("LUODI_ADMIN_PASSWORD", "avocado-lantern-7")
    monkeypatch.setenv("LUODI_ADMIN_NAME", "老王")
    monkeypatch.setenv("LUODI_ADMIN_UNIT", "望川市")


def test_it_sets_up_the_unit_the_posts_and_the_person():
    call_command("first_admin", stdout=StringIO())
    person = Person.objects.get(account="chief")
    assert person.check_password("avocado-lantern-7")
    assert not person.must_change_password
    roles = {grant.role for grant in queries.actor_of(person).grants}
    assert roles == {"system_admin", "security_admin"}
    assert Unit.objects.get().name == "望川市"
    assert Division.objects.filter(code="421022").exists()
    assert set(Event.objects.values_list("actor_id", flat=True)) == {"system"}


def test_it_refuses_once_there_is_an_administrator():
    call_command("first_admin", stdout=StringIO())
    with pytest.raises(CommandError, match="已有管理员"):
        call_command("first_admin", stdout=StringIO())


def test_a_weak_password_sets_up_nothing(monkeypatch):
    monkeypatch.setenv("LUODI_ADMIN_PASSWORD", "12345")
    with pytest.raises(CommandError):
        call_command("first_admin", stdout=StringIO())
    assert not Person.objects.exists()
    monkeypatch.delenv("LUODI_ADMIN_PASSWORD")
    with pytest.raises(CommandError, match="LUODI_ADMIN_PASSWORD"):
        call_command("first_admin", stdout=StringIO())


def test_a_lost_password_is_reset_on_the_server():
    person = make_holder("security_admin")
    said = StringIO()
    call_command("first_admin", reset=person.account, stdout=said)
    person.refresh_from_db()
    assert person.check_password(said.getvalue().split()[-1])
    with pytest.raises(CommandError, match="没有账号"):
        call_command("first_admin", reset="nobody")
