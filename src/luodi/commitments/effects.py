"""What an amendment does to the rows: the rows as they stand against those that were approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .facts import Facts
from .vocabularies import Effect, RowState

# What a unit signed for; a change in any of it asks for a new signature.
SIGNED = (
    "words",
    "mode",
    "goal",
    "rhythm",
    "least",
    "due",
    "partners",
    "leader",
    "measures",
    "milestones",
)
SHOWN = ("heading", "theme", "is_key", "lead", "due_words", "state", *SIGNED)


@dataclass(frozen=True, slots=True)
class RowEffect:
    """What happens to one row: its facts before (None: new) and after, and the parts changed."""

    effect: Effect
    before: Facts | None
    after: Facts | None
    changed: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """Return the facts to name the row by."""
        found = self.after or self.before
        assert found is not None
        return found


def effects(before: Sequence[Facts], after: Sequence[Facts]) -> list[RowEffect]:
    """Return the effect on every row, in the order of the plan, rows that are gone last."""
    known = {facts["uuid"]: facts for facts in before}
    found = [_effect(known.pop(facts["uuid"], None), facts) for facts in after]
    gone = [
        RowEffect(Effect.CANCELLED, facts, None)
        for facts in known.values()
        if facts["state"] == RowState.LIVE
    ]
    return [item for item in found if item is not None] + gone


def _effect(before: Facts | None, after: Facts) -> RowEffect | None:
    live, was_live = after["state"] == RowState.LIVE, bool(before and _is_live(before))
    if not live:
        return RowEffect(Effect.CANCELLED, before, after) if was_live else None
    if before is None or not was_live:
        return RowEffect(Effect.NEW, before, after)
    changed = changes(before, after)
    if "lead" in changed:
        return RowEffect(Effect.REASSIGNED, before, after, changed)
    if set(changed) & set(SIGNED):
        return RowEffect(Effect.SIGN_AGAIN, before, after, changed)
    return RowEffect(Effect.UNCHANGED, before, after, changed)


def _is_live(facts: Facts) -> bool:
    return bool(facts["state"] == RowState.LIVE)


def changes(before: Facts, after: Facts) -> tuple[str, ...]:
    """Return the names of the parts that differ; ids of measures and milestones do not count."""
    return tuple(name for name in SHOWN if _bare(before[name]) != _bare(after[name]))


def _bare(value: object) -> object:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        # A unit is told by its id (its name may have changed), other parts by their content.
        return value["uuid"] if set(value) == {"uuid", "name"} else _without_id(value)
    return value


def _without_id(part: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in part.items() if name != "uuid"}
