"""Candidate lead units for a row, each with its reason; never filled in by themselves.

Two sources: the duty texts of units, and what units led before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from .similarity import Likeness, pairs

LEAST = 0.06
_APART = re.compile(r"[，、；。,;\s]+")


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit with its duty text."""

    unit: UUID
    name: str
    duty: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a unit led before."""

    unit: UUID
    name: str
    words: str
    title: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate; `why` is "duty" or "before", `evidence` the phrase or earlier row behind it."""

    unit: UUID
    name: str
    why: str
    evidence: str
    score: float


def suggest(
    words: str, duties: Sequence[Duty], past: Sequence[Past], *, most: int = 3
) -> list[Suggestion]:
    """Return the best candidates, each unit once with its strongest reason; none when nothing is
    alike."""
    texts = [f"{duty.name} {duty.duty}" for duty in duties] + [row.words for row in past]
    best: dict[UUID, Suggestion] = {}
    for place, score in Likeness(texts).best(words, len(texts), LEAST):
        if place < len(duties):
            duty = duties[place]
            found = Suggestion(duty.unit, duty.name, "duty", _phrase(words, duty), score)
        else:
            row = past[place - len(duties)]
            found = Suggestion(row.unit, row.name, "before", row.words, score)
        best.setdefault(found.unit, found)
    return list(best.values())[:most]


def _phrase(words: str, duty: Duty) -> str:
    """Return the phrase of the duty text that shares most with the words."""
    asked = set(pairs(words))
    phrases: Iterable[str] = filter(None, _APART.split(duty.duty))
    return max(phrases, key=lambda phrase: len(asked & set(pairs(phrase))), default=duty.name)
