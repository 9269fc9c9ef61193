"""A second look at each clause: what labelled clauses like it, in like surroundings, turned out.

The grammar decides by rules, one at a time; here its decision is one sign among others: the
characters of the clause, its head, what stands before and behind it in the sentence and on the
line, the heading above it and the kind of document. Each sign has a weight, fitted by a logistic
regression on labelled clauses (`luodi train-clauses`); their sum is the log of the odds that the
clause commits. The weights are readable: `data/weights.json` names every sign.
"""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain, groupby
from math import exp
from operator import add
from typing import Final, cast

from luodi.reading.found import Judged
from luodi.reading.parts import Part

FILE: Final = "weights.json"
Key = tuple[object, ...]
_LONGEST, _HEADING, _TITLE = 60, 24, 50
_WINDOW: Final = 40  # clauses whose reasons tell what sort of text this is
_TAG, _SPREAD = 0.7, 0.7  # what one sign counts beside all characters of the clause together
_NUMBER = re.compile(r"(?:19|20)\d\d年?|\d[\d.,]*")
_DIGIT = re.compile(r"\d")
_TELLING = (
    *("要", "应", "将", "了", "已", "为", "是", "目标", "问题", "可以", "不得", "力争", "年", "%"),
    *("增长", "鼓励", "支持", "“"),
)

