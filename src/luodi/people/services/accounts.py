"""Accounts, and the one-time passwords printed on slips. A password is never stored in clear."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, Invalid
from luodi.base.permissions import ask

from .. import events, permissions
from ..models import Person, Role
from ..names import clean_login, clean_mobile, clean_name, is_account
from .posts import check_administrators

# Without 0/o, 1/i/l: the slip is typed from paper, often on a phone.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
# 12 characters of 31 are 59 bits, chosen by chance: enough against guessing from a stolen table
# with few rounds, so that 2,000 slips take seconds. Django hashes anew at the first sign-in.
SLIP_ROUNDS = 4_000


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made from; without an account, the mobile number serves as one."""

    name: str
    account: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed and handed over once: account, one-time password, until when it holds."""

    person: Person
    account: str
    name: str
    password: str = field(repr=False)
    expires: datetime
    unit: str = ""


def create_person(*, name: str, account: str = "", mobile: str = "", actor: Actor) -> Slip:
    """Return the slip of a new account; refuses an account or mobile number that is taken."""
    ask(actor, permissions.MANAGE_ACCOUNTS)
    with change(actor) as record:
        slip = add_person(NewAccount(name, account, mobile))
        record(events.PERSON_CREATED, slip.person)
    return slip


def create_persons(entries: Sequence[NewAccount], *, actor: Actor) -> list[Slip]:
    """Return the slips of new accounts, all or none, recorded as one event."""
    ask(actor, permissions.MANAGE_ACCOUNTS)
    if not entries:
        raise Invalid("没有可新建的账号。", "There is no account to create.")
    with change(actor) as record:
        slips = [add_person(entry) for entry in entries]
        ids = [str(slip.person.uuid) for slip in slips]
        record(
            events.PERSONS_CREATED,
            slips[0].person,
            count=len(ids),
            persons=ids,
            digest=digest_of(ids),
        )
    return slips


def edit_person(person: Person, *, name: str, mobile: str = "", actor: Actor) -> Person:
    """Return the account with its name and mobile number; refuses a number that is taken."""
    ask(actor, permissions.MANAGE_ACCOUNTS)
    with change(actor) as record:
        changed = update_person(person, name=_checked_name(name), mobile=mobile)
        if not changed:
            raise Invalid("内容没有变化。", "Nothing was changed.")
        record(events.PERSON_EDITED, person, fields=changed)
    return person


def edit_own_account(person: Person, *, mobile: str, actor: Actor) -> Person:
    """Return the own account with another mobile number; names are changed by administrators."""
    ask(actor, permissions.EDIT_OWN_ACCOUNT, person)
    with change(actor) as record:
        if not update_person(person, name=person.name, mobile=mobile):
            raise Invalid("内容没有变化。", "Nothing was changed.", field="mobile")
        record(events.PERSON_EDITED, person, fields=["mobile"])
    return person


def deactivate_person(person: Person, *, actor: Actor) -> Person:
    """Return the account, closed at once everywhere; refuses oneself and the last administrator."""
    ask(actor, permissions.DEACTIVATE, person)
    with change(actor) as record:
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not person.is_active:
            raise Conflict("账号已停用。", "The account is deactivated already.")
        person.is_active, person.deactivated_at = False, clock.now()
        person.save(update_fields=["is_active", "deactivated_at"])
        held = person.holdings.exclude(ends__lt=clock.today())
        if held.filter(post__role=Role.SECURITY_ADMIN).exists():
            check_administrators()
        record(events.PERSON_DEACTIVATED, person)
    return person


def reactivate_person(person: Person, *, actor: Actor) -> Slip:
    """Return the slip with which a deactivated person signs in again."""
    ask(actor, permissions.MANAGE_ACCOUNTS)
    if person.is_active:
        raise Conflict("账号正在使用。", "The account is active.")
    with change(actor) as record:
        person.is_active, person.deactivated_at = True, None
        slip = _write_slip(person)
        record(events.PERSON_REACTIVATED, person)
    return slip


def reset_password(person: Person, *, actor: Actor) -> Slip:
    """Return a new slip; the old password and every open session of the person end."""
    ask(actor, permissions.RESET_PASSWORD, person)
    if not person.is_active:
        raise Conflict("账号已停用，请先恢复。", "The account is deactivated; reactivate it first.")
    with change(actor) as record:
        slip = _write_slip(person)
        record(events.PASSWORD_RESET, person)
    return slip


def reset_second_step(person: Person, *, actor: Actor) -> None:
    """Remove two-step sign-in and passkeys of a person who lost the device."""
    ask(actor, permissions.DEACTIVATE, person)
    with change(actor) as record:
        removed, _ = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise Conflict("该账号未启用两步验证。", "The account has no two-step sign-in.")
        record(events.SECOND_STEP_RESET, person)


def change_own_password(person: Person, password: str, *, actor: Actor) -> Person:
    """Return the account under the password of its owner's choice; refuses a weak one."""
    ask(actor, permissions.EDIT_OWN_ACCOUNT, person)
    validate_password(password, person)
    person.set_password(password)  # slow by design, so outside the transaction
    with change(actor) as record:
        person.must_change_password, person.slip_expires = False, None
        person.save(update_fields=["password", "must_change_password", "slip_expires"])
        record(events.PASSWORD_CHANGED, person)
    return person


