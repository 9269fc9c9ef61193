"""Units, posts and persons for tests, made by the services."""

from __future__ import annotations

from itertools import count

from luodi.base.actors import SYSTEM, Actor
from luodi.people import queries, services
from luodi.people.models import Person, Post, Role, Unit

_numbers = count(1)


def make_root(name: str = "望川市", short_name: str = "望川") -> Unit:
    """The topmost unit; the one that is there already, if any."""
    root = Unit.objects.filter(parent=None).first()
    return root or services.create_unit(name=name, kind="city", short_name=short_name, actor=SYSTEM)


def make_unit(name: str = "", parent: Unit | None = None, kind: str = "department", **more) -> Unit:
    """A unit, below the root unless told."""
    return services.create_unit(
        name=name or f"第{next(_numbers)}局",
        kind=kind,
        parent=parent or make_root(),
        actor=SYSTEM,
        **more,
    )


def make_person(account: str = "", name: str = "林晓", mobile: str = "") -> Person:
    """An active account that has to change its password."""
    account = account or f"account{next(_numbers)}"
    return services.create_person(name=name, account=account, mobile=mobile, actor=SYSTEM).person


def make_post(unit: Unit | None = None, role: str = "liaison", title: str = "", **more) -> Post:
    """A vacant post."""
    title = title or f"岗位{next(_numbers)}"
    return services.create_post(unit or make_root(), title, role, actor=SYSTEM, **more)


def make_holder(
    role: str, unit: Unit | None = None, title: str = "", leader: str = "周市长", **more: object
) -> Person:
    """A person who holds a post with that role; an assistant's leader is made as well."""
    assists = None
    if role == Role.ASSISTANT:
        assists = make_post(unit, Role.CITY_LEADER)
        services.appoint(make_person(name=leader), assists, actor=SYSTEM)
    person = make_person(**more)  # type: ignore[arg-type]
    services.appoint(person, make_post(unit, role, title, assists=assists), actor=SYSTEM)
    return person


def make_actor(role: str, unit: Unit | None = None) -> Actor:
    """The actor of such a holder."""
    return queries.actor_of(make_holder(role, unit))
