"""Altair specifications of the charts; only the job process and the makers of papers import it."""

from __future__ import annotations

from typing import Any

from ..types import Chart, Choropleth, Scatter, SmallMultiples, Spread, TileMap, TimeSeries
from . import maps, multiples, scatter, spread, time
from .common import HALF_PAPER, NARROW, PAPER, WIDE, Size, rows_apart

__all__ = ["HALF_PAPER", "NARROW", "PAPER", "WIDE", "Size", "specification"]


def specification(chart: Chart, size: Size = WIDE) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart, with all its data inside."""
    with rows_apart():
        return _drawn(chart, size)


def _drawn(chart: Chart, size: Size) -> dict[str, Any]:
    match chart:
        case TimeSeries():
            return time.drawn(chart, size)
        case SmallMultiples():
            return multiples.drawn(chart, size)
        case Scatter():
            return scatter.drawn(chart, size)
        case TileMap():
            return maps.tiles(chart, size)
        case Choropleth():
            return maps.outlines(chart, size)
        case Spread():
            return spread.drawn(chart, size)
