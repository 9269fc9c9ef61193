"""A finding as JSON, in the fields of the reader's contract."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from luodi.reading.bundles import bundle
from luodi.reading.output.words import Language, why, word
from luodi.reading.types import (
    Benchmark,
    Deadline,
    ExtractedText,
    Finding,
    NamedSpan,
    Owner,
    Reading,
    Span,
    Target,
)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file that was read: its name as asked for, its text, and what was found in it.

    `bundles` gives for the span of a commitment the number of its plan row, where that was asked.
    """

    name: str
    extracted: ExtractedText
    reading: Reading
    bundles: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def bundle_of(self, finding: Finding) -> int | None:
        """The number of the plan row of a commitment, from 1 in the order of the text."""
        if finding.is_problem:
            return None
        return self.bundles.get((finding.span.start, finding.span.end))

    def page_of(self, finding: Finding) -> tuple[int, float] | None:
        """The page that a finding of a recognised text begins on, and how sure the recogniser was
        of its least sure line; None for a text that was not recognised."""
        start, end = finding.span.start, finding.span.end
        held = [line for line in self.extracted.lines if line.start < end and start < line.end]
        return (held[0].page, min(line.confidence for line in held)) if held else None

    @property
    def commitments(self) -> tuple[Finding, ...]:
        """Findings that are no problems, in the order of the text."""
        return tuple(f for f in self.reading.findings if not f.is_problem)

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Problems, in the order of the text."""
        return tuple(f for f in self.reading.findings if f.is_problem)


def bundled(read: ReadFile) -> ReadFile:
    """Return the file with its commitments put together, those of one measure in one plan row."""
    spans = [(finding.span.start, finding.span.end) for finding in read.commitments]
    numbered = enumerate(bundle(read.extracted.text, spans), 1)
    return replace(read, bundles={spans[at]: number for number, held in numbered for at in held})


def to_json(finding: Finding, reading: Reading) -> Json:
    """Return one finding as a JSON object; offsets point into the text that was read.

    A deadline taken over from a heading stands apart: the contract counts only stated ones. So do
    levels that others set (`benchmarks`, where there are any): they hold no figure to count. A
    place that another reader proposes says which; bodies that it names (`named`, where there are
    any) are no owners.
    """
    due = finding.deadline
    stated, inherited = (None, due) if due and due.inherited else (due, None)
    record = {
        **_span(finding.span),
        "kind": finding.kind,
        "targets": [_target(target) for target in finding.targets],
        "deadline": _deadline(stated),
        "owners": {
            "lead": [_owner(o) for o in finding.owners if o.role == "lead"],
            "partners": [_owner(o) for o in finding.owners if o.role == "partner"],
        },
        "places": [
            *map(_span, finding.places),
            *(_span(one.span) | {"reader": one.reader} for one in finding.named_places),
        ],
        "confidence": finding.confidence,
        "reason": finding.reason,
        "section_path": list(finding.section_path),
        "reader": reading.reader,
        "version": reading.version,
    }
    if inherited:
        record["inherited_deadline"] = _deadline(inherited)
    if finding.benchmarks:
        record["benchmarks"] = [_benchmark(benchmark) for benchmark in finding.benchmarks]
    bodies = [_named(one) for one in finding.named if one.what == "body"]
    if bodies:
        record["named"] = bodies
    if finding.is_problem:
        record["cause"] = _span(finding.cause) if finding.cause else None
        record["body"] = _span(finding.body) if finding.body else None
    return record


def records(read: ReadFile, *, problems: bool) -> Iterator[Json]:
    """Return an object for each commitment, and for each problem where these are asked for."""
    for finding in read.reading.findings:
        if problems or not finding.is_problem:
            number = read.bundle_of(finding)
            row = {} if number is None else {"bundle": number}
            yield (
                to_json(finding, read.reading) | row | _scanned(read, finding) | {"file": read.name}
            )


def _scanned(read: ReadFile, finding: Finding) -> Json:
    """For a recognised text: that it is one, the page, and how sure the recogniser was."""
    place = read.page_of(finding)
    if place is None:
        return {}
    told = {"page": place[0], "confidence": place[1], "mark": word("recognised", "zh")}
    return {"recognised": told}


def finding_lines(read: ReadFile, *, problems: bool) -> Iterator[str]:
    """Return a line of JSON for each commitment, and for each problem where these are asked for."""
    yield from map(_dump, records(read, problems=problems))


def clause_lines(read: ReadFile, language: Language) -> Iterator[str]:
    """Return a line of JSON for each clause the reader looked at, with its reason in words."""
    for clause in read.reading.clauses:
        yield _dump(
            {
                **_span(clause.span),
                "taken": clause.taken,
                "reason": clause.reason,
                "why": why(clause.reason, language),
                "confidence": clause.confidence,
                "file": read.name,
            }
        )


def _dump(record: Json) -> str:
    return json.dumps(record, ensure_ascii=False)


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _owner(owner: Owner) -> Json:
    return _span(owner.span) | {"source": owner.source}


def _named(one: NamedSpan) -> Json:
    return _span(one.span) | {"what": one.what, "reader": one.reader}


def _target(target: Target) -> Json:
    return {
        **_span(target.span),
        "comparator": target.comparator,
        "value": _number(target.value),
        "value2": _number(target.value2),
        "unit": target.unit,
        "baseline": _number(target.baseline),
        "indicator": target.indicator,
    }


def _benchmark(benchmark: Benchmark) -> Json:
    return {
        **_span(benchmark.span),
        "statistic": benchmark.statistic,
        "comparator": benchmark.comparator,
        "among": benchmark.among,
    }


def _deadline(deadline: Deadline | None) -> Json | None:
    if deadline is None:
        return None
    return {
        **_span(deadline.span),
        "by": deadline.by.isoformat() if deadline.by else None,
        "duration": deadline.duration or None,
        "working": deadline.working,
        "recurring": deadline.recurring,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
