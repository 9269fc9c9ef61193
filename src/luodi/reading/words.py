"""Word lists kept as data: `data/words/*.txt`, classes in square brackets, blanks between."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def _file(name: str) -> dict[str, frozenset[str]]:
    text = (files("luodi.reading") / "data" / "words" / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in text.splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[] "), set())
        elif not line.startswith("#"):
            current.update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def words(name: str, group: str) -> frozenset[str]:
    """The words of one class of one list; refuses a class that is not there."""
    return _file(name)[group]


def alternation(found: frozenset[str]) -> str:
    """A pattern that takes the longest of the words first."""
    return "|".join(sorted(found, key=lambda word: (-len(word), word)))


def each(openings: Iterable[str], rest: str) -> str:
    """A branch of its own for every opening: a pattern whose branches all begin with a sign is
    looked for many times faster than one that opens with a group."""
    return "|".join(opening + rest for opening in openings)
