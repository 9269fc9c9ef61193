"""The verbs, adverbs and modals of clause heads, and how the words of a run are found."""

from __future__ import annotations

import re
from functools import cache

from luodi.reading.words import words

DEED = words("verbs", "deed")
RESULT = words("verbs", "result")
ENSURE = words("verbs", "ensure")
STANCE = words("verbs", "stance")
ADVERB = words("adverbs", "adverb")
CONJUNCTION = words("adverbs", "conjunction")
MODAL = words("adverbs", "modal")
VERBS = DEED | RESULT | ENSURE | STANCE
DUTY = frozenset(
    [
        *("要", "应当", "应该", "应", "须", "必须", "需", "需要", "将", "将要", "拟", "计划"),
        *("务必", "不得", "不准", "不许", "严禁", "禁止", "决不", "绝不", "决不能", "绝不能"),
        *("决不允许", "绝不允许", "负责"),
    ]
)
PERMISSION = frozenset({"可以", "可", "能够", "能", "会", "不能"})

_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是(?![一二三四五六七八九十年])"
    r"|[一二三四五六七八九十]{1,3}(?=要)|第[一二三四五六七八九十]{1,3}[，、]"
    r"|（[一二三四五六七八九十\d]{1,3}）|\d{1,3}[.、](?:(?!\d)|(?=(?:19|20)\d\d年))"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳●■◆▪•·*#\-—>]+"
    r"|第[一二三四五六七八九十百零]{1,6}条(?:（[^（）]{1,20}）)?)[ ]?"
)


_NUMBERS = frozenset("一二三四五六七八九十第（0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●■◆▪•·*#-—>")


def number_end(text: str, start: int, end: int) -> int:
    """Where the numbering at the start of a clause ends."""
    if text[start : start + 1] not in _NUMBERS:
        return start
    found = _NUMBER.match(text, start, end)
    return found.end() if found and found.end() < end else start


class Lexicon:
    """Words that are looked up by the longest one at a place."""

    def __init__(self, known: frozenset[str]) -> None:
        self.words = known
        sizes: dict[str, set[int]] = {}
        for word in known:
            sizes.setdefault(word[0], set()).add(len(word))
        self.sizes = {sign: tuple(sorted(found, reverse=True)) for sign, found in sizes.items()}

    def longest(self, text: str, at: int, end: int) -> str:
        """The longest word that begins at a place and ends in the run; "" when none does."""
        sizes = self.sizes.get(text[at : at + 1])
        if sizes is None:
            return ""
        known = self.words
        for size in sizes:
            stop = at + size
            if stop <= end:
                word = text[at:stop]
                if word in known:
                    return word
        return ""


VERB_LEXICON = Lexicon(VERBS)
ADVERB_LEXICON = Lexicon(ADVERB)
MODAL_LEXICON = Lexicon(MODAL)
CONJUNCTION_LEXICON = Lexicon(CONJUNCTION)


def verb_follows(text: str, at: int, end: int) -> bool:
    """Whether a verb of two characters or more comes next, at most one adverb before it."""
    if len(VERB_LEXICON.longest(text, at, end)) >= 2:
        return True
    adverb = ADVERB_LEXICON.longest(text, at, end)
    return len(adverb) >= 2 and len(VERB_LEXICON.longest(text, at + len(adverb), end)) >= 2


@cache
def _segmenter() -> object:
    import rjieba

    return rjieba


def cut(text: str) -> list[str]:
    """The words of a run, in order."""
    found: list[str] = _segmenter().cut(text)  # type: ignore[attr-defined]
    return found


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a run with their dictionary classes."""
    found: list[tuple[str, str]] = _segmenter().tag(text)  # type: ignore[attr-defined]
    return found
