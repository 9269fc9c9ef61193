"""The kind of a finding, weighed: the rules' answer is one sign among the words of the clause.

For each kind but `request`, which the rules settle, the signs have weights of a multinomial
logistic regression on labelled commitments; the kind with the largest sum is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import add
from typing import Final

from luodi.reading.found import Found
from luodi.reading.types import FindingKind
from luodi.reading.weighing import Key, masked, rows_of

FILE: Final = "kind_weights.json"
KINDS: Final[tuple[FindingKind, ...]] = ("task", "goal", "project", "reform")
_LONGEST, _TAG = 60, 0.7
# Where the tags are so far apart the characters hardly ever change the answer (6 of 31,882).
_CLEAR: Final = 3.0


@dataclass(frozen=True, slots=True)
class Told:
    """What the kind of a finding is weighed by."""

    words: str
    kind: str
    reason: str
    measured: bool
    dated: bool
    document_kind: str


def told_of(text: str, item: Found, document_kind: str) -> Told:
    """What a finding tells about its kind; `text` is the normalised one."""
    dated = item.when is not None and item.when.by is not None
    words = text[item.start : item.end]
    return Told(words, item.kind, item.reason, bool(item.quantities), dated, document_kind)


def tags_of(words: str, told: Told) -> tuple[list[Key], Key]:
    """Tags of a fixed weight, and a bundle that stands for the tags `unbundled` makes of it."""
    tags: list[Key] = [
        ("first", words[:2]),
        ("first", words[:4]),
        ("last", words[-2:], told.kind),
        ("last", words[-3:]),
        ("last", words[-4:]),
    ]
    bundle = (told.kind, told.measured, told.dated, told.reason, told.document_kind)
    return tags, bundle


def pairs_of(words: str) -> set[str]:
    """The pairs of characters, which weigh together as one."""
    return set(map(add, words, words[1:]))


def words_of(told: Told) -> str:
    """The words of the finding with every number as 0."""
    return masked(told.words)[:_LONGEST]


def unbundled(bundle: Key) -> list[Key]:
    """The tags of a bundle."""
    kind, measured, dated, reason, document = bundle
    return [
        ("kind", kind),
        ("measured", kind, measured),
        ("dated", kind, dated),
        ("reason", kind, reason),
        ("document", kind, document),
    ]


def signs_with_values(told: Told) -> Iterator[tuple[Key, float]]:
    """Each sign with what it counts, as the weights are fitted to them."""
    words = words_of(told)
    pairs, (tags, bundle) = pairs_of(words), tags_of(words, told)
    for pair in pairs:
        yield ("gram", pair), len(pairs) ** -0.5
    for tag in (*tags, *unbundled(bundle)):
        yield tag, _TAG


Row = tuple[float, ...]  # one weight for each kind


@dataclass(frozen=True, slots=True)
class KindWeights:
    """What each sign weighs for each kind."""

    kinds: tuple[FindingKind, ...]
    bias: Row  # in the scale of tags
    grams: dict[object, Row]
    tags: dict[object, Row]
    sums: dict[Key, Row] = field(default_factory=dict)

    def weighed(self, told: Told) -> FindingKind:
        """The likeliest kind."""
        words = words_of(told)
        tags, bundle = tags_of(words, told)
        rows = [self.bias, *filter(None, map(self.tags.get, tags)), self._sum(bundle)]
        totals: list[float] = [*map(sum, zip(*rows, strict=True))]
        first, second = sorted(totals)[:-3:-1]
        if first - second < _CLEAR:
            pairs = pairs_of(words)
            by = len(pairs) ** -0.5 / _TAG if pairs else 0.0
            found = [*filter(None, map(self.grams.get, pairs))]
            spread = map(sum, zip(*found, strict=True)) if found else repeat(0.0)
            totals = [total + by * more for total, more in zip(totals, spread)]  # noqa: B905
        return self.kinds[totals.index(max(totals))]

    def _sum(self, bundle: Key) -> Row:
        """What the tags of a bundle weigh; the same bundles come again and again."""
        if bundle not in self.sums:
            rows = [self._row(tag) for tag in unbundled(bundle)]
            self.sums[bundle] = tuple(map(sum, zip(*rows, strict=True)))
        return self.sums[bundle]

    def _row(self, tag: Key) -> Row:
        """The weights of a tag; zeros where nobody met it."""
        return self.tags.get(tag, (0.0,) * len(self.kinds))


def settle_kinds(text: str, found: Iterable[Found], document_kind: str) -> None:
    """Gives each finding its weighed kind; requests and problems keep theirs."""
    weights = shipped()
    for item in found:
        if item.kind not in {"request", "problem"}:
            item.kind = weights.weighed(told_of(text, item, document_kind))


def written(kinds: Sequence[str], bias: Row, weights: Iterable[tuple[Key, Row]]) -> str:
    """The weights as a file: kinds and biases, then the signs with a weight for each kind."""
    head = json.dumps({"kinds": [*kinds], "bias": [*bias]})
    return f"{head}\n{rows_of((sign, list(row)) for sign, row in weights)}"


def read_weights(text: str) -> KindWeights:
    """The weights in a file; refuses another one with ValueError."""
    first, *lines = text.splitlines()
    told = json.loads(first)
    if not isinstance(told, dict) or not set(told.get("kinds", "?")) <= set(KINDS):
        raise ValueError("no weights of this reader")
    own: dict[object, Row] = {}
    tags: dict[object, Row] = {}
    for name, rows in map(json.loads, lines):
        for *sign, row in rows:
            if name == "gram":
                own[sign[0]] = tuple(row)
            else:
                tags[name, *sign] = tuple(row)
    return KindWeights(tuple(told["kinds"]), tuple(one / _TAG for one in told["bias"]), own, tags)


@cache
def shipped() -> KindWeights:
    """The weights that ship with the reader."""
    return read_weights((files("luodi.reading") / "data" / FILE).read_text(encoding="utf-8"))
