"""The state machines of indicators and of observations: which move leads from where to where."""

from __future__ import annotations

from dataclasses import dataclass

from .vocabularies import IndicatorState, ObservationState


@dataclass(frozen=True, slots=True)
class Move:
    """A move that people make; `needs` names what has to be given with it."""

    name: str
    origins: frozenset[str]
    to: str
    needs: str = ""


def _moves(*moves: Move) -> dict[str, Move]:
    return {move.name: move for move in moves}


_I, _O = IndicatorState, ObservationState

INDICATOR_MOVES = _moves(
    Move("open_definition", frozenset({_I.DRAFT, _I.SETTLED}), _I.UNSETTLED, "reason"),
    Move("settle", frozenset({_I.DRAFT, _I.UNSETTLED}), _I.SETTLED, "document"),
    Move("retire", frozenset({_I.DRAFT, _I.UNSETTLED, _I.SETTLED}), _I.RETIRED, "reason"),
)

OBSERVATION_MOVES = _moves(
    Move("check", frozenset({_O.REPORTED, _O.DISPUTED}), _O.CHECKED),
    Move("dispute", frozenset({_O.REPORTED, _O.CHECKED}), _O.DISPUTED, "reason"),
)


def moves_from(moves: dict[str, Move], state: str) -> tuple[str, ...]:
    """Return the names of the moves that may be made from the state."""
    return tuple(name for name, move in moves.items() if state in move.origins)


def as_table() -> str:
    """Return both state machines as the Markdown tables of docs/reference/indicator-states.md."""
    return "\n".join(
        [
            "## Indicators\n",
            _table(INDICATOR_MOVES, IndicatorState.values),
            "## Observations\n",
            _table(OBSERVATION_MOVES, ObservationState.values),
        ]
    )


def _table(moves: dict[str, Move], states: list[str]) -> str:
    rows = ["| move | from | to | asks for |", "| --- | --- | --- | --- |"]
    for move in moves.values():
        origins = ", ".join(state for state in states if state in move.origins)
        rows.append(f"| {move.name} | {origins} | {move.to} | {move.needs or '—'} |")
    return "\n".join(rows) + "\n"
