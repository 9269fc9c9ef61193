"""`luodi train`: learns from work reports what sounds done and what sounds to be done.

Labels come from the headings: what stands under 工作回顾 is done, what stands under 工作安排 is to
do, and a heading that says both, or neither, teaches nothing. Headings and dates are not shown to
the model. Each feature is weighed by how much more often one side uses it before the logistic
regression is fitted (Wang and Manning 2012, "NB-SVM"); the product of both is what ships.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from luodi.reading.clauses import split
from luodi.reading.frame import frame_of
from luodi.reading.linear import BITS, FILE, features
from luodi.reading.lines import read_lines
from luodi.reading.normalise import normalise
from luodi.reading.types import Section

if TYPE_CHECKING:
    from numpy.typing import NDArray

REPORTS: Final = "gwr2026-*.txt"
_SHORTEST: Final = 10
_STRENGTH: Final = 5.0  # C of the logistic regression; 1 and 5 were tried, 5 was better
_DONE = re.compile(r"回顾|总结|成就|成绩|成效")
_TO_DO = re.compile(r"安排|重点工作|任务|主要目标|举措|考虑|篇章|开好局|自身建设|政府治理")
_NEITHER = re.compile(r"说明$|说$|使命任务")
_WORDS = {
    "about": (
        "用政府工作报告训练“已做还是要做”的线性模型；标签取自各节标题。需要附加组件 train。",
        "Train the done-or-to-do model on work reports; labels are their headings. "
        "Needs the extra train.",
    ),
    "clauses": (
        "改为用逐句标注训练第二遍判断（哪些分句是要办的事、属哪一类）",
        "train the second look instead, on labelled clauses: which commit, of which kind",
    ),
    "missing": (
        "没有 scikit-learn。请先安装附加组件：./run install train",
        "scikit-learn is not here; install the extra first: ./run install train",
    ),
    "few": (
        "{folder} 里只有 {count} 份报告，至少要 3 份",
        "{folder} holds {count} reports; at least 3 are needed",
    ),
    "said": (
        "{reports} 份报告，{sentences} 句；按报告轮流留出：平衡准确率 {balanced:.3f}"
        "（已做 {done:.3f}，要做 {to_do:.3f}）",
        "{reports} reports, {sentences} sentences; each report left out in turn: balanced "
        "accuracy {balanced:.3f} (done {done:.3f}, to do {to_do:.3f})",
    ),
    "written": ("写好了 {path}", "wrote {path}"),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence of a report and whether it tells of something to do."""

    report: str
    sentence: str
    to_do: bool


@dataclass(frozen=True, slots=True)
class Folds:
    """How the sentences of reports left out were judged: the share right on each side."""

    done: float
    to_do: float

    @property
    def balanced(self) -> float:
        """The mean of both shares: guessing gives 0.5 however uneven the sides are."""
        return (self.done + self.to_do) / 2


def labelled(report: str, text: str) -> Iterator[Labelled]:
    """The sentences of a report under headings that say clearly whether they tell of the past."""
    source = normalise(text).text
    lines = read_lines(source)
    headings = {line.start for line in lines if line.is_heading}
    sections = [part for part in frame_of(source, lines, None).sections if part.level == 3]
    for sentence in split(source):
        start = sentence.pieces[0].start
        words = source[start : sentence.end].strip()
        above = [part for part in sections if part.start <= start]
        label = _label(above[-1]) if above else None
        if label is not None and start not in headings and len(words) >= _SHORTEST:
            yield Labelled(report, words, label)


def _label(section: Section) -> bool | None:
    words = section.heading.text if section.heading else ""
    done, to_do = _DONE.search(words) is not None, _TO_DO.search(words) is not None
    return None if done == to_do or _NEITHER.search(words) else to_do


