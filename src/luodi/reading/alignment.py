"""Which characters of a text stand where in a changed one, for passages that are said twice.

Runs of a few characters that stand equally often in both texts are paired in their order; of these
pairs the longest rising row is kept (as in the patience and histogram differences of version
control). So a passage is told from its twin by all that stands before and after it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from typing import Final

_RUN: Final = 8  # characters
_NEAR: Final = 200
_LONGEST: Final = 300_000  # beyond, passages that are said twice are left to a person


class Alignment:
    """Two texts laid side by side when a first question is asked."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new

    def confirms(self, start: int, end: int, place: int) -> bool:
        """Whether `old[start:end]` stands at this place of the new text, as far as both tell.

        True when runs that touch its first and its last character lead there, and all between; or
        when the passage stands once, there, between the runs that are around it in both.
        """
        if self.old[start:end] != self.new[place : place + end - start]:
            return False
        olds, news = self._rising
        low, high = bisect_left(olds, start - _RUN + 1), bisect_left(olds, end)
        shifts = {news[at] - olds[at] for at in range(low, high)}
        if shifts and olds[low] <= start and olds[high - 1] + _RUN >= end:
            return shifts == {place - start} and self._fits_around(low, high, place - start)
        return self._is_only_room(start, end, place)

    def _fits_around(self, low: int, high: int, shift: int) -> bool:
        """Whether what stands farther off on one side at least was shifted about as much.

        A passage that was cut out here and put in elsewhere fits neither.
        """
        olds, news = self._rising
        near = bisect_left(olds, olds[low] - _NEAR) - 1, bisect_right(olds, olds[high - 1] + _NEAR)
        beside = [news[at] - olds[at] for at in near if 0 <= at < len(olds)]
        return any(abs(other - shift) <= _NEAR for other in beside) or not beside

    def _is_only_room(self, start: int, end: int, place: int) -> bool:
        """Whether the passage stands once between what is before and behind it in both texts."""
        olds, news = self._rising
        before, after = bisect_right(olds, start - _RUN) - 1, bisect_left(olds, end)
        if before < 0 or after == len(olds):
            return False
        if min(start - olds[before], olds[after] - start) > _NEAR:
            return False
        words = self.old[start:end]
        first = self.new.find(words, news[before] + _RUN, news[after])
        if first != place or self.new.find(words, first + 1, news[after]) >= 0:
            return False
        return self.old.count(words, olds[before] + _RUN, olds[after]) == 1

    @cached_property
    def _rising(self) -> tuple[list[int], list[int]]:
        """Places of the runs kept, in the old text and in the new one."""
        if max(len(self.old), len(self.new)) > _LONGEST:
            return [], []
        mine, theirs = _runs(self.old), _runs(self.new)
        pairs = [
            pair
            for run, places in mine.items()
            if len(places) == len(theirs.get(run, ()))
            for pair in zip(places, theirs[run], strict=True)
        ]
        return _longest_rising(sorted(pairs))


def _runs(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - _RUN + 1):
        places[text[at : at + _RUN]].append(at)
    return places


def _longest_rising(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The longest row of pairs whose second places rise with the first (Fredman 1975)."""
    ends: list[int] = []  # the lowest second place that a row of each length can end with
    last: list[int] = []  # and the pair it belongs to
    before: list[int] = []
    for at, (_, new) in enumerate(pairs):
        length = bisect_left(ends, new)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(new)
            last.append(at)
        else:
            ends[length], last[length] = new, at
    kept, at = [], last[-1] if last else -1
    while at >= 0:
        kept.append(pairs[at])
        at = before[at]
    kept.reverse()
    return [old for old, _ in kept], [new for _, new in kept]
