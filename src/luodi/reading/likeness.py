"""How alike texts are: the cosine of character pairs, each weighted by how rare it is (tf-idf)."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain
from operator import add

_NOT_WORDS = re.compile(r"[^\w\u3400-\u9fff]+")


def pairs(text: str) -> Counter[str]:
    """Return how often each pair of neighbouring characters stands in the text."""
    clean = _NOT_WORDS.sub("", text)
    return Counter(map(add, clean, clean[1:]))


class Likeness:
    """Texts that are ready for many questions: which of them are like this one?"""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [pairs(text) for text in texts]
        seen = Counter(chain.from_iterable(counted))
        self.weight = {pair: math.log(1 + len(texts) / n) for pair, n in seen.items()}
        self.length = [self._length(counts) for counts in counted]
        self.places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counts in enumerate(counted):
            for pair, n in counts.items():
                self.places[pair].append((place, n * self.weight[pair]))

    def _length(self, counts: Counter[str]) -> float:
        return math.sqrt(sum((n * self.weight.get(pair, 0.0)) ** 2 for pair, n in counts.items()))

    def scores(self, words: str) -> dict[int, float]:
        """Return the cosine with each text that shares anything, by its place; from 0 to 1."""
        asked = pairs(words)
        length = self._length(asked)
        shared: dict[int, float] = defaultdict(float)
        for pair, n in asked.items():
            for place, weight in self.places.get(pair, ()):
                shared[place] += n * self.weight[pair] * weight
        return {place: total / (length * self.length[place]) for place, total in shared.items()}

    def best(self, words: str, most: int, least: float) -> list[tuple[int, float]]:
        """Return the places and scores of the texts most alike, the best first."""
        found = [(place, score) for place, score in self.scores(words).items() if score >= least]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:most]
