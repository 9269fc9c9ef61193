"""Candidate lead units for a row, each with its reason; never filled in by themselves.

Sources: the duty texts of units, and what units led before (the nearest row, and the vote of the
nearest ten). How good that is, and what else was tried: docs/why/owner-suggestions.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from luodi.reading.likeness import Likeness, pairs
from luodi.reading.meaning import Meaning

LEAST: Final = 0.06
_NEIGHBOURS: Final = 10
_VOTE: Final = 0.2
_CLOSE: Final = 0.3  # in meaning: enough although no words are shared
_APART = re.compile(r"[，、；。,;\s]+")
Unit = TypeVar("Unit", bound=Hashable)
Held = TypeVar("Held")
Why = Literal["duty", "usual", "before"]


@dataclass(frozen=True, slots=True)
class Duty(Generic[Unit]):
    """A unit with its duty text; `usual` when that is the one of all units of its kind."""

    unit: Unit
    name: str
    duty: str
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Past(Generic[Unit]):
    """What a unit led before."""

    unit: Unit
    name: str
    words: str
    title: str


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[Unit]):
    """A candidate; `evidence` is the phrase of the duty or the earlier row behind it.

    `why` tells which spoke louder: its own duty text, the usual one of its kind, or what it led
    before. The score orders candidates of one question and is no probability.
    """

    unit: Unit
    name: str
    why: Why
    evidence: str
    score: float


class Suggester(Generic[Unit]):
    """Duties and past rows made ready for many questions."""

    def __init__(
        self, duties: Sequence[Duty[Unit]], past: Sequence[Past[Unit]],
        meaning: Meaning | None = None,
    ) -> None:  # fmt: skip
        self._duties = duties
        self._led: dict[str, list[Past[Unit]]] = defaultdict(list)
        for row in past:
            self._led[row.words].append(row)
        self._rows = list(self._led)
        self._duty_texts = [f"{duty.name} {duty.duty}" for duty in duties]
        self._alike = Likeness(self._duty_texts + self._rows)
        self._meaning = meaning

    def suggest(self, words: str, *, most: int = 3) -> list[Suggestion[Unit]]:
        """Return the best candidates, each unit once with its stronger reason; none when nothing is
        alike."""
        scores = self._alike.scores(words)
        self._add_meaning(words, scores)
        duty, row, votes = self._best_duties(scores), self._best_rows(scores), self._votes(scores)
        ranked = []
        for unit in {**row, **duty}:
            alike = sum(best[unit][0] for best in (duty, row) if unit in best)
            if alike >= LEAST:
                ranked.append((alike + _VOTE * votes.get(unit, 0.0), unit))
        ranked.sort(key=lambda one: -one[0])
        return [
            self._explained(words, unit, score, duty.get(unit), row.get(unit))
            for score, unit in ranked[:most]
        ]

    def _add_meaning(self, words: str, scores: dict[int, float]) -> None:
        """Duties that say the same in other words; rows are too many to ask the model about."""
        if self._meaning is None or not words.strip():
            return
        for place, score in enumerate(self._meaning(words, self._duty_texts)):
            if place in scores or score >= _CLOSE:
                scores[place] = scores.get(place, 0.0) + score

    def _explained(
        self, words: str, unit: Unit, score: float,
        duty: tuple[float, Duty[Unit]] | None, row: tuple[float, Past[Unit]] | None,
    ) -> Suggestion[Unit]:  # fmt: skip
        if row and (duty is None or row[0] >= duty[0]):
            return Suggestion(unit, row[1].name, "before", row[1].words, score)
        assert duty is not None, "a unit is ranked by its duty or by a row"
        told = duty[1]
        why: Why = "usual" if told.usual else "duty"
        return Suggestion(unit, told.name, why, _phrase(words, told.name, told.duty), score)

    def _best_duties(self, scores: Mapping[int, float]) -> dict[Unit, tuple[float, Duty[Unit]]]:
        told = ((scores.get(place, 0.0), duty) for place, duty in enumerate(self._duties))
        return _best((score, duty.unit, duty) for score, duty in told)

    def _best_rows(self, scores: Mapping[int, float]) -> dict[Unit, tuple[float, Past[Unit]]]:
        """The row most alike among those that each unit led."""
        told = (
            (scores.get(place, 0.0), row)
            for place, words in enumerate(self._rows, len(self._duties))
            for row in self._led[words]
        )
        return _best((score, row.unit, row) for score, row in told)

    def _votes(self, scores: Mapping[int, float]) -> dict[Unit, float]:
        """The share of the nearest rows that each unit led, weighted by how near they are."""
        rows = [(score, place) for place, score in scores.items() if place >= len(self._duties)]
        nearest = sorted(rows, key=lambda row: (-row[0], row[1]))[:_NEIGHBOURS]
        whole = sum(score for score, _ in nearest)
        votes: dict[Unit, float] = defaultdict(float)
        for score, place in nearest:
            for unit in {row.unit for row in self._led[self._rows[place - len(self._duties)]]}:
                votes[unit] += score / whole
        return votes


def _best(told: Iterable[tuple[float, Unit, Held]]) -> dict[Unit, tuple[float, Held]]:
    """The highest score of each unit with what it was given for; nothing for a score of 0."""
    best: dict[Unit, tuple[float, Held]] = {}
    for score, unit, held in told:
        if score > 0 and (unit not in best or score > best[unit][0]):
            best[unit] = score, held
    return best


def suggest(
    words: str, duties: Sequence[Duty[Unit]], past: Sequence[Past[Unit]], *, most: int = 3,
    meaning: Meaning | None = None,
) -> list[Suggestion[Unit]]:  # fmt: skip
    """Return the best candidates for one row; see `Suggester`."""
    return Suggester(duties, past, meaning).suggest(words, most=most)


def _phrase(words: str, name: str, duty: str) -> str:
    """Return the phrase of the duty text that shares most with the words."""
    asked = set(pairs(words))
    phrases: Iterable[str] = filter(None, _APART.split(duty))
    return max(phrases, key=lambda phrase: len(asked & set(pairs(phrase))), default=name)
