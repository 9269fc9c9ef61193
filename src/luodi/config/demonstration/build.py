"""Builds the demonstration by the same services that pages call, so that nothing in it is faked."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luodi.base import clock
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import Conflict
from luodi.base.models import Event
from luodi.indicators.services import load_census
from luodi.people import services as people
from luodi.people.models import Person, Post, Unit
from luodi.people.queries import actor_acting_for, actor_of, posts_assisted_by
from luodi.places.services import load_divisions

from . import afternoon, cast

# Real figures of a real province, shown as themselves: the invented city is none of its places.
PROVINCE = "42"
BEGINS = datetime(2026, 1, 5, 9, 0)


@dataclass(frozen=True, slots=True)
class Built:
    """What signing in to the demonstration takes: account names with their posts, one password."""

    accounts: tuple[tuple[str, str], ...]
    password: str


def build(say: Callable[[str], None] = lambda line: None) -> Built:
    """Return the built demonstration; refuses a database in which anything was recorded before."""
    if Event.objects.exists() or Person.objects.exists():
        raise Conflict(
            "数据库不是空的，演示城市只能载入空数据库。请另设 LUODI_HOME。",
            "The database is not empty; the demonstration is for an empty one. Set LUODI_HOME.",
        )
    accounts = tuple((plan.account, f"{plan.unit} {plan.title}") for plan in cast.ACCOUNTS)
    built = Built(accounts, "-".join(secrets.token_hex(2) for _ in range(3)))
    # One transaction: of a demonstration that was broken off nothing is left in the way.
    with transaction.atomic():
        _people(built.password)
        say("单位和账号已建立 / units and accounts are set up")
        _play()
        say("文件已读取并部分审阅 / documents are read and partly reviewed")
        _note(built)
    return built


def _people(password: str) -> None:
    with clock.set_clock(timezone.make_aware(BEGINS)):
        load_divisions(actor=SYSTEM)
        load_census(within=PROVINCE, actor=SYSTEM)
        _accounts(_units(), password)


def _play() -> None:
    for act in afternoon.ACTS:
        with clock.set_clock(timezone.make_aware(act.at)):
            act.play(_actor)


def _note(built: Built) -> None:
    """Keep the password beside the data, for its owner only: it is made anew for every build."""
    path: Path = settings.DEMONSTRATION_NOTE
    text = json.dumps({"accounts": built.accounts, "password": built.password}, ensure_ascii=False)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for order, plan in enumerate((cast.ROOT, *cast.DEPARTMENTS, *cast.COUNTIES)):
        units[plan.short_name] = people.create_unit(
            name=plan.name,
            short_name=plan.short_name,
            kind=plan.kind,
            parent=units[plan.parent] if plan.parent else None,
            aliases=plan.aliases,
            duty=plan.duty,
            order=order,
            actor=SYSTEM,
        )
    return units


def _accounts(units: dict[str, Unit], password: str) -> None:
    posts: dict[str, Post] = {}
    for plan in cast.ACCOUNTS:
        person = people.create_person(name=plan.name, account=plan.account, actor=SYSTEM).person
        posts[plan.account] = people.create_post(
            units[plan.unit],
            plan.title,
            plan.role,
            assists=posts[plan.assists] if plan.assists else None,
            actor=SYSTEM,
        )
        people.appoint(person, posts[plan.account], actor=SYSTEM)
        people.change_own_password(person, password, actor=SYSTEM)


def _actor(account: str) -> Actor:
    """Return who acts from an account; an assistant acts for the leader and both are recorded."""
    person = Person.objects.get(account=account)
    own = actor_of(person)
    assisted = posts_assisted_by(own)
    return actor_acting_for(person, assisted[0].uuid) if assisted else own
