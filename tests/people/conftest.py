"""Cheap passwords, but for tests that look at the hashing itself; and a small city."""

from __future__ import annotations

from typing import Any

import pytest

from luodi.base.actors import SYSTEM
from luodi.people import services
from luodi.people.models import Role

from .factories import make_holder, make_person, make_post, make_root, make_unit


@pytest.fixture(autouse=True)
def cheap_passwords(settings) -> None:
    """Use a hash that takes no time."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


@pytest.fixture(scope="module")
def world(made_once) -> dict[str, Any]:
    """Two units, posts held and vacant, a closed unit, one person of each role; English data."""
    make_root("Wangchuan", "WC")
    unit = make_unit("Bureau", aliases=["Bur"], duty="Duties")
    other = make_unit("Other bureau", aliases=["Oth"])
    services.close_unit(make_unit("Old bureau"), successor=unit, actor=SYSTEM)
    # So that the security administrator of the tests is never the last.
    make_holder("security_admin", other, title="Keeper", name="Keeper")
    stranger = make_holder("liaison", other, title="Liaison", name="Stranger")
    people = {
        role: make_holder(role, unit, title=f"Post {role}", name=f"Person {role}", leader="Leader")
        for role in Role.values
    }
    led = people["assistant"].holdings.get().post.assists
    services.edit_post(led, title="Mayor", actor=SYSTEM)
    return {
        "unit": unit,
        "other": other,
        "empty": make_unit("Empty bureau"),
        "vacant": make_post(unit, title="Vacant post"),
        "held": people["liaison"].holdings.get().post,
        "led": led,
        "people": people,
        "colleague": make_holder("liaison", unit, title="Second liaison", name="Colleague"),
        "stranger": stranger,
        "gone": services.deactivate_person(make_person(name="Gone"), actor=SYSTEM),
    }
