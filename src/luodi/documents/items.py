"""The numbered items of typed words, such as what a meeting decided."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from luodi.reading.lexicon import number_end
from luodi.reading.lines import read_lines
from luodi.reading.points import points_of

Run = tuple[int, int]


def items_of(words: str) -> list[Run]:
    """Return where each numbered item stands, without its number; words without numbers are one."""
    begins: list[Run] = []
    lines = [line for line in read_lines(words) if line.level]
    if lines:
        top = min(line.level for line in lines)
        begins = [(line.start, line.number_end) for line in lines if line.level == top]
    points = [(at, number_end(words, at, len(words))) for at in points_of(words, 0, len(words))]
    # One line may hold them all: （1）…。（2）…。
    if not begins or (len(begins) == 1 and points and points[0][0] == begins[0][0]):
        begins = points
    stops = [begin for begin, _number in begins] + [len(words)]
    runs = ((number, stop) for (_, number), (_, stop) in zip(begins, pairwise(stops), strict=True))
    found = list(_trimmed(words, runs))
    return found or list(_trimmed(words, [(0, len(words))]))


def _trimmed(words: str, runs: Iterable[Run]) -> Iterable[Run]:
    for start, end in runs:
        inside = words[start:end]
        low, high = len(inside) - len(inside.lstrip()), len(inside.rstrip())
        if low < high:
            yield start + low, start + high
