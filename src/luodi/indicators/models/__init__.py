"""Indicators, what was observed of them, and what is aimed at."""

from .definitions import Indicator, PeerMember, PeerSet, SeriesBreak
from .imports import FigureImport, SenderLayout
from .observations import Observation
from .outlooks import OutlookTest
from .standings import DrawnStandings
from .targets import Target

__all__ = [
    "DrawnStandings",
    "FigureImport",
    "Indicator",
    "Observation",
    "OutlookTest",
    "PeerMember",
    "PeerSet",
    "SenderLayout",
    "SeriesBreak",
    "Target",
]
