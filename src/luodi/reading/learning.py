"""Learning from the decisions of one deployment, and judging what was learnt by its random sample.

A ridge-penalised logistic regression around the confidence that ships: with few rows it stays where
it is. It is fitted by L-BFGS of scipy, which ships with luodi, so that a closed network needs
nothing more. Folds and bootstrap draws are by document: clauses of one document are no independent
cases (Efron and Tibshirani 1993, ch. 6 and 17).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from luodi.reading.learnt import BITS, LIMIT, Case, Learnt, features, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS: Final = 5
ENOUGH: Final = 200  # sampled clauses below which nothing is said
FEWEST_DOCUMENTS: Final = 5  # as many folds by document need
# 0.3, 1, 3 and 10 were tried on the labelled passages beside the checkout; 3 gained most surely.
_RIDGE: Final = 3.0
_SMALLEST: Final = 1e-3  # weights below are not kept
_ROUNDS: Final = 1000
BINS: Final = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Row:
    """One single decision of a reviewer: of which document, about what, and whether accepted."""

    document: str
    case: Case
    right: bool


@dataclass(frozen=True, slots=True)
class Sampled:
    """One clause of the random sample: what the grammar said, and what a person said unaided.

    `case` is None where the grammar left the clause; `left` is then how sure it was to leave it.
    `wanted` and `same_kind` are the person's: whether it is a finding, and of the kind said.
    """

    document: str
    case: Case | None
    left: float
    wanted: bool
    same_kind: bool = False


def fit(rows: Sequence[Row], number: int = 0) -> Learnt:
    """The model of these rows; of no rows, one that says what ships."""
    from scipy.optimize import minimize

    if not rows:
        return Learnt(number, 0.0, {})
    table, shipped = _table([row.case for row in rows])
    table, places = _columns(table)
    signs = np.array([1.0 if row.right else -1.0 for row in rows])

    def loss(held: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        margin = signs * (shipped + table @ held[:-1] + held[-1])
        pull = -signs / (1.0 + np.exp(np.clip(margin, -60, 60)))
        slope = np.append(table.T @ pull, pull.sum()) + _RIDGE * held
        return float(np.logaddexp(0.0, -margin).sum() + _RIDGE / 2 * held @ held), slope

    found = minimize(loss, np.zeros(len(places) + 1), jac=True, method="L-BFGS-B")
    weights = {
        int(place): round(float(weight), 5)
        for place, weight in zip(places, found.x[:-1], strict=True)
        if abs(weight) >= _SMALLEST
    }
    return Learnt(number, round(float(found.x[-1]), 5), weights)


def _table(cases: Sequence[Case]) -> tuple[Any, NDArray[Any]]:
    """A sparse matrix of features, one row a case, and the shipped log-odds."""
    from scipy.sparse import csr_matrix

    touched = [features(case) for case in cases]
    ends = np.cumsum([0, *(len(one) for one in touched)])
    places = np.array([at for one in touched for at in one], dtype=np.int64)
    values = np.array([by for one in touched for by in one.values()])
    table = csr_matrix((values, places, ends), shape=(len(cases), 2**BITS))
    return table, np.array([logit(case.shipped) for case in cases])


def _columns(table: Any) -> tuple[Any, NDArray[Any]]:
    """The matrix without empty columns, and which are left."""
    places = np.unique(table.indices)
    return table[:, places], places


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with the middle 95 % of its bootstrap draws over documents, and its cases."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Decisions of like confidence: how many, the mean confidence, the share that was right."""

    n: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a reader is on a sample; `error` is the expected calibration error."""

    accuracy: Estimate
    precision: Estimate
    recall: Estimate
    kinds: Estimate
    brier: Estimate
    error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What one reader decides about each clause of a sample, and how sure it is (arrays of n)."""

    taken: NDArray[Any]
    sure: NDArray[Any]


def decide(sample: Sequence[Sampled], models: Sequence[Learnt | None]) -> Decided:
    """What the grammar corrected by a model decides; one model, or None, for each clause."""
    chances = [_chance(one, model) for one, model in zip(sample, models, strict=True)]
    pairs = zip(sample, chances, strict=True)
    taken = np.array([one.case is not None and p >= LIMIT for one, p in pairs], dtype=bool)
    held = np.array(chances)
    return Decided(taken, np.where(taken, held, 1 - held))


def _chance(one: Sampled, model: Learnt | None) -> float:
    """How likely the clause is a finding."""
    if one.case is None:
        return 1 - one.left
    return model.confidence(one.case) if model else one.case.shipped


