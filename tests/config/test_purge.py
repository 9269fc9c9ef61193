"""`luodi purge`: two administrators at one terminal, or nothing happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from tests.people.factories import make_holder, make_person

from luodi.base import ledger
from luodi.base.actors import SYSTEM
from luodi.base.events import sentence
from luodi.base.models import Event, StoredFile
from luodi.config.management.commands import purge as command
from luodi.documents import services as documents
from luodi.documents.models import Document
from luodi.people import services as people
from luodi.people.models import Person
from luodi.people.queries import actor_of

pytestmark = pytest.mark.django_db

PASSWORD = "avocado-lantern-7"
TEXT = "望川市2026年重点工作\n到2026年底前，新建标准厂房50万平方米。\n"


@pytest.fixture(autouse=True)
def cheap(settings: Any, tmp_path: Path) -> None:
    """Passwords cost nothing, files have a folder of their own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LUODI_FILES = tmp_path / "files"


def make_signer(role: str) -> Person:
    """An administrator who has chosen a password."""
    person = make_holder(role)
    return people.change_own_password(person, PASSWORD, actor=SYSTEM)


@pytest.fixture
def system() -> Person:
    return make_signer("system_admin")


@pytest.fixture
def security() -> Person:
    return make_signer("security_admin")


@pytest.fixture
def document() -> Document:
    actor = actor_of(make_holder("followup"))
    return documents.store_document(TEXT.encode(), "a.txt", actor=actor).document


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Carry the command out with what is typed: to questions, and where nothing is shown."""

    def carry_out(*words: str, typed: list[str], hidden: list[str]) -> str:
        shown, unseen, said = iter(typed), iter(hidden), StringIO()
        monkeypatch.setattr("builtins.input", lambda question: _next(shown))
        monkeypatch.setattr(command.getpass, "getpass", lambda question: _next(unseen))
        call_command("purge", *words, stdout=said)
        return said.getvalue()

    return carry_out


def _next(answers: Iterator[str]) -> str:
    try:
        return next(answers)
    except StopIteration:
        raise EOFError from None


def sign(*persons: Person, last: str = "purge") -> dict[str, list[str]]:
    return {
        "typed": [*(person.account for person in persons), last],
        "hidden": [PASSWORD for _ in persons],
    }


REASON = ("--reason", "泄露处置")


def test_a_document_is_erased_and_the_chain_says_so(
    terminal: Callable[..., str], document: Document, system: Person, security: Person
) -> None:
    said = terminal("--document", str(document.uuid), *REASON, **sign(system, security))
    assert document.title in said
    assert "Backups made before still hold it" in said
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    assert ledger.verify().ok
    assert ledger.verify().purged == 1
    event = Event.objects.get(name="base.ledger.purged")
    names = {str(system.uuid): "甲", str(security.uuid): "乙"}
    assert sentence(event, "zh", names) == "甲与乙依规清除了 1 条记录的内容，理由：泄露处置"


def test_the_address_of_a_page_names_a_document_and_the_reason_is_asked(
    terminal: Callable[..., str], document: Document, system: Person, security: Person
) -> None:
    given = sign(security, system)
    given["typed"].insert(0, "当事人依法申请")
    terminal("--document", f"http://localhost/documents/{document.uuid}/review/", **given)
    assert not Document.objects.exists()
    assert "当事人依法申请" in Event.objects.get(name="base.ledger.purged").payload


def refused(carry_out: Callable[[], str], message: str) -> None:
    before = Event.objects.count()
    with pytest.raises(CommandError, match=message):
        carry_out()
    assert Document.objects.exists()
    assert Event.objects.count() == before


@pytest.mark.parametrize("wrong", ["one twice", "same role", "others", "both in one person"])
def test_without_both_roles_nothing_is_erased(
    terminal: Callable[..., str],
    document: Document,
    system: Person,
    security: Person,
    wrong: str,
) -> None:
    pairs = {
        "one twice": (system, system),
        "same role": (security, make_signer("security_admin")),
        "others": (system, make_signer("followup")),
        "both in one person": (make_signer("auditor"), security),
    }
    signed = sign(*pairs[wrong])
    refused(lambda: terminal("--document", str(document.uuid), *REASON, **signed), "two persons")


def test_a_wrong_password_or_account_erases_nothing(
    terminal: Callable[..., str], document: Document, system: Person, security: Person
) -> None:
    words = ("--document", str(document.uuid), *REASON)
    signed = sign(system, security)
    wrong = {**signed, "hidden": [PASSWORD, "wrong"]}
    refused(lambda: terminal(*words, **wrong), "are wrong")
    unknown = {**signed, "typed": ["nobody", security.account, "purge"]}
    refused(lambda: terminal(*words, **unknown), "are wrong")
    closed = people.deactivate_person(make_signer("security_admin"), actor=SYSTEM)
    refused(lambda: terminal(*words, **sign(system, closed)), "are wrong")


def test_an_account_with_its_one_time_password_does_not_sign(
    terminal: Callable[..., str], document: Document, system: Person
) -> None:
    fresh = make_holder("security_admin")
    fresh.set_password(PASSWORD)
    fresh.save()
    words = ("--document", str(document.uuid), *REASON)
    refused(lambda: terminal(*words, **sign(system, fresh)), "one-time password")


def test_a_second_step_is_asked_for(
    terminal: Callable[..., str], document: Document, system: Person, security: Person
) -> None:
    TOTP.activate(system, generate_totp_secret())
    codes = RecoveryCodes.activate(system)
    words, signed = ("--document", str(document.uuid), *REASON), sign(system, security)
    wrong = {**signed, "hidden": [PASSWORD, "000000", PASSWORD]}
    refused(lambda: terminal(*words, **wrong), "are wrong")
    good = {**signed, "hidden": [PASSWORD, codes.get_unused_codes()[0], PASSWORD]}
    terminal(*words, **good)
    assert not Document.objects.exists()


@pytest.mark.parametrize("last", ["no", "", "清除"])
def test_the_word_must_be_typed(
    terminal: Callable[..., str], document: Document, system: Person, security: Person, last: str
) -> None:
    signed = sign(system, security, last=last)
    refused(lambda: terminal("--document", str(document.uuid), *REASON, **signed), "Cancelled")


def test_without_a_terminal_nothing_is_erased(
    terminal: Callable[..., str], document: Document
) -> None:
    words = ("--document", str(document.uuid))
    refused(lambda: terminal(*words, typed=[], hidden=[]), "terminal")


@pytest.mark.parametrize(
    "words", [("--document", "x"), ("--document", "0" * 32), ("--person", "nobody")]
)
def test_what_is_not_there(
    terminal: Callable[..., str], document: Document, words: tuple[str, str]
) -> None:
    refused(lambda: terminal(*words, typed=[], hidden=[]), "no such")


def test_one_thing_must_be_named(terminal: Callable[..., str], document: Document) -> None:
    refused(lambda: terminal(typed=[], hidden=[]), "required")
    words = ("--document", "x", "--person", "y")
    refused(lambda: terminal(*words, typed=[], hidden=[]), "not allowed with")


# --- a person -----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["account", "mobile", "uuid"])
def test_a_persons_data_go_and_the_posts_stay(
    terminal: Callable[..., str], system: Person, security: Person, by: str
) -> None:
    person = make_holder("followup", name="林晓", account="linxiao", mobile="13800000000")
    documents.store_document(TEXT.encode(), "a.txt", actor=actor_of(person))
    said = terminal("--person", str(getattr(person, by)), *REASON, **sign(system, security))
    assert "林晓" in said
    person.refresh_from_db()
    assert (person.is_active, person.mobile) == (False, None)
    assert "林晓" not in person.name
    assert "linxiao" not in person.account
    assert not person.has_usable_password()
    assert person.holdings.count() == 1
    assert Document.objects.count() == 1
    seen = ledger.verify()
    assert seen.ok
    assert seen.purged >= 2
    left = Event.objects.exclude(name__in=["base.ledger.purged", "people.account.purged"])
    assert not left.filter(payload__contains=str(person.uuid), purged=False).filter(
        actor_id=str(person.uuid)
    )


def test_who_signs_is_not_erased(
    terminal: Callable[..., str], document: Document, system: Person, security: Person
) -> None:
    words = ("--person", system.account, *REASON)
    refused(lambda: terminal(*words, **sign(system, security)), "cannot be its object")


def test_a_person_of_whom_the_ledger_says_nothing_is_erased_all_the_same(
    terminal: Callable[..., str], system: Person, security: Person
) -> None:
    people.create_persons(
        [people.NewAccount("甲", "first"), people.NewAccount("乙", "second")], actor=SYSTEM
    )
    terminal("--person", "second", *REASON, **sign(system, security))
    assert not Person.objects.filter(account="second").exists()
    assert ledger.verify().ok
    assert make_person("second").account == "second"  # the account is free again
