"""luodi first_admin: the topmost unit and the first administrator of an empty installation."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from luodi.base.actors import SYSTEM
from luodi.base.errors import LuodiError
from luodi.people import queries, services
from luodi.people.models import Person, Role, Unit
from luodi.places.services import load_divisions

POSTS = (
    (Role.SYSTEM_ADMIN, "系统管理员"),
    (Role.SECURITY_ADMIN, "安全管理员"),
)


class Command(BaseCommand):
    """Asks, or takes the answers from the environment; refuses once there is an administrator."""

    requires_system_checks: list[str] = []  # as in base.commands

    help = (
        "设立最上级单位和首位管理员 / set up the topmost unit and the first administrator. "
        "LUODI_ADMIN_ACCOUNT, LUODI_ADMIN_PASSWORD, LUODI_ADMIN_NAME and LUODI_ADMIN_UNIT answer "
        "in place of the questions."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an account whose password was lost."""
        parser.add_argument(
            "--reset",
            metavar="ACCOUNT",
            help="为忘记密码的账号打印一次性密码 / print a one-time password for an account",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the administrator, or reset a lost password."""
        try:
            self._reset(options["reset"]) if options["reset"] else self._make()
        except LuodiError as error:
            raise CommandError(f"{error.zh}\n{error.en}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def _reset(self, account: str) -> None:
        person = Person.objects.filter(account=account).first()
        if person is None:
            raise CommandError(f"没有账号 {account} / there is no account {account}")
        slip = services.reset_password(person, actor=SYSTEM)
        self.stdout.write(f"{slip.account}  {slip.password}")

    def _make(self) -> None:
        if queries.has_administrator():
            raise CommandError(
                "已有管理员，不再设立；忘记密码请用 --reset 账号。\n"
                "There is an administrator already; for a lost password use --reset ACCOUNT."
            )
        unit = _answer("LUODI_ADMIN_UNIT", "最上级单位 / topmost unit", "本市")
        name = _answer("LUODI_ADMIN_NAME", "管理员姓名 / administrator's name", "管理员")
        account = _answer("LUODI_ADMIN_ACCOUNT", "账号 / account", "admin")
        password = _password()
        with transaction.atomic():
            person = _administrator(unit, name, account, password)
        load_divisions(actor=SYSTEM)
        self.stdout.write(f"管理员已设立 / administrator ready: {person.account}")


def _administrator(unit: str, name: str, account: str, password: str) -> Person:
    root = Unit.objects.filter(parent=None).first() or services.create_unit(
        name=unit, kind="city", actor=SYSTEM
    )
    person = services.create_person(name=name, account=account, actor=SYSTEM).person
    for role, title in POSTS:
        post = root.posts.filter(role=role, active=True).first()
        post = post or services.create_post(root, title, role, actor=SYSTEM)
        services.appoint(person, post, actor=SYSTEM)
    return services.change_own_password(person, password, actor=SYSTEM)


def _answer(variable: str, question: str, default: str) -> str:
    if given := os.environ.get(variable, "").strip():
        return given
    if not sys.stdin.isatty():
        return default
    return input(f"{question} [{default}]: ").strip() or default


def _password() -> str:
    if given := os.environ.get("LUODI_ADMIN_PASSWORD", ""):
        return given
    if not sys.stdin.isatty():
        raise CommandError(
            "请设置环境变量 LUODI_ADMIN_PASSWORD。\nSet the variable LUODI_ADMIN_PASSWORD."
        )
    first = getpass.getpass("密码（至少10位） / password (10 characters or more): ")
    if first != getpass.getpass("再输一次 / once more: "):
        raise CommandError("两次输入不同。/ The two passwords differ.")
    return first
