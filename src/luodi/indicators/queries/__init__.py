"""Reads of indicators, figures and targets: typed rows, never more than the actor may see."""

from ..points import Point
from .computed import series_of
from .judgements import judgements_of, outlook_tests, tests_in_force
from .reported import as_known_on

__all__ = [
    "Point",
    "as_known_on",
    "judgements_of",
    "outlook_tests",
    "series_of",
    "tests_in_force",
]