def quality(sample: Sequence[Sampled], decided: Decided) -> Quality:
    """How good the decisions are, with intervals over documents; refuses an empty sample."""
    if not sample:
        raise ValueError("an empty sample measures nothing")
    sums = _sums(sample, decided)
    drawn = _drawn(sums)
    right = decided.taken == np.array([one.wanted for one in sample])
    bins = tuple(_bins(decided.sure, right))
    error = sum(one.n * abs(one.said - one.right) for one in bins) / len(sample)
    return Quality(
        accuracy=_share(sums, drawn, _RIGHT, _ALL),
        precision=_share(sums, drawn, _HIT, _TAKEN),
        recall=_share(sums, drawn, _HIT, _WANTED),
        kinds=_share(sums, drawn, _KIND, _HIT),
        brier=_share(sums, drawn, _BRIER, _ALL),
        error=error,
        bins=bins,
    )


_ALL, _RIGHT, _TAKEN, _WANTED, _HIT, _KIND, _BRIER = range(7)


def _sums(sample: Sequence[Sampled], decided: Decided) -> NDArray[Any]:
    """Sums by document: documents down, the seven quantities across."""
    wanted = np.array([one.wanted for one in sample])
    same = np.array([one.same_kind for one in sample])
    hit = decided.taken & wanted
    right = decided.taken == wanted
    brier = (decided.sure - right) ** 2
    columns = (np.ones(len(sample)), right, decided.taken, wanted, hit, hit & same, brier)
    names = sorted({one.document for one in sample})
    place = {name: at for at, name in enumerate(names)}
    which = np.array([place[one.document] for one in sample])
    summed = [np.bincount(which, weights=column, minlength=len(names)) for column in columns]
    return np.column_stack(summed)


def _drawn(sums: NDArray[Any]) -> NDArray[Any]:
    """The sums of as many documents drawn with replacement, once a round."""
    documents = len(sums)
    times = np.random.default_rng(1).multinomial(
        documents, np.full(documents, 1 / documents), _ROUNDS
    )
    drawn: NDArray[Any] = times @ sums
    return drawn


def _share(sums: NDArray[Any], drawn: NDArray[Any], top: int, bottom: int) -> Estimate:
    whole = sums.sum(axis=0)
    n = int(whole[bottom])
    held = drawn[drawn[:, bottom] > 0]
    if not n or not len(held):
        return Estimate(0.0, 0.0, 1.0, 0)
    low, high = np.quantile(held[:, top] / held[:, bottom], (0.025, 0.975))
    return Estimate(float(whole[top] / n), float(low), float(high), n)


def _bins(sure: NDArray[Any], right: NDArray[Any]) -> Iterable[Bin]:
    for low, high in pairwise(BINS):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            yield Bin(int(inside.sum()), float(sure[inside].mean()), float(right[inside].mean()))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after on the same sample; `gain` is how much the Brier score fell."""

    n: int
    documents: int
    before: Quality
    after: Quality
    gain: Estimate

    @property
    def is_better(self) -> bool:
        """Whether the new model is to replace the old: what it says is closer to what people said,
        with the whole interval, and it decides no fewer clauses rightly."""
        return self.gain.low > 0 and self.after.accuracy.value >= self.before.accuracy.value


def is_enough(sample: Sequence[Sampled]) -> bool:
    """Whether a sample is large enough for a verdict."""
    return len(sample) >= ENOUGH and len({one.document for one in sample}) >= FEWEST_DOCUMENTS


def compare(sample: Sequence[Sampled], old: Sequence[Row] | None, new: Sequence[Row]) -> Comparison:
    """What training on the new rows brings over the old ones, or over what ships (None).

    Both are fitted anew for each fold without its documents, so that neither knows the clause it is
    judged by; refuses a sample too small for a verdict with ValueError.
    """
    if not is_enough(sample):
        raise ValueError("too few sampled clauses for a verdict")
    fold = {name: at % FOLDS for at, name in enumerate(sorted({s.document for s in sample}))}
    before = decide(sample, _crossed(sample, fold, old))
    after = decide(sample, _crossed(sample, fold, new))
    return Comparison(
        len(sample),
        len(fold),
        quality(sample, before),
        quality(sample, after),
        _gain(_sums(sample, before), _sums(sample, after)),
    )


def _crossed(
    sample: Sequence[Sampled], fold: dict[str, int], rows: Sequence[Row] | None
) -> list[Learnt | None]:
    """For each clause the model of the rows of documents outside its fold."""
    if rows is None:
        return [None] * len(sample)
    models = [fit([row for row in rows if fold.get(row.document) != at]) for at in range(FOLDS)]
    return [models[fold[one.document]] for one in sample]


def _gain(before: NDArray[Any], after: NDArray[Any]) -> Estimate:
    paired = np.column_stack([before[:, _BRIER] - after[:, _BRIER], before[:, _ALL]])
    return _share(paired, _drawn(paired), 0, 1)
