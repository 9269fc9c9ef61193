"""Reads of indicators, figures and targets: typed rows, never more than the actor may see."""

from .points import as_known_on

__all__ = ["as_known_on"]
