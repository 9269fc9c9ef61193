"""Done or to do: a linear model over hashed characters, for sentences that grammar leaves open.

Features are single characters and pairs, and the first and last characters of each clause; dates
are masked, so that the year of a document says nothing. The weights are a file that `luodi train`
writes; it is opened when a first sentence is in doubt.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from operator import add
from struct import unpack
from typing import IO, Final
from zipfile import ZipFile
from zlib import crc32

BITS: Final = 18
FILE: Final = "done_or_to_do"
_MASKED = re.compile(
    r"(?:19|20)\d\d年?(?:—(?:19|20)\d\d年?)?|\d{1,2}月(?:\d{1,2}日)?"
    r"|“?十[一二三四五六]五”?(?:时期|期间|规划|以来)?"
    r"|[今去明上当全本]年|年[初底末内]|(?:过去|未来|今后|近|这)?[一二三四五两几]年[来间]?|刚刚过去"
)
_CUTS = "，。；："
_OPENING, _CLOSING = (1, 2, 3, 4), (1, 2, 3)


def masked(sentence: str) -> str:
    """The sentence with every date and every word that counts from one as 〇."""
    return _MASKED.sub("〇", sentence)


def features(sentence: str) -> set[int]:
    """The places below 2**BITS that a sentence touches."""
    words = "^" + masked(sentence)
    cuts = [place for place, sign in enumerate(words) if sign in _CUTS]
    grams = [*words, *map(add, words, words[1:])]
    for start in (0, *cuts):
        grams += [f"<{words[start + 1 : start + 1 + size]}" for size in _OPENING]
    for cut in cuts:
        grams += [f">{words[max(0, cut - size) : cut]}" for size in _CLOSING]
    if len(_PLACES) > _KEPT:
        _PLACES.clear()
    return set(map(_PLACES.__getitem__, grams))


class _Places(dict[str, int]):
    """The place of each gram met, so that it is hashed once."""

    def __missing__(self, gram: str) -> int:
        self[gram] = place = crc32(gram.encode()) >> (32 - BITS)
        return place


_PLACES: Final = _Places()
_KEPT: Final = 2**16


@dataclass(frozen=True, slots=True)
class DoneOrToDo:
    """The trained weights: small integers, their scale, and what is added."""

    weights: array[int]  # of 2**BITS signed bytes
    scale: float
    bias: float

    def margin(self, sentence: str) -> float:
        """Above 0 the sentence sounds like something to do, below like something done."""
        touched = features(sentence)
        told = sum(map(self.weights.__getitem__, touched))
        return self.scale * told / sqrt(len(touched)) + self.bias

    def to_do(self, sentence: str) -> float:
        """The probability that the sentence tells of something to do."""
        margin = max(-30.0, min(30.0, self.margin(sentence)))
        return 1.0 / (1.0 + exp(-margin))


def from_file(stream: IO[bytes]) -> DoneOrToDo:
    """The model in a .npz file; refuses another one with ValueError.

    The arrays are taken out without numpy, whose import would cost more than the reading of a page.
    """
    with ZipFile(stream) as packed:
        kept = {name: packed.read(f"{name}.npy") for name in ("weights", "scale", "bias")}
    held = array("b", _body(kept["weights"], "|i1"))
    if len(held) != 2**BITS:
        raise ValueError(f"{len(held)} weights: not a model of this reader")
    scale, bias = (unpack("<d", _body(kept[name], "<f8"))[0] for name in ("scale", "bias"))
    return DoneOrToDo(held, scale, bias)


def _body(npy: bytes, kind: str) -> bytes:
    """The numbers of an array in the format .npy 1.0; refuses another type with ValueError."""
    start = 10 + int.from_bytes(npy[8:10], "little")
    if not npy.startswith(b"\x93NUMPY\x01") or kind.encode() not in npy[:start]:
        raise ValueError(f"no array of {kind}: not a model of this reader")
    return npy[start:]


@cache
def model() -> DoneOrToDo:
    """The model that ships with the reader."""
    with (files("luodi.reading") / "data" / f"{FILE}.npz").open("rb") as stream:
        return from_file(stream)