# The rules are hardly ever wrong where they give one of these reasons.
SETTLED: Final = frozenset(
    {
        *("topic", "boilerplate", "past", "permission", "no_verb", "rate", "roster", "question"),
        *("responsible", "level", "definition"),
    }
)
_TELLS_OF = re.compile("|".join(sorted(_TELLING, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Around:
    """What is the same for all clauses of a line."""

    kind: str
    role: str
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class Signs:
    """The signs of one clause: characters that weigh together as one, tags of a fixed weight, and
    bundles, which stand for the tags that `unbundled` makes of them."""

    grams: set[str]
    tags: list[Key]
    bundles: list[Key]


@dataclass(frozen=True, slots=True)
class Shares:
    """Signs with what each counts; `name`, where there is one, stands for all of them."""

    signs: dict[Key, float]
    name: Key = ()


@dataclass(slots=True)
class LineSigns:
    """The signs of a line's clauses, None where the rules have the last word, and the shares that
    hold for each of them."""

    clauses: list[Signs | None]
    shares: tuple[Shares, ...] = ()


def masked(text: str) -> str:
    """The text with every number as 0."""
    return _NUMBER.sub("0", text) if _DIGIT.search(text) else text


def grams(words: str) -> set[str]:
    """The characters and pairs of a text, with marks for its start and end."""
    marked = f"^{words}$"
    return {*marked, *map(add, marked, marked[1:])}


@dataclass(slots=True)
class _Words:
    """The words of a clause as signs use them."""

    text: str
    first: str
    last: str


def _words(text: str, part: Part) -> _Words:
    start = min(max(part.head.start, part.start), part.end - 1)
    told = masked(text[start : part.end])[:_LONGEST]
    return _Words(told, told[:2], told[-2:])


class Document:
    """Collects the signs of a document line by line."""

    def __init__(self, text: str, kind: str, title: str) -> None:
        self.text = text
        self.kind = kind
        self.recent: deque[str] = deque(maxlen=_WINDOW)
        words = masked(title)[:_TITLE]
        pairs = _pairs(words)
        signs: dict[Key, float] = {("title", p): _SPREAD * len(pairs) ** -0.5 for p in pairs}
        self.title = Shares(signs, ("title", words))
        self.headings: dict[str, Shares] = {}

    def line(self, judged: Sequence[Judged], around: Around) -> LineSigns:
        """The signs of the clauses judged on one line."""
        text, words = self.text, [_words(self.text, one.part) for one in judged]
        self.recent.extend(one.reason for one in judged)
        clauses: list[Signs | None] = []
        told: tuple[str, ...] = ()
        for place, one in enumerate(judged):
            if place == 0 or judged[place - 1].sentence != one.sentence:
                told = _told(text, judged, place)
            if one.reason in SETTLED:
                clauses.append(None)
                continue
            tags = _tags(one, words[place])
            bundles = _own_bundles(one, words[place], around, told)
            _add_near(judged, words, place, tags, bundles)
            clauses.append(Signs(grams(words[place].text), tags, bundles))
        return LineSigns(clauses, self._shares(around))

    def _shares(self, around: Around) -> tuple[Shares, ...]:
        count = len(self.recent)
        near: dict[Key, float] = {("recent", r): n / count for r, n in Counter(self.recent).items()}
        return Shares(near), self.title, self._heading(around.path[-1] if around.path else "")

    def _heading(self, heading: str) -> Shares:
        if heading not in self.headings:
            pairs = _pairs(f"^{masked(heading)[:_HEADING]}$")
            signs: dict[Key, float] = {("heading", pair): len(pairs) ** -0.5 for pair in pairs}
            self.headings[heading] = Shares(signs, ("heading", heading))
        return self.headings[heading]


def _pairs(words: str) -> set[str]:
    return set(map(add, words, words[1:]))


def _told(text: str, judged: Sequence[Judged], place: int) -> tuple[str, ...]:
    """Which telling words the sentence of a clause holds."""
    last = place
    while last + 1 < len(judged) and judged[last + 1].sentence == judged[place].sentence:
        last += 1
    low, high = judged[place].part.start, judged[last].part.end
    return tuple(sorted(set(_TELLS_OF.findall(text, low, high))))


def _tags(one: Judged, words: _Words) -> list[Key]:
    """The words of the clause that are signs of their own."""
    reason, verb, text = one.reason, one.part.head.word, words.text
    return [
        ("verb", verb),
        ("verb", verb, reason),
        ("verb first", verb, one.place == 0),
        ("first", words.first),
        ("first", words.first, reason),
        ("first", text[:3], 3),
        ("end", text[-1:]),
        ("end", words.last),
        ("end", text[-3:]),
    ]


def _own_bundles(one: Judged, words: _Words, around: Around, told: tuple[str, ...]) -> list[Key]:
    """What the clause is, where it stands in its sentence, what the sentence tells."""
    part, head, reason, kind = one.part, one.part.head, one.reason, around.kind
    counts, place, taken = len(part.quantities), one.place, one.taken
    counts = counts if counts < 2 else 2
    place, taken = place if place < 3 else 3, taken if taken < 2 else 2
    size = len(words.text) // 4
    of, subject = "的" in words.text, head.subject is not None
    last, alone = one.place == one.count - 1, one.count == 1
    return [
        (_IS, reason, kind, head.kind, head.modal, part.mark, counts, subject, of),
        (_STANDS, reason, place, last, alone, taken, one.bound, one.due, size if size < 12 else 12),
        (_TELLS, reason, told, around.role, kind),
    ]


def _add_near(
    judged: Sequence[Judged], words: Sequence[_Words], place: int, tags: list[Key], out: list[Key]
) -> None:
    """Adds the clauses before and behind in the sentence."""
    one, verb = judged[place], judged[place].part.head.word
    if place and judged[place - 1].sentence == one.sentence:
        before = judged[place - 1].part
        tags.append(("before", "verbs", before.head.word, verb))
        out.append((_BEFORE, one.reason, before.mark, before.head.modal))
    if place + 1 < len(judged) and judged[place + 1].sentence == one.sentence:
        other = judged[place + 1]
        head = other.part.head
        tags += (("behind", "verbs", head.word, verb), ("behind", "end", words[place + 1].last))
        out.append((_BEHIND, one.reason, other.reason, other.part.mark, head.modal))
    else:
        out.append((_ALONE, one.reason))


_IS, _STANDS, _TELLS, _BEFORE, _BEHIND, _ALONE = range(6)


def unbundled(bundle: Key) -> list[Key]:
    """The tags of a bundle."""
    return _UNBUNDLE[cast("int", bundle[0])](*bundle[1:])


def _is(
    reason: str, kind: str, head: str, modal: str, mark: str, counts: int, subject: bool, of: bool
) -> list[Key]:
    return [
        ("reason", reason),
        ("reason", reason, kind),
        ("kind", kind),
        ("head", head),
        ("modal", modal),
        ("modal", modal, reason, kind),
        ("mark", mark, reason),
        ("counts", counts, reason),
        ("subject", subject, reason),
        ("of", of, reason),
    ]


def _stands(
    reason: str, place: int, last: bool, alone: bool, taken: int, bound: bool, due: bool, size: int
) -> list[Key]:
    return [
        ("place", place, reason),
        ("last", last, reason),
        ("alone", alone, reason),
        ("taken", taken, reason),
        ("bound", bound, reason),
        ("due", due, reason),
        ("size", size),
    ]


def _tells(reason: str, told: tuple[str, ...], role: str, kind: str) -> list[Key]:
    tags: list[Key] = [("told", word) for word in told]
    return [*tags, *(("told", word, reason) for word in told), ("role", role, kind)]


def _before(reason: str, mark: str, modal: str) -> list[Key]:
    return [("before", "mark", mark, reason), ("before", "modal", modal)]


def _behind(reason: str, other: str, mark: str, modal: str) -> list[Key]:
    return [("behind", other), ("behind", "mark", mark, reason), ("behind", "modal", modal)]


def _alone(reason: str) -> list[Key]:
    return [("behind", "none", reason)]


_UNBUNDLE: tuple[Callable[..., list[Key]], ...] = (
    _is,
    _stands,
    _tells,
    _before,
    _behind,
    _alone,
)
_KEPT: Final = 2**16  # sums of bundles that are kept


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign weighs, and what is added."""

    grams: dict[object, float]
    tags: dict[object, float]
    bias: float
    sums: dict[Key, float] = field(default_factory=dict)

    def _sum(self, bundle: Key) -> float:
        """What the tags of a bundle weigh; most bundles come again and again."""
        if len(self.sums) > _KEPT:
            self.sums.clear()
        total = sum(self.tags.get(tag, 0.0) for tag in unbundled(bundle))
        self.sums[bundle] = total
        return total

    def _share(self, shares: Shares) -> float:
        known = self.sums.get(shares.name) if shares.name else None
        if known is None:
            known = sum(self.tags.get(sign, 0.0) * by for sign, by in shares.signs.items())
            if shares.name:
                self.sums[shares.name] = known
        return known

    def margins(self, line: LineSigns) -> list[float | None]:
        """The log of the odds that each clause of the line commits; None where that is settled."""
        weigh, own, known, tell = self.tags.get, self.grams.get, self.sums.get, self._sum
        whole = self.bias + sum(map(self._share, line.shares))
        margins: list[float | None] = []
        for one in line.clauses:
            if one is None:
                margins.append(None)
                continue
            # A sign that nobody met weighs nothing: `filter` leaves it out.
            words = sum(filter(None, map(own, one.grams))) * len(one.grams) ** -0.5
            tags = sum(filter(None, map(weigh, one.tags)))
            for bundle in one.bundles:
                held = known(bundle)
                tags += tell(bundle) if held is None else held
            margins.append(whole + words + tags * _TAG)
        return margins


def chance(margin: float) -> float:
    """The probability that belongs to a margin."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, margin))))


def signs_with_values(line: LineSigns) -> Iterator[dict[Key, float] | None]:
    """Each clause's signs with what they count, as the weights are fitted to them."""
    for one in line.clauses:
        if one is None:
            yield None
            continue
        told = {sign: by for shares in line.shares for sign, by in shares.signs.items()}
        by = len(one.grams) ** -0.5
        for gram in one.grams:
            told["gram", gram] = by
        for tag in (*one.tags, *chain.from_iterable(map(unbundled, one.bundles))):
            told[tag] = told.get(tag, 0.0) + _TAG
        yield told


def rows_of(weights: Iterable[tuple[Key, object]]) -> str:
    """Signs and weights as lines of JSON: one for each first word of a sign, in order."""
    rows = sorted(((list(sign), weight) for sign, weight in weights), key=_by_name)
    lines = []
    for name, group in groupby(rows, key=lambda row: str(row[0][0])):
        held = [[*sign[1:], weight] for sign, weight in group]
        lines.append(json.dumps([name, held], ensure_ascii=False, separators=(",", ":")))
    return "\n".join(lines) + "\n"


def _by_name(row: tuple[list[object], object]) -> str:
    return json.dumps(row[0], ensure_ascii=False)


def to_text(bias: float, weights: Iterable[tuple[Key, float]]) -> str:
    """The weights as a file."""
    return f"{json.dumps({'bias': round(bias, 3)})}\n{rows_of(weights)}"


def from_text(text: str) -> Weights:
    """The weights in a file; refuses another one with ValueError."""
    first, *lines = text.splitlines()
    told = json.loads(first)
    if not isinstance(told, dict) or not isinstance(told.get("bias"), float):
        raise ValueError("no weights of this reader")
    own: dict[object, float] = {}
    tags: dict[object, float] = {}
    for name, rows in map(json.loads, lines):
        for *sign, weight in rows:
            if name == "gram":
                own[sign[0]] = weight
            else:
                tags[name, *sign] = weight
    return Weights(own, tags, told["bias"])


@cache
def shipped() -> Weights:
    """The weights that ship with the reader."""
    return from_text((files("luodi.reading") / "data" / FILE).read_text(encoding="utf-8"))
