"""Who may do what with divisions. Roles are named here because people stands above places."""

from __future__ import annotations

import rules

from luodi.base.actors import Actor
from luodi.base.permissions import declare


@rules.predicate
def signed_in(actor: Actor, subject: object = None) -> bool:
    """Anyone with an account: divisions are public facts."""
    return bool(actor.id)


@rules.predicate
def administers(actor: Actor, subject: object = None) -> bool:
    """The system administrator."""
    return actor.has("system_admin")


VIEW_DIVISIONS = declare("places.view_divisions", signed_in)
LOAD_DIVISIONS = declare("places.load_divisions", administers)
LOAD_OUTLINES = declare("places.load_outlines", administers)
