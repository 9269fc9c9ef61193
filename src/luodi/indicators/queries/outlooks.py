"""The score of past probabilities, for people to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luodi.base.actors import Actor
from luodi.base.permissions import ask
from luodi.measuring.backtest import Bin

from .. import permissions
from ..vocabularies import Frequency
from .judgements import tests_in_force


@dataclass(frozen=True, slots=True)
class Score:
    """The newest test of one frequency."""

    frequency: str
    tested_at: datetime
    series: int
    forecasts: int
    share: float
    brier: float
    base: float
    gain_low: float
    gain_high: float
    may_be_shown: bool
    bins: tuple[Bin, ...]


def outlook_scores(actor: Actor) -> list[Score]:
    """Return the newest test of each frequency."""
    ask(actor, permissions.VIEW_INDICATORS)
    found = tests_in_force()
    return [_score(found[name]) for name in Frequency.values if name in found]


def _score(row: Any) -> Score:
    return Score(
        frequency=str(Frequency(row.frequency).label),
        tested_at=row.tested_at,
        series=row.series,
        forecasts=row.forecasts,
        share=row.share,
        brier=row.brier,
        base=row.base,
        gain_low=row.gain_low,
        gain_high=row.gain_high,
        may_be_shown=row.may_be_shown,
        bins=tuple(Bin(**one) for one in row.reliability),
    )
