"""Candidate lead units for a row, each with its reason; never filled in by themselves.

Two sources: the duty texts of units, and what units led before. Both are compared by the cosine
of character pairs weighted by how rare they are among all texts compared (tf-idf).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

LEAST = 0.06
_APART = re.compile(r"[，、；。,;\s]+")
_NOT_WORDS = re.compile(r"[^\w\u3400-\u9fff]+")


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
    scores = _similar(words, texts)
    found = [
        Suggestion(duty.unit, duty.name, "duty", _phrase(words, duty), score)
        for duty, score in zip(duties, scores, strict=False)
    ]
    found += [
        Suggestion(row.unit, row.name, "before", row.words, score)
        for row, score in zip(past, scores[len(duties) :], strict=True)
    ]
    best: dict[UUID, Suggestion] = {}
    for item in sorted(found, key=lambda item: -item.score):
        if item.score >= LEAST:
            best.setdefault(item.unit, item)
    return list(best.values())[:most]


def _similar(words: str, texts: Sequence[str]) -> list[float]:
    """Return the cosine of the words with each text."""
    grams = [_grams(text) for text in texts]
    seen = Counter(gram for counts in grams for gram in counts)
    weight = {gram: math.log(1 + len(texts) / n) for gram, n in seen.items()}
    asked = {g: n * weight.get(g, 0.0) for g, n in _grams(words).items()}
    length = math.hypot(*asked.values()) if asked else 0.0
    return [_cosine(asked, length, counts, weight) for counts in grams]


def _cosine(
    asked: dict[str, float], length: float, counts: Counter[str], weight: dict[str, float]
) -> float:
    own = math.hypot(*(n * weight[gram] for gram, n in counts.items())) if counts else 0.0
    if not length or not own:
        return 0.0
    shared = sum(asked[gram] * n * weight[gram] for gram, n in counts.items() if gram in asked)
    return shared / (length * own)


def _grams(text: str) -> Counter[str]:
    clean = _NOT_WORDS.sub("", text)
    return Counter(clean[at : at + 2] for at in range(len(clean) - 1))


def _phrase(words: str, duty: Duty) -> str:
    """Return the phrase of the duty text that shares most with the words."""
    asked = set(_grams(words))
    phrases: Iterable[str] = filter(None, _APART.split(duty.duty))
    return max(phrases, key=lambda phrase: len(asked & set(_grams(phrase))), default=duty.name)
