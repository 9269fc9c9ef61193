"""Erasing a person's data after a legal request."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from luodi.base import clock, ledger
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.errors import Invalid

from .. import events
from ..models import Person
from .posts import check_administrators

ERASED_NAME = "（已清除）"


def purge_person(person: Person, *, actors: Sequence[Actor], reason: str) -> ledger.Purge:
    """Erase the name, account, mobile number and sign-in of a person, and what the ledger says by
    and about the person; returns what the ledger erased. The posts held stay, without a name.

    Refuses unless both administrators act together, with a reason, and about a third person.
    """
    if str(person.uuid) in {actor.id for actor in actors}:
        raise Invalid(
            "不能清除经办人自己。", "Those who sign a purge cannot be its object.", field="person"
        )
    # Without two actors the ledger's own refusal names what is wanted.
    with change(actors[0] if actors else Actor("", "")) as record:
        done = ledger.purge_person(str(person.uuid), actors, reason)
        Authenticator.objects.filter(user=person).delete()
        SocialAccount.objects.filter(user=person).delete()
        _blank(person)
        check_administrators(clock.today())
        record(events.PERSON_PURGED, person, second=actors[1].id)
    return done


def _blank(person: Person) -> None:
    person.name, person.mobile = ERASED_NAME, None
    person.account = f"purged-{person.uuid.hex}"
    person.is_active, person.deactivated_at = False, clock.now()
    person.slip_expires = person.last_login = None
    person.set_unusable_password()
    person.save()
