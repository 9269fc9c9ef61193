"""What a deployment learnt from its own reviews: a correction of how sure the reader is.

A model starts from the confidence that ships and moves it in the log of the odds, by single
characters and pairs of the finding, its reason, kind and heading; without a weight it says what
ships. What it believes almost surely wrong is left out with a reason of its own, so that every
clause still has its place in the reading. It never takes what the grammar left: reviews hold no
labels of clauses rightly left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, log
from typing import Final
from zlib import crc32

from luodi.reading.confidence import confidence_of
from luodi.reading.linear import masked
from luodi.reading.types import Clause, Finding, Reading

BITS: Final = 16
REASON: Final = "learnt"
# Below this a finding is not proposed any more: one that is wrongly shown costs a glance, one that
# is wrongly left out may be missed, so it has to be wrong four times out of five.
LIMIT: Final = 0.2
_FORMAT: Final = "luodi-learnt-1"


@dataclass(frozen=True, slots=True)
class Case:
    """A finding as the model sees it: its words, the reader's reason, and what stands around."""

    text: str
    kind: str
    reason: str
    measured: bool
    heading: str = ""

    @property
    def shipped(self) -> float:
        """The confidence that ships with the reader."""
        return confidence_of(self.reason, self.measured)


def case_of(finding: Finding) -> Case:
    """The case of a finding of the reader."""
    measured = bool(finding.targets or (finding.deadline and finding.deadline.by))
    heading = finding.section_path[-1] if finding.section_path else ""
    return Case(finding.span.text, finding.kind, finding.reason, measured, heading)


def features(case: Case) -> dict[int, float]:
    """The places below 2**BITS that a case touches; its characters together weigh as one tag."""
    words = f"^{masked(case.text)}$"
    grams = {*words, *(one + other for one, other in pairwise(words))}
    tags = (f"reason {case.reason}", f"kind {case.kind}", f"heading {case.heading}")
    touched: dict[int, float] = {}
    for name, value in (
        *((gram, len(grams) ** -0.5) for gram in sorted(grams)),
        *((tag, 1.0) for tag in tags),
    ):
        place = crc32(name.encode()) >> (32 - BITS)
        touched[place] = touched.get(place, 0.0) + value
    return touched


def logit(share: float) -> float:
    """The log of the odds, for shares kept off 0 and 1."""
    kept = min(0.995, max(0.005, share))
    return log(kept / (1 - kept))


@dataclass(frozen=True, slots=True)
class Learnt:
    """A trained correction; `number` counts the models of a deployment from 1."""

    number: int
    bias: float
    weights: Mapping[int, float]

    def confidence(self, case: Case, shipped: float | None = None) -> float:
        """How likely a reviewer of this deployment accepts the finding, between 0 and 1.

        `shipped` is what the reader says of this very finding; without it, of like ones.
        """
        moved = sum(self.weights.get(at, 0.0) * by for at, by in features(case).items())
        start = logit(case.shipped if shipped is None else shipped)
        return 1.0 / (1.0 + exp(-(start + self.bias + moved)))


def to_bytes(model: Learnt) -> bytes:
    """The model as a file: JSON, the same bytes for the same model."""
    told = {
        "format": _FORMAT,
        "number": model.number,
        "bits": BITS,
        "bias": model.bias,
        "weights": {str(at): model.weights[at] for at in sorted(model.weights)},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Learnt:
    """The model in a file; refuses another one with ValueError."""
    told = json.loads(data)
    if not isinstance(told, dict) or (told.get("format"), told.get("bits")) != (_FORMAT, BITS):
        raise ValueError("not a model of this reader")
    weights = {int(at): float(weight) for at, weight in told["weights"].items()}
    return Learnt(int(told["number"]), float(told["bias"]), weights)


def version_with(version: str, model: Learnt | None) -> str:
    """The reader's version as readings name it: with the number of the model that had its say."""
    return version if model is None else f"{version}+{model.number}"


def adjusted(reading: Reading, model: Learnt | None) -> Reading:
    """The reading with the confidence of the model, without what it believes almost surely wrong.

    A clause whose finding is left out keeps its place with the reason `learnt`.
    """
    if model is None:
        return reading
    kept, left = [], {}
    for finding in reading.findings:
        sure = model.confidence(case_of(finding), finding.confidence)
        if sure < LIMIT:
            left[finding.span.start, finding.span.end] = round(1 - sure, 3)
        else:
            kept.append(replace(finding, confidence=round(sure, 3)))
    clauses = tuple(_clauses(reading, left))
    version = version_with(reading.version, model)
    return replace(reading, version=version, findings=tuple(kept), clauses=clauses)


def _clauses(reading: Reading, left: Mapping[tuple[int, int], float]) -> Iterator[Clause]:
    places = sorted(left)
    for clause in reading.clauses:
        span = clause.span
        inside = (p for p in places if p[0] < span.end and span.start < p[1])
        place = next(inside, None)
        if place is None:
            yield clause
        else:
            yield Clause(span, REASON, taken=False, confidence=left[place])