def matrix(rows: Sequence[Labelled]) -> tuple[Any, NDArray[Any]]:
    """A sparse matrix of features, each row of length 1, and the labels (1 for to do)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    touched = [sorted(features(row.sentence)) for row in rows]
    sizes = [len(one) for one in touched]
    values = np.repeat([size**-0.5 for size in sizes], sizes)
    shape = (len(rows), 2**BITS)
    table = csr_matrix((values, np.concatenate(touched), np.cumsum([0, *sizes])), shape=shape)
    return table, np.array([row.to_do for row in rows], dtype=int)


def fit(table: Any, labels: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """Weights and bias of the model for these rows."""
    import numpy as np
    from scipy.sparse import diags
    from sklearn.linear_model import LogisticRegression

    present = (table > 0).astype(float)
    to_do = np.asarray(present[labels == 1].sum(axis=0)).ravel() + 1
    done = np.asarray(present[labels == 0].sum(axis=0)).ravel() + 1
    ratio = np.log((to_do / to_do.sum()) / (done / done.sum()))
    learner = LogisticRegression(C=_STRENGTH, class_weight="balanced", solver="liblinear")
    learner.fit(table @ diags(ratio), labels)
    seen = np.asarray(present.sum(axis=0)).ravel() > 0
    return learner.coef_[0] * ratio * seen, float(learner.intercept_[0])


def left_out(rows: Sequence[Labelled]) -> Folds:
    """How the sentences of every report are judged by a model of all the others."""
    import numpy as np

    table, labels = matrix(rows)
    reports = np.array([row.report for row in rows])
    right = np.zeros(len(rows), dtype=bool)
    for report in sorted(set(reports)):
        here = reports == report
        weights, bias = fit(table[~here], labels[~here])
        right[here] = (table[here] @ weights + bias > 0) == labels[here]
    return Folds(float(right[labels == 0].mean()), float(right[labels == 1].mean()))


def save(folder: Path, weights: NDArray[Any], bias: float, record: dict[str, Any]) -> Path:
    """Writes the weights as small integers, and beside them what they were made from."""
    import numpy as np

    scale = float(np.abs(weights).max()) / 127
    small = np.round(weights / scale).astype(np.int8)
    path = folder / f"{FILE}.npz"
    np.savez_compressed(path, weights=small, scale=np.float64(scale), bias=np.float64(bias))
    told = record | {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    path.with_suffix(".json").write_text(
        json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return path


def digest(paths: Sequence[Path]) -> str:
    """One digest of the names and bytes of all files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _record(paths: Sequence[Path], rows: Sequence[Labelled], found: Folds) -> dict[str, Any]:
    return {
        "what": "done or to do: NB-weighted logistic regression on hashed characters",
        "bits": BITS,
        "made": datetime.now(UTC).date().isoformat(),
        "reports": len(paths),
        "sentences": len(rows),
        "to_do": sum(row.to_do for row in rows),
        "data_sha256": digest(paths),
        "folds": "each report left out in turn",
        "balanced_accuracy": round(found.balanced, 4),
        "right_of_done": round(found.done, 4),
        "right_of_to_do": round(found.to_do, 4),
    }


def main(argv: list[str]) -> int:
    """Train, judge by reports left out, and write; 1 without data or scikit-learn."""
    from luodi.reading.evaluation.words import asked_language

    english = asked_language() == "en"
    ask = argparse.ArgumentParser("luodi train", description=_WORDS["about"][english])
    ask.add_argument("--corpus", type=Path, default=_corpus())
    ask.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    ask.add_argument("--clauses", action="store_true", help=_WORDS["clauses"][english])
    order = ask.parse_args(argv)
    paths = sorted(order.corpus.glob(REPORTS))
    if find_spec("sklearn") is None:
        print(_WORDS["missing"][english], file=sys.stderr)
        return 1
    if order.clauses:
        from luodi.reading.training_clauses import train

        return train(order.out, english=english)
    if len(paths) < 3:
        said = _WORDS["few"][english].format(folder=order.corpus, count=len(paths))
        print(said, file=sys.stderr)
        return 1
    rows = [row for path in paths for row in labelled(path.stem, path.read_text(encoding="utf-8"))]
    found = left_out(rows)
    facts = {"reports": len(paths), "sentences": len(rows), "balanced": found.balanced}
    print(_WORDS["said"][english].format(**facts, done=found.done, to_do=found.to_do))
    written = save(order.out, *fit(*matrix(rows)), _record(paths, rows, found))
    print(_WORDS["written"][english].format(path=written))
    return 0


def _corpus() -> Path:
    return Path(__file__).resolve().parents[4] / "shared" / "corpus" / "documents"
