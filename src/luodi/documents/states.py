"""The state machine of a finding: which move leads from where to where."""

from __future__ import annotations

from dataclasses import dataclass

from .vocabularies import FindingState as State


@dataclass(frozen=True, slots=True)
class Move:
    """A move that people make; `to` None leaves the state as it is."""

    name: str
    origins: frozenset[str]
    to: str | None
    needs_reason: bool = False


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("accept", frozenset({State.PROPOSED}), State.ACCEPTED),
        Move("edit", frozenset({State.PROPOSED, State.ACCEPTED}), None),
        Move("span", frozenset({State.PROPOSED, State.ACCEPTED}), None),
        Move("split", frozenset({State.PROPOSED, State.ACCEPTED}), None),
        Move("merge", frozenset({State.PROPOSED, State.ACCEPTED}), None),
        Move("reject", frozenset({State.PROPOSED, State.ACCEPTED}), State.REJECTED, True),
        Move("restore", frozenset({State.ACCEPTED, State.REJECTED}), State.PROPOSED),
    )
}


def allowed(move: str, state: str) -> bool:
    """Return whether the move may be made from the state."""
    return state in MOVES[move].origins


def moves_from(state: str) -> tuple[str, ...]:
    """Return the names of the moves that may be made from the state."""
    return tuple(name for name, move in MOVES.items() if state in move.origins)


def as_table() -> str:
    """Return the state machine as the Markdown table of docs/reference/finding-states.md."""
    rows = ["| move | from | to | asks for a reason |", "| --- | --- | --- | --- |"]
    for move in MOVES.values():
        origins = ", ".join(state for state in State.values if state in move.origins)
        reason = "yes" if move.needs_reason else "no"
        rows.append(f"| {move.name} | {origins} | {move.to or 'the same'} | {reason} |")
    return "\n".join(rows) + "\n"
