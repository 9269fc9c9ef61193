"""Bootstrap intervals over documents: passages of one document are no independent cases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from luodi.reading.evaluation.matching import Counts

ROUNDS: Final = 500
ENOUGH: Final = 100
_SLACK: Final = 0.05
Score = Callable[[Counts], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score with its 95 % interval and the labelled cases behind it."""

    value: float
    low: float
    high: float
    cases: int

    def verdict(self, bar: float, *, at_most: bool = False) -> str:
        """`met`, `not met`, or `few` where too few cases were labelled to tell.

        Met needs the estimate at the bar and the unfavourable end of the interval within 0.05.
        """
        if self.cases < ENOUGH:
            return "few"
        if at_most:
            return "met" if self.value < bar and self.high <= bar + _SLACK else "not met"
        return "met" if self.value >= bar and self.low >= bar - _SLACK else "not met"


def total(counts: Iterable[Counts]) -> Counts:
    """The counts of several documents together."""
    added: Counts = Counter()
    for one in counts:
        added.update(one)
    return added


def draws(documents: Mapping[str, Counts], rounds: int = ROUNDS) -> list[Counts]:
    """The counts of as many documents drawn with replacement, once for each round."""
    held, chance = list(documents.values()), random.Random(1)
    if not held:
        return []
    return [total(chance.choices(held, k=len(held))) for _ in range(rounds)]


def estimate(
    documents: Mapping[str, Counts], drawn: Iterable[Counts], score: Score, cases: int
) -> Estimate:
    """A score over all documents with the middle 95 % of its bootstrap draws."""
    spread = sorted(score(one) for one in drawn)
    value = score(total(documents.values()))
    if not spread:
        return Estimate(value, 0.0, 1.0, cases)
    low, high = int(0.025 * len(spread)), int(0.975 * len(spread))
    return Estimate(value, spread[low], spread[min(high, len(spread) - 1)], cases)
