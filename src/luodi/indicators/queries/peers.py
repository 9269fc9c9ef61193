"""Declared peers: the sets, and who belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..models import PeerMember, PeerSet


@dataclass(frozen=True, slots=True)
class PeerLine:
    """A set of peers with the names of its members."""

    uuid: UUID
    name: str
    reason: str
    members: tuple[str, ...]


def peer_sets(actor: Actor) -> list[PeerLine]:
    """Return all declared sets, in two queries."""
    ask(actor, permissions.VIEW_INDICATORS)
    members: dict[int, list[str]] = {}
    rows = PeerMember.objects.select_related("place", "body").order_by("order", "pk")
    for row in rows:
        members.setdefault(row.peers_id, []).append(str(row))
    return [
        PeerLine(row.uuid, row.name, row.reason, tuple(members.get(row.pk, ())))
        for row in PeerSet.objects.all()
    ]
