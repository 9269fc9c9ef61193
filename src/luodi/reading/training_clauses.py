"""`luodi train --clauses`: fits the weights of the second look to labelled clauses.

A clause counts as a commitment when a labelled one matches the span it would have, by the reader's
contract. Documents held out by `is_held_out` teach nothing. The weights are those of a logistic
regression with a ridge; how good they are is told by folds of whole documents.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from luodi.reading import kind_weights
from luodi.reading.evaluation.matching import Row, match
from luodi.reading.evaluation.material import Material, NoMaterial, is_held_out, load
from luodi.reading.found import Judged
from luodi.reading.kind_weights import Told, told_of
from luodi.reading.reader import prepared
from luodi.reading.second_look import TAKEN_FROM, SecondLook
from luodi.reading.weighing import FILE, Key, LineSigns, signs_with_values, to_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS: Final = 6
_STRENGTH: Final = 0.5  # C of the logistic regression; 0.03, 0.1, 0.2, 0.3 and 0.5 were tried
_KIND_STRENGTH: Final = 1.0  # 0.3, 1 and 3 were tried
# Weights below are not kept; characters share one sign among all of a clause, so theirs say less.
_SMALLEST, _SMALLEST_SPREAD = 0.03, 0.08
_SPREAD = frozenset({"gram", "title", "heading"})


@dataclass(frozen=True, slots=True)
class Example:
    """A clause of a labelled passage: its signs, what the rules said, whether it commits."""

    document: str
    signs: dict[Key, float] | None
    by_rules: bool
    commits: bool
    told: Told | None
    kind: str


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    signs: dict[Key, float] | None
    by_rules: bool
    told: Told | None


def clauses_of(text: str) -> list[_Clause]:
    """The clauses that the rules of the reader judge in a text, with offsets into it."""
    source, _, walk = prepared(text)
    context = walk.context
    kept: list[_Clause] = []

    def keep(judged: list[Judged], signs: LineSigns) -> None:
        for one, told in zip(judged, signs_with_values(signs), strict=True):
            low = min(max(one.part.head.start, one.part.start), one.part.end - 1)
            start, end = source.source_span(low, one.part.end)
            taken = one.found is not None and one.reason != "topic"
            kind = told_of(context.text, one.found, context.kind) if one.found else None
            kept.append(_Clause(start, end, told, taken, kind))

    walk.second_look = SecondLook(context, keep=keep)
    walk.read()
    return kept


def examples(material: Material, *, held: bool = False) -> list[Example]:
    """The clauses of all labelled passages of open documents, or of those held out."""
    made: list[Example] = []
    known: dict[str, list[_Clause]] = {}
    for row in (*material.labelled, *material.numbered):
        document = row["doc"]
        if is_held_out(document) != held:
            continue
        if document not in known:
            known[document] = clauses_of(material.whole.text_of(document))
        made += _of_passage(row, known[document])
    return made


def _of_passage(row: Row, clauses: Sequence[_Clause]) -> Iterable[Example]:
    low = row["start"]
    high = row.get("end") or low + len(row["text"])
    inside = [one for one in clauses if one.start < high and one.end > low]
    spans = [{"start": one.start - low, "end": one.end - low} for one in inside]
    commits = _matched(row["commitments"], spans, [one.by_rules for one in inside])
    for place, one in enumerate(inside):
        kind = commits.get(place, "")
        yield Example(row["doc"], one.signs, one.by_rules, place in commits, one.told, kind)


def _matched(gold: Sequence[Row], spans: Sequence[Row], by_rules: Sequence[bool]) -> dict[int, str]:
    """The clauses that labelled commitments match, those the rules took first, and their kinds."""
    taken = [place for place, told in enumerate(by_rules) if told]
    pairs = match(gold, [spans[place] for place in taken])
    hit = {taken[at]: gold[place]["kind"] for place, at in pairs}
    seen = {place for place, _ in pairs}
    rest = [item for place, item in enumerate(gold) if place not in seen]
    free = [place for place in range(len(spans)) if place not in hit]
    late = match(rest, [spans[place] for place in free])
    return hit | {free[at]: rest[place]["kind"] for place, at in late}


class Table:
    """A sparse matrix of examples by signs."""

    def __init__(self, made: Iterable[Mapping[Key, float] | None]) -> None:
        from scipy.sparse import csr_matrix

        self.places: dict[Key, int] = {}
        columns, values, ends = [], [], [0]
        for signs in made:
            for sign, by in (signs or {}).items():
                columns.append(self.places.setdefault(sign, len(self.places)))
                values.append(by)
            ends.append(len(columns))
        shape = (len(ends) - 1, len(self.places))
        self.matrix: Any = csr_matrix((values, columns, ends), shape=shape)


def fit(matrix: Any, commits: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """Weights and bias for these rows."""
    from sklearn.linear_model import LogisticRegression

    learner = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300)
    learner.fit(matrix, commits)
    return learner.coef_[0], float(learner.intercept_[0])


@dataclass(frozen=True, slots=True)
class Judgement:
    """F1 on clauses of documents left out: by the rules alone, and after the second look."""

    examples: int
    documents: int
    rules: float
    weighed: float


def left_out(made: Sequence[Example], table: Table) -> tuple[Judgement, NDArray[Any]]:
    """How clauses are judged by weights of other documents, and the probabilities they get."""
    import numpy as np

    documents = {one.document for one in made}
    folds = _folds([one.document for one in made])
    commits = np.array([one.commits for one in made])
    open_ = np.array([one.signs is not None for one in made])
    chances = np.array([float(one.by_rules) for one in made])
    for at in range(FOLDS):
        taught, judged = open_ & (folds != at), open_ & (folds == at)
        weights, bias = fit(table.matrix[taught], commits[taught])
        chances[judged] = 1 / (1 + np.exp(-(table.matrix[judged] @ weights + bias)))
    rules = _f1(np.array([one.by_rules for one in made]), commits)
    weighed = _f1(chances >= TAKEN_FROM, commits)
    return Judgement(len(made), len(documents), rules, weighed), chances


def _f1(taken: NDArray[Any], commits: NDArray[Any]) -> float:
    return float(2 * (taken & commits).sum() / (taken.sum() + commits.sum()))


def save(folder: Path, made: Sequence[Example], table: Table) -> Path:
    """Fits the weights to all examples and writes them."""
    import numpy as np

    rows = np.array([one.signs is not None for one in made])
    weights, bias = fit(table.matrix[rows], np.array([one.commits for one in made])[rows])
    path = folder / FILE
    path.write_text(to_text(bias, _kept(table, weights)), encoding="utf-8")
    return path


def _kept(table: Table, weights: NDArray[Any]) -> Iterable[tuple[Key, float]]:
    for sign, place in table.places.items():
        if abs(weights[place]) >= _least(sign):
            yield sign, round(float(weights[place]), 3)


def _least(sign: Key) -> float:
    return _SMALLEST_SPREAD if sign[0] in _SPREAD else _SMALLEST


@dataclass(frozen=True, slots=True)
class KindJudgement:
    """Share of kinds right on commitments of documents left out: by the rules alone, weighed."""

    examples: int
    rules: float
    weighed: float


class Kinds:
    """The matched commitments whose kind teaches: requests are settled by the rules."""

    def __init__(self, made: Sequence[Example]) -> None:
        import numpy as np

        kept = [
            (one, one.told)
            for one in made
            if one.told and one.kind in kind_weights.KINDS and one.told.kind in kind_weights.KINDS
        ]
        self.documents = [one.document for one, _ in kept]
        self.table = Table(dict(kind_weights.signs_with_values(told)) for _, told in kept)
        self.kinds = np.array([one.kind for one, _ in kept])
        self.by_rules = np.array([told.kind for _, told in kept])

    def left_out(self) -> KindJudgement:
        """How kinds are told by weights of other documents."""
        folds, found = _folds(self.documents), self.by_rules.copy()
        for at in range(FOLDS):
            learner = self._fitted(folds != at)
            found[folds == at] = learner.predict(self.table.matrix[folds == at])
        rules = float((self.by_rules == self.kinds).mean())
        return KindJudgement(len(self.kinds), rules, float((found == self.kinds).mean()))

    def _fitted(self, which: NDArray[Any]) -> Any:
        from sklearn.linear_model import LogisticRegression

        learner = LogisticRegression(C=_KIND_STRENGTH, max_iter=500)
        return learner.fit(self.table.matrix[which], self.kinds[which])

    def save(self, folder: Path) -> Path:
        """Fits the weights to all of them and writes them."""
        import numpy as np

        learner = self._fitted(np.ones(len(self.kinds), dtype=bool))
        path = folder / kind_weights.FILE
        bias = tuple(round(float(one), 3) for one in learner.intercept_)
        weights = (
            (sign, tuple(round(float(one), 2) for one in learner.coef_[:, place]))
            for sign, place in self.table.places.items()
            if np.abs(learner.coef_[:, place]).max() >= _least(sign)
        )
        path.write_text(
            kind_weights.written([*map(str, learner.classes_)], bias, weights), encoding="utf-8"
        )
        return path


def _folds(documents: Sequence[str]) -> NDArray[Any]:
    """The fold of each case; a document is in one."""
    import numpy as np

    names = sorted(set(documents))
    random.Random(1).shuffle(names)
    fold = {name: at % FOLDS for at, name in enumerate(names)}
    return np.array([fold[name] for name in documents])


_WORDS: Final = {
    "none": ("没有标注材料：{place}", "the labelled material is not there: {place}"),
    "clauses": (
        "{documents} 份文件，{examples} 个分句；按文件轮流留出，F1：仅规则 {rules:.3f}，"
        "第二遍判断后 {weighed:.3f}",
        "{documents} documents, {examples} clauses; documents left out in turn, F1: rules alone "
        "{rules:.3f}, after the second look {weighed:.3f}",
    ),
    "kinds": (
        "{examples} 项的类别，准确率：仅规则 {rules:.3f}，加权后 {weighed:.3f}",
        "kinds of {examples} commitments, accuracy: rules alone {rules:.3f}, weighed {weighed:.3f}",
    ),
    "written": ("写好了 {path}", "wrote {path}"),
}


def train(folder: Path, *, english: bool) -> int:
    """Fits, tells how documents left out are judged, and writes both files; 1 without material."""
    try:
        made = examples(load())
    except NoMaterial as error:
        print(_WORDS["none"][english].format(place=error), file=sys.stderr)
        return 1
    table, kinds = Table(one.signs for one in made), Kinds(made)
    judged, _ = left_out(made, table)
    print(_WORDS["clauses"][english].format(**asdict(judged)))
    print(_WORDS["kinds"][english].format(**asdict(kinds.left_out())))
    for path in (save(folder, made, table), kinds.save(folder)):
        print(_WORDS["written"][english].format(path=path))
    return 0
