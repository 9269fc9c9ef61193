"""Keeping the score of past probabilities, so that pages show them only while they are worth it."""

from __future__ import annotations

from dataclasses import asdict

from luodi.base import clock
from luodi.base.actors import Actor
from luodi.base.changes import change
from luodi.base.permissions import ask
from luodi.measuring.backtest import Backtest
from luodi.measuring.figures import NotAssessable

from .. import events, permissions
from ..models import OutlookTest


def record_outlook_tests(
    tests: dict[str, Backtest | NotAssessable], *, actor: Actor
) -> list[OutlookTest]:
    """Return the rows kept of the backtests, one for each frequency; for the job alone."""
    ask(actor, permissions.TEST_OUTLOOKS)
    with change(actor) as record:
        rows = [OutlookTest(**_kept(name, test)) for name, test in tests.items()]
        for row in rows:
            row.save()
        record(
            events.OUTLOOKS_TESTED,
            rows[0],
            forecasts=sum(row.forecasts for row in rows),
            shown=[row.frequency for row in rows if row.may_be_shown],
        )
    return rows


def _kept(frequency: str, test: Backtest | NotAssessable) -> dict[str, object]:
    found: dict[str, object] = {"frequency": frequency, "tested_at": clock.now()}
    if isinstance(test, NotAssessable):
        return {**found, "series": 0, "forecasts": 0}
    return {
        **found,
        "series": test.series,
        "forecasts": test.forecasts,
        "share": test.share,
        "brier": test.brier,
        "base": test.base,
        "gain_low": test.gain.low,
        "gain_high": test.gain.high,
        "may_be_shown": test.may_be_shown,
        "reliability": [asdict(one) for one in test.reliability],
    }