# --- steps shared with the import: inside a change, permission asked ------------------------------


def digest_of(items: Sequence[str]) -> str:
    """Return the digest by which the ledger names what a bulk operation wrote."""
    return sha256("\n".join(items).encode()).hexdigest()


def add_person(entry: NewAccount) -> Slip:
    """Return the slip of a new account, checked and written; records nothing."""
    mobile = _checked_mobile(entry.mobile)
    account = clean_login(entry.account) or mobile or ""
    if not is_account(account):
        raise Invalid(
            "账号须为3至60位小写字母、数字或 . - _，或填写手机号作为账号。",
            "An account has 3 to 60 letters, digits or . - _; a mobile number may serve as one.",
            field="account",
        )
    _check_free(account, mobile)
    return _write_slip(Person(account=account, mobile=mobile, name=_checked_name(entry.name)))


def update_person(person: Person, *, name: str, mobile: str) -> list[str]:
    """Write name and mobile number and return which of them changed; records nothing."""
    number = _checked_mobile(mobile)
    _check_free("", number, apart_from=person)
    new = {"name": name, "mobile": number}
    changed = [key for key, value in new.items() if getattr(person, key) != value]
    for key in changed:
        setattr(person, key, new[key])
    if changed:
        person.save(update_fields=changed)
    return changed


# --- inside -------------------------------------------------------------------------------------


def _write_slip(person: Person) -> Slip:
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    hasher = PBKDF2PasswordHasher()
    person.password = hasher.encode(password, hasher.salt(), iterations=SLIP_ROUNDS)
    person.must_change_password = True
    person.slip_expires = clock.now() + timedelta(days=settings.SLIP_DAYS)
    person.save()
    return Slip(person, person.account, person.name, password, person.slip_expires)


def _checked_name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned or len(cleaned) > 60:
        raise Invalid(
            "请填写姓名，不超过60字。", "Fill in a name of up to 60 characters.", field="name"
        )
    return cleaned


def _checked_mobile(mobile: str) -> str | None:
    if not mobile.strip():
        return None
    number = clean_mobile(mobile)
    if number is None:
        raise Invalid("手机号应为11位数字。", "A mobile number has 11 digits.", field="mobile")
    return number


def _check_free(account: str, mobile: str | None, *, apart_from: Person | None = None) -> None:
    """An account must not read like another person's mobile number, nor the other way round."""
    others = Person.objects.exclude(pk=apart_from.pk) if apart_from else Person.objects.all()
    for text, name in ((account, "account"), (mobile, "mobile")):
        if text and (others.filter(account=text) | others.filter(mobile=text)).exists():
            raise Invalid(
                "该账号或手机号已被使用。", "This account or mobile number is taken.", field=name
            )
