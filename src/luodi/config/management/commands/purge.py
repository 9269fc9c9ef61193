"""`luodi purge`: two administrators together erase a document's or a person's content."""

from __future__ import annotations

import getpass
import re
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from luodi.base.actors import Actor
from luodi.base.commands import LuodiCommand
from luodi.base.errors import Invalid, NotAllowed, NotFound
from luodi.base.ledger import Purge
from luodi.commitments import services as plans
from luodi.documents.models import Document
from luodi.people import services as people
from luodi.people.backends import AccountOrMobileBackend
from luodi.people.models import Person
from luodi.people.names import clean_login
from luodi.people.queries import actor_of

WORD = "purge"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CODES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)

Erase = Callable[[tuple[Actor, Actor], str], Purge]


class Command(LuodiCommand):
    """Ask for what a purge needs, then erase; nothing is erased unless all of it is right."""

    help = (
        "依法清除一份文件或一人的内容：系统管理员和安全管理员须同时在场，各自输入账号和密码，并写明"
        "理由 / erase a document or a person's data: a system and a security administrator each "
        "give account and password here, with a reason"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what is to be erased, and why."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--document",
            metavar="ID",
            help="文件的编号，或其页面地址 / the document's id, or the address of its page",
        )
        what.add_argument(
            "--person",
            metavar="ACCOUNT",
            help="账号、手机号或人员编号 / an account, mobile number or opaque id",
        )
        parser.add_argument(
            "--reason", default="", help="理由，记入台账 / why; the ledger keeps it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, erase, and say what is left to do."""
        erase = self._document(options["document"]) if options["document"] else None
        erase = erase or self._person(options["person"])
        reason = options["reason"].strip() or _asked("理由 / reason: ")
        actors = (
            self._signer("系统管理员 / system administrator"),
            self._signer("安全管理员 / security administrator"),
        )
        if _asked(f"不可撤销。输入 {WORD} 确认 / cannot be undone; type {WORD}: ") != WORD:
            raise Invalid("已取消，未清除任何内容。", "Cancelled; nothing was erased.")
        done = erase(actors, reason)
        self.stdout.write(
            f"已清除；台账中 {done.count} 条记录的内容已抹去。此前的备份仍含这些内容，请处置。\n"
            f"Erased, {done.count} entries blanked. Backups made before still hold it: see to them."
        )

    def _document(self, given: str) -> Erase:
        found = _UUID.search(given)
        row = Document.objects.filter(uuid=found.group()).first() if found else None
        if row is None:
            raise NotFound("没有这份文件。", "There is no such document.")
        self.stdout.write(f"文件 / document: {row.title}")
        return lambda actors, reason: plans.purge_document(row, actors=actors, reason=reason)

    def _person(self, given: str) -> Erase:
        row = _person_of(given)
        if row is None:
            raise NotFound("没有这个账号。", "There is no such account.")
        self.stdout.write(f"人员 / person: {row.name} {row.account}")
        return lambda actors, reason: people.purge_person(row, actors=actors, reason=reason)

    def _signer(self, who: str) -> Actor:
        self.stdout.write(who)
        login = clean_login(_asked("  账号 / account: "))
        password = getpass.getpass("  密码 / password: ")
        person = AccountOrMobileBackend().authenticate(None, username=login, password=password)
        if person is None or not _second_step(person):
            raise NotAllowed(
                "账号、密码或验证码不正确，未清除任何内容。",
                "Account, password or code are wrong; nothing was erased.",
            )
        if person.must_change_password:
            raise NotAllowed(
                "请先登录并更换一次性密码。",
                "Please sign in and change the one-time password first.",
            )
        return actor_of(person)


def _person_of(given: str) -> Person | None:
    login = clean_login(given)
    try:
        return Person.objects.filter(uuid=UUID(given.strip())).first()
    except ValueError:
        pass
    found = Person.objects.filter(account=login).first()
    return found or Person.objects.filter(mobile=login).first()


def _second_step(person: Person) -> bool:
    """Return whether the person has no second step, or the code typed now is right; of a passkey,
    which a terminal cannot use, the recovery codes are."""
    if not Authenticator.objects.filter(user=person).exists():
        return True
    code = getpass.getpass("  验证码 / code: ").strip()
    steps = Authenticator.objects.filter(user=person, type__in=_CODES)
    return any(step.wrap().validate_code(code) for step in steps)


def _asked(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        raise Invalid(
            "需要在终端中输入。未清除任何内容。", "This needs a terminal; nothing was erased."
        ) from None
