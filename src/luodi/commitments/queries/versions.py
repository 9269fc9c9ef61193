"""Approved versions: read, compared side by side, and set against the rows as they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from luodi.base.actors import Actor
from luodi.base.permissions import ask

from .. import permissions
from ..access import Key, get_plan, not_found
from ..effects import RowEffect, effects
from ..facts import Facts, facts_of, rows_with_parts
from ..models import Plan, PlanVersion
from ..vocabularies import ROLES, Effect, RowState
from ..words import RowView, row_view
from .plans import RowGroup, grouped
from .sources import readable


@dataclass(frozen=True, slots=True)
class EffectView:
    """What happens to a row, in words, with the row before and after."""

    effect: str
    effect_words: str
    role: str
    before: RowView | None
    after: RowView | None
    changed: tuple[str, ...]

    @property
    def row(self) -> RowView:
        """Return the row to name it by."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a plan: what changed row by row, and how many of each effect."""

    plan: Plan
    left: str
    right: str
    rows: tuple[EffectView, ...]
    counts: tuple[tuple[str, str, str, int], ...]

    @property
    def changed(self) -> tuple[EffectView, ...]:
        """Return the rows that are not as they were."""
        return tuple(row for row in self.rows if row.effect != Effect.UNCHANGED or row.changed)


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A frozen version with its rows."""

    plan: Plan
    version: PlanVersion
    groups: tuple[RowGroup, ...]


def version_page(actor: Actor, plan: Key, n: int) -> VersionPage:
    """Return a version of a plan as it was approved; refuses one that is not there."""
    row, version = _version(actor, plan, n)
    facts = readable(actor, version.rows)
    views = [row_view(item) for item in facts if item["state"] == RowState.LIVE]
    return VersionPage(row, version, grouped(views))


def compare_versions(actor: Actor, plan: Key, left: int, right: int) -> Comparison:
    """Return what changed from one version to another."""
    row, before = _version(actor, plan, left)
    _, after = _version(actor, plan, right)
    return _comparison(row, str(left), str(right), before.rows, after.rows)


def effect_of_amendment(actor: Actor, plan: Key) -> Comparison:
    """Return what the rows as they stand would change against the version that holds; against
    nothing before the first approval."""
    ask(actor, permissions.VIEW_PLANS)
    row = get_plan(plan, actor)
    last = row.versions.order_by("-n").first()
    facts = facts_of(rows_with_parts(row))
    return _comparison(row, str(last.n) if last else "", "", last.rows if last else [], facts)


def _version(actor: Actor, plan: Key, n: int) -> tuple[Plan, PlanVersion]:
    ask(actor, permissions.VIEW_PLANS)
    row = get_plan(plan, actor)
    version = row.versions.select_related("approved_by").filter(n=n).first()
    if version is None:
        raise not_found()
    return row, version


def _comparison(
    plan: Plan, left: str, right: str, before: list[Facts], after: list[Facts]
) -> Comparison:
    rows = tuple(_view(item) for item in effects(before, after))
    counted = Counter(row.effect for row in rows)
    counts = tuple(
        (effect.value, str(effect.label), ROLES[effect], counted[effect.value])
        for effect in Effect
        if counted[effect.value]
    )
    return Comparison(plan, left, right, rows, counts)


def _view(item: RowEffect) -> EffectView:
    return EffectView(
        effect=item.effect.value,
        effect_words=str(item.effect.label),
        role=ROLES[item.effect],
        before=row_view(item.before) if item.before else None,
        after=row_view(item.after) if item.after else None,
        changed=item.changed,
    )
