"""Signing in and acting for a leader: what the ledger must know about access."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from luodi.base.actors import SYSTEM, Actor
from luodi.base.changes import change
from luodi.base.errors import Conflict, NotFound
from luodi.base.permissions import ask

from .. import events, permissions
from ..models import Person, Post

LINK_SECONDS = 600
_SALT = "luodi.people.sign_in_link"


def make_sign_in_link(person: Person, next: str, *, actor: Actor) -> str:
    """Return a path that signs the person in once within ten minutes, from this machine only."""
    ask(actor, permissions.MAKE_SIGN_IN_LINK, person)
    if not url_has_allowed_host_and_scheme(next, allowed_hosts=None):
        raise NotFound("链接地址无效。", "A sign-in link leads to a page of this site only.")
    token = signing.dumps(
        {"person": str(person.uuid), "next": next, "once": secrets.token_hex(16)}, salt=_SALT
    )
    with change(actor) as record:
        record(events.LINK_MADE, person)
    return reverse("people:sign_in_link", args=[token])


def redeem_sign_in_link(token: str, *, actor: Actor = SYSTEM) -> tuple[Person, str]:
    """Return the person and the page a link leads to; refuses one used before, old or not ours."""
    ask(actor, permissions.RECORD_ACCESS)
    try:
        content = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        raise _stale() from None
    person = Person.objects.filter(uuid=content["person"], is_active=True).first()
    # `add` writes only where nothing is: of two visitors at once one gets in.
    if person is None or not cache.add(f"people.link.{content['once']}", True, LINK_SECONDS * 2):
        raise _stale()
    return person, content["next"]


def record_sign_in(person: Person, *, method: str, address: str, actor: Actor = SYSTEM) -> None:
    """Write a sign-in to the ledger."""
    ask(actor, permissions.RECORD_ACCESS)
    with change(actor) as record:
        record(events.SIGNED_IN, person, method=method, address=address)


def record_failed_sign_in(login: str, *, address: str, actor: Actor = SYSTEM) -> None:
    """Write a failed sign-in to the ledger, never what was typed; unknown accounts alike."""
    ask(actor, permissions.RECORD_ACCESS)
    person = Person.objects.filter(account=login).first()
    person = person or Person.objects.filter(mobile=login).first()
    with change(actor) as record:
        record(
            events.SIGN_IN_FAILED, person or _nobody(), known=person is not None, address=address
        )


def record_blocked_sign_in(*, address: str, actor: Actor = SYSTEM) -> None:
    """Write to the ledger, once in five minutes an address, that guessing was stopped."""
    ask(actor, permissions.RECORD_ACCESS)
    if cache.add(f"people.blocked.{address}", True, 300):
        with change(actor) as record:
            record(events.SIGN_IN_BLOCKED, _nobody(), address=address)


def record_second_step(person: Person, what: str, *, actor: Actor) -> None:
    """Write to the ledger what a person changed in the own two-step sign-in."""
    ask(actor, permissions.EDIT_OWN_ACCOUNT, person)
    with change(actor) as record:
        record(events.SECOND_STEP_CHANGED, person, what=what)


def start_acting_for(post: Post, *, actor: Actor) -> UUID:
    """Return the id of the leader's post for which the actor acts from now on in this session."""
    ask(actor, permissions.ACT_FOR, post)
    held = post.holdings.filter(permissions.holds_now(), person__is_active=True)
    holder = held.select_related("person").first()
    if holder is None:
        raise Conflict("该岗位现无人任职，不能代为办理。", "Nobody holds the post to act for.")
    with change(actor) as record:
        record(events.ACTING_STARTED, post, leader=str(holder.person.uuid))
    return post.uuid


def stop_acting_for(*, actor: Actor) -> None:
    """Record that the actor acts for oneself again; nothing happens when that was so already."""
    ask(actor, permissions.SEE_UNITS)
    if actor.behalf_of is None:
        return
    person = Person.objects.get(uuid=actor.id)
    with change(actor) as record:
        record(events.ACTING_STOPPED, person, leader=actor.behalf_of.id)


def _nobody() -> Person:
    """An account that is not there, so that the ledger has a subject for a try at no account."""
    return Person(uuid=UUID(int=0))


def _stale() -> NotFound:
    return NotFound(
        "登录链接已失效，请重新生成，或用账号登录。",
        "This sign-in link is used or too old. Make another, or sign in with your account.",
    )
