"""Who may do what with units, posts and accounts.

system_admin looks after the system and the units, never after accounts or roles;
security_admin after accounts and roles; auditor reads; a unit_leader resets passwords within
the own unit. Nobody changes the own roles.
"""

from __future__ import annotations

import rules
from django.db.models import Q

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.permissions import declare

from .models import ADMINISTRATIVE, Holding, Person, Post, Role, Unit

PRIVILEGED = ADMINISTRATIVE | {Role.AUDITOR, Role.CITY_LEADER}


def within(actor: Actor, path: str, *roles: str) -> bool:
    """Return whether one of the actor's roles reaches the unit at that path."""
    return any(
        grant.unit_path and path.startswith(grant.unit_path) for grant in actor.grants_of(*roles)
    )


def holds_now() -> Q:
    """Return the condition under which a holding counts today."""
    today = clock.today()
    return Q(begins__lte=today, post__active=True) & (Q(ends=None) | Q(ends__gte=today))


def _may_reset(actor: Actor, person: Person | None) -> bool:
    """A leader of a unit resets whoever works wholly within it and holds no wider power."""
    if person is None or actor.id == str(person.uuid):
        return False
    if actor.has(Role.SECURITY_ADMIN):
        return True
    held = Holding.objects.filter(holds_now(), person=person).select_related("post__unit")
    return bool(held) and all(
        row.post.role not in PRIVILEGED and within(actor, row.post.unit.path, Role.UNIT_LEADER)
        for row in held
    )


def _may_see(actor: Actor, person: Person | None) -> bool:
    if person is None:
        return False
    if actor.id == str(person.uuid) or actor.has(Role.SECURITY_ADMIN, Role.AUDITOR):
        return True
    held = Holding.objects.filter(holds_now(), person=person).select_related("post__unit")
    return any(within(actor, row.post.unit.path, Role.UNIT_LEADER) for row in held)


def _assists(actor: Actor, post: Post | None) -> bool:
    if post is None or not actor.has(Role.ASSISTANT):
        return False
    held = Holding.objects.filter(holds_now(), person__uuid=actor.id, person__is_active=True)
    return held.filter(post__assists=post).exists()


@rules.predicate
def signed_in(actor: Actor, subject: object = None) -> bool:
    """Anyone with an account."""
    return bool(actor.id)


@rules.predicate
def shapes_units(actor: Actor, subject: object = None) -> bool:
    """Administrators change the tree: it decides how far roles reach."""
    return actor.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@rules.predicate
def describes_unit(actor: Actor, unit: Unit | None = None) -> bool:
    """The follow-up office, and a leader for the own unit, mend duties and aliases."""
    return actor.has(Role.FOLLOWUP) or (
        unit is not None and within(actor, unit.path, Role.UNIT_LEADER)
    )


@rules.predicate
def manages_accounts(actor: Actor, subject: object = None) -> bool:
    """The security administrator."""
    return actor.has(Role.SECURITY_ADMIN)


@rules.predicate
def appoints(actor: Actor, person: Person | None = None) -> bool:
    """The security administrator, for anybody but oneself."""
    return actor.has(Role.SECURITY_ADMIN) and (person is None or actor.id != str(person.uuid))


@rules.predicate
def lists_accounts(actor: Actor, subject: object = None) -> bool:
    """Those who manage, those who audit, and leaders for their own units."""
    return actor.has(Role.SECURITY_ADMIN, Role.AUDITOR, Role.UNIT_LEADER)


@rules.predicate
def reads_accounts(actor: Actor, subject: object = None) -> bool:
    """Those who see every account."""
    return actor.has(Role.SECURITY_ADMIN, Role.AUDITOR)


@rules.predicate
def is_oneself(actor: Actor, person: Person | None = None) -> bool:
    """The person whose account it is."""
    return person is not None and actor.id == str(person.uuid)


see_person = rules.predicate(_may_see, name="see_person")
resets = rules.predicate(_may_reset, name="resets")
assists = rules.predicate(_assists, name="assists")
removes_others = manages_accounts & ~is_oneself

SEE_UNITS = declare("people.view_units", signed_in)
SHAPE_UNITS = declare("people.shape_units", shapes_units)
DESCRIBE_UNIT = declare("people.describe_unit", shapes_units | describes_unit)
MANAGE_POSTS = declare("people.manage_posts", manages_accounts)
APPOINT = declare("people.appoint", appoints)
LIST_ACCOUNTS = declare("people.view_accounts", lists_accounts)
EXPORT_ACCOUNTS = declare("people.export_accounts", reads_accounts)
SEE_ACCOUNT = declare("people.see_account", see_person)
MANAGE_ACCOUNTS = declare("people.manage_accounts", manages_accounts)
DEACTIVATE = declare("people.deactivate", removes_others)
RESET_PASSWORD = declare("people.reset_password", resets)
EDIT_OWN_ACCOUNT = declare("people.edit_own_account", is_oneself)
ACT_FOR = declare("people.act_for", assists)
MAKE_SIGN_IN_LINK = declare("people.make_sign_in_link", rules.always_false)
RECORD_ACCESS = declare("people.record_access", rules.always_false)
