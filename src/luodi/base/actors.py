"""Who acts: a frozen value that services take, so that models of persons never travel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held today; `unit` is the unit's public id and `unit_path` its place in the tree."""

    role: str
    unit: str = ""
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (opaque id, name for pages) with today's roles, acting for oneself or another."""

    id: str
    name: str
    grants: frozenset[Grant] = frozenset()
    behalf_of: Actor | None = None

    def has(self, *roles: str) -> bool:
        """Return whether the actor holds one of the roles."""
        return any(grant.role in roles for grant in self.grants)

    def grants_of(self, *roles: str) -> tuple[Grant, ...]:
        """Return the grants of these roles, in no particular order."""
        return tuple(grant for grant in self.grants if grant.role in roles)


SYSTEM_ROLE = "system"
SYSTEM = Actor(id="system", name="luodi", grants=frozenset({Grant(SYSTEM_ROLE)}))
NOBODY = Actor(id="", name="")
