"""Ranks among large sets of peers: asked for by the page, drawn and kept by the job process."""

from __future__ import annotations

from collections.abc import Iterable

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.jobs import enqueue
from luodi.base.permissions import ask

from .. import permissions
from ..models import DrawnStandings, PeerSet
from ..queries.sides import Side
from ..queries.standing import NotRanked, Standing

JOB = "indicators.draw_standings"


def ask_for_standings(side: Side, peers: PeerSet, *, actor: Actor) -> str:
    """Return the key of the job that draws where one stands among its peers; one that is under way
    already is not asked for again."""
    ask(actor, permissions.VIEW_INDICATORS)
    key = f"{peers.uuid}:{side.key}"
    enqueue(JOB, key=key, actor=actor, side=side.key, peers=str(peers.uuid))
    return key


def keep_standings(
    side: Side,
    peers: PeerSet,
    digest: str,
    found: Iterable[Standing | NotRanked],
    *,
    actor: Actor,
) -> DrawnStandings:
    """Return the row kept of drawn ranks, in place of the one before; for the job alone. No event:
    like a drawing it follows from the figures, and may be thrown away."""
    ask(actor, permissions.DRAW_STANDINGS)
    place, body = side.subject
    row, _made = DrawnStandings.objects.update_or_create(
        peers=peers,
        place_id=place,
        body_id=body,
        defaults={
            "digest": digest,
            "rows": [one.packed() for one in found],
            "drawn_at": clock.now(),
        },
    )
    return row
