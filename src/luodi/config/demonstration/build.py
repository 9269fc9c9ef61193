"""Builds the demonstration by the same services that pages call, so that nothing in it is faked."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from luodi.base import clock
from luodi.base.actors import SYSTEM, Actor
from luodi.base.errors import Conflict
from luodi.base.models import Event
from luodi.people import services as people
from luodi.people.models import Person, Post, Unit
from luodi.people.queries import actor_of
from luodi.places.services import load_divisions

from . import afternoon, cast

BEGINS = datetime(2026, 1, 5, 9, 0)
NOTE = "demonstration.json"


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
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    start = timezone.make_aware(BEGINS)
    with clock.set_clock(start):
        load_divisions(actor=SYSTEM)
        units = _units()
        posts = _accounts(units, password)
    say("单位和账号已建立 / units and accounts are set up")
    for day, act in enumerate(afternoon.ACTS):
        with clock.set_clock(start + timedelta(days=11 + 30 * day, hours=1)):
            act(_actor, posts)
    say("文件已读取 / documents are read")
    accounts = tuple((plan.account, f"{plan.unit} {plan.title}") for plan in cast.ACCOUNTS)
    built = Built(accounts, password)
    _note(built)
    return built


def greeting() -> str:
    """Return the lines that say how to sign in to the demonstration; empty where there is none."""
    path = settings.LUODI_HOME / NOTE
    if not path.is_file():
        return ""
    said = json.loads(path.read_text(encoding="utf-8"))
    width = max(len(account) for account, _ in said["accounts"])
    rows = "\n".join(f"  {account:{width}}  {post}" for account, post in said["accounts"])
    return f"演示账号 / accounts of the demonstration:\n{rows}\n口令 / password: {said['password']}"


def _note(built: Built) -> None:
    """Keep the password beside the data, for its owner only: it is made anew for every build."""
    path: Path = settings.LUODI_HOME / NOTE
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


def _accounts(units: dict[str, Unit], password: str) -> dict[str, Post]:
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
    return posts


def _actor(account: str) -> Actor:
    return actor_of(Person.objects.get(account=account))
