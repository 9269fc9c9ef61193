"""Rows by their public id, for services and queries: what an actor may not see is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from luodi.base.actors import Actor
from luodi.base.errors import Conflict, NotFound
from luodi.base.permissions import may

from . import permissions
from .models import FigureImport, Indicator, Observation, PeerSet, Target

Key = UUID | str
Row = TypeVar("Row", bound=Model)


def not_found() -> NotFound:
    """Return the refusal of what is not there, or not there for this actor."""
    return NotFound(
        "没有找到，可能已被移除，或您无权查看。请返回指标列表。",
        "Not found, or not for you to see. Please go back to the list of indicators.",
    )


def get_indicator(indicator: Indicator | Key, actor: Actor, *, lock: bool = False) -> Indicator:
    """Return a fresh row of the indicator; one that the actor may not see is not there."""
    rows = Indicator.objects.select_related("owner__unit", "part", "whole", "variant_of")
    return _get(rows, indicator, actor, lock)


def get_target(target: Target | Key, actor: Actor, *, lock: bool = False) -> Target:
    """Return a fresh row of the target; one that the actor may not see is not there."""
    rows = Target.objects.select_related("indicator", "place", "body", "peers")
    return _get(rows, target, actor, lock)


def get_observation(
    observation: Observation | Key, actor: Actor, *, lock: bool = False
) -> Observation:
    """Return a fresh row of the figure; one that the actor may not see is not there."""
    rows = Observation.objects.select_related("indicator", "reporter", "place", "body")
    return _get(rows, observation, actor, lock)


def get_import(given: FigureImport | Key, actor: Actor, *, lock: bool = False) -> FigureImport:
    """Return a fresh row of a table that was given; one of somebody else's is not there."""
    rows = FigureImport.objects.select_related("created_by", "sender", "file", "answers_file")
    row = _get(rows, given, actor, lock)
    if not may(actor, permissions.IMPORT_FIGURES, row):
        raise not_found()
    return row


def get_peers(peers: PeerSet | Key, actor: Actor) -> PeerSet:
    """Return a declared set of peers; one that the actor may not see is not there."""
    return _get(PeerSet.objects.all(), peers, actor, False)


def _get(rows: QuerySet[Row], wanted: Row | Key, actor: Actor, lock: bool) -> Row:
    key: Any = getattr(wanted, "uuid", wanted)
    if not may(actor, permissions.VIEW_INDICATORS) or not is_uuid(key):
        raise not_found()
    rows = rows.filter(uuid=key)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise not_found()
    return found


def is_uuid(key: object) -> bool:
    """Return whether this is a public id."""
    try:
        UUID(str(key))
    except ValueError:
        return False
    return True


def uuids(keys: Iterable[object]) -> list[UUID]:
    """Return the public ids among some texts, in order, each once."""
    return list(dict.fromkeys(UUID(str(key)) for key in keys if is_uuid(key)))


def check_revision(row: Indicator | Target, expected: int | None) -> None:
    """Refuse a step on top of somebody else's change."""
    if expected is not None and row.revision != expected:
        raise Conflict(
            "他人刚刚修改过，您的修改尚未保存。请刷新后再改。",
            "Somebody has just changed this; yours is not saved yet. Reload and try again.",
            theirs={"revision": row.revision},
        )
