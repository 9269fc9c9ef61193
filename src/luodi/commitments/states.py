"""The state machine of a plan: which move leads from where to where."""

from __future__ import annotations

from dataclasses import dataclass

from .vocabularies import PlanState as State


@dataclass(frozen=True, slots=True)
class Move:
    """A move that people make with a plan."""

    name: str
    origins: frozenset[str]
    to: str
    needs_reason: bool = False


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("open_consultation", frozenset({State.DRAFT}), State.CONSULTATION),
        Move("close_consultation", frozenset({State.CONSULTATION}), State.DRAFT),
        Move("approve", frozenset({State.DRAFT, State.CONSULTATION}), State.APPROVED),
        Move("start_amendment", frozenset({State.APPROVED}), State.AMENDED),
        Move("withdraw_amendment", frozenset({State.AMENDED}), State.APPROVED),
        Move("approve_amendment", frozenset({State.AMENDED}), State.APPROVED, True),
        Move("close", frozenset({State.APPROVED}), State.CLOSED),
    )
}

# The states in which rows may be changed.
OPEN = frozenset({State.DRAFT, State.CONSULTATION, State.AMENDED})


def allowed(move: str, state: str) -> bool:
    """Return whether the move may be made from the state."""
    return state in MOVES[move].origins


def moves_from(state: str) -> tuple[str, ...]:
    """Return the names of the moves that may be made from the state."""
    return tuple(name for name, move in MOVES.items() if state in move.origins)


def as_table() -> str:
    """Return the state machine as the Markdown table of docs/reference/plan-states.md."""
    rows = ["| move | from | to | asks for a reason |", "| --- | --- | --- | --- |"]
    for move in MOVES.values():
        origins = ", ".join(state for state in State.values if state in move.origins)
        rows.append(
            f"| {move.name} | {origins} | {move.to} | {'yes' if move.needs_reason else 'no'} |"
        )
    return "\n".join(rows) + "\n"


def as_picture() -> str:
    """Return the state machine as a Mermaid diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    for move in MOVES.values():
        lines += [
            f"    {state} --> {move.to}: {move.name}"
            for state in State.values
            if state in move.origins
        ]
    ends = [state for state in State.values if not moves_from(state)]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines) + "\n"
