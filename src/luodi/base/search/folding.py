"""What counts as the same: texts and questions are folded alike, a sign for a sign or none.

Width and case are folded, blanks and invisible signs are dropped; a line break stays, so that no
word reaches over it. `grams` are the single signs and the pairs that stand beside each other.

Whoever changes anything here has to have the index made anew in a migration: SQLite takes a row
out of its index by the very words that were put in.
"""

from __future__ import annotations

import re
from itertools import pairwise
from operator import add

MOST_WORDS = 8
LONGEST_WORD = 60

# Blanks but the line break, controls, invisible signs, and halves of characters.
DROPPED = re.compile(
    "[^\\S\n]|[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2060\ufeff\ud800-\udfff]"
)
_WIDE = re.compile("[\uff01-\uff5e]")
_WIDE_STEP = 0xFEE0
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_QUOTED = re.compile('[“"「『]([^“”"「」『』]*)[”"」』]')
_QUOTES = re.compile('[“”"「」『』]')


def clean(text: str) -> str:
    """Return the text without what no database stores: NUL and halves of characters."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """Return the text as it is compared; folding parts and joining them is the same."""
    kept = _WIDE.sub(lambda sign: chr(ord(sign[0]) - _WIDE_STEP), DROPPED.sub("", text))
    lower = kept.lower()
    if len(lower) != len(kept):
        lower = "".join(low if len(low := sign.lower()) == 1 else sign for sign in kept)
    # Python writes a closing sigma in its own way, which depends on what follows.
    return lower.replace("ς", "σ")


def words_of(question: str) -> list[str]:
    """Return the folded words of a question, each once; what is in quotes is one word.

    Words without a letter or digit ask for nothing; the ninth and later words are left out.
    """
    quoted = _QUOTED.findall(question)
    plain = _QUOTES.sub(" ", _QUOTED.sub(" ", question)).split()
    folded = (fold(word).replace("\n", "")[:LONGEST_WORD] for word in [*quoted, *plain])
    meant = [word for word in folded if any(map(str.isalnum, word))]
    return list(dict.fromkeys(meant))[:MOST_WORDS]


def grams(folded: str) -> set[str]:
    """Return the signs of a folded text and the pairs that stand beside each other on a line."""
    found = set(folded) | {one + other for one, other in pairwise(folded)}
    return {gram for gram in found if "\n" not in gram}


def pair_words(folded: str) -> str:
    """Return the pairs of a folded text in order, as words that any tokenizer leaves whole.

    A line break is a word of its own, which no question holds, so no phrase goes over it.
    """
    words = {sign: sign_word(sign) for sign in set(folded)}
    lines = ([words[sign] for sign in line] for line in folded.split("\n"))
    return " y ".join(" ".join(map(add, line, line[1:])) for line in lines)


def sign_word(sign: str) -> str:
    """Return a sign as letters and digits: four of them, or more after a z."""
    code = f"{ord(sign):04x}"
    return code if len(code) == 4 else f"z{code}"
