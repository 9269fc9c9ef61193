"""What a confidence means: the share of like cases that were right on texts nobody wrote rules by.

A decision that was weighed carries the chance that the weights give it; they were fitted to open
documents alone, so held-out ones judge it as it is. Other cases are grouped by reason code,
findings with a number or a date apart. The rate of a group is drawn towards the rate of all, as if
five more cases of it had been seen: a group of three says little. Figures come from the held-out
part as counts only, with folds by document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from luodi.reading.confidence import group_of
from luodi.reading.evaluation.matching import Row, count, inside, match
from luodi.reading.evaluation.material import Material, is_held_out
from luodi.reading.second_look import is_weighed

_PRIOR: Final = 5.0
_FOLDS: Final = 5
BINS: Final = (
    (0.0, 0.5),
    (0.5, 0.6),
    (0.6, 0.7),
    (0.7, 0.8),
    (0.8, 0.85),
    (0.85, 0.9),
    (0.9, 0.95),
    (0.95, 1.01),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One decision of the reader: where, of which group, whether it took and was right."""

    document: str
    group: str
    taken: bool
    right: bool
    weighed: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like confidence: how many, the mean confidence, the share that was right."""

    cases: int
    said: float
    right: float


def cases(material: Material) -> list[Case]:
    """Every finding and every clause left in the labelled passages, with whether it was right."""
    return [case for passage in material.labelled for case in _cases(material, passage)]


def _cases(material: Material, passage: Row) -> Iterator[Case]:
    name = passage["doc"]
    rows = material.whole.rows(name)
    for row, right in count(passage, rows).right:
        group, weighed = group_of(row["reason"], _measured(row)), is_weighed(row["reason"])
        yield Case(name, group, True, right, float(row["confidence"]) if weighed else None)
    gold, found = passage["commitments"], inside(passage, rows)
    got = {at for at, _ in match(gold, found)}
    missed = [item for at, item in enumerate(gold) if at not in got]
    low, high = passage["start"], passage["start"] + len(passage["text"])
    for clause in material.whole.of(name)[1].clauses:
        start, end = clause.span.start, clause.span.end
        if not clause.taken and low <= start and end <= high:
            wrong = any(_covers(start - low, end - low, item) for item in missed)
            sure = clause.confidence if is_weighed(clause.reason) else None
            yield Case(name, clause.reason, False, not wrong, sure)


def _measured(row: Mapping[str, Any]) -> bool:
    due = row.get("deadline") or {}
    return bool(row["targets"] or due.get("by"))


def _covers(start: int, end: int, item: Row) -> bool:
    shared = min(end, item["end"]) - max(start, item["start"])
    length: int = item["end"] - item["start"]
    return bool(shared * 2 > length)


def fitted(known: Iterable[Case]) -> dict[str, float]:
    """The confidence of each group, and under `*taken` and `*left` that of all others."""
    groups: dict[str, Counter[bool]] = defaultdict(Counter)
    sides: dict[bool, Counter[bool]] = defaultdict(Counter)
    side_of: dict[str, bool] = {}
    for case in known:
        groups[case.group][case.right] += 1
        sides[case.taken][case.right] += 1
        side_of[case.group] = case.taken
    rates = {taken: seen[True] / seen.total() for taken, seen in sides.items()}
    found = {
        group: round((seen[True] + _PRIOR * rates[side_of[group]]) / (seen.total() + _PRIOR), 3)
        for group, seen in sorted(groups.items())
    }
    return found | {
        name: round(rates.get(side, 1.0), 3) for name, side in (("*taken", True), ("*left", False))
    }


def confidence(table: Mapping[str, float], case: Case) -> float:
    """The confidence of a case: its own where it was weighed, else what a table gives it."""
    if case.weighed is not None:
        return case.weighed
    return table.get(case.group, table["*taken" if case.taken else "*left"])


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with the confidence that other documents give it, and the one that ships."""

    case: Case
    said: float
    shipped: float


def crossed(known: Sequence[Case]) -> list[Judged]:
    """Each case with the confidence fitted on the documents of the other folds."""
    folds = {name: at % _FOLDS for at, name in enumerate(sorted({c.document for c in known}))}
    whole, out = fitted(known), []
    for fold in range(_FOLDS):
        table = fitted(case for case in known if folds[case.document] != fold)
        mine = [case for case in known if folds[case.document] == fold]
        out += [Judged(case, confidence(table, case), confidence(whole, case)) for case in mine]
    return out


def reliability(judged: Iterable[Judged]) -> list[Bin]:
    """The cases sorted into bins of like confidence; empty bins are left out.

    The shipped confidence sorts them, so that one group stays in one bin whatever its fold.
    """
    held = list(judged)
    bins = []
    for low, high in BINS:
        inner = [one for one in held if low <= one.shipped < high]
        if inner:
            said = sum(one.said for one in inner) / len(inner)
            bins.append(Bin(len(inner), said, sum(o.case.right for o in inner) / len(inner)))
    return bins


def expected_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence and share lie apart, in the mean."""
    cases_in_all = sum(one.cases for one in bins)
    return sum(one.cases * abs(one.said - one.right) for one in bins) / max(1, cases_in_all)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The table that ships, and how reliable confidences are, of findings and of clauses left."""

    table: dict[str, float]
    taken: list[Bin]
    left: list[Bin]
    as_said: list[Bin]
    documents: int


def calibrate(material: Material) -> Calibration:
    """Confidence from the held-out part, judged on documents left out of the fit."""
    held = [case for case in cases(material) if is_held_out(case.document)]
    both = crossed(held)
    return Calibration(
        fitted(held),
        reliability(one for one in both if one.case.taken),
        reliability(one for one in both if not one.case.taken),
        reliability(Judged(o.case, o.said, o.said) for o in both if o.case.taken),
        len({case.document for case in held}),
    )
