"""The same commitment in several documents of one body, and where numbers or dates differ.

Two findings say the same when their words, with numbers and dates left out, are alike: the cosine
of character pairs weighted by rarity is at least `LEAST`. Only findings that share one of each
other's rarest pairs are compared; the bound of Bayardo, Ma and Srikant (2007, "Scaling up all
pairs similarity search") makes that exact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log, sqrt
from typing import Final, Literal

from luodi.reading.gazetteer import find_places
from luodi.reading.likeness import pairs
from luodi.reading.linear import masked
from luodi.reading.reader import reference_day
from luodi.reading.types import Finding, Frame

LEAST: Final = 0.7
_SHORTEST: Final = 8  # characters without numbers: shorter ones are alike by chance,
_SHORTEST_COUNTED: Final = 6  # but less so where both count something
_OF: Final = 8  # characters before a number that say what it counts
_NUMBERS = re.compile(r"[0-9０-９.．,，%％〇万亿]+")
Relation = Literal["again", "changed", "contradiction"]
Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target as far as it is compared; `of` are the words that say what is counted."""

    text: str
    value: Decimal
    value2: Decimal | None
    unit: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding of a document, by its place."""

    document: str
    start: int
    end: int
    text: str
    quantities: tuple[Quantity, ...] = ()
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose document it is and of when; documents of unknown bodies are compared with none."""

    body: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, in the words of both: a value, or the last day."""

    what: Literal["value", "deadline"]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The same commitment twice, the earlier document first.

    again: with the same numbers and days; changed: with others; contradiction: with others for the
    same day, or in documents of the same year.
    """

    earlier: Statement
    later: Statement
    score: float
    relation: Relation
    differences: tuple[Difference, ...]


def compare(
    statements: Sequence[Statement], origins: Mapping[str, Origin], *, least: float = LEAST
) -> list[Pair]:
    """Return pairs of findings of one body's documents, in the order of the later finding.

    A finding is paired once with a document, and of earlier documents that say it only with the
    newest, and with those that it contradicts.
    """
    several = Counter(origin.body for origin in origins.values())
    told = [
        one for one in statements
        if several[origins[one.document].body] > 1 and _says_enough(one)
    ]  # fmt: skip
    bodies = [origins[one.document].body for one in told]
    taken: set[tuple[int, str]] = set()
    found = []
    alike = _alike(told, bodies, least)
    for score, one, other in sorted(alike, key=lambda held: (-held[0], *held[1:])):
        here, there = (one, told[other].document), (other, told[one].document)
        if here in taken or there in taken:
            continue
        taken |= {here, there}
        found.append(_pair(told[one], told[other], score, origins))
    return sorted(_newest(found, origins), key=lambda one: (_place(one.later), _place(one.earlier)))


def _newest(found: Sequence[Pair], origins: Mapping[str, Origin]) -> Iterator[Pair]:
    newest: dict[tuple[str, int], tuple[date, str]] = {}
    for pair in found:
        when = _when(origins[pair.earlier.document], pair.earlier)
        newest[_place(pair.later)] = max(when, newest.get(_place(pair.later), when))
    for pair in found:
        when = _when(origins[pair.earlier.document], pair.earlier)
        if pair.relation == "contradiction" or when == newest[_place(pair.later)]:
            yield pair


def _says_enough(told: Statement) -> bool:
    return len(core(told.text)) >= (_SHORTEST_COUNTED if told.quantities else _SHORTEST)


def _place(told: Statement) -> tuple[str, int]:
    return told.document, told.start


def origin_of(frame: Frame) -> Origin:
    """Return whose document a frame tells of, and of when."""
    return Origin(body_of(frame.issuer, frame.title), reference_day(frame))


def body_of(issuer: str, title: str) -> str:
    """Return the place that the issuer or else the title names, else the issuer; "" for neither.

    So the government of a place, its office and its departments are one body.
    """
    for words in (issuer, title):
        if "国务院" in words:
            return "国务院"
        if places := find_places(words):
            return places[0].text
        if opening := _OPENS_WITH_PLACE.match(words):
            return opening["place"]
    return issuer


# Places that no list knows: new ones, invented ones.
_OPENS_WITH_PLACE = re.compile(
    r"(?:中共|(?:19|20)\d\d年)*(?![关全各我本以对在为])(?P<place>[\u4e00-\u9fff]{2,5}?[省市县区州旗])"
)


