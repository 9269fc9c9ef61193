"""A copy of the text that the grammar can read, with a map back to the characters as given."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_WIDE |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {"％": "%", "．": ".", "﹒": ".", "＋": "+", "＝": "=", "／": "/", "￥": "¥", "｜": "|"}
_DASHES = dict.fromkeys("－–—―─~～∼〜", "—")
_BLANKS = dict.fromkeys("\u00a0\u2002\u2003\u2009\u3000\t", " ")
_ROUND = {"〔": "〔", "﹝": "〔", "﹞": "〕", "［": "〔", "］": "〕", "〖": "【", "〗": "】"}
_TABLE = {chr(sign): chr(code) for sign, code in _WIDE.items()}
_TABLE |= _SIGNS | _DASHES | _BLANKS | _ROUND
_FOLDED = re.compile(f"[{re.escape(''.join(_TABLE))}]")

_CJK = "\u3400-\u9fff\uf900-\ufaff"
_MARKS = "\u2018-\u201f\u3001-\u301f\uff00-\uffef"
_UNSEEN = "\u200b-\u200d\ufeff\u00ad"
_BEFORE_BLANK = f"[{_CJK}{_MARKS}]"
# These patterns begin with the signs they look for: `re` then runs past all others at once.
_GOES_ON = f"(?![一二三四五六七八九十]+[、是]|[0-9]+[.、])[{_CJK}0-9A-Za-z“《]"
_TITLE_ENDS = "知见定告函复法案则划要章程例度序位委报示"
_COUNT = "[0-9][0-9.]*[万亿]?[个家项名所座条处%]"
_DROPPED = re.compile(
    f"[ {_UNSEEN}](?:(?<={_BEFORE_BLANK} ) *(?=[{_CJK}{_MARKS}0-9A-Za-z+(—])"
    f"|(?<=[0-9A-Za-z%.)] ) *(?=[{_CJK}{_MARKS}])"
    f"|(?<=[0-9] ) *(?=%)|(?<=[{_UNSEEN}])[{_UNSEEN}]*)"
    # A line that was broken inside its sentence: behind a comma, between a noun and its count, or
    # at the width of a page, where no title ends.
    f"|\n(?:(?<=[，、]\n) *(?={_GOES_ON})|(?<=[{_CJK}]\n) *(?={_COUNT})"
    f"|(?<=[^\n]{{49}}[{_CJK}]\n)(?<![{_TITLE_ENDS}]\n)(?={_GOES_ON}[^\n]*[，。；]))"
)
_HALF = re.compile(f"[,;:!?()](?:(?<=[{_CJK}{_MARKS}][,;:!?()])|(?=[{_CJK}]))")
_FULL = str.maketrans(",;:!?()", "，；：！？（）")
_CLOSING_ASCII = re.compile(r"（[^（）()\n]{0,80}\)|\([^（）()\n]{0,80}）")


@dataclass(frozen=True, slots=True)
class Normalised:
    """The readable copy; `source_span` leads back to the characters as given."""

    text: str
    length: int
    _map: Sequence[int] | None

    @property
    def is_same_length(self) -> bool:
        """Whether nothing was dropped, so that places are the same in both."""
        return self._map is None

    def place_of(self, at: int) -> int:
        """The place in the readable copy of a place in the given text; of a dropped character, the
        place of the next one that was kept."""
        return at if self._map is None else bisect_left(self._map, at)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The run of the given text that `text[start:end]` stands for; refuses a run outside it."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"no such run: {start}..{end} of {len(self.text)}")
        if self._map is None:
            return start, end
        if start == end:
            place = self._map[start] if start < len(self._map) else self.length
            return place, place
        return self._map[start], self._map[end - 1] + 1


def normalise(text: str) -> Normalised:
    """The text with full-width letters and digits folded, blanks beside CJK dropped, never longer.

    Every remaining character stands for exactly one character of the given text.
    """
    folded = _FOLDED.sub(lambda found: _TABLE[found.group()], text)
    kept, places = _drop(folded)
    kept = _HALF.sub(lambda found: found.group().translate(_FULL), kept)
    kept = _CLOSING_ASCII.sub(lambda found: found.group().translate(_FULL), kept)
    return Normalised(kept, len(text), places)


def _drop(folded: str) -> tuple[str, Sequence[int] | None]:
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for found in _DROPPED.finditer(folded):
        parts.append(folded[last : found.start()])
        places.extend(range(last, found.start()))
        last = found.end()
    if last == 0:
        return folded, None
    parts.append(folded[last:])
    places.extend(range(last, len(folded)))
    return "".join(parts), places
