"""How every area asks for permission: predicates of the library `rules`, by dotted name.

The base's own stand at the end. Roles are named there because people stands above base.
"""

from __future__ import annotations

from typing import Any

import rules

from .actors import SYSTEM_ROLE, Actor
from .errors import NotAllowed

is_system = rules.predicate(lambda actor, subject=None: actor.has(SYSTEM_ROLE), name="is_system")


def declare(name: str, predicate: Any) -> str:
    """Register a permission once and return its name; the system itself may always act."""
    rules.add_rule(name, is_system | predicate)
    return name


def may(actor: Actor, name: str, subject: object = None) -> bool:
    """Return whether the actor may do this to the subject; refuses an undeclared name."""
    if not rules.rule_exists(name):
        raise LookupError(f"no such permission: {name}")
    return bool(rules.test_rule(name, actor, subject))


def ask(actor: Actor, name: str, subject: object = None) -> None:
    """Refuse with `NotAllowed` unless the actor may do this to the subject."""
    if not may(actor, name, subject):
        raise NotAllowed(
            "您的岗位没有此项权限。如需办理，请联系本单位管理员。",
            "Your post does not have this permission. Please ask your unit's administrator.",
        )


@rules.predicate
def audits(actor: Actor, subject: object = None) -> bool:
    """The auditor: entries name documents, which administrators do not read."""
    return actor.has("auditor")


@rules.predicate
def looks_after(actor: Actor, subject: object = None) -> bool:
    """The system administrator, and the auditor, who reads all."""
    return actor.has("system_admin", "auditor")


VIEW_LEDGER = declare("base.view_ledger", audits)
VERIFY_LEDGER = declare("base.verify_ledger", looks_after)
VIEW_STATUS = declare("base.view_status", looks_after)
RECORD_VERIFICATION = declare("base.record_verification", rules.always_false)