def statement_of(finding: Finding, document: str) -> Statement:
    """Return a finding as it is compared."""
    words, start = finding.span.text, finding.span.start
    told = tuple(
        Quantity(
            t.span.text, t.value, t.value2, t.unit,
            t.indicator or words_before(words, t.span.start - start),
        )
        for t in finding.targets
    )  # fmt: skip
    due = finding.deadline.by if finding.deadline else None
    return Statement(document, start, finding.span.end, words, told, due)


def words_before(words: str, at: int) -> str:
    """Return the last words before a number, which say what it counts."""
    return core(words[: max(0, at)])[-_OF:]


def core(words: str) -> str:
    """Return the words without numbers and dates."""
    return _NUMBERS.sub("", masked(words))


def _alike(
    told: Sequence[Statement], bodies: Sequence[str], least: float
) -> Iterator[tuple[float, int, int]]:
    """Yield the likeness of each pair in different documents of a body that reaches the least."""
    vectors = _vectors([core(one.text) for one in told])
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        if not bodies[at]:
            continue
        telling = [(bodies[at], gram) for gram in _telling(vector, least)]
        near = {other for gram in telling for other in places.get(gram, ())}
        for other in near:
            if told[at].document != told[other].document:
                score = _cosine(vector, vectors[other])
                if score >= least:
                    yield score, other, at
        for gram in telling:
            places[gram].append(at)


def _vectors(texts: Sequence[str]) -> list[Vector]:
    """Vectors of length 1, the rarest pair first; ties in the order of the signs."""
    counted = [pairs(text) for text in texts]
    seen = Counter(gram for counts in counted for gram in counts)
    vectors = []
    for counts in counted:
        weights = {gram: n * log(1 + len(texts) / seen[gram]) for gram, n in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        order = sorted(weights, key=lambda gram: (seen[gram], gram))
        vectors.append({gram: weights[gram] / length for gram in order})
    return vectors


def _telling(vector: Vector, least: float) -> Iterator[str]:
    """The rarest pairs, until the others together cannot reach the least any more."""
    left = 1.0
    for gram, weight in vector.items():
        if left < least * least:
            return
        yield gram
        left -= weight * weight


def _cosine(one: Vector, other: Vector) -> float:
    small, large = sorted((one, other), key=len)
    return sum(weight * large.get(gram, 0.0) for gram, weight in small.items())


def _pair(one: Statement, other: Statement, score: float, origins: Mapping[str, Origin]) -> Pair:
    first, second = sorted((one, other), key=lambda told: _when(origins[told.document], told))
    mine, theirs = origins[first.document], origins[second.document]
    differences = (*_values(first, second), *_days(first, second, mine, theirs))
    relation: Relation = "again"
    if differences:
        relation = "contradiction" if _same_time(first, second, mine, theirs) else "changed"
    return Pair(first, second, score, relation, differences)


def _when(origin: Origin, told: Statement) -> tuple[date, str]:
    return origin.day or date.max, told.document


def _same_time(first: Statement, second: Statement, mine: Origin, theirs: Origin) -> bool:
    """Whether both speak of one time: the same last day, or without one documents of one year."""
    if first.by or second.by:
        return first.by == second.by
    return bool(mine.day and theirs.day and mine.day.year == theirs.day.year)


def _days(first: Statement, second: Statement, mine: Origin, theirs: Origin) -> list[Difference]:
    """Other last days, unless each is set anew for the year of its document."""
    if not first.by or not second.by or first.by == second.by:
        return []
    if mine.day and theirs.day and _is_yearly(first.by, mine.day, second.by, theirs.day):
        return []
    return [Difference("deadline", first.by.isoformat(), second.by.isoformat())]


def _is_yearly(by: date, day: date, other_by: date, other_day: date) -> bool:
    return by.year == day.year and other_by.year == other_day.year


def _values(first: Statement, second: Statement) -> list[Difference]:
    """Other values of one measure: numbers of one unit, paired by the words before them."""
    found, left = [], list(second.quantities)
    for mine in first.quantities:
        same = [other for other in left if other.unit == mine.unit]
        if not same:
            continue
        theirs = max(same, key=lambda other: _shared(mine, other))
        alone = len(same) == 1 == sum(one.unit == mine.unit for one in first.quantities)
        if alone or _shared(mine, theirs):
            left.remove(theirs)
            if (mine.value, mine.value2) != (theirs.value, theirs.value2):
                found.append(Difference("value", mine.text, theirs.text))
    return found


def _shared(one: Quantity, other: Quantity) -> int:
    return (pairs(one.of) & pairs(other.of)).total()
