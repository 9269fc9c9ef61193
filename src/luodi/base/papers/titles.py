"""Where a title's lines break: between words, in the shape of a trapezoid or a diamond."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, pairwise

import rjieba

from luodi.base.papers.measures import text_width
from luodi.base.papers.ox import clean

TITLE_CHARACTERS = 19
_NOT_FIRST = frozenset("的地得和与及、，：；。）》〉”’】及其等")
_NOT_LAST = frozenset("（《〈“‘【第和与及")
_MOST_PIECES = 40


@lru_cache(maxsize=256)
def title_lines(title: str, width: float = TITLE_CHARACTERS) -> tuple[str, ...]:
    """Return the lines of a title; line breaks that it already holds are kept."""
    words = clean(title).strip()
    if "\n" in words:
        return tuple(line.strip() for line in words.split("\n") if line.strip())
    if text_width(words) <= width:
        return (words,)
    return _best(_pieces(words), width) or _plain(words, width)


def _pieces(words: str) -> list[str]:
    """Return the words with what may not begin or end a line joined to its neighbour."""
    pieces: list[str] = []
    for word in rjieba.cut(words):
        if pieces and (word[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def _best(pieces: list[str], width: float) -> tuple[str, ...]:
    if len(pieces) > _MOST_PIECES:
        return ()
    total = sum(map(text_width, pieces))
    fewest = int(-(-total // width))
    for count in (fewest, fewest + 1):
        shapes = (_join(pieces, cuts) for cuts in combinations(range(1, len(pieces)), count - 1))
        found = [lines for lines in shapes if max(map(text_width, lines)) <= width]
        if found:
            return min(found, key=_ugliness)
    return ()


def _join(pieces: list[str], cuts: tuple[int, ...]) -> tuple[str, ...]:
    borders = (0, *cuts, len(pieces))
    return tuple("".join(pieces[a:b]) for a, b in pairwise(borders))


def _ugliness(lines: tuple[str, ...]) -> float:
    """An hourglass and a block are ugly; so are lines of very unlike length, and 的 left alone."""
    sizes = [text_width(line) for line in lines]
    spread = max(sizes) - min(sizes)
    hourglass = len(sizes) > 2 and min(sizes[1:-1]) < min(sizes[0], sizes[-1])
    block = 3 if spread < 1 else 0
    return abs(spread - 3) + block + (20 if hourglass else 0) + _split_names(lines)


def _split_names(lines: tuple[str, ...]) -> float:
    """A name in 《》 broken over two lines costs a little."""
    return sum(4 for line in lines if line.count("《") != line.count("》"))


def _plain(words: str, width: float) -> tuple[str, ...]:
    lines, line = [], ""
    for char in words:
        if text_width(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return (*lines, line)
